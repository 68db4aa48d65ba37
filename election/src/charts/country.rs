//! A country of two regions for the tests here.

use std::sync::Arc;

use super::{Remaining, Sample, Swing, samples, swings};
use crate::definition::{BallotOption, Baseline, Category, Contest, Definition, Level};
use crate::ids::{CategoryIx, ContestIx, LevelIx, OptionIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{CountItemStatus, Figure, Figures, Report};
use crate::tree::{UnitRecord, UnitTree};

/// Number of lists.
pub(super) const LISTS: usize = 3;

/// `land` with the regions `a` (200 and 100 registered voters) and `b` (200 and 100), each with an office for the post.
pub(super) struct Country {
    ledger: Ledger,
    revision: u32,
}

impl Country {
    pub(super) const STATIONS: [&'static str; 6] = ["a1", "a2", "post-a", "b1", "b2", "post-b"];

    pub(super) fn new() -> Self {
        let unit = |id: &str, parent: &str, level, registered: Option<u32>, categories| UnitRecord {
            id: id.into(),
            parent: parent.into(),
            level: LevelIx(level),
            registered: registered.into(),
            categories,
            ..UnitRecord::default()
        };
        let mut records = vec![unit("land", "", 0, None, 0)];
        for region in ["a", "b"] {
            records.push(unit(region, "land", 1, None, 0));
            records.push(unit(&format!("{region}1"), region, 2, Some(200), 1));
            records.push(unit(&format!("{region}2"), region, 2, Some(100), 1));
            records.push(unit(&format!("post-{region}"), region, 2, None, 2));
        }
        let (units, _) = UnitTree::build(&records, 2).unwrap();
        let before: Box<[Option<u64>]> = [None; Figure::COUNT].into_iter().chain([Some(50), Some(50), None]).collect();
        let baseline = Baseline::from([(units.find("a").unwrap(), before)]);
        let contest = Contest { options: vec![BallotOption::default(); LISTS], ..Contest::default() };
        let definition = Definition {
            levels: vec![Level::default(); 3],
            categories: vec![Category::default(); 2],
            contests: vec![contest],
            baselines: vec![baseline],
            hours_before: Vec::new(),
            units,
            ..Definition::default()
        };
        Self { ledger: Ledger::new(Arc::new(definition)), revision: 0 }
    }

    pub(super) fn count(&mut self, station: &str, votes: &[u32; LISTS]) {
        self.report(station, votes, CountItemStatus::Completed);
    }

    pub(super) fn count_partly(&mut self, station: &str, votes: &[u32; LISTS]) {
        self.report(station, votes, CountItemStatus::InProcess);
    }

    fn report(&mut self, station: &str, votes: &[u32; LISTS], status: CountItemStatus) {
        self.revision += 1;
        let report = Report {
            contest: ContestIx(0),
            unit: self.unit(station),
            category: CategoryIx(u8::from(station.starts_with("post"))),
            revision: self.revision,
            observed_at: 0,
            status,
            figures: Figures::from_votes(votes).with(Figure::Ballots, votes.iter().sum()),
            source: String::new(),
            reason: String::new(),
        };
        self.ledger.apply(&report).unwrap();
    }

    fn unit(&self, id: &str) -> UnitIx {
        self.ledger.definition().units.find(id).unwrap()
    }

    fn regions(&self) -> Vec<UnitIx> {
        vec![self.unit("a"), self.unit("b")]
    }

    pub(super) fn samples(&self, unit: &str, option: u16) -> Vec<Sample> {
        samples(&self.ledger, ContestIx(0), self.unit(unit), OptionIx(option))
    }

    pub(super) fn remaining(&self) -> Remaining {
        Remaining::of(&self.ledger, ContestIx(0), &self.regions())
    }

    pub(super) fn swings(&self, option: u16) -> Vec<Swing> {
        swings(&self.ledger, ContestIx(0), &self.regions(), OptionIx(option))
    }
}
