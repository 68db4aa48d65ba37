//! The corpus that fuzzing has gathered, tried in every run of the tests. `cargo xtask fuzz` looks for more with the same functions.
#![expect(clippy::disallowed_methods, reason = "the corpus is read from disk")]

mod definition;
mod frame;
mod import;
mod laws;
mod parts;
mod report;

use std::path::Path;

/// Tries every input that is kept for a target.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let inputs: Vec<_> =
        std::fs::read_dir(&folder).expect("the corpus").map(|entry| entry.expect("an entry").path()).collect();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    for input in inputs {
        // Shown if the test fails.
        println!("{}", input.display());
        run(&std::fs::read(&input).expect("an input"));
    }
}

#[test]
fn reports_of_the_corpus_are_read_or_refused_with_their_place() {
    replay("report", report::run);
}

#[test]
fn tables_of_the_corpus_are_imported_or_refused_with_their_place() {
    replay("import", import::run);
}

#[test]
fn folders_of_the_corpus_are_elections_or_have_defects() {
    replay("definition", definition::run);
}

#[test]
fn frames_of_the_corpus_are_understood_or_damaged() {
    replay("frame", frame::run);
}
