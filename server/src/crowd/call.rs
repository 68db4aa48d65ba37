//! Asking the server by its plain addresses.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How long the server may take for an answer: a crowd ends by itself.
const PATIENCE: Duration = Duration::from_secs(60);
/// More than any view has.
const MOST: u64 = 1 << 30;

/// Asks, and gives up in the end.
pub(super) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into()
}

/// The body at an address.
pub(super) async fn bytes(address: String) -> Result<Vec<u8>> {
    let asked = tokio::task::spawn_blocking(move || {
        let answer = agent().get(&address).call();
        let answer = answer.and_then(|mut answer| answer.body_mut().with_config().limit(MOST).read_to_vec());
        answer.with_context(|| format!("{address} does not answer. Is the server running there?"))
    });
    asked.await.context("the request was interrupted")?
}

/// The JSON at an address.
pub(super) async fn json<T: DeserializeOwned>(address: String) -> Result<T> {
    let body = bytes(address.clone()).await?;
    serde_json::from_slice(&body).with_context(|| format!("{address} answers what is not an answer"))
}

/// How far an election has come.
pub(super) async fn seq(server: &str, election: &str) -> Result<u64> {
    let state: Value = json(format!("{server}/api/v1/elections/{election}")).await?;
    state["seq"].as_u64().context("the election does not say how far it has come")
}
