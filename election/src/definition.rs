//! The definition of an election: everything that is known before the first vote is counted. Frozen and hashed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use crate::ids::{CategoryIx, ContestIx, LevelIx, OptionIx, PartyIx, UnitIx};
use crate::plausibility::Rules;
use crate::report::Figure;
use crate::seats::House;
use crate::tree::UnitTree;
use crate::turnout::HoursBefore;

/// A text in several languages. The definition's first language is always there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// In the default language.
    pub default: String,
    /// In further languages, by language code.
    pub others: BTreeMap<String, String>,
}

impl Text {
    /// A text in the default language only.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { default: text.into(), others: BTreeMap::new() }
    }

    /// In `language`, or else in the default language.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.others.get(language).unwrap_or(&self.default)
    }
}

/// NIST `CountItemType`: how the ballots of a category were cast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountItemType {
    /// At a polling station on the day.
    #[default]
    ElectionDay,
    /// Before the day.
    Early,
    /// By post.
    AbsenteeMail,
    /// Provisional ("conditional"): counted after a check.
    Provisional,
    /// Mobile teams for voters with special needs.
    SpecialNeeds,
    /// At a diplomatic mission.
    Diplomatic,
    /// From abroad, otherwise.
    Overseas,
    /// Anything else.
    Other,
}

/// NIST `VoteVariation`: how votes decide the contest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoteVariation {
    /// Seats in proportion to votes.
    #[default]
    Proportional,
    /// Most votes win.
    Plurality,
    /// More than half wins, else a second round.
    Majority,
    /// Each voter has n votes.
    NOfM,
    /// Any number of options may be approved.
    Approval,
    /// Ranked choice; rounds are shown, not computed.
    Rcv,
    /// A question with yes and no.
    YesNo,
}

/// A level of the unit tree, from the root (0) down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Id in files and addresses.
    pub id: String,
    /// One of them ("Municipality").
    pub name: Text,
    /// Several ("Municipalities").
    pub plural: Text,
}

/// A count category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Id in files and messages.
    pub id: String,
    /// How its ballots are cast.
    pub kind: CountItemType,
    /// Its name for readers.
    pub name: Text,
}

/// A party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Id in files.
    pub id: String,
    /// Abbreviation.
    pub short: String,
    /// Full name.
    pub name: Text,
    /// `#rrggbb`.
    pub colour: String,
    /// Words that rules refer to ("minority").
    pub groups: Vec<String>,
}

/// An option on the ballot (`ContestSelection`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotOption {
    /// Id in files and messages; also the CSV column.
    pub id: String,
    /// Number on the ballot, as the authority writes it.
    pub number: String,
    /// Its party, if any.
    pub party: Option<PartyIx>,
    /// Abbreviation.
    pub short: String,
    /// Full name.
    pub name: Text,
    /// `#rrggbb`.
    pub colour: String,
}

/// The gender of a candidate as the authority registers it; rules of representation refer to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Not said.
    #[default]
    Unknown,
    /// A woman.
    Female,
    /// A man.
    Male,
    /// Another one.
    Other,
}

/// Someone who stands for an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Id; also that of the option that gets the candidate's preference votes, where they are reported.
    pub id: String,
    /// For readers.
    pub name: String,
    /// Where it is known.
    pub gender: Gender,
}

/// A share that an option must reach to take part in the sharing-out of seats; drawn as a line. One of its ways is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// In hundredths of a percent: 500 is 5 %.
    pub basis_points: u32,
    /// Groups of parties that need not reach it.
    pub waived_for: Vec<String>,
    /// Of what.
    pub of: ThresholdBase,
    /// Over what.
    pub within: ThresholdScope,
    /// Which seats it stands before.
    pub before: ThresholdTier,
    /// Or this share in any one district, in hundredths of a percent.
    pub or_in_a_district: Option<u32>,
    /// Or this share in a district, for the seats of that district only.
    pub or_there: Option<u32>,
    /// Or this many constituencies won.
    pub or_constituencies: Option<u32>,
    /// If alliances are measured as one: the share that they must reach, in hundredths of a percent; their members pass with
    /// them.
    pub alliance: Option<u32>,
}

