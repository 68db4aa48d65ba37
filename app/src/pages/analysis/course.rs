//! The course of the count: on the page of charts with its choices, on the contest's page small.

use election::charts::{Against, Course, Moment};
use election::format::{ranking, shares};
use leptos::prelude::*;

use super::Drawn;
use super::figure::{Figure, Table};
use crate::cells::Board;
use crate::charts::{Measure, TimelineChart, svg};
use crate::components::opening;
use crate::model::{CoursePart, Link};
use crate::pages::document::fragment;
use crate::pages::frame::Frame;
use crate::words::{Charts, Words, fill};

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// Lists with a colour and a name: on the page of charts, and on the contest's page.
const NAMED: [usize; 2] = [6, 4];
/// Lines of the table.
const MOMENTS: usize = 12;

/// What is said about a course.
struct Told<'a> {
    course: &'a Course,
    board: &'a Board<'a>,
    words: &'static Words,
    says: &'static Charts,
}

impl Told<'_> {
    /// The movement of the last hour, or how things stand if shares said nothing an hour ago.
    fn sentence(&self) -> String {
        let Some(last) = self.course.last().filter(|last| last.votes.iter().any(|votes| *votes > 0)) else {
            return self.says.nothing.to_owned();
        };
        let (locale, now) = (&self.board.locale, shares(&last.votes));
        let name = |option: usize| self.board.list_name(option);
        let Some(moved) = self.course.movement(last.at - HOUR) else {
            let first = ranking(&last.votes)[0];
            let [n, total] = [last.counted, self.course.of].map(|count| locale.count(count.into()));
            let values = [("name", name(first)), ("now", &locale.percent(now[first])), ("n", &n), ("total", &total)];
            return fill(self.says.course_early, &values);
        };
        // The list that moved most upwards; of several, the one with the most votes.
        let order = ranking(&last.votes);
        let most = order.iter().copied().rev().max_by_key(|option| moved[*option]).filter(|most| moved[*most] > 0);
        let Some(most) = most else { return self.says.course_still.to_owned() };
        let before = now[most].saturating_sub(moved[most].unsigned_abs());
        let values = [
            ("points", &*locale.tenths(moved[most].unsigned_abs())),
            ("name", name(most)),
            ("before", &locale.percent(before)),
            ("now", &locale.percent(now[most])),
        ];
        fill(self.says.course_moved, &values)
    }

    /// Who has led since when.
    fn lead(&self) -> Option<String> {
        let changes = self.course.lead_changes();
        let Some((at, option)) = changes.last() else {
            let last = self.course.last().filter(|_| self.course.worth().len() > 1)?;
            let first = *ranking(&last.votes).first().filter(|first| last.votes[**first] > 0)?;
            return Some(fill(self.says.course_lead_kept, &[("name", self.board.list_name(first))]));
        };
        let n = changes.len() as u64;
        let time = self.board.locale.clock(*at, self.board.meta.utc_offset);
        let values = [("n", &*self.board.locale.count(n)), ("time", &time), ("name", self.board.list_name(*option))];
        Some(fill(self.words.live.plural(n, self.says.course_lead_changed), &values))
    }

    fn drawing(&self, against: Against, measure: Measure, compact: bool) -> Option<String> {
        // Shares of the first stations say nothing; votes begin at nothing.
        let moments = if measure == Measure::Share { self.course.worth() } else { &self.course.moments[..] };
        if moments.len() < 2 {
            return None;
        }
        let course = Course { moments: moments.to_vec(), ..self.course.clone() };
        let chart = TimelineChart {
            course: &course,
            against,
            measure,
            names: self.board.meta.options.iter().map(|option| option.short.as_str()).collect(),
            categories: self.board.meta.categories.iter().map(|category| category.name.as_str()).collect(),
            named: NAMED[usize::from(compact)],
            compact,
            utc_offset: self.board.meta.utc_offset,
            upright: if measure == Measure::Share { self.says.axis_share } else { self.says.axis_votes },
            lower: if against == Against::Time { self.says.axis_time } else { self.says.axis_counted },
        };
        Some(svg(&chart, &self.sentence(), self.board.locale))
    }
}

fn told<'a>(drawn: &'a Drawn<'_>) -> Told<'a> {
    Told { course: &drawn.page.course, board: &drawn.board, words: drawn.words, says: drawn.says }
}

/// What the last hour brought: also the lead of the page.
pub(super) fn sentence(drawn: &Drawn<'_>) -> String {
    told(drawn).sentence()
}

