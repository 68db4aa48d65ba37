//! The page of what changed lately.

use app::model::Link;
use app::pages::changes::{Changed, ChangesPage, changes_page};
use app::pages::corrections::WINDOWS;
use election::UnitIx;
use election::calls::CallView;
use election::history::Recent;
use election::history::recent::Span;
use election::view::Layout;

use super::corrections::{self, address, data};
use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, facts, href};
use crate::history::ask::{Asked, MINUTES, back};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "changes",
    label: Some(|words| words.history.changes),
    scope: Scope::Unit,
    fresh: Fresh::Minute,
    params: &["minutes"],
    exists: |_, _| true,
    render,
};

fn render(place: &Place) -> Result<String, Problem> {
    let absent = |problem: Problem| Problem::not_found(problem.reference, problem.detail);
    let minutes = Asked(&place.query).minutes().map_err(absent)?.unwrap_or(MINUTES);
    let (definition, view, now) = (place.definition(), place.view, place.night.clock.now());
    let recent = place.night.history.recent(Layout::new(definition, view), back(now, minutes));
    let frame = place.frame();
    let words = frame.words();
    let window = |window: u32| Link {
        label: app::words::fill(words.history.past_minutes, &[("n", &window.to_string())]),
        href: address(place, &[("minutes", &window.to_string())]),
        current: window == minutes,
    };
    let own = href(definition, &corrections::KIND, (view.contest, view.unit), "", &place.language);
    Ok(changes_page(&ChangesPage {
        minutes,
        now,
        places: recent.places.iter().map(|span| changed(place, span)).collect(),
        windows: WINDOWS.into_iter().map(window).collect(),
        corrections: format!("{own}&minutes={minutes}"),
        calls: calls(place, &recent, words),
        data: data(place, "recent"),
        recent,
        frame,
    }))
}

fn changed(place: &Place, span: &Span) -> Changed {
    let (definition, language) = (place.definition(), &place.language);
    let units = &definition.units;
    let own = |unit: UnitIx| facts(definition, place.view.contest, language).unit_href(units.id(unit));
    let minutes = place.asked("minutes");
    let closer = |unit: UnitIx| {
        let href = href(definition, &KIND, (place.view.contest, unit), "", language);
        if minutes.is_empty() { href } else { format!("{href}&minutes={minutes}") }
    };
    let href = if units.is_leaf(span.unit) { own(span.unit) } else { closer(span.unit) };
    let expected = units.expected_in_all(span.unit);
    let label = definition.unit_name(span.unit, language).to_owned();
    Changed { span: span.clone(), place: Link { label, href, current: false }, expected }
}

/// The calls of the window, and those that were taken back in it.
fn calls(place: &Place, recent: &Recent, words: &app::words::Words) -> Vec<String> {
    let (definition, view) = (place.definition(), place.view);
    let contest = &definition.contests[view.contest.at()];
    let truth = place.night.hub.truth().read().expect("nobody panics while holding it");
    let calls = election::calls::calls(definition, &truth.decisions, view.contest, view.unit);
    let locale = words.live.locale();
    let clock = |at: i64| locale.clock(at, definition.utc_offset);
    let line = |call: CallView| {
        let kind = words.live.call_kinds.split('|').nth(call.kind as usize).unwrap_or_default();
        let about = call.option.map(|option| contest.options[option.at()].name.get(&place.language));
        let what = about.map_or_else(|| kind.to_owned(), |about| format!("{kind}: {about}"));
        let said = |what: &str, who: &str, at: i64, why: &str| format!("{what} — {who}, {}: {why}", clock(at));
        match call.withdrawn {
            Some(taken_back) if taken_back.at > recent.since => {
                let mark = words.live.call_kinds.split('|').next_back().unwrap_or_default();
                Some(said(&format!("{mark}: {what}"), &taken_back.author, taken_back.at, &taken_back.basis))
            }
            _ if call.at > recent.since => Some(said(&what, &call.author, call.at, &call.basis)),
            _ => None,
        }
    };
    calls.into_iter().filter_map(line).collect()
}
