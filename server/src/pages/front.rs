//! The front page: every contest of every election at a glance.

use std::sync::Arc;

use app::model::{ContestLine, FrontPage, Link, Mini};
use election::meta::Meta;
use election::{ContestIx, LevelIx, ViewKey};

use super::contest::with_language;
use super::outcome;
use super::place::{facts, navigation};
use crate::hub::Topic;
use crate::night::Night;
use crate::site::Site;

/// A small map has at most so many places.
const MOST_PLACES: usize = 40;

/// The languages of all elections, those of the first one first.
pub(super) fn languages(site: &Site) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for language in site.nights.values().flat_map(|night| &night.definition.languages) {
        if !all.contains(language) {
            all.push(language.clone());
        }
    }
    all
}

/// What tells the states of the front page apart: as often as the contests' views change, and when an embargo ends.
pub(super) fn tag(site: &Site) -> String {
    let night = |night: &Arc<Night>| {
        let seqs: Vec<String> = roots(night).map(|(_, topic)| topic.seq().to_string()).collect();
        let open = if embargo(night).is_some() { "closed" } else { "" };
        format!("{:x}.{}{open}", night.hub.epoch(), seqs.join("."))
    };
    site.nights.values().map(night).collect::<Vec<_>>().join("-")
}

/// Until when nothing is published, if that time has not come.
pub(super) fn embargo(night: &Night) -> Option<i64> {
    night.definition.embargo.filter(|embargo| night.clock.now() < *embargo)
}

/// The view of each contest as a whole.
fn roots(night: &Night) -> impl Iterator<Item = (ContestIx, Arc<Topic>)> + '_ {
    let unit = night.definition.units.root();
    let level = night.definition.default_level(unit);
    let contests = (0..night.definition.contests.len()).map(ContestIx::new);
    contests.map(move |contest| (contest, night.hub.topic(ViewKey { contest, unit, level })))
}

/// The front page.
pub(super) fn front(site: &Site, language: &str) -> String {
    let lines = |night: &Arc<Night>| {
        let line = |(contest, topic): (ContestIx, Arc<Topic>)| line(night, contest, &topic, language);
        roots(night).map(line).collect::<Vec<_>>()
    };
    let link = |code: &String| Link { label: code.clone(), href: with_language("/", code), current: code == language };
    app::front_page(&FrontPage {
        language: language.to_owned(),
        contests: site.nights.values().flat_map(lines).collect(),
        languages: languages(site).iter().map(link).collect(),
        data: vec![Link { label: "JSON".into(), href: "/api/v1/index.json".into(), current: false }],
        assets: site.assets.clone(),
    })
}

fn line(night: &Arc<Night>, contest: ContestIx, topic: &Topic, language: &str) -> ContestLine {
    let definition = &night.definition;
    let root = definition.units.root();
    let facts = facts(definition, contest, language);
    let embargo = embargo(night);
    let mut pages = navigation(definition, (contest, root), language, None);
    pages.iter_mut().for_each(|page| page.current = false);
    ContestLine {
        meta: Meta::clone(&topic.meta(definition, language)),
        snapshot: topic.snapshot(),
        date: definition.date.clone(),
        href: facts.unit_href(definition.units.id(root)),
        facts,
        pages,
        ruling: if embargo.is_none() { outcome::ruling(night, contest) } else { None },
        mini: if embargo.is_none() { mini(night, contest, language) } else { None },
        embargo,
        silence: definition.notes.silence.as_ref().map(|text| text.get(language).to_owned()),
    }
}

/// The contest by the largest places that make a map.
fn mini(night: &Arc<Night>, contest: ContestIx, language: &str) -> Option<Mini> {
    let (definition, atlas) = (&night.definition, night.atlas.as_ref()?);
    let unit = definition.units.root();
    let levels = (1..=atlas.level().at()).map(LevelIx::new);
    let level =
        levels.into_iter().find(|level| (2..=MOST_PLACES).contains(&definition.units.cut(unit, *level).len()))?;
    let topic = night.hub.topic(ViewKey { contest, unit, level });
    let map = Arc::new(atlas.draw_small(definition, topic.layout())?);
    Some(Mini { meta: Meta::clone(&topic.meta(definition, language)), snapshot: topic.snapshot(), map })
}
