//! `nightcount export --static DIR`: the site of a running server as files for any static host.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Stop, count, runtime};
use crate::export::{Export, Plan};
use crate::serve::asked_to_stop;

/// A site in which nothing happens is looked through so often.
const QUIET: Duration = Duration::from_secs(60);
/// How long a round may take to notice that it is to stop.
const LAST_FILE: Duration = Duration::from_secs(10);

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the files: empty, not there yet, or written by an export before. Give it to any static host.
    #[arg(long = "static", value_name = "DIR")]
    folder: PathBuf,
    /// The server that is exported. Only this program has to reach it.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    from: String,
    /// Seconds between two rounds.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// End when everything is written, instead of keeping it current.
    #[arg(long)]
    once: bool,
    /// Only these languages, such as sq,en; all if it is not given.
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
    /// The last level whose places have pages, such as municipality. If it is not given, levels are left out that would make
    /// more than 1,000 places, and it is said which.
    #[arg(long, default_value = "")]
    to: String,
    /// Where readers will find the folder, such as https://count.example: for what must name a whole address (cards, search engines).
    #[arg(long, default_value = "")]
    base: String,
    /// Write FILE.gz and FILE.br beside each file, for hosts that serve them.
    #[arg(long)]
    compress: bool,
}

impl Args {
    pub(super) fn run(self) -> Result<(), Stop> {
        let stop = Arc::new(AtomicBool::new(false));
        let (told, ended) = tokio::sync::oneshot::channel();
        let working = stop.clone();
        std::thread::spawn(move || _ = told.send(self.work(&working)));
        runtime()?.block_on(async {
            let mut ended = std::pin::pin!(ended);
            tokio::select! {
                ended = &mut ended => return ended.unwrap_or_else(|_| Err(Stop::environment("the export broke off"))),
                () = asked_to_stop() => stop.store(true, Ordering::Relaxed),
            }
            // Whatever it is doing, what is written is whole.
            tokio::time::timeout(LAST_FILE, ended).await.ok().and_then(Result::ok).unwrap_or(Ok(()))
        })
    }

    fn work(self, stop: &AtomicBool) -> Result<(), Stop> {
        let export = Export::open(Plan {
            from: self.from,
            to: self.folder.clone(),
            languages: self.languages,
            level: self.to,
            base: self.base.trim_end_matches('/').to_owned(),
            compress: self.compress,
        })?;
        for (election, level, units) in export.left_out() {
            println!(
                "{election}: no pages of the level `{level}` ({}): --to {level} writes them",
                count(*units, "place")
            );
        }
        let mut keeper = Keeper { export, folder: self.folder, still: 0, last: Instant::now(), is_away: false };
        if self.once {
            return keeper.round(stop);
        }
        while !stop.load(Ordering::Relaxed) {
            keeper.look(stop)?;
            wait(Duration::from_secs(self.every), stop);
        }
        Ok(())
    }
}

/// Keeps the files current.
struct Keeper {
    export: Export,
    folder: PathBuf,
    /// Rounds since anything was last counted.
    still: u32,
    last: Instant,
    /// The server did not answer when it was last asked.
    is_away: bool,
}

impl Keeper {
    /// A round if one is due: twice after the last change, because what was published a moment later is in the second, and then
    /// seldom.
    fn look(&mut self, stop: &AtomicBool) -> Result<(), Stop> {
        let was_away = self.is_away;
        let is_due = self.still < 2 || self.last.elapsed() >= QUIET || self.export.has_moved();
        let looked = match was_away {
            true => self.export.ask_again().and_then(|()| self.round(stop)),
            false if is_due => self.round(stop),
            false => Ok(()),
        };
        match looked {
            Err(away @ Stop::Environment(_)) => {
                if !was_away {
                    tracing::warn!("{}. What is written stays, and it is tried again", away.parts().1);
                }
                self.is_away = true;
                Ok(())
            }
            looked => {
                self.is_away = false;
                looked
            }
        }
    }

    fn round(&mut self, stop: &AtomicBool) -> Result<(), Stop> {
        if let Some(round) = self.export.round(stop)? {
            if round.written > 0 {
                let (folder, files) = (self.folder.display(), count(round.files, "file"));
                println!("{folder}: {} of {files} written, up to report {}", round.written, round.seq);
            }
            self.still = if round.moved { 0 } else { self.still + 1 };
            self.last = Instant::now();
        }
        Ok(())
    }
}

fn wait(time: Duration, stop: &AtomicBool) {
    let until = Instant::now() + time;
    while Instant::now() < until && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(50));
    }
}
