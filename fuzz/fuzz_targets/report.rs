//! What feeds send as reports, in JSON and CSV.
#![no_main]
#![allow(dead_code, reason = "each target uses a part of it")]

#[path = "../../election/tests/corpus/laws.rs"]
mod laws;
#[path = "../../election/tests/corpus/parts.rs"]
mod parts;
#[path = "../../election/tests/corpus/report.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| target::run(bytes));
