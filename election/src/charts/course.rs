//! The course of a count: who had how many votes at which moment of the night.

use crate::format::{ranking, shares};
use crate::history::Timeline;

/// The state after some reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// When: milliseconds since 1970 UTC.
    pub at: i64,
    /// Stations that are fully counted then.
    pub counted: u32,
    /// Votes of each option then.
    pub votes: Vec<u64>,
}

/// The course of a contest at a unit, moments ascending in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Stations that are expected.
    pub of: u32,
    /// The state after each change that is remembered.
    pub moments: Vec<Moment>,
    /// When a category's first votes were reported, by position of the category, ascending in time; the category that was
    /// first is left out.
    pub begins: Vec<(i64, usize)>,
}

/// What the course is drawn against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Against {
    /// The clock.
    #[default]
    Time,
    /// The share of stations counted.
    Counted,
}

/// Shares say nothing while fewer stations than this are counted: one in so many.
const WORTH: u32 = 100;

impl From<Timeline> for Course {
    fn from(timeline: Timeline) -> Self {
        let moment =
            |point: crate::history::Point| Moment { at: point.at, counted: point.completed, votes: point.votes };
        let begin = |(category, at): (usize, Option<i64>)| Some((at?, category));
        let mut begins: Vec<(i64, usize)> = timeline.begins.into_iter().enumerate().filter_map(begin).collect();
        begins.sort_unstable();
        let begins = begins.split_off(begins.len().min(1));
        Self { of: timeline.expected, moments: timeline.points.into_iter().map(moment).collect(), begins }
    }
}

impl Course {
    /// The last moment.
    #[must_use]
    pub fn last(&self) -> Option<&Moment> {
        self.moments.last()
    }

    /// The moments at which shares say something: from one station in a hundred on. If there is no such moment yet, all.
    #[must_use]
    pub fn worth(&self) -> &[Moment] {
        let first = self.moments.iter().position(|moment| self.is_worth(moment)).unwrap_or(0);
        &self.moments[first..]
    }

    fn is_worth(&self, moment: &Moment) -> bool {
        u64::from(moment.counted) * u64::from(WORTH) >= u64::from(self.of)
            && moment.votes.iter().any(|votes| *votes > 0)
    }

    /// Whether the moments before that are left out of [`Self::worth`].
    #[must_use]
    pub fn has_unworthy(&self) -> bool {
        self.worth().len() < self.moments.len()
    }

    /// The moment that stood at time `at`.
    #[must_use]
    pub fn standing_at(&self, at: i64) -> Option<&Moment> {
        self.moments[..self.moments.partition_point(|moment| moment.at <= at)].last()
    }

    /// How the share of each option moved since `since`, in tenths of a point; none if shares said nothing yet then.
    #[must_use]
    pub fn movement(&self, since: i64) -> Option<Vec<i32>> {
        let before = self.standing_at(since).filter(|moment| self.is_worth(moment))?;
        let pairs = shares(&self.last()?.votes).into_iter().zip(shares(&before.votes));
        Some(pairs.map(|(now, before)| now.cast_signed() - before.cast_signed()).collect())
    }

    /// When another option took the lead, and which; the first lead is none. A tie leaves the lead where it was.
    #[must_use]
    pub fn lead_changes(&self) -> Vec<(i64, usize)> {
        let mut changes = Vec::new();
        let mut leader = None;
        for moment in self.worth() {
            let order = ranking(&moment.votes);
            let [first, rest @ ..] = &order[..] else { continue };
            let tied = rest.first().is_some_and(|second| moment.votes[*second] == moment.votes[*first]);
            if tied || moment.votes[*first] == 0 || leader == Some(*first) {
                continue;
            }
            if leader.is_some() {
                changes.push((moment.at, *first));
            }
            leader = Some(*first);
        }
        changes
    }

    /// The same course with about `most` moments: the last one in each of so many equal parts of the axis, the first one, and
    /// every step down of an option together with the moment before it, because that is a correction.
    #[must_use]
    pub fn thinned(&self, against: Against, most: usize) -> Self {
        let (Some(first), Some(last)) = (self.moments.first(), self.moments.last()) else { return self.clone() };
        let position = |moment: &Moment| match against {
            Against::Time => i128::from(moment.at),
            Against::Counted => i128::from(moment.counted),
        };
        let (from, span) = (position(first), (position(last) - position(first)).max(1));
        let part = |moment: &Moment| (position(moment) - from) * most.max(1) as i128 / span;
        let is_kept = |at: &usize| {
            let moment = &self.moments[*at];
            let next = self.moments.get(at + 1);
            *at == 0
                || next.is_none_or(|next| part(next) != part(moment) || steps_down(moment, next))
                || steps_down(&self.moments[at - 1], moment)
        };
        let moments = (0..self.moments.len()).filter(is_kept).map(|at| self.moments[at].clone()).collect();
        Self { of: self.of, moments, begins: self.begins.clone() }
    }

