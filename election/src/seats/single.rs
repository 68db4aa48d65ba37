//! Single winners: plurality in districts, an absolute majority with a second round, a question.

use super::lists::Hall;
use super::outcome::{Claim, DistrictTally, How, Tally, Warning, Winner};
use super::rule::{Divisor, House, Majority, Method, Referendum, Spread};
use super::threshold::{Eligible, is_met};

/// "Most votes win": each has one quotient, its votes.
const MOST_VOTES: Method = Method::Divisor(Divisor::DHondt);

/// Each district elects its first n.
pub(super) fn plurality(hall: &mut Hall<'_>, tally: &Tally, eligible: &Eligible) {
    for (at, there) in tally.districts.iter().enumerate() {
        let district = &hall.house.districts[at];
        let stands: Vec<usize> =
            (0..there.votes.len()).filter(|list| eligible.districts[at][*list] && hall.stands(*list)).collect();
        let mut seats = vec![0; there.votes.len()];
        let contested = stands.len() > district.seats as usize;
        if !contested {
            stands.iter().for_each(|list| seats[*list] = 1);
            hall.announce(&district.id, &seats, How::Uncontested);
        } else if there.votes.iter().any(|votes| *votes > 0) {
            let ties = hall.out.ties.len();
            seats = hall.first(&format!("district:{}", district.id), &stands, &there.votes, district.seats);
            let how = if hall.out.ties.len() > ties { How::Tied } else { How::Plurality };
            hall.announce(&district.id, &seats, how);
        }
        hall.out.by_district.push(seats);
    }
    hall.out.seats = hall.sum_of_districts();
}

/// One seat for who has the majority that the rule asks for; otherwise the first few go on.
pub(super) fn majority(hall: &mut Hall<'_>, rule: &Majority, tally: &Tally, eligible: &Eligible) {
    let votes = hall.votes(tally);
    let valid: u64 = tally.districts.iter().map(|there| there.valid).sum();
    let stands: Vec<usize> = (0..votes.len()).filter(|list| eligible.nation[*list] && hall.stands(*list)).collect();
    let exceeds = |list: &usize| is_more(rule.more_than, votes[*list], valid);
    let districts = spread_over(hall.house, tally);
    let spreads = |list: &usize| rule.spread.is_none_or(|spread| is_spread(spread, *list, &districts));
    let reached: Vec<usize> = stands.iter().copied().filter(|list| exceeds(list) && spreads(list)).collect();
    let ties = hall.out.ties.len();
    // Under half several can reach it; then the first of them is elected.
    let (seats, how) = match (reached.as_slice(), stands.as_slice()) {
        ([], _) => (hall.first("runoff", &stands, &votes, rule.runoff), How::Runoff),
        (_, [_]) => (hall.first("majority", &reached, &votes, 1), How::Uncontested),
        _ => (hall.first("majority", &reached, &votes, 1), How::Majority),
    };
    let how = if hall.out.ties.len() > ties { How::Tied } else { how };
    hall.announce("", &seats, how);
    if !reached.is_empty() {
        hall.out.seats = seats;
    }
}

/// Whether a question is accepted. Equal votes for and against refuse it.
pub(super) fn referendum(hall: &mut Hall<'_>, rule: &Referendum, tally: &Tally) {
    let votes = hall.votes(tally);
    let Some(quorum) = meets_quorum(rule, &votes, tally) else {
        hall.out.warnings.push(Warning::RegisteredUnknown { place: String::new() });
        return;
    };
    let of_districts = if rule.districts { by_districts(hall, tally) } else { true };
    let (winner, how) = match (quorum, votes[0] > votes[1] && of_districts) {
        (false, _) => (None, How::QuorumMissed),
        (true, true) => (Some(0), How::Accepted),
        (true, false) => (Some(1), How::Refused),
    };
    let lists = winner.map(|list: usize| hall.house.lists[list].id.clone()).into_iter().collect();
    hall.out.winners.push(Winner { place: String::new(), lists, how });
}

