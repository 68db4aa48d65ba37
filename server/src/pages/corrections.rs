//! The page of corrections.

use app::model::Link;
use app::pages::corrections::{Choice, CorrectionsPage, Line, corrections_page};
use election::history::CorrectionKind;
use election::history::corrections::Correction;

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, escaped, facts, href};
use crate::history::ask::Asked;
use crate::problem::Problem;

/// Corrections on a page.
const MOST: usize = 50;

pub(super) static KIND: Kind = Kind {
    id: "corrections",
    label: Some(|words| words.history.corrections),
    scope: Scope::Unit,
    fresh: Fresh::Minute,
    params: &["option", "kind", "reason", "minutes", "before"],
    exists: |_, _| true,
    render,
};

fn render(place: &Place) -> Result<String, Problem> {
    let (definition, view) = (place.definition(), place.view);
    let asked = Asked(&place.query);
    let absent = |problem: Problem| Problem::not_found(problem.reference, problem.detail);
    let filter = asked.filter(definition, view.contest, view.unit, place.night.clock.now()).map_err(absent)?;
    let before = asked.before().map_err(absent)?;
    let past = place.night.history.past();
    let page = filter.page(&past, before, MOST);
    let kind = |(name, kind): (&'static str, CorrectionKind)| {
        let current = asked.get("kind") == name;
        let href = address(place, &[("kind", if current { "" } else { name }), ("before", "")]);
        (kind, Link { label: String::new(), href, current })
    };
    let lines = page.corrections.iter().map(|correction| line(place, correction)).collect();
    let older = page.next.map(|next| address(place, &[("before", &next.to_string())]));
    Ok(corrections_page(&CorrectionsPage {
        frame: place.frame(),
        seq: past.seq(),
        lines,
        choice: choice(place, &asked),
        kinds: CorrectionKind::NAMES.into_iter().map(kind).collect(),
        all: href(definition, &KIND, (view.contest, view.unit), "", &place.language),
        older,
        newest: before.map(|_| address(place, &[("before", "")])),
        data: data(place, "corrections"),
        page,
    }))
}

fn choice(place: &Place, asked: &Asked<'_, &'static str>) -> Choice {
    let all = href(place.definition(), &KIND, (place.view.contest, place.view.unit), "", "");
    let [option, kind, reason, minutes] =
        ["option", "kind", "reason", "minutes"].map(|name| asked.get(name).to_owned());
    let action = all.split('?').next().unwrap_or_default().to_owned();
    Choice { action, option, kind, reason, minutes }
}

/// The address of this page with some parameters changed; an empty value takes one away.
pub(super) fn address(place: &Place, changed: &[(&str, &str)]) -> String {
    let base = href(place.definition(), place.kind, (place.view.contest, place.view.unit), "", &place.language);
    let kept = place.query.iter().map(|(name, value)| (*name, value.as_str()));
    let kept = kept.filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    let all = kept.chain(changed.iter().copied()).filter(|(_, value)| !value.is_empty());
    all.fold(base, |href, (name, value)| format!("{href}&{name}={}", escaped(value)))
}

/// Where the same is as data.
pub(super) fn data(place: &Place, what: &str) -> Vec<Link> {
    let (definition, view) = (place.definition(), place.view);
    let contest = &definition.contests[view.contest.at()].id;
    let unit = app::model::encoded(definition.units.id(view.unit));
    let base = format!("/api/v1/elections/{}/contests/{contest}/units/{unit}/{what}", definition.id);
    let query = place.query.iter().filter(|(name, _)| *name != "before");
    let query: Vec<String> = query.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let link = |label: &str, format: &str| {
        let query: Vec<&str> = query.iter().map(String::as_str).chain((!format.is_empty()).then_some(format)).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        Link { label: label.to_owned(), href: format!("{base}{query}"), current: false }
    };
    vec![link("JSON", ""), link("CSV", "format=csv")]
}

fn line(place: &Place, correction: &Correction) -> Line {
    let (definition, language) = (place.definition(), &place.language);
    let unit = correction.unit;
    let above = definition.units.parent(unit).filter(|_| unit != place.view.unit);
    let link = Link {
        label: definition.unit_name(unit, language).to_owned(),
        href: facts(definition, place.view.contest, language).unit_href(definition.units.id(unit)),
        current: false,
    };
    Line {
        correction: correction.clone(),
        place: link,
        above: above.map(|above| definition.unit_name(above, language).to_owned()).unwrap_or_default(),
    }
}
