//! What was, recomputed in the plainest way and compared with the log's folds.

mod country;
mod past;

use country::reports;
use election::history::recent::Span;
use election::history::timeline::POINTS;
use election::history::{CorrectionKind, Filter, Fold, Log, Point, Timeline};
use election::report::Figure;
use election::{ContestIx, LevelIx};
use past::{Found, Night, recount, settled};
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
            prop_assert_eq!(night.corrections(unit), whole.corrections(unit));
        }
    }
}

proptest! {
    #[test]
    fn the_corrections_listed_are_those_that_a_recount_of_the_journal_finds(reports in reports(60)) {
        let night = Night::of(&reports);
        for unit in night.definition.units.units() {
            let listed: Vec<_> = night.corrections(unit).iter().map(Found::from).collect();
            let mut recounted = recount(&night.definition, &night.accepted);
            recounted.retain(|found| night.definition.units.is_within(found.unit, unit));
            recounted.reverse();
            prop_assert_eq!(listed, recounted);
        }
    }

    #[test]
    fn neither_another_order_nor_repetition_makes_more_corrections(
        reports in reports(40),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        shuffle in any::<u64>(),
    ) {
        // One content a revision: where two sources disagree, the order does say who corrected whom.
        let mut seen = std::collections::BTreeSet::new();
        let mut reports: Vec<_> = reports;
        reports.sort_by_key(|report| report.revision);
        reports.retain(|report| seen.insert((report.unit, report.category, report.revision)));
        let mut again = reports.clone();
        again.extend(picks.iter().filter(|_| !reports.is_empty()).map(|pick| pick.get(&reports).clone()));
        let mut state = shuffle | 1;
        for at in (1..again.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            again.swap(at, (state >> 33) as usize % (at + 1));
        }
        let root = country::definition().units.root();
        let applied = |night: &Night| night.corrections(root).iter().filter(|one| one.kind != CorrectionKind::Held).count();
        prop_assert!(applied(&Night::of(&again)) <= applied(&Night::of(&reports)));
        let twice: Vec<_> = reports.iter().flat_map(|report| [report.clone(), report.clone()]).collect();
        prop_assert_eq!(Night::of(&twice).corrections(root), Night::of(&reports).corrections(root));
    }

    #[test]
    fn pages_of_corrections_join_to_the_whole_list(reports in reports(60), most in 1usize..5) {
        let night = Night::of(&reports);
        let root = night.definition.units.root();
        for kind in [None, Some(CorrectionKind::Correction), Some(CorrectionKind::Held)] {
            let filter = Filter { kind, ..Filter::all(CONTEST, root) };
            let (mut joined, mut before) = (Vec::new(), None);
            loop {
                let page = filter.page(&night.past(), before, most);
                prop_assert_eq!(page.counts.all() as usize, night.corrections(root).len());
                joined.extend(page.corrections);
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            prop_assert_eq!(joined, filter.of(&night.past()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_changed_lately_is_the_difference_of_two_ledgers(reports in reports(60), cut in 0usize..60) {
        let accepted = settled(&reports);
        let cut = cut.min(accepted.len());
        let then = Night::of_settled(&accepted[..cut]);
        let mut night = Night::of(&[]);
        for (at, report) in accepted.iter().enumerate() {
            // Two moments of the night: before the cut and after it.
            let observed_at = if at < cut { 1_000 } else { 2_000 };
            night.accept(&election::Report { observed_at, ..report.clone() });
        }
        for unit in night.definition.units.units() {
            for level in 0..night.definition.levels.len() {
                let recent = night.recent(unit, LevelIx::new(level), 1_000);
                let same = |span: &Span| {
                    let sums = then.standing(span.unit).sums;
                    (&span.before.votes[..], &span.before.figures[..]) == (&sums[Figure::COUNT..], &sums[..Figure::COUNT])
                        && span.before.completed == then.standing(span.unit).completed
                };
                prop_assert!(same(&recent.whole) && recent.places.iter().all(same), "{:#?}", recent);
                let reports: u32 = recent.places.iter().map(|place| place.reports).sum();
                prop_assert!(recent.places.is_empty() || reports == recent.whole.reports);
            }
        }
    }
}

#[test]
fn a_lead_changes_only_between_two_leaders() {
    let span = |before: &[u64], after: &[u64]| {
        let point = |votes: &[u64]| Point { votes: votes.to_vec(), ..Point::default() };
        Span { before: point(before), after: point(after), ..Span::default() }.lead_changes()
    };
    assert_eq!(span(&[5, 4], &[5, 6]), Some((0, 1)));
    assert_eq!(span(&[0, 0], &[5, 6]), None, "the first votes");
    assert_eq!(span(&[5, 4], &[6, 6]), None, "a tie");
    assert_eq!(span(&[5, 4], &[9, 6]), None);
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
