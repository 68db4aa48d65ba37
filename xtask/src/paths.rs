//! Where things are: the checkout and cargo's target folder.

use std::path::{Path, PathBuf};

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in a folder of the workspace")
}

/// Cargo's target folder: the one in the checkout unless the environment names another.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The finished browser half: what a server or a CDN serves as files.
pub(crate) fn site() -> PathBuf {
    target().join("site")
}

/// What xtask itself remembers between runs.
pub(crate) fn scratch() -> PathBuf {
    target().join("xtask")
}

/// The browser tests.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}

/// Lighthouse, a package of its own: it is large, and no test needs it.
pub(crate) fn lighthouse() -> PathBuf {
    end2end().join("lighthouse")
}

/// A program on the `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}
