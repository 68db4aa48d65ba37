//! Which candidates of a list take its seats: by the list, by preference votes, or both; and the least share of each gender.

use core::cmp::Reverse;

use super::outcome::{Lot, Tie};
use super::rule::{CandidateOrder, ListKind};
use super::threshold::is_met;
use crate::definition::{Candidate, Gender};

/// A list with what its candidates got.
#[derive(Clone, Copy, Debug)]
pub struct Slate<'a> {
    /// The place of its ties in [`Lot::place`]: `candidates:LIST`, or `district:D/candidates:LIST`.
    pub place: &'a str,
    /// In the order of the list.
    pub candidates: &'a [Candidate],
    /// Preference votes in the same order, once they are reported.
    pub votes: Option<&'a [u64]>,
    /// Votes of the list.
    pub list_votes: u64,
}

/// Who is elected. Candidates are positions on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elected {
    /// Those for sure, the first one first. Where preference votes decide: nobody before there are any.
    pub elected: Vec<usize>,
    /// Who made room for whom, so that each gender has its share.
    pub replaced: Vec<(usize, usize)>,
    /// Ties for which no lot is on record; among ids of candidates.
    pub ties: Vec<Tie>,
    /// Ties that a lot decided.
    pub lots: Vec<Tie>,
    /// The genders' shares cannot be checked, because a candidate's gender is not known.
    pub gender_unknown: bool,
}

/// The candidates who take `seats` of a list. If there are fewer candidates, all are elected.
///
/// # Panics
/// If there are not as many votes as candidates.
#[must_use]
pub fn elect(order: &CandidateOrder, slate: &Slate<'_>, seats: u32, lots: &[Lot]) -> Elected {
    let Some(mut ranks) = ranks(order.lists, slate) else { return Elected::default() };
    let seats = (seats as usize).min(slate.candidates.len());
    let quota = Quota::of(order.gender_share, seats, slate.candidates);
    let mut out = Elected { gender_unknown: quota.is_unknown, ..Elected::default() };
    loop {
        let choice = Choice::of(&ranks, seats, &quota);
        let open: Vec<Open> = ranks.iter().enumerate().filter_map(|(rank, level)| choice.open(rank, level)).collect();
        let drawn = open.iter().map(|open| (open, open.tie(slate, lots))).find(|(_, tie)| !tie.winners.is_empty());
        if let Some((open, tie)) = drawn {
            open.split(&mut ranks, slate, &tie);
            out.lots.push(tie);
            continue;
        }
        let in_a_tie = |one: &usize| open.iter().any(|open| open.inside.contains(one) || open.outside.contains(one));
        out.elected = choice.elected.iter().copied().filter(|one| !in_a_tie(one)).collect();
        out.replaced = choice.replaced.iter().copied().filter(|(a, b)| !in_a_tie(a) && !in_a_tie(b)).collect();
        out.ties = open.iter().map(|open| open.tie(slate, lots)).collect();
        return out;
    }
}

/// Positions, first those who come first; together who are equal. `None` while the votes that decide are not there.
fn ranks(kind: ListKind, slate: &Slate<'_>) -> Option<Vec<Vec<usize>>> {
    let all = 0..slate.candidates.len();
    if kind == ListKind::Closed {
        return Some(all.map(|one| vec![one]).collect());
    }
    let votes = slate.votes?;
    assert_eq!(votes.len(), slate.candidates.len(), "every candidate has a figure");
    if votes.iter().all(|votes| *votes == 0) {
        return None;
    }
    let (mut first, last): (Vec<usize>, Vec<usize>) = match kind {
        ListKind::Flexible { quota } => all.partition(|one| is_met(quota, votes[*one], slate.list_votes)),
        ListKind::Open | ListKind::Closed => (all.collect(), Vec::new()),
    };
    first.sort_by_key(|one| Reverse(votes[*one]));
    let levels = first.chunk_by(|a, b| votes[*a] == votes[*b]).map(<[usize]>::to_vec);
    Some(levels.chain(last.into_iter().map(|one| vec![one])).collect())
}

/// How many of each gender there must be.
struct Quota<'a> {
    candidates: &'a [Candidate],
    least: usize,
    is_unknown: bool,
}

impl<'a> Quota<'a> {
    /// A share of a single seat cannot be had by both: then there is no rule. Nor is one applied to what is not known.
    fn of(share: u32, seats: usize, candidates: &'a [Candidate]) -> Self {
        let least = (seats * share as usize).div_ceil(10_000);
        let applies = least > 0 && 2 * least <= seats;
        let is_unknown = applies && candidates.iter().any(|one| one.gender == Gender::Unknown);
        Self { candidates, least: if applies && !is_unknown { least } else { 0 }, is_unknown }
    }

    fn count(&self, elected: &[usize], gender: Gender) -> usize {
        elected.iter().filter(|one| self.candidates[**one].gender == gender).count()
    }

