//! The views that readers choose from, and how much each is wanted.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::model::encoded;
use election::ViewKey;
use election::meta::Meta;
use election::wire::Frame;
use serde_json::Value;

use super::chain::Chain;
use super::copy::{Copy, Form};
use super::{Plan, call};

/// A view that can be followed.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) contest: String,
    pub(super) unit: String,
    pub(super) level: String,
    pub(super) key: ViewKey,
    /// Its plain address.
    pub(super) address: String,
    binary: Arc<Chain>,
    json: Arc<Chain>,
}

impl Topic {
    /// What identifies it to the server.
    pub(super) fn query(&self, election: &str) -> String {
        format!("election={election}&contest={}&unit={}&level={}", self.contest, encoded(&self.unit), self.level)
    }

    pub(super) fn chain(&self, form: Form) -> &Arc<Chain> {
        match form {
            Form::Binary => &self.binary,
            Form::Json => &self.json,
        }
    }
}

/// The election, and its views from the most wanted one on: whole contests first, then level by level downwards.
pub(super) async fn find(plan: &Plan) -> Result<(String, Vec<Arc<Topic>>)> {
    let server = &plan.servers[0];
    let index: Value = call::json(format!("{server}/api/v1/index.json")).await?;
    let elections = index["elections"].as_array().cloned().unwrap_or_default();
    let wanted = |election: &Value| plan.election.is_empty() || election["id"] == plan.election.as_str();
    let found = elections.into_iter().find(wanted);
    let found = found.with_context(|| format!("{server} has no such election: see {server}/api/v1/index.json"))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (election, root) = (text(&found["id"]), text(&found["root"]));
    let list = |value: &Value| value.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default();
    let levels: Vec<String> = list(&found["levels"]);
    let contests: Vec<String> =
        found["contests"].as_array().map(|all| all.iter().map(|one| text(&one["id"])).collect()).unwrap_or_default();
    ensure!(!contests.is_empty(), "{server} names no contest of {election}");
    let base = format!("{server}/api/v1/elections/{election}/contests");
    let mut topics = Vec::new();
    for unit in units(&base, &contests[0], &root, &levels, plan.catalogue).await? {
        for contest in &contests {
            if topics.len() < plan.catalogue
                && let Some(topic) = topic(&base, contest, &unit).await?
            {
                topics.push(Arc::new(topic));
            }
        }
    }
    ensure!(!topics.is_empty(), "{server} serves no view of {election}");
    Ok((election, topics))
}

/// Units from the root down, as the addresses list them.
async fn units(base: &str, contest: &str, root: &str, levels: &[String], most: usize) -> Result<Vec<String>> {
    let mut units = vec![root.to_owned()];
    for level in levels.iter().skip(1) {
        if units.len() >= most {
            break;
        }
        let meta = format!("{base}/{contest}/units/{}?format=meta&level={level}", encoded(root));
        let meta: Meta = call::json(meta).await?;
        units.extend(meta.rows.into_iter().map(|row| row.id));
    }
    units.truncate(most);
    Ok(units)
}

/// The view of a contest at a unit; none where the unit has no part in it.
async fn topic(base: &str, contest: &str, unit: &str) -> Result<Option<Topic>> {
    let address = format!("{base}/{contest}/units/{}", encoded(unit));
    let Ok(meta) = call::json::<Meta>(format!("{address}?format=meta")).await else { return Ok(None) };
    let bytes = call::bytes(format!("{address}?format=binary&level={}", meta.level)).await?;
    let Ok(Frame::Snapshot(snapshot)) = Frame::decode(&bytes) else {
        anyhow::bail!("{address} sends a frame that this program does not know: are both of one version?")
    };
    let key = snapshot.key;
    let chain = |form| Arc::new(Chain::new(Copy::empty(form, key)));
    let (binary, json) = (chain(Form::Binary), chain(Form::Json));
    let (contest, unit, level) = (contest.to_owned(), unit.to_owned(), meta.level);
    Ok(Some(Topic { address: format!("{address}?level={level}"), contest, unit, level, key, binary, json }))
}

/// Zipf's law: the n-th of them is wanted 1 / n to some power as much as the first.
pub(super) struct Popularity {
    /// Sums of the weights.
    sums: Vec<f64>,
}

impl Popularity {
    pub(super) fn new(topics: usize, power: f64) -> Self {
        let weight = |rank: u32| f64::from(rank).powf(-power);
        let ranks = 1..=u32::try_from(topics).unwrap_or(u32::MAX);
        let sums = ranks.scan(0.0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    /// So many different ones.
    pub(super) fn choose(&self, count: usize, chance: &mut fastrand::Rng) -> Vec<usize> {
        let all = self.sums.last().copied().unwrap_or(0.0);
        let mut chosen = Vec::with_capacity(count);
        while chosen.len() < count.min(self.sums.len()) {
            let drawn = chance.f64() * all;
            let mut at = self.sums.partition_point(|sum| *sum <= drawn).min(self.sums.len() - 1);
            while chosen.contains(&at) {
                at = (at + 1) % self.sums.len();
            }
            chosen.push(at);
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::Popularity;

    #[test]
    fn the_first_view_is_wanted_most_and_nobody_takes_one_twice() {
        let popularity = Popularity::new(10, 1.0);
        let mut chance = fastrand::Rng::with_seed(7);
        let mut wanted = [0; 10];
        for _ in 0..2_000 {
            wanted[popularity.choose(1, &mut chance)[0]] += 1;
        }
        assert!(wanted[0] > wanted[1] && wanted[1] > wanted[9] && wanted[9] > 0, "{wanted:?}");
        let mut all = popularity.choose(10, &mut chance);
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }
}
