//! Everything that the routes share: the elections, the tokens, the client's files.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::model::Assets;

use crate::card::Cards;
use crate::hot::Hot;
use crate::limits::Limits;
use crate::live::Fanout;
use crate::live::admission::Door;
use crate::night::Night;
use crate::pages::Pages;
use crate::problem::Problem;
use crate::telemetry::Telemetry;

/// Shared by all routes.
pub struct Site {
    /// The elections by id.
    pub nights: BTreeMap<String, Arc<Night>>,
    /// Who may send reports.
    pub tokens: Tokens,
    /// Who may put calls and lots on record.
    pub desk_tokens: Tokens,
    /// Where the client's files are.
    pub assets: Assets,
    /// What is counted.
    pub telemetry: Telemetry,
    /// What is bounded.
    pub limits: Limits,
    /// Where live readers are let in.
    pub readers: Door,
    /// The header in which a trusted proxy puts the reader's address; empty = there is no proxy.
    pub client_address_header: String,
    /// The threads that send.
    pub fanout: Arc<Fanout>,
    /// Scheme and host by which readers reach it, such as `https://count.example`; empty = not known.
    pub base: String,
    /// The social cards that are drawn.
    pub cards: Cards,
    /// The pages that are rendered.
    pub pages: Pages,
    /// What was answered lately.
    pub hot: Hot,
}

impl Site {
    /// The election of that id.
    ///
    /// # Errors
    /// If there is none.
    pub fn night(&self, id: &str) -> Result<&Arc<Night>, Problem> {
        self.nights.get(id).ok_or_else(|| {
            Problem::not_found("unknown-election", format!("There is no election `{id}` on this server."))
        })
    }
}

/// Bearer tokens, kept as hashes so that comparing them tells nothing through its time.
#[derive(Clone, Debug, Default)]
pub struct Tokens(Vec<blake3::Hash>);

impl Tokens {
    /// The tokens that may do one thing.
    #[must_use]
    pub fn new<'a>(tokens: impl IntoIterator<Item = &'a str>) -> Self {
        Self(tokens.into_iter().filter(|token| !token.is_empty()).map(|token| blake3::hash(token.as_bytes())).collect())
    }

    /// Whether any token is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an `Authorization` header carries one of them.
    #[must_use]
    pub fn admit(&self, authorization: Option<&str>) -> bool {
        let given = authorization.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
        // `blake3::Hash` compares in constant time.
        given.is_some_and(|token| self.0.iter().any(|known| *known == blake3::hash(token.as_bytes())))
    }
}
