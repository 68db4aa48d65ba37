//! Turnout by the hour, as the commission says while the polls are open: a sentence, a chart, and the places below.

use election::format::{Locale, share};
use election::turnout::{Hour, TurnoutFlag};
use leptos::prelude::*;

use super::{TurnoutPage, bar};
use crate::charts::{HourDot, HoursChart, svg};
use crate::components::scroller;
use crate::pages::analysis::figure::Table;
use crate::words::{Words, fill};

/// What was said of a place, and of the previous election there.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// Who may vote there on the day, if that is known.
    pub registered: Option<u64>,
    /// The same in the previous election.
    pub registered_before: Option<u64>,
    /// What was said, by the hour.
    pub hours: Vec<Hour>,
    /// Voters of the previous election, on this day's clock (milliseconds since 1970 UTC).
    pub before: Vec<(i64, u32)>,
}

impl Day {
    /// Tenths of a percent.
    fn turnout(&self, voters: u32) -> Option<u32> {
        share(voters.into(), self.registered?)
    }

    /// The previous election at that time, in tenths of a percent.
    fn then(&self, at: i64) -> Option<u32> {
        let (_, voters) = self.before.iter().find(|(hour, _)| *hour == at)?;
        share((*voters).into(), self.registered_before?)
    }
}

/// What the parts draw from.
pub(super) struct Told<'a> {
    pub(super) page: &'a TurnoutPage,
    pub(super) words: &'static Words,
    pub(super) locale: Locale,
}

