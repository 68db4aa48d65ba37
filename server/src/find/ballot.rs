//! What stands on the ballots of an election, in order: each contest, then its lists, each with its candidates.

use std::cmp::Reverse;

use election::definition::{BallotOption, Contest, Text};
use election::{ContestIx, Definition, OptionIx};

use super::Thing;
use super::forest::{Forest, Found};
use super::spelling::Word;

/// Contests, lists and candidates by name.
pub(super) struct Ballot {
    forest: Forest,
    things: Vec<Thing>,
    /// One past what is below each.
    ends: Vec<u32>,
}

impl Ballot {
    pub(super) fn new(definition: &Definition) -> Self {
        let mut ballot = Self { forest: Forest::new(&[], [].into_iter()), things: Vec::new(), ends: Vec::new() };
        for at in (0..definition.contests.len()).filter(|at| !repeats_candidates(definition, ContestIx::new(*at))) {
            ballot.add_contest(definition, ContestIx::new(at));
        }
        let level = |thing: &Thing| match thing {
            Thing::Contest(_) | Thing::Unit(_) => 0,
            Thing::List(..) => 1,
            Thing::Candidate(..) => 2,
        };
        let levels: Vec<usize> = ballot.things.iter().map(level).collect();
        let names = ballot
            .things
            .iter()
            .zip(0..)
            .flat_map(|(thing, at)| names(definition, *thing).into_iter().map(move |name| (at, name)));
        ballot.forest = Forest::new(&levels, names);
        ballot
    }

    fn add_contest(&mut self, definition: &Definition, at: ContestIx) {
        let contest = &definition.contests[at.at()];
        let place = self.open(Thing::Contest(at));
        for option in (0..contest.options.len()).map(OptionIx::new) {
            let list = self.open(Thing::List(at, option));
            let candidates = contest.candidates.get(option.at()).map_or(0, Vec::len);
            for candidate in 0..candidates {
                let one = self.open(Thing::Candidate(at, option, candidate));
                self.close(one);
            }
            self.close(list);
        }
        self.close(place);
    }

    fn open(&mut self, thing: Thing) -> usize {
        self.things.push(thing);
        self.ends.push(0);
        self.things.len() - 1
    }

    fn close(&mut self, place: usize) {
        self.ends[place] = u32::try_from(self.things.len()).expect("ballots have fewer names than 4 billion");
    }

    pub(super) fn find(&self, words: &[Word], most: usize) -> Found {
        let end = |at: u32| self.ends[at as usize];
        // The first on a list are known best.
        let size = |at: u32| match self.things[at as usize] {
            Thing::Candidate(_, _, position) => u32::MAX / 2 - u32::try_from(position).unwrap_or(0),
            _ => u32::MAX,
        };
        let mut found = self.forest.find(words, most, end, size);
        // Contests and lists before their candidates.
        found.best.sort_by_key(|found| (found.distance, found.size, Reverse(end(found.at) - found.at)));
        found
    }

    pub(super) fn thing(&self, at: u32) -> Thing {
        self.things[at as usize]
    }

    pub(super) fn names<'a>(&self, definition: &'a Definition, at: u32) -> Vec<&'a str> {
        names(definition, self.thing(at))
    }

    pub(super) fn bytes(&self) -> usize {
        self.forest.bytes() + self.ends.len() * 4 + self.things.len() * size_of::<Thing>()
    }
}

/// Whether a contest's options are the candidates of another one's lists: they are found there.
fn repeats_candidates(definition: &Definition, at: ContestIx) -> bool {
    let has_them = |contest: &Contest| contest.preferences == Some(at) && !contest.candidates.is_empty();
    definition.contests.iter().any(has_them)
}

fn texts(text: &Text) -> impl Iterator<Item = &str> {
    std::iter::once(text.default.as_str()).chain(text.others.values().map(String::as_str))
}

fn names(definition: &Definition, thing: Thing) -> Vec<&str> {
    let of = |contest: ContestIx| &definition.contests[contest.at()];
    match thing {
        Thing::Unit(unit) => vec![definition.units.name(unit)],
        Thing::Contest(contest) => texts(&of(contest).title).chain(texts(&definition.title)).collect(),
        Thing::List(contest, option) => list_names(definition, &of(contest).options[option.at()]),
        Thing::Candidate(contest, option, at) => vec![&of(contest).candidates[option.at()][at].name],
    }
}

/// A list by its name, its abbreviation and those of its party.
fn list_names<'a>(definition: &'a Definition, option: &'a BallotOption) -> Vec<&'a str> {
    let party = option.party.map(|party| &definition.parties[party.at()]);
    let of_party = party.into_iter().flat_map(|party| texts(&party.name).chain([party.short.as_str()]));
    texts(&option.name).chain([option.short.as_str()]).chain(of_party).collect()
}
