//! The server that is exported, by its plain addresses.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::commands::Stop;

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// More than any page has.
const MOST: u64 = 1 << 30;

/// The server.
pub(super) struct Remote {
    agent: ureq::Agent,
    /// Scheme and host.
    base: String,
}

/// What it says.
pub(super) enum Answer {
    /// What is known is still right.
    Unchanged,
    /// There is nothing at this address, or not yet.
    Absent,
    Found {
        tag: String,
        body: Vec<u8>,
    },
}

impl Remote {
    pub(super) fn new(base: &str) -> Result<Self, Stop> {
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(Stop::usage(format!("{base} is no address of a server: give --from http://HOST:PORT")));
        }
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Ok(Self { agent: agent.into(), base: base.trim_end_matches('/').to_owned() })
    }

    /// What is at an address, unless it is what `tag` names.
    pub(super) fn get(&self, address: &str, tag: &str) -> Result<Answer, Stop> {
        let mut request = self.agent.get(format!("{}{address}", self.base));
        if !tag.is_empty() {
            request = request.header("If-None-Match", tag);
        }
        let away = |error: ureq::Error| {
            Stop::environment(format!("{}{address} does not answer ({error}). Is the server running there?", self.base))
        };
        let mut answer = request.call().map_err(away)?;
        match answer.status().as_u16() {
            304 => return Ok(Answer::Unchanged),
            200 => {}
            403 | 404 | 410 => return Ok(Answer::Absent),
            status => {
                return Err(Stop::environment(format!(
                    "{}{address} answers {status}: see what the server says",
                    self.base
                )));
            }
        }
        let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        let body = answer.body_mut().with_config().limit(MOST).read_to_vec().map_err(away)?;
        Ok(Answer::Found { tag, body })
    }

    pub(super) fn json<T: DeserializeOwned>(&self, address: &str) -> Result<T, Stop> {
        let Answer::Found { body, .. } = self.get(address, "")? else {
            return Err(Stop::environment(format!(
                "{}{address} is not there: is that a nightcount server?",
                self.base
            )));
        };
        serde_json::from_slice(&body).map_err(|_| {
            Stop::environment(format!(
                "{}{address} is not what this program knows: are both of one version?",
                self.base
            ))
        })
    }

    /// How far each election has come.
    pub(super) fn seqs(&self) -> Result<BTreeMap<String, u64>, Stop> {
        let Answer::Found { body, .. } = self.get("/metrics", "")? else { return Ok(BTreeMap::new()) };
        let text = String::from_utf8_lossy(&body);
        let of = |line: &str| {
            let (election, seq) = line.strip_prefix("nightcount_seq{election=\"")?.split_once("\"} ")?;
            Some((election.to_owned(), seq.parse().ok()?))
        };
        Ok(text.lines().filter_map(of).collect())
    }
}