    /// Whether one of this gender can go without its share being missed.
    fn can_spare(&self, elected: &[usize], gender: Gender) -> bool {
        !matches!(gender, Gender::Female | Gender::Male) || self.count(elected, gender) > self.least
    }

    fn short(&self, elected: &[usize]) -> Option<Gender> {
        [Gender::Female, Gender::Male].into_iter().find(|gender| self.count(elected, *gender) < self.least)
    }
}

/// Who is elected if those who are equal come in the order of the list.
struct Choice<'a> {
    quota: &'a Quota<'a>,
    elected: Vec<usize>,
    replaced: Vec<(usize, usize)>,
}

impl<'a> Choice<'a> {
    /// The first by rank; then, while a gender has too few, its next candidate takes the seat of the last elected of another
    /// gender (Kosovo, Law 08/L-228 on general elections; Law 03/L-072 on local elections, Art. 8.4, says it in these words).
    fn of(ranks: &[Vec<usize>], seats: usize, quota: &'a Quota<'a>) -> Self {
        let order: Vec<usize> = ranks.concat();
        let mut elected = order[..seats].to_vec();
        let mut replaced = Vec::new();
        while let Some(gender) = quota.short(&elected) {
            let is_next = |one: &&usize| quota.candidates[**one].gender == gender && !elected.contains(one);
            let leaves = |one: &&usize| {
                let other = quota.candidates[**one].gender;
                other != gender && quota.can_spare(&elected, other)
            };
            let (Some(next), Some(last)) = (order.iter().find(is_next), elected.iter().rev().find(leaves).copied())
            else {
                break;
            };
            replaced.push((last, *next));
            elected.retain(|one| *one != last);
            elected.push(*next);
        }
        Self { quota, elected, replaced }
    }

    /// Who of a level could as well be exchanged.
    fn open(&self, rank: usize, level: &[usize]) -> Option<Open> {
        let (inside, outside): (Vec<usize>, Vec<usize>) = level.iter().partition(|one| self.elected.contains(one));
        let gender = |one: &usize| self.quota.candidates[*one].gender;
        let is_equal = |a: &usize, b: &usize| gender(a) == gender(b) || self.quota.can_spare(&self.elected, gender(a));
        let open = Open {
            rank,
            inside: inside.iter().copied().filter(|a| outside.iter().any(|b| is_equal(a, b))).collect(),
            outside: outside.iter().copied().filter(|b| inside.iter().any(|a| is_equal(a, b))).collect(),
            before: inside.into_iter().filter(|a| !outside.iter().any(|b| is_equal(a, b))).collect(),
        };
        (!open.inside.is_empty()).then_some(open)
    }
}

/// Equal candidates for fewer seats.
struct Open {
    rank: usize,
    inside: Vec<usize>,
    outside: Vec<usize>,
    /// Those of the same level who are elected in any case.
    before: Vec<usize>,
}

impl Open {
    fn tie(&self, slate: &Slate<'_>, lots: &[Lot]) -> Tie {
        let among = [self.inside.as_slice(), &self.outside].concat();
        let among = among.into_iter().map(|one| slate.candidates[one].id.clone()).collect();
        Tie::drawn(slate.place, among, self.inside.len(), lots)
    }

