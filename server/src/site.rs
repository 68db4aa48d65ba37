//! Everything that the routes share: the elections, the tokens, the client's files.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::model::Assets;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::card::Cards;
use crate::hot::Hot;
use crate::limits::Limits;
use crate::live::Fanout;
use crate::live::admission::Door;
use crate::night::Night;
use crate::ops::{Course, Feeds};
use crate::pages::Pages;
use crate::problem::Problem;
use crate::telemetry::{Metric, Telemetry};

/// Shared by all routes.
pub struct Site {
    /// The elections by id.
    pub nights: BTreeMap<String, Arc<Night>>,
    /// Who may send reports.
    pub tokens: Tokens,
    /// Who may put calls and lots on record.
    pub desk_tokens: Tokens,
    /// Who may see the operators' page.
    pub ops_tokens: Tokens,
    /// How the server has been lately.
    pub course: Course,
    /// What the feeds have brought.
    pub feeds: Feeds,
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

    /// Enters what is not counted but stands somewhere: how much is shed, and how often is published.
    pub fn gauge(&self) {
        self.telemetry.set(Metric::ShedLevel, self.fanout.shed().level().into());
        self.telemetry.set(Metric::TickMilliseconds, self.fanout.tick().as_millis() as u64);
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
        given.is_some_and(|token| self.know(token))
    }

    /// The same, also as the password of a browser that has asked its user for one (RFC 7617); the user's name says nothing.
    #[must_use]
    pub fn admit_person(&self, authorization: Option<&str>) -> bool {
        let Some(given) = authorization.and_then(|value| value.strip_prefix("Basic ")) else {
            return self.admit(authorization);
        };
        let given = STANDARD.decode(given.trim()).ok().and_then(|given| String::from_utf8(given).ok());
        given.as_deref().and_then(|given| given.split_once(':')).is_some_and(|(_, password)| self.know(password))
    }

    fn know(&self, token: &str) -> bool {
        // `blake3::Hash` compares in constant time.
        self.0.iter().any(|known| *known == blake3::hash(token.as_bytes()))
    }
}
