//! The corpus of what readers send, tried in every run of the tests. `cargo xtask fuzz inbound` looks for more with the same function.

mod inbound;

use std::path::Path;

use server::live;

#[test]
fn what_readers_of_the_corpus_send_is_understood_or_ends_the_socket() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/inbound");
    let inputs: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!inputs.is_empty());
    for input in inputs {
        // Shown if the test fails.
        println!("{}", input.display());
        inbound::run(&std::fs::read(&input).unwrap());
    }
}
