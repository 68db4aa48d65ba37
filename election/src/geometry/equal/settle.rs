//! Settles places in the cells of a comb: each first takes the free cell nearest to where it would like to be; then they move
//! and swap as long as that brings neighbours together, on the side where they belong.

use super::comb::Comb;
use super::dice::Dice;
use super::{apart, number};

const NOBODY: u32 = u32::MAX;
/// What it costs to be a cell's width from where one would like to be, squared, against what it costs to miss a neighbour.
const HOMESICK: f64 = 0.03;
/// What it costs to have a neighbour on the wrong side; half of it at a right angle.
const TURNED: f64 = 0.5;
/// What it costs to lie beside a place across the water.
const WATER: f64 = 0.6;
/// A move must gain more than this, so that rounding cannot send a place back and forth for ever.
const LEAST: f64 = 1e-6;
/// Most times that everybody looks around.
const SWEEPS: usize = 40;
/// How much a place may lose by a move when mingling begins.
const WARMEST: f64 = 0.7;

/// Who lives where.
pub(super) struct Settlement<'a> {
    comb: Comb,
    people: &'a People,
    pub(super) cells: Vec<usize>,
    tenants: Vec<u32>,
    /// Centres of the cells, in widths of a cell.
    centres: Vec<[f64; 2]>,
}

/// What is known of the places.
pub(super) struct People {
    /// Where each would like to be, in pixels.
    pub(super) homes: Vec<[f64; 2]>,
    /// The neighbours of each, and in which direction (of length 1) they lie.
    pub(super) neighbours: Vec<Vec<(u32, [f64; 2])>>,
    /// The landmass of each.
    pub(super) lands: Vec<u32>,
}

/// Where a place may go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// To any cell.
    Any,
    /// Only to one where somebody lives, who then comes here: the form of the whole stays.
    Taken,
}

impl<'a> Settlement<'a> {
    /// Everybody in the free cell nearest to home; who is nearest to any cell chooses first.
    pub(super) fn new(comb: Comb, people: &'a People) -> Self {
        let count = people.homes.len();
        let centres = (0..comb.len()).map(|cell| comb.centre(cell).map(|axis| axis / comb.step())).collect();
        let mut settlement = Self { comb, people, cells: vec![0; count], tenants: vec![NOBODY; comb.len()], centres };
        let mut waiting: Vec<usize> = (0..count).collect();
        let mut reach = 2;
        while !waiting.is_empty() {
            let wish = |place: usize| {
                comb.near(people.homes[place], reach).into_iter().map(move |(far, cell)| (far, place, cell))
            };
            let mut wishes: Vec<(f64, usize, usize)> = waiting.iter().flat_map(|place| wish(*place)).collect();
            wishes.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            let mut settled = vec![false; count];
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

    /// Goes there; who lived there comes here.
    fn change(&mut self, place: usize, cell: usize) {
        let (here, other) = (self.cells[place], self.tenants[cell]);
        self.enter(place, cell);
        self.tenants[here] = other;
        if other != NOBODY {
            self.cells[other as usize] = here;
        }
    }

    /// Tries moves and swaps at random, at first also those that cost something: so a place gets past others that stand in
    /// its way. The dice are always the same.
    pub(super) fn mingle(&mut self, tries: usize) {
        let mut dice = Dice::new();
        for left in (0..tries).rev() {
            let warmth = WARMEST * number(left) / number(tries);
            let place = dice.below(self.cells.len());
            let beside = &self.people.neighbours[place];
            let near = match dice.below(beside.len() + 1) {
                0 => self.cells[place],
                other => self.cells[beside[other - 1].0 as usize],
            };
            let (around, count) = self.comb.ring(near);
            let cell = around[dice.below(count)];
            let gain = self.gain(place, cell);
            if gain > 0.0 || (gain / warmth).exp() > dice.share() {
                self.change(place, cell);
            }
        }
    }

    /// Moves and swaps until hardly anybody gains by it.
    pub(super) fn improve(&mut self, choice: Choice) {
        for _ in 0..SWEEPS {
            let moved = (0..self.cells.len()).filter(|&place| self.look_around(place, choice)).count();
            if moved * 500 <= self.cells.len() {
                break;
            }
        }
    }

    /// Takes the best of the cells around, and around its neighbours, if it is better than its own.
    fn look_around(&mut self, place: usize, choice: Choice) -> bool {
        let here = self.cells[place];
        let mut wishes: Vec<usize> = self.comb.around(here).collect();
        for &(other, _) in &self.people.neighbours[place] {
            let there = self.cells[other as usize];
            if apart(self.centres[here], self.centres[there]) > 1.1 {
                wishes.extend(self.comb.around(there));
            }
        }
        wishes.retain(|cell| *cell != here && (choice == Choice::Any || self.tenants[*cell] != NOBODY));
        wishes.sort_unstable();
        wishes.dedup();
        let gains = wishes.into_iter().map(|cell| (self.gain(place, cell), cell));
        let best = gains.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, cell)) = best.filter(|best| best.0 > LEAST) else { return false };
        self.change(place, cell);
        true
    }

