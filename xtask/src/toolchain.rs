//! A compiler that builds both halves: the server (native) and the client (`wasm32-unknown-unknown`).
//!
//! Tried in this order, and silent when the first is enough: the toolchain as it is; the same after `rustup target add`;
//! Debian's compiler with a standard library built once from Debian's own source.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{paths, process, progress};

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rustfmt-web", "rust-web-clippy"];

/// Where Debian's compiler looks for libraries.
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";

/// Makes `cargo` in this checkout able to build for the browser.
pub(crate) fn ensure() -> Result<()> {
    if builds_wasm("rustc") {
        return Ok(());
    }
    println!("setup: the Rust toolchain here cannot build {WASM} yet");
    if add_target().is_ok() && builds_wasm("rustc") {
        println!("setup: rustup has added it");
        return Ok(());
    }
    if !debian_root() {
        bail!("the browser's half cannot be built: run `rustup target add {WASM}`, then this command again");
    }
    println!("setup: rustup could not add it here; using Debian's compiler instead");
    use_debian_compiler().context("Debian's compiler could not be set up; `rustup target add` would do as well")?;
    if !builds_wasm("rustc") {
        bail!("Debian's compiler is installed but cannot build {WASM}; run `rustup target add {WASM}`");
    }
    println!("setup: done, this checkout now uses the toolchain `debian`");
    Ok(())
}

/// Compiles and links one line: 0.1 s.
fn builds_wasm(rustc: &str) -> bool {
    let folder = paths::scratch().join("probe");
    let source = folder.join("probe.rs");
    let written =
        fs::create_dir_all(&folder).and_then(|()| fs::write(&source, "pub fn probe() -> String { String::new() }\n"));
    if written.is_err() {
        return false;
    }
    process::rust_tool(rustc)
        .current_dir(paths::root())
        .args(["--edition", "2024", "--crate-type", "cdylib", "--target", WASM, "--out-dir"])
        .args([&folder, &source])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn add_target() -> Result<()> {
    progress::one("rustup target add (at most 90 s)", |_| {
        let mut command = Command::new("rustup");
        command.args(["target", "add", WASM]).current_dir(paths::root()).stderr(Stdio::null());
        process::run_within(Duration::from_secs(90), &mut command)
    })
}

/// Whether packages of Debian can be installed: asked too for the browser.
pub(crate) fn debian_root() -> bool {
    let is_debian =
        fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    is_debian && is_root && paths::on_path("apt-get").is_some()
}

/// Installs packages of Debian under time limits.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    let name = format!("apt-get install {}", packages.join(" "));
    progress::one(&name, |_| {
        let mut lists = Command::new("apt-get");
        lists.args(["update", "-qq"]).stdout(Stdio::null());
        process::run_within(Duration::from_secs(120), &mut lists)?;
        let mut install = Command::new("apt-get");
        install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
        install.env("DEBIAN_FRONTEND", "noninteractive").env("DEBCONF_NOWARNINGS", "yes").stdout(Stdio::null());
        process::run_within(Duration::from_secs(400), &mut install)
    })
}

fn use_debian_compiler() -> Result<()> {
    if !debian_library_is_current() {
        apt_install(&PACKAGES)?;
        install_linker()?;
        progress::one("the standard library for the browser, from Debian's source", |_| build_debian_library())?;
    }
    link_toolchain()
}

/// Debian's `rust-lld` is a link to a program of another package, which no package of Rust asks for.
fn install_linker() -> Result<()> {
    let link = Path::new("/usr/bin/rust-lld");
    let Ok(linker) = fs::read_link(link) else { return Ok(()) };
    match linker.file_name() {
        Some(package) if !link.exists() => apt_install(&[&package.to_string_lossy()]),
        _ => Ok(()),
    }
}

fn stamp() -> Result<String> {
    process::output_of(Command::new("/usr/bin/rustc").arg("-vV"))
}

/// Built by the very compiler that is installed now?
fn debian_library_is_current() -> bool {
    let built_by = fs::read_to_string(Path::new(DEBIAN_RUSTLIB).join(WASM).join("built-by")).ok();
    built_by.is_some() && built_by == stamp().ok() && builds_wasm("/usr/bin/rustc")
}

/// Builds std in an empty crate and installs its libraries as if Debian had shipped them. With bitcode, as the official one
/// has: fat LTO could not link it otherwise.
fn build_debian_library() -> Result<()> {
    let empty = paths::scratch().join("wasm-std");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(empty.join("src/lib.rs"), "")?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [profile.release]\npanic = \"abort\"\nopt-level = \"s\"\n\n[workspace]\n",
    )?;
    let mut command = Command::new("/usr/bin/cargo");
    command.args(["build", "-q", "--release", "-Zbuild-std=std,panic_abort", "--target", WASM]).current_dir(&empty);
    command.env("PATH", format!("/usr/bin:{}", std::env::var("PATH").unwrap_or_default()));
    command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-C embed-bitcode=yes");
    command.env("CARGO_TARGET_DIR", empty.join("target")).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    process::run(&mut command)?;
    install_libraries(&empty.join("target").join(WASM).join("release/deps"))?;
    fs::remove_dir_all(&empty)?;
    // Cargo does not notice that the standard library is another one.
    let stale = paths::target().join(WASM);
    if stale.exists() { fs::remove_dir_all(stale).context("removing what the old library built") } else { Ok(()) }
}

fn install_libraries(built: &Path) -> Result<()> {
    let home = Path::new(DEBIAN_RUSTLIB).join(WASM);
    let libraries = home.join("lib");
    if libraries.exists() {
        fs::remove_dir_all(&libraries)?;
    }
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(built)? {
        let file = entry?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(&file, libraries.join(name))?;
        }
    }
    fs::write(home.join("built-by"), stamp()?).context("cannot note which compiler built the library")
}

/// Where rustup decides which cargo runs, it must decide for Debian's in this checkout.
fn link_toolchain() -> Result<()> {
    if paths::on_path("rustup").is_none() {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["toolchain", "link", "debian", "/usr"]))?;
    let mut choose = Command::new("rustup");
    choose.args(["override", "set", "debian"]).current_dir(paths::root()).stdout(Stdio::null()).stderr(Stdio::null());
    process::run(&mut choose)?;
    process::forget_inherited_toolchain();
    Ok(())
}
