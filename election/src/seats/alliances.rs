//! Alliances that cannot be right.

use super::check::RuleDefect;
use super::rule::{Alliance, House};

/// Unknown members, members of two alliances, circles, ids that are taken, alliances of one.
pub(super) fn defects(house: &House) -> Vec<RuleDefect> {
    let alliances = &house.alliances;
    let each = alliances.iter().enumerate();
    each.flat_map(|(at, alliance)| {
        let own = id(house, at).into_iter().chain(circle(house, at));
        let members = (0..alliance.members.len()).filter_map(move |place| member(house, at, place));
        own.chain(members).chain(number(at, alliance)).collect::<Vec<_>>()
    })
    .collect()
}

fn defect(at: usize, key: &str, message: String) -> RuleDefect {
    RuleDefect { key: format!("seats.alliances[{at}].{key}"), message }
}

fn id(house: &House, at: usize) -> Option<RuleDefect> {
    let id = &house.alliances[at].id;
    let is_list = house.lists.iter().any(|list| list.id == *id);
    let is_earlier = house.alliances[..at].iter().any(|earlier| earlier.id == *id);
    let whose = if is_list { "a list" } else { "an earlier alliance" };
    (is_list || is_earlier).then(|| defect(at, "id", format!("`{id}` is the id of {whose}: choose another")))
}

fn number(at: usize, alliance: &Alliance) -> Option<RuleDefect> {
    let message =
        || format!("an alliance needs two members or more, and `{}` has {}", alliance.id, alliance.members.len());
    (alliance.members.len() < 2).then(|| defect(at, "members", format!("{}: add some or remove it", message())))
}

fn member(house: &House, at: usize, place: usize) -> Option<RuleDefect> {
    let alliance = &house.alliances[at];
    let member = &alliance.members[place];
    let is_known = house.lists.iter().any(|list| list.id == *member) || house.alliances.iter().any(|a| a.id == *member);
    let message = if !is_known {
        format!("`{member}` is neither a list nor an alliance: correct the spelling, or add it")
    } else if alliance.members[..place].contains(member) {
        format!("`{member}` is in the list twice: remove one of the two")
    } else if let Some(other) = house.alliances[..at].iter().find(|other| other.members.contains(member)) {
        format!("`{member}` is a member of `{}` already: leave it in one alliance", other.id)
    } else {
        return None;
    };
    Some(defect(at, &format!("members[{place}]"), message))
}

/// Whether an alliance is, over however many others, a member of itself.
fn circle(house: &House, at: usize) -> Option<RuleDefect> {
    let start = &house.alliances[at].id;
    let mut reached = vec![start];
    let mut next = 0;
    while let Some(id) = reached.get(next).copied() {
        let inner = house.alliances.iter().filter(|alliance| alliance.id == *id);
        for member in inner.flat_map(|alliance| &alliance.members) {
            if member == start {
                let message = format!("`{start}` is, in the end, a member of itself: take it out of its own members");
                return Some(defect(at, "members", message));
            }
            if !reached.contains(&member) {
                reached.push(member);
            }
        }
        next += 1;
    }
    None
}
