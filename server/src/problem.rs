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
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of any status.
    #[must_use]
    pub fn new(status: StatusCode, reference: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { reference, title, status, detail: detail.into() }
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
        Self::new(StatusCode::FORBIDDEN, "embargo", "Not yet published", format!("Nothing is published before {time}."))
    }

    /// 503.
    #[must_use]
    pub fn unavailable(reference: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, reference, "Not available now", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        (self.status, headers, body).into_response()
    }
}
