//! THE way from a view to what the page shows: every live text, length, position, tint and class is a [`Cell`].
//!
//! The server's components take their first texts from here; the browser computes the cells again after each delta and
//! writes those that differ into the elements that carry the cell's key in `data-cell` (a list of keys, separated by spaces:
//! one element may have its text and its style as two cells; [`crate::keys`] says how numbers are left out). No key stands for more than one write.
//!
//! [`Board::head`] are the cells of the unit itself, [`Board::row`] those of one row (its table row and its shape on the
//! map), [`Board::place`] those of the card of a chosen row, [`Board::tick`] one line of the ticker. Rows only depend on
//! their own figures and on [`Board::slots`]: as long as the slots stay, only the rows that a delta touches must be done again.

mod bars;
mod calls;
mod closest;
mod ending;
mod figures;
mod head;
mod house;
mod place;
mod rows;
mod shapes;
mod tick;

use election::format::{Locale, ranking, shares};
use election::meta::Meta;
use election::view::{Column, View};

use crate::model::Facts;
use crate::words::Live;

pub use bars::{ALL_BIG, BIG};
pub use calls::CALLS;
pub use closest::CLOSEST;
pub use head::Progress;
pub use house::{LABELS, NEAR_LINE, NEXT};
pub use tick::{Tick, TickPart};

/// What is written, and where in the element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Its text content.
    Text(String),
    /// Its whole `class` attribute.
    Class(String),
    /// Its whole `style` attribute: custom properties only.
    Style(String),
    /// Another attribute.
    Attr(&'static str, String),
}

impl Write {
    /// The words, wherever they are written.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Class(words) | Self::Style(words) | Self::Attr(_, words) => words,
        }
    }
}

/// One thing on the page that changes with the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// One of the keys in the element's `data-cell`.
    pub key: String,
    /// What it says now.
    pub write: Write,
}

/// How many lists have columns of their own in the table.
pub const SLOTS: usize = 6;
/// How many lists the card of a place shows.
pub const PLACE_LISTS: usize = 5;

/// A view and what is needed to show it.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    /// What the figures mean.
    pub meta: &'a Meta,
    /// What else is to be known.
    pub facts: &'a Facts,
    /// The figures.
    pub view: &'a View,
    /// The sequence number that they stand at.
    pub seq: u64,
    /// The server's clock at that number: milliseconds since 1970 UTC.
    pub at: i64,
    /// The server's clock now, by which reports grow old; the browser knows more of it than the page that it came with.
    pub now: i64,
    /// The words of the page's language.
    pub words: &'a Live,
    /// How it writes numbers.
    pub locale: Locale,
    /// Votes of each option at the unit, all categories together.
    pub votes: Vec<u64>,
    /// Their shares in tenths of a percent; they sum to 1000.
    pub shares: Vec<u32>,
    /// Options in order of their votes.
    pub order: Vec<usize>,
    /// Seats that the page has dots for: those of the house that it was rendered with.
    pub drawn: u32,
}

/// All cells of a page.
#[must_use]
pub fn cells(meta: &Meta, facts: &Facts, view: &View, (seq, at): (u64, i64), words: &Live) -> Vec<Cell> {
    Board::new(meta, facts, view, (seq, at), words).cells()
}

impl<'a> Board<'a> {
    /// The board of a view at `(seq, at)`: sequence number and the server's clock.
    #[must_use]
    pub fn new(meta: &'a Meta, facts: &'a Facts, view: &'a View, (seq, at): (u64, i64), words: &'a Live) -> Self {
        let categories = meta.categories.len();
        let matrix = &view.matrix;
        let sum = |option| (0..categories).map(|category| matrix.get(category, Column::votes(option))).sum();
        let votes: Vec<u64> = (0..meta.options.len()).map(sum).collect();
        let (shares, order) = (shares(&votes), ranking(&votes));
        let (locale, drawn) = (words.locale(), view.house.as_ref().map_or(0, |house| house.size));
        Self { meta, facts, view, seq, at, now: at, words, locale, votes, shares, order, drawn }
    }

