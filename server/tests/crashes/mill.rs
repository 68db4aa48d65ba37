//! The mill: an election of a few hundred stations, and endless batches of reports about it, good ones and bad ones.

use std::collections::HashSet;
use std::sync::Arc;

use election::folder::{self, Folder, write_reports};
use election::report::Figure;
use election::{CategoryIx, ContestIx, Count, CountItemStatus, Definition, Figures, OptionIx, Submission, UnitIx};

const STATIONS: usize = 600;
const REGIONS: usize = 12;
/// Registered voters of a station.
const VOTERS: u32 = 2_000;

/// Id of the election.
pub const ELECTION: &str = "mill";

const TOML: &str = r#"
format = 1
id = "mill"
date = 2025-10-12
time_zone = "Europe/Zagreb"
polls_close = 2025-10-12T19:00:00+02:00
languages = ["en"]
source = "The mill"
title = { en = "The mill" }

[[levels]]
id = "country"
name = { en = "Country" }
[[levels]]
id = "region"
name = { en = "Region" }
[[levels]]
id = "station"
name = { en = "Station" }

[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Polling stations" }
[[categories]]
id = "postal"
kind = "absentee-mail"
name = { en = "Postal votes" }

[[contests]]
id = "assembly"
title = { en = "Assembly" }
variation = "proportional"
figures = ["ballots", "valid"]
[contests.rules]
figure-missing = "off"
station-size = { severity = "soft", limit = 900 }
"#;

/// The files of its election folder.
pub fn files() -> [(&'static str, String); 3] {
    let mut units = String::from("id,parent,level,name,registered,categories\nland,,country,Land,,\n");
    for region in 0..REGIONS {
        units += &format!("r{region},land,region,Region {region},,\n");
    }
    for station in 0..STATIONS {
        units += &format!("s/{station},r{},station,Hall {station},{VOTERS},regular|postal\n", station % REGIONS);
    }
    let options = "contest,id,number,short,colour,name\nassembly,sea,1,SEA,#1d5fa8,Sea\nassembly,hill,2,HILL,#b3312c,Hill\n\
                   assembly,town,3,TOWN,#2f7d4f,Town\nassembly,field,4,FIELD,#7d5f2f,Field\n";
    [("election.toml", TOML.into()), ("units.csv", units), ("options.csv", options.into())]
}

/// The election.
pub fn definition() -> Arc<Definition> {
    let files = files().map(|(name, text)| (name.to_owned(), text.into_bytes()));
    Arc::new(folder::read(&Folder { files: files.into() }).expect("the mill's folder has no defects"))
}

/// A small generator (SplitMix64): the same seed gives the same batches.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn count(&mut self, limit: u32) -> u32 {
        u32::try_from(self.below(limit.into())).expect("below a u32")
    }

    fn at(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("a small number");
        usize::try_from(self.below(limit)).expect("below the limit")
    }
}

/// Reports that are sent together; row `n` is in line `n + 2` of the CSV.
#[derive(Clone, Debug)]
pub struct Batch {
    pub rows: Vec<Submission>,
    pub csv: String,
}

/// One client's endless reports. No other client reports about its stations.
pub struct Mill {
    stations: Vec<UnitIx>,
    /// The highest revision that was written, by position in `stations`, then category.
    revisions: Vec<[u32; 2]>,
    random: Random,
    /// Time of the last report: no two rows have the same one, except copies.
    time: i64,
}

impl Mill {
    /// The mill of client `client` of `clients`.
    pub fn new(definition: &Definition, client: usize, clients: usize, seed: u64) -> Self {
        let units = &definition.units;
        let leaves = units.units().filter(|unit| units.is_leaf(*unit));
        let stations: Vec<UnitIx> = leaves.filter(|unit| unit.at() % clients == client).collect();
        let spread = i64::try_from(client).expect("a few clients") * 1_000_000_000;
        let (revisions, time) = (vec![[0; 2]; stations.len()], definition.polls_close + spread);
        Self { stations, revisions, random: Random(seed), time }
    }

    /// The next batch of several hundred rows.
    pub fn batch(&mut self, definition: &Definition) -> Batch {
        let mut rows: Vec<Submission> = Vec::new();
        let mut used = HashSet::new();
        for _ in 0..300 + self.random.below(500) {
            let (station, category) = (self.random.at(self.stations.len()), self.random.at(2));
            let is_new = used.insert((station, category));
            match self.random.below(20) {
                // Twice in the same batch.
                0 if !rows.is_empty() => rows.extend(rows.last().filter(|row| row.revision.is_some()).cloned()),
                // Open revisions, once in a batch: sent again, the same figures are no news then.
                1..=3 if is_new => {
                    used.insert((station, category));
                    rows.push(self.row(station, category, None));
                }
                1..=3 => {}
                kind => rows.extend(self.revised(station, category, kind, &rows)),
            }
        }
        let csv = write_reports(definition, &rows);
        Batch { rows, csv }
    }

    /// A row with the next revision of its cell; nothing where this batch has an open one.
    fn revised(&mut self, station: usize, category: usize, kind: u64, rows: &[Submission]) -> Option<Submission> {
        let (unit, category_ix) = (self.stations[station], CategoryIx::new(category));
        if rows.iter().any(|row| row.unit == unit && row.category == category_ix && row.revision.is_none()) {
            return None;
        }
        let latest = &mut self.revisions[station][category];
        // One in seventeen comes too late.
        *latest += u32::from(kind != 4);
        let revision = (*latest).max(1);
        let mut row = self.row(station, category, Some(revision));
        match kind {
            // The sum is wrong: a hard rule refuses it.
            5 => row.figures.set(Figure::Valid, Count::from(Some(7_777))),
            // A station cannot have so many votes: flagged and held.
            6 => {
                row.figures = Figures::from_votes(&[901, 0, 0, 0]).with(Figure::Ballots, 901).with(Figure::Valid, 901);
            }
            // Taken back.
            7 => {
                row.status = CountItemStatus::NotProcessed;
                row.figures = Figures::missing(4);
            }
            8 => row.status = CountItemStatus::InProcess,
            9 => row.reason = "the \"second\" box, přepočteno".into(),
            _ => {}
        }
        Some(row)
    }

    fn row(&mut self, station: usize, category: usize, revision: Option<u32>) -> Submission {
        let mut figures = Figures::missing(4);
        let mut sum = 0;
        for option in 0..4 {
            let votes = self.random.count(200);
            sum += votes;
            figures.set_vote(OptionIx::new(option), Count::from(Some(votes)));
        }
        let figures = figures.with(Figure::Valid, sum).with(Figure::Ballots, sum + self.random.count(10));
        self.time += 1;
        Submission {
            contest: ContestIx(0),
            unit: self.stations[station],
            category: CategoryIx::new(category),
            revision,
            observed_at: self.time,
            status: CountItemStatus::Completed,
            figures,
            source: String::new(),
            reason: String::new(),
        }
    }
}
