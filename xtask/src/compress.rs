//! Brotli and gzip beside each file that shrinks, made once per content.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use xxhash_rust::xxh64::xxh64;

use crate::paths;

/// What gains nothing is left out: fonts and pictures are compressed already.
const SHRINKS: [&str; 9] = ["css", "csv", "geojson", "html", "js", "json", "svg", "txt", "wasm"];

/// Remembers what was compressed in earlier runs, by content.
pub(crate) struct Compressor {
    folder: PathBuf,
    used: HashSet<PathBuf>,
}

impl Compressor {
    pub(crate) fn open() -> Result<Self> {
        let folder = paths::scratch().join("compressed");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, used: HashSet::new() })
    }

    /// Writes `file.br` and `file.gz` beside `file`, whose content is `bytes`.
    pub(crate) fn beside(&mut self, file: &Path, bytes: &[u8]) -> Result<()> {
        if !shrinks(file) {
            return Ok(());
        }
        for (extension, compress) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
            let known = self.folder.join(format!("{:016x}-{}.{extension}", xxh64(bytes, 0), bytes.len()));
            if !known.exists() {
                fs::write(&known, compress(bytes)?)?;
            }
            fs::copy(&known, appended(file, extension))?;
            self.used.insert(known);
        }
        Ok(())
    }

    /// Drops what this run did not need.
    pub(crate) fn tidy(self) -> Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let file = entry?.path();
            if !self.used.contains(&file) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

fn shrinks(file: &Path) -> bool {
    file.extension().is_some_and(|extension| SHRINKS.iter().any(|known| *known == extension))
}

/// `main.css` → `main.css.br`.
pub(crate) fn appended(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut output = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut output, &parameters)?;
    Ok(output)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
