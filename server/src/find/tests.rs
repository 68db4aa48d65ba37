//! What readers type, and what they mean.

use std::path::Path;

use election::Definition;
use election::folder::{self, Folder};

use super::{Finder, Hit, Thing};

const SETTINGS: &str = r##"
format = 1
id = "land"
date = 2026-11-08
time_zone = "Europe/Belgrade"
polls_close = 2026-11-08T19:00:00+01:00
languages = ["en", "sr", "tr"]
source = "Nobody"
sample = true
levels = [{ id = "land", name = { en = "Land" } }, { id = "town", name = { en = "Town" } }, { id = "station", name = { en = "Station" } }]
categories = [{ id = "regular", kind = "election-day", name = { en = "Stations" } }]

[title]
en = "General election"

[[parties]]
id = "kuq"
short = "KUQ"
name = { en = "Lista e Kuqe" }
colour = "#b3202c"

[[contests]]
id = "assembly"
title = { en = "Assembly" }
variation = "proportional"
figures = ["registered", "ballots", "valid", "invalid"]
"##;

const UNITS: &str = "\
id,parent,level,name,name:sr,name:tr,aliases
L,,land,Land,,,
T1,L,town,Prishtinë,Priština,Priştine,
T2,L,town,Gjakovë,Đakovica,Yakova,
T3,L,town,Fushë Kosovë,Косово Поље,Kosova Ovası,Polje
T4,L,town,Pejë,Пећ,İpek,
T5,L,town,Prizren,,,
S1,T1,station,Shkolla 1,,,
S2,T1,station,Shkolla 2,,,
S3,T2,station,Shkolla 1,,,
S4,T3,station,Kopshti 1,,,
S5,T4,station,Shkolla 1,,,
S6,T5,station,Shkolla 12,,,
";

