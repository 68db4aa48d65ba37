//! Double proportional apportionment (Pukelsheim): lists share the whole by their numbers of voters; then their seats and those
//! of districts both come out.

use core::cmp::Reverse;

use super::list_divisors::ListDivisors;
use super::lists::Hall;
use super::matrix::{Matrix, Open};
use super::outcome::{Award, Claim, Quotient, Share, Tally, Tie, Warning};
use super::rule::Method;
use super::threshold::Eligible;

/// Fills the house by `method`.
pub(super) fn allocate(hall: &mut Hall<'_>, method: Method, tally: &Tally, eligible: &Eligible) {
    let lists = lists(hall, method, tally, eligible);
    hall.out.by_district = vec![vec![0; lists.len()]; tally.districts.len()];
    let votes = votes(tally, &eligible.nation);
    let before = hall.out.warnings.len();
    for (district, votes) in hall.house.districts.iter().zip(&votes) {
        if district.seats > 0 && votes.iter().all(|votes| *votes == 0) {
            hall.out.warnings.push(Warning::NobodyEligible { place: format!("district:{}", district.id) });
        }
    }
    // Lists' seats that wait for a lot, or districts that wait for votes: it is too early to say where seats lie.
    let early = hall.out.warnings.len() > before || lists.iter().sum::<u32>() < hall.house.seats;
    if early {
        return;
    }
    match filled(hall, method, votes, &lists) {
        Some(matrix) => settle(hall, matrix, method),
        None => hall.out.warnings.push(Warning::Unsatisfiable { place: "districts".to_owned() }),
    }
}

/// The seats of each list over the whole.
pub(super) fn lists(hall: &mut Hall<'_>, method: Method, tally: &Tally, eligible: &Eligible) -> Vec<u32> {
    let voters = voters(hall, tally);
    let lists = hall.share_lists("nation", method, &voters, &eligible.nation, 0, hall.house.seats);
    hall.out.seats.clone_from(&lists);
    lists
}

/// Everybody has as many votes as the district has seats: a list's votes ÷ seats, rounded to the nearest whole number, are its
/// voters there (published so by Zürich; Zug: Wahl- und Abstimmungsgesetz on the Kantonsrat).
fn voters(hall: &Hall<'_>, tally: &Tally) -> Vec<u64> {
    let mut voters = vec![0; hall.house.lists.len()];
    let districts = hall.house.districts.iter().zip(&tally.districts).filter(|(district, _)| district.seats > 0);
    for (district, there) in districts {
        let seats = u64::from(district.seats);
        for (voters, votes) in voters.iter_mut().zip(&there.votes) {
            *voters += (2 * votes + seats) / (2 * seats);
        }
    }
    voters
}

/// The votes of those who take part.
fn votes(tally: &Tally, takes_part: &[bool]) -> Vec<Vec<u64>> {
    let there =
        |votes: &[u64]| votes.iter().zip(takes_part).map(|(votes, may)| if *may { *votes } else { 0 }).collect();
    tally.districts.iter().map(|district| there(&district.votes)).collect()
}

fn filled(hall: &Hall<'_>, method: Method, votes: Vec<Vec<u64>>, lists: &[u32]) -> Option<Matrix> {
    let Method::Divisor(divisor) = method else { return None };
    let districts: Vec<u32> = hall.house.districts.iter().map(|district| district.seats).collect();
    Matrix::fitting(divisor, votes, &districts, lists)
}

