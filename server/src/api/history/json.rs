//! The past as JSON, with ids and names instead of positions.

use election::history::corrections::{Column, Correction, CorrectionKind, Counts, Page, Shift};
use election::history::recent::Span;
use election::history::{Point, Recent, Revision, Revisions, Timeline};
use election::plausibility::Rule;
use election::report::Figure;
use election::{CategoryIx, UnitIx};
use serde_json::{Map, Value, json};

use super::super::json::time;
use super::Question;

pub(super) fn timeline(question: &Question, timeline: &Timeline) -> Value {
    let begins = timeline.begins.iter().enumerate().filter_map(|(at, begins)| {
        let category = &question.night.definition.categories[at].id;
        begins.map(|begins| json!({ "category": category, "at": time(begins) }))
    });
    let point = |point: &Point| json!({ "seq": point.seq, "at": time(point.at), "figures": question.figures(point) });
    json!({
        "unit": question.unit(question.key.unit),
        "expected": timeline.expected,
        "begins": begins.collect::<Vec<_>>(),
        "columns": question.columns(),
        "points": timeline.points.iter().map(point).collect::<Vec<_>>(),
    })
}

pub(super) fn corrections(question: &Question, page: &Page) -> Value {
    json!({
        "unit": question.unit(question.key.unit),
        "counts": counts(page.counts),
        "net": page.net.iter().map(|(option, votes)| {
            json!({ "id": question.column(Column::Votes(*option)), "votes": votes })
        }).collect::<Vec<_>>(),
        "corrections": page.corrections.iter().map(|one| correction(question, one)).collect::<Vec<_>>(),
        "next": page.next,
    })
}

fn correction(question: &Question, correction: &Correction) -> Value {
    json!({
        "seq": correction.seq,
        "at": time(correction.at),
        "observed_at": time(correction.observed_at),
        "accepted_at": time(correction.accepted_at),
        "unit": question.unit(correction.unit),
        "category": question.category(correction.category),
        "kind": correction.kind,
        "revision": correction.revision,
        "status": { "before": correction.status.0.name(), "after": correction.status.1.name() },
        "figures": correction.shifts.iter().map(|one| shift(question, one)).collect::<Vec<_>>(),
        "rules": rules(&correction.rules),
        "reason": correction.reason,
    })
}

fn shift(question: &Question, shift: &Shift) -> Value {
    json!({ "id": question.column(shift.column), "before": shift.before.get(), "after": shift.after.get() })
}

fn counts(counts: Counts) -> Value {
    let counts = CorrectionKind::NAMES.map(|(name, kind)| (name.to_owned(), counts.of(kind).into()));
    Value::Object(Map::from_iter(counts))
}

fn rules(rules: &[Rule]) -> Vec<&'static str> {
    rules.iter().copied().map(Rule::code).collect()
}

pub(super) fn recent(question: &Question, recent: &Recent) -> Value {
    json!({
        "since": time(recent.since),
        "now": time(question.now),
        "from_seq": recent.from_seq,
        "columns": question.columns(),
        "whole": span(question, &recent.whole),
        "places": recent.places.iter().map(|place| span(question, place)).collect::<Vec<_>>(),
        "corrections": counts(recent.corrections),
        "calls": question.calls_after(recent.from_seq),
    })
}

fn span(question: &Question, span: &Span) -> Value {
    let options = &question.contest().options;
    let lead =
        span.lead_changes().map(|(before, after)| json!({ "before": options[before].id, "after": options[after].id }));
    json!({
        "unit": question.unit(span.unit),
        "reports": span.reports,
        "before": question.figures(&span.before),
        "after": question.figures(&span.after),
        "lead": lead,
        "completed": span.is_newly_complete(question.expected(span.unit)),
    })
}

pub(super) fn revisions(question: &Question, revisions: &Revisions) -> Value {
    json!({
        "unit": question.unit(question.key.unit),
        "columns": question.report_columns(),
        "revisions": revisions.list.iter().map(|one| revision(question, one)).collect::<Vec<_>>(),
        "older": revisions.older,
    })
}

fn revision(question: &Question, revision: &Revision) -> Value {
    json!({
        "seq": revision.seq,
        "category": question.category(revision.category),
        "revision": revision.revision,
        "status": revision.status.name(),
        "counts": revision.counts,
        "held": revision.held,
        "observed_at": time(revision.observed_at),
        "accepted_at": time(revision.accepted_at),
        "source": revision.source,
        "reason": revision.reason,
        "rules": rules(&revision.rules),
        "figures": revision.figures.iter().map(|count| count.get()).collect::<Vec<_>>(),
        "changed": revision.shifts.iter().map(|one| shift(question, one)).collect::<Vec<_>>(),
    })
}

impl Question {
    pub(super) fn contest(&self) -> &election::definition::Contest {
        &self.night.definition.contests[self.key.contest.at()]
    }

    fn unit(&self, unit: UnitIx) -> Value {
        let (definition, units) = (&self.night.definition, &self.night.definition.units);
        let level = &definition.levels[units.level(unit).at()].id;
        json!({ "id": units.id(unit), "name": units.name(unit), "level": level })
    }

    pub(super) fn category(&self, category: CategoryIx) -> &str {
        &self.night.definition.categories[category.at()].id
    }

    pub(super) fn column(&self, column: Column) -> &str {
        match column {
            Column::Figure(figure) => figure.name(),
            Column::Votes(option) => &self.contest().options[option.at()].id,
        }
    }

    fn expected(&self, unit: UnitIx) -> u32 {
        self.night.definition.units.expected_in_all(unit)
    }

    /// The figures of a report: the five, then one per option.
    pub(super) fn report_columns(&self) -> Vec<&str> {
        let options = self.contest().options.iter().map(|option| option.id.as_str());
        Figure::ALL.iter().map(|figure| figure.name()).chain(options).collect()
    }

    /// The figures of a moment: progress before those of a report.
    pub(super) fn columns(&self) -> Vec<&str> {
        ["completed", "partial"].into_iter().chain(self.report_columns()).collect()
    }

    #[expect(clippy::unused_self, reason = "stands beside the columns that it must match")]
    pub(super) fn figures(&self, point: &Point) -> Vec<u64> {
        let progress = [u64::from(point.completed), u64::from(point.partial)];
        progress.into_iter().chain(point.figures).chain(point.votes.iter().copied()).collect()
    }

    /// The calls and withdrawals on record after a sequence number.
    fn calls_after(&self, seq: u64) -> Vec<Value> {
        let definition = &self.night.definition;
        let truth = self.night.hub.truth().read().expect("nobody panics while holding it");
        let ids: Vec<&str> = self.contest().options.iter().map(|option| option.id.as_str()).collect();
        let mut calls = election::calls::calls(definition, &truth.decisions, self.key.contest, self.key.unit);
        calls.retain(|call| call.seq > seq || call.withdrawn.as_ref().is_some_and(|taken_back| taken_back.seq > seq));
        super::super::json::calls(&calls, &ids)
    }
}
