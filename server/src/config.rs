//! The server's configuration: `nightcount.toml`, and the environment for secrets.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::limits::Limits;

/// What the server is told besides its command line.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Bearer tokens that may send reports; `NIGHTCOUNT_TOKEN` adds one.
    pub tokens: Vec<String>,
    /// Bearer tokens that may put calls and lots on record; `NIGHTCOUNT_DESK_TOKEN` adds one.
    pub desk_tokens: Vec<String>,
    /// Tokens that open the operators' page; `NIGHTCOUNT_OPS_TOKEN` adds one.
    pub ops_tokens: Vec<String>,
    /// Folders that are watched for files of reports.
    pub watch: Vec<Watch>,
    /// Scheme and host by which readers reach the server, such as `https://count.example`: what social networks need to find
    /// the cards. `NIGHTCOUNT_PUBLIC_URL` says it too. Never taken from a request, which anybody can write.
    pub public_url: String,
    /// The header in which a trusted proxy puts the reader's address, such as `x-forwarded-for`; empty = there is no proxy.
    pub client_address_header: String,
    /// What is bounded.
    pub limits: Limits,
}

/// A watched folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Watch {
    /// Whose reports.
    pub election: String,
    /// Where the files appear.
    pub folder: PathBuf,
    /// The mapping file; without one, files are in our own format.
    pub mapping: Option<PathBuf>,
}

impl Config {
    /// Reads a configuration file; without one, only the environment counts.
    ///
    /// # Errors
    /// If the file cannot be read or is not a configuration.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let mut config = match path {
            None => Self::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                toml::from_str(&text).with_context(|| format!("{} is not a configuration", path.display()))?
            }
        };
        config.tokens.extend(std::env::var("NIGHTCOUNT_TOKEN"));
        config.desk_tokens.extend(std::env::var("NIGHTCOUNT_DESK_TOKEN"));
        config.ops_tokens.extend(std::env::var("NIGHTCOUNT_OPS_TOKEN"));
        if let Ok(url) = std::env::var("NIGHTCOUNT_PUBLIC_URL") {
            config.public_url = url;
        }
        Ok(config)
    }
}
