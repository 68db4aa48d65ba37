//! What cargo knows about the workspace and the crates it depends on.

use anyhow::Result;
use serde_json::Value;

use crate::process;

/// A crate: ours or somebody else's.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The expression in its manifest, when there is one.
    pub(crate) licence: Option<String>,
    pub(crate) benches: Vec<String>,
}

/// The crates of this workspace.
pub(crate) fn members() -> Result<Vec<Package>> {
    packages(&["--no-deps"])
}

/// Every crate that Cargo.lock names, ours included; and those of the lock files of the benchmarks and of fuzzing.
pub(crate) fn all() -> Result<Vec<Package>> {
    let mut all = packages(&[])?;
    all.extend(packages(&["--manifest-path", "bench/Cargo.toml"])?);
    all.extend(packages(&["--manifest-path", "fuzz/Cargo.toml"])?);
    Ok(all)
}

fn packages(options: &[&str]) -> Result<Vec<Package>> {
    let mut cargo = process::cargo("metadata");
    cargo.args(["--format-version", "1", "--locked", "-q"]).args(options);
    let answer: Value = serde_json::from_str(&process::output_of(&mut cargo)?)?;
    Ok(list(&answer["packages"]).iter().map(package).collect())
}

fn package(value: &Value) -> Package {
    let is_bench = |target: &&Value| list(&target["kind"]).iter().any(|kind| kind == "bench");
    Package {
        name: text(&value["name"]),
        version: text(&value["version"]),
        licence: value["license"].as_str().map(str::to_owned),
        benches: list(&value["targets"]).iter().filter(is_bench).map(|target| text(&target["name"])).collect(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
