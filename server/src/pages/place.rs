//! Where a page is: everything that it can be made from, the addresses around it, and what stands around its content.

use std::sync::Arc;

use app::model::{Facts, Link, Search, Social};
use app::pages::frame::{Frame, Standing};
use election::meta::Meta;
use election::{ContestIx, Definition, UnitIx, ViewKey};

use super::contest::{alphabetical, with_language};
use super::kind::{Fresh, KINDS, Kind, Scope};
use crate::hub::Topic;
use crate::night::Night;
use crate::site::Site;

/// Siblings above this many are not listed: the page above has them all.
const MOST_SIBLINGS: usize = 60;

/// What a page is made from.
pub(super) struct Place {
    pub(super) site: Arc<Site>,
    pub(super) night: Arc<Night>,
    pub(super) kind: &'static Kind,
    /// Contest, unit and the unit's default level; of a page of the whole election, those of the first contest at the root.
    pub(super) view: ViewKey,
    /// The thing that the page is about, if its scope has one.
    pub(super) item: String,
    pub(super) language: String,
    /// The parameters that the kind reads, as far as they are given.
    pub(super) query: Vec<(&'static str, String)>,
    /// The figures; none if the page is the same all night.
    pub(super) topic: Option<Arc<Topic>>,
}

impl Place {
    pub(super) fn definition(&self) -> &Definition {
        &self.night.definition
    }

    /// A parameter of the query; empty if it is not given.
    pub(super) fn asked(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
    }

    /// What tells this page from all others.
    pub(super) fn key(&self) -> String {
        let (election, id) = (&self.definition().id, self.kind.id);
        format!("{election} -{id} {:?} {} {} {:?}", self.view, self.item, self.language, self.query)
    }

    /// What tells its states apart.
    pub(super) fn tag(&self) -> String {
        let epoch = self.night.hub.epoch();
        let seq = self.topic.as_ref().map_or(0, |topic| topic.seq());
        match self.kind.fresh {
            Fresh::Fixed => format!("{epoch:016x}"),
            Fresh::Counted => format!("{epoch:016x}-{seq}"),
            Fresh::Hourly => {
                // Before an embargo ends there is no number, which is another state than none counted.
                let seq = self.topic.as_ref().map_or_else(|| "closed".to_owned(), |topic| topic.seq().to_string());
                let said = self.night.hub.truth().read().expect("nobody panics while holding it").turnout.len();
                format!("{epoch:016x}-{seq}-{said}")
            }
            Fresh::Minute => format!("{epoch:016x}-{seq}-{}", self.night.clock.now() / 60_000),
        }
    }

    /// The address of a kind of page for a contest at a unit, in `language`; of an item, this page's.
    fn href(&self, kind: &Kind, contest: ContestIx, unit: UnitIx, language: &str) -> String {
        let item = if kind.scope == Scope::Item { self.item.as_str() } else { "" };
        href(self.definition(), kind, (contest, unit), item, language)
    }

    /// The address of the same page in another language, with its parameters.
    fn here(&self, language: &str) -> String {
        let href = self.href(self.kind, self.view.contest, self.view.unit, language);
        self.query.iter().fold(href, |href, (name, value)| format!("{href}&{name}={}", escaped(value)))
    }

    /// What stands around the page.
    pub(super) fn frame(&self) -> Frame {
        let definition = self.definition();
        let contest = &definition.contests[self.view.contest.at()];
        let whole = self.kind.scope == Scope::Election;
        let language =
            |code: &String| Link { label: code.clone(), href: self.here(code), current: *code == self.language };
        Frame {
            language: self.language.clone(),
            election: definition.title.get(&self.language).to_owned(),
            date: definition.date.clone(),
            sample: definition.sample,
            contest: (!whole).then(|| contest.title.get(&self.language).to_owned()),
            path: self.path(),
            siblings: self.siblings(),
            contests: if whole { Vec::new() } else { self.contests() },
            pages: navigation(definition, (self.view.contest, self.view.unit), &self.language, Some(self.kind)),
            languages: definition.languages.iter().map(language).collect(),
            standing: self.standing(),
            source: definition.source.get(&self.language).to_owned(),
            social: self.social(),
            search: Search::of(&definition.id, if whole { "" } else { &contest.id }, &self.language),
            about: about(definition, &self.language),
            home: with_language("/", &self.language),
            canonical: self.here(&self.language),
            assets: self.site.assets.clone(),
        }
    }

    fn social(&self) -> Social {
        let card = |topic: &Arc<Topic>| crate::card::address(&self.night, topic, &self.language);
        Social { base: self.site.base.clone(), card: self.topic.as_ref().map_or_else(String::new, card) }
    }

    /// The figures with their meaning.
    fn standing(&self) -> Option<Standing> {
        let topic = self.topic.as_ref()?;
        let meta = Meta::clone(&topic.meta(self.definition(), &self.language));
        let facts = facts(self.definition(), self.view.contest, &self.language);
        Some(Standing { meta, snapshot: topic.snapshot(), facts })
    }

    /// Whether the page exists at every unit.
    fn is_by_unit(&self) -> bool {
        matches!(self.kind.scope, Scope::Unit | Scope::Item)
    }