/// What a threshold is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThresholdBase {
    /// Valid votes.
    #[default]
    Valid,
    /// Ballots cast, valid or not.
    Cast,
}

/// Over what a threshold is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThresholdScope {
    /// The whole.
    #[default]
    Nation,
    /// Each district by itself, for its own seats.
    District,
}

/// Which seats a threshold stands before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThresholdTier {
    /// All of them.
    #[default]
    All,
    /// Levelling seats only.
    Levelling,
}

impl Threshold {
    /// Whether `votes` of `valid` reach it: `votes × 100 ≥ 5 × valid`, exact.
    #[must_use]
    pub fn is_met(&self, votes: u64, valid: u64) -> bool {
        u128::from(votes) * 10_000 >= u128::from(self.basis_points) * u128::from(valid)
    }
}

/// A contest: one question on the ballot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Id in files and addresses.
    pub id: String,
    /// Title for readers.
    pub title: Text,
    /// How votes decide it.
    pub variation: VoteVariation,
    /// The figures besides votes that the authority reports; what is not named is never shown.
    pub figures: Vec<Figure>,
    /// In ballot order.
    pub options: Vec<BallotOption>,
    /// The line that options must reach, if there is one.
    pub threshold: Option<Threshold>,
    /// The plausibility rules.
    pub rules: Rules,
    /// The house that the votes fill, if the contest has seats. Its lists are the options, in the same order.
    pub house: Option<House>,
    /// Who stands for each option, in the order of the list; empty, or one list per option.
    pub candidates: Vec<Vec<Candidate>>,
    /// The contest whose options are candidates of this one by id: their preference votes.
    pub preferences: Option<ContestIx>,
    /// The contest whose votes decide the constituencies of a mixed system; its options have the ids of this one's.
    pub first_votes: Option<ContestIx>,
}

impl Contest {
    /// The option of that id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<OptionIx> {
        self.options.iter().position(|option| option.id == id).map(OptionIx::new)
    }

    /// Columns of its figures: the five [`Figure`]s and one per option.
    #[must_use]
    pub fn columns(&self) -> usize {
        Figure::COUNT + self.options.len()
    }

    /// Whether the authority reports that figure in this contest.
    #[must_use]
    pub fn reports(&self, figure: Figure) -> bool {
        self.figures.contains(&figure)
    }
}

/// What the soft plausibility rules do to a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SoftFlags {
    /// Visible and flagged, outside the headline figures.
    #[default]
    Quarantine,
    /// Flagged, inside the headline figures.
    Mark,
}

/// Which polygons belong to which units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapSettings {
    /// The level that has polygons.
    pub level: LevelIx,
    /// Said under the map.
    pub attribution: String,
    /// Unit of each feature of `map.geojson`, in file order.
    pub units: Vec<UnitIx>,
}

/// The figures of a previous election, mapped to today's units; `None` = the option did not stand, or is not known.
/// Columns as in a report: the five figures, then one per option.
pub type Baseline = BTreeMap<UnitIx, Box<[Option<u64>]>>;

/// What the publisher says besides figures. No part of the hash: a slip in it may be mended on the night.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Who publishes and why; paragraphs are separated by empty lines.
    pub about: Option<Text>,
    /// Said before the embargo ends, instead of figures.
    pub silence: Option<Text>,
}

