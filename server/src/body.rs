//! What an address answers with, and the forms in which it travels: each is made once and shared by all who ask.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::api::CACHE;
use crate::headers::is_known;
use crate::kept::Weigh;

/// Bytes and their compressed forms, each made when first asked for.
pub struct Body {
    /// By form; they tell the content from any other: figures, words, language, and the names of the client's files.
    tags: [HeaderValue; 3],
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// How it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As it is.
    Identity,
    Gzip,
    Brotli,
}

impl Form {
    const NAMES: [&'static str; 3] = ["id", "gz", "br"];

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

    fn encoding(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }
}

impl Body {
    /// Bytes that nobody has asked for in another form yet.
    #[must_use]
    pub fn new(plain: Bytes) -> Self {
        let mark = blake3::hash(&plain).to_hex();
        let tag = |name| HeaderValue::try_from(format!("\"{}-{name}\"", &mark[..24])).expect("it is plain ASCII");
        Self { tags: Form::NAMES.map(tag), plain, gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// The answer to somebody who may have it already: the smallest form that is allowed, with all that caches must know. It may
    /// depend on the headers `vary`.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap, kind: &'static str, vary: &'static str) -> Response {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let form = Form::best(accepted);
        let tag = &self.tags[form as usize];
        let known = is_known(asked, tag.to_str().unwrap_or_default());
        let mut response = if known { Response::default() } else { Response::new(self.form(form).into()) };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
        headers.insert(header::VARY, HeaderValue::from_static(vary));
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(encoding) = form.encoding() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        response
    }

    /// The same for a program on any site.
    #[must_use]
    pub fn answer_to_all(&self, asked: &HeaderMap, kind: &'static str, vary: &'static str) -> Response {
        let mut response = self.answer(asked, kind, vary);
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
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

impl Weigh for Body {
    /// The compressed forms are made later; they are a third of it or less.
    fn weight(&self) -> usize {
        self.plain.len() + self.plain.len() / 2
    }
}

impl<T: Weigh> Weigh for Arc<T> {
    fn weight(&self) -> usize {
        T::weight(self)
    }
}

/// Bytes by gzip.
pub(crate) fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(plain)?;
    encoder.finish()
}

/// By brotli, quality 6: four fifths of the gain of the best one in a twentieth of its time.
pub(crate) fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut body, 4096, 6, 20);
    encoder.write_all(plain)?;
    drop(encoder);
    Ok(body)
}
