//! Asking the server by its plain addresses.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The body at an address.
pub(super) async fn bytes(address: String) -> Result<Vec<u8>> {
    let asked = tokio::task::spawn_blocking(move || {
        let answer = ureq::get(&address).call().and_then(|mut answer| answer.body_mut().read_to_vec());
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
