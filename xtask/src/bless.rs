//! Accepts what the tests produce now as what they shall produce.

use std::path::Path;

use anyhow::Result;

use crate::{country, paths, process, progress, toolchain};

/// `cargo xtask bless [--country] [ARGS of cargo test]`. Look at the diff before committing it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (options, arguments): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| *word == "--country");
    if !options.is_empty() {
        country(None)?;
    }
    toolchain::ensure()?;
    progress::one("snapshots", |status| {
        let mut cargo = process::cargo("test");
        if arguments.is_empty() {
            cargo.args(["--workspace", "--exclude", "client"]);
        }
        cargo.args(arguments).arg("--no-fail-fast").env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1");
        process::run_cargo(cargo, status)
    })?;
    println!("accepted; `git diff` shows what has changed");
    Ok(())
}

/// Draws the rehearsal country where it belongs, or into another folder.
pub(crate) fn country(folder: Option<&Path>) -> Result<()> {
    let rehearsal = paths::root().join("nights/rehearsal");
    progress::one("the rehearsal country", |_| country::run(folder.unwrap_or(&rehearsal)))
}
