//! What the pages are given: views with their meaning, and every link around them.

use std::sync::Arc;

use app::model::{Addresses, ContestPage, Facts, Link, Record, Social, encoded};
use app::shade::Shade;
use election::definition::SoftFlags;
use election::meta::Meta;
use election::{Definition, LevelIx, UnitIx, ViewKey};

use super::analysis::course_part;
use super::cache::Rendered;
use super::place::{about, href, navigation};
use super::{changes, corrections, shading};
use crate::hub::Topic;
use crate::night::Night;
use crate::site::Site;

/// Siblings above this many are not listed: the page above has them all.
const MOST_SIBLINGS: usize = 60;
/// A table of more rows than this comes in parts.
const MOST_ROWS: usize = 300;
/// How many rows a part has.
const PART: u32 = 100;

/// An address with its language, if that is not the default.
pub(super) fn with_language(path: &str, language: &str) -> String {
    format!("{path}?lang={language}")
}

/// What a reader chose of the page of a contest at a unit.
pub(super) struct Choice {
    pub(super) language: String,
    /// What the map shows.
    pub(super) shade: Shade,
    /// Whether the level of the rows was chosen.
    pub(super) level: bool,
    /// The first row of the table, where it comes in parts.
    pub(super) from: u32,
}

/// Links in the alphabetical order of the language.
pub(super) fn alphabetical(mut links: Vec<Link>, language: &str) -> Vec<Link> {
    let order = app::words::collator(language);
    links.sort_by(|one, other| order(&one.label, &other.label));
    links
}

/// The page of a contest at a unit, and what the browser goes on with.
pub(super) fn page(site: &Site, night: &Arc<Night>, topic: &Topic, choice: &Choice) -> Rendered {
    let page = model(site, night, topic, choice);
    Rendered { html: app::contest_page(&page), figures: page.embedded().encode() }
}

fn model(site: &Site, night: &Arc<Night>, topic: &Topic, choice: &Choice) -> ContestPage {
    let Choice { language, shade, level, from } = choice;
    let meta = topic.meta(&night.definition, language);
    let layout = topic.layout();
    let tail = shade.tail(&meta.options);
    let around = Around { night, meta: &meta, language, tail: &tail };
    let map = night.map(layout, language);
    let level = if *level { format!("&level={}", meta.level) } else { String::new() };
    let whole = around.plain(&meta.unit.id) + &level;
    let listed = listed(layout.rows.len(), *from);
    let from = listed.filter(|(from, _)| *from > 0).map_or_else(String::new, |(from, _)| format!("&from={from}"));
    let here = format!("{whole}{from}");
    let facts = Facts { listed, endings: endings(night, layout.key, language), ..around.facts() };
    ContestPage {
        meta: Meta::clone(&meta),
        snapshot: topic.snapshot(),
        facts: shading::facts(Facts { here: here.clone(), shade: *shade, ..facts }, &night.definition, layout),
        kind: kind(&night.definition, layout.key.unit, language),
        date: night.definition.date.clone(),
        map,
        course: Some(course_part(night, layout.key.contest, layout.key.unit, language)),
        siblings: around.siblings(layout.key),
        levels: around.levels(layout.key),
        contests: around.contests(layout.key),
        pages: navigation(&night.definition, (layout.key.contest, layout.key.unit), language, None),
        languages: around.languages(&(level + &tail)),
        data: around.data(),
        record: record(night, layout.key, language),
        home: with_language("/", language),
        about: about(&night.definition, language),
        canonical: here.clone(),
        whole: whole + &tail,
        part: PART,
        addresses: around.addresses(),
        social: Social { base: site.base.clone(), card: crate::card::address(night, topic, language) },
        assets: site.assets.clone(),
        figures: format!("{here}{tail}&build={}&figures=", site.assets.build()),
    }
}

/// What one unit of the level is called.
fn kind(definition: &Definition, unit: UnitIx, language: &str) -> String {
    definition.levels[definition.units.level(unit).at()].name.get(language).to_owned()
}

/// What is said of a contest that one wins, on the page of the whole contest.
fn endings(night: &Night, view: ViewKey, language: &str) -> Vec<String> {
    let definition = &night.definition;
    let is_whole = view.unit == definition.units.root();
    let house = super::seats::house(definition, view.contest).filter(|house| is_whole && house.seats < 2);
    house.map_or_else(Vec::new, |house| app::pages::outcome::endings(house, app::words::of(language)))
}

/// What is on record of a unit.
fn record(night: &Night, view: ViewKey, language: &str) -> Record {
    let (definition, place) = (&night.definition, (view.contest, view.unit));
    let id = definition.units.id(view.unit);
    // A station's figures are on its page without their history rather than not at all.
    let revisions = definition.units.is_leaf(view.unit).then(|| night.revisions(view.contest, view.unit));
    let contest = &definition.contests[view.contest.at()].id;
    Record {
        corrections: href(definition, &corrections::KIND, place, "", language),
        changes: href(definition, &changes::KIND, place, "", language),
        revisions: revisions.and_then(Result::ok),
        data: format!("/api/v1/elections/{}/contests/{contest}/units/{}/revisions", definition.id, encoded(id)),
    }
}

/// The first row that the table shows where row `from` is asked for.
pub(super) fn part_of(rows: usize, from: u32) -> u32 {
    listed(rows, from).map_or(0, |(first, _)| first)
}

/// The rows that the table shows, first and past the last; none = all.
fn listed(rows: usize, from: u32) -> Option<(u32, u32)> {
    let all = u32::try_from(rows).ok().filter(|_| rows > MOST_ROWS)?;
    let from = from.min(all - 1) / PART * PART;
    Some((from, (from + PART).min(all)))
}

