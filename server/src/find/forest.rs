//! Looking for words in names that stand above one another: units, or contests with their lists and candidates.
//!
//! Positions are in pre-order, so that what is below one is the range that follows it. All words must be in a name or in
//! those above it, at least one in the name itself: `1 Gjakova` finds station 1 below Gjakova.

use std::cmp::Reverse;

use super::bits::Bits;
use super::spelling::Word;
use super::terms::{Matches, Nearness, Terms};

/// So many of the largest that match are weighed; of 800,000 stations called alike nobody wants the last.
const MOST_WEIGHED: usize = 20_000;
/// With at least so many that match as they are written, nobody is thought to have misspelt.
const ENOUGH: usize = 5;

/// Names above one another.
pub(super) struct Forest {
    pub(super) terms: Terms,
    /// The positions of each level, from the top.
    levels: Vec<Bits>,
}

/// A position that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    /// How far its names are from what was asked for; 0 = the same words.
    pub(super) distance: u32,
    /// The larger first.
    pub(super) size: Reverse<u32>,
    /// Where it is.
    pub(super) at: u32,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The best ones, best first.
    pub(super) best: Vec<Match>,
    /// How many match in all.
    pub(super) total: usize,
}

impl Forest {
    /// `level` of each position, and the names of positions.
    pub(super) fn new<'a>(levels: &[usize], names: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let deepest = levels.iter().copied().max().unwrap_or(0);
        let mut of_level = vec![Bits::none(levels.len()); deepest + 1];
        levels.iter().zip(0..).for_each(|(level, at)| of_level[*level].add(at));
        Self { terms: Terms::new(levels.len(), names), levels: of_level }
    }

    /// The best `most` matches. `end` is one past what is below a position.
    pub(super) fn find(
        &self,
        query: &[Word],
        most: usize,
        end: impl Fn(u32) -> u32 + Copy,
        size: impl Fn(u32) -> u32,
    ) -> Found {
        if query.is_empty() {
            return Found::default();
        }
        let mut matches: Vec<Matches> = query.iter().map(|word| self.terms.exact(word)).collect();
        let mut common = common(&matches, end);
        if common.count() < ENOUGH {
            let all = self.terms.all();
            query.iter().zip(&mut matches).for_each(|(word, matches)| self.terms.misspelt(&all, word, matches));
            common = self::common(&matches, end);
        }
        let total = common.count();
        let weighed = self.largest_first(&common).take(MOST_WEIGHED);
        let mut best: Vec<Match> =
            weighed.map(|at| Match { distance: distance(&matches, at), size: Reverse(size(at)), at }).collect();
        if best.len() > most {
            best.select_nth_unstable(most);
            best.truncate(most);
        }
        best.sort_unstable();
        Found { best, total }
    }

    fn largest_first<'a>(&'a self, of: &'a Bits) -> impl Iterator<Item = u32> + 'a {
        self.levels.iter().flat_map(move |level| {
            let mut here = of.clone();
            here.keep(level);
            here.members().collect::<Vec<_>>()
        })
    }

    /// Bytes that are kept.
    pub(super) fn bytes(&self) -> usize {
        self.terms.bytes() + self.levels.iter().map(Bits::bytes).sum::<usize>()
    }
}

/// The positions with all words in their names or above, at least one in their own.
fn common(matches: &[Matches], end: impl Fn(u32) -> u32 + Copy) -> Bits {
    let own: Vec<Bits> = matches.iter().map(Matches::any).collect();
    let [first, rest @ ..] = &own[..] else { return Bits::none(0) };
    if rest.is_empty() {
        return first.clone();
    }
    let mut common = first.with_below(end);
    rest.iter().for_each(|other| common.keep(&other.with_below(end)));
    let mut any = first.clone();
    rest.iter().for_each(|other| any.join(other));
    common.keep(&any);
    common
}

fn distance(matches: &[Matches], at: u32) -> u32 {
    let of = |matches: &Matches| match matches.nearness(at) {
        Some(Nearness::Same) => 0,
        Some(Nearness::Begins) => 1,
        // It is in a name above.
        None => 2,
        Some(Nearness::Misspelt) => 4,
    };
    matches.iter().map(of).sum()
}
