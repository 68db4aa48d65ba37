//! The browser's half: cargo, then wasm-bindgen, then wasm-opt where there is one.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;
use xxhash_rust::xxh64::xxh64;

use crate::progress::Status;
use crate::toolchain::WASM;
use crate::{paths, process, trim};

/// The profile of what readers download. Development uses it too: with another one, all crates would be built twice.
const PROFILE: &str = "wasm-release";

/// What is bound is kept by its content and this number: change it with what is done to it.
const BINDING: u64 = 2;

/// How the client is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// What readers get.
    Shipped,
    /// A panic writes its message to the console instead of only `unreachable`, and functions keep their names.
    Talkative,
}

/// The two files that the browser needs to run islands.
pub(crate) struct Client {
    pub(crate) wasm: Vec<u8>,
    pub(crate) glue: String,
}

/// Compiles and binds; what has not changed is not done again.
pub(crate) fn build(flavour: Flavour, status: &Status) -> Result<Client> {
    let compiled = compile(flavour, status)?;
    status.set("wasm-bindgen");
    let folder = bind(&compiled, flavour, status)?;
    Ok(Client { wasm: fs::read(folder.join("client_bg.wasm"))?, glue: fs::read_to_string(folder.join("client.js"))? })
}

fn compile(flavour: Flavour, status: &Status) -> Result<PathBuf> {
    let mut cargo = process::cargo("build");
    cargo.args(["--package", "client", "--lib", "--target", WASM, "--profile", PROFILE]);
    if flavour == Flavour::Talkative {
        cargo.args(["--features", "hook"]);
    }
    process::run_cargo(cargo, status)?;
    Ok(paths::target().join(WASM).join(PROFILE).join("client.wasm"))
}

fn bind(compiled: &PathBuf, flavour: Flavour, status: &Status) -> Result<PathBuf> {
    let input = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let folder = paths::scratch().join("bindgen").join(format!("{:016x}", xxh64(&input, BINDING)));
    if folder.join("client.js").exists() {
        return Ok(folder);
    }
    forget_earlier()?;
    let shipped = flavour == Flavour::Shipped;
    let fresh = paths::scratch().join("bindgen/unfinished");
    let mut output = Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .out_name("client")
        .typescript(false)
        .remove_name_section(shipped)
        .remove_producers_section(shipped)
        .generate_output()?;
    output.emit(&fresh)?;
    let (wasm, glue) = (fresh.join("client_bg.wasm"), fresh.join("client.js"));
    let trimmed = trim::trim(output.wasm_mut(), &fs::read_to_string(&glue)?)?;
    fs::write(&glue, trimmed)?;
    fs::write(&wasm, output.wasm_mut().emit_wasm())?;
    if shipped {
        optimise(&wasm, status)?;
    }
    fs::rename(&fresh, &folder)?;
    Ok(folder)
}

fn forget_earlier() -> Result<()> {
    let bindgen = paths::scratch().join("bindgen");
    if bindgen.exists() {
        fs::remove_dir_all(&bindgen)?;
    }
    fs::create_dir_all(&bindgen).context("cannot make a folder in cargo's target folder")
}

/// A gain of 1 to 3 %, so never a reason to fail. Without feature flags: with them it writes what browsers reject.
fn optimise(wasm: &PathBuf, status: &Status) -> Result<()> {
    let Some(wasm_opt) = paths::on_path("wasm-opt") else { return Ok(()) };
    status.set("wasm-opt");
    let smaller = wasm.with_extension("opt");
    let mut command = Command::new(wasm_opt);
    command.args(["-Oz", "--strip-debug", "--strip-producers"]).arg(wasm).arg("-o").arg(&smaller);
    if command.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        fs::rename(smaller, wasm)?;
    }
    Ok(())
}
