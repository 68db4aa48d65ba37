//! Austria, the Knesset with its surplus agreements, Indonesia, levelling, and a mixed house that grew (New Zealand).

use election::definition::Threshold;
use election::seats::{
    Alliance, Compensation, Constituency, District, Extra, House, Lot, Method, Proportional, Reserved, System, Tally,
    Tier, Warning, allocate,
};

use super::{Divisor, nation, seats, tally, whole};
use crate::real::data;

/// The fields of a Python tuple or list, one line each in the files: numbers, sums of numbers and quoted names.
fn fields(line: &str) -> Vec<Vec<String>> {
    let mut lists = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        // The line of the Knesset is a list of its own.
        let inner = &rest[open + 1..];
        let close = inner.find(']').unwrap();
        if inner[..close].contains('[') {
            rest = inner;
            continue;
        }
        lists.push(split(&inner[..close]));
        rest = &inner[close + 1..];
    }
    lists
}

/// At commas outside quotes, without the quotes.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for letter in text.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, ',') => parts.push(String::new()),
            (None, ' ') => {}
            _ => parts.last_mut().unwrap().push(letter),
        }
    }
    parts
}

fn numbers(parts: &[String]) -> Vec<u64> {
    parts.iter().map(|part| part.parse().unwrap()).collect()
}

#[test]
fn nine_elections_of_the_austrian_national_council_come_out_to_the_seat() {
    let Some(bytes) = data("swiss-finnish-proporz/austria_nationalrat.txt") else { return };
    let mut elections = 0;
    for line in str::from_utf8(&bytes).unwrap().lines() {
        let [names, votes, official] = fields(line).try_into().unwrap();
        let (votes, official) = (numbers(&votes), numbers(&official));
        // Two lists of 2008 have the same name.
        let ids: Vec<String> = names.iter().enumerate().map(|(at, name)| format!("{at} {name}")).collect();
        let mut house = nation(Divisor::DHondt, 183, &ids);
        house.threshold = Some(Threshold { basis_points: 400, ..Threshold::default() });
        let ours: Vec<u64> = seats(&house, &votes).into_iter().map(u64::from).collect();
        assert_eq!(ours, official, "{line}");
        elections += 1;
    }
    assert_eq!(elections, 9);
}

/// The file has sums ("885163+345985") for those with an agreement.
fn members(parts: &[String]) -> Vec<Vec<u64>> {
    parts.iter().map(|part| part.split('+').map(|one| one.parse().unwrap()).collect()).collect()
}

/// Knesset Elections Law, Art. 81 and 82 (Bader-Ofer): 120 seats by D'Hondt, those with an agreement as one list, which they
/// then share in the same way.
fn knesset(votes: &[Vec<u64>]) -> (House, Vec<u64>) {
    let id = |at: usize, member: usize| format!("{at}.{member}");
    let ids: Vec<String> =
        votes.iter().enumerate().flat_map(|(at, group)| (0..group.len()).map(move |member| id(at, member))).collect();
    let mut house = nation(Divisor::DHondt, 120, &ids);
    let agreement = |(at, group): (usize, &Vec<u64>)| Alliance {
        id: format!("agreement-{at}"),
        members: (0..group.len()).map(|member| id(at, member)).collect(),
        method: None,
    };
    house.alliances = votes.iter().enumerate().filter(|(_, group)| group.len() > 1).map(agreement).collect();
    (house, votes.concat())
}

#[test]
fn four_knessets_come_out_with_their_surplus_agreements() {
    let Some(bytes) = data("swiss-finnish-proporz/knesset_bader_ofer.txt") else { return };
    let mut changed = 0;
    for (at, line) in str::from_utf8(&bytes).unwrap().lines().enumerate() {
        let [_, votes, official] = fields(line).try_into().unwrap();
        let (mut house, votes) = knesset(&members(&votes));
        let official = members(&official).concat();
        let ours = |house: &House| seats(house, &votes).into_iter().map(u64::from).collect::<Vec<_>>();
        assert_eq!(ours(&house), official, "Knesset {}", 19 + at);
        house.alliances.clear();
        changed += usize::from(ours(&house) != official);
    }
    assert!(changed > 0, "without the agreements at least one Knesset differs");
}

/// 580 seats of 2024: the parties' national votes, and their seats from 84 districts.
const INDONESIA: [(&str, u64, u32); 8] = [
    ("pdip", 25_384_673, 110),
    ("golkar", 23_208_488, 102),
    ("gerindra", 20_071_345, 86),
    ("pkb", 16_115_358, 68),
    ("nasdem", 14_660_328, 69),
    ("pks", 12_781_241, 53),
    ("demokrat", 11_283_053, 44),
    ("pan", 10_984_639, 48),
];

#[test]
fn a_national_sharing_out_of_indonesias_seats_is_not_the_sum_of_its_84_districts() {
    let official = INDONESIA.map(|(_, _, seats)| seats);
    assert_eq!(official.iter().sum::<u32>(), 580);
    let house = nation(Divisor::SainteLague, 580, &INDONESIA.map(|(id, ..)| id));
    let national = seats(&house, &INDONESIA.map(|(_, votes, _)| votes));
    assert_ne!(national, official);
    // In its districts NasDem won more seats than PKB with fewer votes; over the whole that cannot be.
    assert!(official[4] > official[3] && national[4] < national[3], "{national:?}");
}

