//! Constituencies and lists: who wins the constituencies, and what that does to the lists' seats.

use core::cmp::Reverse;

use super::lists::Hall;
use super::outcome::{How, Quotient, Tally, Warning, Winner};
use super::proportional::split;
use super::rule::{Compensation, House, MAX_SEATS, Method};
use super::threshold::Eligible;

/// Who won a constituency by first votes.
struct Direct {
    constituency: usize,
    list: usize,
}

/// Fills the house: `method` gives seats to lists, `compensation` fits the constituencies in.
pub(super) fn allocate(
    hall: &mut Hall<'_>,
    method: Method,
    compensation: Compensation,
    tally: &Tally,
    eligible: &Eligible,
) {
    let direct = constituencies(hall, tally);
    let votes = hall.votes(tally);
    // Who has no part in the lists' seats holds a constituency besides them.
    let outside: Vec<bool> = match compensation {
        Compensation::Cover => vec![],
        _ => eligible.nation.iter().zip(&votes).map(|(takes_part, votes)| !takes_part || *votes == 0).collect(),
    };
    let lists = Lists { method, votes: &votes, takes_part: &eligible.nation };
    match compensation {
        Compensation::None => parallel(hall, &lists, &direct),
        Compensation::Overhang => overhang(hall, &lists, &direct, &outside),
        Compensation::Enlarge => enlarge(hall, &lists, &direct, &outside),
        Compensation::Cover => cover(hall, &lists, &direct, tally),
    }
}

/// How lists share seats out over the whole.
struct Lists<'a> {
    method: Method,
    votes: &'a [u64],
    takes_part: &'a [bool],
}

impl Lists<'_> {
    fn share(&self, hall: &mut Hall<'_>, seats: u32) -> Vec<u32> {
        hall.share_lists("nation", self.method, self.votes, self.takes_part, 0, seats)
    }
}

/// Most first votes win. A constituency without votes has no winner yet; a tie waits for a lot.
fn constituencies(hall: &mut Hall<'_>, tally: &Tally) -> Vec<Direct> {
    let mut direct = Vec::new();
    for (constituency, votes) in tally.constituencies.iter().enumerate() {
        let most = votes.iter().copied().max().unwrap_or(0);
        if most == 0 {
            continue;
        }
        let place = hall.house.constituencies[constituency].id.clone();
        let first: Vec<usize> = (0..votes.len()).filter(|list| votes[*list] == most).collect();
        let mut ids: Vec<String> = first.iter().map(|list| hall.house.lists[*list].id.clone()).collect();
        if first.len() > 1 {
            let tie = hall.draw(&format!("constituency:{place}"), ids, 1);
            ids = tie.winners.clone();
            hall.record(tie);
        }
        let winner = first.into_iter().find(|list| ids.contains(&hall.house.lists[*list].id));
        direct.extend(winner.map(|list| Direct { constituency, list }));
        let how = if winner.is_some() { How::Plurality } else { How::Tied };
        hall.out.winners.push(Winner { place, lists: ids, how });
    }
    direct
}

fn count(direct: &[Direct], lists: usize) -> Vec<u32> {
    let mut won = vec![0; lists];
    direct.iter().for_each(|one| won[one.list] += 1);
    won
}

/// Both kinds of seats add up.
fn parallel(hall: &mut Hall<'_>, lists: &Lists<'_>, direct: &[Direct]) {
    let constituencies = u32::try_from(hall.house.constituencies.len()).expect("fewer than the seats of a house");
    let left = hall.house.seats.saturating_sub(constituencies);
    let share = lists.share(hall, left);
    hall.out.seats = add(&share, &count(direct, share.len()));
}

fn add(some: &[u32], more: &[u32]) -> Vec<u32> {
    some.iter().zip(more).map(|(some, more)| some + more).collect()
}

