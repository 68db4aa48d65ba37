//! How much of a site is written: which languages, and down to which units.

use std::collections::{BTreeMap, HashSet};

use app::model::encoded;
use election::meta::Meta;
use serde::Deserialize;

use super::remote::Remote;
use crate::commands::Stop;

/// Units of an election that are written without being asked for by `--to`.
const MANY: usize = 1_000;

/// What is written.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) languages: Vec<String>,
    pub(super) elections: BTreeMap<String, Reach>,
    /// Election, level, and about how many units of it are not written.
    pub(super) left_out: Vec<(String, String, usize)>,
}

/// What is written of one election.
#[derive(Debug, Default)]
pub(super) struct Reach {
    root: String,
    /// The language of an address that names none.
    language: String,
    units: HashSet<String>,
}

/// What the index of all addresses says.
#[derive(Deserialize)]
struct Index {
    elections: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    root: String,
    languages: Vec<String>,
    levels: Vec<String>,
    contests: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl Scope {
    /// Asks the server what there is; `languages` empty = all, `to` empty = as many levels as are not too many.
    pub(super) fn ask(remote: &Remote, languages: &[String], to: &str) -> Result<Self, Stop> {
        let index: Index = remote.json("/api/v1/index.json")?;
        let mut scope = Self::default();
        for language in index.elections.iter().flat_map(|election| &election.languages) {
            if !scope.speaks(language) && (languages.is_empty() || languages.contains(language)) {
                scope.languages.push(language.clone());
            }
        }
        if let Some(unknown) = languages.iter().find(|language| !scope.speaks(language)) {
            return Err(Stop::usage(format!(
                "no election of this server is in the language `{unknown}`: leave it out of --languages"
            )));
        }
        if !to.is_empty() && !index.elections.iter().any(|election| election.levels.iter().any(|level| level == to)) {
            return Err(Stop::usage(format!(
                "no election of this server has the level `{to}`: --to takes an id of its levels"
            )));
        }
        for election in index.elections {
            let reach = scope.reach(remote, &election, to)?;
            scope.elections.insert(election.id, reach);
        }
        Ok(scope)
    }

    fn reach(&mut self, remote: &Remote, election: &Listed, to: &str) -> Result<Reach, Stop> {
        let language = election.languages.iter().find(|language| self.speaks(language)).cloned().unwrap_or_default();
        let mut reach = Reach { root: election.root.clone(), language, units: [election.root.clone()].into() };
        let Some(contest) = election.contests.first() else { return Ok(reach) };
        let view =
            format!("/api/v1/elections/{}/contests/{}/units/{}", election.id, contest.id, encoded(&election.root));
        let mut stations = 0;
        for (at, level) in election.levels.iter().enumerate() {
            // A level is asked for only if it can be written: that of all stations of a large country takes its server a while.
            let is_last = at + 1 == election.levels.len();
            let is_wanted = !to.is_empty() || !is_last || stations <= 10 * MANY;
            if at > 0 && is_wanted {
                let meta: Meta = remote.json(&format!("{view}?level={}&format=meta", level))?;
                stations = meta.rows.iter().map(|row| row.expected as usize).sum();
                if to.is_empty() && reach.units.len() + meta.rows.len() > MANY {
                    self.left_out.push((election.id.clone(), level.clone(), meta.rows.len()));
                    break;
                }
                reach.units.extend(meta.rows.into_iter().map(|row| row.id));
            } else if at > 0 {
                self.left_out.push((election.id.clone(), level.clone(), stations));
            }
            if level == to {
                break;
            }
        }
        Ok(reach)
    }

    pub(super) fn speaks(&self, language: &str) -> bool {
        self.languages.iter().any(|known| known == language)
    }

    pub(super) fn first_language(&self, election: &str) -> Option<&str> {
        Some(&self.elections.get(election)?.language)
    }

    /// The unit that is the whole election.
    pub(super) fn root(&self, election: &str) -> &str {
        self.elections.get(election).map_or("", |reach| &reach.root)
    }

    /// Whether a unit is the whole election; an empty one is.
    pub(super) fn is_whole(&self, election: &str, unit: &str) -> bool {
        unit.is_empty() || self.elections.get(election).is_some_and(|reach| reach.root == unit)
    }

    /// Whether pages of a unit are written; an empty one is the whole election.
    pub(super) fn reaches(&self, election: &str, unit: &str) -> bool {
        self.elections.get(election).is_some_and(|reach| unit.is_empty() || reach.units.contains(unit))
    }

    #[cfg(test)]
    pub(super) fn of(election: &str, root: &str, languages: &[&str], units: &[&str]) -> Self {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let (root, language) = (root.to_owned(), languages[0].to_owned());
        let reach = Reach { root, language, units: owned(units).into_iter().collect() };
        Self { languages: owned(languages), elections: [(election.to_owned(), reach)].into(), left_out: Vec::new() }
    }
}
