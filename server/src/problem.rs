//! Errors as problem+json (RFC 9457) with a stable `reference`.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error for a client: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable code.
    pub reference: &'static str,
    /// What the code means in a few words.
    pub title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "as_number")]
    pub status: StatusCode,
    /// What happened here and what to do.
    pub detail: String,
    /// The address that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<String>,
    /// Seconds after which to come back.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of any status.
    #[must_use]
    pub fn new(status: StatusCode, reference: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { reference, title, status, detail: detail.into(), see: None, retry_after: None }
    }

    /// 404.
    #[must_use]
    pub fn not_found(reference: &'static str, detail: impl Into<String>) -> Self {
        let detail = format!("{} /api/v1/index.json lists every address.", detail.into());
        Self::new(StatusCode::NOT_FOUND, reference, "Not found", detail)
    }

    /// 400.
    #[must_use]
    pub fn bad_request(reference: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reference, "The request cannot be understood", detail)
    }

    /// 401.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "A bearer token is needed",
            "Send the header `Authorization: Bearer …` with a token of the server's configuration that may do this.",
        )
    }

    /// 403 before the embargo ends.
    #[must_use]
    pub fn embargo(until: i64, offset: i32) -> Self {
        let time = election::format::clock(until, offset);
        Self::new(
            StatusCode::FORBIDDEN,
            "embargo",
            "Not yet published",
            format!("No results are published before {time}."),
        )
    }

    /// 503.
    #[must_use]
    pub fn unavailable(reference: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, reference, "Not available now", detail)
    }

    /// The same with the address to ask instead, and the seconds after which to come back.
    #[must_use]
    pub fn instead(self, see: String, retry_after: u32) -> Self {
        Self { see: Some(see), retry_after: Some(retry_after), ..self }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let retry_after = self.retry_after.map(|seconds| [(header::RETRY_AFTER, seconds.to_string())]);
        let mut response = (self.status, headers, body).into_response();
        response
            .headers_mut()
            .extend(retry_after.into_iter().flatten().filter_map(|(name, value)| Some((name, value.parse().ok()?))));
        response
    }
}