/// Constituencies won by those who have no part in the lists' seats.
fn outsiders(won: &[u32], outside: &[bool]) -> u32 {
    won.iter().zip(outside).filter(|(_, outside)| **outside).map(|(won, _)| *won).sum()
}

/// Who has more constituencies than its share keeps them, and the house grows by as many.
fn overhang(hall: &mut Hall<'_>, lists: &Lists<'_>, direct: &[Direct], outside: &[bool]) {
    let won = count(direct, outside.len());
    let left = hall.house.seats.saturating_sub(outsiders(&won, outside));
    let share = lists.share(hall, left);
    let over = |list: usize| if outside[list] { 0 } else { won[list].saturating_sub(share[list]) };
    grow(hall, (0..won.len()).map(over).sum());
    hall.out.seats = share.iter().zip(&won).map(|(share, won)| *share.max(won)).collect();
}

/// The house grows until every list's share covers its constituencies.
fn enlarge(hall: &mut Hall<'_>, lists: &Lists<'_>, direct: &[Direct], outside: &[bool]) {
    let won = count(direct, outside.len());
    let left = hall.house.seats.saturating_sub(outsiders(&won, outside));
    let covers = |seats: u32| {
        let share = lists.share(&mut Hall::new(hall.house, hall.lots), seats);
        (0..won.len()).all(|list| outside[list] || share[list] >= won[list])
    };
    let Some(enough) = least(left, covers) else {
        hall.out.warnings.push(Warning::Unsatisfiable { place: "nation".to_owned() });
        overhang(hall, lists, direct, outside);
        return;
    };
    let share = lists.share(hall, enough);
    grow(hall, enough - left);
    hall.out.seats = share.iter().zip(&won).map(|(share, won)| *share.max(won)).collect();
}

/// The least number from `from` on that is enough; all above it are taken to be enough too, as they are by divisors.
fn least(from: u32, is_enough: impl Fn(u32) -> bool) -> Option<u32> {
    if is_enough(from) {
        return Some(from);
    }
    let (mut below, mut step) = (from, 1);
    let mut enough = loop {
        let next = (below + step).min(MAX_SEATS);
        if is_enough(next) {
            break next;
        }
        if next == MAX_SEATS {
            return None;
        }
        (below, step) = (next, step * 2);
    };
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if is_enough(middle) { enough = middle } else { below = middle }
    }
    Some(enough)
}

fn grow(hall: &mut Hall<'_>, by: u32) {
    if by > 0 {
        hall.out.size += by;
        hall.out.majority = hall.house.majority.unwrap_or(hall.out.size / 2 + 1);
        hall.out.warnings.push(Warning::Enlarged { by });
    }
}

/// Germany 2025 (Bundeswahlgesetz in the version of 2023): who won a constituency is elected only if the list's seats in the
/// district cover it, the largest shares of first votes first (§ 6 Abs. 1). Who has no list there is elected without (§ 6
/// Abs. 2), and the lists share out as many seats fewer (§ 4 Abs. 1).
fn cover(hall: &mut Hall<'_>, lists: &Lists<'_>, direct: &[Direct], tally: &Tally) {
    let seats = beside(hall, lists, direct, tally);
    split(hall, lists.method, tally, &seats);
    let house = hall.house;
    let district = |one: &Direct| house.constituencies[one.constituency].district;
    for at in 0..house.districts.len() {
        for list in 0..seats.len() {
            let won = |one: &&Direct| one.list == list && district(one) == at && has_list(house, tally, one);
            let won: Vec<usize> = direct.iter().filter(won).map(|one| one.constituency).collect();
            covered(hall, tally, at, list, won.clone());
            wait(hall, tally, at, list, &won);
        }
    }
    for one in direct.iter().filter(|one| !has_list(house, tally, one)) {
        hall.out.by_district[district(one)][one.list] += 1;
    }
}

