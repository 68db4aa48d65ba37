//! The bars: place, length and figures of each list. Rows are placed by custom properties, so that rows move and the page
//! does not: the first [`BIG`] ranks are tall, the others compact, and the line of the threshold has a fixed height.

use election::definition::Threshold;
use election::format::share;

use super::{Board, Cell, Put};

/// How many ranks have tall rows where there are many lists.
pub const BIG: usize = 6;
/// Up to this many lists, all rows are tall.
pub const ALL_BIG: usize = 8;

impl Board<'_> {
    /// How many ranks have tall rows: fixed by the number of lists, so that the height of all bars never changes.
    #[must_use]
    pub fn big(&self) -> usize {
        let lists = self.meta.options.len();
        if lists <= ALL_BIG { lists } else { BIG }
    }

    /// The threshold in hundredths of a percent. It is one of the whole contest, so that it is drawn at the root only.
    #[must_use]
    pub fn threshold(&self) -> Option<u32> {
        self.meta.threshold.filter(|_| self.meta.path.is_empty())
    }

    /// Hundredths of a percent as a percentage: without decimals where it has none (`5%`).
    #[must_use]
    pub fn hundredths(&self, hundredths: u32) -> String {
        if hundredths.is_multiple_of(100) && hundredths < 10_000 {
            self.locale.whole_percent(hundredths.into(), 10_000)
        } else {
            self.locale.percent(hundredths / 10)
        }
    }

    /// How many lists reach the threshold; all, where there is none or nothing is counted.
    #[must_use]
    pub fn reaching(&self) -> usize {
        let valid = self.votes.iter().sum();
        let lists = self.order.len();
        let Some(basis_points) = self.threshold() else { return lists };
        if valid == 0 {
            return lists;
        }
        let threshold = Threshold { basis_points, ..Threshold::default() };
        self.order.iter().position(|option| !threshold.is_met(self.votes[*option], valid)).unwrap_or(lists)
    }

    pub(super) fn bars(&self, cells: &mut Vec<Cell>) {
        let (big, reaching) = (self.big(), self.reaching());
        let full = self.full_length();
        for (rank, option) in self.order.iter().copied().enumerate() {
            let (tall, past) = (rank < big, rank >= reaching);
            let length = self.css_percent(self.shares[option].into(), full.into());
            cells.style(("bar", option), format!("{};--past:{};--len:{length}", place(rank, big), u8::from(past)));
            cells.class(("bar", option, "-class"), class(tall, past));
            self.bar_figures(option, cells);
        }
        let shown = self.threshold().is_some() && reaching < self.order.len();
        cells.style("threshold", place(reaching, big));
        cells.class("threshold-class", if shown { "threshold" } else { "threshold is-off" });
    }

    fn bar_figures(&self, option: usize, cells: &mut Vec<Cell>) {
        let counted = self.votes.iter().any(|votes| *votes > 0);
        let share = if counted { self.locale.percent(self.shares[option]) } else { self.words.unknown.to_owned() };
        cells.text(("bar", option, "-share"), share);
        let votes = if counted { self.locale.count(self.votes[option]) } else { self.words.unknown.to_owned() };
        cells.text(("bar", option, "-votes"), votes);
        let (text, class) = self.change(option, counted);
        cells.text(("bar", option, "-change"), text);
        cells.class(("bar", option, "-change-class"), class);
    }

    /// The difference to the baseline's share, with an arrow.
    fn change(&self, option: usize, counted: bool) -> (String, &'static str) {
        if !counted || self.meta.baseline_votes == 0 {
            return (self.words.unknown.to_owned(), "change");
        }
        let Some(before) = self.meta.options[option].baseline else {
            return (self.words.new_list.to_owned(), "change");
        };
        let before = share(before, self.meta.baseline_votes).unwrap_or(0);
        let points = self.shares[option].cast_signed() - before.cast_signed();
        let text = self.locale.points(points);
        match points {
            0 => (text, "change"),
            1.. => (format!("↑\u{a0}{text}"), "change is-up"),
            _ => (format!("↓\u{a0}{text}"), "change is-down"),
        }
    }

    /// The share that a bar of full length stands for, in tenths of a percent: the leader's, rounded up to a tenth of all.
    fn full_length(&self) -> u32 {
        let most = self.shares.iter().copied().max().unwrap_or(0);
        most.div_ceil(100).max(1) * 100
    }

    /// A part of a whole for a style sheet, at most 100 %.
    pub(super) fn css_percent(&self, part: u64, whole: u64) -> String {
        let tenths = share(part, whole).unwrap_or(0).min(1000);
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

fn place(rank: usize, big: usize) -> String {
    format!("--after-big:{};--after-small:{}", rank.min(big), rank.saturating_sub(big))
}

fn class(tall: bool, past: bool) -> &'static str {
    match (tall, past) {
        (true, false) => "bar",
        (true, true) => "bar is-past",
        (false, false) => "bar is-small",
        (false, true) => "bar is-small is-past",
    }
}
