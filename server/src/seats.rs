//! A house as one JSON document, with every quotient: what `…/seats` answers and `nightcount seats --format json` prints.

use election::definition::Contest;
use election::seats::{
    Allocation, Award, House, Lot, Margin, Preferences, Quotient, Share, State, Tally, allocate, outlook, roster,
};
use serde_json::{Map, Value, json};

/// The candidates of a house, where there are any.
pub struct Candidates<'a> {
    /// The contest that has them.
    pub contest: &'a Contest,
    /// Their preference votes.
    pub preferences: &'a Preferences,
}

/// The document of a house by these votes. While it is held back and `publishes`, it has no seats: only the state, the votes and
/// how lists stand to the threshold.
#[must_use]
pub fn document(
    house: &House,
    tally: &Tally,
    lots: &[Lot],
    candidates: Option<&Candidates<'_>>,
    publishes: bool,
) -> Value {
    let mut allocation = allocate(house, tally, lots);
    let told = !(publishes && allocation.state == State::HeldBack);
    let mut lists = lists(house, tally, lots, &allocation, told);
    if let Some(candidates) = candidates.filter(|_| allocation.state.has_owners()) {
        elected(candidates, tally, lots, &mut allocation, &mut lists);
    }
    let (counted, expected) = tally.counted;
    let mut document = json!({
        "state": allocation.state,
        "size": allocation.size,
        "majority": allocation.majority,
        "hold_back": house.hold_back,
        "counted": counted,
        "expected": expected,
        "lists": lists,
    });
    if told {
        document["districts"] = districts(house, tally, &allocation).into();
        document["shares"] = allocation.shares.iter().map(share).collect::<Vec<Value>>().into();
        document["winners"] = json!(allocation.winners);
        document["ties"] = json!(allocation.ties);
        document["lots"] = json!(allocation.lots);
        document["warnings"] = json!(allocation.warnings);
    }
    document
}

/// Adds who is elected, and who made room for whom, to the lists; and to the allocation what became of their ties.
fn elected(candidates: &Candidates<'_>, tally: &Tally, lots: &[Lot], allocation: &mut Allocation, lists: &mut [Value]) {
    let Candidates { contest, preferences } = candidates;
    let (roster, warnings) = roster(contest, tally, preferences, lots, &allocation.seats);
    for ((entry, elected), on_list) in lists.iter_mut().zip(roster).zip(&contest.candidates) {
        let id = |one: &usize| on_list[*one].id.as_str();
        let replaced = elected.replaced.iter().map(|(out, by)| json!({ "out": id(out), "in": id(by) }));
        entry["elected"] = elected.elected.iter().map(id).collect::<Vec<&str>>().into();
        entry["replaced"] = replaced.collect::<Vec<Value>>().into();
        allocation.ties.extend(elected.ties);
        allocation.lots.extend(elected.lots);
    }
    allocation.warnings.extend(warnings);
    allocation.state = allocation.state.with_ties(&allocation.ties);
}

fn lists(house: &House, tally: &Tally, lots: &[Lot], allocation: &Allocation, told: bool) -> Vec<Value> {
    let place = |margin: &Margin| margin.district.map(|district| &house.districts[district].id);
    let outlook = outlook(house, tally, lots, allocation);
    (house.lists.iter().zip(outlook).enumerate())
        .map(|(at, (list, look))| {
            let votes: u64 = tally.districts.iter().map(|district| district.votes[at]).sum();
            let mut entry = json!({
                "id": list.id,
                "votes": votes,
                "standing": allocation.standing[at],
                "over_threshold": look.over_threshold,
            });
            if told {
                entry["seats"] = allocation.seats[at].into();
                entry["firm"] = look.firm.into();
                entry["lacks"] = look.lacks.map(|margin| margin.votes).into();
                entry["lacks_in"] = json!(look.lacks.as_ref().and_then(place));
                entry["spare"] = look.spare.map(|margin| margin.votes).into();
                entry["spare_in"] = json!(look.spare.as_ref().and_then(place));
            }
            entry
        })
        .collect()
}

fn districts(house: &House, tally: &Tally, allocation: &Allocation) -> Vec<Value> {
    (house.districts.iter().zip(&tally.districts).zip(&allocation.by_district))
        .map(|((district, there), seats)| {
            let won: Map<String, Value> = (house.lists.iter().zip(seats))
                .filter(|(_, seats)| **seats > 0)
                .map(|(list, seats)| (list.id.clone(), (*seats).into()))
                .collect();
            json!({ "id": district.id, "valid": there.valid, "seats": won })
        })
        .collect()
}

fn share(share: &Share) -> Value {
    let award = |award: &Award| json!({ "to": share.claims[award.claim].id, "nth": award.nth, "quotient": quotient(award.quotient) });
    json!({
        "place": share.place,
        "method": share.method,
        "seats": share.seats,
        "claims": share.claims,
        "awards": share.awards.iter().map(award).collect::<Vec<Value>>(),
        "next": share.next.as_ref().map(award),
    })
}

/// As texts: of some methods both are squares, which are more than the numbers of JSON carry exactly. `null` is a seat that
/// no quotient had to win.
fn quotient(quotient: Quotient) -> Value {
    match quotient {
        Quotient::Sure => Value::Null,
        Quotient::Ratio { votes, divisor } => json!({ "votes": votes.to_string(), "divisor": divisor.to_string() }),
    }
}
