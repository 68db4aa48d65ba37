//! `nightcount seats DIR|FILE`: who gets what, without a server.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use election::folder::{NIGHT, SeatsFile, seats_file};
use election::seats::{Preferences, Tally};
use election::{ContestIx, Definition, Ledger, Submission};
use serde_json::{Map, Value, json};

use super::{Stop, read_file, replay, seats_table};
use crate::load;
use crate::seats::{Candidates, document};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Seats {
    /// A seats file (a rule and votes, TOML or JSON), or an election folder with a night.csv.
    what: PathBuf,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Of an election folder: the night to count, all of it; DIR/night.csv if it is not given.
    #[arg(long)]
    night: Option<PathBuf>,
    /// Of an election folder: this contest only.
    #[arg(long)]
    contest: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// Everything, with every quotient.
    Json,
}

impl Seats {
    pub(super) fn run(self) -> Result<(), Stop> {
        let text = if self.what.is_dir() { self.of_folder()? } else { self.of_file()? };
        println!("{text}");
        Ok(())
    }

    fn of_file(&self) -> Result<String, Stop> {
        if self.night.is_some() || self.contest.is_some() {
            return Err(Stop::usage(
                "--night and --contest belong to an election folder: leave them out for a seats file",
            ));
        }
        let bytes = read_file(&self.what)?;
        let name = self.what.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = seats_file(&name, &bytes).map_err(|defects| Stop::defects(&self.what, &defects))?;
        Ok(match self.format {
            Format::Table => seats_table::write(&file),
            Format::Json => {
                let mut document = document(&file.house, &file.tally, &file.lots, None, false);
                document["title"] = file.title.clone().into();
                pretty(&document)
            }
        })
    }

    fn of_folder(&self) -> Result<String, Stop> {
        let (definition, _) = load::election(&self.what)?;
        let contests = self.contests(&definition)?;
        let ledger = self.count(definition)?;
        let definition = ledger.definition();
        let files = contests.into_iter().map(|contest| (contest, of_contest(&ledger, contest)));
        Ok(match self.format {
            Format::Table => files.map(|(_, file)| seats_table::write(&file)).collect::<Vec<_>>().join("\n\n"),
            Format::Json => {
                let document = |(contest, file): (ContestIx, SeatsFile)| {
                    let of = &definition.contests[contest.at()];
                    let preferences = Preferences::of(&ledger, contest);
                    let candidates = Candidates { contest: of, preferences: &preferences };
                    (of.id.clone(), document(&file.house, &file.tally, &file.lots, Some(&candidates), false))
                };
                let contests: Map<String, Value> = files.map(document).collect();
                pretty(&json!({ "election": definition.id, "contests": contests }))
            }
        })
    }

    /// The contests with seats, or the one that is asked for.
    fn contests(&self, definition: &Definition) -> Result<Vec<ContestIx>, Stop> {
        let with_seats = definition.contests.iter().enumerate().filter(|(_, contest)| contest.house.is_some());
        let with_seats: Vec<ContestIx> = with_seats.map(|(at, _)| ContestIx::new(at)).collect();
        let Some(id) = &self.contest else {
            if with_seats.is_empty() {
                let message = "no contest of this election has seats: give one a [contests.seats] in election.toml";
                return Err(Stop::Defects(message.into()));
            }
            return Ok(with_seats);
        };
        let asked = definition.contest(id).filter(|contest| with_seats.contains(contest));
        asked.map(|contest| vec![contest]).ok_or_else(|| {
            let ids: Vec<&str> =
                with_seats.iter().map(|contest| definition.contests[contest.at()].id.as_str()).collect();
            Stop::usage(format!("`{id}` is no contest with seats: --contest is one of `{}`", ids.join("`, `")))
        })
    }

    /// The votes when all reports of the night are in.
    fn count(&self, definition: Definition) -> Result<Ledger, Stop> {
        let path = self.night.clone().unwrap_or_else(|| self.what.join(NIGHT));
        if !path.exists() {
            let message = "there are no votes: give --night FILE, or write a night with `nightcount simulate` or \
                           `nightcount import`";
            return Err(Stop::usage(format!("{} is not there, so {message}", path.display())));
        }
        let night = replay::read(&definition, &path, &read_file(&path)?)?;
        let mut ledger = Ledger::new(Arc::new(definition));
        let refused = night.into_iter().filter(|row| !apply(&mut ledger, row)).count();
        if refused > 0 {
            tracing::warn!(refused, "reports were refused by the rules of plausibility and are not counted");
        }
        Ok(ledger)
    }
}

/// Whether the ledger took a report, or had it.
fn apply(ledger: &mut Ledger, row: &Submission) -> bool {
    row.clone().settle(ledger).is_none_or(|report| ledger.apply(&report).is_ok())
}

/// A contest of an election like a file of its own.
fn of_contest(ledger: &Ledger, contest: ContestIx) -> SeatsFile {
    let definition = ledger.definition();
    let of = &definition.contests[contest.at()];
    let house = of.house.clone().expect("only contests with a house are asked for");
    SeatsFile {
        title: format!("{}: {}", definition.title.default, of.title.default),
        names: of.options.iter().map(|option| option.short.clone()).collect(),
        tally: Tally::of(ledger, contest, &house),
        lots: Vec::new(),
        house,
    }
}

fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).expect("a document is plain data")
}