/// The chart with its choices.
pub(super) fn section(drawn: &Drawn<'_>) -> AnyView {
    let (told, says, choice) = (told(drawn), drawn.says, &drawn.page.choice);
    let drawing = told.drawing(choice.against, choice.measure, false);
    let mut notes = vec![says.course_note.to_owned()];
    if choice.measure == Measure::Share && drawn.page.course.has_unworthy() {
        notes.push(says.course_note_early.to_owned());
    }
    if !drawn.page.course.corrections().is_empty() {
        notes.push(says.course_note_corrections.to_owned());
    }
    Figure {
        id: "course",
        title: says.course.to_owned(),
        sentence: told.lead().unwrap_or_else(|| told.sentence()),
        choices: drawing.is_some().then(|| choices(drawn)),
        table: drawing.is_some().then(|| table(drawn)),
        drawing,
        notes,
    }
    .view(drawn)
}

/// The two switches, as links.
fn choices(drawn: &Drawn<'_>) -> AnyView {
    let (says, choice) = (drawn.says, &drawn.page.choice);
    let link = |label: &str, measure: Measure, against: Against, current: bool| Link {
        label: label.to_owned(),
        href: href(drawn, measure, against),
        current,
    };
    let measures = [(says.measure_share, Measure::Share), (says.measure_votes, Measure::Votes)]
        .map(|(label, measure)| link(label, measure, choice.against, measure == choice.measure));
    let axes = [(says.against_time, Against::Time), (says.against_counted, Against::Counted)]
        .map(|(label, against)| link(label, choice.measure, against, against == choice.against));
    let switch = |label: &'static str, links: &[Link]| {
        let links = opening::links(links);
        view! { <nav class="choice" aria-label=label><span aria-hidden="true">{label}</span><ul>{links}</ul></nav> }
    };
    view! { <div class="choices">{switch(says.measure, &measures)}{switch(says.against, &axes)}</div> }.into_any()
}

fn href(drawn: &Drawn<'_>, measure: Measure, against: Against) -> String {
    let here = drawn.page.frame.canonical.split('&').next().unwrap_or_default();
    let y = if measure == Measure::Votes { "votes" } else { "share" };
    let x = if against == Against::Counted { "counted" } else { "time" };
    let list = &drawn.page.ids[drawn.page.choice.list];
    format!("{here}&y={y}&x={x}&list={list}#course")
}

/// The moments of the drawing, a dozen of them.
fn table(drawn: &Drawn<'_>) -> Table {
    let (choice, locale, says) = (&drawn.page.choice, &drawn.board.locale, drawn.says);
    let course = drawn.page.course.thinned(choice.against, MOMENTS);
    let named: Vec<usize> = drawn.board.order.iter().copied().take(NAMED[0]).collect();
    let figures = |moment: &Moment| -> Vec<String> {
        let shares = shares(&moment.votes);
        let figure = |option: &usize| match choice.measure {
            Measure::Share => locale.percent(shares[*option]),
            Measure::Votes => locale.count(moment.votes[*option]),
        };
        named.iter().map(figure).collect()
    };
    let row = |moment: &Moment| {
        let head = [locale.clock(moment.at, drawn.board.meta.utc_offset), locale.count(moment.counted.into())];
        head.into_iter().chain(figures(moment)).collect()
    };
    let heads = [says.time, says.counted].into_iter().map(str::to_owned);
    Table {
        caption: says.course_caption.to_owned(),
        heads: heads.chain(named.iter().map(|option| drawn.short(*option).to_owned())).collect(),
        rows: course.moments.iter().map(row).collect(),
    }
}

/// The course of shares as a section of the contest's page. Nothing where there is no
/// course to draw yet.
pub(crate) fn compact(part: &CoursePart, board: &Board<'_>, words: &'static Words) -> Option<AnyView> {
    let told = Told { course: &part.course, board, words, says: &words.charts };
    let drawing = told.drawing(Against::Time, Measure::Share, true)?;
    let (title, sentence, label) = (told.says.course, told.sentence(), told.says.more);
    let (lead, more, fragment) = (told.lead(), part.more.clone(), part.fragment.clone());
    let seq = board.seq.to_string();
    let falls = (!part.course.corrections().is_empty())
        .then(|| view! { <p class="note">{told.says.course_note_corrections}</p> });
    Some(
        view! {
            <section class="course analysis" id="course" data-fragment=fragment data-seq=seq aria-labelledby="course-title">
                <div class="analysis-head">
                    <h2 class="title" id="course-title">{title}</h2>
                    <p class="analysis-lead">{sentence}" "{lead}</p>
                </div>
                <figure class="drawing analysis-body" inner_html=drawing></figure>
                {falls}
                <p class="course-more"><a href=more>{label}</a></p>
            </section>
        }
        .into_any(),
    )
}

/// That section alone, for a page that is open already; empty where there is no course to draw yet.
#[must_use]
pub fn course_fragment(frame: &Frame, part: &CoursePart) -> String {
    let Some(board) = frame.board() else { return String::new() };
    compact(part, &board, frame.words()).map_or_else(String::new, |section| fragment(|| section))
}
