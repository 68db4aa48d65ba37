//! Thousands of small parcels of land, whose edges lie on ridges and rivers: the stuff that municipalities are put together from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::noise::Dice;
use super::terrain::{self, Point, SIDE};

pub(super) const NONE: u32 = u32::MAX;

/// Width of the lattice on which parcels are seeded, in cells.
const SPACING: usize = 9;
/// Smaller specks of land are left out.
const SMALLEST_ISLET: usize = 26;

pub(super) struct Parcel {
    pub(super) middle: Point,
    pub(super) cells: u32,
    /// Connected pieces of land are numbered; 0 is the mainland.
    pub(super) landmass: u32,
    /// Neighbours with the cost of going there.
    pub(super) ways: Vec<(u32, f64)>,
}

pub(super) struct Parcels {
    /// For each cell of the sheet its parcel, `NONE` at sea.
    pub(super) of_cell: Vec<u32>,
    pub(super) all: Vec<Parcel>,
}

pub(super) fn parcels() -> Parcels {
    let landmass = landmasses();
    let barrier: Vec<f64> = (0..SIDE * SIDE)
        .map(|cell| if landmass[cell] == NONE { 0.0 } else { terrain::barrier(terrain::middle(cell)) })
        .collect();
    let seeds = seeds(&landmass);
    let of_cell = grow(&landmass, &barrier, &seeds);
    let mut all = measured(&of_cell, &landmass, seeds.len());
    connect(&mut all, &of_cell, &barrier);
    Parcels { of_cell, all }
}

/// The up to eight cells around one, with the length of the step in tenths.
pub(super) fn around(cell: usize) -> impl Iterator<Item = (usize, u64)> {
    const STEPS: [(isize, isize, u64); 8] =
        [(1, 0, 10), (-1, 0, 10), (0, 1, 10), (0, -1, 10), (1, 1, 14), (1, -1, 14), (-1, 1, 14), (-1, -1, 14)];
    let (x, y) = ((cell % SIDE) as isize, (cell / SIDE) as isize);
    STEPS.iter().filter_map(move |&(dx, dy, length)| {
        let (nx, ny) = (x + dx, y + dy);
        let on_sheet = (0..SIDE as isize).contains(&nx) && (0..SIDE as isize).contains(&ny);
        on_sheet.then(|| (ny as usize * SIDE + nx as usize, length))
    })
}

/// Those of `around` that share an edge.
pub(super) fn beside(cell: usize) -> impl Iterator<Item = usize> {
    around(cell).filter(|&(_, length)| length == 10).map(|(near, _)| near)
}

/// Numbers the connected pieces of land from the largest; fills lakes, drops specks.
fn landmasses() -> Vec<u32> {
    let mut land = terrain::sheet();
    for lake in pieces(&land, false).into_iter().skip(1) {
        lake.into_iter().for_each(|cell| land[cell] = true);
    }
    let mut landmass = vec![NONE; land.len()];
    let kept = pieces(&land, true).into_iter().filter(|piece| piece.len() >= SMALLEST_ISLET);
    for (number, piece) in kept.enumerate() {
        piece.into_iter().for_each(|cell| landmass[cell] = number as u32);
    }
    landmass
}

/// Connected pieces of the cells that are as `wanted`, the largest first.
pub(super) fn pieces(land: &[bool], wanted: bool) -> Vec<Vec<usize>> {
    let mut seen = vec![false; land.len()];
    let mut found = Vec::new();
    for start in 0..land.len() {
        if seen[start] || land[start] != wanted {
            continue;
        }
        seen[start] = true;
        let mut piece = vec![start];
        let mut next = 0;
        while next < piece.len() {
            for near in beside(piece[next]).filter(|&near| land[near] == wanted) {
                if !std::mem::replace(&mut seen[near], true) {
                    piece.push(near);
                }
            }
            next += 1;
        }
        found.push(piece);
    }
    found.sort_by_key(|piece| Reverse(piece.len()));
    found
}

