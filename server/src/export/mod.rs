//! The whole site as files that any static host can serve, kept current: a reader of a running server that follows its links as a person
//! would, and writes each answer under a name of its own with its links changed to those names.
//!
//! It needs nothing but the plain addresses, so the desk stays the only writer, and the server may be on another machine. Whatever is
//! linked is written, as far as [`scope`] reaches; whatever only a server can answer (search, filters, sockets) goes.

mod address;
mod disk;
mod markup;
mod page;
mod remote;
mod scope;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use election::wire::Frame;

use crate::commands::Stop;
use address::{File, Leads, leads};
use disk::{Disk, Manifest};
use page::{Around, Changed};
use remote::{Answer, Remote};
use scope::Scope;

/// Walks in one round until nothing new is absent.
const WALKS: usize = 3;

/// What is exported, and where to.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The server.
    pub from: String,
    /// The folder.
    pub to: PathBuf,
    /// Languages; empty = all.
    pub languages: Vec<String>,
    /// The last level whose units are written; empty = as many levels as are not too many.
    pub level: String,
    /// How readers reach the folder; empty = not known.
    pub base: String,
    /// Whether compressed forms are written beside the files.
    pub compress: bool,
}

/// How a round went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Files that have other content now, new ones too.
    pub written: usize,
    /// Files in all.
    pub files: usize,
    /// The sum of all elections' sequence numbers.
    pub seq: u64,
    /// Whether any election had moved on since the round before.
    pub moved: bool,
}

/// An export.
pub struct Export {
    remote: Remote,
    plan: Plan,
    scope: Scope,
    disk: Disk,
    book: Book,
    /// What is known of each file's content, by number.
    known: HashMap<u32, Copy>,
    /// Addresses at which the server has nothing.
    absent: HashSet<String>,
    /// Files that are written whether or not their view has changed: where they lead has.
    again: HashSet<u32>,
    /// By what and for whom it is written.
    making: String,
}

/// All files that were heard of, by number.
#[derive(Default)]
struct Book {
    files: Vec<File>,
    numbers: HashMap<String, u32>,
}

impl Book {
    fn number(&mut self, file: File) -> u32 {
        let next = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(file.address.clone()).or_insert(next);
        if number == next {
            self.files.push(file);
        }
        number
    }

    /// Puts what a file leads to on the way of a walk.
    fn plan(&self, links: &[u32], walk: &mut Walk) {
        for link in links.iter().filter(|link| !walk.seen.contains(link)) {
            let is_picture = self.files[*link as usize].path.ends_with(".png");
            if is_picture { &mut walk.last } else { &mut walk.next }.push_back(*link);
        }
    }
}

/// What is known of a file's content.
struct Copy {
    /// The server's entity tag.
    tag: String,
    /// Where it leads.
    links: Vec<u32>,
}

/// What is still to be looked at in a walk.
#[derive(Default)]
struct Walk {
    seen: HashSet<u32>,
    next: VecDeque<u32>,
    /// Pictures, which take longest and matter least.
    last: VecDeque<u32>,
    /// The digest of each view, by its address.
    views: BTreeMap<String, String>,
}

impl Export {
    /// Asks the server what there is, then opens the folder.
    ///
    /// # Errors
    /// If the server does not answer, has not what is asked for, or the folder is somebody else's.
    pub fn open(plan: Plan) -> Result<Self, Stop> {
        let remote = Remote::new(&plan.from)?;
        let scope = Scope::ask(&remote, &plan.languages, &plan.level)?;
        let disk = Disk::open(&plan.to, plan.compress)?;
        let (book, known, absent, again, making) = Default::default();
        Ok(Self { remote, plan, scope, disk, book, known, absent, again, making })
    }

    /// Levels of which nothing is written: election, level, about how many units.
    #[must_use]
    pub fn left_out(&self) -> &[(String, String, usize)] {
        &self.scope.left_out
    }

    /// Brings every file to the server's state; none if it was told to stop meanwhile. Then, and after an error, what was there
    /// before is there still, or newer.
    ///
    /// # Errors
    /// If the server does not answer, or a file cannot be written.
    pub fn round(&mut self, stop: &AtomicBool) -> Result<Option<Round>, Stop> {
        let seqs = self.remote.seqs()?;
        let moved = seqs != self.disk.manifest.seqs;
        if !seqs.is_empty() && !seqs.keys().eq(self.scope.elections.keys()) {
            self.ask_again()?;
        }
        self.making = self.making()?;
        let (mut written, mut walk) = (0, Walk::default());
        for _ in 0..WALKS {
            let absent = self.absent.clone();
            self.disk.begin();
            walk = Walk { views: walk.views, ..Walk::default() };
            let walked = self.walk(&mut walk, stop);
            written += self.disk.written;
            if !matches!(walked, Ok(true)) {
                self.disk.give_up()?;
                return walked.map(|_| None);
            }
            if absent == self.absent {
                break;
            }
            self.forget_what_leads_to(&absent);
        }
        let seq = seqs.values().sum();
        let (making, left_out) = (self.making.clone(), self.scope.left_out.clone());
        self.disk.end(Manifest { seqs, making, views: walk.views, left_out, ..Manifest::default() })?;
        Ok(Some(Round { written, files: self.disk.manifest.files.len(), seq, moved }))
    }

    /// What every page depends on besides the election: the client's files, our options and this program.
    fn making(&self) -> Result<String, Stop> {
        let Plan { languages, level, base, compress, .. } = &self.plan;
        let mut all = format!("{} {languages:?} {level} {base} {compress}", env!("CARGO_PKG_VERSION"));
        let Answer::Found { body, .. } = self.remote.get("/", "")? else {
            // Or a proxy without its server would have all that is written taken away.
            return Err(Stop::environment(format!(
                "{} has no front page: is that the nightcount server still?",
                self.plan.from
            )));
        };
        let page = String::from_utf8_lossy(&body);
        let built = page.split('"').filter(|word| word.starts_with("/pkg/") || word.contains(".js?v="));
        built.for_each(|word| all.extend([" ", word]));
        Ok(blake3::hash(all.as_bytes()).to_hex()[..16].to_owned())
    }