    /// All cells: the head's and every row's.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.head(&mut cells);
        let scale = self.scale();
        for row in 0..self.meta.rows.len() {
            self.row(row, &scale, &mut cells);
        }
        cells
    }

    /// The cells of the unit itself.
    pub fn head(&self, cells: &mut Vec<Cell>) {
        self.status(cells);
        self.progress(cells);
        self.bars(cells);
        self.figures(cells);
        self.columns(cells);
        self.leads(cells);
        self.seats(cells);
        self.calls(cells);
        self.ending(cells);
    }

    /// The options that have columns of their own in the table, in order.
    #[must_use]
    pub fn slots(&self) -> &[usize] {
        &self.order[..self.order.len().min(SLOTS)]
    }

    /// A figure of the unit, all categories together.
    #[must_use]
    pub fn total(&self, column: usize) -> u64 {
        (0..self.meta.categories.len()).map(|category| self.view.matrix.get(category, column)).sum()
    }

    /// A figure of a unit row.
    #[must_use]
    pub fn at_row(&self, row: usize, column: usize) -> u64 {
        self.view.matrix.get(self.meta.categories.len() + row, column)
    }
}

/// A key: a name, the number of what it is about, and a part of that (`r12-margin`).
#[derive(Clone, Copy)]
struct Key<'a>(&'a str, Option<usize>, &'a str);

impl<'a> From<&'a str> for Key<'a> {
    fn from(name: &'a str) -> Self {
        Self(name, None, "")
    }
}

impl<'a> From<(&'a str, usize)> for Key<'a> {
    fn from((name, number): (&'a str, usize)) -> Self {
        Self(name, Some(number), "")
    }
}

impl<'a> From<(&'a str, usize, &'a str)> for Key<'a> {
    fn from((name, number, part): (&'a str, usize, &'a str)) -> Self {
        Self(name, Some(number), part)
    }
}

/// Shorthand of the modules here.
trait Put {
    fn text<'k>(&mut self, key: impl Into<Key<'k>>, text: impl Into<String>);
    fn class<'k>(&mut self, key: impl Into<Key<'k>>, class: impl Into<String>);
    fn style<'k>(&mut self, key: impl Into<Key<'k>>, style: impl Into<String>);
    fn attr<'k>(&mut self, key: impl Into<Key<'k>>, name: &'static str, value: impl Into<String>);
}

impl Put for Vec<Cell> {
    fn text<'k>(&mut self, key: impl Into<Key<'k>>, text: impl Into<String>) {
        let Key(name, number, part) = key.into();
        put(self, name, number, part, Write::Text, text.into());
    }

    fn class<'k>(&mut self, key: impl Into<Key<'k>>, class: impl Into<String>) {
        let Key(name, number, part) = key.into();
        put(self, name, number, part, Write::Class, class.into());
    }

    fn style<'k>(&mut self, key: impl Into<Key<'k>>, style: impl Into<String>) {
        let Key(name, number, part) = key.into();
        put(self, name, number, part, Write::Style, style.into());
    }

    fn attr<'k>(&mut self, key: impl Into<Key<'k>>, name: &'static str, value: impl Into<String>) {
        self.push(Cell { key: key.into().whole(), write: Write::Attr(name, value.into()) });
    }
}

/// Once, not in each of the many places that put cells, and with arguments that need no memory: readers download it.
#[inline(never)]
fn put(cells: &mut Vec<Cell>, name: &str, number: Option<usize>, part: &str, of: fn(String) -> Write, words: String) {
    cells.push(Cell { key: Key(name, number, part).whole(), write: of(words) });
}

impl Key<'_> {
    fn whole(self) -> String {
        let Self(name, number, part) = self;
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        [name, &number, part].concat()
    }
}
