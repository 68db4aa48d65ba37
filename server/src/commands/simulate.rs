//! `nightcount simulate DIR --seed N`: a plausible night for any definition, and the turnout of the day before it.

use std::path::PathBuf;

use election::folder::{NIGHT, TURNOUT};

use super::{Stop, count, write_file};
use crate::load;
use crate::simulate::{self, Options};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Simulate {
    /// Election folder.
    folder: PathBuf,
    /// Another seed gives another night.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// From the close of the polls to the last report, in minutes.
    #[arg(long, default_value_t = Options::default().duration_minutes)]
    minutes: u32,
    /// Where to write: a file, with turnout.csv beside it, or with --chaos a folder; DIR/night.csv (DIR/chaos) if it is not
    /// given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write files with faults of every kind, and faults.csv that says where they are.
    #[arg(long)]
    chaos: bool,
}

impl Simulate {
    pub(super) fn run(self) -> Result<(), Stop> {
        let (definition, _) = load::election(&self.folder)?;
        let reports = simulate::simulate(&definition, &Options { seed: self.seed, duration_minutes: self.minutes });
        if !self.chaos {
            let out = self.out.unwrap_or_else(|| self.folder.join(NIGHT));
            write_file(&out, simulate::csv(&definition, &reports).as_bytes())?;
            println!("{}: {}", out.display(), count(reports.len(), "report"));
            let turnout = out.with_file_name(TURNOUT);
            let hours = simulate::hours_csv(&definition, self.seed);
            write_file(&turnout, hours.as_bytes())?;
            println!("{}: {}", turnout.display(), count(hours.lines().count() - 1, "report"));
            return Ok(());
        }
        let out = self.out.unwrap_or_else(|| self.folder.join("chaos"));
        std::fs::create_dir_all(&out)
            .map_err(|error| Stop::environment(format!("cannot make {}: {error}", out.display())))?;
        let chaos = simulate::chaos(&definition, &reports, self.seed);
        for (name, bytes) in &chaos.files {
            write_file(&out.join(name), bytes)?;
        }
        let mut faults = String::from("file,line,fault,outcome\n");
        for planted in &chaos.planted {
            let (fault, outcome) = (planted.fault, planted.outcome);
            faults.push_str(&format!("{},{},{fault:?},\"{outcome:?}\"\n", planted.file, planted.line));
        }
        write_file(&out.join("faults.csv"), faults.as_bytes())?;
        println!(
            "{}: {} with {}",
            out.display(),
            count(chaos.files.len(), "file"),
            count(chaos.planted.len(), "fault")
        );
        Ok(())
    }
}
