//! What building and testing need, installed when it is missing; quick and silent when it is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use xxhash_rust::xxh64::xxh64;

use crate::{paths, process, progress, toolchain};

/// Where a browser is looked for; end2end/playwright.config.ts has the same list.
const BROWSERS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

pub(crate) fn everything() -> Result<()> {
    toolchain::ensure()?;
    browser_tests()
}

/// Playwright, the accessibility rules, a browser and a font for it.
pub(crate) fn browser_tests() -> Result<()> {
    packages(&paths::end2end())?;
    browser()
}

/// Lighthouse, which is several times as large as what the tests need: only for who asks for it.
pub(crate) fn lighthouse() -> Result<()> {
    packages(&paths::lighthouse())
}

/// `npm ci` in a folder, unless it has been done for this very lock file.
fn packages(folder: &Path) -> Result<()> {
    let name = folder.strip_prefix(paths::root()).unwrap_or(folder).display().to_string();
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| lock.display().to_string())?;
    let installed = format!("{:016x}\n", xxh64(&lock, 0));
    let stamp = folder.join("node_modules/.installed-for");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == installed) {
        return Ok(());
    }
    if paths::on_path("npm").is_none() {
        bail!("the browser tests need Node.js 20 or newer with npm: install it, then run this command again");
    }
    progress::one(&format!("npm ci in {name}"), |_| {
        let mut command = Command::new("npm");
        command.args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(folder);
        command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run_within(Duration::from_secs(300), &mut command)
    })?;
    fs::write(stamp, installed).context("cannot note that npm ci is done")
}

fn browser() -> Result<()> {
    if installed_browser().is_some() {
        return Ok(());
    }
    if toolchain::debian_root() {
        return toolchain::apt_install(&["chromium", "fonts-dejavu-core"]);
    }
    progress::one("playwright install chromium", |_| {
        let mut command = Command::new(paths::end2end().join("node_modules/.bin/playwright"));
        command.args(["install", "chromium"]).current_dir(paths::end2end());
        process::run_within(Duration::from_secs(300), &mut command)
    })
    .context("no browser for the tests: install Chromium or Chrome, or name one in the variable CHROMIUM")
}

fn installed_browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.into_iter().chain(BROWSERS.iter().map(PathBuf::from)).chain(playwright_browser()).find(|file| file.exists())
}

/// The folder of a browser that Playwright has downloaded for itself.
fn playwright_browser() -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    let caches = [".cache/ms-playwright", "Library/Caches/ms-playwright"];
    caches
        .iter()
        .filter_map(|cache| fs::read_dir(Path::new(&home).join(cache)).ok())
        .flatten()
        .flatten()
        .find_map(|entry| entry.file_name().to_string_lossy().starts_with("chromium").then(|| entry.path()))
}
