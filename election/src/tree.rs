//! The unit tree as a pre-order array: a unit's subtree is the slice that follows it.
//!
//! ```text
//! index   0      1       2       3       4
//! unit    land   north   st. 1   st. 2   south
//! end     5      4       3       4       5
//! ```
//!
//! Only leaves report. A leaf reports in one or more categories; each (leaf, category) is a *cell* of every contest's ledger.

mod link;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::ids::{CategoryIx, LevelIx, UnitIx};
use crate::report::Count;
use link::Children;

pub use link::{TreeDefect, UnitRecord};

const NONE: u32 = u32::MAX;

/// The units of an election in pre-order.
///
/// What a report touches of its unit lies in one place, and so does what it touches of its cell: a report comes to a random
/// unit, so what counts is the number of places in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTree {
    /// One per unit and a closing one, whose `first_cell` is the number of cells.
    nodes: Vec<Node>,
    ids: Strings,
    names: Strings,
    by_id: Vec<u32>,
    cells: Vec<Cell>,
    /// The slot above each slot: totals are walked without touching units.
    slot_above: Vec<u32>,
    categories: usize,
    /// Cells expected below each inner unit, by category: `slot * categories + category`.
    expected: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    parent: u32,
    /// One past the last unit of the subtree.
    end: u32,
    first_cell: u32,
    /// Position of an inner unit among the inner units; `NONE` for leaves.
    slot: u32,
    /// The slot of the unit above.
    slot_above: u32,
    registered: Count,
    level: LevelIx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    unit: u32,
    category: CategoryIx,
}

/// The facts that the rest of a tree follows from: the definition's hash is made of them.
impl Serialize for UnitTree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nodes = &self.nodes[..self.len()];
        let mut facts = serializer.serialize_struct("UnitTree", 8)?;
        facts.serialize_field("parent", &Column(nodes, |node| node.parent))?;
        facts.serialize_field("level", &Column(nodes, |node| node.level))?;
        facts.serialize_field("registered", &Column(nodes, |node| node.registered))?;
        facts.serialize_field("ids", &self.ids)?;
        facts.serialize_field("names", &self.names)?;
        facts.serialize_field("cell_unit", &Column(&self.cells, |cell| cell.unit))?;
        facts.serialize_field("cell_category", &Column(&self.cells, |cell| cell.category))?;
        facts.serialize_field("categories", &self.categories)?;
        facts.end()
    }
}

/// One field of many structs, as a sequence.
struct Column<'a, T, F>(&'a [T], fn(&T) -> F);

impl<T, F: Serialize> Serialize for Column<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// Many short strings in one allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).expect("unit names fit 4 GiB: files are limited on reading"));
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }
}

impl UnitTree {
    /// Builds the tree; children keep the order of `records`. `categories` is the number of categories of the definition.
    ///
    /// Also returns the position of each record in the tree.
    ///
    /// # Errors
    /// Every [`TreeDefect`] there is, not only the first.
    pub fn build(records: &[UnitRecord], categories: usize) -> Result<(Self, Vec<UnitIx>), Vec<TreeDefect>> {
        let children = Children::of_records(records)?;
        let mut tree = Self { categories, ..Self::default() };
        let mut place = vec![UnitIx(NONE); records.len()];
        tree.lay_out(records, &children, &mut place);
        tree.close_subtrees();
        tree.number_cells(records, &place);
        tree.index_ids();
        tree.count_expected();
        Ok((tree, place))
    }

    fn lay_out(&mut self, records: &[UnitRecord], children: &Children, place: &mut [UnitIx]) {
        let mut stack = vec![(children.root, NONE)];
        while let Some((record, parent)) = stack.pop() {
            let unit = UnitIx::new(self.nodes.len());
            place[record] = unit;
            let source = &records[record];
            self.nodes.push(Node {
                parent,
                end: unit.0 + 1,
                first_cell: 0,
                slot: NONE,
                slot_above: NONE,
                registered: source.registered,
                level: source.level,
            });
            self.ids.push(&source.id);
            self.names.push(if source.name.is_empty() { &source.id } else { &source.name });
            stack.extend(children.of(record).iter().rev().map(|child| (*child as usize, unit.0)));
        }
    }

    fn close_subtrees(&mut self) {
        for unit in (1..self.nodes.len()).rev() {
            let Node { parent, end, .. } = self.nodes[unit];
            let above = &mut self.nodes[parent as usize];
            above.end = above.end.max(end);
        }
    }

