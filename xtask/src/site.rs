//! The finished browser half in `target/site`, and the server beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow, bail};
use grass::OutputStyle;
use xxhash_rust::xxh64::xxh64;

use crate::client::{self, Client, Flavour};
use crate::compress::Compressor;
use crate::progress::{self, Job, Status};
use crate::{paths, process, toolchain};

/// What to build.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Cargo's profile for the server.
    pub(crate) server: &'static str,
    pub(crate) client: Flavour,
}

impl Plan {
    /// Quick to build and fast enough to watch; the client is what readers get.
    pub(crate) const DEMO: Self = Self { server: "demo", client: Flavour::Shipped };
    /// What operators run.
    pub(crate) const RELEASE: Self = Self { server: "release", client: Flavour::Shipped };
}

/// `cargo xtask build [--profile demo|release] [--hook]`.
pub(crate) fn build_command(arguments: &[String]) -> Result<()> {
    let mut plan = Plan::DEMO;
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "--hook" => plan.client = Flavour::Talkative,
            "--release" => plan.server = "release",
            "--profile" => plan.server = profile(words.next())?,
            other => bail!("`build` does not know `{other}`; it takes --profile demo|release and --hook"),
        }
    }
    toolchain::ensure()?;
    let server = build(plan)?;
    println!("built {} and {}", server.display(), paths::site().display());
    Ok(())
}

fn profile(name: Option<&str>) -> Result<&'static str> {
    match name {
        Some("demo") => Ok("demo"),
        Some("release") => Ok("release"),
        _ => bail!("--profile takes demo or release"),
    }
}

/// Builds both halves and says where the server is.
///
/// At the same time, because each half ends with one crate that one core links alone; their profiles differ, so cargo's
/// locks do not meet.
pub(crate) fn build(plan: Plan) -> Result<PathBuf> {
    let hashes = Mutex::new(None);
    progress::together(vec![
        Job::new("server", |status| build_server(plan.server, status)),
        Job::new("client and site", |status| {
            let built = build_site(plan.client, status)?;
            *hashes.lock().map_err(|_| anyhow!("another job panicked"))? = Some(built);
            Ok(())
        }),
    ])?;
    let folder = paths::target().join(plan.server);
    let hashes = hashes.into_inner()?.context("the site was not built")?;
    write_if_changed(&folder.join("hash.txt"), hashes.file().as_bytes())?;
    Ok(folder.join(format!("nightcount{}", std::env::consts::EXE_SUFFIX)))
}

fn build_server(profile: &str, status: &Status) -> Result<()> {
    let mut cargo = process::cargo("build");
    cargo.args(["--package", "server", "--bin", "nightcount", "--profile", profile]);
    process::run_cargo(cargo, status)
}

/// What is in the names of the files, so that they may be cached for ever.
struct Hashes {
    js: String,
    wasm: String,
    css: String,
}

impl Hashes {
    /// The file that leptos reads beside the server's executable.
    fn file(&self) -> String {
        format!("js: {}\nwasm: {}\ncss: {}\n", self.js, self.wasm, self.css)
    }
}

fn build_site(flavour: Flavour, status: &Status) -> Result<Hashes> {
    let client = client::build(flavour, status)?;
    status.set("style");
    let (start, first, css) = (style("start")?, style("first")?, style("main")?);
    status.set("compression");
    assemble(client, &start, &first, &css)
}

/// `style/{name}.scss` as one small file.
pub(crate) fn style(name: &str) -> Result<String> {
    let options = grass::Options::default().style(OutputStyle::Compressed);
    grass::from_path(paths::root().join("style").join(name).with_extension("scss"), &options)
        .map_err(|error| anyhow!("{error}"))
}

/// Lays the site out in a fresh folder and puts it where the old one was.
fn assemble(client: Client, start: &str, first: &str, css: &str) -> Result<Hashes> {
    let fresh = paths::target().join("site.unfinished");
    remove_folder(&fresh)?;
    let package = fresh.join("pkg");
    fs::create_dir_all(&package)?;

    let wasm = content_hash(&client.wasm);
    let glue = client.glue.replace("client_bg.wasm", &format!("client.{wasm}.wasm"));
    let hashes = Hashes { js: content_hash(glue.as_bytes()), css: content_hash(css.as_bytes()), wasm };

    let mut compressor = Compressor::open()?;
    let mut put = |name: String, bytes: &[u8]| -> Result<()> {
        let file = package.join(name);
        fs::write(&file, bytes)?;
        compressor.beside(&file, bytes)
    };
    put(format!("client.{}.wasm", hashes.wasm), &client.wasm)?;
    put(format!("client.{}.js", hashes.js), glue.as_bytes())?;
    put(format!("client.{}.css", hashes.css), css.as_bytes())?;
    put(format!("start.{}.css", content_hash(start.as_bytes())), start.as_bytes())?;
    put(format!("first.{}.css", content_hash(first.as_bytes())), first.as_bytes())?;
    copy_public(&paths::root().join("public"), &fresh, &mut compressor)?;
    compressor.tidy()?;

    remove_folder(&paths::site())?;
    fs::rename(&fresh, paths::site())?;
    Ok(hashes)
}

fn copy_public(from: &Path, to: &Path, compressor: &mut Compressor) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_public(&entry.path(), &target, compressor)?;
        } else {
            let bytes = fs::read(entry.path())?;
            fs::write(&target, &bytes)?;
            compressor.beside(&target, &bytes)?;
        }
    }
    Ok(())
}

fn content_hash(bytes: &[u8]) -> String {
    format!("{:016x}", xxh64(bytes, 0))
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

fn write_if_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// The variables by which the server finds the site.
pub(crate) fn environment() -> [(&'static str, String); 4] {
    [
        ("LEPTOS_OUTPUT_NAME", "client".to_owned()),
        ("LEPTOS_SITE_ROOT", paths::site().display().to_string()),
        ("LEPTOS_SITE_PKG_DIR", "pkg".to_owned()),
        ("LEPTOS_HASH_FILES", "true".to_owned()),
    ]
}
