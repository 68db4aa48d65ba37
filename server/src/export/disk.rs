//! The folder that is written: whole files only, those whose content has changed only, and no file removed that an export has not
//! written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::body::{brotli, gzip};
use crate::commands::Stop;

/// The record of what was written.
pub(super) const MANIFEST: &str = "export.json";
/// Of the record.
const FORMAT: u32 = 1;
/// Smaller files are not compressed.
const SMALL: usize = 1_000;

/// What an export has written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The sequence numbers that the whole of it has reached; a page may be of a later one, and says so.
    pub(super) seqs: BTreeMap<String, u64>,
    /// By what and for whom it was written: of another making, all is written again.
    pub(super) making: String,
    /// The digest of each view, by its address.
    pub(super) views: BTreeMap<String, String>,
    /// Election, level, and how many of its units are not here.
    pub(super) left_out: Vec<(String, String, usize)>,
    /// Each file with the server's address that it holds.
    pub(super) files: BTreeMap<String, String>,
}

/// The folder.
pub(super) struct Disk {
    root: PathBuf,
    compress: bool,
    /// What was written before.
    pub(super) manifest: Manifest,
    /// What belongs there now.
    files: BTreeMap<String, String>,
    /// Files written since [`Disk::begin`].
    pub(super) written: usize,
}

impl Disk {
    /// Opens the folder, which is empty, not there, or was written by an export.
    pub(super) fn open(root: &Path, compress: bool) -> Result<Self, Stop> {
        let record = root.join(MANIFEST);
        let manifest = match std::fs::read(&record) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .ok()
                .filter(|manifest: &Manifest| manifest.format == FORMAT)
                .ok_or_else(|| {
                    Stop::usage(format!(
                        "{} is not a record of this program: give a folder of its own",
                        record.display()
                    ))
                })?,
            Err(_) if is_empty(root) => Manifest { format: FORMAT, ..Manifest::default() },
            Err(_) => {
                return Err(Stop::usage(format!(
                    "{} is no folder, or has files that no export wrote: give an empty folder, or one that is not there yet",
                    root.display()
                )));
            }
        };
        std::fs::create_dir_all(root).map_err(|error| unwritable(root, &error))?;
        let disk = Self { root: root.to_owned(), compress, files: manifest.files.clone(), manifest, written: 0 };
        if !record.exists() {
            disk.put(MANIFEST, &disk.record(&disk.manifest))?;
        }
        Ok(disk)
    }

    /// A round begins: what it does not keep or write goes at its end.
    pub(super) fn begin(&mut self) {
        self.files.clear();
        self.written = 0;
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// A file stays as it is.
    pub(super) fn keep(&mut self, path: &str, address: &str) {
        self.files.insert(path.to_owned(), address.to_owned());
        for form in [".gz", ".br"] {
            let beside = format!("{path}{form}");
            if self.compress && self.has(&beside) {
                self.files.insert(beside, String::new());
            }
        }
    }

    /// Writes a file, unless it has this content.
    pub(super) fn write(&mut self, path: &str, address: &str, bytes: &[u8]) -> Result<(), Stop> {
        let is_known = std::fs::read(self.root.join(path)).is_ok_and(|known| known == bytes);
        if !is_known {
            self.put(path, bytes)?;
            self.written += 1;
        }
        if self.compress && bytes.len() >= SMALL && !path.ends_with(".png") && !path.ends_with(".woff2") {
            self.forms(path, bytes, is_known)?;
        }
        self.keep(path, address);
        Ok(())
    }

    /// The compressed forms beside a file.
    fn forms(&self, path: &str, bytes: &[u8], is_known: bool) -> Result<(), Stop> {
        type Compress = fn(&[u8]) -> std::io::Result<Vec<u8>>;
        let forms: [(&str, Compress); 2] = [(".gz", gzip), (".br", brotli)];
        for (form, compress) in forms {
            let beside = format!("{path}{form}");
            if !is_known || !self.has(&beside) {
                let compressed = compress(bytes).map_err(|error| unwritable(&self.root.join(&beside), &error))?;
                self.put(&beside, &compressed)?;
            }
        }
        Ok(())
    }

    /// A round has ended: removes what no longer belongs there, and writes the record.
    pub(super) fn end(&mut self, manifest: Manifest) -> Result<(), Stop> {
        for path in self.manifest.files.keys().filter(|path| !self.files.contains_key(*path)) {
            self.remove(path);
        }
        self.save(Manifest { format: FORMAT, files: self.files.clone(), ..manifest })
    }

    /// A round was given up: what was there before still is.
    pub(super) fn give_up(&mut self) -> Result<(), Stop> {
        let files = self.manifest.files.clone().into_iter().chain(std::mem::take(&mut self.files)).collect();
        self.save(Manifest { files, ..self.manifest.clone() })
    }

    fn save(&mut self, manifest: Manifest) -> Result<(), Stop> {
        if manifest != self.manifest {
            self.put(MANIFEST, &self.record(&manifest))?;
            self.manifest = manifest;
        }
        Ok(())
    }

    fn record(&self, manifest: &Manifest) -> Vec<u8> {
        let mut record = serde_json::to_vec_pretty(manifest).expect("a record is plain data");
        record.push(b'\n');
        record
    }

    /// A file and the folders that are empty without it. What cannot be removed is nobody's business: the site does not lead there.
    fn remove(&self, path: &str) {
        if !path.split('/').all(|part| !part.is_empty() && part != "..") {
            return;
        }
        let mut at = self.root.join(path);
        let _ = std::fs::remove_file(&at);
        while at.pop() && at != self.root && std::fs::remove_dir(&at).is_ok() {}
    }

    /// Under another name first, so that nobody ever reads half a file.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Stop> {
        let whole = self.root.join(path);
        let name = whole.file_name().unwrap_or_default().to_string_lossy();
        let part = whole.with_file_name(format!(".{name}.part"));
        let written = whole
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&part, bytes))
            .and_then(|()| std::fs::rename(&part, &whole));
        written.map_err(|error| unwritable(&whole, &error))
    }
}

/// Nothing there, or only what belongs to a repository or a host (`.git`, `.well-known`).
fn is_empty(root: &Path) -> bool {
    if !root.exists() {
        return true;
    }
    let is_hidden = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    std::fs::read_dir(root).is_ok_and(|entries| entries.flatten().all(is_hidden))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::environment(format!("cannot write {}: {error}", path.display()))
}
