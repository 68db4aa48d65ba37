//! That a night looks like a night: its curve, its lead, its geography.

use super::*;

/// Complete counts of a category, in minutes after the polls closed.
fn arrivals(definition: &Definition, reports: &[Report], category: u8) -> Vec<f64> {
    let first = |told: &Vec<&Report>| {
        told.iter().find(|report| report.status == CountItemStatus::Completed).map(|it| it.observed_at)
    };
    let cells = by_cell(reports);
    let of_category = cells.iter().filter(|((_, _, of), _)| of.0 == category);
    let mut minutes: Vec<f64> = of_category
        .filter_map(|(_, told)| first(told))
        .map(|at| (at - definition.polls_close) as f64 / 60_000.0)
        .collect();
    minutes.sort_by(f64::total_cmp);
    minutes
}

#[test]
fn stations_arrive_in_an_s_curve() {
    let definition = country::rich();
    for seed in 1..6 {
        let arrivals = arrivals(&definition, &night(&definition, seed), 0);
        let by = |minute: f64| arrivals.iter().filter(|at| **at <= minute).count() as f64 / arrivals.len() as f64;
        for (minute, low, high) in [
            (30.0, 0.0, 0.02),
            (60.0, 0.02, 0.1),
            (120.0, 0.2, 0.4),
            (180.0, 0.5, 0.7),
            (270.0, 0.9, 0.97),
            (330.0, 0.985, 1.0),
        ] {
            assert!((low..=high).contains(&by(minute)), "seed {seed}: {} at {minute}", by(minute));
        }
    }
}

#[test]
fn other_categories_come_after_the_stations_and_some_are_open_in_the_end() {
    let definition = country::rich();
    for seed in 1..6 {
        let reports = night(&definition, seed);
        let times: Vec<Vec<f64>> = (0..5).map(|category| arrivals(&definition, &reports, category)).collect();
        let median = |category: usize| times[category][times[category].len() / 2];
        assert!(median(4) < median(0), "missions are early");
        assert!(median(0) < median(2) && median(2) < median(3) && median(2) < median(1));
        let expected = |category: u8| definition.units.expected(definition.units.root(), CategoryIx(category)) as usize;
        assert_eq!(times[0].len(), expected(0), "all stations are counted");
        assert!(
            (expected(1) / 2..expected(1)).contains(&times[1].len()),
            "{} of {} postal",
            times[1].len(),
            expected(1)
        );
        assert!(times[3].len() < expected(3));
    }
}

#[test]
fn the_lead_changes_hands_in_most_nights() {
    let definition = country::rich();
    let changes = (1..9).filter(|seed| {
        let moments = timeline(&definition, &night(&definition, *seed), ContestIx(0), 15);
        let mut leaders: Vec<_> = moments
            .iter()
            .filter(|moment| moment.counted[0].0 * 20 > moment.counted[0].1)
            .map(|moment| moment.shares[0].0)
            .collect();
        leaders.dedup();
        leaders.len() > 1
    });
    assert!(changes.count() >= 7);
}

#[test]
fn places_are_heard_of_in_bursts_and_a_broken_line_comes_back_with_a_clump() {
    let definition = country::rich();
    let reports = night(&definition, 2);
    let clumps = (0..38).filter(|at| {
        let municipality = definition.units.find(&format!("m{at}")).expect("a municipality");
        let of_it = reports
            .iter()
            .filter(|report| report.category.0 == 0 && definition.units.is_within(report.unit, municipality));
        let times: Vec<i64> = of_it.map(|report| report.observed_at / 60_000).collect();
        times.windows(4).any(|four| four[1] - four[0] >= 20 && four[3] - four[1] <= 3)
    });
    assert!((2..20).contains(&clumps.count()));
}

#[test]
fn small_places_are_first_and_cities_late() {
    let definition = country::rich();
    let reports = night(&definition, 4);
    let mean = |at: u32| {
        let municipality = definition.units.find(&format!("m{at}")).expect("a municipality");
        let of_it = reports
            .iter()
            .filter(|report| report.category.0 == 0 && definition.units.is_within(report.unit, municipality));
        let times: Vec<i64> = of_it.map(|report| report.observed_at - definition.polls_close).collect();
        times.iter().sum::<i64>() / times.len() as i64 / 60_000
    };
    assert!(mean(0) > 180 && mean(37) < 120, "city {} village {}", mean(0), mean(37));
}

/// Final votes of an option at each station below a unit, with their sum.
fn stations(definition: &Definition, reports: &[Report], unit: UnitIx, option: usize) -> Vec<(f64, f64)> {
    let cells = by_cell(reports);
    let below = cells
        .iter()
        .filter(|((_, station, category), _)| category.0 == 0 && definition.units.is_within(*station, unit));
    let last = below.map(|(_, told)| &told[told.len() - 1].figures);
    last.map(|figures| (f64::from(figures.votes()[option].or_zero()), figures.vote_sum() as f64)).collect()
}

#[test]
fn stations_differ_more_than_chance_and_less_than_countries() {
    let definition = country::rich();
    let municipality = definition.units.find("m1").expect("a municipality");
    let stations = stations(&definition, &night(&definition, 9), municipality, 0);
    let share = stations.iter().map(|(votes, _)| votes).sum::<f64>() / stations.iter().map(|(_, sum)| sum).sum::<f64>();
    let squares = |of: &dyn Fn(&(f64, f64)) -> f64| stations.iter().map(of).sum::<f64>() / stations.len() as f64;
    let variance = squares(&|(votes, sum)| (votes / sum - share) * (votes / sum - share));
    let by_chance = squares(&|(_, sum)| share * (1.0 - share) / sum);
    assert!(variance > 2.0 * by_chance, "{variance} against {by_chance}");
    assert!(variance.sqrt() < 0.12, "a spread of {}", variance.sqrt());
}

#[test]
fn a_list_of_a_minority_stays_where_it_is_at_home() {
    let definition = country::rich();
    let reports = night(&definition, 10);
    let votes = |unit: UnitIx| stations(&definition, &reports, unit, 10).iter().map(|(votes, _)| votes).sum::<f64>();
    let home = definition.units.find("m17").expect("a municipality");
    assert!(votes(home) > 0.7 * votes(definition.units.root()));
}

#[test]
fn swings_are_national_and_the_baseline_is_recognised() {
    let definition = country::rich();
    let reports = night(&definition, 12);
    // A third list has its stronghold where the baseline has it.
    let share = |at: u32| {
        let unit = definition.units.find(&format!("m{at}")).expect("a municipality");
        let stations = stations(&definition, &reports, unit, 2);
        stations.iter().map(|(votes, _)| votes).sum::<f64>() / stations.iter().map(|(_, sum)| sum).sum::<f64>()
    };
    let mean = |strong: bool| {
        let of: Vec<f64> = (1..38).filter(|at| *at != 17 && (at % 5 == 2) == strong).map(share).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    assert!(mean(true) > 1.2 * mean(false), "{} and {}", mean(true), mean(false));
}
