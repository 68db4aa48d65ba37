//! Houses of an election: the rule of election.toml with the lists, districts and candidates of the tables.

use election::ContestIx;
use election::definition::{Gender, ThresholdBase};
use election::folder::{Folder, read};
use election::seats::{District, House, ListKind, Method, Proportional, Quota, System, Tier};

use crate::defects::{good_folder, replace};
use crate::lines;

fn house(folder: &Folder) -> House {
    let definition = read(folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    definition.contests[0].house.clone().expect("a house")
}

#[test]
fn a_house_without_districts_has_the_whole_as_its_only_one() {
    let house = house(&good_folder());
    assert_eq!(house.districts, [District { id: "small".into(), seats: 0 }]);
    assert_eq!((house.seats, house.hold_back), (20, 300));
    let lists: Vec<(&str, &[String])> = house.lists.iter().map(|list| (list.id.as_str(), &*list.groups)).collect();
    assert_eq!(lists, [("ld", &[][..]), ("min", &["minority".to_owned()]), ("free", &[])]);
    assert_eq!(house.threshold.map(|threshold| threshold.basis_points), Some(500));
    assert_eq!(house.alliances[0].members, ["ld", "free"]);
    assert_eq!((house.candidates.lists, house.candidates.gender_share), (ListKind::Open, 3_000));
}

#[test]
fn districts_are_units_of_a_level_and_those_that_lie_in_none_of_them() {
    let mut folder = good_folder();
    let rule = "system = \"proportional\"\nmethod = \"dhondt\"\nreserved_as = \"floors\"\n";
    let by_district = "system = \"proportional\"\nmethod = \"dhondt\"\ndistricts = \"municipality\"\n\
                       tier = { name = \"levelling\", method = \"hare\" }\n";
    replace(&mut folder, "election.toml", rule, by_district);
    replace(&mut folder, "election.toml", "[[contests.seats.reserved]]\ngroup = \"minority\"\nseats = 2\n", "");
    let threshold = "percent = \"5\", of = \"cast\", before = \"levelling\", or_in_a_district = \"12.5\", ";
    replace(&mut folder, "election.toml", "percent = \"5\", ", threshold);
    let units = "id,parent,level,seats\nsmall,,country,\nnorth,small,municipality,9\nn/1,north,station,\n\
                 south,small,municipality,7\ns/1,south,station,\nembassy,small,station,1\n";
    folder.files.insert("units.csv".into(), units.into());
    for other in ["baseline.csv", "map.geojson", "night.csv"] {
        folder.files.remove(other);
    }
    let house = house(&folder);
    let districts: Vec<(&str, u32)> = house.districts.iter().map(|one| (one.id.as_str(), one.seats)).collect();
    assert_eq!(districts, [("north", 9), ("south", 7), ("embassy", 1)]);
    let tier = Tier::Levelling { method: Method::Quota(Quota::Hare) };
    assert_eq!(house.system, System::Proportional(Proportional { tier, ..Proportional::default() }));
    let threshold = house.threshold.expect("a threshold");
    assert_eq!((threshold.of, threshold.or_in_a_district), (ThresholdBase::Cast, Some(1_250)));
}

#[test]
fn candidates_stand_in_the_order_of_their_list_and_their_votes_have_a_contest() {
    let mut folder = good_folder();
    let more = "\n[[contests]]\nid = \"people\"\ntitle = { en = \"Candidates\", sq = \"Kandidatët\" }\n\
                variation = \"n-of-m\"\nfigures = []\n\n[map]";
    replace(&mut folder, "election.toml", "\n[map]", more);
    replace(
        &mut folder,
        "election.toml",
        "gender_share = \"30\" }",
        "gender_share = \"30\", preferences = \"people\" }",
    );
    let options = folder.files.get_mut("options.csv").expect("options");
    options.extend(b"people,ld-1,,ld,,,,\npeople,ld-2,,ld,,,,\npeople,free-1,,,,,F,\n");
    let candidates = "contest,option,position,id,name,gender\nassembly,ld,2,ld-2,Second,male\n\
                      assembly,free,,free-1,,\nassembly,ld,1,ld-1,First,female\n";
    folder.files.insert("candidates.csv".into(), candidates.into());
    let definition = read(&folder).unwrap_or_else(|defects| panic!("{}", lines(&defects)));
    let assembly = &definition.contests[0];
    assert_eq!(assembly.preferences, Some(ContestIx(2)));
    let ids: Vec<Vec<&str>> =
        assembly.candidates.iter().map(|list| list.iter().map(|one| one.id.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["ld-1", "ld-2"], vec![], vec!["free-1"]]);
    assert_eq!((assembly.candidates[0][0].gender, &*assembly.candidates[0][1].name), (Gender::Female, "Second"));
    let lengths: Vec<Option<u32>> = house(&folder).lists.iter().map(|list| list.length).collect();
    assert_eq!(lengths, [Some(2), None, Some(1)]);

    replace(&mut folder, "candidates.csv", "assembly,free,,free-1,,\n", "");
    let defects = read(&folder).expect_err("a candidate is missing");
    let expected = "election.toml:66:67: preferences: `free-1` is an option of `people`, but no candidate of this contest: \
                    add it to candidates.csv, or correct one of the two";
    assert_eq!(lines(&defects), expected);
}