    /// The times at which an option's votes went down by what can be seen: a correction.
    #[must_use]
    pub fn corrections(&self) -> Vec<i64> {
        let pairs = self.moments.windows(2).filter(|pair| steps_down(&pair[0], &pair[1]));
        pairs.map(|pair| pair[1].at).collect()
    }
}

/// Whether an option has fewer votes afterwards, by at least a thousandth of all votes.
fn steps_down(before: &Moment, after: &Moment) -> bool {
    let all: u64 = before.votes.iter().sum();
    let seen = (all / 1000).max(1);
    before.votes.iter().zip(&after.votes).any(|(before, after)| before.saturating_sub(*after) >= seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn course(moments: &[(i64, u32, [u64; 2])]) -> Course {
        let moment =
            |(at, counted, votes): &(i64, u32, [u64; 2])| Moment { at: *at, counted: *counted, votes: votes.to_vec() };
        Course { of: 200, moments: moments.iter().map(moment).collect(), begins: Vec::new() }
    }

    #[test]
    fn categories_that_came_later_have_their_beginning() {
        let timeline = Timeline { begins: vec![Some(70), None, Some(50), Some(90)], ..Timeline::default() };
        assert_eq!(Course::from(timeline).begins, [(70, 0), (90, 3)]);
    }

    #[test]
    fn the_first_stations_say_nothing_about_shares() {
        let course = course(&[(1, 1, [9, 0]), (2, 2, [9, 1]), (3, 90, [50, 50])]);
        assert_eq!((course.worth().len(), course.has_unworthy()), (2, true));
        assert_eq!(course.movement(1), None);
        assert_eq!(course.movement(2), Some(vec![-400, 400]));
        assert_eq!(course.movement(0), None);
    }

    #[test]
    fn a_lead_changes_when_another_list_has_more_votes_and_not_in_a_tie() {
        let course = course(&[(1, 10, [5, 4]), (2, 20, [6, 6]), (3, 30, [7, 6]), (4, 40, [7, 8]), (5, 50, [9, 8])]);
        assert_eq!(course.lead_changes(), [(4, 1), (5, 0)]);
    }

    #[test]
    fn a_correction_is_a_step_down_and_survives_thinning() {
        let mut moments: Vec<(i64, u32, [u64; 2])> =
            (0_i64..100).map(|at| (at, 10, [1000 + at.cast_unsigned(), 500])).collect();
        moments[50].2 = [900, 500];
        let course = course(&moments);
        assert_eq!(course.corrections(), [50]);
        let thinned = course.thinned(Against::Time, 4);
        assert!(thinned.moments.len() < 12);
        assert_eq!(thinned.corrections(), [50]);
    }

    #[test]
    fn an_empty_course_has_nothing() {
        let empty = Course::default();
        assert!(
            empty.thinned(Against::Counted, 9).moments.is_empty() && empty.worth().is_empty() && empty.last().is_none()
        );
    }

    proptest! {
        #[test]
        fn thinning_keeps_the_ends_and_the_order_and_is_small(
            steps in proptest::collection::vec((0_i64..50, 0_u32..4, 0_u64..90), 1..200),
            most in 1_usize..40,
        ) {
            let mut moment = Moment { votes: vec![0], ..Moment::default() };
            let mut course = Course { of: 1000, ..Course::default() };
            for (time, stations, votes) in steps {
                moment = Moment { at: moment.at + time, counted: moment.counted + stations, votes: vec![moment.votes[0] + votes] };
                course.moments.push(moment.clone());
            }
            for against in [Against::Time, Against::Counted] {
                let thinned = course.thinned(against, most);
                prop_assert!(thinned.moments.len() <= most + 2);
                prop_assert_eq!(thinned.moments.first(), course.moments.first());
                prop_assert_eq!(thinned.last(), course.last());
                prop_assert!(thinned.moments.windows(2).all(|pair| pair[0].at <= pair[1].at));
            }
        }
    }
}
