//! What was, recomputed in the plainest way and compared with the log's folds.

mod country;
mod past;

use country::reports;
use election::ContestIx;
use election::history::timeline::POINTS;
use election::history::{Fold, Log, Timeline};
use election::report::Figure;
use past::{Night, settled};
use proptest::prelude::*;

const CONTEST: ContestIx = ContestIx(0);

proptest! {
    #[test]
    fn the_last_point_of_every_timeline_is_what_the_ledger_says(reports in reports(60)) {
        let night = Night::of(&reports);
        for unit in night.definition.units.units() {
            let timeline = Timeline::of(&night.past(), CONTEST, unit);
            let now = night.standing(unit);
            prop_assert_eq!(timeline.expected, night.expected(unit));
            let Some(last) = timeline.points.last() else {
                prop_assert!(now.sums.iter().all(|sum| *sum == 0) && now.completed + now.partial == 0);
                continue;
            };
            prop_assert_eq!((last.completed, last.partial), (now.completed, now.partial));
            prop_assert_eq!(&last.figures[..], &now.sums[..Figure::COUNT]);
            prop_assert_eq!(&last.votes[..], &now.sums[Figure::COUNT..]);
        }
    }

    #[test]
    fn every_point_is_what_the_ledger_said_at_its_sequence_number(reports in reports(60)) {
        let night = Night::of(&reports);
        for unit in night.definition.units.units() {
            let timeline = Timeline::of(&night.past(), CONTEST, unit);
            prop_assert!(timeline.points.is_sorted_by(|a, b| a.seq < b.seq && a.at <= b.at));
            for point in timeline.points {
                let then = Night::of_settled(&night.accepted[..usize::try_from(point.seq).unwrap()]);
                prop_assert_eq!(&point.votes[..], &then.standing(unit).sums[Figure::COUNT..]);
                prop_assert_eq!(point.completed, then.standing(unit).completed);
            }
        }
    }

    #[test]
    fn a_timeline_made_bit_by_bit_is_the_one_made_at_once(reports in reports(60), step in 1usize..7) {
        let accepted = settled(&reports);
        let night = Night::of_settled(&accepted);
        for unit in night.definition.units.units() {
            let mut fold = Fold::new(&night.definition, CONTEST, unit);
            for end in (0..accepted.len()).step_by(step) {
                fold.extend(&Night::of_settled(&accepted[..end]).past());
            }
            fold.extend(&night.past());
            prop_assert_eq!(fold.timeline(), Timeline::of(&night.past(), CONTEST, unit));
        }
    }

    #[test]
    fn a_log_that_was_stored_is_the_same_and_grows_the_same(reports in reports(60), cut in 0usize..60) {
        let accepted = settled(&reports);
        let cut = cut.min(accepted.len());
        let mut night = Night::of_settled(&accepted[..cut]);
        night.log = Log::from_bytes(night.definition.clone(), &night.log.to_bytes()).unwrap();
        for report in &accepted[cut..] {
            night.accept(report);
        }
        let whole = Night::of_settled(&accepted);
        prop_assert_eq!(night.log.to_bytes(), whole.log.to_bytes());
        for unit in night.definition.units.units() {
            prop_assert_eq!(Timeline::of(&night.past(), CONTEST, unit), Timeline::of(&whole.past(), CONTEST, unit));
            prop_assert_eq!(night.log.trail(CONTEST, unit), whole.log.trail(CONTEST, unit));
        }
    }
}

#[test]
fn a_long_night_is_thinned_without_losing_its_end_and_without_losing_its_shape() {
    let reports: Vec<_> = (1..5_000u32)
        .map(|revision| {
            country::report(night_unit(), 0, revision, i64::from(revision) * 7_000, &[revision % 400, 1, 2])
        })
        .collect();
    let night = Night::of(&reports);
    let timeline = Timeline::of(&night.past(), CONTEST, night.definition.units.root());
    let points = &timeline.points;
    assert!((POINTS / 2..=POINTS).contains(&points.len()), "{}", points.len());
    assert_eq!((points.last().unwrap().seq, timeline.seq), (4_999, 4_999));
    let widest = points.windows(2).map(|pair| pair[1].at - pair[0].at).max().unwrap();
    assert!(widest < 4_999 * 7_000 / 60, "a gap of {widest} ms where reports came every 7 seconds");
}

/// A station that reports polling-station votes.
fn night_unit() -> election::UnitIx {
    country::definition().units.find("s2").expect("a station")
}

#[test]
fn a_clock_that_is_ahead_cannot_push_the_night_into_the_future() {
    let mut night = Night::of(&[]);
    let far = country::report(night_unit(), 0, 1, i64::MAX, &[1, 2, 3]);
    night.accept_at(&far, 10_000);
    night.accept_at(&country::report(night_unit(), 0, 2, 5_000, &[1, 2, 4]), 11_000);
    let points = Timeline::of(&night.past(), CONTEST, night.definition.units.root()).points;
    assert_eq!(points.iter().map(|point| point.at).collect::<Vec<_>>(), [10_000]);
    assert_eq!(points[0].votes, [1, 2, 4]);
}

#[test]
fn a_log_of_another_election_or_a_damaged_one_is_refused() {
    let night = Night::of(&[country::report(night_unit(), 0, 1, 0, &[1, 2, 3])]);
    let bytes = night.log.to_bytes();
    assert!(Log::from_bytes(night.definition.clone(), &bytes[..bytes.len() - 1]).is_err());
    let nobody = std::sync::Arc::new(election::Definition::default());
    assert!(Log::from_bytes(nobody, &bytes).is_err());
}
