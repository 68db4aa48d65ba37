//! The past as CSV: one row a moment, a changed figure, a place, a revision.

use election::Count;
use election::history::corrections::Page;
use election::history::{Recent, Revisions, Timeline};
use election::plausibility::Rule;

use super::Question;

/// A table that begins with where it stands in the journal.
struct Table {
    writer: ::csv::Writer<Vec<u8>>,
    stamp: [String; 2],
}

impl Table {
    fn new<'a>(question: &Question, seq: u64, header: impl IntoIterator<Item = &'a str>) -> anyhow::Result<Self> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["epoch", "as_of_seq"].into_iter().chain(header))?;
        Ok(Self { writer, stamp: [format!("{:016x}", question.night.hub.epoch()), seq.to_string()] })
    }

    fn row(&mut self, fields: impl IntoIterator<Item = String>) -> anyhow::Result<()> {
        Ok(self.writer.write_record(self.stamp.iter().cloned().chain(fields))?)
    }

    fn end(self) -> anyhow::Result<Vec<u8>> {
        Ok(self.writer.into_inner()?)
    }
}

fn time(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|time| time.to_string()).unwrap_or_default()
}

/// A missing figure is an empty field.
fn figure(count: Count) -> String {
    count.get().map(|figure| figure.to_string()).unwrap_or_default()
}

fn rules(rules: &[Rule]) -> String {
    rules.iter().copied().map(Rule::code).collect::<Vec<_>>().join(" ")
}

pub(super) fn timeline(question: &Question, timeline: &Timeline) -> anyhow::Result<Vec<u8>> {
    let header = ["seq", "at", "expected"].into_iter().chain(question.columns());
    let mut table = Table::new(question, timeline.seq, header)?;
    for point in &timeline.points {
        let fields = [point.seq.to_string(), time(point.at), timeline.expected.to_string()];
        table.row(fields.into_iter().chain(question.figures(point).iter().map(u64::to_string)))?;
    }
    table.end()
}

pub(super) fn corrections(question: &Question, seq: u64, page: &Page) -> anyhow::Result<Vec<u8>> {
    let header = [
        "seq",
        "at",
        "unit",
        "name",
        "category",
        "kind",
        "revision",
        "status_before",
        "status_after",
        "figure",
        "before",
        "after",
        "rules",
        "reason",
    ];
    let mut table = Table::new(question, seq, header)?;
    let units = &question.night.definition.units;
    for correction in &page.corrections {
        let common = [
            correction.seq.to_string(),
            time(correction.at),
            units.id(correction.unit).to_owned(),
            units.name(correction.unit).to_owned(),
            question.category(correction.category).to_owned(),
            correction.kind.name().to_owned(),
            correction.revision.to_string(),
            correction.status.0.name().to_owned(),
            correction.status.1.name().to_owned(),
        ];
        let last = [rules(&correction.rules), correction.reason.clone()];
        let mut row =
            |changed: [String; 3]| table.row(common.iter().cloned().chain(changed).chain(last.iter().cloned()));
        for shift in &correction.shifts {
            row([question.column(shift.column).to_owned(), figure(shift.before), figure(shift.after)])?;
        }
        if correction.shifts.is_empty() {
            row(Default::default())?;
        }
    }
    table.end()
}

pub(super) fn recent(question: &Question, recent: &Recent) -> anyhow::Result<Vec<u8>> {
    let columns = question.columns();
    let before: Vec<String> = columns.iter().map(|column| format!("{column}_before")).collect();
    let header =
        ["since", "unit", "name", "reports"].into_iter().chain(before.iter().map(String::as_str)).chain(columns);
    let mut table = Table::new(question, recent.seq, header)?;
    let units = &question.night.definition.units;
    for place in std::iter::once(&recent.whole).chain(&recent.places) {
        let fields = [
            time(recent.since),
            units.id(place.unit).to_owned(),
            units.name(place.unit).to_owned(),
            place.reports.to_string(),
        ];
        let figures = question.figures(&place.before).into_iter().chain(question.figures(&place.after));
        table.row(fields.into_iter().chain(figures.map(|figure| figure.to_string())))?;
    }
    table.end()
}

pub(super) fn revisions(question: &Question, revisions: &Revisions) -> anyhow::Result<Vec<u8>> {
    let header = [
        "seq",
        "category",
        "revision",
        "status",
        "counts",
        "held",
        "observed_at",
        "accepted_at",
        "source",
        "reason",
        "rules",
    ];
    let mut table = Table::new(question, revisions.seq, header.into_iter().chain(question.report_columns()))?;
    for revision in &revisions.list {
        let fields = [
            revision.seq.to_string(),
            question.category(revision.category).to_owned(),
            revision.revision.to_string(),
            revision.status.name().to_owned(),
            revision.counts.to_string(),
            revision.held.to_string(),
            time(revision.observed_at),
            time(revision.accepted_at),
            revision.source.clone(),
            revision.reason.clone(),
            rules(&revision.rules),
        ];
        table.row(fields.into_iter().chain(revision.figures.iter().map(|count| figure(*count))))?;
    }
    table.end()
}
