//! Municipalities grow over the parcels from where their towns lie, until each has about the area that it should have.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::parcels::{NONE, Parcel, Parcels, around, beside, pieces};
use super::places::{ARCHIPELAGO, Lies, PLACES, Place};
use super::terrain::{self, Point, SIDE};

/// What a cell of the sheet belongs to: a municipality's position in the list, or one of these.
pub(super) type Owner = u8;
pub(super) const SEA: Owner = 254;
pub(super) const ABROAD: Owner = 255;

const FREE: Owner = 253;
const ROUNDS: usize = 80;
/// How much earlier one starts for each cell of wanted width.
const LEAD_PER_CELL: f64 = 6_000.0;

/// The owner of every cell of the sheet.
pub(super) fn owners(parcels: &Parcels) -> Vec<Owner> {
    let mut owner = settled(parcels);
    share_mainland(parcels, &mut owner);
    share_islands(parcels, &mut owner);
    let mut cells: Vec<Owner> =
        parcels.of_cell.iter().map(|&parcel| if parcel == NONE { SEA } else { owner[parcel as usize] }).collect();
    tidy(&mut cells);
    cells
}

/// What is decided before anything grows: foreign land, and the enclaves with a belt of their host around them.
fn settled(parcels: &Parcels) -> Vec<Owner> {
    let country = |parcel: &Parcel| terrain::in_country(terrain::bend(parcel.middle, 0.9));
    let mut owner: Vec<Owner> = parcels.all.iter().map(|parcel| if country(parcel) { FREE } else { ABROAD }).collect();
    one_country(parcels, &mut owner);
    let total = areas(parcels, &owner)[usize::from(FREE)];
    for (i, place) in PLACES.iter().enumerate() {
        let Lies::Within(host) = place.lies else { continue };
        let core = cluster(parcels, place.at, total * place.area / 1000.0);
        let belt = ring(parcels, &core);
        let wider = ring(parcels, &core.union(&belt).copied().collect());
        core.iter().for_each(|&parcel| owner[parcel as usize] = i as Owner);
        belt.iter().chain(&wider).for_each(|&parcel| owner[parcel as usize] = host as Owner);
    }
    owner
}

/// On the mainland, abroad is what hangs together with the sheet's far corner, and the country the rest.
fn one_country(parcels: &Parcels, owner: &mut [Owner]) {
    let foreign = reached(parcels, nearest(parcels, (1.0, 1.0)), |parcel| owner[parcel as usize] == ABROAD);
    let country = reached(parcels, nearest(parcels, PLACES[0].at), |parcel| !foreign.contains(&parcel));
    for (parcel, _) in (0u32..).zip(&parcels.all).filter(|(_, parcel)| parcel.landmass == 0) {
        owner[parcel as usize] = if country.contains(&parcel) { FREE } else { ABROAD };
    }
}

fn reached(parcels: &Parcels, from: u32, open: impl Fn(u32) -> bool) -> BTreeSet<u32> {
    let mut seen = BTreeSet::from([from]);
    let mut todo = vec![from];
    while let Some(parcel) = todo.pop() {
        for &(near, _) in parcels.all[parcel as usize].ways.iter().filter(|&&(near, _)| open(near)) {
            if seen.insert(near) {
                todo.push(near);
            }
        }
    }
    seen
}

/// Cells of every owner.
fn areas(parcels: &Parcels, owner: &[Owner]) -> Vec<f64> {
    let mut areas = vec![0.0; 256];
    for (parcel, &owner) in parcels.all.iter().zip(owner) {
        areas[usize::from(owner)] += f64::from(parcel.cells);
    }
    areas
}

/// Parcels around a point, the easiest to reach first, up to an area.
fn cluster(parcels: &Parcels, at: Point, wanted: f64) -> BTreeSet<u32> {
    let mut core = BTreeSet::new();
    let mut size = 0.0;
    let mut front = BinaryHeap::from([Reverse((0u64, nearest(parcels, at)))]);
    while let Some(Reverse((cost, parcel))) = front.pop() {
        if size >= wanted {
            break;
        }
        if core.insert(parcel) {
            size += f64::from(parcels.all[parcel as usize].cells);
            let ways = &parcels.all[parcel as usize].ways;
            front.extend(ways.iter().map(|&(near, way)| Reverse((cost + (way * 1e6) as u64, near))));
        }
    }
    core
}

fn ring(parcels: &Parcels, core: &BTreeSet<u32>) -> BTreeSet<u32> {
    let near = core.iter().flat_map(|&parcel| parcels.all[parcel as usize].ways.iter().map(|&(near, _)| near));
    near.filter(|parcel| !core.contains(parcel)).collect()
}

fn nearest(parcels: &Parcels, at: Point) -> u32 {
    let mainland = (0u32..).zip(&parcels.all).filter(|(_, parcel)| parcel.landmass == 0);
    mainland.min_by(|a, b| gap(a.1.middle, at).total_cmp(&gap(b.1.middle, at))).map_or(0, |(i, _)| i)
}

fn gap(a: Point, b: Point) -> f64 {
    (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)
}

fn spreads(place: &Place) -> bool {
    place.lies == Lies::Mainland
}

