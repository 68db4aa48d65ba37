//! A line of the ticker: time, place, what it brought; a correction says old → new and why.

use election::ledger::ChangeKind;
use election::plausibility::Rule;
use election::report::Count;
use election::view::Event;

use super::Board;
use crate::words::fill;

/// The parts of a line that are text: the name in `data-part` and the words (empty = the part is not shown).
pub type TickPart = (&'static str, String);

/// A line of the ticker, to be written into a copy of `<template id="tick">` or rendered by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Sequence number of the report: the line's identity.
    pub seq: u64,
    /// Class of the line.
    pub class: &'static str,
    /// Where its place leads.
    pub href: String,
    /// `time`, `place`, `mark`, `what`, `detail`, `why`.
    pub parts: [TickPart; 6],
}

impl Tick {
    /// A line without words, to be copied.
    #[must_use]
    pub fn blank() -> Self {
        let parts = ["time", "place", "mark", "what", "detail", "why"].map(|part| (part, String::new()));
        Self { seq: 0, class: "tick", href: String::new(), parts }
    }
}

impl Board<'_> {
    /// The line of an event.
    #[must_use]
    pub fn tick(&self, event: &Event) -> Tick {
        Tick {
            seq: event.seq,
            class: class(event),
            href: self.facts.unit_href(&event.unit),
            parts: [
                ("time", self.locale.clock(event.at, self.meta.utc_offset)),
                ("place", self.place_of(event)),
                ("mark", self.mark(event).to_owned()),
                ("what", self.what(event)),
                ("detail", self.detail(event)),
                ("why", self.why(event)),
            ],
        }
    }

    fn place_of(&self, event: &Event) -> String {
        let row = event.row.and_then(|row| self.meta.rows.get(row as usize));
        match row {
            Some(row) if row.id == event.unit => row.name.clone(),
            Some(row) => format!("{}, {}", row.name, event.name),
            None if self.meta.unit.id == event.unit => self.meta.unit.name.clone(),
            None => event.name.clone(),
        }
    }

    fn mark(&self, event: &Event) -> &'static str {
        match event.kind {
            ChangeKind::Correction => self.words.mark_correction,
            ChangeKind::Retraction => self.words.mark_retraction,
            ChangeKind::Held => self.words.mark_held,
            ChangeKind::Arrival | ChangeKind::Progress if !event.rules.is_empty() => self.words.mark_flagged,
            ChangeKind::Arrival | ChangeKind::Progress => "",
        }
    }

    fn what(&self, event: &Event) -> String {
        let forms = match event.kind {
            ChangeKind::Arrival => self.words.tick_arrival,
            ChangeKind::Progress => self.words.tick_progress,
            ChangeKind::Correction if event.before == event.after => self.words.tick_moved,
            ChangeKind::Correction => self.words.tick_correction,
            ChangeKind::Retraction => self.words.tick_retraction,
            ChangeKind::Held => self.words.tick_held,
        };
        let form = self.words.plural(event.after, forms);
        let [before, after] = [event.before, event.after].map(|votes| self.locale.count(votes));
        let what = fill(form, &[("before", &before), ("after", &after)]);
        let several = self.expected_categories().count() > 1;
        match self.meta.categories.get(event.category.at()) {
            Some(category) if several && event.category.at() > 0 => format!("{}: {what}", category.name),
            _ => what,
        }
    }

    /// The lists whose votes were corrected, old and new: all of them, the reader may want to check.
    fn detail(&self, event: &Event) -> String {
        if event.kind != ChangeKind::Correction {
            return String::new();
        }
        let figure =
            |count: Count| count.get().map_or_else(|| self.words.unknown.to_owned(), |n| self.locale.count(n.into()));
        let changed = event.options.iter().filter_map(|(option, old, new)| {
            let option = self.meta.options.get(option.at())?;
            Some(format!("{} {}\u{a0}→\u{a0}{}", option.short, figure(*old), figure(*new)))
        });
        changed.collect::<Vec<_>>().join(", ")
    }

    fn why(&self, event: &Event) -> String {
        let rule = |rule: &Rule| self.words.rules.split('|').nth(*rule as usize).unwrap_or_default();
        let mut why: Vec<String> = event.rules.iter().map(|fired| rule(fired).to_owned()).collect();
        if !event.reason.is_empty() {
            why.push(fill(self.words.reason, &[("reason", &event.reason)]));
        }
        why.join("; ")
    }
}

fn class(event: &Event) -> &'static str {
    match event.kind {
        ChangeKind::Correction => "tick is-correction",
        ChangeKind::Retraction => "tick is-retraction",
        ChangeKind::Held => "tick is-held",
        ChangeKind::Arrival | ChangeKind::Progress if !event.rules.is_empty() => "tick is-flagged",
        ChangeKind::Arrival | ChangeKind::Progress => "tick",
    }
}