    /// Whether any election has moved on since the last round.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        self.remote.seqs().is_ok_and(|seqs| seqs != self.disk.manifest.seqs)
    }

    /// The server was away: it may be another one, with other elections.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn ask_again(&mut self) -> Result<(), Stop> {
        self.scope = Scope::ask(&self.remote, &self.plan.languages, &self.plan.level)?;
        self.known.clear();
        Ok(())
    }

    /// Pages that lead to what has gone, or come, since the walk before are written once more.
    fn forget_what_leads_to(&mut self, before: &HashSet<String>) {
        let other: HashSet<u32> = (before.symmetric_difference(&self.absent))
            .filter_map(|address| self.book.numbers.get(address).copied())
            .collect();
        for (number, copy) in &mut self.known {
            if copy.links.iter().any(|link| other.contains(link)) {
                copy.tag.clear();
                self.again.insert(*number);
            }
        }
    }

    /// Follows all links from the front pages on; whether it came to the end.
    fn walk(&mut self, walk: &mut Walk, stop: &AtomicBool) -> Result<bool, Stop> {
        let languages = self.scope.languages.iter().map(|language| format!("/?lang={language}"));
        for address in languages.chain(["/".to_owned()]) {
            if let Leads::To(file) = leads(&address, &self.scope) {
                walk.next.push_back(self.book.number(file));
            }
        }
        while let Some(number) = walk.next.pop_front().or_else(|| walk.last.pop_front()) {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            self.visit(number, walk)?;
        }
        Ok(true)
    }

    fn visit(&mut self, number: u32, walk: &mut Walk) -> Result<(), Stop> {
        if !walk.seen.insert(number) {
            return Ok(());
        }
        let File { address, path, view, .. } = self.book.files[number as usize].clone();
        // What it shows is what its file shows: it may say an older sequence number, which is as true.
        let is_there = self.disk.has(&path);
        let stays = self.is_same(&view, walk)? && is_there && !self.again.contains(&number);
        let is_settled = is_there && (address.starts_with("/pkg/") || address.starts_with("/fonts/"));
        let known = self.known.get(&number);
        if let Some(copy) = known.filter(|_| is_settled || stays) {
            self.book.plan(&copy.links, walk);
            self.disk.keep(&path, &address);
            return Ok(());
        }
        let tag = known.filter(|_| is_there).map_or("", |copy| copy.tag.as_str());
        match self.remote.get(&address, tag)? {
            Answer::Absent => {
                self.known.remove(&number);
                self.absent.insert(address);
                return Ok(());
            }
            Answer::Unchanged => self.disk.keep(&path, &address),
            Answer::Found { tag, body } => self.take(number, (tag, body), stays, walk)?,
        }
        self.absent.remove(&address);
        if let Some(copy) = self.known.get(&number) {
            self.book.plan(&copy.links, walk);
        }
        Ok(())
    }

    /// Writes what was found. Data goes before the page that leads to it, so that a page's script never finds figures that are older
    /// than the page.
    fn take(&mut self, number: u32, (tag, body): (String, Vec<u8>), stays: bool, walk: &mut Walk) -> Result<(), Stop> {
        let File { address, path, .. } = self.book.files[number as usize].clone();
        let Changed { bytes, links } = self.changed(&address, &path, body)?;
        let mut links: Vec<u32> =
            links.into_iter().filter(|file| !file.address.is_empty()).map(|file| self.book.number(file)).collect();
        links.sort_unstable();
        links.dedup();
        for link in &links {
            if self.book.files[*link as usize].path.ends_with(".bin") {
                self.visit(*link, walk)?;
            }
        }
        if stays {
            self.disk.keep(&path, &address);
        } else {
            self.disk.write(&path, &address, &bytes)?;
            self.again.remove(&number);
        }
        // Not before it is written, or the server would confirm next time what is not on disk.
        self.known.insert(number, Copy { tag, links });
        Ok(())
    }

    /// Whether a view has the figures that it had when all was last written.
    fn is_same(&self, view: &str, walk: &mut Walk) -> Result<bool, Stop> {
        if view.is_empty() {
            return Ok(false);
        }
        if !walk.views.contains_key(view)
            && let Answer::Found { body, .. } = self.remote.get(view, "")?
            && let Ok(Frame::Snapshot(snapshot)) = Frame::decode(&body)
        {
            walk.views.insert(view.to_owned(), format!("{:016x}-{:016x}", snapshot.epoch, snapshot.digest));
        }
        let Manifest { making, views, .. } = &self.disk.manifest;
        Ok(*making == self.making && walk.views.get(view).is_some_and(|digest| views.get(view) == Some(digest)))
    }

    fn changed(&self, address: &str, path: &str, body: Vec<u8>) -> Result<Changed, Stop> {
        let around = Around { scope: &self.scope, absent: &self.absent, base: &self.plan.base };
        if address.ends_with("&figures=now") {
            return page::figures(&around, path, &body).ok_or_else(|| {
                Stop::environment(format!(
                    "{address} is not what this program knows: export by the version that serves"
                ))
            });
        }
        Ok(match path.rsplit('.').next() {
            Some("html") => page::page(&around, path, &String::from_utf8_lossy(&body)),
            Some("css") => page::style(&around, path, &String::from_utf8_lossy(&body)),
            _ => Changed { bytes: body, links: Vec::new() },
        })
    }
}
