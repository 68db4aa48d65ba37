//! The ways to the server as the browser has them: WebSocket, EventSource, fetch. What they say goes to one handler.

use core::cell::RefCell;

use election::meta::Meta;
use js_sys::{ArrayBuffer, JsString, Uint8Array, encode_uri_component};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    BinaryType, Event, EventSource, EventTarget, Location, MessageEvent, Request, RequestCache, RequestInit, Response,
    WebSocket,
};

use super::dom;
use crate::islands::connection::{LinkId, Route};
use crate::model::Addresses;

/// The text message that asks for a snapshot.
const ASK: &str = r#"{"snapshot":true}"#;

/// What a link said.
pub(super) enum Said {
    Opened,
    Bytes(Vec<u8>),
    Nothing,
    Closed,
}

/// The links that are open.
pub(super) struct Lines {
    addresses: Addresses,
    /// `election=…&contest=…&unit=…&level=…`
    view: String,
    handler: Closure<dyn FnMut(Event)>,
    open: RefCell<Vec<(LinkId, Wire)>>,
}

enum Wire {
    Socket(WebSocket),
    Events(EventSource),
}

impl Wire {
    fn target(&self) -> &EventTarget {
        match self {
            Self::Socket(socket) => socket,
            Self::Events(events) => events,
        }
    }

    fn close(&self) {
        match self {
            Self::Socket(socket) => {
                let _ = socket.close();
            }
            Self::Events(events) => events.close(),
        }
    }
}

impl Lines {
    /// Lines for the view of `meta`; `handler` gets the events of all of them, for [`Lines::read`].
    pub(super) fn new(addresses: Addresses, meta: &Meta, handler: impl FnMut(Event) + 'static) -> Self {
        let parts =
            [("election", &meta.election), ("contest", &meta.contest), ("unit", &meta.unit.id), ("level", &meta.level)];
        let parts = parts.map(|(name, value)| format!("{name}={}", String::from(encode_uri_component(value))));
        Self { addresses, view: parts.join("&"), handler: Closure::new(handler), open: RefCell::default() }
    }

    /// Opens a socket or events; whether it could be tried.
    pub(super) fn open(&self, id: LinkId, route: Route, resume: Option<(u64, u64)>) -> bool {
        let wire = match route {
            Route::Socket => self.socket(resume),
            Route::Events => self.events(resume),
            Route::Poll => None,
        };
        let Some(wire) = wire else { return false };
        for kind in ["open", "message", "error", "close"] {
            let _ = wire.target().add_event_listener_with_callback(kind, self.handler.as_ref().unchecked_ref());
        }
        self.open.borrow_mut().push((id, wire));
        true
    }

    /// Closes a link; what it still says is not read.
    pub(super) fn close(&self, id: LinkId) {
        let mut open = self.open.borrow_mut();
        if let Some(at) = open.iter().position(|(known, _)| *known == id) {
            open.swap_remove(at).1.close();
        }
    }

    /// Asks for a snapshot.
    pub(super) fn ask(&self, id: LinkId) {
        for (known, wire) in self.open.borrow().iter() {
            if let (true, Wire::Socket(socket)) = (*known == id, wire) {
                let _ = socket.send_with_str(ASK);
            }
        }
    }

    /// What an event says, and by which link; nothing of a link that was closed.
    pub(super) fn read(&self, event: &Event) -> Option<(LinkId, Said)> {
        let target = event.target()?;
        let id = self.open.borrow().iter().find(|(_, wire)| *wire.target() == target).map(|(id, _)| *id)?;
        let said = match event.type_().as_str() {
            "open" => Said::Opened,
            // What is not a frame is read as a damaged one.
            "message" => Said::Bytes(event.dyn_ref().and_then(bytes).unwrap_or_default()),
            _ => {
                self.close(id);
                Said::Closed
            }
        };
        Some((id, said))
    }

    /// The request of one poll.
    pub(super) fn poll(&self, resume: Option<(u64, u64)>) -> Option<Request> {
        let address = match resume {
            Some((epoch, since)) => format!("{}{since}&epoch={epoch:016x}", self.addresses.changes),
            None => self.addresses.snapshot.clone(),
        };
        let options = RequestInit::new();
        options.set_cache(RequestCache::NoStore);
        let request = Request::new_with_str_and_init(&address, &options).ok()?;
        request.headers().set("Accept", "application/octet-stream").ok()?;
        Some(request)
    }

    fn socket(&self, resume: Option<(u64, u64)>) -> Option<Wire> {
        let location = dom::window()?.location();
        let address = format!("{}{}", origin(&location)?, self.query(&self.addresses.socket, resume));
        let socket = WebSocket::new(&address).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        Some(Wire::Socket(socket))
    }

    fn events(&self, resume: Option<(u64, u64)>) -> Option<Wire> {
        EventSource::new(&self.query(&self.addresses.events, resume)).ok().map(Wire::Events)
    }

    fn query(&self, path: &str, resume: Option<(u64, u64)>) -> String {
        let from = resume.map_or_else(String::new, |(epoch, since)| format!("&epoch={epoch:016x}&since={since}"));
        format!("{path}?{}{from}", self.view)
    }
}

/// `wss://host` for a page of `https://host`.
fn origin(location: &Location) -> Option<String> {
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}", location.host().ok()?))
}

/// The bytes of a message: those of a buffer, or of a base64 text.
fn bytes(message: &MessageEvent) -> Option<Vec<u8>> {
    let data = message.data();
    match data.dyn_ref::<JsString>() {
        Some(text) => dom::bytes_of(&String::from(text)),
        None => data.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()),
    }
}

/// Sends the request of a poll and waits for what it says.
pub(super) async fn fetch(request: Request) -> Said {
    answer(request).await.unwrap_or(Said::Closed)
}

async fn answer(request: Request) -> Option<Said> {
    let response: Response = JsFuture::from(dom::window()?.fetch_with_request(&request)).await.ok()?.dyn_into().ok()?;
    match response.status() {
        204 | 304 => Some(Said::Nothing),
        200 => {
            let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
            Some(Said::Bytes(Uint8Array::new(&buffer).to_vec()))
        }
        _ => None,
    }
}
