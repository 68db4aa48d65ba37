//! All that must be true before a change lands, besides the tests.

use std::process::ExitCode;

use anyhow::Result;

use crate::progress::{self, Status};
use crate::toolchain::WASM;
use crate::{languages, licences, paths, process, size, tidy, toolchain};

/// `cargo xtask check`: every step runs, also after one has failed.
pub(crate) fn run() -> Result<ExitCode> {
    toolchain::ensure()?;
    let steps = [
        Step("formatting", formatting),
        Step("house rules", |_| tidy::run()),
        Step("languages", |_| languages::run()),
        Step("licences", |_| licences::run()),
        Step("lints", lints),
        Step("lints for the browser", browser_lints),
        Step("lints of bench and fuzz", lints_outside),
        Step("documentation", documentation),
    ];
    let mut failed: Vec<&str> = steps.iter().filter(|step| step.fails()).map(|Step(name, _)| *name).collect();
    if says_no(size::run()) {
        failed.push("sizes");
    }
    if failed.is_empty() {
        println!("check: all is well");
        return Ok(ExitCode::SUCCESS);
    }
    println!("check: FAILED: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

struct Step(&'static str, fn(&Status) -> Result<()>);

impl Step {
    fn fails(&self) -> bool {
        says_no(progress::one(self.0, self.1))
    }
}

fn says_no(outcome: Result<()>) -> bool {
    outcome.inspect_err(|error| println!("error: {error:#}")).is_err()
}

fn formatting(_: &Status) -> Result<()> {
    // Not `fuzz`, which includes a file of the server without the tests beside it: rustfmt wants to find those.
    for manifest in ["Cargo.toml", "bench/Cargo.toml"] {
        let mut command = process::cargo("fmt");
        command.arg("--manifest-path").arg(paths::root().join(manifest)).args(["--all", "--", "--check", "-l"]);
        process::run(&mut command)?;
    }
    Ok(())
}

/// Without `client`, which would give `app` the features of both halves at once.
fn lints(status: &Status) -> Result<()> {
    let mut command = process::cargo("clippy");
    command.args(["--workspace", "--exclude", "client", "--all-targets", "--", "-D", "warnings"]);
    process::run_cargo(command, status)
}

fn browser_lints(status: &Status) -> Result<()> {
    for package in [&["--package", "client"][..], &["--package", "election", "--no-default-features"]] {
        let mut command = process::cargo("clippy");
        command.args(["--target", WASM]).args(package).args(["--", "-D", "warnings"]);
        process::run_cargo(command, status)?;
    }
    Ok(())
}

/// The workspaces of their own, in the target folder of ours: most of what they are built of has been checked there.
fn lints_outside(status: &Status) -> Result<()> {
    // `fuzz` without libFuzzer, which would want a compiler of C++.
    for (folder, options) in [("bench", &["--all-targets"][..]), ("fuzz", &["--no-default-features"])] {
        let mut command = process::cargo("clippy");
        command.args(["--locked", "--manifest-path"]).arg(paths::root().join(folder).join("Cargo.toml"));
        command.arg("--target-dir").arg(paths::target()).args(options).args(["--", "-D", "warnings"]);
        process::run_cargo(command, status)?;
    }
    Ok(())
}

fn documentation(status: &Status) -> Result<()> {
    let mut command = process::cargo("doc");
    command.args(["--package", "election", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    process::run_cargo(command, status)
}
