//! The folder that is written: whole files only, those whose content has changed only, and no file removed that an export has not
//! written.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
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
    /// What was there when the walk began, by the round before and by earlier walks of this one.
    before: BTreeMap<String, String>,
    /// What belongs there now.
    files: BTreeMap<String, String>,
    /// Files written since [`Disk::begin`].
    pub(super) written: usize,
    /// Held as long as this one writes there.
    _alone: Option<File>,
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
        let (before, files, _alone) = (BTreeMap::new(), manifest.files.clone(), alone(root)?);
        let disk = Self { root: root.to_owned(), compress, before, files, manifest, written: 0, _alone };
        if !record.exists() {
            disk.put(MANIFEST, &disk.record(&disk.manifest))?;
        }
        Ok(disk)
    }

    /// A walk begins: what it does not keep or write goes at the round's end.
    pub(super) fn begin(&mut self) {
        self.before.append(&mut self.files);
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
        // Before the file: if one of them cannot be written, the file is still another one, and all are written next time.
        if self.compress && bytes.len() >= SMALL && !path.ends_with(".png") && !path.ends_with(".woff2") {
            self.forms(path, bytes, is_known)?;
        } else if !is_known {
            self.remove_forms(path);
        }
        if !is_known {
            self.put(path, bytes)?;
            self.written += 1;
        }
        self.keep(path, address);
        Ok(())
    }

    /// Takes away the compressed forms of what a file was before; a host would go on sending them.
    fn remove_forms(&self, path: &str) {
        for beside in [".gz", ".br"].map(|form| format!("{path}{form}")) {
            if self.compress || self.before.contains_key(&beside) {
                let _ = std::fs::remove_file(self.root.join(beside));
            }
        }
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
        for path in self.before.keys().filter(|path| !self.files.contains_key(*path)) {
            self.remove(path);
        }
        self.before.clear();
        self.save(Manifest { format: FORMAT, files: self.files.clone(), ..manifest })
    }

    /// A round was given up: what was there before still is.
    pub(super) fn give_up(&mut self) -> Result<(), Stop> {
        self.before.append(&mut self.files);
        self.save(Manifest { files: self.before.clone(), ..self.manifest.clone() })
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
        written.map_err(|error| {
            let _ = std::fs::remove_file(&part);
            unwritable(&whole, &error)
        })
    }
}

/// Two exports at once would take away what the other one writes.
fn alone(root: &Path) -> Result<Option<File>, Stop> {
    // Not every system opens folders, and not every file system knows locks.
    let Ok(folder) = File::open(root) else { return Ok(None) };
    if matches!(folder.try_lock(), Err(TryLockError::WouldBlock)) {
        return Err(Stop::environment(format!(
            "another export writes to {}: end it, or give another folder",
            root.display()
        )));
    }
    Ok(Some(folder))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(root: &Path, compress: bool) -> Disk {
        Disk::open(root, compress).unwrap_or_else(|stop| panic!("{}", stop.parts().1))
    }

    fn round(disk: &mut Disk, bytes: &[u8]) -> Result<(), Stop> {
        disk.begin();
        disk.write("a/table.csv", "", bytes)?;
        disk.end(Manifest::default())
    }

    #[test]
    fn no_compressed_form_outlives_what_it_is_a_form_of() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut disk = opened(dir.path(), true);
        assert!(round(&mut disk, &[b'1'; SMALL]).is_ok());
        assert!(disk.has("a/table.csv.gz") && disk.has("a/table.csv.br"));
        assert!(round(&mut disk, b"2").is_ok());
        assert!(disk.has("a/table.csv") && !disk.has("a/table.csv.gz") && !disk.has("a/table.csv.br"));
    }

    #[test]
    fn what_could_not_be_compressed_is_written_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut disk = opened(dir.path(), true);
        assert!(round(&mut disk, &[b'1'; SMALL]).is_ok());
        std::fs::remove_file(dir.path().join("a/table.csv.gz")).expect("a file");
        std::fs::create_dir_all(dir.path().join("a/table.csv.gz/in the way")).expect("a folder");
        assert!(round(&mut disk, &[b'2'; SMALL]).is_err() && disk.give_up().is_ok());
        assert!(!dir.path().join("a/.table.csv.gz.part").exists());
        std::fs::remove_dir_all(dir.path().join("a/table.csv.gz")).expect("a folder");
        assert!(round(&mut disk, &[b'2'; SMALL]).is_ok());
        for (form, compressed) in [(".gz", gzip(&[b'2'; SMALL])), (".br", brotli(&[b'2'; SMALL]))] {
            let written = std::fs::read(dir.path().join(format!("a/table.csv{form}"))).expect("a file");
            assert_eq!(written, compressed.expect("memory takes it"), "{form}");
        }
    }

    #[test]
    fn what_an_earlier_walk_of_a_round_wrote_goes_with_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut disk = opened(dir.path(), false);
        disk.begin();
        assert!(disk.write("gone/page.html", "", b"1").is_ok());
        assert!(round(&mut disk, b"2").is_ok());
        assert!(disk.has("a/table.csv") && !dir.path().join("gone").exists());
    }

    #[test]
    fn one_export_writes_to_a_folder_at_a_time() {
        let dir = tempfile::tempdir().expect("a folder");
        let disk = opened(dir.path(), false);
        assert!(Disk::open(dir.path(), false).is_err());
        drop(disk);
        assert!(Disk::open(dir.path(), false).is_ok());
    }
}
