//! What readers send on a socket. The parser knows no I/O, so it is included without the rest of the server, which would take long to build.
#![no_main]
#![allow(dead_code, reason = "the rest of the server uses what is not used here")]

#[path = "../../server/src/live/framing.rs"]
mod framing;
#[path = "../../server/src/api/json.rs"]
mod json;
#[path = "../../server/src/live/inbound.rs"]
mod parser;
#[path = "../../server/tests/corpus/inbound.rs"]
mod target;

mod api {
    pub(super) use super::json;
}

mod live {
    pub(super) use super::parser as inbound;
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| target::run(bytes));