/// The addresses around a page.
struct Around<'a> {
    night: &'a Night,
    meta: &'a Meta,
    language: &'a str,
    /// What addresses say of the map.
    tail: &'a str,
}

impl Around<'_> {
    fn definition(&self) -> &Definition {
        &self.night.definition
    }

    fn facts(&self) -> Facts {
        Facts {
            quarantine: self.definition().soft_flags == SoftFlags::Quarantine,
            unit_prefix: format!("/e/{}/{}/", self.meta.election, self.meta.contest),
            unit_suffix: format!("?lang={}{}", self.language, self.tail),
            heard: self.night.hub.truth().read().expect("nobody panics while holding it").heard,
            ..Facts::default()
        }
    }

    /// The address of a unit's page as it is shown to who has chosen nothing.
    fn plain(&self, id: &str) -> String {
        Facts { unit_suffix: format!("?lang={}", self.language), ..self.facts() }.unit_href(id)
    }

    fn unit(&self, id: &str) -> String {
        self.facts().unit_href(id)
    }

    fn siblings(&self, key: ViewKey) -> Vec<Link> {
        let units = &self.definition().units;
        let Some(parent) = units.parent(key.unit) else { return Vec::new() };
        let siblings: Vec<UnitIx> = units.children(parent).take(MOST_SIBLINGS + 1).collect();
        if siblings.len() > MOST_SIBLINGS {
            return Vec::new();
        }
        let link = |unit: UnitIx| Link {
            label: self.definition().unit_name(unit, self.language).to_owned(),
            href: self.unit(units.id(unit)),
            current: unit == key.unit,
        };
        alphabetical(siblings.into_iter().map(link).collect(), self.language)
    }

    fn levels(&self, key: ViewKey) -> Vec<Link> {
        let units = &self.definition().units;
        if units.is_leaf(key.unit) {
            return Vec::new();
        }
        let below = (units.level(key.unit).at() + 1..self.definition().levels.len()).map(LevelIx::new);
        // A table of thousands of rows helps nobody: the levels below are a step away.
        let sensible = below.filter(|level| (2..=600).contains(&units.cut(key.unit, *level).len()));
        let href = self.plain(&self.meta.unit.id);
        let link = |level: LevelIx| {
            let of = &self.definition().levels[level.at()];
            Link {
                label: of.plural.get(self.language).to_owned(),
                href: format!("{href}&level={}{}", of.id, self.tail),
                current: level == key.level,
            }
        };
        sensible.map(link).collect()
    }

    fn contests(&self, key: ViewKey) -> Vec<Link> {
        let unit = self.definition().units.id(key.unit);
        let link = |(at, contest): (usize, &election::definition::Contest)| {
            let prefix = format!("/e/{}/{}/", self.meta.election, contest.id);
            let facts = Facts { unit_prefix: prefix, ..self.facts() };
            Link {
                label: contest.title.get(self.language).to_owned(),
                href: facts.unit_href(unit),
                current: at == key.contest.at(),
            }
        };
        self.definition().contests.iter().enumerate().map(link).collect()
    }

    fn languages(&self, level: &str) -> Vec<Link> {
        let link = |code: &String| {
            let facts = Facts { unit_suffix: format!("?lang={code}"), ..self.facts() };
            let href = facts.unit_href(&self.meta.unit.id) + level;
            Link { label: code.clone(), href, current: code == self.language }
        };
        self.definition().languages.iter().map(link).collect()
    }

    /// The view's address in the API, without query.
    fn api(&self) -> String {
        let prefix = format!("/api/v1/elections/{}/contests/{}/units/", self.meta.election, self.meta.contest);
        Facts { unit_prefix: prefix, ..Facts::default() }.unit_href(&self.meta.unit.id)
    }

    fn data(&self) -> Vec<Link> {
        let (api, level) = (self.api(), &self.meta.level);
        let link = |label: &str, href| Link { label: label.into(), href, current: false };
        vec![
            link("JSON", format!("{api}?level={level}&lang={}", self.language)),
            link("CSV", format!("{api}?level={level}&format=csv&lang={}", self.language)),
            link("API", "/api/v1/index.json".into()),
        ]
    }

    fn addresses(&self) -> Addresses {
        let level = &self.meta.level;
        let api = self.api();
        Addresses {
            socket: "/live".into(),
            events: "/events".into(),
            changes: format!("{api}/changes?level={level}&since="),
            snapshot: format!("{api}?level={level}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, part_of};

    #[test]
    fn a_short_table_is_whole_and_a_long_one_comes_in_parts_that_leave_no_row_out() {
        assert_eq!(listed(300, 0), None);
        assert_eq!(listed(3_050, 0), Some((0, 100)));
        let mut next = 0;
        while let Some((from, to)) = listed(3_050, next).filter(|_| next < 3_050) {
            assert_eq!(from, next);
            next = to;
        }
        assert_eq!(next, 3_050);
    }

    #[test]
    fn a_part_that_nobody_offered_is_the_one_that_has_the_row() {
        assert_eq!(listed(3_050, 117), Some((100, 200)));
        assert_eq!(listed(3_050, 4_000_000), Some((3_000, 3_050)));
        // The address of a page that is kept says which part it has, not which row somebody made up.
        assert_eq!(
            [(300, 117), (3_050, 117), (3_050, 4_000_000)].map(|(rows, from)| part_of(rows, from)),
            [0, 100, 3_000]
        );
    }
}