    fn index_ids(&mut self) {
        self.by_id = (0..UnitIx::new(self.len()).0).collect();
        let ids = &self.ids;
        // Stable, because files tend to be in the order of their ids already, and this sort makes use of it.
        self.by_id.sort_by(|a, b| ids.get(*a as usize).cmp(ids.get(*b as usize)));
    }

    fn number_cells(&mut self, records: &[UnitRecord], place: &[UnitIx]) {
        let mut bits = vec![0u32; self.nodes.len()];
        for (record, unit) in records.iter().zip(place) {
            bits[unit.at()] = record.categories.max(1);
        }
        for (unit, bits) in bits.iter().enumerate() {
            let (first_cell, parent) = (UnitIx::new(self.cells.len()).0, self.nodes[unit].parent);
            let slot_above = if parent == NONE { NONE } else { self.nodes[parent as usize].slot };
            let node = &mut self.nodes[unit];
            (node.first_cell, node.slot_above) = (first_cell, slot_above);
            let unit = UnitIx::new(unit);
            if node.end == unit.0 + 1 {
                let reported = (0..self.categories).filter(|category| bits >> category & 1 == 1);
                self.cells.extend(reported.map(|at| Cell { unit: unit.0, category: CategoryIx::new(at) }));
            } else {
                node.slot = UnitIx::new(self.slot_above.len()).0;
                self.slot_above.push(slot_above);
            }
        }
        let first_cell = UnitIx::new(self.cells.len()).0;
        self.nodes.push(Node { first_cell, ..self.nodes[0] });
    }

    fn count_expected(&mut self) {
        let mut expected = vec![0; self.slots() * self.categories];
        for cell in &self.cells {
            for slot in self.slots_above(UnitIx(cell.unit)) {
                expected[slot * self.categories + cell.category.at()] += 1;
            }
        }
        self.expected = expected;
    }

