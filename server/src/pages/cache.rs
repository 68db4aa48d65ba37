//! Rendered pages by address, each with the tag of the state it shows. One renders, the others wait for it.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::HeaderValue;
use tokio::sync::Mutex;

use crate::problem::Problem;
use crate::telemetry::Telemetry;

/// Most pages that are kept; when there are more, all are forgotten.
const MOST: usize = 4_096;

/// A rendered page and its compressed forms, each made when first asked for.
pub(super) struct Page {
    tag: String,
    html: Bytes,
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

impl Page {
    pub(super) fn new(tag: &str, html: String) -> Self {
        Self { tag: tag.to_owned(), html: html.into(), gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// The body in that form.
    pub(super) fn body(&self, form: Form) -> Bytes {
        match form {
            Form::Identity => self.html.clone(),
            Form::Gzip => self.gzip.get_or_init(|| gzip(&self.html).unwrap_or_default().into()).clone(),
            Form::Brotli => self.brotli.get_or_init(|| brotli(&self.html).unwrap_or_default().into()).clone(),
        }
    }
}

fn gzip(html: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(html)?;
    encoder.finish()
}

/// Quality 5: four fifths of the gain of the best one in a twentieth of its time.
fn brotli(html: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut body, 4096, 5, 20);
    encoder.write_all(html)?;
    drop(encoder);
    Ok(body)
}

type Slot = Arc<Mutex<Option<Arc<Page>>>>;

/// The rendered pages.
#[derive(Default)]
pub struct Pages {
    slots: Mutex<HashMap<String, Slot>>,
    telemetry: Telemetry,
}

impl Pages {
    /// No page rendered yet.
    #[must_use]
    pub fn new(telemetry: Telemetry) -> Self {
        Self { slots: Mutex::default(), telemetry }
    }

    /// The page of `key` in the state `tag`: the kept one, or rendered now. `None` if rendering failed.
    pub(super) async fn get(
        &self,
        key: &str,
        tag: &str,
        render: impl FnOnce() -> String + Send + 'static,
    ) -> Option<Arc<Page>> {
        self.attempt(key, tag, || Ok(render())).await.ok().flatten()
    }

    /// The same of a page that may turn out not to exist; then nothing is kept.
    pub(super) async fn attempt(
        &self,
        key: &str,
        tag: &str,
        render: impl FnOnce() -> Result<String, Problem> + Send + 'static,
    ) -> Result<Option<Arc<Page>>, Problem> {
        let slot = self.slot(key).await;
        let mut kept = slot.lock().await;
        if let Some(page) = kept.as_ref().filter(|page| page.tag == tag) {
            return Ok(Some(page.clone()));
        }
        let Ok(html) = tokio::task::spawn_blocking(render).await else { return Ok(None) };
        let html = match html {
            Ok(html) => html,
            // Or addresses that name nothing would fill the room of those that do.
            Err(problem) => {
                self.slots.lock().await.remove(key);
                return Err(problem);
            }
        };
        self.telemetry.page_rendered();
        let page = Arc::new(Page::new(tag, html));
        *kept = Some(page.clone());
        Ok(Some(page))
    }

    async fn slot(&self, key: &str) -> Slot {
        let mut slots = self.slots.lock().await;
        if slots.len() >= MOST && !slots.contains_key(key) {
            slots.clear();
        }
        slots.entry(key.to_owned()).or_default().clone()
    }
}
