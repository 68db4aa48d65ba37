//! Accepts what the tests produce now as what they shall produce.

use anyhow::Result;

use crate::{process, progress, toolchain};

/// `cargo xtask bless [ARGS of cargo test]`. Look at the diff before committing it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
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
