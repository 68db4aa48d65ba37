//! The house of a contest: the rule of election.toml with the lists of options.csv and the districts of units.csv.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::defect::Defect;
use super::encoding::Encoding;
use super::findings::Findings;
use super::house_rule::Rule;
use super::places::{Places, field};
use super::spelling::hint;
use super::{Folder, options, settings, units};
use crate::definition::{Contest, Definition};
use crate::ids::{ContestIx, LevelIx, UnitIx};
use crate::seats::{Constituency, District, DistrictSeats, House, List, RuleDefect};

/// A rule as election.toml has it.
pub(super) struct Draft {
    pub(super) rule: Rule,
    /// Those of the contest's keys.
    pub(super) places: Places,
}

/// What the other files say about houses.
pub(super) struct Furniture<'f> {
    /// Candidates on the list of an option.
    pub(super) lengths: &'f BTreeMap<(usize, usize), u32>,
    /// Seats of a district with their line in units.csv.
    pub(super) seats: &'f BTreeMap<UnitIx, (u32, u32)>,
}

/// Gives each contest with a rule its house. Everything that the rule refers to must have been read.
pub(super) fn furnish(
    folder: &Folder,
    drafts: Vec<Option<Draft>>,
    furniture: &Furniture<'_>,
    definition: &mut Definition,
    findings: &mut Findings,
) {
    let text = folder.files.get(settings::FILE).and_then(|bytes| Encoding::Utf8.decode(settings::FILE, bytes).ok());
    let text = text.unwrap_or(Cow::Borrowed(""));
    for (at, draft) in drafts.into_iter().enumerate() {
        let Some(draft) = draft else { continue };
        let mut desk = Assembly { definition, furniture, draft: &draft, contest: at, text: &text, findings };
        let house = desk.house();
        let (first_votes, preferences) = (desk.first_votes(), desk.preferences());
        let contest = &mut definition.contests[at];
        contest.first_votes = first_votes;
        contest.preferences = preferences;
        contest.house = Some(house);
    }
    for (unit, (_, line)) in furniture.seats {
        let id = definition.units.id(*unit);
        let houses = definition.contests.iter().filter_map(|contest| contest.house.as_ref());
        if !houses.flat_map(|house| &house.districts).any(|district| district.id == id && district.seats > 0) {
            let message = format!("the seats of `{id}` belong to no contest: name its level as the `districts` of one");
            findings.warning(Defect::of_file(units::FILE, message).at_line(*line).in_field("seats"));
        }
    }
}

struct Assembly<'a> {
    definition: &'a Definition,
    furniture: &'a Furniture<'a>,
    draft: &'a Draft,
    contest: usize,
    text: &'a str,
    findings: &'a mut Findings,
}