impl Told<'_> {
    fn clock(&self, at: i64) -> String {
        self.locale.clock(at, self.page.utc_offset)
    }

    /// How many had voted by the last hour, and what it was in the previous election; that nothing was said, if nothing was.
    pub(super) fn sentence(&self) -> String {
        let (says, day) = (&self.words.history, &self.page.day);
        let Some(last) = day.hours.last() else { return says.hours_none.to_owned() };
        let time = self.clock(last.at);
        let Some((turnout, registered)) = day.turnout(last.voters).zip(day.registered) else {
            let n = self.locale.count(last.voters.into());
            let form = self.words.live.plural(last.voters.into(), says.hours_lead_count);
            return fill(form, &[("time", &time), ("n", &n)]);
        };
        let (percent, n) = (self.locale.percent(turnout), self.locale.count(registered));
        let first = fill(says.hours_lead, &[("time", &time), ("turnout", &percent), ("n", &n)]);
        let Some(then) = day.then(last.at) else { return first };
        let form = match turnout.cmp(&then) {
            core::cmp::Ordering::Greater => says.hours_more,
            core::cmp::Ordering::Less => says.hours_less,
            core::cmp::Ordering::Equal => says.hours_same,
        };
        first + " " + &fill(form, &[("points", &self.locale.tenths(turnout.abs_diff(then)))])
    }

    /// What must be said about a figure.
    fn marks(&self, hour: &Hour) -> Vec<String> {
        let says = &self.words.history;
        let corrected = hour.was.map(|was| {
            let [old, new] = [was, hour.voters].map(|voters| self.locale.count(voters.into()));
            let reason = if hour.reason.is_empty() { says.no_reason } else { &hour.reason };
            fill(says.hours_corrected, &[("old", &old), ("new", &new), ("reason", reason)])
        });
        let flags = hour.flags.iter().map(|flag| match flag {
            TurnoutFlag::OverRegistered => says.hours_over.to_owned(),
            TurnoutFlag::Lower => says.hours_lower.to_owned(),
        });
        corrected.into_iter().chain(flags).collect()
    }

    /// The chart with what must be said about its figures, and its table.
    pub(super) fn section(&self) -> Option<AnyView> {
        let (says, day) = (&self.words.history, &self.page.day);
        let drawing = self.drawing()?;
        let mark = |hour: &Hour| {
            let time = self.clock(hour.at);
            let marks = self.marks(hour).into_iter();
            marks.map(|mark| view! { <li><b>{time.clone()}</b>" "{mark}</li> }).collect::<Vec<_>>()
        };
        let marks: Vec<_> = day.hours.iter().flat_map(mark).collect();
        let marks = (!marks.is_empty()).then(|| view! { <ul class="hours-marks">{marks}</ul> });
        Some(
            view! {
                <section class="block analysis" id="hours" aria-labelledby="hours-title">
                    <div class="analysis-head"><h2 class="title" id="hours-title">{says.hours}</h2></div>
                    <div class="analysis-body">
                        <figure class="drawing" inner_html=drawing></figure>
                        {marks}
                        <details class="twin"><summary>{self.words.charts.table}</summary>{self.table().view()}</details>
                    </div>
                    <div class="analysis-notes"><p>{says.hours_note}</p></div>
                </section>
            }
            .into_any(),
        )
    }

    fn drawing(&self) -> Option<String> {
        let (says, day) = (&self.words.history, &self.page.day);
        let is_share = day.registered.is_some_and(|registered| registered > 0);
        let height = |voters: u32| if is_share { day.turnout(voters) } else { Some(voters) };
        let dot = |hour: &Hour| {
            let marked = hour.was.is_some() || !hour.flags.is_empty();
            Some(HourDot { at: hour.at, height: height(hour.voters)?, marked })
        };
        let before = |(at, voters): &(i64, u32)| {
            let height = if is_share { day.then(*at)? } else { *voters };
            Some(HourDot { at: *at, height, marked: false })
        };
        let now: Vec<HourDot> = day.hours.iter().filter_map(dot).collect();
        if now.is_empty() {
            return None;
        }
        let chart = HoursChart {
            now,
            then: day.before.iter().filter_map(before).collect(),
            names: [says.hours_now, says.turnout_then],
            is_share,
            utc_offset: self.page.utc_offset,
            upright: if is_share { self.words.page.turnout } else { says.voters },
            lower: says.hour,
        };
        Some(svg(&chart, &self.sentence(), self.locale))
    }

    fn table(&self) -> Table {
        let (says, day) = (&self.words.history, &self.page.day);
        let row = |hour: &Hour| {
            vec![
                self.clock(hour.at),
                self.locale.count(hour.voters.into()),
                self.percent(day.turnout(hour.voters)),
                self.percent(day.then(hour.at)),
                self.marks(hour).join(" "),
            ]
        };
        let heads = [says.hour, says.voters, self.words.page.turnout, says.hours_then, says.hours_marks];
        Table {
            caption: says.hours_caption.to_owned(),
            heads: heads.map(str::to_owned).to_vec(),
            rows: day.hours.iter().map(row).collect(),
        }
    }

    fn percent(&self, tenths: Option<u32>) -> String {
        tenths.map_or_else(|| self.words.live.unknown.to_owned(), |tenths| self.locale.percent(tenths))
    }

    /// The places below at the last hour, those with the highest turnout first, those of which nothing was said last.
    pub(super) fn places(&self) -> Option<AnyView> {
        let (says, page) = (&self.words.history, self.page);
        let last = page.places.iter().filter_map(|day| Some(day.hours.last()?.at)).max()?;
        let of = |row: usize| {
            let day = &page.places[row];
            day.hours.last().map(|hour| (day.turnout(hour.voters), hour.voters))
        };
        let mut order: Vec<usize> = (0..page.places.len()).collect();
        order.sort_by_key(|row| core::cmp::Reverse(of(*row)));
        let rows: Vec<_> = order.iter().map(|row| self.place(*row, last)).collect();
        let title = fill(says.hours_places, &[("time", &self.clock(last))]);
        let label = scroller(&title, &self.words.page);
        let silent = page.places.iter().filter(|day| day.hours.is_empty()).count() as u64;
        let silent = (silent > 0).then(|| {
            let n = self.locale.count(silent);
            let text = fill(self.words.live.plural(silent, says.hours_silent_places), &[("n", &n)]);
            view! { <p class="block-note">{text}</p> }
        });
        Some(
            view! {
                <section class="block" aria-labelledby="hours-places-title">
                    <h2 class="title" id="hours-places-title">{title}</h2>
                    <div class="table-scroll" role="region" aria-label=label tabindex="0">
                        <table class="table lists-table turnout-table">
                            <thead>
                                <tr>
                                    <th scope="col">{self.words.page.place}</th>
                                    <th scope="col" class="is-share">{self.words.page.turnout}</th>
                                    <th scope="col">{says.voters}</th>
                                    <th scope="col">{says.hours_then}</th>
                                    <th scope="col" class="is-text">{says.hours_marks}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    {silent}
                </section>
            }
            .into_any(),
        )
    }

    fn place(&self, row: usize, last: i64) -> AnyView {
        let (says, day) = (&self.words.history, &self.page.places[row]);
        let (href, name) = (self.page.hrefs[row].clone(), self.page.names[row].clone());
        let head = view! { <th scope="row"><a href=href>{name}</a></th> };
        let Some(hour) = day.hours.last() else {
            return view! { <tr>{head}<td class="is-text is-silent" colspan="4">{says.hours_silent}</td></tr> }
                .into_any();
        };
        let turnout = day.turnout(hour.voters);
        let bar = bar(turnout);
        let earlier = (hour.at < last).then(|| fill(says.hours_earlier, &[("time", &self.clock(hour.at))]));
        let marked = |hour: &Hour| {
            let marks = self.marks(hour).into_iter();
            marks.map(|mark| format!("{}: {mark}", self.clock(hour.at))).collect::<Vec<_>>()
        };
        let marks: Vec<String> = earlier.into_iter().chain(day.hours.iter().flat_map(marked)).collect();
        view! {
            <tr>
                {head}
                <td class="is-share" style=bar>
                    <b>{self.percent(turnout)}</b>
                    <span class="bar-track" aria-hidden="true"><span class="bar-fill"></span></span>
                </td>
                <td>{self.locale.count(hour.voters.into())}</td>
                <td>{self.percent(day.then(hour.at))}</td>
                <td class="is-text">{marks.join(" ")}</td>
            </tr>
        }
        .into_any()
    }
}
