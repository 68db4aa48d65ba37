//! The WebSocket's handshake. After it the socket is taken out of the HTTP server and given to a thread that sends.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{Newcomer, Patient, Subscribe};
use crate::hub::Deflate;
use crate::problem::Problem;
use crate::site::Site;

/// GET `/live?election=&contest=&unit=&level=&epoch=&since=&format=`.
pub(super) async fn connect(
    State(site): State<Arc<Site>>,
    Query(subscribe): Query<Subscribe>,
    mut request: Request,
) -> Response {
    enter(&site, &subscribe, &mut request).unwrap_or_else(Problem::into_response)
}

fn enter(site: &Arc<Site>, subscribe: &Subscribe, request: &mut Request) -> Result<Response, Problem> {
    let night = site.night(&subscribe.election)?.clone();
    let topic = match subscribe.contest.as_str() {
        "" => None,
        _ => Some(subscribe.open(site)?.1),
    };
    let key = key(request.headers())?;
    let agreed = agreed(request.headers());
    let deflate = agreed.as_ref().map_or(Deflate::No, |(deflate, _)| *deflate);
    let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else { return Err(not_a_socket()) };
    let admitted = subscribe.admit(site, request)?;
    let (fanout, form) = (site.fanout.clone(), subscribe.form(&night.definition.languages, deflate));
    let topic = topic.map(|topic| {
        let since = subscribe.since(&topic);
        (topic, since)
    });
    tokio::spawn(async move {
        // An error means that the reader has gone before it was there.
        let Ok(upgraded) = upgrade.await else { return };
        let Some((socket, read_ahead)) = taken_out(upgraded) else {
            return tracing::error!("the socket cannot be taken out of the HTTP server");
        };
        let taken = fanout.adopt(Newcomer { socket, read_ahead, form, night, topic, admitted });
        if let Err(error) = taken {
            tracing::error!(%error, "the threads that send cannot be started");
        }
    });
    let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
    *response.body_mut() = Body::empty();
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.extend(
        HeaderValue::from_str(&derive_accept_key(key.as_bytes())).map(|key| (header::SEC_WEBSOCKET_ACCEPT, key)),
    );
    let answer = agreed.and_then(|(_, answer)| HeaderValue::from_str(&answer).ok());
    headers.extend(answer.map(|answer| (header::SEC_WEBSOCKET_EXTENSIONS, answer)));
    Ok(response)
}

/// The socket and what was read of it already.
fn taken_out(upgraded: Upgraded) -> Option<(std::net::TcpStream, axum::body::Bytes)> {
    let parts = upgraded.downcast::<TokioIo<Patient>>().ok()?;
    Some((parts.io.into_inner().into_inner().into_std().ok()?, parts.read_buf))
}

/// The reader's key, if the request is a handshake.
fn key(headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    let upgrades =
        has_word(headers, &header::CONNECTION, "upgrade") && has_word(headers, &header::UPGRADE, "websocket");
    let current = headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
    key.filter(|_| upgrades && current).cloned().ok_or_else(not_a_socket)
}

fn not_a_socket() -> Problem {
    let detail = "This address is a WebSocket of version 13; /events has the same as server-sent events.";
    Problem::bad_request("not-a-socket", detail)
}

fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| one.trim().eq_ignore_ascii_case(word))
}

/// The first of the offers that is a compression which every reader can share, and what is answered to it.
fn agreed(headers: &HeaderMap) -> Option<(Deflate, String)> {
    let offers = headers.get_all(header::SEC_WEBSOCKET_EXTENSIONS).iter().filter_map(|value| value.to_str().ok());
    offers.flat_map(|value| value.split(',')).find_map(taken)
}

/// What is answered to an offer: with the whole window, and nothing that is not known or said twice (RFC 7692, 7.1).
fn taken(offer: &str) -> Option<(Deflate, String)> {
    let mut words = offer.split(';').map(str::trim);
    if words.next() != Some("permessage-deflate") {
        return None;
    }
    let (mut deflate, mut answer) = (Deflate::Remembers, "permessage-deflate; client_no_context_takeover".to_owned());
    let mut names = Vec::new();
    for word in words {
        let (name, value) =
            word.split_once('=').map_or((word, None), |(name, value)| (name.trim(), Some(value.trim())));
        match (name, value.map(|value| value.trim_matches('"'))) {
            _ if names.contains(&name) => return None,
            ("server_no_context_takeover", None) => {
                deflate = Deflate::Alone;
                answer += "; server_no_context_takeover";
            }
            ("server_max_window_bits", Some("15")) => answer += "; server_max_window_bits=15",
            ("client_no_context_takeover", None) | ("client_max_window_bits", _) => {}
            _ => return None,
        }
        names.push(name);
    }
    Some((deflate, answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_is_taken_only_as_all_readers_can_share_it() {
        const TAKEN: &str = "permessage-deflate; client_no_context_takeover";
        let offered =
            |offer| HeaderMap::from_iter([(header::SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_static(offer))]);
        for (offer, deflate, more) in [
            ("permessage-deflate", Deflate::Remembers, ""),
            ("permessage-deflate; client_max_window_bits", Deflate::Remembers, ""),
            ("permessage-deflate; server_max_window_bits=10, permessage-deflate", Deflate::Remembers, ""),
            (
                "permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits=12",
                Deflate::Remembers,
                "; server_max_window_bits=15",
            ),
            (
                "permessage-deflate;server_no_context_takeover;client_no_context_takeover",
                Deflate::Alone,
                "; server_no_context_takeover",
            ),
        ] {
            assert_eq!(agreed(&offered(offer)), Some((deflate, format!("{TAKEN}{more}"))), "{offer}");
        }
        for offer in [
            "permessage-deflate; server_max_window_bits=10",
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_no_context_takeover=1",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "permessage-deflate; surprise",
            "x-webkit-deflate-frame",
        ] {
            assert_eq!(agreed(&offered(offer)), None, "{offer}");
        }
    }
}
