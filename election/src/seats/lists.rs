//! Shares seats out among lists: alliances stand as one and then share out among themselves, lots decide ties, and everything
//! that was done is written down.

use std::collections::BTreeSet;

use super::apportion::{Claimant, share_out};
use super::outcome::{Allocation, Award, Claim, Lot, Quotient, Share, Tie, Warning};
use super::rule::{Alliance, House, Method};

/// A rule at work: the house, the lots on record, and what has come out so far.
pub(super) struct Hall<'a> {
    pub(super) house: &'a House,
    pub(super) lots: &'a [Lot],
    pub(super) out: Allocation,
}

/// Who takes part in a sharing-out: a list, or an alliance of those who do.
pub(super) enum Entrant<'a> {
    List(usize),
    Alliance(&'a Alliance, Vec<Entrant<'a>>),
}

/// What a sharing-out among lists goes by.
struct Ballot<'v> {
    votes: &'v [u64],
    /// Fewest seats of each list that has votes.
    minimum: u32,
}

impl Entrant<'_> {
    pub(super) fn lists(&self, lists: &mut Vec<usize>) {
        match self {
            Self::List(list) => lists.push(*list),
            Self::Alliance(_, members) => members.iter().for_each(|member| member.lists(lists)),
        }
    }
}

impl Tie {
    /// For `seats` among these, with its winners if a lot between the same ones at the same place is on record.
    pub(super) fn drawn(place: &str, among: Vec<String>, seats: usize, lots: &[Lot]) -> Self {
        let distinct = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<String>>();
        let claims = distinct(&among);
        let fits = |lot: &&Lot| {
            let won = distinct(&lot.winners);
            lot.place == place && distinct(&lot.among) == claims && won.len() == seats && won.is_subset(&claims)
        };
        let winners = lots.iter().rev().find(fits).map(|lot| lot.winners.clone()).unwrap_or_default();
        Self { place: place.to_owned(), among, seats: u32::try_from(seats).expect("at most the seats"), winners }
    }
}

impl<'a> Hall<'a> {
    pub(super) fn new(house: &'a House, lots: &'a [Lot]) -> Self {
        let seats = vec![0; house.lists.len()];
        let majority = house.majority.unwrap_or(house.seats / 2 + 1);
        Self { house, lots, out: Allocation { size: house.seats, majority, seats, ..Allocation::default() } }
    }

    /// Shares `seats` out among the lists that `takes_part` names; returns the sure seats of every list.
    pub(super) fn share_lists(
        &mut self,
        place: &str,
        method: Method,
        votes: &[u64],
        takes_part: &[bool],
        minimum: u32,
        seats: u32,
    ) -> Vec<u32> {
        let entrants = self.entrants(takes_part);
        let ballot = Ballot { votes, minimum };
        let mut given = vec![0; votes.len()];
        for (list, seats) in self.share_entrants(place, method, &ballot, &entrants, seats) {
            given[list] += seats;
        }
        given
    }

