//! Rendered pages and snapshots by address, each with the tag of the state it shows, and the forms in which they travel.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::CACHE;
use crate::headers::is_known;
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

/// A rendered page or snapshot.
pub(crate) struct Page {
    pub(crate) body: Body,
    pub(super) figures: Body,
}

impl From<Rendered> for Page {
    fn from(Rendered { html, figures }: Rendered) -> Self {
        Self { body: Body::new(html.into()), figures: Body::new(figures.into()) }
    }
}

/// Bytes and their compressed forms, each made when first asked for.
pub(crate) struct Body {
    /// Tells its content from any other: figures, words, language, and the names of the client's files.
    mark: String,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// How a page travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As it is.
    Identity,
    Gzip,
    Brotli,
}

impl Form {
    /// The smallest form that `Accept-Encoding` allows.
    fn best(accepted: &str) -> Self {
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

    fn name(self) -> &'static str {
        match self {
            Self::Identity => "id",
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    fn encoding(self) -> Option<HeaderValue> {
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

    /// The answer to somebody who may have it already: the smallest form that is allowed, with all that caches must know.
    pub(crate) fn answer(&self, asked: &HeaderMap, kind: &'static str, vary: &'static str) -> Response {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let form = Form::best(accepted);
        let etag = format!("\"{}-{}\"", self.mark, form.name());
        let known = is_known(asked, &etag);
        let cache = [(header::ETAG, etag), (header::CACHE_CONTROL, CACHE.to_owned()), (header::VARY, vary.to_owned())];
        if known {
            return (StatusCode::NOT_MODIFIED, cache).into_response();
        }
        let mut response = (cache, [(header::CONTENT_TYPE, kind)], self.form(form)).into_response();
        if let Some(encoding) = form.encoding() {
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
        }
        response
    }

    fn form(&self, form: Form) -> Bytes {
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
        let plain = self.body.plain.len() + self.figures.plain.len();
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

    /// The same for what is not a page.
    pub(crate) async fn keep(
        &self,
        key: &str,
        tag: &str,
        make: impl FnOnce() -> Result<Bytes, Problem> + Send + 'static,
    ) -> Result<Arc<Page>, Problem> {
        self.kept
            .get(key, tag, move || Ok(Arc::new(Page { body: Body::new(make()?), figures: Body::new(Bytes::new()) })))
            .await
    }
}
