//! The finished map as borders that are kept once, each with the features on its two sides, and features as ways along them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::placement::Placement;
use super::shape::{MapSheet, Shape};
use super::{path, stitch};

/// A stretch of border between two features, or between a feature and the outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Border {
    /// Points in tenths of a pixel, y down. A border that nobody could see may have one point or none.
    pub points: Vec<[i32; 2]>,
    /// The feature on the left hand of one who walks along the points on the sheet; none = outside of the map.
    pub left: Option<usize>,
    /// The feature on the right hand.
    pub right: Option<usize>,
}

impl Border {
    /// Its points the way that the ring of a feature on a coast goes: what is said twice in the same words compresses to nothing.
    fn with_land_on_the_right(&self) -> Cow<'_, [[i32; 2]]> {
        if self.right.is_some() { Cow::Borrowed(&self.points) } else { self.points.iter().rev().copied().collect() }
    }
}

/// A way along a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Passage {
    pub(super) border: usize,
    pub(super) backwards: bool,
}

impl Passage {
    pub(super) fn reversed(self) -> Self {
        Self { backwards: !self.backwards, ..self }
    }

    /// What the area under the border counts for.
    pub(super) fn sign(self) -> f64 {
        if self.backwards { -1.0 } else { 1.0 }
    }
}

/// All borders of a sheet, simplified once for both sides. Features have the numbers (from 0) that they had in the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topology {
    pub(super) size: [u32; 2],
    pub(super) placement: Placement,
    pub(super) borders: Vec<Border>,
    /// Per feature its rings.
    pub(super) rings: Vec<Vec<Vec<Passage>>>,
}

impl Topology {
    /// Every border once.
    #[must_use]
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// The pixel of `[longitude, latitude]` in degrees, for a city or a station on this sheet.
    #[must_use]
    pub fn place(&self, position: [f64; 2]) -> [f64; 2] {
        self.placement.place(position)
    }

    /// Rings of a feature in tenths of a pixel, without the closing point; outer rings run clockwise, holes against it.
    ///
    /// # Panics
    /// If there is no such feature.
    #[must_use]
    pub fn rings(&self, feature: usize) -> Vec<Vec<[i32; 2]>> {
        self.drawn(&self.rings[feature])
    }

    /// Features that share a border with this one, in order of their numbers.
    #[must_use]
    pub fn neighbours(&self, feature: usize) -> Vec<usize> {
        let across = |border: &Border| match (border.left, border.right) {
            (Some(left), Some(right)) if left == feature => Some(right),
            (Some(left), Some(right)) if right == feature => Some(left),
            _ => None,
        };
        let mut neighbours: Vec<usize> =
            self.borders.iter().filter_map(across).filter(|&other| other != feature).collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours
    }

    /// Pairs of groups that share a border, each pair once with the smaller number first, in order. Features without a group
    /// are left out.
    #[must_use]
    pub fn pairs(&self, group: impl Fn(usize) -> Option<usize>) -> Vec<[usize; 2]> {
        let across = |border: &Border| {
            let (left, right) = (group(border.left?)?, group(border.right?)?);
            (left != right).then(|| [left.min(right), left.max(right)])
        };
        let mut pairs: Vec<[usize; 2]> = self.borders.iter().filter_map(across).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// One path of all borders for which `wanted` says yes, each drawn once. It is asked with the two features of a border, the
    /// smaller number first, or with one feature and `None` where the other side is outside of the map (a coast, a
    /// frontier).
    ///
    /// ```
    /// # fn stronger(topology: &election::geometry::Topology, region: &[u32]) -> String {
    /// // Borders of regions and the outer frontier, over the hairlines of municipalities:
    /// topology.mesh(|a, b| b.is_none_or(|b| region[a] != region[b]))
    /// # }
    /// ```
    #[must_use]
    pub fn mesh(&self, wanted: impl Fn(usize, Option<usize>) -> bool) -> String {
        let asked = |border: &&Border| match (border.left, border.right) {
            (Some(left), Some(right)) => left != right && wanted(left.min(right), Some(left.max(right))),
            (Some(feature), None) | (None, Some(feature)) => wanted(feature, None),
            (None, None) => false,
        };
        let lines: Vec<Cow<'_, [[i32; 2]]>> =
            self.borders.iter().filter(asked).map(Border::with_land_on_the_right).collect();
        let lines: Vec<&[[i32; 2]]> = lines.iter().map(AsRef::as_ref).collect();
        path::of_lines(&stitch::lines(&lines))
    }

    /// One shape per feature.
    pub(super) fn sheet(&self) -> MapSheet {
        let shapes = (0..self.rings.len()).map(|feature| Shape::of(feature, &self.rings(feature))).collect();
        self.sheet_of(shapes)
    }

    /// A sheet of larger places: features with the same `group` become one shape (whose `feature` is the number of the group),
    /// without the borders between them; features without a group are left out. In order of the groups.
    #[must_use]
    pub fn dissolve(&self, group: impl Fn(usize) -> Option<usize>) -> MapSheet {
        let mut groups: BTreeMap<usize, Vec<Passage>> = BTreeMap::new();
        for (feature, rings) in self.rings.iter().enumerate() {
            if let Some(group) = group(feature) {
                groups.entry(group).or_default().extend(rings.iter().flatten());
            }
        }
        let shapes = groups.into_iter().map(|(group, passages)| Shape::of(group, &self.dissolved(&passages))).collect();
        self.sheet_of(shapes)
    }

    fn dissolved(&self, passages: &[Passage]) -> Vec<Vec<[i32; 2]>> {
        let all: HashSet<Passage> = passages.iter().copied().collect();
        let outer: Vec<Passage> =
            passages.iter().copied().filter(|passage| !all.contains(&passage.reversed())).collect();
        let drawable: Vec<Passage> =
            outer.into_iter().filter(|passage| !self.borders[passage.border].points.is_empty()).collect();
        self.drawn(&stitch::rings(&drawable, |passage| self.ends(passage)))
    }

    fn ends(&self, passage: Passage) -> ([i32; 2], [i32; 2]) {
        let points = &self.borders[passage.border].points;
        let (first, last) = (points[0], points[points.len() - 1]);
        if passage.backwards { (last, first) } else { (first, last) }
    }

    fn sheet_of(&self, shapes: Vec<Shape>) -> MapSheet {
        MapSheet { width: self.size[0], height: self.size[1], shapes }
    }

    fn drawn(&self, rings: &[Vec<Passage>]) -> Vec<Vec<[i32; 2]>> {
        rings.iter().map(|ring| ring_points(ring, &self.borders)).filter(|ring| ring.len() > 2).collect()
    }
}

/// The points that one passes on the way round, without repeats.
pub(super) fn ring_points(ring: &[Passage], borders: &[Border]) -> Vec<[i32; 2]> {
    let mut points: Vec<[i32; 2]> = Vec::new();
    for passage in ring {
        let border = &borders[passage.border].points;
        if passage.backwards {
            points.extend(border.iter().rev());
        } else {
            points.extend(border);
        }
    }
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}