/// Whether the winner's party has a list in the district.
fn has_list(house: &House, tally: &Tally, one: &Direct) -> bool {
    let district = house.constituencies[one.constituency].district;
    house.lists[one.list].length != Some(0) && tally.districts[district].votes[one.list] > 0
}

/// The lists' seats, beside which those without a list hold theirs. Returns the lists'; all seats are written down.
fn beside(hall: &mut Hall<'_>, lists: &Lists<'_>, direct: &[Direct], tally: &Tally) -> Vec<u32> {
    let alone: Vec<&Direct> = direct.iter().filter(|one| !has_list(hall.house, tally, one)).collect();
    let besides = u32::try_from(alone.len()).expect("fewer than the seats of a house");
    let seats = lists.share(hall, hall.house.seats.saturating_sub(besides));
    hall.out.seats.clone_from(&seats);
    alone.into_iter().for_each(|one| hall.out.seats[one.list] += 1);
    seats
}

/// The seats of each list where constituencies must be covered: who takes them does not change their number.
pub(super) fn covered_lists(hall: &mut Hall<'_>, method: Method, tally: &Tally, eligible: &Eligible) {
    let direct = constituencies(hall, tally);
    let votes = hall.votes(tally);
    beside(hall, &Lists { method, votes: &votes, takes_part: &eligible.nation }, &direct, tally);
}

/// Of the constituencies that `list` has `won` in a district, those that its seats there do not cover stay out.
fn covered(hall: &mut Hall<'_>, tally: &Tally, district: usize, list: usize, mut won: Vec<usize>) {
    let seats = hall.out.by_district[district][list] as usize;
    if won.len() <= seats {
        return;
    }
    let share = |one: &usize| first_share(tally, *one, list);
    won.sort_by_key(|one| Reverse(share(one)));
    let (district_id, list_id) = (&hall.house.districts[district].id, &hall.house.lists[list].id);
    let open = |place: &str, id: &String| hall.out.ties.iter().any(|tie| tie.place == place && tie.among.contains(id));
    // While it is open whether the list has one seat more here, the first who is not covered waits.
    let waits = open("nation", list_id) || open(&format!("list:{list_id}"), district_id);
    let cut = share(&won[seats]);
    let sure: Vec<usize> = won[..seats].iter().copied().filter(|one| share(one) > cut).collect();
    let level: Vec<usize> = won.iter().copied().filter(|one| share(one) == cut).collect();
    let mut elected = sure.clone();
    let mut tied = Vec::new();
    if sure.len() < seats {
        let id = |one: &usize| hall.house.constituencies[*one].id.clone();
        let left = u32::try_from(seats - sure.len()).expect("fewer than the seats");
        let tie = hall.draw(&format!("cover:{district_id}/{list_id}"), level.iter().map(id).collect(), left);
        let (won, open): (Vec<usize>, Vec<usize>) = level.iter().partition(|one| tie.winners.contains(&id(one)));
        elected.extend(won);
        tied = if tie.winners.is_empty() { open } else { tied };
        hall.record(tie);
    } else if waits {
        tied = level;
    }
    for one in won.into_iter().filter(|one| !elected.contains(one)) {
        tell(hall, one, if tied.contains(&one) { How::Tied } else { How::NotCovered });
    }
}

/// While a lot must decide a constituency that the list may win too, those whom this could push out of their cover wait.
fn wait(hall: &mut Hall<'_>, tally: &Tally, district: usize, list: usize, won: &[usize]) {
    let house = hall.house;
    let is_open = |one: &usize| {
        let place = format!("constituency:{}", house.constituencies[*one].id);
        hall.out.ties.iter().any(|tie| tie.place == place && tie.among.contains(&house.lists[list].id))
    };
    let here = (0..house.constituencies.len()).filter(|one| house.constituencies[*one].district == district);
    let open: Vec<usize> = if hall.out.ties.is_empty() { Vec::new() } else { here.filter(is_open).collect() };
    let share = |one: usize| first_share(tally, one, list);
    for one in won {
        let above = won.iter().filter(|other| share(**other) > share(*one)).count();
        let perhaps = open.iter().filter(|other| share(**other) >= share(*one)).count();
        let seats = hall.out.by_district[district][list] as usize;
        if above < seats && above + perhaps >= seats {
            tell(hall, *one, How::Tied);
        }
    }
}