    /// Number of units.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len().saturating_sub(1)
    }

    /// Whether there is no unit (only of a default value: a built tree has a root).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The root: the whole election.
    #[must_use]
    pub const fn root(&self) -> UnitIx {
        UnitIx(0)
    }

    /// All units in pre-order.
    pub fn units(&self) -> impl DoubleEndedIterator<Item = UnitIx> + use<> {
        (0..self.len()).map(UnitIx::new)
    }

    /// The unit of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<UnitIx> {
        let at = self.by_id.binary_search_by(|unit| self.ids.get(*unit as usize).cmp(id)).ok()?;
        Some(UnitIx(self.by_id[at]))
    }

    /// The units whose ids begin so, in the order of their ids.
    pub fn ids_beginning<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = UnitIx> + 'a {
        let first = self.by_id.partition_point(|unit| self.ids.get(*unit as usize) < beginning);
        let all = self.by_id[first..].iter().map(|unit| UnitIx(*unit));
        all.take_while(move |unit| self.id(*unit).starts_with(beginning))
    }

    /// The id of a unit.
    #[must_use]
    pub fn id(&self, unit: UnitIx) -> &str {
        self.ids.get(unit.at())
    }

    /// The name of a unit in the definition's default language ([`crate::Definition::unit_name`] knows the others).
    #[must_use]
    pub fn name(&self, unit: UnitIx) -> &str {
        self.names.get(unit.at())
    }

    /// The level of a unit.
    #[must_use]
    pub fn level(&self, unit: UnitIx) -> LevelIx {
        self.nodes[unit.at()].level
    }

    /// The unit above.
    #[must_use]
    pub fn parent(&self, unit: UnitIx) -> Option<UnitIx> {
        let parent = self.nodes[unit.at()].parent;
        (parent != NONE).then_some(UnitIx(parent))
    }

    /// One past the last unit of the subtree of `unit`.
    #[must_use]
    pub fn end(&self, unit: UnitIx) -> UnitIx {
        UnitIx(self.nodes[unit.at()].end)
    }

    /// Whether `unit` is `above` or below it.
    #[must_use]
    pub fn is_within(&self, unit: UnitIx, above: UnitIx) -> bool {
        (above.0..self.nodes[above.at()].end).contains(&unit.0)
    }

    /// Whether nothing is below: only leaves report.
    #[must_use]
    pub fn is_leaf(&self, unit: UnitIx) -> bool {
        self.nodes[unit.at()].end == unit.0 + 1
    }

    /// The units above, nearest first.
    pub fn ancestors(&self, unit: UnitIx) -> impl Iterator<Item = UnitIx> + '_ {
        core::iter::successors(self.parent(unit), |above| self.parent(*above))
    }

    /// The units directly below, in file order.
    pub fn children(&self, unit: UnitIx) -> impl Iterator<Item = UnitIx> + '_ {
        let end = self.nodes[unit.at()].end;
        let first = (unit.0 + 1 < end).then_some(UnitIx(unit.0 + 1));
        core::iter::successors(first, move |child| {
            let next = self.nodes[child.at()].end;
            (next < end).then_some(UnitIx(next))
        })
    }

    /// The rows of `unit` at `level`: on every path down, the first unit at that level or deeper, or the leaf where the
    /// path ends. They partition what is counted below `unit`, so their figures add up to its own.
    #[must_use]
    pub fn cut(&self, unit: UnitIx, level: LevelIx) -> Vec<UnitIx> {
        let mut rows = Vec::new();
        let mut at = unit.0 + 1;
        while at < self.nodes[unit.at()].end {
            let here = UnitIx(at);
            if self.level(here) >= level || self.is_leaf(here) {
                rows.push(here);
                at = self.nodes[here.at()].end;
            } else {
                at += 1;
            }
        }
        rows
    }

    /// Registered voters of a unit as the definition gives them.
    #[must_use]
    pub fn registered(&self, unit: UnitIx) -> Count {
        self.nodes[unit.at()].registered
    }

    /// Number of categories.
    #[must_use]
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// Number of cells: (leaf, category) pairs that are expected to report.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// The cells of the subtree of `unit`.
    #[must_use]
    pub fn cells_below(&self, unit: UnitIx) -> core::ops::Range<usize> {
        let Node { first_cell, end, .. } = self.nodes[unit.at()];
        first_cell as usize..self.nodes[end as usize].first_cell as usize
    }

    /// The first cell of a unit, if it is one: where its reports are kept.
    pub(crate) fn first_cell(&self, unit: UnitIx) -> Option<usize> {
        self.nodes.get(unit.at()).map(|node| node.first_cell as usize)
    }

    /// The cell of (`unit`, `category`), if that leaf is expected to report that category.
    #[must_use]
    pub fn cell(&self, unit: UnitIx, category: CategoryIx) -> Option<usize> {
        if !self.is_leaf(unit) {
            return None;
        }
        self.cells_below(unit).find(|cell| self.cells[*cell].category == category)
    }

    /// The unit of a cell.
    #[must_use]
    pub fn unit_of_cell(&self, cell: usize) -> UnitIx {
        UnitIx(self.cells[cell].unit)
    }

    /// The category of a cell.
    #[must_use]
    pub fn category_of_cell(&self, cell: usize) -> CategoryIx {
        self.cells[cell].category
    }

    /// Cells expected to report below `unit` (itself, if it is a leaf) in `category`.
    #[must_use]
    pub fn expected(&self, unit: UnitIx, category: CategoryIx) -> u32 {
        match self.slot(unit) {
            Some(slot) => self.expected[slot * self.categories + category.at()],
            None => u32::from(self.cell(unit, category).is_some()),
        }
    }

    /// The same in all categories together.
    #[must_use]
    pub fn expected_in_all(&self, unit: UnitIx) -> u32 {
        (0..self.categories).map(|category| self.expected(unit, CategoryIx::new(category))).sum()
    }

    /// Position of an inner unit among the inner units, where its totals are kept; `None` for a leaf.
    #[must_use]
    pub(crate) fn slot(&self, unit: UnitIx) -> Option<usize> {
        let slot = self.nodes[unit.at()].slot;
        (slot != NONE).then_some(slot as usize)
    }

    /// Number of inner units.
    #[must_use]
    pub(crate) fn slots(&self) -> usize {
        self.slot_above.len()
    }

    /// The slot above a slot; `None` for the root's.
    #[must_use]
    pub(crate) fn slot_above(&self, slot: usize) -> Option<usize> {
        let above = self.slot_above[slot];
        (above != NONE).then_some(above as usize)
    }

    /// The slots of the units above a unit, nearest first.
    pub(crate) fn slots_above(&self, unit: UnitIx) -> impl Iterator<Item = usize> + '_ {
        let first = self.nodes[unit.at()].slot_above;
        core::iter::successors((first != NONE).then_some(first as usize), |slot| self.slot_above(*slot))
    }
}
