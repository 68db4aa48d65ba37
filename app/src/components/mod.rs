//! The parts of a page, rendered by the server. None of this reaches the browser as code.

pub(crate) mod bars;
pub(crate) mod calls;
pub(crate) mod card;
pub(crate) mod drawing;
pub(crate) mod figures;
pub(crate) mod footer;
pub(crate) mod hemicycle;
pub(crate) mod legend;
pub(crate) mod map;
pub(crate) mod masthead;
pub(crate) mod modes;
pub(crate) mod navigation;
pub(crate) mod opening;
pub(crate) mod revisions;
pub(crate) mod search;
pub(crate) mod seats;
pub(crate) mod share;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod ticker;

use crate::cells::Board;
use crate::model::{ContestPage, Facts, Link};
use crate::words::Words;

pub(crate) use sheet::{Sheet, live};

/// What every part of a contest page draws from.
pub(crate) struct Shown<'a> {
    pub(crate) page: &'a ContestPage,
    pub(crate) board: Board<'a>,
    /// The first texts of all live cells.
    pub(crate) sheet: Sheet,
    pub(crate) words: &'static Words,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(page: &'a ContestPage) -> Self {
        let words = crate::words::of(&page.meta.language);
        let snapshot = &page.snapshot;
        let position = (snapshot.seq, snapshot.at);
        let board = Board::new(&page.meta, &page.facts, &snapshot.view, position, &words.live);
        let sheet = Sheet::new(board.cells());
        Self { page, board, sheet, words }
    }

    pub(crate) fn facts(&self) -> &'a Facts {
        &self.page.facts
    }

    /// The name of the page's unit; where it is only a number, with what it is.
    pub(crate) fn place_title(&self) -> String {
        let name = &self.page.meta.unit.name;
        if name.contains(char::is_alphabetic) { name.clone() } else { format!("{} {name}", self.page.kind) }
    }
}

/// What a language calls itself; its code where we have no file of it.
pub(crate) fn endonym(code: &str) -> &str {
    let words = crate::words::of(code);
    let primary = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
    if primary(code) == primary(words.live.language) { words.language.name } else { code }
}

/// The name of the region in which a table scrolls sideways: a landmark, so it says which table.
pub(crate) fn scroller(table: &str, words: &crate::words::Page) -> String {
    format!("{table} – {}", words.table_scroll)
}

/// `aria-current` of a link.
pub(crate) fn current(link: &Link) -> Option<&'static str> {
    link.current.then_some("page")
}
