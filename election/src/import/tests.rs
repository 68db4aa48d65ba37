//! Mappings on small tables: what they read, and what they say about what they cannot read.

use std::collections::BTreeMap;

use super::Mapping;
use crate::definition::Definition;
use crate::folder::{self, Folder};
use crate::report::Figure;
use crate::submission::Submission;

const ELECTION: &str = r#"
format = 1
id = "small"
date = 2025-10-12
time_zone = "Europe/Zagreb"
polls_close = 2025-10-12T19:00:00+02:00
languages = ["en"]
source = "us"
[title]
en = "Small"
[[levels]]
id = "country"
name = { en = "Country" }
[[levels]]
id = "town"
name = { en = "Town" }
[[levels]]
id = "station"
name = { en = "Station" }
[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Stations" }
[[categories]]
id = "postal"
kind = "absentee-mail"
name = { en = "Post" }
[[contests]]
id = "assembly"
title = { en = "Assembly" }
figures = ["registered", "ballots", "valid", "invalid"]
variation = "proportional"
"#;
const UNITS: &str = "id,parent,level,name,categories,aliases\nland,,country,Land,,\n\
                     # towns\nt1,land,town,Vëllez,regular|postal,Veles\nt2,land,town,\"Polje, Novo\",,\n";
const OPTIONS: &str = "contest,id,number,short,colour,name\nassembly,red,1,R,#cc0000,The Reds\n\
                       assembly,blue,2,B,#0000cc,The Blues\n";

fn folder() -> Folder {
    let files = [("election.toml", ELECTION), ("units.csv", UNITS), ("options.csv", OPTIONS)];
    Folder { files: files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into() }
}

fn definition() -> Definition {
    folder::read(&folder()).expect("a definition")
}

fn mapping(text: &str) -> Mapping {
    Mapping::parse("m.toml", format!("format = \"csv\"\n{text}").as_bytes()).expect("a mapping")
}

/// `unit category [votes] figures` of each submission with its line, then the defects.
fn read(mapping: &Mapping, definition: &Definition, file: &str, table: &str) -> String {
    let (submissions, defects) = mapping.submissions(definition, file, table.as_bytes());
    let rows = submissions.iter().map(|(line, submission)| format!("{line}: {}", described(definition, submission)));
    rows.chain(defects.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

fn described(definition: &Definition, submission: &Submission) -> String {
    let figures: BTreeMap<&str, u32> = Figure::ALL
        .into_iter()
        .filter_map(|figure| Some((figure.name(), submission.figures.get(figure).get()?)))
        .collect();
    let time = jiff::Timestamp::from_millisecond(submission.observed_at).expect("in range");
    format!(
        "{} {} {} {:?} {figures:?} {time}",
        definition.units.id(submission.unit),
        definition.categories[submission.category.at()].id,
        submission.status.name(),
        submission.figures.votes(),
    )
}

const BY_NAME: &str = "[[unit]]\nfind = \"{town}\"\n[category]\nalways = \"regular\"\n";

#[test]
fn a_wide_table_gives_a_submission_for_each_row_with_votes() {
    let mapping = mapping(&format!("{BY_NAME}[figures]\nvalid = \"V\"\ninvalid = \"I\"\n[options]\nprefix = \"p\"\n"));
    let table = "town,p1,p2,V,I\nveles,5,6,11,\nPOLJE NOVO,,7,,2\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table));
    let table = "town,p1,p2,V,I\nveles,,,,3\nt2,0,0,,\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table), @"3: t2 regular completed [0, 0] {} 2025-10-12T17:00:00Z");
}

#[test]
fn empty_votes_are_zero_where_the_mapping_says_so_and_some_vote_was_reported() {
    let mapping = mapping(&format!("empty = \"zero\"\nempty_values = [\"-\"]\n{BY_NAME}"));
    let table = "town,red,blue\nVeles,-,7\nt2,-,\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table), @"2: t1 regular completed [0, 7] {} 2025-10-12T17:00:00Z");
}

#[test]
fn options_are_found_by_id_number_abbreviation_name_or_one_by_one() {
    let definition = definition();
    let expected = "2: t1 regular completed [5, 6] {} 2025-10-12T17:00:00Z";
    for (options, head) in [
        ("", "red,blue"),
        ("", "1,2"),
        ("", "The Reds,THE_BLUES"),
        ("[options]\nsuffix = \"_votes\"\n", "R_votes,B_votes"),
        ("[options]\nprefix = \"n\"\nsuffix = \"!\"\nignore = [\"n3!\"]\n", "n1!,n2!"),
        ("[options.columns]\nx = \"red\"\ny = \"blue\"\n", "x,y"),
    ] {
        let table = format!("town,{head}\nt1,5,6\n");
        assert_eq!(read(&mapping(&format!("{BY_NAME}{options}")), &definition, "t.csv", &table), expected, "{head}");
    }
}

#[test]
fn rows_of_a_long_table_are_put_together() {
    let mapping = mapping(
        "layout = \"long\"\n[[unit]]\nfind = \"{town}\"\n[category]\ncolumn = \"how\"\nvalues = { urn = \"regular\", post = \"postal\" }\n\
         [figures]\nballots = \"cast\"\n\
         [options]\ncolumn = \"list\"\nvotes = \"n\"\nvalues = { \"Spoilt\" = \"invalid\", \"Others\" = \"blue\" }\n",
    );
    let table = "town,how,list,n,cast\nt1,urn,R,5,13\nt2,urn,The Reds,,\nt1,post,R,1,\nt1,urn,Others,6,13\nt1,urn,Spoilt,2,13\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table));
}

#[test]
fn rows_of_a_long_table_that_contradict_each_other_take_the_whole_unit_out() {
    let mapping = mapping(&format!(
        "layout = \"long\"\n{BY_NAME}[figures]\nballots = \"cast\"\n[options]\ncolumn = \"list\"\nvotes = \"n\"\n"
    ));
    let table = "town,list,n,cast\nt1,R,5,13\nt1,R,6,13\nt2,R,1,9\nt2,B,2,8\nland,R,1,1\nt1,Greens,3,13\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table));
}

#[test]
fn a_row_with_a_defect_does_not_stop_the_others() {
    let mapping = mapping(&format!("thousands = \".\"\n{BY_NAME}"));
    let table = "town,red,blue\nVeles,1.234,x\nAtlantis,1,2\n,1,2\nt2,1,2,3\nt2,1.5,-1\nLand,5,6\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table));
}

#[test]
fn the_same_row_twice_is_one_and_of_two_that_differ_neither_is_taken() {
    let table = "town,red,blue\nt1,1,2\nt2,3,4\nVeles,1,2\nt2,3,5\nt2,3,5\n";
    insta::assert_snapshot!(read(&mapping(BY_NAME), &definition(), "t.csv", table));
}

#[test]
fn rows_are_skipped_by_value_and_sums_are_kept_for_the_ledger_to_refuse() {
    let mapping = mapping(&format!("{BY_NAME}[skip]\nkind = [\"Total\", \"Test\"]\n"));
    let table = "town,kind,red,blue\nAtlantis,Test,1,2\nLand,,3,4\nt1,Total,5,6\n";
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", table), @"3: land regular completed [3, 4] {} 2025-10-12T17:00:00Z");
}

#[test]
fn times_come_from_a_column_the_file_name_or_the_mapping() {
    let definition = definition();
    let read = |time: &str, file: &str, table: &str| {
        read(&mapping(&format!("{BY_NAME}[time]\n{time}\n")), &definition, file, table)
    };
    let table = "town,at,red,blue\nt1,12.10.2025 20:15,5,6\nt1,12.10.2025 20:45,5,7\nt2,,,\n";
    insta::assert_snapshot!(read("column = \"at\"\nformat = \"%d.%m.%Y %H:%M\"", "t.csv", table));
    let table = "town,red,blue\nt1,5,6\n";
    insta::assert_snapshot!(read("file_name = \"%Y%m%d_%H%M-towns.csv\"\nzone = \"Asia/Jakarta\"", "in/20251012_2015-towns.csv", table), @"2: t1 regular completed [5, 6] {} 2025-10-12T13:15:00Z");
    insta::assert_snapshot!(read("always = \"2025-10-13T08:00:00+02:00\"", "t.csv", table), @"2: t1 regular completed [5, 6] {} 2025-10-13T06:00:00Z");
    insta::assert_snapshot!(read("file_name = \"%Y%m%d_%H%M-towns.csv\"", "towns.csv", table));
    insta::assert_snapshot!(read("column = \"at\"\nformat = \"%H:%M\"", "t.csv", "town,at,red,blue\nt1,8 pm,5,6\n"));
}

#[test]
fn a_status_can_be_read_and_an_unreported_row_can_take_figures_back() {
    let status = "[status]\ncolumn = \"st\"\nvalues = { final = \"completed\", partial = \"in-process\", open = \"not-processed\" }\n";
    let table = "town,st,red,blue\nt1,partial,5,6\nt2,open,0,0\n";
    let ignoring = mapping(&format!("{BY_NAME}{status}"));
    insta::assert_snapshot!(read(&ignoring, &definition(), "t.csv", table), @"2: t1 regular in-process [5, 6] {} 2025-10-12T17:00:00Z");
    let retracting = mapping(&format!("unreported = \"retraction\"\n{BY_NAME}{status}"));
    insta::assert_snapshot!(read(&retracting, &definition(), "t.csv", table));
}

#[test]
fn foreign_encodings_and_delimiters_are_read() {
    let mapping = mapping(
        "encoding = \"latin-1\"\ndelimiter = \";\"\n[[unit]]\nfind = \"{Ort}\"\n[category]\nalways = \"regular\"\n[options.columns]\n\"Grün\" = \"red\"\nb = \"blue\"\n",
    );
    let table = b"Ort;Gr\xfcn;b\nV\xebllez;1;2\n";
    let (submissions, defects) = mapping.submissions(&definition(), "t.csv", table);
    assert_eq!((submissions.len(), defects), (1, Vec::new()));
}

const GROWING: &str = "[[unit]]\nfind = \"{town}\"\n[[unit]]\nid = \"{code}\"\ncreate = \"station\"\nname = \"{school|title}\"\n\
                       [category]\ncolumn = \"how\"\n";

#[test]
fn units_that_a_table_names_are_added_below_those_of_the_definition() {
    let mapping = mapping(GROWING);
    let first = "town,code,school,how,red,blue\nVeles,01/1,old-school,regular,1,2\nVeles,01/1,old-school,postal,,\n";
    let second = "town,code,school,how,red,blue\nt2,02/1,\"#1, new\",regular,1,2\nNowhere,9/1,x,regular,1,2\nt2,01/1,x,regular,1,2\n";
    let tables: [(&str, &[u8]); 2] = [("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())];
    let extended = mapping.extend_units(&folder(), &tables).expect("a folder");
    insta::assert_snapshot!(String::from_utf8(extended.files["units.csv"].clone()).expect("text"));
    let definition = folder::read(&extended).expect("a definition");
    insta::assert_snapshot!(
        read(&mapping, &definition, "a.csv", first) + "\n" + &read(&mapping, &definition, "b.csv", second)
    );
    assert_eq!(mapping.extend_units(&extended, &tables), Ok(extended));
}

#[test]
fn without_the_added_units_each_row_says_what_is_missing() {
    let table = "town,code,school,how,red,blue\nVeles,01/1,old-school,regular,1,2\nVeles,02 1,old,regular,1,2\n";
    insta::assert_snapshot!(read(&mapping(GROWING), &definition(), "t.csv", table));
}

#[test]
fn what_does_not_fit_the_table_or_the_election_is_said_where_the_mapping_says_it() {
    let mapping = mapping(
        "contest = \"mayor\"\n[skip]\nkind = [\"x\"]\n[[unit]]\nfind = \"{ort}\"\nlevel = \"city\"\n[[unit]]\nid = \"{code}\"\ncreate = \"room\"\n\
         [category]\ncolumn = \"how\"\nvalues = { a = \"regular\", b = \"early\" }\n[status]\nalways = \"done\"\n\
         [figures]\nvalid = \"ok\"\n[time]\ncolumn = \"when\"\n",
    );
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", "town,code,how\nt1,1,a\n"));
}

#[test]
fn columns_of_options_that_do_not_fit_are_named() {
    let prefixed =
        mapping(&format!("{BY_NAME}[options]\nprefix = \"p\"\n[options.columns]\nx = \"green\"\ny = \"red\"\n"));
    insta::assert_snapshot!(read(&prefixed, &definition(), "t.csv", "town,p1,p9,y\nt1,1,2,3\n"));
    let two = mapping(&format!("{BY_NAME}[options]\nprefix = \"p\"\n"));
    insta::assert_snapshot!(read(&two, &definition(), "t.csv", "town,p1,pred,p2\nt1,1,2,3\n"));
}

#[test]
fn of_a_line_of_many_columns_that_no_option_has_the_first_ones_are_named() {
    let mapping = mapping(&format!("{BY_NAME}[options]\nprefix = \"p\"\n"));
    let defects = |columns: Vec<String>| {
        let table = format!("town,p1,p2,{}\n", columns.join(","));
        read(&mapping, &definition(), "t.csv", &table).lines().filter(|line| line.starts_with("t.csv:1:")).count()
    };
    assert_eq!(defects((3..60_000).map(|at| format!("p{at}")).collect()), 100);
    assert_eq!(defects((1..300).map(|spaces| format!("p{}1", "_".repeat(spaces))).collect()), 100);
}

#[test]
fn several_categories_without_a_column_for_them_are_a_defect_of_the_row() {
    let mapping = mapping("[[unit]]\nfind = \"{town}\"\n");
    insta::assert_snapshot!(read(&mapping, &definition(), "t.csv", "town,red,blue\nt1,1,2\nt2,3,4\n"));
}

#[test]
fn a_mapping_that_is_wrong_in_itself_says_where() {
    let texts = [
        "",
        "format = \"xlsx\"\nunit = []\n",
        "format = \"csv\"\ncolour = 1\n[[unit]]\nid = \"{a}\"\n",
        "format = \"csv\"\n[[unit]]\nid = \"{a}\"\nlevl = \"x\"\n",
        "format = \"csv\"\nempty = \"nil\"\n[[unit]]\nid = \"{a}\"\n",
        "format = \"csv\"\n[[unit]\n",
        "format = \"csv\"\nunit = []\n",
        "format = \"csv\"\nencoding = \"utf-16\"\ndelimiter = \";;\"\nthousands = \"1\"\n[[unit]]\nid = \"{a}\"\nfind = \"{b}\"\n[[unit]]\nid = \"a\"\n\
         [[unit]]\nfind = \"{a\"\ncreate = \"x\"\n[[unit]]\nid = \"{a|loud}\"\nlevel = \"x\"\n[category]\nvalues = { a = \"b\" }\n\
         [options]\ncolumn = \"x\"\n[time]\nzone = \"Mars\"\n",
        "format = \"csv\"\nlayout = \"long\"\n[[unit]]\nid = \"{a}\"\n[time]\ncolumn = \"x\"\nzone = \"Europe/Nowhere\"\n",
        "format = \"csv\"\nlayout = \"long\"\n[[unit]]\nid = \"{a}\"\n[options]\ncolumn = \"x\"\nvotes = \"y\"\nprefix = \"z\"\n[time]\nalways = \"noon\"\n",
        "format = \"csv\"\n[[unit]]\nid = \"{a}\"\n[time]\ncolumn = \"x\"\nformat = \"%Y-%!\"\n",
    ];
    let defects = texts.iter().map(|text| match Mapping::parse("m.toml", text.as_bytes()) {
        Ok(_) => "no defect".to_owned(),
        Err(defects) => defects.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    });
    insta::assert_snapshot!(defects.collect::<Vec<_>>().join("\n--\n"));
}
