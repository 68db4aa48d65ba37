//! What every answer says to a browser besides its content: what a page may load and run, and what happens with a method that an
//! address does not know.

use std::sync::LazyLock;

use app::pages::{START, WAIT};
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// What each answer says unless it says otherwise.
static PROTECTION: LazyLock<[(HeaderName, HeaderValue); 3]> = LazyLock::new(|| {
    [
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
        (header::CONTENT_SECURITY_POLICY, policy()),
    ]
});

/// Adds the headers to all answers.
pub fn add<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(map_response(|mut response: Response| async move {
        protect(response.headers_mut());
        response
    }))
}

/// Adds the headers to one answer.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in PROTECTION.iter() {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

/// Whether a request names this entity tag among those that it has (`If-None-Match`): in a list, weakened by a proxy, or `*`.
#[must_use]
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|list| list.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == etag)
}

/// The answer to a method that an address does not know.
pub async fn wrong_method() -> Problem {
    let detail = "This address does not take this method; the header Allow names those that it takes.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "Not that method", detail)
}

/// Everything comes from here; the inline scripts are named by their hashes. Colours and lengths are inline styles.
fn policy() -> HeaderValue {
    let [start, wait] = [START, WAIT].map(|script| STANDARD.encode(Sha256::digest(script)));
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{start}' 'sha256-{wait}'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{is_known, policy};

    #[test]
    fn a_tag_is_known_in_a_list_and_where_a_proxy_weakened_it() {
        let known = |value| {
            is_known(&HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]), "\"7-br\"")
        };
        assert!(["\"7-br\"", "W/\"7-br\"", "\"6-br\", \"7-br\"", "*"].into_iter().all(known));
        assert!(!["", "\"7\"", "7-br", "\"7-br"].into_iter().any(known));
        assert!(!is_known(&HeaderMap::new(), "\"7-br\""));
    }

    #[test]
    fn the_policy_names_the_start_script_and_nobody_else() {
        let policy = policy();
        let policy = policy.to_str().expect("it is plain ASCII");
        assert!(policy.contains("'sha256-") && policy.contains("default-src 'self'"), "{policy}");
        assert!(!policy.contains("http") && !policy.contains("script-src 'self' 'unsafe-inline'"), "{policy}");
    }
}