/// Everything that is known about an election before the first vote is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Id in files and addresses.
    pub id: String,
    /// Title for readers.
    pub title: Text,
    /// Day of the election, `YYYY-MM-DD`.
    pub date: String,
    /// IANA name.
    pub time_zone: String,
    /// Seconds east of UTC when the polls close; times on the page are given in it.
    pub utc_offset: i32,
    /// Milliseconds since 1970 UTC.
    pub polls_close: i64,
    /// Nothing is published before: milliseconds since 1970 UTC.
    pub embargo: Option<i64>,
    /// The first is the default.
    pub languages: Vec<String>,
    /// Who publishes the figures. Its translations may be mended while the count goes on, so the hash is without them.
    #[serde(serialize_with = "in_default_language")]
    pub source: Text,
    /// A fictional election; every page says so.
    pub sample: bool,
    /// What soft rules do.
    pub soft_flags: SoftFlags,
    /// From the root down.
    pub levels: Vec<Level>,
    /// The first is the default.
    pub categories: Vec<Category>,
    /// All parties.
    pub parties: Vec<Party>,
    /// What readers call the groups of parties, by the words in [`Party::groups`]; a group without a name is called by its word.
    /// They may be mended while the count goes on, so the hash is without them.
    #[serde(skip)]
    pub groups: BTreeMap<String, Text>,
    /// All contests.
    pub contests: Vec<Contest>,
    /// All units.
    pub units: UnitTree,
    /// Names of units in further languages.
    pub unit_names: BTreeMap<String, BTreeMap<UnitIx, String>>,
    /// Other names of units in feeds and maps (folded by [`fold_name`]), those that name exactly one unit.
    pub aliases: BTreeMap<String, UnitIx>,
    /// One per contest.
    pub baselines: Vec<Baseline>,
    /// One per contest: turnout through the day of the previous election.
    pub hours_before: Vec<HoursBefore>,
    /// The map, if there is one.
    pub map: Option<MapSettings>,
    /// What the publisher says besides figures.
    #[serde(skip)]
    pub notes: Notes,
}

impl Definition {
    /// The contest of that id.
    #[must_use]
    pub fn contest(&self, id: &str) -> Option<ContestIx> {
        self.contests.iter().position(|contest| contest.id == id).map(ContestIx::new)
    }

    /// The category of that id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<CategoryIx> {
        self.categories.iter().position(|category| category.id == id).map(CategoryIx::new)
    }

    /// The level of that id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<LevelIx> {
        self.levels.iter().position(|level| level.id == id).map(LevelIx::new)
    }

    /// The name of a unit in `language`, or else in the default language.
    #[must_use]
    pub fn unit_name(&self, unit: UnitIx, language: &str) -> &str {
        let translated = self.unit_names.get(language).and_then(|names| names.get(&unit));
        translated.map_or_else(|| self.units.name(unit), String::as_str)
    }

    /// The unit that a feed or a map calls `name`: by id, else by name or alias without regard to case, diacritics and
    /// punctuation.
    #[must_use]
    pub fn find_unit(&self, name: &str) -> Option<UnitIx> {
        self.units.find(name).or_else(|| self.aliases.get(&fold_name(name)).copied())
    }

    /// The level on which `unit` is shown by default: the shallowest below it that has more than one row, or the next.
    #[must_use]
    pub fn default_level(&self, unit: UnitIx) -> LevelIx {
        let own = self.units.level(unit);
        let below: Vec<LevelIx> = (own.at() + 1..self.levels.len()).map(LevelIx::new).collect();
        if let Some(map) = &self.map
            && map.level > own
            && unit == self.units.root()
        {
            return map.level;
        }
        below
            .iter()
            .copied()
            .find(|level| self.units.cut(unit, *level).len() > 1)
            .or(below.first().copied())
            .unwrap_or(own)
    }

    /// Whether a party group of an option waives the contest's threshold.
    #[must_use]
    pub fn is_waived(&self, threshold: &Threshold, option: &BallotOption) -> bool {
        option.party.is_some_and(|party| {
            self.parties[party.at()].groups.iter().any(|group| threshold.waived_for.contains(group))
        })
    }

    /// The hash of the definition: blake3 of its canonical bytes, so that byte order marks, column order and comments of
    /// the files do not matter and every fact does.
    #[cfg(feature = "folder")]
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let bytes = postcard::to_allocvec(self).expect("a definition is plain data, which postcard always encodes");
        *blake3::hash(&bytes).as_bytes()
    }
}

fn in_default_language<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.default)
}

/// A name without what feeds and maps disagree about: case, diacritics, spaces, `_`, punctuation.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' | 'ċ' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ķ' => folded.push('k'),
            'ł' | 'ļ' | 'ľ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ŕ' | 'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ž' | 'ż' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            // Combining marks: what is left of a decomposed letter.
            '\u{300}'..='\u{36f}' => {}
            other if other.is_alphanumeric() => folded.push(other),
            _ => {}
        }
    }
    folded
}