/// New Zealand, 14 October 2023 (Electoral Commission, official results of 3 November): party votes, electorates won, seats.
/// Te Pāti Māori won six electorates and 3.08 % of the party votes: 122 seats in a house of 120.
const NEW_ZEALAND: [(&str, u64, usize, u32); 7] = [
    ("national", 1_085_851, 43, 48),
    ("labour", 767_540, 17, 34),
    ("green", 330_907, 3, 15),
    ("act", 246_473, 2, 11),
    ("nz-first", 173_553, 0, 8),
    ("maori", 87_844, 6, 6),
    ("top", 63_344, 0, 0),
];

#[test]
fn the_house_of_new_zealand_grew_by_two_in_2023() {
    let mut house = nation(Divisor::SainteLague, 120, &NEW_ZEALAND.map(|(id, ..)| id));
    house.system =
        System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::Overhang };
    house.threshold = Some(Threshold { basis_points: 500, or_constituencies: Some(1), ..Threshold::default() });
    let winners = NEW_ZEALAND.iter().enumerate().flat_map(|(at, (_, _, won, _))| core::iter::repeat_n(at, *won));
    let won = |at: usize| (0..7).map(|list| u64::from(list == at)).collect::<Vec<_>>();
    let constituencies: Vec<Vec<u64>> = winners.map(won).collect();
    house.constituencies =
        (0..constituencies.len()).map(|at| Constituency { id: at.to_string(), district: 0 }).collect();
    let votes = NEW_ZEALAND.map(|(_, votes, ..)| votes).to_vec();
    let out = whole(&house, &Tally { constituencies, ..tally(&[votes]) });
    assert_eq!(out.seats, NEW_ZEALAND.map(|(.., seats)| seats));
    assert_eq!((out.size, out.majority, out.warnings), (122, 62, vec![Warning::Enlarged { by: 2 }]));
}

/// Norway's rule in small, by hand: modified Sainte-Laguë (1.4) in each district, and the rest of the house levels out.
fn levelled(districts: &[u32], house_seats: u32, rows: &[Vec<u64>]) -> Vec<u32> {
    whole(&levelling(districts, house_seats), &tally(rows)).seats
}

fn levelling(districts: &[u32], house_seats: u32) -> House {
    let method = Method::Divisor(Divisor::ModifiedSainteLague { first: 1_400 });
    let mut house = nation(Divisor::DHondt, house_seats, &["a", "b", "c"]);
    house.system =
        System::Proportional(Proportional { method, tier: Tier::Levelling { method }, ..Proportional::default() });
    let district = |(at, seats): (usize, &u32)| District { id: at.to_string(), seats: *seats };
    house.districts = districts.iter().enumerate().map(district).collect();
    house
}

#[test]
fn levelling_seats_go_to_lists_that_districts_left_short() {
    // 3+1+0 and 2+2+0 in the districts; of ten over the whole a has 6, b has 3 and c has 1.
    assert_eq!(levelled(&[4, 4], 10, &[vec![60, 30, 10], vec![50, 35, 15]]), [6, 3, 1]);
}

#[test]
fn a_list_with_more_district_seats_than_its_share_keeps_them_and_the_others_share_the_rest() {
    // a wins all three districts, and of five over the whole would have 2; b and c share what is left.
    assert_eq!(levelled(&[1, 1, 1], 5, &vec![vec![40, 35, 25]; 3]), [3, 1, 1]);
}

#[test]
fn a_comparison_that_is_made_again_leaves_nothing_of_the_first_one() {
    // Both districts are a's. Of two seats over the whole a has one, and b and c are level for the other; a keeps its two,
    // so nothing is left to draw for.
    let lot = Lot { place: "levelling".into(), among: vec!["b".into(), "c".into()], winners: vec!["b".into()] };
    let out = allocate(&levelling(&[1, 1], 2), &tally(&vec![vec![40, 35, 35]; 2]), &[lot]);
    assert_eq!((&out.seats, out.lots.as_slice(), out.ties.as_slice()), (&vec![2, 0, 0], &[][..], &[][..]));
    assert_eq!(out.shares.iter().filter(|share| share.place == "levelling").count(), 1);
}

#[test]
fn extra_seats_of_groups_that_nobody_voted_for_are_named_as_empty() {
    let mut house = nation(Divisor::DHondt, 3, &["a", "b"]);
    house.lists[1].groups = vec!["minority".into()];
    let reserved = vec![Reserved { group: "minority".into(), seats: 1 }];
    let extra = vec![Extra { seats: 1, strongest_of: vec!["minority".into()] }];
    house.system = System::Proportional(Proportional { reserved, extra, ..Proportional::default() });
    let out = allocate(&house, &tally(&[vec![9, 0]]), &[]);
    assert_eq!(out.seats, [1, 0]);
    assert!(out.warnings.contains(&Warning::NobodyEligible { place: "extra:1".into() }), "{:?}", out.warnings);
}
