//! What a view's figures mean: names, colours, expected counts. Fixed by the definition and a language, so a client asks once.

use serde::{Deserialize, Serialize};

use crate::definition::{Candidate, Contest, Definition, Text};
use crate::ids::{CategoryIx, UnitIx};
use crate::report::Figure;
use crate::seats::{House, ReservedAs, System};
use crate::view::{Column, Layout};

/// A unit, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMeta {
    /// Id, as in addresses.
    pub id: String,
    /// Name in the language asked for.
    pub name: String,
    /// Id of its level.
    pub level: String,
    /// Cells that are expected to report, all categories.
    pub expected: u32,
    /// Whether nothing is below it.
    pub leaf: bool,
}

/// A category, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryMeta {
    /// Id.
    pub id: String,
    /// Name in the language asked for.
    pub name: String,
    /// Cells of the view's unit that are expected to report.
    pub expected: u32,
}

/// An option, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionMeta {
    /// Id.
    pub id: String,
    /// Number on the ballot.
    pub number: String,
    /// Abbreviation.
    pub short: String,
    /// Name in the language asked for.
    pub name: String,
    /// `#rrggbb`.
    pub colour: String,
    /// Whether the threshold does not apply to it.
    pub waived: bool,
    /// Its votes in the previous election at the view's unit; none if it did not stand.
    pub baseline: Option<u64>,
}

/// What readers must know of the rule by which votes become seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseMeta {
    /// Seats that are reserved for groups of lists.
    pub reserved: u32,
    /// Whether they are the fewest that a group gets of all seats, instead of apart from the others.
    pub floors: bool,
}

/// A group of lists that rules speak of, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMeta {
    /// The word by which rules name it.
    pub id: String,
    /// Name in the language asked for.
    pub name: String,
}

impl GroupMeta {
    /// The groups that the definition has names for.
    #[must_use]
    pub fn all(definition: &Definition, language: &str) -> Vec<Self> {
        let meta = |(id, name): (&String, &Text)| Self { id: id.clone(), name: name.get(language).to_owned() };
        definition.groups.iter().map(meta).collect()
    }

    /// What readers call a group: its word, if it has no name.
    #[must_use]
    pub fn name<'n>(groups: &'n [Self], id: &'n str) -> &'n str {
        groups.iter().find(|group| group.id == id).map_or(id, |group| &group.name)
    }
}

/// A candidate, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateMeta {
    /// Id: what ties name.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What a view's figures mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Id of the election.
    pub election: String,
    /// Its title.
    pub election_title: String,
    /// Id of the contest.
    pub contest: String,
    /// Its title.
    pub contest_title: String,
    /// Language of the names.
    pub language: String,
    /// The view's unit.
    pub unit: UnitMeta,
    /// The units above it, from the root down.
    pub path: Vec<UnitMeta>,
    /// Id of the level of the rows.
    pub level: String,
    /// What several of the rows are called.
    pub level_plural: String,
    /// One per category, in the order of the view's first rows.
    pub categories: Vec<CategoryMeta>,
    /// One per option, in ballot order.
    pub options: Vec<OptionMeta>,
    /// One per unit row.
    pub rows: Vec<UnitMeta>,
    /// The figures that the authority reports.
    pub figures: Vec<Figure>,
    /// The threshold in hundredths of a percent, if there is one.
    pub threshold: Option<u32>,
    /// The rule of its seats, if the contest has any.
    pub house: Option<HouseMeta>,
    /// The groups of lists that have names; only in the view of the whole contest.
    pub groups: Vec<GroupMeta>,
    /// The candidates of each option, in the order of its list; only in the view of the whole contest, if it has seats.
    pub candidates: Vec<Vec<CandidateMeta>>,
    /// Sum of the baseline's votes at the view's unit.
    pub baseline_votes: u64,
    /// Registered voters of the whole unit, where the definition knows them.
    pub registered: Option<u64>,
    /// Seconds east of UTC in which times are given.
    pub utc_offset: i32,
    /// Milliseconds since 1970 UTC.
    pub polls_close: i64,
    /// Who publishes the figures.
    pub source: String,
    /// A fictional election.
    pub sample: bool,
}

impl Meta {
    /// Whether stations report what turnout is computed of.
    #[must_use]
    pub fn has_turnout(&self) -> bool {
        [Figure::Registered, Figure::Ballots].iter().all(|figure| self.figures.contains(figure))
    }

