//! The stream of faults: each is where the list says, and the clean night is still in it.

use std::collections::BTreeSet;

use super::*;

fn text(definition: &Definition, reports: &[Report]) -> String {
    let contest = &definition.contests[0];
    let options: Vec<&str> = contest.options.iter().map(|option| option.id.as_str()).collect();
    let mut text = format!(
        "time,unit,contest,category,revision,status,registered,ballots,valid,invalid,blank,{},reason\n",
        options.join(",")
    );
    for report in reports {
        let figures: Vec<String> = report
            .figures
            .columns()
            .iter()
            .map(|count| count.get().map(|count| count.to_string()).unwrap_or_default())
            .collect();
        let Report { observed_at, revision, status, reason, .. } = report;
        let (unit, category) = (definition.units.id(report.unit), &definition.categories[report.category.at()].id);
        text += &format!(
            "{observed_at},{unit},{},{category},{revision},{},{},{reason}\n",
            contest.id,
            status.name(),
            figures.join(",")
        );
    }
    text
}

#[test]
fn every_fault_is_planted_where_the_list_says() {
    let definition = country::rich();
    let reports = night(&definition, 1);
    let chaos = chaos(&definition, &reports, &text(&definition, &reports), 1);
    let kinds: BTreeSet<Fault> = chaos.planted.iter().map(|planted| planted.fault).collect();
    assert_eq!(kinds.len(), 23, "{kinds:?}");
    let (name, night) = &chaos.files[0];
    let night = str::from_utf8(night).expect("text");
    let lines: Vec<&str> = night.lines().collect();
    assert!(night.starts_with('\u{feff}') && !night.ends_with('\n'));
    for planted in chaos.planted.iter().filter(|planted| planted.file == *name) {
        let line = lines[planted.line - 1];
        let sign = match planted.fault {
            Fault::UnknownUnit => "no-such-unit",
            Fault::ThousandsDot => ",1.234,",
            Fault::NegativeNumber => ",-5,",
            Fault::NoTime => "yesterday",
            Fault::StrayQuote => "\"",
            Fault::Retraction => "not-processed",
            _ => "",
        };
        assert!(line.contains(sign), "{planted:?}: {line}");
    }
    assert_eq!(
        chaos.planted.iter().filter(|planted| planted.fault == Fault::CutOff).map(|it| it.line).max(),
        Some(lines.len())
    );
    assert!(str::from_utf8(&chaos.files[2].1).is_err());
}

#[test]
fn all_rows_of_the_clean_night_are_in_the_chaos() {
    let definition = country::rich();
    let reports = night(&definition, 1);
    let clean = text(&definition, &reports);
    let chaos = chaos(&definition, &reports, &clean, 1);
    let rows: BTreeSet<&str> = str::from_utf8(&chaos.files[0].1).expect("text").lines().collect();
    assert!(clean.lines().skip(1).all(|row| rows.contains(row)));
    assert!((1..=3).contains(&chaos.touched.len()));
}

#[test]
fn the_same_seed_plants_the_same_faults() {
    let definition = country::bare(1, 3);
    let reports = night(&definition, 1);
    let clean = text(&definition, &reports);
    assert_eq!(chaos(&definition, &reports, &clean, 1), chaos(&definition, &reports, &clean, 1));
    assert_ne!(chaos(&definition, &reports, &clean, 1), chaos(&definition, &reports, &clean, 2));
}

#[test]
fn an_empty_night_has_no_room_for_faults() {
    let definition = country::tiny();
    let chaos = chaos(&definition, &[], &text(&definition, &[]), 1);
    assert_eq!(chaos.planted.len(), 1);
}
