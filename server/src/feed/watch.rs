//! A watched folder: files of reports that an authority drops there, whole results files included.
//!
//! Polled, because that also works on network shares. A file is taken when its size and time have rested for one poll, in the
//! order of names; each content is taken once, also across restarts.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use election::Submission;
use election::folder::{Defect, ReportOptions, reports};
use election::import::Mapping;

use crate::commands::Stop;
use crate::config::Watch;
use crate::desk::{FeedFile, Outcome};
use crate::night::Night;
use crate::ops::Brought;
use crate::site::Site;

const POLL: Duration = Duration::from_millis(500);
/// Polls for which a file must rest whose last line may be half of one.
const PATIENCE: u32 = 10;
/// Lines of a file's defects that are logged.
const LOGGED: usize = 20;

/// Starts watching.
///
/// # Errors
/// If the election is not served, the folder is not there, or the mapping has defects.
pub fn start(site: &Arc<Site>, watch: Watch) -> Result<(), Stop> {
    let night = site
        .nights
        .get(&watch.election)
        .ok_or_else(|| Stop::usage(format!("watch: the election `{}` is not served here", watch.election)))?
        .clone();
    if !watch.folder.is_dir() {
        return Err(Stop::usage(format!("watch: {} is not a folder: make it first", watch.folder.display())));
    }
    let mapping = watch.mapping.as_deref().map(read_mapping).transpose()?;
    let name = format!("{}: folder {}", watch.election, watch.folder.display());
    site.feeds.expect(&name);
    let feed = Feed { site: site.clone(), name, night, folder: watch.folder, mapping };
    tokio::spawn(feed.run());
    Ok(())
}

fn read_mapping(path: &Path) -> Result<Mapping, Stop> {
    let bytes = std::fs::read(path).map_err(|error| Stop::usage(format!("cannot read {}: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Mapping::parse(&name, &bytes).map_err(|defects| Stop::defects(path, &defects))
}

/// What a file looked like: it is taken when it looks the same twice.
type Look = (u64, SystemTime);

struct Feed {
    site: Arc<Site>,
    /// What operators call it.
    name: String,
    night: Arc<Night>,
    folder: PathBuf,
    mapping: Option<Mapping>,
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Taken {
    /// Rows that changed something.
    pub changed: usize,
    /// Rows that said what is there already.
    pub unchanged: usize,
    /// Rows that were refused, with the reason.
    pub refused: Vec<String>,
}

impl Feed {
    async fn run(self) {
        let (mut seen, mut taken) = (BTreeMap::<PathBuf, (Look, u32)>::new(), BTreeMap::<PathBuf, Look>::new());
        while !self.night.hub.is_closing() {
            for (path, look) in looks(&self.folder) {
                let polls = match seen.get(&path) {
                    Some((before, polls)) if *before == look => polls + 1,
                    _ => 0,
                };
                seen.insert(path.clone(), (look, polls));
                if polls > 0 && taken.get(&path) != Some(&look) && (polls >= PATIENCE || ends_with_line(&path)) {
                    self.take(&path).await;
                    taken.insert(path, look);
                }
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn take(&self, path: &Path) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = match tokio::fs::read(path).await {
            Ok(bytes) => bytes,
            Err(error) => {
                self.site.feeds.failed(&self.name, &format!("{name} cannot be read: {error}"));
                return tracing::error!(file = name, %error, "cannot be read");
            }
        };
        let file = FeedFile { name: name.clone(), hash: blake3::hash(&bytes).to_hex().to_string() };
        if self.night.desk.knows_file(file.clone()).await {
            return;
        }
        match take_file(&self.night, self.mapping.as_ref(), file, &bytes).await {
            Err(error) => {
                self.site.feeds.failed(&self.name, &format!("nothing of {name} was taken: {error}"));
                tracing::error!(file = name, %error, "nothing was taken");
            }
            Ok(Taken { changed, unchanged, refused }) => {
                self.site.telemetry.feed_file_taken();
                let why = refused.first().cloned().unwrap_or_default();
                let (recorded, refusals, file) = (changed, refused.len(), name.clone());
                let brought = Brought { file, recorded, unchanged, refused: refusals, why, ..Brought::default() };
                self.site.feeds.brought(&self.name, brought);
                tracing::info!(file = name, changed, unchanged, refused = refused.len(), "taken");
                for line in refused.iter().take(LOGGED) {
                    tracing::warn!("{line}");
                }
            }
        }
    }
}

/// Takes one file: rows that cannot be read are refused, the others go to the desk together.
///
/// # Errors
/// If the journal fails; nothing was taken then.
pub async fn take_file(
    night: &Night,
    mapping: Option<&Mapping>,
    file: FeedFile,
    bytes: &[u8],
) -> anyhow::Result<Taken> {
    let name = file.name.clone();
    let (rows, defects) = read_file(night, mapping, &name, bytes);
    let (lines, rows): (Vec<u32>, Vec<Submission>) = rows.into_iter().unzip();
    let outcomes = night.desk.submit(rows, Some(file)).await?;
    let mut taken = Taken { refused: defects.iter().map(Defect::to_string).collect(), ..Taken::default() };
    for (line, outcome) in lines.into_iter().zip(outcomes) {
        match outcome {
            Outcome::Accepted { .. } | Outcome::Quarantined { .. } => taken.changed += 1,
            Outcome::Unchanged { .. } => taken.unchanged += 1,
            Outcome::Rejected(rejection) => {
                taken.refused.push(format!("{name}:{line}: {}: {rejection}", rejection.code()))
            }
        }
    }
    Ok(taken)
}

type Rows = (Vec<(u32, Submission)>, Vec<Defect>);

fn read_file(night: &Night, mapping: Option<&Mapping>, name: &str, bytes: &[u8]) -> Rows {
    let now = night.clock.now();
    match mapping {
        Some(mapping) => {
            let (mut rows, defects) = mapping.submissions(&night.definition, name, bytes);
            if !mapping.tells_time() {
                rows.iter_mut().for_each(|(_, row)| row.observed_at = now);
            }
            (rows, defects)
        }
        None => {
            // A file that rests but ends without a line break may be half of one.
            let options = ReportOptions {
                default_time: Some(now),
                aliases: true,
                refuse_unfinished: true,
                ..ReportOptions::default()
            };
            reports(&night.definition, name, bytes, options)
        }
    }
}

/// Whether the last line is a whole one.
fn ends_with_line(path: &Path) -> bool {
    let last_byte = || -> std::io::Result<u8> {
        let mut file = std::fs::File::open(path)?;
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        Ok(last[0])
    };
    last_byte().is_ok_and(|last| last == b'\n')
}

/// The files of a folder in the order of their names, without those that are still being written or hidden.
fn looks(folder: &Path) -> Vec<(PathBuf, Look)> {
    let mut files: Vec<(PathBuf, Look)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.to_ascii_lowercase().ends_with(".csv") && !name.starts_with('.')
        })
        .filter_map(|entry| {
            let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((entry.path(), (facts.len(), facts.modified().ok()?)))
        })
        .collect();
    files.sort();
    files
}
