//! Everything that counts: regions, municipalities, polling stations, postal votes and embassies.

use std::collections::BTreeSet;

use super::noise::Dice;
use super::places::{COUNTRY_ID, COUNTRY_NAME, EMBASSIES, PLACES, Place, REGIONS};
use super::{names, share_out};

/// Polling stations of election day in the whole country.
pub(super) const STATIONS: u32 = 2533;

pub(super) struct Unit {
    pub(super) id: String,
    pub(super) parent: String,
    pub(super) level: &'static str,
    pub(super) name: String,
    /// Empty where it is the same.
    pub(super) sq: String,
    pub(super) registered: Option<u32>,
    pub(super) category: &'static str,
}

impl Unit {
    fn above(id: &str, parent: &str, level: &'static str, name: &str, sq: &str) -> Self {
        let [id, parent, name, sq] = [id, parent, name, sq].map(str::to_owned);
        Self { id, parent, level, name, sq, registered: None, category: "" }
    }
}

pub(super) fn csv(units: &[Unit]) -> String {
    let mut csv = super::line(&["id", "parent", "level", "name", "registered", "categories", "name:sq"]);
    for unit in units {
        let registered = unit.registered.map(|n| n.to_string()).unwrap_or_default();
        csv += &super::line(&[&unit.id, &unit.parent, unit.level, &unit.name, &registered, unit.category, &unit.sq]);
    }
    csv
}

pub(super) fn units() -> Vec<Unit> {
    let rolls: Vec<Roll> = PLACES.iter().map(Roll::of).collect();
    let weights: Vec<f64> =
        PLACES.iter().zip(&rolls).map(|(place, roll)| f64::from(roll.regular) / room_size(place)).collect();
    let rooms = share_out(STATIONS, &weights);
    let mut units = vec![Unit::above(COUNTRY_ID, "", "country", COUNTRY_NAME, "")];
    for (r, region) in REGIONS.iter().enumerate() {
        units.push(Unit::above(region.id, COUNTRY_ID, "region", region.name, region.sq));
        for ((place, roll), &rooms) in PLACES.iter().zip(&rolls).zip(&rooms).filter(|((place, _), _)| place.region == r)
        {
            units.push(Unit::above(place.id, region.id, "municipality", place.name, place.sq));
            units.extend(stations(place, roll.regular, rooms));
            units.extend(apart(place, roll));
        }
    }
    units.extend(abroad());
    units
}

/// Voters that a room is meant for: fewer where people live far apart.
fn room_size(place: &Place) -> f64 {
    380.0 + 240.0 * place.urban
}

/// A municipality's voters by how they vote.
struct Roll {
    regular: u32,
    postal: u32,
    special: u32,
    conditional: u32,
}

impl Roll {
    fn of(place: &Place) -> Self {
        let mut dice = dice(place, 0x5001);
        let part = |share: f64| (f64::from(place.registered) * share).round() as u32;
        let remote = if place.sea > 0.9 && place.urban < 0.2 { 0.03 } else { 0.0 };
        let postal = part(0.018 + 0.02 * place.urban + remote + dice.between(0.0, 0.012));
        // Only larger places have a hospital with a mobile team, or a register for those who are found on no list.
        let special = if place.registered > 25_000 { part(dice.between(0.003, 0.006)) } else { 0 };
        let conditional = if place.registered > 15_000 { part(dice.between(0.002, 0.006)) } else { 0 };
        Self { regular: place.registered - postal - special - conditional, postal, special, conditional }
    }
}

fn dice(place: &Place, purpose: u64) -> Dice {
    let id = place.id.bytes().fold(0u64, |sum, byte| sum * 256 + u64::from(byte));
    Dice::new(purpose << 32 | id)
}

/// Polling places of one or several rooms; the rooms of a place are about the same size, because its roll is cut by alphabet.
fn stations(place: &Place, registered: u32, rooms: u32) -> Vec<Unit> {
    let mut dice = dice(place, 0x5002);
    let (mut names_used, mut named, mut weights) = (BTreeSet::new(), Vec::new(), Vec::new());
    let mut left = rooms;
    while left > 0 {
        let wanted = 1 + (dice.between(0.0, 2.4) + place.urban * dice.between(0.6, 7.0)) as u32;
        let here = wanted.min(left);
        left -= here;
        let (name, sq) = unused_name(place, &mut names_used, &mut dice);
        let size = (1.0 + 0.2 * dice.bell()).clamp(0.66, 1.38);
        for room in 1..=here {
            let id = format!("{}{:02}/{room:02}", place.id, names_used.len());
            named.push((id, in_room(&name, "room", room, here), in_room(&sq, "salla", room, here)));
            weights.push(size * (1.0 + 0.02 * dice.bell()).clamp(0.95, 1.05));
        }
    }
    let sizes = share_out(registered, &weights);
    let station = |((id, name, sq), size)| Unit {
        id,
        parent: place.id.to_owned(),
        level: "station",
        name,
        sq,
        registered: Some(size),
        category: "regular",
    };
    named.into_iter().zip(sizes).map(station).collect()
}

fn in_room(name: &str, word: &str, room: u32, of: u32) -> String {
    if of == 1 { name.to_owned() } else { format!("{name}, {word} {room}") }
}

fn unused_name(place: &Place, used: &mut BTreeSet<String>, dice: &mut Dice) -> (String, String) {
    loop {
        let (name, sq) = names::polling_place(place.tongue, place.urban, dice);
        if used.insert(name.clone()) {
            return (name, sq);
        }
    }
}

/// What is counted apart from the polling stations of a municipality.
fn apart(place: &Place, roll: &Roll) -> Vec<Unit> {
    let kinds = [
        ("P", "postal", "Postal votes", "Votat me postë", roll.postal),
        ("S", "special-needs", "Mobile team", "Ekipi lëvizës", roll.special),
        ("C", "conditional", "Conditional votes", "Votat me kusht", roll.conditional),
    ];
    let sq_place = if place.sq.is_empty() { place.name } else { place.sq };
    let unit = |(code, category, name, sq, registered)| Unit {
        id: format!("{}/{code}", place.id),
        parent: place.id.to_owned(),
        level: "station",
        name: format!("{name}, {}", place.name),
        sq: format!("{sq}, {sq_place}"),
        registered: Some(registered),
        category,
    };
    kinds.into_iter().filter(|kind| kind.4 > 0).map(unit).collect()
}

fn abroad() -> Vec<Unit> {
    let mut units = vec![Unit::above("abroad", COUNTRY_ID, "region", "Abroad", "Jashtë vendit")];
    units.extend(EMBASSIES.iter().map(|embassy| Unit {
        id: embassy.id.to_owned(),
        parent: "abroad".to_owned(),
        level: "municipality",
        name: format!("Embassy in {}", embassy.city),
        sq: format!("Ambasada në {}", embassy.sq),
        registered: Some(embassy.registered),
        category: "diplomatic",
    }));
    units
}
