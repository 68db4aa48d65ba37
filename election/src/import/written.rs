//! The mapping file as it is written: its keys, and nothing that the TOML reader cannot check by itself.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::figure::Empty;

/// A text of the mapping with its place.
pub(super) type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    // Read and checked by the TOML reader; there is one format so far.
    #[serde(rename = "format")]
    pub(super) _format: Format,
    pub(super) encoding: Option<Name>,
    pub(super) delimiter: Option<Name>,
    #[serde(default = "yes")]
    pub(super) quotes: bool,
    #[serde(default)]
    pub(super) comments: bool,
    #[serde(default)]
    pub(super) layout: Layout,
    pub(super) contest: Option<Name>,
    #[serde(default)]
    pub(super) source: String,
    #[serde(default)]
    pub(super) empty: Empty,
    #[serde(default)]
    pub(super) empty_values: Vec<String>,
    pub(super) thousands: Option<Name>,
    #[serde(default)]
    pub(super) unreported: Unreported,
    #[serde(default)]
    pub(super) skip: BTreeMap<String, Spanned<Vec<String>>>,
    pub(super) unit: Spanned<Vec<Spanned<WrittenStep>>>,
    pub(super) category: Option<Spanned<WrittenChoice>>,
    pub(super) status: Option<Spanned<WrittenChoice>>,
    #[serde(default)]
    pub(super) figures: WrittenFigures,
    pub(super) options: Option<Spanned<WrittenOptions>>,
    pub(super) time: Option<Spanned<WrittenTime>>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Format {
    Csv,
}

/// Whether a row has all options of a unit, or one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Layout {
    /// One column an option.
    #[default]
    Wide,
    /// One row an option.
    Long,
}

/// What a unit without a single vote gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unreported {
    /// No report: what it reported before stands.
    #[default]
    Nothing,
    /// A report that takes back what it reported before.
    Retraction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenStep {
    pub(super) find: Option<Name>,
    pub(super) level: Option<Name>,
    pub(super) id: Option<Name>,
    pub(super) create: Option<Name>,
    pub(super) name: Option<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenChoice {
    pub(super) always: Option<Name>,
    pub(super) column: Option<Name>,
    pub(super) values: Option<BTreeMap<String, Name>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFigures {
    pub(super) registered: Option<Name>,
    pub(super) ballots: Option<Name>,
    pub(super) valid: Option<Name>,
    pub(super) invalid: Option<Name>,
    pub(super) blank: Option<Name>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOptions {
    #[serde(default)]
    pub(super) prefix: String,
    #[serde(default)]
    pub(super) suffix: String,
    #[serde(default)]
    pub(super) columns: BTreeMap<String, Name>,
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    pub(super) column: Option<Name>,
    pub(super) votes: Option<Name>,
    #[serde(default)]
    pub(super) values: BTreeMap<String, Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTime {
    pub(super) always: Option<Name>,
    pub(super) column: Option<Name>,
    pub(super) format: Option<Name>,
    pub(super) file_name: Option<Name>,
    pub(super) zone: Option<Name>,
}
