//! Tables of other people with the mapping that reads them.
#![no_main]
#![allow(dead_code, reason = "each target uses a part of it")]

#[path = "../../election/tests/corpus/laws.rs"]
mod laws;
#[path = "../../election/tests/corpus/parts.rs"]
mod parts;
#[path = "../../election/tests/corpus/import.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| target::run(bytes));
