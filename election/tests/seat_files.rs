//! The examples of docs/examples/seats come out as they say themselves; and what can be wrong with a seats file is named.

#![expect(clippy::disallowed_methods, reason = "the examples are read from disk")]

use std::path::Path;

use election::folder::{SeatsFile, seats_file};
use election::seats::{How, Warning, allocate};

fn read(file: &str, text: &str) -> Result<SeatsFile, String> {
    let lines =
        |defects: Vec<election::folder::Defect>| defects.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    seats_file(file, text.as_bytes()).map_err(lines)
}

/// The answer in the words of the examples: seats, and what else there is to say.
fn answer(file: &SeatsFile) -> String {
    let out = allocate(&file.house, &file.tally, &file.lots);
    let seats = |seats: &[u32]| {
        let lists = file.house.lists.iter().zip(seats).map(|(list, seats)| format!("{} {seats}", list.id));
        lists.collect::<Vec<_>>().join(", ")
    };
    let whole = out.winners.iter().filter(|winner| winner.place.is_empty());
    let mut parts: Vec<String> = whole
        .filter_map(|winner| match winner.how {
            How::Runoff => Some(format!("second round of {}", winner.lists.join(", "))),
            How::Accepted => Some("accepted".to_owned()),
            How::Refused => Some("refused".to_owned()),
            How::QuorumMissed => Some("quorum missed".to_owned()),
            _ => None,
        })
        .collect();
    if !parts.iter().any(|part| part == "accepted" || part == "refused" || part == "quorum missed") {
        parts.insert(0, seats(&out.seats));
    }
    parts.extend(out.ties.iter().map(|tie| format!("tie of {}", tie.among.join(", "))));
    parts.extend(out.lots.iter().map(|lot| format!("lot for {}", lot.winners.join(", "))));
    parts.extend(out.warnings.iter().filter_map(|warning| match warning {
        Warning::Interpretation { other } => Some(format!("otherwise {}", seats(other))),
        _ => None,
    }));
    parts.join("; ")
}

#[test]
fn each_example_gives_the_answer_that_it_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/seats");
    let mut examples = 0;
    for path in std::fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("an entry").path()) {
        let text = std::fs::read_to_string(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let file = read(&name, &text).unwrap_or_else(|defects| panic!("{defects}"));
        let (_, expected) = text.split_once("Answer: ").unwrap_or_else(|| panic!("{name} names no answer"));
        let expected = expected.split(['\n', '"']).next().unwrap_or_default().trim();
        assert_eq!(answer(&file), expected, "{name}");
        examples += 1;
    }
    assert!(examples >= 18, "{examples} examples");
}

/// A sound file.
const SOUND: &str = "\
title = \"Three seats\"
valid = 110
cast = 120

[seats]
total = 3
system = \"proportional\"
method = \"dhondt\"

[[lists]]
id = \"red\"
votes = 60

[[lists]]
id = \"blue\"
name = \"Blue\"
votes = 40
";

fn said(change: impl Fn(String) -> String) -> String {
    read("house.toml", &change(SOUND.to_owned())).expect_err("a defect")
}

#[test]
fn json_says_the_same_as_toml_and_its_defects_have_lines_too() {
    let json = r#"{ "title": "Three seats", "valid": 110, "cast": 120,
  "seats": {"total": 3, "system": "proportional", "method": "dhondt"},
  "lists": [
    {"id": "red", "votes": 60},
    {"id": "blue", "name": "Blue", "votes": 40}
  ]
}
"#;
    assert_eq!(read("house.json", json), read("house.toml", SOUND));
    let wrong = json.replace("\"votes\": 40", "\"votes\": \"forty: or so\"");
    let expected = "house.json:5:45: votes: this is a text, but a whole number without quotes is needed";
    assert_eq!(read("house.json", &wrong), Err(expected.to_owned()));
    let cut = read("house.json", &json[..120]).expect_err("a defect");
    assert!(cut.starts_with("house.json:2: this is not JSON"), "{cut}");
    let null = read("house.json", &json.replace("40", "null")).expect_err("a defect");
    assert!(null.starts_with("house.json:5:45: this value is not read here"), "{null}");
}

#[test]
fn what_can_be_wrong_with_a_seats_file_is_named() {
    let cases = [
        ("not TOML", "[seats]", "[seats"),
        ("no lists", "[[lists]]\nid = \"red\"", "[[list]]\nid = \"red\""),
        ("no votes", "votes = 60\n", ""),
        ("negative votes", "votes = 60", "votes = -60"),
        ("more votes than can be counted exactly", "votes = 60", "votes = 300000000000000"),
        ("fewer ballots than votes", "cast = 120", "cast = 100"),
        ("a list twice", "\"blue\"", "\"red\""),
        ("counted of nothing", "valid = 110", "valid = 110\ncounted = 3"),
        ("more counted than expected", "valid = 110", "counted = 3\nexpected = 2"),
        ("a rule that cannot be right", "total = 3", "total = 0"),
        ("districts by a level", "total = 3", "total = 3\ndistricts = \"province\""),
        (
            "a group of nobody",
            "[[lists]]\nid = \"red\"",
            "[threshold]\npercent = \"5\"\nwaived_for = [\"x\"]\n[[lists]]\nid = \"red\"",
        ),
        (
            "votes in lists and in districts",
            "[seats]",
            "[[districts]]\nid = \"north\"\nvotes = { red = 1, blu = 2 }\n[seats]",
        ),
        (
            "a lot that somebody else won",
            "[seats]",
            "[[lots]]\nplace = \"nation\"\namong = [\"red\", \"blue\"]\nwinners = [\"green\"]\n[seats]",
        ),
        (
            "a mixed system without constituencies",
            "system = \"proportional\"",
            "system = \"mixed\"\ncompensation = \"none\"",
        ),
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|(name, old, new)| {
            assert!(SOUND.contains(old), "{name}");
            format!("{name}\n    {}\n", said(|text| text.replacen(old, new, 1)).replace('\n', "\n    "))
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}
