//! `nightcount load URL…`: many readers at once, who check every figure that they are sent.

use std::net::ToSocketAddrs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::{Stop, read_file, replay, write_file};
use crate::crowd::{self, Feed, Plan};
use crate::feed::replay::Score;
use crate::load;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    /// Servers, as in http://127.0.0.1:8080; readers are spread over them, and the first one is asked for the truth.
    #[arg(required = true)]
    servers: Vec<String>,
    /// Election; the first one if it is not given.
    #[arg(long, default_value = "")]
    election: String,
    /// How many readers.
    #[arg(long, default_value_t = 1_000)]
    readers: usize,
    /// Views that each reader follows.
    #[arg(long, default_value_t = 1)]
    views: usize,
    /// Each view by a socket of its own instead of all of a reader's by one.
    #[arg(long)]
    apart: bool,
    /// Views to choose from: whole contests first, then units level by level.
    #[arg(long, default_value_t = 100)]
    catalogue: usize,
    /// View n is wanted 1 / n to this power as much as the first (Zipf).
    #[arg(long, default_value_t = 1.0)]
    popularity: f64,
    /// Seconds that they stay; with --feed, no longer than it plays.
    #[arg(long, default_value_t = 30.0)]
    seconds: f64,
    /// Seconds in which they come.
    #[arg(long, default_value_t = 2.0)]
    arrival: f64,
    /// Loopback addresses that they come from (127.0.0.1, 127.0.0.2, …).
    #[arg(long, default_value_t = 1)]
    addresses: u32,
    /// Percent who read nothing after their first frame, until the end.
    #[arg(long, default_value_t = 0.0)]
    stalled: f64,
    /// Percent who read one frame every two seconds.
    #[arg(long, default_value_t = 0.0)]
    slow: f64,
    /// Percent who read JSON.
    #[arg(long, default_value_t = 0.0)]
    json: f64,
    /// Percent who take compressed messages.
    #[arg(long, default_value_t = 0.0)]
    deflate: f64,
    /// All lines break at once every so many seconds.
    #[arg(long)]
    storm: Option<f64>,
    /// Seconds that a reader stays on average before another comes in its place.
    #[arg(long)]
    stay: Option<f64>,
    /// Seconds after the end in which every reader must have the final figures.
    #[arg(long, default_value_t = 25.0)]
    settle: f64,
    /// Election folder whose night.csv is sent while they read; then latency is measured, and from an empty journal the
    /// plain addresses are compared with the sum of what was sent.
    #[arg(long)]
    feed: Option<PathBuf>,
    /// How many times faster than it was that night runs.
    #[arg(long, default_value_t = 60.0)]
    speed: f64,
    /// Minutes of that night that are sent at once.
    #[arg(long, default_value_t = 0.0)]
    skip: f64,
    /// Bearer token of the feed.
    #[arg(long, env = "NIGHTCOUNT_TOKEN", hide_env_values = true, default_value = "")]
    token: String,
    /// The server's process: its processor time and memory are measured (Linux).
    #[arg(long)]
    pid: Option<i32>,
    /// Write the report as JSON to this file.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Threads of the readers.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Let it loose on a server that is not on this machine. Only on your own.
    #[arg(long)]
    any_host: bool,
}

impl Load {
    pub(super) fn run(self) -> Result<(), Stop> {
        let servers: Vec<String> = self.servers.iter().map(|server| server.trim_end_matches('/').to_owned()).collect();
        servers.iter().try_for_each(|server| may_go_to(server, self.any_host))?;
        let feed = self.feed.as_ref().map(|folder| self.feed(folder, &servers[0])).transpose()?;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(self.threads.max(1)).enable_all().build();
        let runtime = runtime.map_err(|error| Stop::environment(format!("cannot start: {error}")))?;
        let report = runtime.block_on(crowd::run(self.plan(servers)?, feed))?;
        print!("{report}");
        if let Some(path) = &self.report {
            let text = serde_json::to_string_pretty(&report).map_err(|error| Stop::environment(error.to_string()))?;
            write_file(path, text.as_bytes())?;
        }
        if report.is_right() {
            return Ok(());
        }
        Err(Stop::Defects("not every reader had every figure right in the end".into()))
    }

    fn plan(&self, servers: Vec<String>) -> Result<Plan, Stop> {
        let time = |seconds: f64| {
            Duration::try_from_secs_f64(seconds).map_err(|_| Stop::usage("a time is a number of seconds from 0 on"))
        };
        let shares = [self.stalled, self.slow, self.json, self.deflate];
        if shares.iter().any(|share| !(0.0..=100.0).contains(share)) || self.stalled + self.slow > 100.0 {
            return Err(Stop::usage(
                "--stalled, --slow, --json and --deflate are percentages; the first two together at most 100",
            ));
        }
        Ok(Plan {
            servers,
            election: self.election.clone(),
            readers: self.readers.max(1),
            views: self.views.max(1),
            apart: self.apart,
            catalogue: self.catalogue.max(1),
            popularity: self.popularity,
            lasts: time(self.seconds)?,
            arrival: time(self.arrival)?,
            addresses: self.addresses,
            stalled: self.stalled,
            slow: self.slow,
            json: self.json,
            deflate: self.deflate,
            storm: self.storm.map(time).transpose()?,
            stay: self.stay.map(time).transpose()?,
            settle: time(self.settle)?,
            pid: self.pid,
            seed: self.seed,
        })
    }

    fn feed(&self, folder: &std::path::Path, server: &str) -> Result<Feed, Stop> {
        let (definition, _) = load::election(folder)?;
        let path = folder.join("night.csv");
        let night = replay::read(&definition, &path, &read_file(&path)?)?;
        let steps = Score::new(night, definition.polls_close, self.skip, self.speed).steps();
        Ok(Feed { definition: Arc::new(definition), steps, server: server.to_owned(), token: self.token.clone() })
    }
}

/// A crowd is a weapon: by itself it goes nowhere but to this machine.
fn may_go_to(server: &str, any_host: bool) -> Result<(), Stop> {
    let place = server.strip_prefix("http://").unwrap_or_default();
    let addresses = place.to_socket_addrs();
    let mut addresses = addresses
        .map_err(|_| Stop::usage(format!("{server}: give http://ADDRESS:PORT, such as http://127.0.0.1:8080")))?;
    if any_host || addresses.all(|address| address.ip().is_loopback()) {
        return Ok(());
    }
    Err(Stop::usage(format!("{server} is not on this machine; say --any-host if it is yours and you mean it")))
}

#[cfg(test)]
mod tests {
    use super::may_go_to;

    #[test]
    fn a_crowd_goes_to_this_machine_unless_it_is_told_otherwise() {
        let here = ["http://127.0.0.1:8080", "http://[::1]:8080"];
        assert!(here.iter().all(|server| may_go_to(server, false).is_ok()));
        for elsewhere in ["http://192.0.2.1:80", "http://[2001:db8::1]:80", "https://127.0.0.1:1", "127.0.0.1:1", ""] {
            assert!(may_go_to(elsewhere, false).is_err(), "{elsewhere}");
        }
        assert!(may_go_to("http://192.0.2.1:80", true).is_ok());
        assert!(may_go_to("https://192.0.2.1:80", true).is_err(), "sockets without TLS would not reach it");
        assert!(may_go_to("http://192.0.2.1", true).is_err(), "no port");
    }
}