/// Grows again and again: who got too little starts earlier the next time.
fn share_mainland(parcels: &Parcels, owner: &mut Vec<Owner>) {
    let total: f64 = areas(parcels, owner)[..usize::from(SEA)].iter().sum();
    let wanted: Vec<f64> = PLACES.iter().map(|place| total * place.area / 1000.0).collect();
    let mut lead: Vec<f64> = wanted.iter().map(|cells| LEAD_PER_CELL * cells.sqrt()).collect();
    for (i, place) in PLACES.iter().enumerate().filter(|(_, place)| spreads(place)) {
        owner[nearest(parcels, place.at) as usize] = i as Owner;
    }
    let mut best = (f64::MAX, owner.clone());
    for round in 0..ROUNDS {
        let mut grown = owner.clone();
        grow(parcels, &lead, &mut grown);
        let areas = areas(parcels, &grown);
        let mut error = 0.0;
        for i in (0..PLACES.len()).filter(|&i| spreads(&PLACES[i])) {
            let got = areas[i].max(1.0);
            lead[i] += LEAD_PER_CELL * (wanted[i].sqrt() - got.sqrt()) * 12.0 / (round as f64 + 20.0);
            error += (wanted[i] / got).max(got / wanted[i]) - 1.0;
        }
        if error < best.0 {
            best = (error, grown);
        }
    }
    *owner = best.1;
}

/// All grow at one pace over the same ground, each with its own lead in time.
fn grow(parcels: &Parcels, lead: &[f64], owner: &mut [Owner]) {
    let mut front = BinaryHeap::new();
    let longest = lead.iter().copied().fold(f64::MIN, f64::max);
    let start: Vec<u64> = lead.iter().map(|lead| (longest - lead) as u64).collect();
    for (parcel, &mine) in
        (0u32..).zip(owner.iter()).filter(|&(_, &mine)| mine < FREE && spreads(&PLACES[mine as usize]))
    {
        front.extend(ways(parcels, parcel).map(|(way, near)| Reverse((start[mine as usize] + way, near, mine))));
    }
    while let Some(Reverse((cost, parcel, mine))) = front.pop() {
        if owner[parcel as usize] != FREE || parcels.all[parcel as usize].landmass != 0 {
            continue;
        }
        owner[parcel as usize] = mine;
        front.extend(ways(parcels, parcel).map(|(way, near)| Reverse((cost + way, near, mine))));
    }
}

fn ways(parcels: &Parcels, parcel: u32) -> impl Iterator<Item = (u64, u32)> {
    parcels.all[parcel as usize].ways.iter().map(|&(near, way)| ((way * 1e7) as u64, near))
}

/// The archipelago's islands are its own; every other island belongs to the nearest municipality of the mainland.
fn share_islands(parcels: &Parcels, owner: &mut [Owner]) {
    let archipelago = PLACES.iter().position(|place| place.lies == Lies::Archipelago).unwrap_or(0) as Owner;
    let (west, south, east, north) = ARCHIPELAGO;
    let islands = parcels.all.iter().map(|parcel| parcel.landmass).max().unwrap_or(0);
    for island in 1..=islands {
        let on_it = || parcels.all.iter().enumerate().filter(move |(_, parcel)| parcel.landmass == island);
        let Some((first_of, first)) = on_it().next() else { continue };
        let (x, y) = first.middle;
        let own = if (west..east).contains(&x) && (south..north).contains(&y) {
            archipelago
        } else {
            let mainland = parcels.all.iter().zip(owner.iter()).filter(|(parcel, _)| parcel.landmass == 0);
            mainland
                .min_by(|a, b| gap(a.0.middle, first.middle).total_cmp(&gap(b.0.middle, first.middle)))
                .map_or(SEA, |(_, &o)| o)
        };
        if owner[first_of] == ABROAD {
            continue;
        }
        let members: Vec<usize> = on_it().map(|(i, _)| i).collect();
        members.into_iter().for_each(|i| owner[i] = own);
    }
}

/// Smooths away slivers: a cell that most of its surroundings disagree with joins them; corners that touch are opened.
fn tidy(cells: &mut [Owner]) {
    for _ in 0..3 {
        let before = cells.to_owned();
        for (cell, owner) in cells.iter_mut().enumerate() {
            *owner = majority(&before, cell);
        }
    }
    while open_corners(cells) {}
    fill_ponds(cells);
    while open_corners(cells) {}
}

/// Water that smoothing has cut off from the sea joins the land beside it.
fn fill_ponds(cells: &mut [Owner]) {
    let water: Vec<bool> = cells.iter().map(|&owner| owner == SEA).collect();
    for pond in pieces(&water, true).into_iter().skip(1) {
        let shore = beside(pond[0]).map(|near| cells[near]).find(|&near| near != SEA);
        pond.into_iter().for_each(|cell| cells[cell] = shore.unwrap_or(SEA));
    }
}

fn majority(cells: &[Owner], cell: usize) -> Owner {
    let own = cells[cell];
    let like = |wanted: Owner| around(cell).filter(|&(near, _)| cells[near] == wanted).count();
    if like(own) >= 4 || cell.is_multiple_of(SIDE) {
        return own;
    }
    let best = around(cell).map(|(near, _)| cells[near]).max_by_key(|&near| (like(near), near));
    best.filter(|&near| like(near) >= 5).unwrap_or(own)
}

/// Where two cells of one owner touch only at a corner, one of the others joins them.
fn open_corners(cells: &mut [Owner]) -> bool {
    let mut changed = false;
    for cell in (0..SIDE * (SIDE - 1)).filter(|cell| cell % SIDE + 1 < SIDE) {
        let (sw, se, nw, ne) = (cell, cell + 1, cell + SIDE, cell + SIDE + 1);
        if cells[sw] == cells[ne] && cells[se] != cells[sw] && cells[nw] != cells[sw] {
            cells[se] = cells[sw];
            changed = true;
        } else if cells[se] == cells[nw] && cells[sw] != cells[se] && cells[ne] != cells[se] {
            cells[sw] = cells[se];
            changed = true;
        }
    }
    changed
}