/// Ties by lots, and what came out.
fn settle(hall: &mut Hall<'_>, mut matrix: Matrix, method: Method) {
    let mut decided = Vec::new();
    for district in 0..hall.house.districts.len() {
        let Some(open) = matrix.open(&decided).into_iter().find(|open| open.district == district) else { continue };
        let tie = tie(hall, &open);
        let winners: Vec<usize> =
            (0..hall.house.lists.len()).filter(|list| tie.winners.contains(&hall.house.lists[*list].id)).collect();
        if !winners.is_empty() && matrix.settle(&open, &winners, &decided) {
            decided.push(district);
            hall.record(tie);
        }
    }
    let mut sure = matrix.seats.clone();
    for open in matrix.open(&decided) {
        open.holds.iter().for_each(|list| sure[open.district][*list] -= 1);
        // A lot that does not fit the others decides nothing.
        let tie = Tie { winners: Vec::new(), ..tie(hall, &open) };
        hall.record(tie);
    }
    let divisors = ListDivisors::of(&matrix);
    for (district, seats) in sure.iter().enumerate() {
        let share = share(hall, &matrix, district, seats, divisors.as_ref());
        hall.out.shares.push(Share { method, ..share });
    }
    hall.out.by_district = sure;
}

fn tie(hall: &Hall<'_>, open: &Open) -> Tie {
    let place = format!("district:{}", hall.house.districts[open.district].id);
    let mut among: Vec<usize> = [open.holds.as_slice(), &open.lacks].concat();
    among.sort_unstable();
    let ids = among.into_iter().map(|list| hall.house.lists[list].id.clone()).collect();
    hall.draw(&place, ids, u32::try_from(open.holds.len()).expect("at most the seats"))
}