/// One seed in each square of a lattice, somewhere in it; and one on each landmass that got none.
fn seeds(landmass: &[u32]) -> Vec<usize> {
    let mut dice = Dice::new(0x0A11_0731);
    let squares = SIDE / SPACING;
    let mut seeds: Vec<usize> = (0..squares * squares)
        .map(|square| {
            let x = square % squares * SPACING + dice.below(SPACING);
            let y = square / squares * SPACING + dice.below(SPACING);
            y * SIDE + x
        })
        .filter(|&cell| landmass[cell] != NONE)
        .collect();
    let pieces = landmass.iter().filter(|&&l| l != NONE).max().map_or(0, |&l| l as usize + 1);
    let mut seeded = vec![false; pieces];
    seeds.iter().for_each(|&cell| seeded[landmass[cell] as usize] = true);
    for (cell, &mass) in landmass.iter().enumerate() {
        if mass != NONE && !std::mem::replace(&mut seeded[mass as usize], true) {
            seeds.push(cell);
        }
    }
    seeds
}

/// Every cell goes to the seed from which it is cheapest to reach: fronts meet on the barriers.
fn grow(landmass: &[u32], barrier: &[f64], seeds: &[usize]) -> Vec<u32> {
    let price = |cell: usize| 10 + (90.0 * barrier[cell]) as u64;
    let mut owner = vec![NONE; landmass.len()];
    let mut front: BinaryHeap<_> = seeds.iter().enumerate().map(|(i, &cell)| Reverse((0u64, cell, i as u32))).collect();
    while let Some(Reverse((cost, cell, parcel))) = front.pop() {
        if owner[cell] != NONE {
            continue;
        }
        owner[cell] = parcel;
        // Diagonal steps would let a parcel slip through another's corner.
        for near in beside(cell).filter(|&near| owner[near] == NONE && landmass[near] != NONE) {
            front.push(Reverse((cost + price(near), near, parcel)));
        }
    }
    owner
}

fn measured(of_cell: &[u32], landmass: &[u32], count: usize) -> Vec<Parcel> {
    let empty = || Parcel { middle: (0.0, 0.0), cells: 0, landmass: 0, ways: Vec::new() };
    let mut all: Vec<Parcel> = (0..count).map(|_| empty()).collect();
    for (cell, &owner) in of_cell.iter().enumerate().filter(|&(_, &owner)| owner != NONE) {
        let (x, y) = terrain::middle(cell);
        let parcel = &mut all[owner as usize];
        parcel.middle = (parcel.middle.0 + x, parcel.middle.1 + y);
        parcel.cells += 1;
        parcel.landmass = landmass[cell];
    }
    for parcel in &mut all {
        let cells = f64::from(parcel.cells);
        parcel.middle = (parcel.middle.0 / cells, parcel.middle.1 / cells);
    }
    all
}

/// Going to a neighbour costs the distance, more across a barrier, more through a narrow gap.
fn connect(all: &mut [Parcel], of_cell: &[u32], barrier: &[f64]) {
    let mut edges: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
    for (cell, &a) in of_cell.iter().enumerate().filter(|&(_, &a)| a != NONE) {
        for near in beside(cell).filter(|&near| of_cell[near] != NONE && of_cell[near] != a) {
            let edge = edges.entry((a, of_cell[near])).or_default();
            edge.0 += 1.0;
            edge.1 += barrier[cell].max(barrier[near]);
        }
    }
    for ((a, b), (length, height)) in edges {
        let (p, q) = (all[a as usize].middle, all[b as usize].middle);
        let (dx, dy) = (p.0 - q.0, p.1 - q.1);
        let height = height / length;
        let cost = (dx * dx + dy * dy).sqrt() * (0.12 + 7.0 * height * height) * (1.0 + 2.0 / length);
        all[a as usize].ways.push((b, cost));
    }
}
