//! The demo, rebuilt and restarted whenever a source file changes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;

use crate::client::Flavour;
use crate::site::{self, Plan};
use crate::{demo, paths, process, toolchain};

const WATCHED: [&str; 6] = ["app", "election", "nights", "public", "server", "style"];

/// How often the files are looked at; an editor that saves several is given as long to finish.
const PAUSE: Duration = Duration::from_millis(400);

/// How long the server may take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// `cargo xtask dev [ARGS of nightcount demo]`; ends with Ctrl-C.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    toolchain::ensure()?;
    let plan = Plan { client: Flavour::Talkative, ..Plan::DEMO };
    let mut running: Option<Child> = None;
    loop {
        let built_from = newest_change();
        match site::build(plan) {
            Ok(server) => {
                running.take().map_or(Ok(()), stop)?;
                running = Some(process::start(&mut demo::night(&server, arguments))?);
            }
            Err(error) => eprintln!("error: {error:#}\n  (waiting for a change)"),
        }
        wait_for_change(built_from);
        println!("\na file has changed");
    }
}

/// Asks the server to end, so that it says goodbye to its readers and removes its scratch folder; insists after a while.
fn stop(mut child: Child) -> Result<()> {
    if cfg!(unix) {
        process::run(Command::new("kill").arg(child.id().to_string()))?;
        let asked = Instant::now();
        while child.try_wait()?.is_none() && asked.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(50));
        }
    }
    if child.try_wait()?.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(())
}

/// Returns once something is newer than `seen` and nothing has changed for a moment.
fn wait_for_change(seen: Option<SystemTime>) {
    let mut last = seen;
    loop {
        thread::sleep(PAUSE);
        let now = newest_change();
        if now != seen && now == last {
            return;
        }
        last = now;
    }
}

fn newest_change() -> Option<SystemTime> {
    WATCHED.iter().filter_map(|folder| newest_in(&paths::root().join(folder))).max()
}

/// The folder's own time counts as well: it changes when a file in it goes.
fn newest_in(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).ok()?;
    let inside = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest_in(&entry.path())).max();
    own.modified().ok().max(inside)
}