/// What a district's seats were won by: votes ÷ (list divisor × 1, 3, 5 …). The district's divisor is any number between the last
/// quotient that won and the next one. Without list divisors that show it there are no quotients.
fn share(hall: &Hall<'_>, matrix: &Matrix, district: usize, seats: &[u32], divisors: Option<&ListDivisors>) -> Share {
    let lists: Vec<usize> = (0..seats.len()).filter(|list| matrix.votes[district][*list] > 0).collect();
    let claim = |list: &usize| Claim {
        id: hall.house.lists[*list].id.clone(),
        votes: matrix.votes[district][*list],
        seats: seats[*list],
        ..Claim::default()
    };
    let award = |claim: usize, nth: u32| {
        let (votes, divisor) = matrix.quotient(district, lists[claim], nth)?;
        let (scale, part) = divisors.map(|divisors| (divisors.scale, divisors.parts[lists[claim]]))?;
        let quotient = Quotient::Ratio {
            votes: u128::from(votes) * u128::from(scale),
            divisor: u128::from(divisor) * u128::from(part),
        };
        Some(Award { claim, nth, quotient })
    };
    let mut awards: Vec<Award> =
        (0..lists.len()).flat_map(|claim| (1..=seats[lists[claim]]).filter_map(move |nth| award(claim, nth))).collect();
    awards.sort_by_key(|award| (Reverse(award.quotient), award.claim));
    let next = (0..lists.len()).filter_map(|claim| award(claim, matrix.seats[district][lists[claim]] + 1));
    Share {
        place: format!("district:{}", hall.house.districts[district].id),
        seats: hall.house.districts[district].seats,
        claims: lists.iter().map(claim).collect(),
        next: next.max_by_key(|award| award.quotient),
        awards,
        ..Share::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::seats::{
        Allocation, District, DistrictTally, Divisor, House, List, Lot, Method, State, System, Tally, Warning, allocate,
    };

    fn house(lists: usize, districts: &[u32]) -> House {
        House {
            seats: districts.iter().sum(),
            system: System::Biproportional { method: Method::Divisor(Divisor::SainteLague) },
            lists: (0..lists).map(|at| List { id: format!("l{at}"), ..List::default() }).collect(),
            districts: (0..)
                .zip(districts)
                .map(|(at, seats)| District { id: format!("d{at}"), seats: *seats })
                .collect(),
            ..House::default()
        }
    }

    fn tally(rows: &[Vec<u64>]) -> Tally {
        let there = |votes: &Vec<u64>| DistrictTally { votes: votes.clone(), ..DistrictTally::default() };
        Tally { districts: rows.iter().map(there).collect(), ..Tally::default() }
    }

    fn lot(place: &str, among: &[&str], winner: &str) -> Lot {
        let among = among.iter().map(|id| (*id).to_owned()).collect();
        Lot { place: place.to_owned(), among, winners: vec![winner.to_owned()] }
    }

    #[test]
    fn where_seats_lie_is_a_tie_if_swapping_them_is_as_good() {
        let (house, votes) = (house(2, &[1, 1]), tally(&[vec![10, 10], vec![10, 10]]));
        let out = allocate(&house, &votes, &[]);
        assert_eq!((out.state, &out.seats), (State::Tied, &vec![1, 1]), "who has how many is sure");
        assert_eq!(out.by_district, [[0, 0], [0, 0]]);
        let places: Vec<&str> = out.ties.iter().map(|tie| tie.place.as_str()).collect();
        assert_eq!(places, ["district:d0", "district:d1"]);
    }

    #[test]
    fn a_lot_in_one_district_decides_the_others_with_it() {
        let (house, votes) = (house(2, &[1, 1]), tally(&[vec![10, 10], vec![10, 10]]));
        for (winner, first) in [("l0", [1, 0]), ("l1", [0, 1])] {
            let out = allocate(&house, &votes, &[lot("district:d0", &["l0", "l1"], winner)]);
            assert_eq!((out.state, out.lots.len()), (State::Allocated, 1));
            assert_eq!(out.by_district, [first, [first[1], first[0]]]);
        }
    }

    #[test]
    fn a_lot_that_contradicts_an_earlier_one_decides_nothing() {
        let (house, votes) = (house(2, &[1, 1]), tally(&[vec![10, 10], vec![10, 10]]));
        let among = ["l0", "l1"];
        let out = allocate(&house, &votes, &[lot("district:d0", &among, "l0"), lot("district:d1", &among, "l0")]);
        assert_eq!((out.state, out.lots.len()), (State::Allocated, 1));
        assert_eq!(out.by_district, [[1, 0], [0, 1]]);
    }

    #[test]
    fn margins_that_cannot_both_come_out_are_said() {
        // Nobody but l0 has votes in d1, whose three seats are more than the two of l0.
        let out = allocate(&house(2, &[1, 3]), &tally(&[vec![0, 99], vec![9, 0]]), &[]);
        assert_eq!(out.state, State::Undecidable);
        assert_eq!(out.warnings, [Warning::Unsatisfiable { place: "districts".to_owned() }]);
    }

    #[test]
    fn while_a_district_has_no_votes_lists_have_seats_and_districts_wait() {
        let out = allocate(&house(2, &[3, 2]), &tally(&[vec![30, 60], vec![0, 0]]), &[]);
        assert_eq!((out.seats, out.by_district), (vec![2, 3], vec![vec![0, 0]; 2]));
        assert_eq!(out.warnings, [Warning::NobodyEligible { place: "district:d1".to_owned() }]);
    }

    /// Every matrix with these margins and no seat without votes.
    fn matrices(rows: &[u32], columns: &[u32], votes: &[Vec<u64>]) -> Vec<Vec<Vec<u32>>> {
        let Some((row, rest)) = rows.split_first() else {
            return if columns.iter().all(|left| *left == 0) { vec![vec![]] } else { vec![] };
        };
        let mut found = Vec::new();
        for split in splits(*row, columns, &votes[0]) {
            let left: Vec<u32> = columns.iter().zip(&split).map(|(left, taken)| left - taken).collect();
            for mut below in matrices(rest, &left, &votes[1..]) {
                below.insert(0, split.clone());
                found.push(below);
            }
        }
        found
    }

    fn splits(seats: u32, limits: &[u32], votes: &[u64]) -> Vec<Vec<u32>> {
        let Some((limit, rest)) = limits.split_first() else { return if seats == 0 { vec![vec![]] } else { vec![] } };
        let most = if votes[0] == 0 { 0 } else { seats.min(*limit) };
        let with = |first: u32| {
            splits(seats - first, rest, &votes[1..]).into_iter().map(move |tail| [vec![first], tail].concat())
        };
        (0..=most).flat_map(with).collect()
    }

    /// The product of the quotients of all seats. Divisors are brought to one denominator, which all matrices share.
    fn product(matrix: &[Vec<u32>], votes: &[Vec<u64>]) -> u128 {
        const ALL: u128 = 3 * 5;
        let cells = matrix.iter().flatten().zip(votes.iter().flatten());
        let quotient = |votes: u64, nth: u32| u128::from(votes) * ALL / u128::from(2 * nth - 1);
        cells.map(|(seats, votes)| (1..=*seats).map(|nth| quotient(*votes, nth)).product::<u128>()).product()
    }

    /// What all best matrices agree on.
    fn naive(house: &House, votes: &[Vec<u64>], lists: &[u32]) -> Option<Vec<Vec<u32>>> {
        let districts: Vec<u32> = house.districts.iter().map(|district| district.seats).collect();
        let all = matrices(&districts, lists, votes);
        let most = all.iter().map(|matrix| product(matrix, votes)).max()?;
        let best = all.into_iter().filter(|matrix| product(matrix, votes) == most);
        let least = |a: Vec<Vec<u32>>, b: Vec<Vec<u32>>| {
            a.into_iter().zip(b).map(|(a, b)| a.into_iter().zip(b).map(|(a, b)| a.min(b)).collect()).collect()
        };
        best.reduce(least)
    }

    #[test]
    fn five_thousand_small_houses_agree_with_trying_every_matrix() {
        let mut state = 7_u64;
        let mut below = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let (mut decided, mut tied, mut impossible) = (0, 0, 0);
        for _ in 0..5_000 {
            let districts: Vec<u32> = (0..3).map(|_| u32::try_from(below(3)).unwrap() + 1).collect();
            let house = house(3, &districts);
            let scale = [3, 12, 100][usize::try_from(below(3)).unwrap()];
            let votes: Vec<Vec<u64>> =
                (0..3).map(|_| (0..3).map(|_| below(scale) * below(3).min(1)).collect()).collect();
            let out = allocate(&house, &tally(&votes), &[]);
            // A lot must decide first, or all votes together are fewer than half a voter.
            let upper_is_open = out.seats.iter().sum::<u32>() < house.seats;
            if out.state == State::NoVotes || upper_is_open || votes.iter().any(|row| row.iter().all(|one| *one == 0)) {
                continue;
            }
            let Allocation { by_district, seats, state, .. } = out;
            match naive(&house, &votes, &seats) {
                Some(best) => assert_eq!(by_district, best, "{votes:?} {districts:?} {seats:?}"),
                None => assert_eq!(state, State::Undecidable, "{votes:?} {districts:?} {seats:?}"),
            }
            match state {
                State::Allocated => decided += 1,
                State::Tied => tied += 1,
                _ => impossible += 1,
            }
        }
        assert!(
            decided > 1_000 && tied > 30 && impossible > 100,
            "{decided} decided, {tied} tied, {impossible} impossible"
        );
    }

    #[test]
    fn a_large_house_with_huge_votes_fills_both_margins() {
        let mut state = 1_u64;
        let mut votes = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) * 465
        };
        let sizes: Vec<u32> = (0..30).map(|at| 3 + at % 11).collect();
        let house = house(12, &sizes);
        let rows: Vec<Vec<u64>> = (0..30).map(|_| (0..12).map(|_| votes()).collect()).collect();
        let out = allocate(&house, &tally(&rows), &[]);
        assert_eq!(out.state, State::Allocated);
        for (there, size) in out.by_district.iter().zip(&sizes) {
            assert_eq!(there.iter().sum::<u32>(), *size);
        }
        for (list, seats) in out.seats.iter().enumerate() {
            assert_eq!(out.by_district.iter().map(|there| there[list]).sum::<u32>(), *seats);
        }
    }
}
