//! The commands of `nightcount`, and how they end.

mod check;
mod demo;
mod export;
mod import;
mod load;
mod replay;
mod seats;
mod seats_table;
mod serve;
mod simulate;
mod watch;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use election::folder::Defect;

/// Why a command ends early. Each with a sentence that says what to do.
#[derive(Debug)]
pub enum Stop {
    /// The input has defects: exit code 1.
    Defects(String),
    /// The command was called wrongly: exit code 2.
    Usage(String),
    /// The environment does not let it (port taken, disk full): exit code 3.
    Environment(String),
}

impl Stop {
    /// The command was called wrongly.
    #[must_use]
    pub fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// The environment does not let it.
    #[must_use]
    pub fn environment(text: impl Into<String>) -> Self {
        Self::Environment(text.into())
    }

    /// The input has these defects.
    #[must_use]
    pub fn defects(what: &Path, defects: &[Defect]) -> Self {
        let mut text = String::new();
        for defect in defects {
            let _ = writeln!(text, "{defect}");
        }
        let _ = write!(text, "{}: {} to mend", what.display(), count(defects.len(), "defect"));
        Self::Defects(text)
    }

    /// The exit code and what is said.
    #[must_use]
    pub fn parts(&self) -> (u8, &str) {
        match self {
            Self::Defects(text) => (1, text),
            Self::Usage(text) => (2, text),
            Self::Environment(text) => (3, text),
        }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Environment(format!("{error:#}"))
    }
}

/// `1 defect`, `2 defects`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Live election-night results, from the polling station to the page.
#[derive(Debug, Parser)]
#[command(name = "nightcount", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the rehearsal country with its recorded night running.
    Demo(demo::Demo),
    /// Serve one or more election folders.
    Serve(serve::Serve),
    /// Check an election folder: every defect at once, with what to do.
    Check(check::Check),
    /// Turn foreign CSV files into an election folder's night, by a mapping file.
    Import(import::Import),
    /// Write a plausible night for any definition.
    Simulate(simulate::Simulate),
    /// Send a recorded night to a running server, by the night's own clock.
    Replay(replay::Replay),
    /// Who gets which seats by an election folder or a small file of rule and votes, with every quotient.
    Seats(seats::Seats),
    /// Write the site of a running server as files that any static host can serve, and keep them current.
    Export(export::Args),
    /// Many readers at once, who check every figure that they are sent: for your own server only.
    Load(load::Load),
    /// Print a view's changes as lines of JSON.
    Watch(watch::Watch),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// A [`Stop`], for the exit code.
    pub fn run(self) -> Result<(), Stop> {
        match self.command {
            Command::Demo(demo) => demo.run(),
            Command::Serve(serve) => serve.run(),
            Command::Check(check) => check.run(),
            Command::Import(import) => import.run(),
            Command::Simulate(simulate) => simulate.run(),
            Command::Replay(replay) => replay.run(),
            Command::Seats(seats) => seats.run(),
            Command::Export(export) => export.run(),
            Command::Load(load) => load.run(),
            Command::Watch(watch) => watch.run(),
        }
    }
}

/// Where the server listens and keeps its journals.
#[derive(Debug, clap::Args)]
struct Place {
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", env = "NIGHTCOUNT_LISTEN")]
    listen: std::net::SocketAddr,
    /// Configuration file (nightcount.toml).
    #[arg(long)]
    config: Option<PathBuf>,
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    std::fs::write(path, bytes).map_err(|error| Stop::environment(format!("cannot write {}: {error}", path.display())))
}

fn read_file(path: &Path) -> Result<Vec<u8>, Stop> {
    std::fs::read(path).map_err(|error| Stop::usage(format!("cannot read {}: {error}", path.display())))
}

fn runtime() -> Result<tokio::runtime::Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::environment(format!("cannot start: {error}")))
}
