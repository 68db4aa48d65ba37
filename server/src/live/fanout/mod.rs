//! The threads that send. Sockets come to them after the handshake; each thread watches its own and keeps no queue for any of them: when
//! the hub has published a tick it walks its readers and gives each, in one write, what its views have beyond its positions.

mod clerk;
mod crowd;
mod reader;
mod topics;
mod worker;

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Bytes;

use super::admission::Admitted;
use super::shed::Shed;
use crate::hub::{Form, Moved, Topic};
use crate::limits::Limits;
use crate::night::Night;
use crate::problem::Problem;
use crate::telemetry::Telemetry;
use clerk::Clerk;

/// A socket after its handshake.
pub struct Newcomer {
    /// The socket, taken out of the HTTP server.
    pub socket: TcpStream,
    /// What the HTTP server had read of it already.
    pub read_ahead: Bytes,
    /// What it takes.
    pub form: Form,
    /// Whose views it may follow.
    pub night: Arc<Night>,
    /// The first of them, and the sequence number of the copy that the reader has.
    pub topic: Option<(Arc<Topic>, Option<u64>)>,
    /// Its place.
    pub admitted: Admitted,
}

/// What a thread is told.
enum Command {
    Adopt(Box<Newcomer>),
    Moved(Arc<Moved>),
    Found(Found),
    Leave,
    End,
}

/// The answer to a subscription.
struct Found {
    reader: usize,
    serial: u64,
    id: u32,
    answer: String,
    topic: Result<(Arc<Topic>, Option<u64>), Problem>,
}

/// A way to tell a thread something.
#[derive(Clone)]
struct Handle {
    sender: Sender<Command>,
    waker: Arc<mio::Waker>,
}

impl Handle {
    fn tell(&self, command: Command) {
        // A thread that has ended has nobody left to tell.
        if self.sender.send(command).is_ok() {
            let _ = self.waker.wake();
        }
    }
}

/// What the threads share.
struct Shared {
    limits: Limits,
    telemetry: Telemetry,
    shed: Shed,
    clerk: Clerk,
}

/// All threads that send.
pub struct Fanout {
    shared: Arc<Shared>,
    threads: OnceLock<Vec<Handle>>,
    next: AtomicUsize,
}

impl Fanout {
    /// The threads start with the first reader.
    #[must_use]
    pub fn new(limits: Limits, telemetry: Telemetry) -> Arc<Self> {
        let shared = Arc::new(Shared { limits, telemetry, shed: Shed::new(limits.tick()), clerk: Clerk::default() });
        Arc::new(Self { shared, threads: OnceLock::new(), next: AtomicUsize::new(0) })
    }

    /// Takes a socket.
    ///
    /// # Errors
    /// If the system does not give the threads what they need to watch sockets.
    pub fn adopt(&self, newcomer: Newcomer) -> std::io::Result<()> {
        let threads = if let Some(threads) = self.threads.get() {
            threads
        } else {
            let started: std::io::Result<Vec<Handle>> =
                (0..self.shared.limits.threads()).map(|at| worker::start(at, &self.shared)).collect();
            let started = started?;
            // Of two who start them at once one is too many.
            if let Err(surplus) = self.threads.set(started) {
                surplus.iter().for_each(|thread| thread.tell(Command::End));
            }
            self.threads.get().ok_or(std::io::ErrorKind::Other)?
        };
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        if let Some(thread) = threads.get(at % threads.len().max(1)) {
            thread.tell(Command::Adopt(Box::new(newcomer)));
        }
        Ok(())
    }

    /// Tells the threads what has moved. Never waits.
    pub fn moved(&self, moved: Moved) {
        let moved = Arc::new(moved);
        for thread in self.threads.get().into_iter().flatten() {
            thread.tell(Command::Moved(moved.clone()));
        }
    }

    /// The time between two publications now.
    #[must_use]
    pub fn tick(&self) -> Duration {
        self.shared.shed.tick()
    }

    /// What is shed.
    #[must_use]
    pub fn shed(&self) -> &Shed {
        &self.shared.shed
    }

    /// Tells all readers that the server goes away, and closes their sockets.
    pub fn leave(&self) {
        for thread in self.threads.get().into_iter().flatten() {
            thread.tell(Command::Leave);
        }
    }
}

impl Drop for Fanout {
    fn drop(&mut self) {
        for thread in self.threads.get().into_iter().flatten() {
            thread.tell(Command::End);
        }
    }
}
