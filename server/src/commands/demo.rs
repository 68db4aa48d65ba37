//! `nightcount demo`: an election folder with its recorded night running, in a journal of its own that is thrown away.

use std::path::PathBuf;
use std::time::Instant;

use election::Submission;

use super::{Place, Stop, read_file, replay, serve::run};
use crate::clock::Clock;
use crate::config::Config;
use crate::feed::replay::Score;
use crate::load;
use crate::night::Night;
use crate::serve;
use crate::telemetry::Telemetry;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Election folder with a night.csv.
    #[arg(default_value = "nights/rehearsal")]
    folder: PathBuf,
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
        let (definition, atlas) = load::election(&self.folder)?;
        let path = self.folder.join("night.csv");
        let night: Vec<Submission> = replay::read(&definition, &path, &read_file(&path)?)?;
        let score = Score::new(night, definition.polls_close, self.skip, self.speed);
        let clock = Clock::Night {
            began: Instant::now(),
            night_start: score.start(),
            speed: self.speed,
            night_end: score.end(),
        };
        let data = Scratch::new()?;
        let telemetry = Telemetry::default();
        let night = Night::open(definition, atlas, &data.0, clock, &telemetry)?;
        let site = serve::site(vec![night.clone()], &config, telemetry);
        let speed = self.speed;
        run(&self.place, site, &config, move |address| {
            introduce(address, &night, speed);
            tokio::spawn(score.play(night.desk.clone()));
        })
    }
}

fn introduce(address: std::net::SocketAddr, night: &Night, speed: f64) {
    let definition = &night.definition;
    let page = format!("http://{address}/e/{}/{}", definition.id, definition.contests[0].id);
    println!("\n  {}\n", definition.title.default);
    println!("  {page}");
    println!(
        "      the nation: headline, bars, map and table follow the count, {speed} times as fast as the night was"
    );
    println!("  http://{address}/");
    println!("      the front page");
    println!("  http://{address}/api/v1/index.json");
    println!("      every public address, also as JSON, CSV, WebSocket and server-sent events");
    println!("\n  Click a place on the map or in the table to go down to its stations. Ctrl-C ends the demo.\n");
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