    fn link(&self, unit: UnitIx) -> Link {
        Link {
            label: self.definition().unit_name(unit, &self.language).to_owned(),
            href: self.href(self.kind, self.view.contest, unit, &self.language),
            current: unit == self.view.unit,
        }
    }

    fn path(&self) -> Vec<Link> {
        let mut path: Vec<Link> =
            self.definition().units.ancestors(self.view.unit).map(|unit| self.link(unit)).collect();
        path.reverse();
        path.push(self.link(self.view.unit));
        path
    }

    fn siblings(&self) -> Vec<Link> {
        let units = &self.definition().units;
        let Some(parent) = units.parent(self.view.unit).filter(|_| self.is_by_unit()) else { return Vec::new() };
        let siblings: Vec<UnitIx> = units.children(parent).take(MOST_SIBLINGS + 1).collect();
        if siblings.len() > MOST_SIBLINGS {
            return Vec::new();
        }
        alphabetical(siblings.into_iter().map(|unit| self.link(unit)).collect(), &self.language)
    }

    /// The same page of the other contests; their own page where they do not have it, or it is about a list.
    fn contests(&self) -> Vec<Link> {
        let definition = self.definition();
        let link = |(at, contest): (usize, &election::definition::Contest)| {
            let other = ContestIx::new(at);
            let same = self.kind.scope != Scope::Item && (self.kind.exists)(definition, other);
            let own = || facts(definition, other, &self.language).unit_href(definition.units.id(self.view.unit));
            Link {
                label: contest.title.get(&self.language).to_owned(),
                href: if same { self.href(self.kind, other, self.view.unit, &self.language) } else { own() },
                current: other == self.view.contest,
            }
        };
        definition.contests.iter().enumerate().map(link).collect()
    }
}

/// The pages that show nothing of the count, and so are open before an embargo ends: turnout and the definition.
pub(super) fn readable(definition: &Definition, language: &str) -> Vec<Link> {
    let root = definition.units.root();
    let words = app::words::of(language);
    let link = |kind: &'static Kind, label: &str, at: ContestIx| Link {
        label: format!("{label}: {}", definition.contests[at.at()].title.get(language)),
        href: href(definition, kind, (at, root), "", language),
        current: false,
    };
    let of_contest = |at: usize| {
        let at = ContestIx::new(at);
        let turnout = (super::turnout::KIND.exists)(definition, at);
        let turnout = turnout.then(|| link(&super::turnout::KIND, words.history.turnout, at));
        turnout.into_iter().chain([link(&super::method::KIND, words.pages.method, at)])
    };
    let about =
        Link { label: app::words::pages(language).about.to_owned(), href: about(definition, language), current: false };
    (0..definition.contests.len()).flat_map(of_contest).chain([about]).collect()
}

/// The address of the page about an election's pages.
pub(super) fn about(definition: &Definition, language: &str) -> String {
    href(definition, &super::about::KIND, (ContestIx(0), definition.units.root()), "", language)
}

/// How addresses of a contest's own page are made.
pub(super) fn facts(definition: &Definition, contest: ContestIx, language: &str) -> Facts {
    Facts {
        quarantine: definition.soft_flags == election::definition::SoftFlags::Quarantine,
        unit_prefix: format!("/e/{}/{}/", definition.id, definition.contests[contest.at()].id),
        unit_suffix: format!("?lang={language}"),
        ..Facts::default()
    }
}

/// The address of a kind of page for a contest at a unit. The root is left out.
pub(super) fn href(
    definition: &Definition,
    kind: &Kind,
    (contest, unit): (ContestIx, UnitIx),
    item: &str,
    language: &str,
) -> String {
    let page = format!("/e/{}/-/{}", definition.id, kind.id);
    let contest = &definition.contests[contest.at()].id;
    let unit_suffix = format!("?lang={language}");
    let at_unit = unit != definition.units.root() && matches!(kind.scope, Scope::Unit | Scope::Item);
    let prefix = match kind.scope {
        Scope::Election => return page + &unit_suffix,
        Scope::Contest | Scope::Unit => format!("{page}/{contest}"),
        Scope::Item => format!("{page}/{contest}/{}", escaped(item)),
    };
    if !at_unit {
        return prefix + &unit_suffix;
    }
    Facts { unit_prefix: prefix + "/", unit_suffix, ..Facts::default() }.unit_href(definition.units.id(unit))
}

/// The pages of a contest, its own first. `current` = which of them it stands on; `None` = its own.
pub(super) fn navigation(
    definition: &Definition,
    (contest, unit): (ContestIx, UnitIx),
    language: &str,
    current: Option<&Kind>,
) -> Vec<Link> {
    let own = Link {
        label: app::words::of(language).pages.results.to_owned(),
        href: facts(definition, contest, language).unit_href(definition.units.id(unit)),
        current: current.is_none(),
    };
    let link = |kind: &&'static Kind| {
        let label = kind.label.filter(|_| kind.scope != Scope::Item && (kind.exists)(definition, contest))?;
        Some(Link {
            label: label(app::words::of(language)).to_owned(),
            href: href(definition, kind, (contest, unit), "", language),
            current: current.is_some_and(|current| current.id == kind.id),
        })
    };
    std::iter::once(own).chain(KINDS.iter().filter_map(link)).collect()
}

/// A value as it stands in an address.
pub(super) fn escaped(value: &str) -> String {
    Facts::default().unit_href(value).replace('/', "%2F")
}
