//! Calls: what persons have declared, in the words of the page, with author, time and grounds; those that were taken back stay
//! and say so.

use election::calls::CallView;

use super::{Board, Cell, Put};
use crate::words::fill;

/// How many calls are listed, the newest first.
pub const CALLS: usize = 10;

impl Board<'_> {
    /// Whether the page has a place for calls: that of the whole contest has.
    #[must_use]
    pub fn has_calls(&self) -> bool {
        self.meta.path.is_empty()
    }

    /// The newest call that is in force.
    #[must_use]
    pub fn newest_call(&self) -> Option<&CallView> {
        self.in_force().next()
    }

    /// "Elected: Lista Deti — Election Commission, 22:41", or that there is no call.
    #[must_use]
    pub fn newest_call_words(&self) -> String {
        self.newest_call().map_or_else(|| self.words.no_call.to_owned(), |call| self.call_line(call))
    }

    fn in_force(&self) -> impl Iterator<Item = &CallView> {
        self.view.calls.iter().rev().filter(|call| call.withdrawn.is_none())
    }

    pub(super) fn calls(&self, cells: &mut Vec<Cell>) {
        if !self.has_calls() {
            return;
        }
        let newest = self.newest_call();
        cells.text("call", self.newest_call_words());
        let more = self.in_force().count().saturating_sub(1);
        let more = if more == 0 { String::new() } else { fill(self.words.call_more, &[("n", &more.to_string())]) };
        cells.text("call-more", more);
        cells.class("call-class", if newest.is_some() { "call-line is-made" } else { "call-line" });
        for slot in 0..CALLS {
            self.call(slot, self.view.calls.iter().rev().nth(slot), cells);
        }
        for option in 0..self.meta.options.len() {
            let of = |call: &&CallView| {
                call.option.is_some_and(|of| of.at() == option)
                    && call.unit == self.meta.unit.id
                    && call.candidate.is_empty()
            };
            let kind = self.in_force().find(of).map_or("", |call| self.call_kind(call));
            cells.class(("bar", option, "-call-class"), if kind.is_empty() { "bar-call is-off" } else { "bar-call" });
            cells.text(("bar", option, "-call"), kind);
        }
    }

    fn call_line(&self, call: &CallView) -> String {
        fill(self.words.call_line, &[("call", &self.call_words(call)), ("who", &self.call_author(call))])
    }

    fn call(&self, slot: usize, call: Option<&CallView>, cells: &mut Vec<Cell>) {
        let key = |part| ("call", slot, part);
        let text = |of: &dyn Fn(&CallView) -> String| call.map_or_else(String::new, of);
        cells.class(
            key("-class"),
            match call {
                None => "call is-off",
                Some(call) if call.withdrawn.is_some() => "call is-withdrawn",
                Some(_) => "call",
            },
        );
        cells.text(key("-what"), text(&|call| self.call_words(call)));
        cells.text(key("-who"), text(&|call| self.call_author(call)));
        cells.text(key("-basis"), text(&|call| call.basis.clone()));
        let withdrawn = |call: &CallView| {
            call.withdrawn.as_ref().map_or_else(String::new, |taken_back| {
                let who = self.signed(&taken_back.author, taken_back.at);
                fill(self.words.call_withdrawn, &[("who", &who), ("basis", &taken_back.basis)])
            })
        };
        cells.text(key("-state"), text(&withdrawn));
    }

    fn call_kind(&self, call: &CallView) -> &'static str {
        self.words.call_kinds.split('|').nth(call.kind as usize).unwrap_or_default()
    }

    /// "Elected: Lista Deti", "Elected: Lista Deti (Vrelë)", "Recount".
    fn call_words(&self, call: &CallView) -> String {
        let row = self.meta.rows.iter().find(|row| row.id == call.unit);
        let place = row.map_or(call.unit.as_str(), |row| &row.name);
        let place = if call.unit == self.meta.unit.id { "" } else { place };
        let closer: Vec<&str> =
            [self.name_of(&call.candidate), place].into_iter().filter(|part| !part.is_empty()).collect();
        let mut words = self.call_kind(call).to_owned();
        if let Some(option) = call.option {
            words = words + ": " + self.list_name(option.at());
        }
        if closer.is_empty() { words } else { format!("{words} ({})", closer.join(", ")) }
    }

    fn call_author(&self, call: &CallView) -> String {
        self.signed(&call.author, call.at)
    }

    fn signed(&self, author: &str, at: i64) -> String {
        format!("{author}, {}", self.locale.clock(at, self.meta.utc_offset))
    }
}
