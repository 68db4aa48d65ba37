//! Laws of the door: no bytes make it panic, and what is written is read back.

use election::folder::{ReportOptions, check, json_body, json_reports, read, reports, write_reports};
use election::report::Figure;
use election::{CategoryIx, ContestIx, Count, CountItemStatus, Definition, Figures, OptionIx, Submission, UnitIx};
use proptest::prelude::*;

use crate::defects::good_folder;

const FILES: [&str; 7] =
    ["election.toml", "units.csv", "options.csv", "baseline.csv", "map.geojson", "night.csv", "request.json"];

/// Bytes that files are likely to break at.
fn scrap() -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(vec![
        &b"\""[..],
        b",",
        b"\n",
        b"\r\n",
        b"#",
        b"|",
        b"[",
        b"]",
        b"{",
        b"}",
        b"=",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\0",
        b"'''",
        b"-1",
        b"4294967295",
        b"1e999",
        b"[[levels]]\n",
        b"name:sq",
        b"null",
        "\u{202f}\u{301}".as_bytes(),
    ]);
    prop_oneof![word.prop_map(<[u8]>::to_vec), prop::collection::vec(any::<u8>(), 0..8)]
}

/// A place in a file (in thousandths of its length), how much is cut out there and what is put in.
type Wound = (usize, usize, Vec<u8>);

/// A few wounds of one file.
fn damage() -> impl Strategy<Value = (&'static str, Vec<Wound>)> {
    (prop::sample::select(FILES.to_vec()), prop::collection::vec((0usize..1000, 0usize..20, scrap()), 1..6))
}

fn check_all(file: &str, bytes: Vec<u8>, definition: &Definition) {
    if file == "request.json" {
        drop(json_reports(definition, &bytes, ReportOptions::default()).map(|outcomes| outcomes.len()));
        return;
    }
    let mut folder = good_folder();
    folder.files.insert(file.to_owned(), bytes);
    if let Err(defects) = check(&folder) {
        assert!(!defects.is_empty());
        assert!(defects.iter().all(|defect| defect.to_string().starts_with(&defect.file)));
    }
}

/// A report of any cell of the small country. Valid votes are given, as they would be read as the sum otherwise.
fn submission() -> impl Strategy<Value = Submission> {
    let count = || prop_oneof![4 => (0u32..2000).prop_map(Some), 1 => Just(Some(Count::MAX)), 2 => Just(None)];
    let status = prop::sample::select(CountItemStatus::NAMES.map(|(_, status)| status).to_vec());
    let words = "[a-z \",\n\r#;é—]{0,12}";
    let revision = prop_oneof![Just(None), (1u32..9).prop_map(Some), Just(Some(u32::MAX))];
    let head = (0usize..2, 0usize..5, revision, 0i64..4_000_000_000_000, status);
    (head, prop::collection::vec(count(), 8), words, words).prop_map(|(head, counts, reason, source)| {
        let (contest, cell, revision, observed_at, status) = head;
        let (unit, category) = [(2, 0), (3, 0), (3, 1), (5, 0), (6, 1)][cell];
        let options = [3, 2][contest];
        let mut figures = Figures::missing(options);
        for (figure, count) in Figure::ALL.into_iter().zip(&counts) {
            figures.set(figure, Count::from(*count));
        }
        for (option, count) in counts[Figure::COUNT..].iter().take(options).enumerate() {
            figures.set_vote(OptionIx::new(option), Count::from(*count));
        }
        let (contest, unit, category) = (ContestIx::new(contest), UnitIx(unit), CategoryIx(category));
        Submission { contest, unit, category, revision, observed_at, status, figures, source, reason }
    })
}

proptest! {
    #[test]
    fn no_bytes_in_any_file_make_it_panic(file in prop::sample::select(FILES.to_vec()), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_all(file, bytes, &read(&good_folder()).expect("good"));
    }

    #[test]
    fn no_damage_to_any_file_makes_it_panic((file, wounds) in damage()) {
        let mut bytes = good_folder().files.remove(file).expect("a file");
        for (place, cut, scrap) in wounds {
            let start = bytes.len() * place / 1000;
            let end = (start + cut).min(bytes.len());
            bytes.splice(start..end, scrap);
        }
        check_all(file, bytes, &read(&good_folder()).expect("good"));
    }

    #[test]
    fn reports_are_read_back_as_they_were_written(written in prop::collection::vec(submission(), 0..20)) {
        let definition = read(&good_folder()).expect("good");
        let options = ReportOptions { time_required: true, ..ReportOptions::default() };
        let (read, defects) = reports(&definition, "night.csv", write_reports(&definition, &written).as_bytes(), options);
        prop_assert_eq!(defects, []);
        let read: Vec<Submission> = read.into_iter().map(|(_, report)| report).collect();
        prop_assert_eq!(&read, &written);
        let body = json_body(&definition, &written);
        let outcomes = json_reports(&definition, body.as_bytes(), options).expect("a body");
        prop_assert_eq!(outcomes.into_iter().map(|outcome| outcome.expect("a report")).collect::<Vec<_>>(), written);
    }
}
