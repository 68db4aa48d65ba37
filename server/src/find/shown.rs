//! Hits as readers see them: what each is called and where it is, its page, its colour, how far its count is.

use app::model::Facts;
use app::pages::search::{Group, Line, Sort, State};
use election::report::Figure;
use election::{CategoryIx, ContestIx, Definition, UnitIx};

use super::{Hit, Hits, Thing};
use crate::night::Night;
use crate::pages::list_address;

/// What is looked for and how it is shown.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What the reader typed.
    pub query: String,
    /// Language code.
    pub language: String,
    /// The contest whose figures places show.
    pub contest: ContestIx,
    /// Most results of units, and of what stands on the ballot.
    pub most: usize,
    /// Whether results of several elections stand together: then each names its own.
    pub several: bool,
}

impl Night {
    /// The results of a search in this election, the best sort first, and how far the best of each is from what was asked.
    #[must_use]
    pub fn search(&self, asked: &Asked) -> Vec<(u32, Group)> {
        let hits = self.finder().find(&self.definition, &asked.query, asked.most);
        let shown = Shown { night: self, definition: &self.definition, asked };
        let mut groups = shown.groups(&hits);
        groups.sort_by_key(|(distance, _)| *distance);
        groups
    }
}

struct Shown<'a> {
    night: &'a Night,
    definition: &'a Definition,
    asked: &'a Asked,
}

impl Shown<'_> {
    fn groups(&self, hits: &Hits) -> Vec<(u32, Group)> {
        let all: Vec<Hit> = hits.units.iter().chain(&hits.ballot).copied().collect();
        let group = |sort: Sort| {
            let of: Vec<&Hit> = all.iter().filter(|hit| sort_of(hit.thing) == sort).collect();
            let best = of.first()?.distance;
            let total = if sort == Sort::Places { hits.units_total } else { of.len() };
            let lines = of.iter().map(|hit| self.line(hit.thing)).collect();
            Some((best, Group { sort, lines, total }))
        };
        [Sort::Places, Sort::Lists, Sort::Candidates, Sort::Contests].into_iter().filter_map(group).collect()
    }

    fn line(&self, thing: Thing) -> Line {
        let mut line = match thing {
            Thing::Unit(unit) => self.unit(unit),
            Thing::Contest(contest) => self.contest(contest),
            Thing::List(contest, option) => self.list(contest, option.at()),
            Thing::Candidate(contest, option, at) => {
                let list = self.list(contest, option.at());
                let name = self.definition.contests[contest.at()].candidates[option.at()][at].name.clone();
                let within = list.within.iter().cloned().chain([list.name]).collect();
                Line { name, within, colour: list.colour, href: list.href, ..Line::default() }
            }
        };
        if self.asked.several && !matches!(thing, Thing::Contest(_)) {
            line.within.insert(0, self.definition.title.get(&self.asked.language).to_owned());
        }
        line
    }

    fn href(&self, contest: ContestIx, unit: UnitIx) -> String {
        let contest = &self.definition.contests[contest.at()].id;
        let facts = Facts {
            unit_prefix: format!("/e/{}/{contest}/", self.definition.id),
            unit_suffix: format!("?lang={}", self.asked.language),
            ..Facts::default()
        };
        facts.unit_href(self.definition.units.id(unit))
    }

    fn unit(&self, unit: UnitIx) -> Line {
        let (units, language) = (&self.definition.units, &self.asked.language);
        let name = |unit: UnitIx| self.definition.unit_name(unit, language).to_owned();
        let mut within: Vec<String> = units.ancestors(unit).map(name).collect();
        within.reverse();
        Line {
            name: name(unit),
            what: self.definition.levels[units.level(unit).at()].name.get(language).to_owned(),
            within,
            href: self.href(self.asked.contest, unit),
            colour: String::new(),
            state: self.night.published().is_ok().then(|| self.state(unit)),
        }
    }

    fn contest(&self, contest: ContestIx) -> Line {
        let text = |text: &election::definition::Text| text.get(&self.asked.language).to_owned();
        Line {
            name: text(&self.definition.contests[contest.at()].title),
            within: vec![text(&self.definition.title)],
            href: self.href(contest, self.definition.units.root()),
            ..Line::default()
        }
    }

    fn list(&self, contest: ContestIx, option: usize) -> Line {
        let of = &self.definition.contests[contest.at()];
        let (language, option) = (&self.asked.language, &of.options[option]);
        Line {
            name: option.name.get(language).to_owned(),
            what: option.short.clone(),
            within: vec![of.title.get(language).to_owned()],
            href: list_address(self.definition, contest, &option.id, language),
            colour: option.colour.clone(),
            state: None,
        }
    }

    fn state(&self, unit: UnitIx) -> State {
        let contest = &self.definition.contests[self.asked.contest.at()];
        let mut state = State { votes: vec![0; contest.options.len()], ..State::default() };
        let truth = self.night.hub.truth().read().expect("nobody panics while holding it");
        for category in (0..self.definition.categories.len()).map(CategoryIx::new) {
            let standing = truth.ledger.standing(self.asked.contest, unit, category);
            state.completed += u64::from(standing.completed);
            state.expected += u64::from(self.definition.units.expected(unit, category));
            state.votes.iter_mut().zip(&standing.sums[Figure::COUNT..]).for_each(|(sum, votes)| *sum += votes);
        }
        let spoken = |option: &election::definition::BallotOption| {
            let name = option.name.get(&self.asked.language);
            (if option.short.is_empty() { name } else { &option.short }.to_owned(), option.colour.clone())
        };
        state.lists = contest.options.iter().map(spoken).collect();
        state
    }
}

fn sort_of(thing: Thing) -> Sort {
    match thing {
        Thing::Unit(_) => Sort::Places,
        Thing::Contest(_) => Sort::Contests,
        Thing::List(..) => Sort::Lists,
        Thing::Candidate(..) => Sort::Candidates,
    }
}
