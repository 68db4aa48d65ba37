//! What a table says about one unit, category and time, put together from one row or several.

use super::figure::Empty;
use super::mapping::Mapping;
use super::options::Target;
use super::plan::Plan;
use super::written::Unreported;
use crate::ids::{CategoryIx, OptionIx, UnitIx};
use crate::report::{Count, CountItemStatus, Figures};
use crate::submission::Submission;

/// Where and when something was counted. In a table without times it can be there but once.
pub(super) type Key = (UnitIx, CategoryIx, i64);

/// A submission that is being put together.
pub(super) struct Item {
    pub(super) key: Key,
    /// Its first line.
    pub(super) line: u32,
    pub(super) status: CountItemStatus,
    pub(super) figures: Figures,
    /// One of its rows has a defect, so it would be incomplete.
    pub(super) is_broken: bool,
}

impl Item {
    /// Sets what is missing. `false` if there is another figure already.
    pub(super) fn merge(&mut self, target: Target, count: Count) -> bool {
        let known = match target {
            Target::Option(option) => self.figures.votes()[option.at()],
            Target::Figure(figure) => self.figures.get(figure),
        };
        if count.get().is_none() || known == count {
            return true;
        }
        match target {
            Target::Option(option) => self.figures.set_vote(option, count),
            Target::Figure(figure) => self.figures.set(figure, count),
        }
        known.get().is_none()
    }

    /// The submission; none of a unit that has not reported, unless the mapping wants it taken back.
    pub(super) fn finish(mut self, mapping: &Mapping, plan: &Plan) -> Option<Submission> {
        let has_votes = self.figures.votes().iter().any(|vote| vote.get().is_some());
        if !has_votes || self.status == CountItemStatus::NotProcessed {
            if mapping.unreported == Unreported::Nothing {
                return None;
            }
            self.status = CountItemStatus::NotProcessed;
            self.figures = Figures::missing(self.figures.votes().len());
        } else if mapping.style.empty == Empty::Zero {
            self.fill_with_zeros();
        }
        let (unit, category, observed_at) = self.key;
        Some(Submission {
            contest: plan.contest,
            unit,
            category,
            revision: None,
            observed_at,
            status: self.status,
            figures: self.figures,
            source: mapping.source.clone(),
            reason: String::new(),
        })
    }

    fn fill_with_zeros(&mut self) {
        for option in (0..self.figures.votes().len()).map(OptionIx::new) {
            if self.figures.votes()[option.at()].get().is_none() {
                self.figures.set_vote(option, Count::from(Some(0)));
            }
        }
    }
}
