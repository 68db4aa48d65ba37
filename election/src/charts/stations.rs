//! What observers look at: each counted station's turnout and the share of one list there.

use crate::format::share;
use crate::ids::{ContestIx, OptionIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{Count, Figure};

/// One counted station (of one category).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The station.
    pub unit: UnitIx,
    /// Ballots cast per registered voter in tenths of a percent, where both are known.
    pub turnout: Option<u32>,
    /// The list's share in tenths of a percent; none where there are no votes.
    pub share: Option<u32>,
}

/// The counted stations below `unit`, in the order of the tree. A station that is counted in part has no turnout yet and is
/// left out.
#[must_use]
pub fn samples(ledger: &Ledger, contest: ContestIx, unit: UnitIx, option: OptionIx) -> Vec<Sample> {
    let units = &ledger.definition().units;
    let counted = |cell: &usize| ledger.entry(contest, *cell).status.is_counted();
    let sample = |cell: usize| {
        let (unit, figures) = (units.unit_of_cell(cell), ledger.figures(contest, cell));
        // The voters of a station with several categories are registered for all of them together.
        let turnout = if units.cells_below(unit).len() == 1 { turnout(figures) } else { None };
        Sample { unit, turnout, share: share_of(figures, option) }
    };
    units.cells_below(unit).filter(counted).map(sample).collect()
}

fn turnout(figures: &[Count]) -> Option<u32> {
    let ballots = figures[Figure::Ballots as usize].get()?;
    share(ballots.into(), figures[Figure::Registered as usize].get()?.into())
}

fn share_of(figures: &[Count], option: OptionIx) -> Option<u32> {
    let votes = &figures[Figure::COUNT..];
    let all = votes.iter().map(|vote| u64::from(vote.or_zero())).sum();
    share(votes[option.at()].get()?.into(), all)
}

/// How far apart the list's share is in stations of high and of low turnout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves {
    /// The middle turnout, in tenths of a percent.
    pub turnout: u32,
    /// The middle share where turnout is below it.
    pub below: u32,
    /// The middle share where it is at or above it.
    pub above: u32,
}

/// The list's middle share in the stations whose turnout is below the middle one, and in all others: in halves, but that
/// stations of the same turnout stay together. None below twenty stations, or where none has less than the middle turnout.
#[must_use]
pub fn halves(samples: &[Sample]) -> Option<Halves> {
    let mut pairs: Vec<(u32, u32)> = samples.iter().filter_map(|one| Some((one.turnout?, one.share?))).collect();
    if pairs.len() < 20 {
        return None;
    }
    pairs.sort_unstable();
    let turnout = pairs[pairs.len() / 2].0;
    let (below, above) = pairs.split_at(pairs.partition_point(|pair| pair.0 < turnout));
    let middle = |half: &[(u32, u32)]| {
        let mut shares: Vec<u32> = half.iter().map(|(_, share)| *share).collect();
        shares.sort_unstable();
        shares.get(shares.len() / 2).copied()
    };
    Some(Halves { turnout, below: middle(below)?, above: middle(above)? })
}

#[cfg(test)]
mod tests {
    use super::super::country::{Country, LISTS};
    use super::*;

    #[test]
    fn a_station_has_a_turnout_and_a_share_once_it_is_counted() {
        let mut country = Country::new();
        assert!(country.samples("land", 0).is_empty());
        country.count("a1", &[60, 40, 0]);
        country.count_partly("a2", &[5, 5, 0]);
        let samples = country.samples("land", 0);
        assert_eq!(samples.len(), 1, "a count in part is not a station's result");
        assert_eq!((samples[0].turnout, samples[0].share), (Some(500), Some(600)));
    }

    #[test]
    fn what_is_not_known_has_no_turnout() {
        let mut country = Country::new();
        country.count("post-a", &[3, 1, 0]);
        assert_eq!(country.samples("land", 1)[0].turnout, None, "nobody is registered for the post");
    }

    #[test]
    fn a_station_without_votes_has_no_share() {
        let mut country = Country::new();
        country.count("a1", &[0; LISTS]);
        assert_eq!((country.samples("a", 0)[0].share, country.samples("b", 0).len()), (None, 0));
    }

    #[test]
    fn halves_are_of_turnout_and_need_twenty_stations() {
        let sample = |at: u32| Sample {
            unit: UnitIx(at),
            turnout: Some(300 + at),
            share: Some(if at < 10 { 200 } else { 400 }),
        };
        let samples: Vec<Sample> = (0..20).map(sample).collect();
        assert_eq!(halves(&samples), Some(Halves { turnout: 310, below: 200, above: 400 }));
        assert_eq!(halves(&samples[1..]), None);
    }

    #[test]
    fn stations_of_the_same_turnout_are_not_told_apart_by_their_share() {
        let sample = |at: u32, turnout| Sample {
            unit: UnitIx(at),
            turnout: Some(turnout),
            share: Some(if at.is_multiple_of(2) { 200 } else { 400 }),
        };
        let alike: Vec<Sample> = (0..40).map(|at| sample(at, 500)).collect();
        assert_eq!(halves(&alike), None);
        // One in four has less, with as many of either share.
        let samples: Vec<Sample> = (0..40).map(|at| sample(at, if at < 10 { 300 } else { 500 })).collect();
        assert_eq!(halves(&samples), Some(Halves { turnout: 500, below: 400, above: 400 }));
    }
}
