//! Compacted snapshots: the whole state at one sequence number, so that a restart reads only the journal's tail.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use election::calls::Recorded;
use election::turnout::TurnoutEntry;

use super::Chain;

const MAGIC: &[u8; 16] = b"nightcount-img-4";

/// The state of a ledger at one sequence number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The journal that it belongs to.
    pub epoch: u64,
    /// The last entry that it contains.
    pub seq: u64,
    /// That row's chain.
    pub chain: Chain,
    /// [`election::Ledger::to_bytes`].
    pub ledger: Vec<u8>,
    /// [`election::history::Log::to_bytes`].
    pub history: Vec<u8>,
    /// The newest ticker lines, encoded.
    pub recent: Vec<u8>,
    /// All decisions.
    pub decisions: Vec<Recorded>,
    /// All reports of turnout.
    pub turnout: Vec<TurnoutEntry>,
}

impl Image {
    /// Writes it beside the journal: a new file, synced, renamed into place; then removes all but the two newest.
    ///
    /// # Errors
    /// If the disk fails. The older snapshots are still there then.
    pub fn write(&self, dir: &Path) -> anyhow::Result<()> {
        let head = (self.epoch, self.seq, self.chain, &self.recent, &self.decisions, &self.turnout, self.history.len());
        let mut body = postcard::to_allocvec(&head)?;
        body.extend_from_slice(&self.history);
        body.extend_from_slice(&self.ledger);
        let path = dir.join(format!("snapshot-{:012}.bin", self.seq));
        let unfinished = path.with_extension("tmp");
        let mut file = File::create(&unfinished).with_context(|| format!("cannot write {}", unfinished.display()))?;
        file.write_all(MAGIC)?;
        file.write_all(blake3::hash(&body).as_bytes())?;
        file.write_all(&body)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(dir)?.sync_all()?;
        // What a killed server left half-written goes too.
        for old in files(dir, "bin").into_iter().skip(2).chain(files(dir, "tmp")) {
            fs::remove_file(old)?;
        }
        Ok(())
    }

    /// The newest whole snapshot of that journal; damaged ones are passed over.
    #[must_use]
    pub fn newest(dir: &Path, epoch: u64) -> Option<Self> {
        files(dir, "bin").iter().filter_map(|path| read(path)).find(|image| image.epoch == epoch)
    }
}

fn read(path: &Path) -> Option<Image> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (hash, body) = rest.split_at_checked(32)?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let ((epoch, seq, chain, recent, decisions, turnout, history), rest) =
        postcard::take_from_bytes::<(u64, u64, Chain, Vec<u8>, Vec<Recorded>, Vec<TurnoutEntry>, usize)>(body).ok()?;
    let (history, ledger) = rest.split_at_checked(history)?;
    Some(Image { epoch, seq, chain, ledger: ledger.to_vec(), history: history.to_vec(), recent, decisions, turnout })
}

/// The snapshots in a folder, newest first; with the extension `tmp`, those that were not finished.
fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("snapshot-") && path.extension().is_some_and(|found| found == extension)
        })
        .collect();
    files.sort();
    files.reverse();
    files
}
