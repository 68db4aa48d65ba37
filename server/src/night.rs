//! One election as it is served: its definition, truth, desk and hub, and the addresses that readers use.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use app::model::MapModel;
use axum::body::Bytes;
use election::view::Layout;
use election::{Definition, ViewKey};

use crate::atlas::Atlas;
use crate::body::Body;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::find::Finder;
use crate::history::History;
use crate::hub::{Hub, TICK, Topic};
use crate::journal::Journal;
use crate::kept::Kept;
use crate::problem::Problem;
use crate::stations::Stations;
use crate::telemetry::Telemetry;
use crate::truth::Truth;

/// Maps by view and language; none where nothing of the view has a polygon.
type Drawings = HashMap<(ViewKey, String), Option<Arc<MapModel>>>;

/// Bytes of answers that are kept.
const ANSWERS: usize = 32 << 20;
/// Answers that may be computed at the same time.
const AT_ONCE: usize = 8;

/// One election as it is served.
pub struct Night {
    /// Everything that is known before the first vote.
    pub definition: Arc<Definition>,
    /// Its single writer.
    pub desk: Desk,
    /// Its publisher.
    pub hub: Arc<Hub>,
    /// What was before.
    pub history: History,
    /// Its polygons, if it has a map.
    pub atlas: Option<Atlas>,
    /// The drawings that were asked for, by view and language.
    drawings: Mutex<Drawings>,
    /// The answers that were given to programs: the past, seats, turnout and the record, by address.
    answers: Kept<Arc<Body>>,
    /// What the stations said when charts were asked for last.
    pub stations: Stations,
    /// The names that can be searched, made when first asked for.
    finder: OnceLock<Finder>,
    /// What time it is there.
    pub clock: Clock,
}

impl Night {
    /// Opens the journal below `data`, loads what it holds, and starts desk and hub.
    ///
    /// # Errors
    /// If the journal cannot be opened, or belongs to another definition, or was changed from outside.
    pub fn open(
        definition: Definition,
        atlas: Option<Atlas>,
        data: &Path,
        clock: Clock,
        telemetry: &Telemetry,
    ) -> anyhow::Result<Arc<Self>> {
        let definition = Arc::new(definition);
        let journal = Journal::open(&data.join(&definition.id), &definition.id, definition.hash())?;
        let epoch = journal.epoch();
        let truth = Arc::new(RwLock::new(Truth::load(&journal, &definition)?));
        let desk = Desk::start(journal, truth.clone(), clock, telemetry.clone());
        let history = History::new(truth.clone());
        let hub = Hub::new(truth, epoch, clock);
        hub.spawn(TICK);
        let (drawings, answers, finder) = (Mutex::default(), Kept::new(ANSWERS, AT_ONCE), OnceLock::new());
        let stations = Stations::default();
        Ok(Arc::new(Self { definition, desk, hub, history, atlas, drawings, answers, stations, finder, clock }))
    }

    /// Its names, ready to be searched. The first call makes them, which takes about a microsecond a unit.
    #[must_use]
    pub fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::new(&self.definition))
    }

    /// The sequence number that it has reached.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.hub.truth().read().expect("nobody panics while holding it").seq
    }

    /// The state hash of the ledger and the sequence number that it belongs to.
    #[must_use]
    pub fn state(&self) -> (u64, [u8; 32]) {
        let truth = self.hub.truth().read().expect("nobody panics while holding it");
        (truth.seq, truth.ledger.state_hash())
    }

    /// The view of a contest at a unit, by ids; `unit` empty = the whole election, `level` empty = the default level.
    ///
    /// # Errors
    /// Which id is unknown, and where the known ones are listed.
    pub fn key(&self, contest: &str, unit: &str, level: &str) -> Result<ViewKey, Problem> {
        let definition = &self.definition;
        let contest = definition.contest(contest).ok_or_else(|| {
            Problem::not_found("unknown-contest", format!("There is no contest `{contest}` in this election."))
        })?;
        let unit = if unit.is_empty() {
            definition.units.root()
        } else {
            definition.units.find(unit).ok_or_else(|| {
                Problem::not_found("unknown-unit", format!("There is no unit `{unit}` in this election."))
            })?
        };
        let level = if level.is_empty() {
            definition.default_level(unit)
        } else {
            definition.level(level).ok_or_else(|| {
                Problem::not_found("unknown-level", format!("There is no level `{level}` in this election."))
            })?
        };
        Ok(ViewKey { contest, unit, level })
    }

    /// The map of a view, drawn when first asked for.
    #[must_use]
    pub fn map(&self, layout: &Layout, language: &str) -> Option<Arc<MapModel>> {
        let atlas = self.atlas.as_ref()?;
        let mut drawings = self.drawings.lock().expect("nobody panics while holding it");
        let place = (layout.key, language.to_owned());
        drawings.entry(place).or_insert_with(|| atlas.draw(&self.definition, layout, language).map(Arc::new)).clone()
    }

    /// The answer of `key` in the state `tag`: the kept one, or made now.
    ///
    /// # Errors
    /// What `make` returns, or that it cannot be made.
    pub async fn answer(
        &self,
        key: &str,
        tag: &str,
        make: impl FnOnce() -> Result<Bytes, Problem> + Send + 'static,
    ) -> Result<Arc<Body>, Problem> {
        self.answers.get(key, tag, move || Ok(Arc::new(Body::new(make()?)))).await
    }

    /// The topic of a view, unless nothing may be published yet.
    ///
    /// # Errors
    /// Before the embargo ends.
    pub fn topic(&self, key: ViewKey) -> Result<Arc<Topic>, Problem> {
        self.published()?;
        Ok(self.hub.topic(key))
    }

    /// Whether figures may be published.
    ///
    /// # Errors
    /// Before the embargo ends.
    pub fn published(&self) -> Result<(), Problem> {
        match self.definition.embargo {
            Some(embargo) if self.clock.now() < embargo => Err(Problem::embargo(embargo, self.definition.utc_offset)),
            _ => Ok(()),
        }
    }
}