/// `None` where there is a quorum and somewhere it is not known of how many.
fn meets_quorum(rule: &Referendum, votes: &[u64], tally: &Tally) -> Option<bool> {
    if rule.turnout_quorum == 0 && rule.approval_quorum == 0 {
        return Some(true);
    }
    let registered: u64 = tally.districts.iter().map(|there| there.registered).sum::<Option<u64>>()?;
    let cast = tally.districts.iter().map(|there| there.cast).sum();
    let meets = |share: u32, votes: u64| share == 0 || is_met(share, votes, registered);
    Some(meets(rule.turnout_quorum, cast) && meets(rule.approval_quorum, votes[0]))
}

/// Whether yes has more weight of districts than no. One where they are equal has not accepted.
fn by_districts(hall: &mut Hall<'_>, tally: &Tally) -> bool {
    let mut weights = [0u64; 2];
    for (district, there) in hall.house.districts.iter().zip(&tally.districts) {
        if there.votes.iter().all(|votes| *votes == 0) {
            continue;
        }
        let side = usize::from(there.votes[0] <= there.votes[1]);
        weights[side] += u64::from(district.seats.max(1));
        let lists = vec![hall.house.lists[side].id.clone()];
        let how = if side == 0 { How::Accepted } else { How::Refused };
        hall.out.winners.push(Winner { place: district.id.clone(), lists, how });
    }
    weights[0] > weights[1]
}

impl Hall<'_> {
    /// Whether a list stands at all.
    fn stands(&self, list: usize) -> bool {
        self.house.lists[list].length != Some(0)
    }

    /// The first `seats` of `stands` by votes, one seat each.
    fn first(&mut self, place: &str, stands: &[usize], votes: &[u64], seats: u32) -> Vec<u32> {
        let claims = stands
            .iter()
            .map(|list| Claim {
                id: self.house.lists[*list].id.clone(),
                votes: votes[*list],
                maximum: Some(1),
                ..Claim::default()
            })
            .collect();
        let mut won = vec![0; votes.len()];
        for (list, got) in stands.iter().zip(self.share(place, MOST_VOTES, claims, seats)) {
            won[*list] = got;
        }
        won
    }

    fn announce(&mut self, place: &str, seats: &[u32], how: How) {
        let lists = self.house.lists.iter().zip(seats).filter(|(_, seats)| **seats > 0);
        let lists = lists.map(|(list, _)| list.id.clone()).collect();
        self.out.winners.push(Winner { place: place.to_owned(), lists, how });
    }
}

/// `votes ÷ whole > share`, exact; `share` in hundredths of a percent.
fn is_more(share: u32, votes: u64, whole: u64) -> bool {
    u128::from(votes) * 10_000 > u128::from(share) * u128::from(whole)
}

/// The districts that count for a spread: those with a weight (votes from abroad are no province), or all if none has one.
fn spread_over<'t>(house: &House, tally: &'t Tally) -> Vec<&'t DistrictTally> {
    let has_weights = house.districts.iter().any(|district| district.seats > 0);
    let all = house.districts.iter().zip(&tally.districts);
    all.filter(|(district, _)| district.seats > 0 || !has_weights).map(|(_, there)| there).collect()
}

fn is_spread(spread: Spread, list: usize, districts: &[&DistrictTally]) -> bool {
    let reached = districts.iter().filter(|there| is_met(spread.at_least, there.votes[list], there.valid)).count();
    is_more(spread.in_more_than, reached as u64, districts.len() as u64)
}

#[cfg(test)]
mod tests {
    use crate::seats::{
        Allocation, District, DistrictTally, House, How, List, Lot, Majority, Referendum, Spread, State, System, Tally,
        allocate,
    };