/// A list's share of a constituency's first votes.
fn first_share(tally: &Tally, constituency: usize, list: usize) -> Quotient {
    let votes = &tally.constituencies[constituency];
    let valid = votes.iter().map(|votes| u128::from(*votes)).sum();
    Quotient::Ratio { votes: u128::from(votes[list]), divisor: valid }
}

fn tell(hall: &mut Hall<'_>, constituency: usize, how: How) {
    let id = &hall.house.constituencies[constituency].id;
    hall.out.winners.iter_mut().filter(|winner| winner.place == *id).for_each(|winner| winner.how = how);
}

#[cfg(test)]
mod tests {
    use crate::seats::{
        Allocation, Compensation, Constituency, District, DistrictTally, Divisor, House, How, List, Lot, Method, State,
        System, Tally, Warning, allocate,
    };

    /// Lists a, b, c; districts of two constituencies each.
    fn house(compensation: Compensation, seats: u32, districts: usize) -> House {
        let method = Method::Divisor(Divisor::SainteLague);
        House {
            seats,
            system: System::Mixed { method, compensation },
            lists: ["a", "b", "c"].map(|id| List { id: id.to_owned(), ..List::default() }).into(),
            districts: (0..districts).map(|at| District { id: format!("d{at}"), seats: 0 }).collect(),
            constituencies: (0..2 * districts)
                .map(|at| Constituency { id: format!("c{at}"), district: at / 2 })
                .collect(),
            ..House::default()
        }
    }

    fn tally(second: &[[u64; 3]], first: &[[u64; 3]]) -> Tally {
        let there = |votes: &[u64; 3]| DistrictTally {
            votes: votes.to_vec(),
            valid: votes.iter().sum(),
            cast: votes.iter().sum(),
            registered: None,
            uncounted: None,
        };
        Tally {
            districts: second.iter().map(there).collect(),
            constituencies: first.iter().map(|votes| votes.to_vec()).collect(),
            counted: (0, 0),
        }
    }

    fn hows(out: &Allocation) -> Vec<How> {
        out.winners.iter().map(|one| one.how).collect()
    }

    /// Of seven seats a has 2 and b has 2: both of a's in the second district, one of b's in each.
    const SECOND: [[u64; 3]; 2] = [[5, 25, 70], [35, 15, 5]];
    const FIRST: [[u64; 3]; 2] = [[60, 40, 0], [70, 30, 0]];

    #[test]
    fn parallel_seats_add_up() {
        let out = allocate(&house(Compensation::None, 6, 1), &tally(&[[25, 25, 50]], &FIRST), &[]);
        assert_eq!((out.seats, out.size), (vec![3, 1, 2], 6));
    }

    #[test]
    fn who_has_more_constituencies_than_its_share_keeps_them_and_the_house_grows() {
        let out = allocate(&house(Compensation::Overhang, 4, 1), &tally(&[[10, 40, 50]], &FIRST), &[]);
        assert_eq!((&out.seats, out.size, out.majority), (&vec![2, 2, 2], 6, 4));
        assert_eq!(out.warnings, [Warning::Enlarged { by: 2 }]);
    }

    #[test]
    fn the_house_grows_until_every_share_covers_its_constituencies() {
        let out = allocate(&house(Compensation::Enlarge, 4, 1), &tally(&[[11, 40, 50]], &FIRST), &[]);
        // a's second quotient is 11 ÷ 3: after seats 50 ÷ 1 to 13 (7) and 40 ÷ 1 to 9 (5; 40 ÷ 11 = 3.64 comes after).
        assert_eq!((&out.seats, out.size), (&vec![2, 5, 7], 14));
        assert_eq!(out.warnings, [Warning::Enlarged { by: 10 }]);
    }

