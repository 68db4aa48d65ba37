//! A night that is sent to the server while the crowd reads it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use election::folder::write_reports;
use election::{Definition, Submission};

use super::acceptance::Acceptance;
use super::call;
use super::oracle::Told;

/// What is sent, when, and where.
pub struct Feed {
    /// The election.
    pub definition: Arc<Definition>,
    /// Batches with the time after the start at which each is due.
    pub steps: Vec<(Duration, Vec<Submission>)>,
    /// The server.
    pub server: String,
    /// Its bearer token.
    pub token: String,
}

#[derive(serde::Deserialize)]
struct Answer {
    seq: Option<u64>,
}

impl Feed {
    /// Sends all batches that are due before `until`, beginning after `wait`.
    pub(super) fn play(self, acceptance: &Acceptance, wait: Duration, until: Instant) -> Result<Told> {
        let Self { definition, steps, server, token } = self;
        let address = format!("{server}/api/v1/elections/{}/reports", definition.id);
        let began = Instant::now() + wait;
        let mut reports = Vec::new();
        for (due, step) in steps {
            // A server that takes longer than the night allows does not lengthen it.
            if (began + due).max(Instant::now()) > until {
                break;
            }
            std::thread::sleep((began + due).saturating_duration_since(Instant::now()));
            let body = write_reports(&definition, &step);
            acceptance.send(Instant::now());
            let answer = call::agent()
                .post(&address)
                .header("Authorization", &format!("Bearer {token}"))
                .header("Content-Type", "text/csv")
                .send(body);
            let answer: Answer = answer
                .and_then(|mut answer| answer.body_mut().read_json())
                .with_context(|| format!("{address} does not take the reports: check --token and the election"))?;
            acceptance.answer(answer.seq);
            reports.extend(step);
        }
        Ok(Told { definition, reports })
    }
}
