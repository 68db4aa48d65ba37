//! `kill -9` at a random moment, again and again: two clients send batches as fast as they are answered, the server is
//! killed and started again, and its journal and its state hash are compared with what the clients know.
//!
//! Every fifth server is asked to stop and killed while it writes its snapshot. A batch that was not answered is sent again
//! to the next server, as a feed does.

pub mod mill;
pub mod oracle;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use election::Definition;

use crate::process::{Process, agent, reports, serve};
use mill::{Batch, ELECTION, Mill, Random, definition, files};
use oracle::{Answer, Found, Oracle, Sent};

const CLIENTS: usize = 2;
/// Rounds on the same data folder.
const ROUNDS_EACH: usize = 10;
/// One in so many servers is killed while it writes its snapshot.
const SNAPSHOTS: usize = 5;

/// What all rounds have found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub rounds: u64,
    pub found: Found,
    /// Kills that left half a snapshot behind.
    pub half_snapshots: u64,
    /// Restarts after which the state was not the oracle's.
    pub mismatches: u64,
}

impl Tally {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.found.is_clean() && self.mismatches == 0
    }
}

/// Kills so many servers.
///
/// # Errors
/// If a journal cannot be read: it was changed, or is damaged.
pub fn run(rounds: usize, seed: u64, mut after_each: impl FnMut(&Tally)) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut random = Random(seed);
    for first in (0..rounds).step_by(ROUNDS_EACH) {
        let mut scene = Scene::set(&mut random)?;
        for round in first..rounds.min(first + ROUNDS_EACH) {
            scene.round(round, &mut random, &mut tally)?;
            after_each(&tally);
            if !tally.is_clean() {
                return Ok(tally);
            }
        }
        scene.close(&mut tally)?;
    }
    Ok(tally)
}

/// One data folder, and the clients that send to whoever serves it.
struct Scene {
    dir: tempfile::TempDir,
    definition: Arc<Definition>,
    oracle: Oracle,
    mills: Vec<Mill>,
    /// What each client sends first: its batch that was not answered.
    again: Vec<Option<Batch>>,
    server: Option<Process>,
}

impl Scene {
    fn set(random: &mut Random) -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        std::fs::create_dir(dir.path().join("folder"))?;
        for (name, text) in files() {
            std::fs::write(dir.path().join("folder").join(name), text)?;
        }
        let definition = definition();
        let seed = random.below(u64::MAX);
        let mills = (0..CLIENTS).zip(seed..).map(|(at, seed)| Mill::new(&definition, at, CLIENTS, seed)).collect();
        let mut scene =
            Self { oracle: Oracle::new(&definition), dir, definition, mills, again: vec![None; CLIENTS], server: None };
        scene.restart(&mut Tally::default());
        Ok(scene)
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// Starts a server and compares what it says with the oracle.
    fn restart(&mut self, tally: &mut Tally) {
        let server = Process::start(&mut serve(&self.dir.path().join("folder"), &self.data()));
        let state = server.state(ELECTION);
        let expected = self.oracle.state();
        tally.mismatches += u64::from((state.seq, state.state_hash) != expected);
        self.server = Some(server);
    }

    fn round(&mut self, round: usize, random: &mut Random, tally: &mut Tally) -> anyhow::Result<()> {
        let server = self.server.take().expect("it was started");
        let base = server.base.clone();
        let patience = Duration::from_millis(5 + random.below(146));
        let more = Duration::from_micros(random.below(1_500));
        let data = self.data().join(ELECTION);
        let halves = half_written(&data);
        let sent: Vec<Sent> = std::thread::scope(|scope| {
            let clients = self.mills.iter_mut().zip(&mut self.again);
            let clients: Vec<_> = clients
                .map(|(mill, again)| {
                    let (base, definition) = (&base, &self.definition);
                    scope.spawn(move || send(mill, definition, base, again.take()))
                })
                .collect();
            std::thread::sleep(patience);
            if round % SNAPSHOTS == SNAPSHOTS - 1 {
                kill_at_snapshot(server, || half_written(&data) != halves, more);
            } else {
                server.kill();
            }
            clients.into_iter().map(|client| client.join().expect("a client ends")).collect()
        });
        tally.rounds += 1;
        tally.half_snapshots += u64::from(!half_written(&data).is_subset(&halves));
        tally.found = tally.found.and(self.oracle.inspect(&self.data(), &sent)?);
        self.again = sent.into_iter().map(|sent| sent.in_flight).collect();
        self.restart(tally);
        Ok(())
    }

    /// Stops the last server in order and reads its whole chain.
    fn close(mut self, tally: &mut Tally) -> anyhow::Result<()> {
        self.server.take().expect("it was started").stop();
        let (seq, _) = self.oracle.state();
        tally.mismatches += u64::from(self.oracle.read_all(&self.data())? != seq);
        Ok(())
    }
}

/// Sends batches until the server is gone.
fn send(mill: &mut Mill, definition: &Definition, base: &str, again: Option<Batch>) -> Sent {
    let agent = agent();
    let mut sent = Sent::default();
    let mut next = again;
    loop {
        let batch = next.take().unwrap_or_else(|| mill.batch(definition));
        let answer = reports(&agent, base, ELECTION).send(&batch.csv);
        match answer.and_then(|mut answer| answer.body_mut().read_json::<Answer>()) {
            Ok(answer) => sent.acknowledged.push((batch, answer)),
            Err(_) => {
                sent.in_flight = Some(batch);
                return sent;
            }
        }
    }
}

/// Asks a server to stop and kills it as soon as it is writing its snapshot, or a moment later.
fn kill_at_snapshot(mut server: Process, is_writing: impl Fn() -> bool, more: Duration) {
    server.ask_to_stop();
    let until = Instant::now() + Duration::from_secs(20);
    while !is_writing() && !server.has_ended() && Instant::now() < until {
        std::thread::sleep(Duration::from_micros(30));
    }
    std::thread::sleep(more);
    server.kill();
}

/// The snapshots that were not finished, or not yet.
fn half_written(data: &Path) -> BTreeSet<PathBuf> {
    let files = std::fs::read_dir(data).into_iter().flatten().flatten().map(|file| file.path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "tmp")).collect()
}