    /// What a place, and who lives in that cell, gain if it goes there.
    fn gain(&mut self, place: usize, cell: usize) -> f64 {
        let (here, other) = (self.cells[place], self.tenants[cell]);
        if here == cell {
            return 0.0;
        }
        let cost = |all: &Self| all.cost(place) + if other == NOBODY { 0.0 } else { all.cost(other as usize) };
        let before = cost(self);
        self.change(place, cell);
        let after = cost(self);
        self.change(place, here);
        before - after
    }

    /// What its cell costs a place.
    fn cost(&self, place: usize) -> f64 {
        let cell = self.cells[place];
        let at = self.centres[cell];
        let missed: f64 = (self.people.neighbours[place].iter())
            .map(|&(other, direction)| missing(at, self.centres[self.cells[other as usize]], direction))
            .sum();
        let step = self.comb.step();
        let home = self.people.homes[place].map(|axis| axis / step);
        let away = [home[0] - at[0], home[1] - at[1]];
        let (around, count) = self.comb.ring(cell);
        let across = |cell: &&usize| {
            let other = self.tenants[**cell];
            other != NOBODY && self.people.lands[other as usize] != self.people.lands[place]
        };
        let water = around[..count].iter().filter(across).count();
        missed + HOMESICK * (away[0] * away[0] + away[1] * away[1]) + WATER * number(water)
    }

    /// Fills empty cells in the midst of one landmass: those between them and the shore move up.
    pub(super) fn fill_holes(&mut self) {
        for _ in 0..self.comb.len() {
            let sea = self.sea();
            let holes = self.holes(&sea);
            if holes.is_empty() {
                break;
            }
            let steps = self.to_the_shore(sea);
            holes.into_iter().for_each(|hole| self.move_up(hole, &steps));
        }
    }

    /// The empty cells that are joined to the rim of the comb.
    fn sea(&self) -> Vec<bool> {
        let mut sea = vec![false; self.tenants.len()];
        for rim in 0..sea.len() {
            if self.tenants[rim] == NOBODY && !sea[rim] && self.comb.ring(rim).1 < 6 {
                self.spread(rim, &mut sea);
            }
        }
        sea
    }

    /// One cell of each hole whose shores are of a single landmass.
    fn holes(&self, sea: &[bool]) -> Vec<usize> {
        let mut seen = sea.to_vec();
        let mut holes = Vec::new();
        for hole in 0..seen.len() {
            if self.tenants[hole] == NOBODY && !seen[hole] && self.spread(hole, &mut seen) {
                holes.push(hole);
            }
        }
        holes
    }

    /// Marks the empty cells that are joined to this one; says whether only one landmass lies around them.
    fn spread(&self, first: usize, seen: &mut [bool]) -> bool {
        let mut lands: Vec<u32> = Vec::new();
        let mut waiting = vec![first];
        seen[first] = true;
        while let Some(cell) = waiting.pop() {
            for next in self.comb.around(cell) {
                match self.tenants[next] {
                    NOBODY if seen[next] => {}
                    NOBODY => {
                        seen[next] = true;
                        waiting.push(next);
                    }
                    tenant => lands.push(self.people.lands[tenant as usize]),
                }
            }
        }
        lands.windows(2).all(|two| two[0] == two[1])
    }

    /// How many steps each cell is from the sea.
    fn to_the_shore(&self, sea: Vec<bool>) -> Vec<u32> {
        let mut steps: Vec<u32> = sea.iter().map(|sea| if *sea { 0 } else { u32::MAX }).collect();
        let mut wave: Vec<usize> = (0..sea.len()).filter(|cell| sea[*cell]).collect();
        while !wave.is_empty() {
            let mut next = Vec::new();
            for &cell in &wave {
                for beyond in self.comb.around(cell) {
                    if steps[beyond] == u32::MAX {
                        steps[beyond] = steps[cell] + 1;
                        next.push(beyond);
                    }
                }
            }
            wave = next;
        }
        steps
    }

    /// From the hole to the shore, one after the other moves up; of several that could, who loses least.
    fn move_up(&mut self, mut hole: usize, steps: &[u32]) {
        while steps[hole] > 1 {
            let nearer: Vec<usize> = self.comb.around(hole).filter(|cell| steps[*cell] < steps[hole]).collect();
            let gain = |cell: usize| match self.tenants[cell] {
                NOBODY => f64::INFINITY,
                tenant => self.gain(tenant as usize, hole),
            };
            let rated: Vec<(f64, usize)> = nearer.iter().copied().map(gain).zip(nearer.iter().copied()).collect();
            let Some((_, next)) = rated.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best })
            else {
                return;
            };
            if self.tenants[next] != NOBODY {
                self.change(self.tenants[next] as usize, hole);
            }
            hole = next;
        }
    }
}

/// What it costs to be at `at` with a neighbour at `to` that belongs in that direction: nothing if it lies beside it there.
fn missing(at: [f64; 2], to: [f64; 2], direction: [f64; 2]) -> f64 {
    let far = apart(at, to);
    if far < 0.5 {
        return 0.0;
    }
    let along = ((to[0] - at[0]) * direction[0] + (to[1] - at[1]) * direction[1]) / far;
    let gap = far - 1.0;
    let away = if gap < 0.1 { 0.0 } else { 0.4 + 0.8 * gap };
    away + TURNED * (1.0 - along) / 2.0
}
