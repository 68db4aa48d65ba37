//! The page of charts of a contest at a unit: each with its sentence, its drawing, its table and its method.

mod course;
pub(super) mod figure;
mod remaining;
mod stations;
mod swing;

use election::charts::{Against, Course, Remaining, Sample, Swing};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::cells::Board;
use crate::charts::{Measure, Paint};
use crate::words::{Charts, Words};

pub(crate) use course::compact;
pub use course::course_fragment;

/// What the reader chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the lines of the course are the height of.
    pub measure: Measure,
    /// What they are drawn against.
    pub against: Against,
    /// The list that is looked at station by station.
    pub list: usize,
}

/// A place that can be compared with the baseline.
#[derive(Clone, Debug)]
pub struct SwingPlace {
    /// Its shares.
    pub swing: Swing,
    /// Its name.
    pub name: String,
}

/// Everything on the page.
#[derive(Clone, Debug)]
pub struct AnalysisPage {
    /// What stands around it.
    pub frame: Frame,
    /// The reader's choice.
    pub choice: Choice,
    /// Ids of the options.
    pub ids: Vec<String>,
    /// The course of the count.
    pub course: Course,
    /// What is open: one place per row of the view, or the unit itself where it has none.
    pub remaining: Remaining,
    /// The counted stations, with the share of the chosen list.
    pub samples: Vec<Sample>,
    /// The chosen list then and now; empty if it did not stand.
    pub swings: Vec<SwingPlace>,
    /// Whether there is a baseline of this unit.
    pub has_baseline: bool,
    /// The sequence number at which stations were looked at; a little older than the page where there are very many.
    pub seq: u64,
}

/// What the parts of the page draw from.
pub(crate) struct Drawn<'a> {
    page: &'a AnalysisPage,
    board: Board<'a>,
    words: &'static Words,
    says: &'static Charts,
}

impl Drawn<'_> {
    /// The paint of an option.
    fn paint(option: usize) -> Paint {
        Paint::List(u16::try_from(option).unwrap_or(u16::MAX))
    }

    /// What the chosen list is called.
    fn list(&self) -> &str {
        &self.board.meta.options[self.page.choice.list].name
    }

    /// What an option is called where there is little room.
    fn short(&self, option: usize) -> &str {
        &self.board.meta.options[option].short
    }
}

/// The whole document.
#[must_use]
pub fn analysis_page(page: &AnalysisPage) -> String {
    let Some(board) = page.frame.board() else { return String::new() };
    let words = page.frame.words();
    let drawn = Drawn { page, board, words, says: &words.charts };
    let content = Content { title: drawn.says.analysis.to_owned(), lead: course::sentence(&drawn) };
    framed(&page.frame, &content, || {
        // What has no votes yet has nothing that could be spread or have changed.
        let counted = drawn.board.votes.iter().any(|votes| *votes > 0);
        let stations = counted.then(|| stations::sections(&drawn));
        let swing = counted.then(|| swing::section(&drawn));
        view! { {course::section(&drawn)}{remaining::section(&drawn)}{stations}{swing} }.into_any()
    })
}
