//! Finding units, lists, candidates and contests by name: without regard to case, marks, script, spelling of sounds, the
//! order of words, and one or two typing errors.
//!
//! One [`Finder`] per election, made once from its definition. Nothing in it changes during the night.

mod ballot;
mod bits;
mod forest;
mod shown;
mod spelling;
mod terms;
#[cfg(test)]
mod tests;
mod typo;

use election::definition::fold_name;
use election::{ContestIx, Definition, OptionIx, UnitIx};

use tokio::sync::Semaphore;

use ballot::Ballot;
use forest::{Forest, Found, Match};
use spelling::Word;

pub use shown::Asked;

use crate::problem::Problem;

/// So many are looked at more closely for each that is asked for.
const CLOSER: usize = 4;
/// Longest query in characters; what follows is not read.
const LONGEST: usize = 100;

/// Searches that run at the same time: what readers type is endless, and each takes a thread for some milliseconds.
const AT_ONCE: usize = 8;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Searches on a thread that may take its time, when it is its turn.
///
/// # Errors
/// If the search failed.
pub async fn in_turn<T: Send + 'static>(search: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let turn = TURNS.acquire().await;
    let searched = tokio::task::spawn_blocking(move || {
        // Held to the end, even if the reader has left.
        let _turn = turn;
        search()
    });
    searched.await.map_err(|_| Problem::unavailable("search", "The search failed; try again."))
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A unit.
    Unit(UnitIx),
    /// A contest.
    Contest(ContestIx),
    /// A list.
    List(ContestIx, OptionIx),
    /// A candidate of a list, by position.
    Candidate(ContestIx, OptionIx, usize),
}

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What.
    pub thing: Thing,
    /// How far it is from what was asked for; 0 = the very name or id.
    pub distance: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Units, best first.
    pub units: Vec<Hit>,
    /// Contests, lists and candidates, best first.
    pub ballot: Vec<Hit>,
    /// How many units match in all.
    pub units_total: usize,
    /// How many contests, lists and candidates match in all.
    pub ballot_total: usize,
}

/// The names of one election, ready to be looked through.
pub struct Finder {
    units: Forest,
    ballot: Ballot,
}

impl Finder {
    /// Of a definition. Takes about a microsecond a unit.
    #[must_use]
    pub fn new(definition: &Definition) -> Self {
        let units = &definition.units;
        let own = units.units().map(|unit| (unit.0, units.name(unit)));
        let translated = definition.unit_names.values().flatten().map(|(unit, name)| (unit.0, name.as_str()));
        let aliases = definition.aliases.iter().map(|(alias, unit)| (unit.0, alias.as_str()));
        let levels: Vec<usize> = units.units().map(|unit| units.level(unit).at()).collect();
        Self { units: Forest::new(&levels, own.chain(translated).chain(aliases)), ballot: Ballot::new(definition) }
    }

    /// Bytes that it keeps.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.units.bytes() + self.ballot.bytes()
    }

    /// The best `most` units and the best `most` contests, lists and candidates for what somebody typed.
    #[must_use]
    pub fn find(&self, definition: &Definition, query: &str, most: usize) -> Hits {
        let query: String = query.trim().chars().take(LONGEST).collect();
        let words: Vec<Word> = spelling::words(&query).collect();
        let (units, units_total) = self.units(definition, &query, &words, most);
        let found = self.ballot.find(&words, most * CLOSER);
        let ballot = closer(&found, &query, most, |at| self.ballot.names(definition, at));
        let ballot =
            ballot.into_iter().map(|found| Hit { thing: self.ballot.thing(found.at), distance: found.distance });
        Hits { units, units_total, ballot: ballot.collect(), ballot_total: found.total }
    }

    fn units(&self, definition: &Definition, query: &str, words: &[Word], most: usize) -> (Vec<Hit>, usize) {
        let tree = &definition.units;
        let size = |at| UnitIx::new(tree.cells_below(UnitIx(at)).len()).0;
        let end = |at| tree.end(UnitIx(at)).0;
        let found = self.units.find(words, most * CLOSER, end, size);
        let names = |at: u32| {
            let unit = UnitIx(at);
            let translated = definition.unit_names.values().filter_map(|names| names.get(&unit));
            std::iter::once(tree.name(unit)).chain(translated.map(String::as_str)).collect()
        };
        let by_name = closer(&found, query, most, names);
        let by_name =
            by_name.into_iter().map(|found| Hit { thing: Thing::Unit(UnitIx(found.at)), distance: found.distance });
        let by_id = by_id(definition, query, most);
        let mut hits: Vec<Hit> = Vec::new();
        let (same, begins): (Vec<Hit>, Vec<Hit>) = by_id.into_iter().partition(|hit| hit.distance == 0);
        for hit in same.into_iter().chain(by_name).chain(begins) {
            if !hits.iter().any(|known| known.thing == hit.thing) {
                hits.push(hit);
            }
        }
        let total = found.total.max(hits.len());
        hits.truncate(most);
        (hits, total)
    }
}

/// The best `most` of what was found, after a look at whole names: the very name before one that begins so before others.
fn closer<'a>(found: &Found, query: &str, most: usize, names: impl Fn(u32) -> Vec<&'a str>) -> Vec<Match> {
    let (wanted, asked) = (fold_name(query), query.split_whitespace().count());
    let look = |found: &Match| {
        let names = names(found.at);
        let lengths: Vec<usize> = names.iter().map(|name| name.split_whitespace().count()).collect();
        let names: Vec<String> = names.into_iter().map(fold_name).collect();
        let others = lengths.iter().map(|words| words.abs_diff(asked)).min().unwrap_or(0).min(9);
        let distance = match () {
            () if names.contains(&wanted) => 0,
            () if names.iter().any(|name| name.starts_with(&wanted)) => 1,
            // Of equally near ones, the one that says the least besides.
            () => 2 + found.distance * 10 + u32::try_from(others).unwrap_or(9),
        };
        Match { distance, ..*found }
    };
    let mut best: Vec<Match> = found.best.iter().map(look).collect();
    best.sort_unstable();
    best.truncate(most);
    best
}

/// The units whose id this is or begins so, as typed, in capitals or in small letters; and what an alias names.
fn by_id(definition: &Definition, query: &str, most: usize) -> Vec<Hit> {
    let tree = &definition.units;
    let spellings = [query.to_owned(), query.to_uppercase(), query.to_lowercase()];
    let same = spellings.iter().find_map(|id| tree.find(id)).or_else(|| definition.find_unit(query));
    let hit = |distance| move |unit| Hit { thing: Thing::Unit(unit), distance };
    let begins = spellings.iter().filter(|id| id.len() > 1).flat_map(|id| tree.ids_beginning(id).take(most));
    same.into_iter().map(hit(0)).chain(begins.map(hit(1))).collect()
}
