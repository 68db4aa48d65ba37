//! Which lists take part in the sharing-out.

use super::outcome::{Standing, Tally};
use super::rule::{Alliance, House};
use crate::definition::{Threshold, ThresholdBase, ThresholdScope};

/// Who takes part.
pub(super) struct Eligible {
    /// How each list stands over the whole.
    pub(super) standing: Vec<Standing>,
    /// Per list: over the whole.
    pub(super) nation: Vec<bool>,
    /// Per district and list: for the district's own seats.
    pub(super) districts: Vec<Vec<bool>>,
}

impl Eligible {
    pub(super) fn of(house: &House, tally: &Tally) -> Self {
        let Some(threshold) = &house.threshold else {
            let all = vec![true; house.lists.len()];
            return Self {
                standing: vec![Standing::NoThreshold; house.lists.len()],
                districts: vec![all.clone(); house.districts.len()],
                nation: all,
            };
        };
        let case = Case { house, tally, threshold };
        let standing: Vec<Standing> = (0..house.lists.len()).map(|list| case.standing(list)).collect();
        let nation: Vec<bool> = standing.iter().map(|standing| *standing != Standing::Missed).collect();
        let there = |district: usize| {
            (nation.iter().enumerate()).map(|(list, nation)| case.in_district(list, district, *nation)).collect()
        };
        Self { districts: (0..house.districts.len()).map(there).collect(), standing, nation }
    }
}

/// A threshold at work.
pub(super) struct Case<'a> {
    pub(super) house: &'a House,
    pub(super) tally: &'a Tally,
    pub(super) threshold: &'a Threshold,
}

impl Case<'_> {
    fn standing(&self, list: usize) -> Standing {
        if self.is_waived(list) {
            Standing::Waived
        } else if self.threshold.within == ThresholdScope::District {
            let anywhere = (0..self.house.districts.len()).any(|district| self.reaches_there(list, district));
            if anywhere { Standing::Reached } else { Standing::Missed }
        } else if self.reaches(list) {
            Standing::Reached
        } else {
            Standing::Missed
        }
    }

    fn is_waived(&self, list: usize) -> bool {
        let groups = &self.house.lists[list].groups;
        let won = |least: u32| self.constituencies_won(list) >= least as usize;
        groups.iter().any(|group| self.threshold.waived_for.contains(group))
            || self.threshold.or_constituencies.is_some_and(won)
    }

    fn constituencies_won(&self, list: usize) -> usize {
        let wins = |votes: &&Vec<u64>| {
            votes[list] > 0 && votes.iter().enumerate().all(|(at, votes_of)| at == list || *votes_of < votes[list])
        };
        self.tally.constituencies.iter().filter(wins).count()
    }

    fn reaches(&self, list: usize) -> bool {
        let votes = |list: usize| self.tally.districts.iter().map(|district| district.votes[list]).sum::<u64>();
        let whole = self.tally.districts.iter().map(|district| self.base(district)).sum();
        is_met(self.threshold.basis_points, votes(list), whole)
            || self.threshold.or_in_a_district.is_some_and(|share| {
                self.tally.districts.iter().any(|there| is_met(share, there.votes[list], self.base(there)))
            })
            || self.threshold.alliance.is_some_and(|share| {
                self.allies(list).is_some_and(|allies| is_met(share, allies.into_iter().map(votes).sum(), whole))
            })
    }

    /// All lists of the outermost alliance that a list belongs to.
    pub(super) fn allies(&self, list: usize) -> Option<Vec<usize>> {
        let above =
            |id: &str| self.house.alliances.iter().find(|alliance| alliance.members.iter().any(|one| one == id));
        let mut outer = above(&self.house.lists[list].id)?;
        while let Some(next) = above(&outer.id) {
            outer = next;
        }
        let mut lists = Vec::new();
        self.collect(outer, &mut lists);
        Some(lists)
    }

    fn collect(&self, alliance: &Alliance, lists: &mut Vec<usize>) {
        for member in &alliance.members {
            lists.extend(self.house.lists.iter().position(|list| list.id == *member));
            let inner = self.house.alliances.iter().find(|inner| inner.id == *member);
            inner.into_iter().for_each(|inner| self.collect(inner, lists));
        }
    }

    fn in_district(&self, list: usize, district: usize, nation: bool) -> bool {
        match self.threshold.within {
            ThresholdScope::District => self.is_waived(list) || self.reaches_there(list, district),
            ThresholdScope::Nation => {
                let there = &self.tally.districts[district];
                let or_there = |share| is_met(share, there.votes[list], self.base(there));
                nation || self.threshold.or_there.is_some_and(or_there)
            }
        }
    }

    fn reaches_there(&self, list: usize, district: usize) -> bool {
        let there = &self.tally.districts[district];
        is_met(self.threshold.basis_points, there.votes[list], self.base(there))
    }

    pub(super) fn base(&self, district: &super::outcome::DistrictTally) -> u64 {
        match self.threshold.of {
            ThresholdBase::Valid => district.valid,
            ThresholdBase::Cast => district.cast,
        }
    }
}

/// `votes ÷ whole ≥ share`, exact; `share` in hundredths of a percent. Nobody reaches a share of nothing.
pub(super) fn is_met(share: u32, votes: u64, whole: u64) -> bool {
    votes > 0 && u128::from(votes) * 10_000 >= u128::from(share) * u128::from(whole)
}
