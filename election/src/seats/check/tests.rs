//! Sound rules pass, and each defect is named with its key.

use super::*;
use crate::seats::{Alliance, Compensation, Constituency, District, List, Reserved};

/// A house without defects.
fn house() -> House {
    let list = |id: &str, groups: &[&str]| List {
        id: id.into(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        length: None,
    };
    House {
        seats: 10,
        lists: vec![list("a", &["coast"]), list("b", &["hills"]), list("c", &[])],
        districts: vec![District { id: "whole".into(), seats: 0 }],
        ..House::default()
    }
}

/// What is said about the house after a change.
fn said(change: impl FnOnce(&mut House)) -> Vec<String> {
    let mut house = house();
    change(&mut house);
    house.defects().into_iter().map(|defect| format!("{}: {}", defect.key, defect.message)).collect()
}

fn reserve(house: &mut House, groups: &[&str]) {
    let reserved = groups.iter().map(|group| Reserved { group: (*group).into(), seats: 1 }).collect();
    house.system = System::Proportional(Proportional { reserved, ..Proportional::default() });
}

#[test]
fn a_sound_rule_has_no_defects() {
    assert_eq!(said(|house| reserve(house, &["coast", "hills"])), [""; 0]);
}

#[test]
fn a_list_in_two_groups_with_reserved_seats_is_named() {
    let said = said(|house| {
        reserve(house, &["coast", "hills"]);
        house.lists[0].groups.push("hills".into());
    });
    let expected =
        "lists[0].groups: the list `a` belongs to 2 groups with reserved seats (`coast`, `hills`): leave it in one";
    assert_eq!(said, [expected]);
}

#[test]
fn lists_districts_and_constituencies_need_ids_of_their_own() {
    let said = said(|house| {
        house.lists[1].id = "a".into();
        house.districts.push(District { id: "whole".into(), seats: 0 });
        house.constituencies = [0, 9].map(|district| Constituency { id: "x".into(), district }).to_vec();
        house.system = System::Mixed { method: Method::default(), compensation: Compensation::None };
    });
    let expected = [
        "lists[1].id: `a` is the id of an earlier list: choose another",
        "districts[1].id: `whole` is the id of an earlier district: choose another",
        "constituencies[1].id: `x` is the id of an earlier constituency: choose another",
        "constituencies[1].district: the constituency `x` lies in no district: name the one that it is part of",
    ];
    assert_eq!(said, expected);
}

#[test]
fn seats_of_districts_add_up_to_the_house_where_they_are_all_of_it() {
    let with = |tier: Tier, seats: [u32; 2]| {
        said(|house| {
            house.system = System::Proportional(Proportional { tier, ..Proportional::default() });
            house.districts = [0, 1].map(|at| District { id: at.to_string(), seats: seats[at] }).to_vec();
        })
    };
    assert_eq!(with(Tier::Districts, [4, 6]), [""; 0]);
    assert_eq!(with(Tier::Levelling { method: Method::default() }, [4, 4]), [""; 0]);
    assert!(with(Tier::Districts, [4, 5])[0].starts_with("seats.total: the seats of the districts add up to 9"));
    assert!(with(Tier::Levelling { method: Method::default() }, [6, 5])[0].contains("which is more than 10"));
    assert!(with(Tier::Nation, [4, 6])[0].starts_with("districts[0].seats: this rule gives districts no seats"));
    let none = "districts[1].seats: the district `1` has no seats: write how many it has";
    assert_eq!(with(Tier::Districts, [4, 0]), [none]);
}

#[test]
fn alliances_are_refused_where_nothing_is_shared_out() {
    let alliance = Alliance { id: "x".into(), members: vec!["a".into(), "b".into()], method: None };
    assert_eq!(said(|house| house.alliances.push(alliance.clone())), [""; 0]);
    let said = said(|house| {
        house.alliances.push(alliance);
        house.system = System::Plurality;
        house.districts[0].seats = 10;
    });
    assert_eq!(said, ["seats.alliances: this system shares nothing out among allies: leave them out"]);
}

#[test]
fn a_house_of_nobody_and_nowhere_is_named_as_such() {
    let said = House::default().defects();
    let keys: Vec<&str> = said.iter().map(|defect| defect.key.as_str()).collect();
    assert_eq!(keys, ["seats.total", "lists", "districts"]);
}
