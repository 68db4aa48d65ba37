//! Insets: what is too small to be hit with a finger though many vote there, and what lies so far off that the rest of the
//! map would shrink for it, is drawn once more, larger or nearer. Decided from the geometry alone.

use super::Place;

/// How wide a map is on a phone of 390 pixels.
const PHONE: f64 = 358.0;
/// A place smaller than a square of this many pixels there is hard to hit (WCAG 2.5.8).
const HARD_TO_HIT: f64 = 24.0;
/// The square that its inset gives it.
const EASY_TO_HIT: f64 = 44.0;
/// Where more than this share of all places is tiny the map is to be zoomed; no inset could show them all.
const MOST_TINY: f64 = 1.0 / 3.0;
/// Not more insets than this.
const MOST: usize = 4;
/// An inset is at most this share of the map's width.
const WIDEST: f64 = 0.4;
/// And enlarges at least and at most this much.
const SCALES: [f64; 2] = [1.6, 6.0];
/// Paper within an inset around its places, as a share of its longer side.
const MARGIN: f64 = 0.2;
/// Squares along each side of the map by which what lies together is found.
const SQUARES: usize = 24;
/// What lies more empty squares than this off is not the same group.
const GULF: usize = 4;
/// A group is far if the map without it is at most this share of the map with it.
const SHRINKS_TO: f64 = 0.7;

/// A box: left, top, width, height.
type Area = [f64; 4];

/// A part of the map that is drawn once more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inset {
    /// Places that it is there for, the one with the most weight first.
    pub places: Vec<usize>,
    /// What it shows of the sheet.
    pub window: Area,
    /// Where on the sheet it is drawn: as wide for its height as `window`.
    pub frame: Area,
    /// Size in the inset over size on the map.
    pub scale: f64,
}

/// The insets of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insets {
    /// What the map shows of the sheet, without far places.
    pub land: Area,
    /// The same, with room for the insets that find none beside the land.
    pub window: Area,
    /// Far places first, then by weight.
    pub insets: Vec<Inset>,
}

/// Decides which insets a map of these places needs; `boxes` are theirs (left, top, right, bottom), `window` is the box
/// around them with its margin.
#[must_use]
pub fn insets(places: &[Place], boxes: &[[f64; 4]], window: Area) -> Insets {
    let boxes: Vec<Area> = boxes.iter().map(|[l, t, r, b]| [*l, *t, r - l, b - t]).collect();
    let mut found = Plan { places, boxes: &boxes, land: window, insets: Vec::new() };
    found.far();
    found.tiny();
    found.insets.truncate(MOST);
    found.laid_out()
}

struct Plan<'a> {
    places: &'a [Place],
    boxes: &'a [Area],
    land: Area,
    insets: Vec<Inset>,
}

impl Plan<'_> {
    /// Groups across a wide gulf leave the map, if it gains by that.
    fn far(&mut self) {
        let groups = groups(self.boxes, self.land);
        let count = groups.iter().max().map_or(0, |most| most + 1);
        let area = |group: usize| -> f64 {
            (self.places.iter().zip(&groups)).filter(|(_, of)| **of == group).map(|(place, _)| place.area).sum()
        };
        let Some(main) = (0..count).max_by(|a, b| area(*a).total_cmp(&area(*b))) else { return };
        let margin = self.margin();
        let mut near = vec![true; self.boxes.len()];
        for group in (0..count).filter(|group| *group != main) {
            let without: Vec<bool> = groups.iter().zip(&near).map(|(of, near)| *near && *of != group).collect();
            let Some(land) = around(self.boxes, &without).map(|land| grown(land, margin)) else { continue };
            let members: Vec<usize> = (0..groups.len()).filter(|place| groups[*place] == group).collect();
            let few = members.len() * 4 <= groups.len();
            if few && land[2] * land[3] <= SHRINKS_TO * self.land[2] * self.land[3] {
                near = without;
                self.land = land;
                self.add(members, 0.25);
            }
        }
    }

    /// The margin that the window has around its boxes.
    fn margin(&self) -> f64 {
        around(self.boxes, &vec![true; self.boxes.len()]).map_or(0.0, |all| (self.land[2] - all[2]).max(0.0) / 2.0)
    }

    /// Tiny places where many vote get an inset, neighbouring ones together.
    fn tiny(&mut self) {
        let pixel = self.land[2] / PHONE;
        let hard = (HARD_TO_HIT * pixel).powi(2);
        let shown = |place: &usize| !self.insets.iter().any(|inset| inset.places.contains(place));
        let tiny: Vec<usize> =
            (0..self.places.len()).filter(|place| self.places[*place].area < hard).filter(shown).collect();
        if super::equal::number(tiny.len()) > MOST_TINY * super::equal::number(self.places.len()) {
            return;
        }
        let mean = self.places.iter().map(|place| place.weight).sum::<f64>() / super::equal::number(self.places.len());
        let mut waiting: Vec<usize> = tiny.into_iter().filter(|place| self.places[*place].weight >= mean).collect();
        waiting.sort_by(|a, b| self.places[*b].weight.total_cmp(&self.places[*a].weight).then(a.cmp(b)));
        while !waiting.is_empty() {
            let first = waiting.remove(0);
            let reach = grown(self.boxes[first], EASY_TO_HIT * pixel);
            let (with, rest): (Vec<usize>, Vec<usize>) =
                waiting.into_iter().partition(|place| overlap(reach, self.boxes[*place]));
            waiting = rest;
            self.add(std::iter::once(first).chain(with).collect(), 1.0);
        }
    }

    /// An inset for these places, drawn as much larger as the smallest of them needs and there is room for.
    fn add(&mut self, mut places: Vec<usize>, least: f64) {
        places.sort_by(|a, b| self.places[*b].weight.total_cmp(&self.places[*a].weight).then(a.cmp(b)));
        let chosen: Vec<bool> = (0..self.boxes.len()).map(|place| places.contains(&place)).collect();
        let Some(tight) = around(self.boxes, &chosen) else { return };
        let window = grown(tight, MARGIN * tight[2].max(tight[3]));
        let pixel = self.land[2] / PHONE;
        let smallest = places.iter().map(|place| self.places[*place].area).fold(f64::INFINITY, f64::min);
        let wanted = EASY_TO_HIT * pixel / smallest.sqrt().max(f64::MIN_POSITIVE);
        let room = WIDEST * self.land[2] / window[2].max(window[3]);
        let scale = wanted.clamp(SCALES[0], SCALES[1]).min(room);
        if scale >= SCALES[0] * least {
            let frame = [0.0, 0.0, window[2] * scale, window[3] * scale];
            self.insets.push(Inset { places, window, frame, scale });
        }
    }

    /// Finds each inset its room: where no land is and nearest to what it shows, else below the map.
    fn laid_out(mut self) -> Insets {
        let gap = self.land[2] * 0.015;
        let mut taken: Vec<Area> = self.boxes.to_vec();
        taken.extend(self.insets.iter().map(|inset| inset.window));
        let [left, top, width, height] = self.land;
        let (mut right, mut bottom, mut lowest) = (left, top + height, top + height);
        for inset in &mut self.insets {
            let [_, _, w, h] = inset.frame;
            if let Some(at) = free(self.land, [w, h], inset.window, &taken, gap) {
                inset.frame = [at[0], at[1], w, h];
            } else {
                if right > left && right + w > left + width {
                    (right, bottom) = (left, lowest + gap);
                }
                inset.frame = [right, bottom, w, h];
                right += w + gap;
                lowest = lowest.max(bottom + h);
            }
            taken.push(inset.frame);
        }
        Insets { land: self.land, window: [left, top, width, lowest - top], insets: self.insets }
    }
}

