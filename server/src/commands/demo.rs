//! `nightcount demo`: election folders with their recorded nights running, in journals that are thrown away.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use election::Submission;
use election::folder::{NIGHT, TURNOUT};
use election::turnout::TurnoutSubmission;

use super::{Place, Stop, read_file, replay, serve::run};
use crate::clock::Clock;
use crate::config::Config;
use crate::desk::DeskError;
use crate::feed::replay::Score;
use crate::load;
use crate::night::Night;
use crate::serve;
use crate::telemetry::Telemetry;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Election folders, each with a night.csv.
    #[arg(default_values = ["nights/rehearsal", "nights/school"])]
    folders: Vec<PathBuf>,
    /// How many times faster than it was the night runs; 0 = as fast as it goes.
    #[arg(long, default_value_t = 60.0)]
    speed: f64,
    /// Minutes of the night that have passed when the page opens.
    #[arg(long, default_value_t = 60.0)]
    skip: f64,
    #[command(flatten)]
    place: Place,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Stop> {
        let mut config =
            Config::load(self.place.config.as_deref()).map_err(|error| Stop::Usage(format!("{error:#}")))?;
        if config.public_url.is_empty() {
            config.public_url = format!("http://{}", self.place.listen);
        }
        // A demo has no operators but who started it.
        let password = config.ops_tokens.is_empty().then(|| format!("{:016x}", fastrand::u64(..)));
        config.ops_tokens.extend(password.clone());
        let data = Scratch::new()?;
        let telemetry = Telemetry::default();
        let stages: Result<Vec<Stage>, Stop> =
            self.folders.iter().map(|folder| self.stage(folder, &data, &telemetry)).collect();
        let stages = stages?;
        let nights = stages.iter().map(|stage| stage.night.clone()).collect();
        let site = serve::site(nights, &config, telemetry);
        let speed = self.speed;
        run(&self.place, site, &config, move |address| {
            introduce(address, &stages, speed, password.as_deref());
            for stage in stages {
                tokio::spawn(stage.play());
            }
        })
    }

    fn stage(&self, folder: &Path, data: &Scratch, telemetry: &Telemetry) -> Result<Stage, Stop> {
        let (definition, atlas) = load::election(folder)?;
        let path = folder.join(NIGHT);
        let reports: Vec<Submission> = replay::read(&definition, &path, &read_file(&path)?)?;
        let path = folder.join(TURNOUT);
        let turnout =
            if path.exists() { replay::read_turnout(&definition, &path, &read_file(&path)?)? } else { Vec::new() };
        let score = Score::new(reports, definition.polls_close, self.skip, self.speed);
        let clock = Clock::Night {
            began: Instant::now(),
            night_start: score.start(),
            speed: self.speed,
            night_end: score.end(),
        };
        let night = Night::open(definition, atlas, &data.0, clock, telemetry)?;
        Ok(Stage { night, turnout, score })
    }
}

/// An election whose night is about to run.
struct Stage {
    night: Arc<Night>,
    /// What was said while people voted: all of it is there when the night begins.
    turnout: Vec<TurnoutSubmission>,
    score: Score,
}

impl Stage {
    async fn play(self) -> Result<(), DeskError> {
        self.night.desk.turnout(self.turnout).await?;
        self.score.play(self.night.desk.clone()).await
    }
}

fn introduce(address: std::net::SocketAddr, stages: &[Stage], speed: f64, password: Option<&str>) {
    for stage in stages {
        let definition = &stage.night.definition;
        println!("\n  {}\n", definition.title.default);
        println!("  http://{address}/e/{}/{}", definition.id, definition.contests[0].id);
        println!("      the whole: headline, bars and table follow the count, {speed} times as fast as the night was");
    }
    println!();
    println!("  http://{address}/");
    println!("      the front page");
    println!("  http://{address}/api/v1/index.json");
    println!("      every public address, also as JSON, CSV, WebSocket and server-sent events");
    println!("  http://{address}/ops");
    println!(
        "      how the server stands{}",
        password.map_or_else(String::new, |word| format!(": any name, password {word}"))
    );
    println!("\n  Click a place on a map or in a table to go down to its stations. Ctrl-C ends the demo.\n");
}

/// A folder that is removed when the demo ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Stop> {
        let path = std::env::temp_dir().join(format!("nightcount-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path)
            .map_err(|error| Stop::environment(format!("cannot make {}: {error}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays behind is in the system's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
