//! Election folders, reports and requests at the door: what is right is read as it is meant, what is wrong is named.
#![expect(clippy::disallowed_methods, reason = "the folders that ship are read from disk")]

mod defects;
mod houses;
mod laws;

use std::collections::BTreeMap;

use defects::{CORPUS, Case, good_folder};
use election::folder::{
    Folder, MOST_OF_A_REQUEST, NIGHT, ReportOptions, ReportReader, check, json_reports, json_turnout, read, reports,
    summary,
};
use election::report::Figure;
use election::{CountItemStatus, Definition};

fn definition() -> Definition {
    read(&good_folder()).expect("the good folder is good")
}

#[test]
fn the_good_folder_is_good() {
    let checked = check(&good_folder()).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    let hash: String = checked.definition.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let summary = summary(&checked).replace(&hash, "HASH").replace(&hash[..12], "START OF HASH");
    insta::assert_snapshot!(format!("{summary}\n{}", lines(&checked.warnings)));
}

fn lines(defects: &[election::folder::Defect]) -> String {
    defects.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The corpus, one snapshot for each part of it.
#[test]
fn every_defect_of_the_corpus_is_named() {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    for (part, cases) in CORPUS {
        let text = parts.entry(part).or_default();
        for case in *cases {
            let found = case.run();
            assert!(!found.is_empty(), "`{}` is not noticed", case.name);
            *text += &format!("{}\n    {}\n\n", case.name, found.join("\n    "));
        }
    }
    for (part, text) in parts {
        insta::assert_snapshot!(part, text);
    }
    let cases: Vec<&Case> = CORPUS.iter().flat_map(|(_, cases)| *cases).collect();
    assert!(cases.len() >= 60, "there are only {} cases", cases.len());
}

#[test]
fn ten_defects_in_one_folder_give_ten_lines() {
    let mut folder = good_folder();
    let changes = [
        ("election.toml", "date = 2025-10-12", "date = \"12.10.2025\""),
        ("election.toml", "soft_flags = \"mark\"", "soft_flags = \"ignore\""),
        ("election.toml", "sum-mismatch", "sum-mismach"),
        ("units.csv", "n/1,north,station", "n/1,nroth,station"),
        ("units.csv", "700", "7.00"),
        ("options.csv", "#c4161c", "red"),
        ("options.csv", "bridge,no", "brigde,no"),
        ("baseline.csv", "850", "-850"),
        ("baseline.csv", "n/2,assembly,postal", "n/2,assembly,post"),
        ("map.geojson", "[[[20, 42]", "[[[20, 142]"),
    ];
    for (file, old, new) in changes {
        defects::replace(&mut folder, file, old, new);
    }
    let defects = read(&folder).expect_err("defects");
    assert_eq!(defects.len(), 10, "{}", lines(&defects));
    insta::assert_snapshot!(lines(&defects));
}

#[test]
fn who_publishes_may_be_said_in_each_language_and_groups_may_have_names() {
    let one = definition();
    assert_eq!([one.source.get("en"), one.source.get("sq")], ["Election Commission of the Small Country"; 2]);
    let mut folder = good_folder();
    let names = "[groups]\nminority = { en = \"minorities\", sq = \"pakicat\" }\n\n[publication]";
    defects::replace(&mut folder, "election.toml", "[publication]", names);
    let with = read(&folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    assert_eq!((with.groups["minority"].get("sq"), with.hash()), ("pakicat", one.hash()));
    let source = "\"Election Commission of the Small Country\"";
    let both = format!("{{ en = {source}, sq = \"Komisioni\" }}");
    defects::replace(&mut folder, "election.toml", &format!("source = {source}"), &format!("source = {both}"));
    let with = read(&folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    assert_eq!((with.source.get("en"), with.source.get("sq")), (one.source.get("en"), "Komisioni"));
    assert_eq!(with.hash(), one.hash());
}

#[test]
fn what_the_publisher_says_is_read_and_may_be_mended_without_another_hash() {
    let mut folder = good_folder();
    defects::replace(&mut folder, "election.toml", "[publication]", "[silence]\nen = \"By law.\"\n\n[publication]");
    let with = read(&folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    assert_eq!(with.notes.silence.as_ref().map(|text| text.get("sq")), Some("By law."));
    assert_eq!((with.notes.about.as_ref(), with.hash()), (None, definition().hash()));
    defects::replace(&mut folder, "election.toml", "en = \"By law.\"", "sq = \"Sipas ligjit.\"");
    assert!(lines(&read(&folder).expect_err("no text in the first language")).contains("silence"));
}

#[test]
fn units_options_and_aliases_are_read_as_they_are_meant() {
    let definition = definition();
    let units = &definition.units;
    let hall = units.find("n/2").expect("a unit");
    assert_eq!(units.name(hall), "Hall \"Old\", left");
    assert_eq!(units.registered(hall).get(), Some(800));
    assert_eq!(definition.unit_name(units.root(), "sq"), "Vendi i Vogël");
    assert_eq!(definition.find_unit("NORD LAND"), units.find("north"));
    assert_eq!(definition.find_unit("jugu"), units.find("south"));
    let assembly = &definition.contests[0];
    let shorts: Vec<&str> = assembly.options.iter().map(|option| option.short.as_str()).collect();
    assert_eq!(shorts, ["LD", "min", "FREE"]);
    assert_eq!(assembly.options[0].name.get("sq"), "Lista e Fëmijëve");
    assert_eq!(assembly.threshold.as_ref().map(|threshold| threshold.basis_points), Some(500));
    assert_eq!((definition.utc_offset, definition.polls_close), (7200, 1_760_288_400_000));
    let map = definition.map.as_ref().expect("a map");
    assert_eq!(map.units, ["north", "south"].map(|id| units.find(id).expect("a unit")));
}

#[test]
fn a_baseline_is_folded_upwards_and_options_that_did_not_stand_stay_unknown() {
    let definition = definition();
    let baseline = |id| &definition.baselines[0][&definition.units.find(id).expect("a unit")];
    // Registered, ballots, valid, invalid, blank, ld, min, free.
    assert_eq!(**baseline("n/2"), [Some(750), Some(450), Some(446), Some(4), None, Some(226), None, Some(220)]);
    assert_eq!(**baseline("north"), [Some(1600), Some(950), Some(941), Some(9), None, Some(526), None, Some(415)]);
    assert_eq!(**baseline("small"), [Some(2300), Some(1360), Some(1341), Some(19), None, Some(746), None, Some(595)]);
    assert!(!definition.baselines[0].contains_key(&definition.units.find("s/1").expect("a unit")));
    assert!(definition.baselines[1].is_empty());
}

#[test]
fn byte_order_marks_comments_column_order_and_crlf_do_not_change_the_definition() {
    let plain = definition();
    let mut folder = good_folder();
    for (name, bytes) in folder.files.iter_mut().filter(|(name, _)| !name.ends_with(".json")) {
        let text = String::from_utf8(bytes.clone()).expect("text");
        let comment = if name.ends_with("geojson") { "" } else { "# a comment\r\n" };
        *bytes = format!("\u{feff}{comment}{}", text.replace('\n', "\r\n")).into_bytes();
    }
    let options = "name,name:sq,id,contest,number,party,short,colour\n,,ld,assembly,1,ld,,\n,,min,assembly,2,min,,\n\
                   The Free,Të Lirët,free,assembly,3,,FREE,#C4161C\nYes,Po,yes,bridge,,,Yes,#1b7f3b\nNo,Jo,no,bridge,,,No,#5b2d8e\n";
    folder.files.insert("options.csv".into(), options.into());
    let other = read(&folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    assert_eq!(plain, other);
    assert_eq!(plain.hash(), other.hash());
}

#[test]
fn a_night_is_read_with_its_revisions_and_times() {
    let definition = definition();
    let options = ReportOptions { time_required: true, ..ReportOptions::default() };
    let (reports, defects) = reports(&definition, NIGHT, &good_folder().files[NIGHT], options);
    assert_eq!(lines(&defects), "");
    let revisions: Vec<_> = reports.iter().map(|(line, report)| (*line, report.revision)).collect();
    assert_eq!(revisions, [(2, Some(1)), (3, Some(1)), (4, Some(2)), (5, None), (6, Some(3))]);
    let (_, second) = &reports[1];
    assert_eq!((second.status, second.figures.votes()[1].get()), (CountItemStatus::InProcess, None));
    let (_, corrected) = &reports[2];
    assert_eq!(corrected.observed_at, definition.polls_close + 450_500);
    assert_eq!(corrected.reason, "one ballot was overlooked, then found");
    assert_eq!(corrected.figures.get(Figure::Ballots).get(), Some(513));
}

#[test]
fn a_request_in_json_says_the_same_as_its_csv() {
    let definition = definition();
    let options = ReportOptions { default_time: Some(1_760_288_400_000), ..ReportOptions::default() };
    let json = json_reports(&definition, &good_folder().files["request.json"], options).expect("a body");
    let json: Vec<_> = json.into_iter().map(|report| report.expect("a report")).collect();
    let csv = "unit,contest,category,revision,time,ld,min,free,registered,ballots,valid,invalid,reason,source,yes,no\n\
               n/2,assembly,postal,2,2025-10-12T21:00:00+02:00,30,0,,800,33,30,3,recount,centre,,\n\
               embassy,bridge,,,,,,,,,,,,,3,4\n";
    let (csv, defects) = reports(&definition, "push.csv", csv.as_bytes(), options);
    assert_eq!(lines(&defects), "");
    assert_eq!(json, csv.into_iter().map(|(_, report)| report).collect::<Vec<_>>());
}

#[test]
fn a_broken_row_that_goes_over_several_lines_is_known_by_its_first_one() {
    let csv = "unit,contest,yes,no\n\"n/1\n\"x,bridge,1,2\ns/1,bridge,1,2\n";
    let definition = definition();
    let options = ReportOptions { default_time: Some(0), ..ReportOptions::default() };
    let rows = ReportReader::open(&definition, "push.csv", csv.as_bytes(), options).expect("a table");
    let lines: Vec<(u32, bool)> = rows.map(|row| (row.line, row.outcome.is_ok())).collect();
    assert_eq!(lines, [(2, false), (3, false), (4, true)]);
}

#[test]
fn more_rows_than_one_request_may_have_are_refused_before_anything_is_said_of_them() {
    let body = format!("{{\"reports\":[{}1]}}", "1,".repeat(MOST_OF_A_REQUEST));
    let refused = json_reports(&definition(), body.as_bytes(), ReportOptions::default()).expect_err("too many");
    assert!(refused.to_string().contains("1000001 rows"), "{refused}");
    let body = body.replace("reports", "turnout");
    assert!(json_turnout(&definition(), body.as_bytes()).is_err_and(|refused| refused.detail.contains("1000001 rows")));
}

#[test]
fn votes_of_more_options_than_any_contest_has_are_refused_before_they_take_many_times_their_memory() {
    let votes = "\"\":1,".repeat(70_000);
    let body = format!("{{\"reports\":[{{\"unit\":\"s/1\",\"votes\":{{{votes}\"yes\":1}}}}]}}");
    let outcomes = json_reports(&definition(), body.as_bytes(), ReportOptions::default()).expect("a list");
    let refused = outcomes[0].as_ref().expect_err("too many");
    assert!(refused[0].code() == "bad-row" && refused[0].to_string().contains("more than 65536"), "{refused:?}");
}

#[test]
fn of_a_line_of_many_unknown_columns_the_first_ones_are_named() {
    let names: Vec<String> = (0..60_000).map(|at| format!("column-{at}")).collect();
    let (_, defects) =
        reports(&definition(), "push.csv", format!("unit,{}\n", names.join(",")).as_bytes(), ReportOptions::default());
    assert_eq!(defects.iter().filter(|defect| defect.field.is_some()).count(), 100);
}

#[test]
fn names_and_aliases_are_units_only_where_they_are_allowed() {
    let definition = definition();
    let csv = "unit,contest,yes,no\nAmbasada,bridge,3,4\n";
    let options = |aliases| ReportOptions { default_time: Some(0), aliases, ..ReportOptions::default() };
    let (found, _) = reports(&definition, "feed.csv", csv.as_bytes(), options(true));
    assert_eq!(found[0].1.unit, definition.units.find("embassy").expect("a unit"));
    let (_, defects) = reports(&definition, "feed.csv", csv.as_bytes(), options(false));
    let expected = "feed.csv:2:1: unit: `Ambasada` is the name of a unit, but its id is needed here: write `embassy`";
    assert_eq!(lines(&defects), expected);
}

#[test]
fn a_half_written_last_line_waits_for_its_rest_where_files_are_watched() {
    let definition = definition();
    let csv = "unit,contest,yes,no\ns/1,bridge,20,30\nembassy,bridge,3,4";
    let options = ReportOptions { default_time: Some(0), ..ReportOptions::default() };
    assert_eq!(reports(&definition, "feed.csv", csv.as_bytes(), options).0.len(), 2);
    let watched = ReportOptions { refuse_unfinished: true, ..options };
    let (complete, defects) = reports(&definition, "feed.csv", csv.as_bytes(), watched);
    assert_eq!(complete.len(), 1);
    assert!(lines(&defects).starts_with("feed.csv:3: there is no line break after this line"), "{}", lines(&defects));
}

#[test]
fn a_file_with_another_name_is_recognised() {
    let mut files = good_folder().files;
    let units = files.remove("units.csv").expect("units");
    files.insert("Units.csv".into(), units);
    let defects = read(&Folder { files }).expect_err("defects");
    assert_eq!(lines(&defects), "units.csv: this file is missing, but there is `Units.csv`: rename it");
}

#[test]
fn the_nights_that_ship_have_no_defects() {
    let nights = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights");
    for night in std::fs::read_dir(nights).expect("the nights").map(|entry| entry.expect("an entry").path()) {
        let files = std::fs::read_dir(&night).expect("the folder").map(|entry| {
            let entry = entry.expect("an entry");
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file"))
        });
        let checked = check(&Folder { files: files.collect() });
        let checked = checked.unwrap_or_else(|defects| panic!("{}:\n{}", night.display(), lines(&defects)));
        if night.ends_with("school") {
            assert!(checked.warnings.is_empty(), "{}", lines(&checked.warnings));
            assert!(checked.night.is_some_and(|reports| reports > 30));
        }
        if night.ends_with("rehearsal") {
            // Embassies have no polygons; nothing else is to be odd.
            assert!(
                checked.warnings.iter().all(|warning| warning.file == "map.geojson"),
                "{}",
                lines(&checked.warnings)
            );
            assert!(checked.night.is_some_and(|reports| reports > 1000));
        }
    }
}
