//! Rendered pages by address, each with the tag of the state it shows, and the forms in which they travel.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::HeaderValue;

use crate::kept::{Kept, Weigh};
use crate::problem::Problem;
use crate::telemetry::Telemetry;

/// Bytes of pages that are kept.
const ROOM: usize = 256 << 20;
/// Pages that may be rendered at the same time.
const AT_ONCE: usize = 32;

/// What is rendered in one go, from one state.
pub(super) struct Rendered {
    pub(super) html: String,
    /// What the browser needs to go on with it; empty where the page does not live.
    pub(super) figures: Vec<u8>,
}

impl From<String> for Rendered {
    fn from(html: String) -> Self {
        Self { html, figures: Vec::new() }
    }
}

/// A rendered page.
pub(super) struct Page {
    pub(super) html: Body,
    pub(super) figures: Body,
}

impl From<Rendered> for Page {
    fn from(Rendered { html, figures }: Rendered) -> Self {
        Self { html: Body::new(html.into()), figures: Body::new(figures.into()) }
    }
}

/// Bytes and their compressed forms, each made when first asked for.
pub(super) struct Body {
    /// Tells its content from any other: figures, words, language, and the names of the client's files.
    pub(super) mark: String,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// How a page travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Identity,
    Gzip,
    Brotli,
}

impl Form {
    /// The smallest form that `Accept-Encoding` allows.
    pub(super) fn best(accepted: &str) -> Self {
        let allows = |name: &str| {
            accepted.split(',').any(|part| {
                let (coding, quality) = part.split_once(';').unwrap_or((part, ""));
                coding.trim() == name && quality.trim() != "q=0"
            })
        };
        if allows("br") {
            Self::Brotli
        } else if allows("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Identity => "id",
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    pub(super) fn encoding(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }
}

impl Body {
    fn new(plain: Bytes) -> Self {
        let mark = blake3::hash(&plain).to_hex()[..24].to_owned();
        Self { mark, plain, gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// The bytes in that form.
    pub(super) fn form(&self, form: Form) -> Bytes {
        match form {
            Form::Identity => self.plain.clone(),
            Form::Gzip => self.gzip.get_or_init(|| gzip(&self.plain).unwrap_or_default().into()).clone(),
            Form::Brotli => self.brotli.get_or_init(|| brotli(&self.plain).unwrap_or_default().into()).clone(),
        }
    }
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Quality 6: four fifths of the gain of the best one in a twentieth of its time.
fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut body, 4096, 6, 20);
    encoder.write_all(plain)?;
    drop(encoder);
    Ok(body)
}

impl Weigh for Arc<Page> {
    /// The compressed forms are made later; they are a third of it or less.
    fn weight(&self) -> usize {
        let plain = self.html.plain.len() + self.figures.plain.len();
        plain + plain / 2
    }
}

/// The rendered pages.
pub struct Pages {
    kept: Kept<Arc<Page>>,
    telemetry: Telemetry,
}

impl Pages {
    /// No page rendered yet.
    #[must_use]
    pub fn new(telemetry: Telemetry) -> Self {
        Self { kept: Kept::new(ROOM, AT_ONCE), telemetry }
    }

    /// The page of `key` in the state `tag`: the kept one, or rendered now.
    pub(super) async fn get<R: Into<Rendered>>(
        &self,
        key: &str,
        tag: &str,
        render: impl FnOnce() -> Result<R, Problem> + Send + 'static,
    ) -> Result<Arc<Page>, Problem> {
        let telemetry = self.telemetry.clone();
        let render = move || {
            let page = Page::from(render()?.into());
            telemetry.page_rendered();
            Ok(Arc::new(page))
        };
        self.kept.get(key, tag, render).await
    }
}
