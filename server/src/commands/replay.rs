//! `nightcount replay DIR --to URL`: a recorded night into a running server, by the night's own clock times a speed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use election::folder::{ReportOptions, TURNOUT, reports, turnout_reports, write_reports};
use election::turnout::TurnoutSubmission;
use election::{Definition, Submission};

use super::{Stop, read_file};
use crate::feed::replay::Score;
use crate::load;

/// Tries of one batch before giving up; a restarting server is back within them.
const TRIES: u32 = 40;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// Election folder.
    folder: PathBuf,
    /// The night to play; DIR/night.csv if it is not given.
    #[arg(long)]
    night: Option<PathBuf>,
    /// How many times faster than it was the night runs; 0 = as fast as it goes.
    #[arg(long, default_value_t = 60.0)]
    speed: f64,
    /// Minutes of the night that are sent at once.
    #[arg(long, default_value_t = 0.0)]
    skip: f64,
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    to: String,
    /// Bearer token.
    #[arg(long, env = "NIGHTCOUNT_TOKEN", hide_env_values = true)]
    token: String,
}

impl Replay {
    pub(super) fn run(self) -> Result<(), Stop> {
        let (definition, _) = load::election(&self.folder)?;
        let path = self.night.clone().unwrap_or_else(|| self.folder.join("night.csv"));
        let night = read(&definition, &path, &read_file(&path)?)?;
        let total = night.len();
        let score = Score::new(night, definition.polls_close, self.skip, self.speed);
        let election = format!("{}/api/v1/elections/{}", self.to.trim_end_matches('/'), definition.id);
        let turnout = self.turnout(&definition, &election)?;
        let address = format!("{election}/reports");
        let began = Instant::now();
        let mut sent = Sent::default();
        for (due, step) in score.steps() {
            if let Some(wait) = due.checked_sub(began.elapsed()) {
                std::thread::sleep(wait);
            }
            let body = write_reports(&definition, &step);
            sent.add(&self.send(&address, &body)?);
        }
        if let Some((rows, sent)) = turnout {
            println!(
                "{rows} reports of turnout sent: {} accepted, {} unchanged, {} rejected",
                sent.accepted, sent.unchanged, sent.rejected
            );
        }
        println!(
            "{total} reports sent in {:.1} s: {} accepted, {} quarantined, {} unchanged, {} rejected",
            began.elapsed().as_secs_f64(),
            sent.accepted,
            sent.quarantined,
            sent.unchanged,
            sent.rejected
        );
        Ok(())
    }

    /// Sends the turnout of the day, all of which was said before the first station was counted.
    fn turnout(&self, definition: &Definition, election: &str) -> Result<Option<(usize, Sent)>, Stop> {
        let path = self.folder.join(TURNOUT);
        if !path.exists() {
            return Ok(None);
        }
        let bytes = read_file(&path)?;
        let rows = read_turnout(definition, &path, &bytes)?.len();
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some((rows, self.send(&format!("{election}/turnout"), &text)?)))
    }

    /// Sends a batch until the server has it: sending one twice changes nothing.
    fn send(&self, address: &str, body: &str) -> Result<Sent, Stop> {
        let mut wait = Duration::from_millis(100);
        for _ in 0..TRIES {
            let answer = ureq::post(address)
                .header("Authorization", &format!("Bearer {}", self.token))
                .header("Content-Type", "text/csv")
                .send(body);
            match answer {
                Ok(mut answer) => {
                    return answer.body_mut().read_json().map_err(|error| {
                        Stop::environment(format!("{address} answers what is not an answer: {error}"))
                    });
                }
                Err(ureq::Error::StatusCode(code)) if code < 500 => {
                    return Err(Stop::environment(format!(
                        "{address} answers {code}: check --to, --token and that the server has this election"
                    )));
                }
                Err(error) => {
                    tracing::warn!(%error, "not sent, trying again");
                    std::thread::sleep(wait);
                    wait = (wait * 2).min(Duration::from_secs(2));
                }
            }
        }
        Err(Stop::environment(format!("{address} cannot be reached: is the server running?")))
    }
}

/// What became of the rows.
#[derive(Debug, Default, serde::Deserialize)]
struct Sent {
    accepted: usize,
    quarantined: usize,
    unchanged: usize,
    rejected: usize,
}

impl Sent {
    fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.quarantined += other.quarantined;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// The reports of a recorded night.
///
/// # Errors
/// Every row that cannot be read.
pub(super) fn read(definition: &Definition, path: &Path, bytes: &[u8]) -> Result<Vec<Submission>, Stop> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (rows, defects) =
        reports(definition, &name, bytes, ReportOptions { time_required: true, ..ReportOptions::default() });
    if defects.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(Stop::defects(path, &defects))
    }
}

/// The turnout of a day.
///
/// # Errors
/// Every row that cannot be read.
pub(super) fn read_turnout(definition: &Definition, path: &Path, bytes: &[u8]) -> Result<Vec<TurnoutSubmission>, Stop> {
    turnout_reports(definition, TURNOUT, bytes).map_err(|defects| Stop::defects(path, &defects))
}