    #[test]
    fn a_constituency_of_someone_without_list_votes_comes_out_of_the_lists_seats() {
        for compensation in [Compensation::Overhang, Compensation::Enlarge, Compensation::Cover] {
            let first = [[0, 40, 60], [0, 70, 30]];
            let out = allocate(&house(compensation, 5, 1), &tally(&[[60, 41, 0]], &first), &[]);
            assert_eq!((&out.seats, out.size), (&vec![2, 2, 1], 5), "{compensation:?}");
            assert_eq!(hows(&out), [How::Plurality, How::Plurality], "{compensation:?}");
        }
    }

    #[test]
    fn the_smallest_shares_of_first_votes_are_not_covered() {
        let first = [[60, 40, 0], [50, 30, 0], [10, 20, 0], [10, 21, 0]];
        let out = allocate(&house(Compensation::Cover, 7, 2), &tally(&SECOND, &first), &[]);
        assert_eq!((&out.seats, out.size), (&vec![2, 2, 3], 7));
        assert_eq!(out.by_district, [[0, 1, 3], [2, 1, 0]].map(Vec::from));
        assert_eq!(hows(&out), [How::NotCovered, How::NotCovered, How::NotCovered, How::Plurality]);
    }

    #[test]
    fn equal_shares_of_first_votes_wait_for_a_lot() {
        let first = [[60, 40, 0], [50, 30, 0], [10, 20, 0], [20, 40, 0]];
        let house = house(Compensation::Cover, 7, 2);
        let out = allocate(&house, &tally(&SECOND, &first), &[]);
        assert_eq!(hows(&out)[2..], [How::Tied, How::Tied]);
        assert_eq!(out.ties[0].place, "cover:d1/b");
        let lot = Lot {
            place: "cover:d1/b".to_owned(),
            among: vec!["c2".to_owned(), "c3".to_owned()],
            winners: vec!["c3".to_owned()],
        };
        let out = allocate(&house, &tally(&SECOND, &first), &[lot]);
        assert_eq!((hows(&out)[2], hows(&out)[3], out.state), (How::NotCovered, How::Plurality, State::Allocated));
    }

    #[test]
    fn who_could_lose_its_cover_by_a_lot_elsewhere_waits_for_it() {
        // b has one seat in the second district, and a lot decides whether it wins c2 besides c3.
        let with = |c2: [u64; 3], c3: [u64; 3]| {
            let first = [[60, 40, 0], [50, 30, 0], c2, c3];
            hows(&allocate(&house(Compensation::Cover, 7, 2), &tally(&SECOND, &first), &[]))[2..].to_vec()
        };
        assert_eq!(with([45, 45, 10], [30, 40, 30]), [How::Tied, How::Tied], "c2 would come first");
        assert_eq!(with([45, 45, 10], [30, 60, 10]), [How::Tied, How::Plurality], "c3 comes first in any case");
    }

    #[test]
    fn a_tie_in_a_constituency_is_not_decided() {
        let out = allocate(&house(Compensation::None, 6, 1), &tally(&[[25, 25, 50]], &[[5, 5, 1], [0, 0, 0]]), &[]);
        assert_eq!((hows(&out), out.state), (vec![How::Tied], State::Tied));
        assert_eq!((out.ties[0].place.as_str(), out.ties[0].seats), ("constituency:c0", 1));
    }

    #[test]
    fn a_house_that_can_never_be_large_enough_is_unsatisfiable() {
        let out = allocate(&house(Compensation::Enlarge, 4, 1), &tally(&[[1, 0, 900_000]], &FIRST), &[]);
        assert_eq!(out.state, State::Undecidable);
        assert!(out.warnings.contains(&Warning::Unsatisfiable { place: "nation".to_owned() }));
    }
}