    /// The meaning of a layout in `language`.
    #[must_use]
    pub fn new(definition: &Definition, layout: &Layout, language: &str) -> Self {
        let units = &definition.units;
        let key = layout.key;
        let contest = &definition.contests[key.contest.at()];
        let level = &definition.levels[key.level.at()];
        let unit = |unit: UnitIx| unit_meta(definition, unit, language);
        let mut path: Vec<UnitMeta> = units.ancestors(key.unit).map(unit).collect();
        path.reverse();
        let baseline = definition.baselines.get(key.contest.at()).and_then(|baseline| baseline.get(&key.unit));
        let before = |at: usize| baseline.and_then(|figures| figures[Figure::COUNT + at]);
        Self {
            election: definition.id.clone(),
            election_title: definition.title.get(language).to_owned(),
            contest: contest.id.clone(),
            contest_title: contest.title.get(language).to_owned(),
            language: language.to_owned(),
            unit: unit(key.unit),
            path,
            level: level.id.clone(),
            level_plural: level.plural.get(language).to_owned(),
            categories: category_metas(definition, key.unit, language),
            options: (contest.options.iter().enumerate())
                .map(|(at, option)| OptionMeta {
                    id: option.id.clone(),
                    number: option.number.clone(),
                    short: option.short.clone(),
                    name: option.name.get(language).to_owned(),
                    colour: option.colour.clone(),
                    waived: contest.threshold.as_ref().is_some_and(|line| definition.is_waived(line, option)),
                    baseline: before(at),
                })
                .collect(),
            rows: layout.rows.iter().map(|row| unit(*row)).collect(),
            figures: contest.figures.clone(),
            threshold: contest.threshold.as_ref().map(|line| line.basis_points),
            house: contest.house.as_ref().map(house_meta),
            groups: if key.unit == units.root() { GroupMeta::all(definition, language) } else { Vec::new() },
            candidates: if key.unit == units.root() { candidate_metas(contest) } else { Vec::new() },
            baseline_votes: (0..contest.options.len()).filter_map(before).sum(),
            registered: registered(definition, key.unit),
            utc_offset: definition.utc_offset,
            polls_close: definition.polls_close,
            source: definition.source.get(language).to_owned(),
            sample: definition.sample,
        }
    }

    /// The names of a view's columns: [`Column::NAMES`], then the option ids.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        Column::NAMES.into_iter().chain(self.options.iter().map(|option| option.id.as_str())).collect()
    }
}

fn unit_meta(definition: &Definition, unit: UnitIx, language: &str) -> UnitMeta {
    let units = &definition.units;
    UnitMeta {
        id: units.id(unit).to_owned(),
        name: definition.unit_name(unit, language).to_owned(),
        level: definition.levels[units.level(unit).at()].id.clone(),
        expected: UnitIx::new(units.cells_below(unit).len()).0,
        leaf: units.is_leaf(unit),
    }
}

fn category_metas(definition: &Definition, unit: UnitIx, language: &str) -> Vec<CategoryMeta> {
    let meta = |(at, category): (usize, &crate::definition::Category)| CategoryMeta {
        id: category.id.clone(),
        name: category.name.get(language).to_owned(),
        expected: definition.units.expected(unit, CategoryIx::new(at)),
    };
    definition.categories.iter().enumerate().map(meta).collect()
}

fn candidate_metas(contest: &Contest) -> Vec<Vec<CandidateMeta>> {
    let meta = |one: &Candidate| CandidateMeta { id: one.id.clone(), name: one.name.clone() };
    contest.candidates.iter().filter(|_| contest.house.is_some()).map(|list| list.iter().map(meta).collect()).collect()
}

fn house_meta(house: &House) -> HouseMeta {
    let System::Proportional(rule) = &house.system else { return HouseMeta::default() };
    let reserved =
        rule.reserved.iter().map(|group| group.seats).chain(rule.extra.iter().map(|extra| extra.seats)).sum();
    HouseMeta { reserved, floors: rule.reserved_as == ReservedAs::Floors }
}

/// Registered voters of all leaves below, if at least one of them is known.
fn registered(definition: &Definition, unit: UnitIx) -> Option<u64> {
    let units = &definition.units;
    let below = (unit.0..units.end(unit).0).map(UnitIx).filter(|below| units.is_leaf(*below));
    below.filter_map(|leaf| units.registered(leaf).get()).map(u64::from).reduce(|sum, more| sum + more)
}