    fn house(system: System, lists: &[&str], districts: &[u32]) -> House {
        let list = |id: &&str| List { id: (*id).to_owned(), ..List::default() };
        let district = |(at, seats): (usize, &u32)| District { id: format!("d{at}"), seats: *seats };
        House {
            seats: districts.iter().sum(),
            system,
            lists: lists.iter().map(list).collect(),
            districts: districts.iter().enumerate().map(district).collect(),
            ..House::default()
        }
    }

    fn tally(rows: &[&[u64]]) -> Tally {
        let there = |votes: &&[u64]| DistrictTally {
            votes: votes.to_vec(),
            valid: votes.iter().sum(),
            cast: votes.iter().sum(),
            registered: Some(1_000),
            uncounted: None,
        };
        Tally { districts: rows.iter().map(there).collect(), ..Tally::default() }
    }

    fn won(out: &Allocation) -> Vec<(&str, Vec<&str>, How)> {
        let winner = |one: &'_ crate::seats::Winner| one.how;
        out.winners
            .iter()
            .map(|one| (one.place.as_str(), one.lists.iter().map(String::as_str).collect(), winner(one)))
            .collect()
    }

    #[test]
    fn a_district_of_two_seats_elects_its_first_two() {
        let house = house(System::Plurality, &["a", "b", "c"], &[2, 1]);
        let out = allocate(&house, &tally(&[&[5, 9, 7], &[3, 0, 2]]), &[]);
        assert_eq!(out.by_district, [[0, 1, 1], [1, 0, 0]]);
        assert_eq!(out.seats, [1, 1, 1]);
        assert_eq!(won(&out), [("d0", vec!["b", "c"], How::Plurality), ("d1", vec!["a"], How::Plurality)]);
    }

    #[test]
    fn a_tie_for_the_last_seat_waits_for_a_lot_and_the_lot_decides_it() {
        let house = house(System::Plurality, &["a", "b", "c"], &[2]);
        let out = allocate(&house, &tally(&[&[7, 9, 7]]), &[]);
        assert_eq!((out.state, &out.seats), (State::Tied, &vec![0, 1, 0]));
        assert_eq!(won(&out), [("d0", vec!["b"], How::Tied)]);
        let lot =
            Lot { place: "district:d0".into(), among: vec!["c".into(), "a".into()], winners: vec!["c".to_owned()] };
        let out = allocate(&house, &tally(&[&[7, 9, 7]]), &[lot]);
        assert_eq!((out.state, won(&out)), (State::Allocated, vec![("d0", vec!["b", "c"], How::Plurality)]));
    }

    #[test]
    fn as_many_as_there_are_seats_are_elected_uncontested() {
        let mut house = house(System::Plurality, &["a", "b", "c"], &[2]);
        house.lists[0].length = Some(0);
        let out = allocate(&house, &tally(&[&[0, 1, 0]]), &[]);
        assert_eq!(won(&out), [("d0", vec!["b", "c"], How::Uncontested)]);
    }

    #[test]
    fn a_district_without_votes_has_no_winner_yet() {
        let house = house(System::Plurality, &["a", "b"], &[1, 1]);
        let out = allocate(&house, &tally(&[&[0, 1], &[0, 0]]), &[]);
        assert_eq!(won(&out), [("d0", vec!["b"], How::Plurality)]);
        assert_eq!(out.warnings, []);
    }

    fn half() -> Majority {
        Majority { more_than: 5_000, runoff: 2, spread: None }
    }

    #[test]
    fn exactly_half_is_not_more_than_half() {
        let house = house(System::Majority(half()), &["a", "b", "c"], &[1]);
        let out = allocate(&house, &tally(&[&[50, 30, 20]]), &[]);
        assert_eq!((won(&out), &out.seats), (vec![("", vec!["a", "b"], How::Runoff)], &vec![0, 0, 0]));
        let out = allocate(&house, &tally(&[&[51, 30, 20]]), &[]);
        assert_eq!((won(&out), &out.seats), (vec![("", vec!["a"], How::Majority)], &vec![1, 0, 0]));
    }

