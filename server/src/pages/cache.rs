//! Rendered pages and snapshots by address, each with the tag of the state it shows.

use std::sync::Arc;

use axum::body::Bytes;

use crate::body::Body;
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
        Self { body: Body::page(html), figures: Body::new(figures.into()) }
    }
}

impl Weigh for Page {
    fn weight(&self) -> usize {
        self.body.weight() + self.figures.weight()
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
