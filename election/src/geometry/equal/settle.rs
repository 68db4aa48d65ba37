//! Settles places in the cells of a comb: each first takes the free cell nearest to where it would like to be; then they move
//! and swap as long as that brings neighbours together.

use super::comb::Comb;

const NOBODY: u32 = u32::MAX;
/// What it costs to be a cell's width from where one would like to be, against what it costs to miss a neighbour.
const HOMESICK: f64 = 0.02;
/// What it costs to lie beside a place across the water.
const WATER: f64 = 0.6;
/// A move must gain more than this, so that rounding cannot send a place back and forth for ever.
const LEAST: f64 = 1e-6;
/// Most times that everybody looks around.
const SWEEPS: usize = 80;

/// Who lives where.
pub(super) struct Settlement<'a> {
    comb: Comb,
    neighbours: &'a [Vec<u32>],
    /// Where each place would like to be.
    homes: &'a [[f64; 2]],
    /// The landmass of each place.
    lands: &'a [u32],
    pub(super) cells: Vec<usize>,
    tenants: Vec<u32>,
}

impl<'a> Settlement<'a> {
    /// Everybody in the free cell nearest to home; who is nearest to any cell chooses first.
    pub(super) fn new(comb: Comb, neighbours: &'a [Vec<u32>], homes: &'a [[f64; 2]], lands: &'a [u32]) -> Self {
        let mut settlement =
            Self { comb, neighbours, homes, lands, cells: vec![0; homes.len()], tenants: vec![NOBODY; comb.len()] };
        let mut waiting: Vec<usize> = (0..homes.len()).collect();
        let mut reach = 2;
        while !waiting.is_empty() {
            let mut wishes: Vec<(f64, usize, usize)> = Vec::new();
            for &place in &waiting {
                wishes.extend(comb.near(homes[place], reach).into_iter().map(|(far, cell)| (far, place, cell)));
            }
            wishes.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            let mut settled = vec![false; homes.len()];
            for (_, place, cell) in wishes {
                if !settled[place] && settlement.tenants[cell] == NOBODY {
                    settlement.enter(place, cell);
                    settled[place] = true;
                }
            }
            waiting.retain(|&place| !settled[place]);
            reach *= 2;
        }
        settlement
    }

    fn enter(&mut self, place: usize, cell: usize) {
        self.cells[place] = cell;
        self.tenants[cell] = u32::try_from(place).expect("a map has less than 2^32 places");
    }

    /// Moves and swaps until nobody gains by it.
    pub(super) fn improve(&mut self) {
        for _ in 0..SWEEPS {
            let moved = (0..self.cells.len()).filter(|&place| self.look_around(place)).count();
            if moved * 1000 <= self.cells.len() {
                break;
            }
        }
    }

    /// Takes the best of the cells around, and around its neighbours, if it is better than its own.
    fn look_around(&mut self, place: usize) -> bool {
        let mut wishes: Vec<usize> = self.comb.around(self.cells[place]).collect();
        for &other in &self.neighbours[place] {
            wishes.extend(self.comb.around(self.cells[other as usize]));
        }
        wishes.sort_unstable();
        wishes.dedup();
        let here = self.cells[place];
        let gains = wishes.into_iter().filter(|cell| *cell != here).map(|cell| (self.gain(place, cell), cell));
        let best = gains.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((gain, cell)) = best.filter(|best| best.0 > LEAST) else { return false };
        debug_assert!(gain > 0.0);
        self.change(place, cell);
        true
    }

    /// Goes there; who lived there comes here.
    fn change(&mut self, place: usize, cell: usize) {
        let (here, other) = (self.cells[place], self.tenants[cell]);
        self.enter(place, cell);
        self.tenants[here] = other;
        if other != NOBODY {
            self.cells[other as usize] = here;
        }
    }

    fn gain(&mut self, place: usize, cell: usize) -> f64 {
        let (here, other) = (self.cells[place], self.tenants[cell]);
        let cost = |all: &Self| all.cost(place) + if other == NOBODY { 0.0 } else { all.cost(other as usize) };
        let before = cost(self);
        self.change(place, cell);
        let after = cost(self);
        self.change(place, here);
        before - after
    }

    /// What its cell costs a place. Of two that swap, what they cost each other stays the same.
    fn cost(&self, place: usize) -> f64 {
        let cell = self.cells[place];
        let at = self.comb.centre(cell);
        let step = self.comb.step();
        let square = |to: [f64; 2]| ((at[0] - to[0]).powi(2) + (at[1] - to[1]).powi(2)) / (step * step);
        let missed: f64 = (self.neighbours[place].iter())
            .map(|&other| missing(square(self.comb.centre(self.cells[other as usize]))))
            .sum();
        let across = |cell: &usize| {
            let other = self.tenants[*cell];
            other != NOBODY && self.lands[other as usize] != self.lands[place]
        };
        let water = self.comb.around(cell).filter(across).count();
        missed + HOMESICK * square(self.homes[place]) + WATER * super::number(water)
    }
}

/// What it costs that a neighbour is so far away (square of the distance in cells): nothing beside it.
fn missing(square: f64) -> f64 {
    let gap = square.sqrt() - 1.0;
    if gap < 0.1 { 0.0 } else { 0.4 + 0.8 * gap }
}