    #[test]
    fn equal_claims_to_the_second_round_are_a_tie() {
        let house = house(System::Majority(half()), &["a", "b", "c"], &[1]);
        let out = allocate(&house, &tally(&[&[40, 30, 30]]), &[]);
        assert_eq!((won(&out), out.state), (vec![("", vec!["a"], How::Tied)], State::Tied));
        assert_eq!((out.ties[0].place.as_str(), out.ties[0].seats), ("runoff", 1));
    }

    /// Indonesia's president: 20 % in more than half of 38 provinces.
    #[test]
    fn a_majority_without_its_spread_goes_to_a_second_round() {
        let spread = Some(Spread { at_least: 2_000, in_more_than: 5_000 });
        let house = house(System::Majority(Majority { spread, ..half() }), &["a", "b"], &[0; 38]);
        let provinces = |strong: usize| -> Vec<[u64; 2]> {
            (0..38).map(|at| if at < strong { [9_000, 1_000] } else { [1_999, 8_001] }).collect()
        };
        for (strong, how) in [(19, How::Runoff), (20, How::Majority)] {
            let rows = provinces(strong);
            let out = allocate(&house, &tally(&rows.iter().map(<[u64; 2]>::as_slice).collect::<Vec<_>>()), &[]);
            assert_eq!(out.winners[0].how, how, "{strong} of 38 provinces");
        }
    }

    #[test]
    fn votes_from_abroad_count_but_are_no_province() {
        let spread = Some(Spread { at_least: 2_000, in_more_than: 5_000 });
        let mut house = house(System::Majority(Majority { spread, ..half() }), &["a", "b"], &[1, 1, 0]);
        house.seats = 1;
        let out = allocate(&house, &tally(&[&[90, 10], &[10, 90], &[40, 10]]), &[]);
        assert_eq!(out.winners[0].how, How::Runoff, "one of two provinces");
    }

    #[test]
    fn a_question_needs_more_yes_than_no_and_its_quorum() {
        let asks = |turnout_quorum, approval_quorum| {
            let rule = Referendum { turnout_quorum, approval_quorum, districts: false };
            house(System::Referendum(rule), &["yes", "no"], &[0])
        };
        let how = |house: &House, yes, no| allocate(house, &tally(&[&[yes, no]]), &[]).winners[0].how;
        assert_eq!(how(&asks(0, 0), 2, 1), How::Accepted);
        assert_eq!(how(&asks(0, 0), 2, 2), How::Refused);
        assert_eq!(how(&asks(5_000, 0), 300, 199), How::QuorumMissed);
        assert_eq!(how(&asks(5_000, 0), 300, 200), How::Accepted);
        assert_eq!(how(&asks(0, 2_500), 249, 0), How::QuorumMissed);
        assert_eq!(how(&asks(0, 2_500), 250, 0), How::Accepted);
    }

    #[test]
    fn a_quorum_of_unknown_registered_voters_is_undecidable() {
        let rule = Referendum { turnout_quorum: 5_000, ..Referendum::default() };
        let mut votes = tally(&[&[3, 2]]);
        votes.districts[0].registered = None;
        let out = allocate(&house(System::Referendum(rule), &["yes", "no"], &[0]), &votes, &[]);
        assert_eq!((out.state, won(&out)), (State::Undecidable, vec![]));
    }

    /// Switzerland: half-cantons weigh one, cantons two; as many for as against is not enough.
    #[test]
    fn a_double_majority_counts_districts_by_weight() {
        let rule = Referendum { districts: true, ..Referendum::default() };
        let house = house(System::Referendum(rule), &["yes", "no"], &[2, 1, 1]);
        let how = |rows: &[&[u64]]| allocate(&house, &tally(rows), &[]).winners.last().map(|one| one.how);
        assert_eq!(how(&[&[9, 1], &[1, 2], &[1, 2]]), Some(How::Refused));
        assert_eq!(how(&[&[9, 1], &[2, 1], &[1, 2]]), Some(How::Accepted));
    }
}