    fn share_entrants(
        &mut self,
        place: &str,
        method: Method,
        ballot: &Ballot<'_>,
        entrants: &[Entrant<'a>],
        seats: u32,
    ) -> Vec<(usize, u32)> {
        let claims = entrants.iter().map(|entrant| self.claim(entrant, ballot)).collect();
        let got = self.share(place, method, claims, seats);
        let mut given = Vec::new();
        for (entrant, got) in entrants.iter().zip(got) {
            match entrant {
                Entrant::List(list) => given.push((*list, got)),
                Entrant::Alliance(alliance, members) if got > 0 => {
                    let place = format!("{place}/alliance:{}", alliance.id);
                    let method = alliance.method.unwrap_or(method);
                    given.extend(self.share_entrants(&place, method, ballot, members, got));
                }
                Entrant::Alliance(..) => {}
            }
        }
        given
    }

    /// One sharing-out, written down, its ties decided by lots where there are any. Returns the sure seats of each claim.
    pub(super) fn share(&mut self, place: &str, method: Method, mut claims: Vec<Claim>, seats: u32) -> Vec<u32> {
        let claimants: Vec<Claimant> = claims
            .iter()
            .map(|claim| Claimant {
                votes: claim.votes,
                minimum: claim.minimum,
                maximum: claim.maximum.unwrap_or(u32::MAX),
            })
            .collect();
        let mut shared = share_out(method, &claimants, seats);
        let mut waiting = 0;
        if let Some((among, tied)) = shared.tied {
            let ids: Vec<String> = among.iter().map(|claim| claims[*claim].id.clone()).collect();
            let tie = self.draw(place, ids, tied);
            for claim in among.into_iter().filter(|claim| tie.winners.contains(&claims[*claim].id)) {
                shared.seats[claim] += 1;
                shared.awards.push(Award { claim, nth: shared.seats[claim], quotient: Quotient::Sure });
            }
            waiting = if tie.winners.is_empty() { tied } else { 0 };
            self.record(tie);
        }
        let given = shared.seats.iter().map(|seats| u64::from(*seats)).sum::<u64>() + u64::from(waiting);
        let empty = u32::try_from(u64::from(seats).saturating_sub(given)).expect("at most the seats");
        if empty > 0 {
            let place = place.to_owned();
            let nobody = claims.iter().all(|claim| claim.votes == 0);
            self.out.warnings.push(if nobody {
                Warning::NobodyEligible { place }
            } else {
                Warning::Vacant { place, seats: empty }
            });
        }
        for (claim, seats) in claims.iter_mut().zip(&shared.seats) {
            claim.seats = *seats;
        }
        let (awards, next) = (shared.awards, shared.next);
        self.out.shares.push(Share { place: place.to_owned(), method, seats, claims, awards, next });
        shared.seats
    }

    /// A tie, with its winners if a lot between the same ones at the same place is on record.
    pub(super) fn draw(&self, place: &str, among: Vec<String>, seats: u32) -> Tie {
        Tie::drawn(place, among, seats as usize, self.lots)
    }

    /// Writes a tie down: open, or decided.
    pub(super) fn record(&mut self, tie: Tie) {
        if tie.winners.is_empty() { self.out.ties.push(tie) } else { self.out.lots.push(tie) }
    }

    fn claim(&self, entrant: &Entrant<'_>, ballot: &Ballot<'_>) -> Claim {
        let mut lists = Vec::new();
        entrant.lists(&mut lists);
        let id = match entrant {
            Entrant::List(list) => &self.house.lists[*list].id,
            Entrant::Alliance(alliance, _) => &alliance.id,
        };
        Claim {
            id: id.clone(),
            votes: lists.iter().map(|list| ballot.votes[*list]).sum(),
            minimum: lists.iter().filter(|list| ballot.votes[**list] > 0).map(|_| ballot.minimum).sum(),
            maximum: lists.iter().map(|list| self.house.lists[*list].length).sum(),
            seats: 0,
        }
    }

    /// The lists that take part, those of an alliance as one. An alliance of a single one is that one.
    pub(super) fn entrants(&self, takes_part: &[bool]) -> Vec<Entrant<'a>> {
        let alliances = &self.house.alliances;
        let is_member = |id: &str| alliances.iter().any(|alliance| alliance.members.iter().any(|member| member == id));
        let lists = self.house.lists.iter().enumerate();
        let alone = lists.filter(|(at, list)| takes_part[*at] && !is_member(&list.id)).map(|(at, _)| Entrant::List(at));
        let top = alliances.iter().filter(|alliance| !is_member(&alliance.id));
        alone.chain(top.filter_map(|alliance| self.alliance(alliance, takes_part))).collect()
    }

    fn alliance(&self, alliance: &'a Alliance, takes_part: &[bool]) -> Option<Entrant<'a>> {
        let member = |id: &String| match self.house.lists.iter().position(|list| list.id == *id) {
            Some(list) => takes_part[list].then_some(Entrant::List(list)),
            None => {
                let inner = self.house.alliances.iter().find(|inner| inner.id == *id)?;
                self.alliance(inner, takes_part)
            }
        };
        let mut members: Vec<Entrant<'a>> = alliance.members.iter().filter_map(member).collect();
        if members.len() > 1 { Some(Entrant::Alliance(alliance, members)) } else { members.pop() }
    }
}