impl Assembly<'_> {
    fn contest(&self) -> &Contest {
        &self.definition.contests[self.contest]
    }

    fn house(&mut self) -> House {
        let mut house = self.draft.rule.house.clone();
        house.threshold = self.contest().threshold.clone();
        house.lists = (0..self.contest().options.len()).map(|option| self.list(option)).collect();
        let districts = self.units(self.draft.rule.districts);
        house.districts = districts.iter().map(|unit| self.district(*unit)).collect();
        if let ([only], None) = (house.districts.as_mut_slice(), self.draft.rule.districts)
            && matches!(house.system.district_seats(), DistrictSeats::All | DistrictSeats::Some)
        {
            only.seats = house.seats;
        }
        if let Some(level) = self.draft.rule.constituencies {
            house.constituencies = self.constituencies(level, &districts);
        }
        for defect in house.defects() {
            self.report(&defect, &districts);
        }
        house
    }

    fn list(&self, option: usize) -> List {
        let ballot = &self.contest().options[option];
        let groups = ballot.party.map(|party| self.definition.parties[party.at()].groups.clone());
        let length = self.furniture.lengths.get(&(self.contest, option)).copied();
        List { id: ballot.id.clone(), groups: groups.unwrap_or_default(), length }
    }

    /// The units of a level, and those that are not below one of them: together they have all votes.
    fn units(&self, level: Option<LevelIx>) -> Vec<UnitIx> {
        let units = &self.definition.units;
        level.map_or_else(|| vec![units.root()], |level| units.cut(units.root(), level))
    }

    /// Other contests may have the seats that this one has no use for.
    fn district(&self, unit: UnitIx) -> District {
        let has_seats = self.draft.rule.house.system.district_seats() != DistrictSeats::None;
        let seats = self.furniture.seats.get(&unit).filter(|_| has_seats).map_or(0, |(seats, _)| *seats);
        District { id: self.definition.units.id(unit).to_owned(), seats }
    }

    fn constituencies(&self, level: LevelIx, districts: &[UnitIx]) -> Vec<Constituency> {
        let units = &self.definition.units;
        let at_level = units.units().filter(|unit| units.level(*unit) == level);
        let constituency = |unit: UnitIx| {
            let district = districts.iter().position(|district| units.is_within(unit, *district));
            // One that lies in none gets a number that none has, which is a defect of the rule.
            Constituency { id: units.id(unit).to_owned(), district: district.unwrap_or(districts.len()) }
        };
        at_level.map(constituency).collect()
    }

    fn report(&mut self, defect: &RuleDefect, districts: &[UnitIx]) {
        let RuleDefect { key, message } = defect;
        let item: Option<usize> =
            key.split_once('[').and_then(|(_, rest)| rest.split_once(']')).and_then(|(at, _)| at.parse().ok());
        let found = match item {
            Some(at) if key.starts_with("districts[") => {
                let line = self.furniture.seats.get(&districts[at]).map(|(_, line)| *line);
                let defect = Defect::of_file(units::FILE, message).in_field("seats");
                line.into_iter().fold(defect, Defect::at_line)
            }
            Some(_) if key.starts_with("lists[") => Defect::of_file(options::FILE, message).in_field(field(key)),
            // Whether a group exists was asked of the parties already: one of them need not stand in every contest.
            _ if key.starts_with("threshold.waived_for") => return,
            Some(_) if key.starts_with("constituencies[") => return self.at_key("constituencies", message),
            _ => self.draft.places.defect(settings::FILE, self.text, key, message),
        };
        self.findings.defect(found);
    }

    /// The contest that decides the constituencies. Its votes are taken by the ids of options.
    fn first_votes(&mut self) -> Option<ContestIx> {
        let contest = self.other("first_votes", self.draft.rule.first_votes.as_deref()?)?;
        let lists: Vec<&str> = self.contest().options.iter().map(|option| option.id.as_str()).collect();
        let options = &self.definition.contests[contest.at()].options;
        let strange = options.iter().find(|option| !lists.contains(&option.id.as_str()));
        if let Some(strange) = strange {
            let message = format!(
                "its option `{}` is no list of this contest: give both the same ids, and a list of its own to who has none",
                strange.id
            );
            self.at_key("first_votes", &message);
        }
        Some(contest)
    }

    /// The contest with the preference votes: its options are the candidates.
    fn preferences(&mut self) -> Option<ContestIx> {
        let key = "candidates.preferences";
        let contest = self.other(key, self.draft.rule.preferences.as_deref()?)?;
        let candidates: HashSet<&str> = self.contest().candidates.iter().flatten().map(|one| one.id.as_str()).collect();
        let other = &self.definition.contests[contest.at()];
        let options: HashSet<&str> = other.options.iter().map(|option| option.id.as_str()).collect();
        let unknown = other.options.iter().find(|option| !candidates.contains(option.id.as_str()));
        let without = self.contest().candidates.iter().flatten().find(|one| !options.contains(one.id.as_str()));
        let message = match (candidates.is_empty(), unknown, without) {
            (true, ..) => "the candidates are not known: add candidates.csv, or leave out the key".to_owned(),
            (_, Some(option), _) => format!(
                "`{}` is an option of `{}`, but no candidate of this contest: add it to candidates.csv, or correct one of \
                 the two",
                option.id, other.id
            ),
            (_, None, Some(candidate)) => format!(
                "the candidate `{}` is no option of `{}`, so nobody could report its votes: add it to options.csv",
                candidate.id, other.id
            ),
            (_, None, None) => return Some(contest),
        };
        self.at_key(key, &message);
        None
    }

    fn at_key(&mut self, key: &str, message: &str) {
        let defect = self.draft.places.defect(settings::FILE, self.text, &format!("seats.{key}"), message);
        self.findings.defect(defect);
    }

    fn other(&mut self, key: &str, id: &str) -> Option<ContestIx> {
        let found = self.definition.contest(id);
        let message = match found {
            Some(contest) if contest.at() != self.contest => return found,
            Some(_) => format!("`{id}` is this contest itself: name the one in which these votes are reported"),
            None => {
                let contests = self.definition.contests.iter().map(|contest| contest.id.as_str());
                format!("`{id}` is not a contest: {}", hint(id, contests.collect::<Vec<_>>()))
            }
        };
        self.at_key(key, &message);
        None
    }
}
