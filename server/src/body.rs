//! What an address answers with, and the forms in which it travels: each is made once and shared by all who ask.

use std::convert::Infallible;
use std::io::Write;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::{self, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::{StreamExt, stream};

use crate::api::CACHE;
use crate::headers::is_known;
use crate::kept::Weigh;

/// A page of more bytes, which shows hundreds of places, is read by browsers as far as it has come before they draw their first
/// frame; and that frame waits for a style sheet that they have found.
const LARGE: usize = 256 << 10;
/// So what stands before the first style sheet, which is the page's name, goes ahead ...
const SHEET: &str = "<link rel=\"stylesheet\"";
/// ... by the length of a frame.
const FRAME: Duration = Duration::from_millis(16);

/// Bytes and their compressed forms, each made when first asked for.
pub struct Body {
    /// By form; they tell the content from any other: figures, words, language, and the names of the client's files.
    tags: [HeaderValue; 3],
    plain: Parts,
    gzip: OnceLock<Parts>,
    brotli: OnceLock<Parts>,
}

/// Bytes that travel.
#[derive(Clone, Default)]
struct Parts {
    whole: Bytes,
    /// How many of them go ahead; none where all come at once.
    ahead: usize,
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
        let plain = Parts { whole: plain, ahead: 0 };
        Self { tags: Form::NAMES.map(tag), plain, gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// The same of a page. The name on a large one goes ahead of the rest.
    #[must_use]
    pub fn page(html: String) -> Self {
        let is_large = html.len() > LARGE;
        let ahead = if is_large { html.find(SHEET).unwrap_or_default() } else { 0 };
        let mut body = Self::new(html.into());
        body.plain.ahead = ahead;
        body
    }

    /// The answer to somebody who may have it already: the smallest form that is allowed, with all that caches must know. It may
    /// depend on the headers `vary`.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap, kind: &'static str, vary: &'static str) -> Response {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let form = Form::best(accepted);
        let tag = &self.tags[form as usize];
        let known = is_known(asked, tag.to_str().unwrap_or_default());
        let mut response = if known { Response::default() } else { self.form(form).respond() };
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

    fn form(&self, form: Form) -> Parts {
        match form {
            Form::Identity => self.plain.clone(),
            Form::Gzip => self.gzip.get_or_init(|| self.plain.pressed(gzip_in_two)).clone(),
            Form::Brotli => self.brotli.get_or_init(|| self.plain.pressed(brotli_in_two)).clone(),
        }
    }
}

impl Parts {
    fn pressed(&self, press: Press) -> Self {
        let (ahead, rest) = self.whole.split_at(self.ahead);
        let (whole, ahead) = press(ahead, rest).unwrap_or_default();
        Self { whole: whole.into(), ahead }
    }

    fn respond(mut self) -> Response {
        if self.ahead == 0 {
            return Response::new(self.whole.into());
        }
        let length = self.whole.len().into();
        let ahead = self.whole.split_to(self.ahead);
        let rest = async {
            tokio::time::sleep(FRAME).await;
            Ok::<_, Infallible>(self.whole)
        };
        let body = stream::iter([Ok(ahead)]).chain(stream::once(rest));
        let mut response = Response::new(body::Body::from_stream(body));
        response.headers_mut().insert(header::CONTENT_LENGTH, length);
        response
    }
}

impl Weigh for Body {
    /// The compressed forms are made later; they are a third of it or less.
    fn weight(&self) -> usize {
        self.plain.whole.len() + self.plain.whole.len() / 2
    }
}

impl<T: Weigh> Weigh for Arc<T> {
    fn weight(&self) -> usize {
        T::weight(self)
    }
}

/// Compresses what goes ahead and the rest; says how many of the bytes are enough to read the former.
type Press = fn(&[u8], &[u8]) -> std::io::Result<(Vec<u8>, usize)>;

/// Bytes by gzip.
pub(crate) fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    gzip_in_two(&[], plain).map(|(bytes, _)| bytes)
}

/// By brotli.
pub(crate) fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    brotli_in_two(&[], plain).map(|(bytes, _)| bytes)
}

fn gzip_in_two(ahead: &[u8], rest: &[u8]) -> std::io::Result<(Vec<u8>, usize)> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    let first = write_in_two(&mut encoder, ahead, rest, |encoder| encoder.get_ref().len())?;
    Ok((encoder.finish()?, first))
}

/// Quality 6: four fifths of the gain of the best one in a twentieth of its time.
fn brotli_in_two(ahead: &[u8], rest: &[u8]) -> std::io::Result<(Vec<u8>, usize)> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 6, 20);
    let first = write_in_two(&mut encoder, ahead, rest, |encoder| encoder.get_ref().len())?;
    Ok((encoder.into_inner(), first))
}

/// Gives both to an encoder; says how much it had `made` when all that goes ahead was in it.
fn write_in_two<W: Write>(encoder: &mut W, ahead: &[u8], rest: &[u8], made: fn(&W) -> usize) -> std::io::Result<usize> {
    let mut first = 0;
    if !ahead.is_empty() {
        encoder.write_all(ahead)?;
        encoder.flush()?;
        first = made(encoder);
    }
    encoder.write_all(rest)?;
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    const NAME: &str = "<!DOCTYPE html><style></style><a>Nightcount</a>";

    async fn frames(body: &Body, encoding: &'static str) -> (Response<()>, Vec<Bytes>) {
        let asked = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding))]);
        let (parts, body) = body.answer(&asked, "text/html", "").into_parts();
        let frames = body.into_data_stream().map(|frame| frame.expect("a body of memory does not break"));
        (Response::from_parts(parts, ()), frames.collect().await)
    }

    /// What a browser can read of the bytes that have come.
    fn read(encoding: &str, bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        // A part of a form ends too early, after all that it says.
        let _ = match encoding {
            "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain),
            "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut plain),
            _ => return bytes.to_vec(),
        };
        plain
    }

    #[tokio::test]
    async fn the_name_of_a_large_page_goes_ahead_of_its_style_sheets_and_the_rest_follows() {
        let html = |size| format!("{NAME}{SHEET} href=a>{}", "place ".repeat(size / 6));
        let (small, large) = (html(LARGE / 2), html(LARGE));
        for encoding in ["identity", "gzip", "br"] {
            let (_, at_once) = frames(&Body::page(small.clone()), encoding).await;
            assert_eq!(at_once.len(), 1, "{encoding}");
            let (answer, two) = frames(&Body::page(large.clone()), encoding).await;
            assert_eq!((two.len(), read(encoding, &two[0])), (2, NAME.into()), "{encoding}");
            let whole = two.concat();
            assert_eq!(answer.headers()[header::CONTENT_LENGTH], whole.len().to_string(), "{encoding}");
            assert!(read(encoding, &whole) == large.as_bytes(), "{encoding}");
            let (_, figures) = frames(&Body::new(large.clone().into()), encoding).await;
            assert_eq!(figures.len(), 1, "what is no page comes at once, {encoding}");
        }
    }
}