    /// By the lot, who won comes before who lost.
    fn split(&self, ranks: &mut Vec<Vec<usize>>, slate: &Slate<'_>, tie: &Tie) {
        let wins = |one: &usize| self.before.contains(one) || tie.winners.contains(&slate.candidates[*one].id);
        let (won, lost): (Vec<usize>, Vec<usize>) = ranks[self.rank].iter().partition(|one| wins(one));
        ranks.splice(self.rank..=self.rank, [won, lost]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Candidates a, b, c … by gender: `f`, `m`, `o`, `?`.
    fn list(genders: &str) -> Vec<Candidate> {
        let gender = |letter| match letter {
            'f' => Gender::Female,
            'm' => Gender::Male,
            'o' => Gender::Other,
            _ => Gender::Unknown,
        };
        let one = |(id, letter): (char, char)| Candidate {
            id: id.to_string(),
            gender: gender(letter),
            ..Candidate::default()
        };
        ('a'..).zip(genders.chars()).map(one).collect()
    }

    fn by(kind: ListKind, genders: &str, votes: &[u64], seats: u32, lots: &[Lot]) -> Elected {
        let candidates = list(genders);
        let slate = Slate { place: "candidates:x", candidates: &candidates, votes: Some(votes), list_votes: 100 };
        elect(&CandidateOrder { lists: kind, gender_share: 3_000 }, &slate, seats, lots)
    }

    fn open(genders: &str, votes: &[u64], seats: u32) -> Elected {
        by(ListKind::Open, genders, votes, seats, &[])
    }

    fn lot(among: &[&str], winners: &[&str]) -> Lot {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Lot { place: "candidates:x".to_owned(), among: ids(among), winners: ids(winners) }
    }

    #[test]
    fn a_closed_list_elects_as_it_is_named() {
        assert_eq!(by(ListKind::Closed, "mfmf", &[1, 2, 3, 4], 2, &[]).elected, [0, 1]);
    }

    #[test]
    fn an_open_list_elects_by_preference_votes() {
        assert_eq!(open("mfmf", &[1, 4, 3, 2], 2).elected, [1, 2]);
    }

    #[test]
    fn a_flexible_list_puts_first_who_reaches_the_quota() {
        let kind = ListKind::Flexible { quota: 1_000 };
        assert_eq!(by(kind, "mfmf", &[9, 2, 10, 30], 3, &[]).elected, [3, 2, 0]);
    }

    #[test]
    fn nobody_is_elected_by_votes_that_are_not_counted() {
        assert_eq!(open("mfmf", &[0, 0, 0, 0], 2), Elected::default());
        let candidates = list("mf");
        let slate = Slate { place: "candidates:x", candidates: &candidates, votes: None, list_votes: 9 };
        let order = CandidateOrder { lists: ListKind::Open, gender_share: 0 };
        assert_eq!(elect(&order, &slate, 1, &[]), Elected::default());
    }

    #[test]
    fn more_seats_than_candidates_elect_all() {
        assert_eq!(open("mf", &[1, 2], 5).elected, [1, 0]);
    }

    #[test]
    fn equal_votes_for_the_last_seat_wait_for_a_lot() {
        let out = open("mmff", &[9, 5, 8, 5], 3);
        assert_eq!(out.elected, [0, 2]);
        assert_eq!((out.ties[0].among.as_slice(), out.ties[0].seats), (["b".to_owned(), "d".to_owned()].as_slice(), 1));
        let drawn = by(ListKind::Open, "mmff", &[9, 5, 8, 5], 3, &[lot(&["d", "b"], &["d"])]);
        assert_eq!((drawn.elected, drawn.ties.len(), drawn.lots.len()), (vec![0, 2, 3], 0, 1));
    }

    #[test]
    fn equal_votes_above_the_last_seat_are_no_tie() {
        let out = open("mfm", &[9, 9, 1], 2);
        assert_eq!((out.elected, out.ties), (vec![0, 1], vec![]));
    }

    /// Ten seats need three of each gender.
    #[test]
    fn the_last_elected_make_room_until_the_other_gender_has_its_share() {
        let votes: Vec<u64> = (1..=13).rev().collect();
        let out = open("mmmmmmmmmfmff", &votes, 10);
        assert_eq!(out.elected, [0, 1, 2, 3, 4, 5, 6, 9, 11, 12]);
        assert_eq!(out.replaced, [(8, 11), (7, 12)]);
    }

    #[test]
    fn the_share_holds_for_both_genders() {
        let out = open("fffffm", &[9, 8, 7, 6, 5, 1], 3);
        assert_eq!((out.elected, out.replaced), (vec![0, 1, 5], vec![(2, 5)]));
    }

    #[test]
    fn a_single_seat_goes_to_the_first_whoever_it_is() {
        assert_eq!(open("mf", &[2, 1], 1).elected, [0]);
    }

    #[test]
    fn without_enough_of_a_gender_the_others_keep_their_seats() {
        assert_eq!(open("mmm", &[3, 2, 1], 3).elected, [0, 1, 2]);
    }

    #[test]
    fn an_unknown_gender_is_told_and_nobody_is_replaced() {
        let out = open("mm?f", &[4, 3, 2, 1], 3);
        assert_eq!((out.elected, out.gender_unknown), (vec![0, 1, 2], true));
    }

    #[test]
    fn a_tie_is_only_among_those_whom_the_share_lets_change_places() {
        // Of three seats one must be a woman's: c has it, and a tie of b and d cannot take it from her.
        let out = open("mmfm", &[9, 5, 5, 5], 3);
        assert_eq!(out.elected, [0, 2]);
        assert_eq!(out.ties[0].among, ["b", "d"]);
    }

    #[test]
    fn equal_women_for_the_seat_that_the_share_gives_wait_for_a_lot() {
        let out = open("mmmff", &[9, 8, 7, 2, 2], 3);
        assert_eq!(out.elected, [0, 1]);
        assert_eq!((out.ties[0].among.as_slice(), out.ties[0].seats), (["d".to_owned(), "e".to_owned()].as_slice(), 1));
        let drawn = by(ListKind::Open, "mmmff", &[9, 8, 7, 2, 2], 3, &[lot(&["d", "e"], &["e"])]);
        assert_eq!((drawn.elected, drawn.replaced), (vec![0, 1, 4], vec![(2, 4)]));
    }
}