fn land() -> Definition {
    let options = "contest,id,number,party,short,name,colour\n\
        assembly,kuq,1,kuq,,,\n\
        assembly,ligj,2,,LJ,Lëvizja për Jetë,#1d5fa8\n";
    let candidates = "contest,option,id,name,gender\n\
        assembly,kuq,k1,Xhevahir Çarkagjiu,male\n\
        assembly,ligj,k2,Đorđe Šumanović,male\n\
        assembly,ligj,k3,Işıl Yıldız,female\n";
    let files =
        [("election.toml", SETTINGS), ("units.csv", UNITS), ("options.csv", options), ("candidates.csv", candidates)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    folder::read(&Folder { files: files.into() }).unwrap()
}

fn nights(name: &str) -> Definition {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights").join(name);
    folder::read(&crate::load::folder(&dir).ok().unwrap()).unwrap()
}

fn name(definition: &Definition, hit: &Hit) -> String {
    match hit.thing {
        Thing::Unit(unit) => definition.units.id(unit).to_owned(),
        Thing::Contest(contest) => definition.contests[contest.at()].id.clone(),
        Thing::List(contest, option) => definition.contests[contest.at()].options[option.at()].id.clone(),
        Thing::Candidate(contest, option, at) => {
            definition.contests[contest.at()].candidates[option.at()][at].id.clone()
        }
    }
}

fn units(definition: &Definition, query: &str) -> Vec<String> {
    let hits = Finder::new(definition).find(definition, query, 10);
    hits.units.iter().map(|hit| name(definition, hit)).collect()
}

fn ballot(definition: &Definition, query: &str) -> Vec<String> {
    let hits = Finder::new(definition).find(definition, query, 10);
    hits.ballot.iter().map(|hit| name(definition, hit)).collect()
}

fn first(definition: &Definition, query: &str) -> String {
    units(definition, query).into_iter().next().unwrap_or_default()
}

#[test]
fn a_place_is_found_by_every_spelling_of_its_name() {
    let land = land();
    for (id, spellings) in [
        ("T1", &["Prishtinë", "prishtina", "Priština", "pristina", "Приштина", "PRİŞTİNE", "Prishtine\u{308}"][..]),
        ("T2", &["Gjakova", "Gjakovë", "gjakova ", "Đakovica", "Djakovica", "Dakovica", "Ђаковица", "Yakova"]),
        ("T3", &["Fushë Kosovë", "fushe kosova", "kosova fushe", "Kosovo Polje", "kosovopolje", "поље косово"]),
        ("T4", &["Peja", "peje", "Пећ", "Pec", "ipek", "İPEK", "IPEK", "ıpek"]),
    ] {
        for spelling in spellings {
            assert_eq!(first(&land, spelling), id, "{spelling}");
        }
    }
}

#[test]
fn one_or_two_typing_errors_are_forgiven_by_length() {
    let land = land();
    for typed in ["Prishtna", "Prihstina", "Prisstina", "Prishitna", "prshtin"] {
        assert_eq!(first(&land, typed), "T1", "{typed}");
    }
    assert_eq!(first(&land, "Prizern"), "T5");
    assert_eq!(first(&land, "Prixzrn"), "");
    assert_eq!(first(&land, "pxj"), "");
}

#[test]
fn a_name_is_found_while_it_is_typed() {
    let land = land();
    assert_eq!(units(&land, "pri"), ["T1", "T5"]);
    for beginning in ["G", "Gj", "Gja", "Đ", "Dj", "Yak"] {
        assert_eq!(first(&land, beginning), "T2", "{beginning}");
    }
}

#[test]
fn a_station_is_found_by_its_id_and_by_its_name_with_its_towns() {
    let land = land();
    assert_eq!(units(&land, "S4"), ["S4"]);
    assert_eq!(first(&land, "s4"), "S4");
    assert_eq!(units(&land, "shkolla gjakova"), ["S3"]);
    assert_eq!(units(&land, "Peja shkolla 1"), ["S5"]);
    assert_eq!(units(&land, "shkolla 1"), ["S1", "S3", "S5", "S6"]);
}

#[test]
fn the_very_name_comes_before_its_beginning_and_the_larger_before_the_smaller() {
    let land = land();
    assert_eq!(units(&land, "shkolla 1").last().unwrap(), "S6");
    // Town and stations have the word in their names or above; the town is larger.
    assert_eq!(first(&land, "polje"), "T3");
    assert_eq!(first(&land, "land"), "L");
}

#[test]
fn lists_and_candidates_are_found_as_well() {
    let land = land();
    assert_eq!(ballot(&land, "levizja"), ["ligj"]);
    assert_eq!(ballot(&land, "lj"), ["ligj"]);
    assert_eq!(ballot(&land, "lista kuqe"), ["kuq"]);
    assert_eq!(ballot(&land, "Xhevahir"), ["k1"]);
    assert_eq!(ballot(&land, "Dževahir Čarkađiju")[0], "k1");
    assert_eq!(ballot(&land, "sumanovic djordje"), ["k2"]);
    assert_eq!(ballot(&land, "ISIL YILDIZ"), ["k3"]);
    assert_eq!(ballot(&land, "kuqe carkagjiu"), ["k1"]);
    assert_eq!(ballot(&land, "assembly"), ["assembly"]);
}

#[test]
fn nothing_and_nonsense_find_nothing() {
    let land = land();
    let finder = Finder::new(&land);
    for query in ["", "   ", "…", "xqzwvk", "\u{0}", &"xqz".repeat(100_000)] {
        let hits = finder.find(&land, query, 10);
        assert!(hits.units.is_empty() && hits.ballot.is_empty(), "{query:.20}");
    }
}

#[test]
fn as_many_are_given_as_were_asked_for_and_all_are_counted() {
    let land = land();
    let hits = Finder::new(&land).find(&land, "shkolla", 2);
    assert_eq!((hits.units.len(), hits.units_total), (2, 5));
}

#[test]
fn the_municipalities_of_kosovo_are_found_in_both_languages() {
    let kosovo = nights("kosovo-2025-02");
    let finder = Finder::new(&kosovo);
    for unit in kosovo.units.units() {
        for language in ["sq", "sr", "en"] {
            let called = kosovo.unit_name(unit, language);
            for typed in [called.to_owned(), called.to_uppercase()] {
                let found = finder.find(&kosovo, &typed, 10).units;
                assert!(found.iter().any(|hit| hit.thing == Thing::Unit(unit)), "{typed}");
            }
        }
    }
    for [typed, id] in
        [["Gjakova", "gjakove"], ["Prishtina", "prishtine"], ["Приштина", "prishtine"], ["Pristina", "prishtine"]]
    {
        assert_eq!(first(&kosovo, typed), id);
    }
}
