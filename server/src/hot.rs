//! The shortest way to an answer: what was answered a moment ago at the very same address is answered again, without routes, parameters
//! and locks of the election, as long as its view stands where it stood. On election night that is nearly every request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use axum::response::Response;
use election::ViewKey;

use crate::body::Body;
use crate::headers;
use crate::night::Night;
use crate::pages::Page;

/// Addresses that are known; when there are more, all are forgotten.
const MOST: usize = 4_096;
/// Longest address that is kept.
const LONGEST: usize = 400;

/// An answer that may be given again.
#[derive(Clone)]
pub(crate) struct Warm {
    pub(crate) night: Arc<Night>,
    /// What it shows, and where that stood.
    pub(crate) view: ViewKey,
    pub(crate) seq: u64,
    /// It is kept elsewhere, and gone when it is no longer.
    pub(crate) page: Weak<Page>,
    pub(crate) kind: Kind,
}

/// What is around an answer.
#[derive(Clone)]
pub(crate) enum Kind {
    /// A page in a language that its address names.
    Page(HeaderValue),
    /// Figures of this type, for programs.
    View(&'static str),
}

/// What the bytes and words of pages depend on besides the address.
pub(crate) const OF_PAGES: &str = "Accept-Encoding, Accept-Language";
/// And those of views.
pub(crate) const OF_VIEWS: &str = "Accept, Accept-Encoding";
/// The type of frames.
pub(crate) const FRAMES: &str = "application/octet-stream";

/// What was answered lately.
#[derive(Default)]
pub struct Hot(RwLock<HashMap<Box<str>, Arc<Warm>>>);

impl Hot {
    /// The answer, if it is known and still right.
    #[must_use]
    pub fn answer<B>(&self, request: &Request<B>) -> Option<Response> {
        let address = request.uri().path_and_query()?.as_str();
        if request.method() != Method::GET {
            return None;
        }
        let warm = self.0.read().unwrap_or_else(PoisonError::into_inner).get(address).cloned()?;
        let mut response = warm.answer(request.headers())?;
        headers::protect(response.headers_mut());
        Some(response)
    }

    /// Takes note of an answer that says that it may be given again.
    pub fn note(&self, address: Option<&str>, response: &mut Response) {
        let Some(warm) = response.extensions_mut().remove::<Arc<Warm>>() else { return };
        let Some(address) = address.filter(|address| address.len() <= LONGEST) else { return };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(address) {
            known.clear();
        }
        known.insert(address.into(), warm);
    }
}

impl Warm {
    fn answer(&self, asked: &HeaderMap) -> Option<Response> {
        let page = self.page.upgrade()?;
        let is_right = self.night.published().is_ok() && self.night.hub.topic(self.view).seq() == self.seq;
        (is_right && self.kind.suits(asked)).then(|| self.kind.answer(&page.body, asked))
    }

    /// The answer, with the note that it may be given again.
    pub(crate) fn first(self, page: &Page, asked: &HeaderMap) -> Response {
        let mut response = self.kind.answer(&page.body, asked);
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Kind {
    /// Whether it is what the headers ask for.
    fn suits(&self, asked: &HeaderMap) -> bool {
        match self {
            Self::Page(_) => true,
            Self::View(kind) => *kind == FRAMES || !wants_frames(asked),
        }
    }

    fn answer(&self, body: &Body, asked: &HeaderMap) -> Response {
        match self {
            Self::Page(language) => {
                let mut response = body.answer(asked, "text/html; charset=utf-8", OF_PAGES);
                response.headers_mut().insert(header::CONTENT_LANGUAGE, language.clone());
                response
            }
            Self::View(kind) => body.answer_to_all(asked, kind, OF_VIEWS),
        }
    }
}

/// Whether a program asks for a frame by the header.
pub(crate) fn wants_frames(asked: &HeaderMap) -> bool {
    asked.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(FRAMES.as_bytes()))
}
