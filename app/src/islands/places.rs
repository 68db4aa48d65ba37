//! Which elements of a page show which cells. A large map has tens of thousands of cells, nearly all in rows whose keys differ
//! by a number only: such rows share one layout, so that a cell takes no room for its key.

use crate::keys::{digits, split};

/// The number of a row whose keys have none.
const NONE: u32 = u32::MAX;

/// Where a cell is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the cell on the page.
    pub cell: u32,
    /// The number of the element among those that show cells.
    pub element: u32,
}

/// The cells of a page by their keys: numbers of four parts each, in their order.
#[derive(Default)]
pub struct Places {
    /// The cells of every layout: digest of the key without its number (64 bits), layout (32), so many cells and elements
    /// behind the row's first (16 each).
    parts: Vec<u128>,
    /// Cells that follow each other on the page with the same number in their keys, or none: layout, that number, the first
    /// cell and its element (32 bits each).
    rows: Vec<u128>,
    cells: u32,
}

/// Four parts as one number, the first of them foremost.
fn packed(parts: [u32; 4]) -> u128 {
    parts.into_iter().fold(0, |number, part| (number << 32) | u128::from(part))
}

impl Places {
    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// Where the cells of this key are.
    pub fn find(&self, key: &str) -> impl Iterator<Item = Place> + '_ {
        let (key, number) = pattern(key);
        beginning(&self.parts, key).flat_map(move |part| {
            let (layout, cell, element) = ((part >> 32) as u32, (part >> 16) as u16, part as u16);
            beginning(&self.rows, (u64::from(layout) << 32) | u64::from(number)).map(move |row| Place {
                cell: (row >> 32) as u32 + u32::from(cell),
                element: row as u32 + u32::from(element),
            })
        })
    }
}

/// Those of some ordered numbers whose upper half is this.
fn beginning(numbers: &[u128], upper: u64) -> impl Iterator<Item = u128> + '_ {
    let from = numbers.partition_point(|number| ((number >> 64) as u64) < upper);
    numbers[from..].iter().copied().take_while(move |number| (number >> 64) as u64 == upper)
}

/// Takes the cells of a page in their order.
#[derive(Default)]
pub struct Collector {
    places: Places,
    /// Of each layout the keys, and how many elements behind the first they stand.
    layouts: Vec<Vec<(u64, u16)>>,
    /// The row that is being read.
    row: Vec<(u64, u16)>,
    number: u32,
    first: Place,
}

impl Collector {
    /// The next cell: its whole key, and the number of its element.
    pub fn add(&mut self, key: &str, element: u32) {
        let (key, number) = pattern(key);
        let behind = |first: Place| u16::try_from(element - first.element).ok();
        if number != self.number || behind(self.first).is_none() || self.row.len() == usize::from(u16::MAX) {
            self.end_row();
        }
        if self.row.is_empty() {
            (self.number, self.first) = (number, Place { cell: self.places.cells, element });
        }
        self.row.push((key, behind(self.first).unwrap_or_default()));
        self.places.cells += 1;
    }

    fn end_row(&mut self) {
        if self.row.is_empty() {
            return;
        }
        let known = self.layouts.iter().rposition(|layout| *layout == self.row);
        let row = core::mem::take(&mut self.row);
        let layout = known.unwrap_or_else(|| {
            self.layouts.push(row);
            self.layouts.len() - 1
        });
        let Place { cell, element } = self.first;
        self.places.rows.push(packed([layout as u32, self.number, cell, element]));
    }

    /// All of them.
    #[must_use]
    pub fn done(mut self) -> Places {
        self.end_row();
        let Self { mut places, layouts, .. } = self;
        for (layout, parts) in layouts.iter().enumerate() {
            for (cell, (key, element)) in parts.iter().enumerate() {
                let place = (cell as u32) << 16 | u32::from(*element);
                places.parts.push(packed([(key >> 32) as u32, *key as u32, layout as u32, place]));
            }
        }
        for numbers in [&mut places.parts, &mut places.rows] {
            numbers.sort_unstable();
            numbers.shrink_to_fit();
        }
        places
    }
}

/// A key's digest without its number, and that number.
fn pattern(key: &str) -> (u64, u32) {
    let (name, rest) = split(key);
    let own = digits(rest);
    match own.parse() {
        Ok(number) if number != NONE => (digest(&[name, "*", rest.strip_prefix(own).unwrap_or_default()]), number),
        _ => (digest(&[key]), NONE),
    }
}

/// By which keys and words are compared (FNV-1a, 64 bits): they are short, and there are many in a frame.
#[must_use]
pub fn digest(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(page: &[(String, u32)]) -> Places {
        let mut collector = Collector::default();
        page.iter().for_each(|(key, element)| collector.add(key, *element));
        collector.done()
    }

    /// A page with a head, a map, chips that say the same as shapes, a table of some of the rows, and rows unlike the others.
    fn page(rows: u32) -> Vec<(String, u32)> {
        let mut page: Vec<(String, u32)> = Vec::new();
        let mut element = 0;
        let mut show = |keys: &[String]| {
            page.extend(keys.iter().map(|key| (key.clone(), element)));
            element += 1;
        };
        show(&["headline".into(), "headline-class".into()]);
        (0..4).for_each(|bar| show(&[format!("bar{bar}"), format!("bar{bar}-class")]));
        for row in (0..rows).chain([0, rows + 3]) {
            show(&[format!("m{row}"), format!("m{row}-tint"), format!("m{row}-name")]);
        }
        show(&["headline".into()]);
        for row in (0..rows).step_by(2) {
            show(&[format!("r{row}-class")]);
            (0..3 + row % 2).for_each(|slot| show(&[format!("r{row}-s{slot}")]));
        }
        show(&["m1".into(), "m1-tint".into()]);
        show(&["r1".into(), "r1".into()]);
        page
    }

    #[test]
    fn every_key_is_found_at_all_its_places_and_nowhere_else() {
        for rows in [0, 1, 2, 40, 700] {
            let page = page(rows);
            let places = collected(&page);
            assert_eq!(places.len(), page.len());
            let asked = page
                .iter()
                .map(|(key, _)| key.clone())
                .chain(["m", "m4294967295", "r1-s9", "none", ""].map(str::to_owned));
            for key in asked {
                let mut found: Vec<Place> = places.find(&key).collect();
                found.sort_unstable();
                let there = page.iter().enumerate().filter(|(_, (other, _))| *other == key);
                let there: Vec<Place> =
                    there.map(|(cell, (_, element))| Place { cell: cell as u32, element: *element }).collect();
                assert_eq!(found, there, "{key} of {rows} rows");
            }
        }
    }

    #[test]
    fn rows_of_one_layout_take_no_room_for_their_keys() {
        let (few, many) = (collected(&page(40)), collected(&page(4_000)));
        assert_eq!(few.parts.len(), many.parts.len());
    }

    #[test]
    fn a_page_without_cells_has_none() {
        let places = collected(&[]);
        assert!(places.is_empty() && places.find("headline").next().is_none());
    }
}