/// A corner for a box of this size within `land` that overlaps nothing that is `taken`; of several, the nearest to `to`.
fn free(land: Area, size: [f64; 2], to: Area, taken: &[Area], gap: f64) -> Option<[f64; 2]> {
    let steps = || (0..=SQUARES).map(|step| super::equal::number(step) / super::equal::number(SQUARES));
    let at = |share: f64, axis: usize| land[axis] + share * (land[axis + 2] - size[axis]);
    let far = |corner: [f64; 2]| {
        let off = |axis: usize| corner[axis] + size[axis] / 2.0 - to[axis] - to[axis + 2] / 2.0;
        off(0).hypot(off(1))
    };
    (steps().flat_map(|down| steps().map(move |right| [at(right, 0), at(down, 1)])))
        .filter(|corner| {
            let wanted = grown([corner[0], corner[1], size[0], size[1]], gap);
            !taken.iter().any(|area| overlap(wanted, *area))
        })
        .min_by(|a, b| far(*a).total_cmp(&far(*b)))
}

/// The group of each box: those whose squares are not separated by a gulf.
fn groups(boxes: &[Area], window: Area) -> Vec<usize> {
    let square = |at: f64, axis: usize| {
        let share = (at - window[axis]) / window[axis + 2].max(f64::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the squares of a side")]
        let square = (share.clamp(0.0, 0.999) * super::equal::number(SQUARES)) as usize;
        square
    };
    let of = |area: &Area| {
        let (left, right) = (square(area[0], 0), square(area[0] + area[2], 0));
        let (top, bottom) = (square(area[1], 1), square(area[1] + area[3], 1));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * SQUARES + column))
    };
    let mut land = vec![false; SQUARES * SQUARES];
    boxes.iter().flat_map(of).for_each(|square| land[square] = true);
    let mut group = vec![usize::MAX; SQUARES * SQUARES];
    let mut count = 0;
    for first in 0..land.len() {
        if land[first] && group[first] == usize::MAX {
            spread(&land, &mut group, first, count);
            count += 1;
        }
    }
    boxes.iter().map(|area| of(area).next().map_or(0, |square| group[square])).collect()
}

fn spread(land: &[bool], group: &mut [usize], first: usize, number: usize) {
    let mut waiting = vec![first];
    group[first] = number;
    while let Some(square) = waiting.pop() {
        let (row, column) = (square / SQUARES, square % SQUARES);
        for row in row.saturating_sub(GULF)..(row + GULF + 1).min(SQUARES) {
            for column in column.saturating_sub(GULF)..(column + GULF + 1).min(SQUARES) {
                let near = row * SQUARES + column;
                if land[near] && group[near] == usize::MAX {
                    group[near] = number;
                    waiting.push(near);
                }
            }
        }
    }
}

/// The box around the chosen boxes.
fn around(boxes: &[Area], chosen: &[bool]) -> Option<Area> {
    let sides =
        (boxes.iter().zip(chosen)).filter(|(_, chosen)| **chosen).map(|([l, t, w, h], _)| [*l, *t, l + w, t + h]);
    let [l, t, r, b] = sides.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    Some([l, t, r - l, b - t])
}

fn grown([l, t, w, h]: Area, by: f64) -> Area {
    [l - by, t - by, w + 2.0 * by, h + 2.0 * by]
}

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]
}
