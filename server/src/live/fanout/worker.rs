//! One thread that sends: what it watches, and in which order it does what there is to do.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token, Waker};

use super::crowd::Crowd;
use super::{Command, Handle, Shared};

/// Events taken at once.
const EVENTS: usize = 1_024;
/// Not a reader: somebody has something for the thread.
const TOLD: Token = Token(usize::MAX);
/// Commands obeyed before sockets are looked at again.
const COMMANDS: usize = 512;
/// Between two looks at all readers.
const SWEEP: Duration = Duration::from_secs(1);

/// Starts a thread.
pub(super) fn start(at: usize, shared: &Arc<Shared>) -> std::io::Result<Handle> {
    let poll = Poll::new()?;
    let (sender, told) = channel();
    let handle = Handle { sender, waker: Arc::new(Waker::new(poll.registry(), TOLD)?) };
    let crowd = Crowd::new(shared.clone(), handle.clone());
    let waker = handle.waker.clone();
    let worker = Worker { poll, told, waker, crowd, shared: shared.clone(), sweep: Instant::now() + SWEEP };
    thread::Builder::new().name(format!("fanout-{at}")).spawn(move || worker.run())?;
    Ok(handle)
}

struct Worker {
    poll: Poll,
    told: Receiver<Command>,
    waker: Arc<Waker>,
    crowd: Crowd,
    shared: Arc<Shared>,
    /// When all readers are looked at next.
    sweep: Instant,
}

impl Worker {
    fn run(mut self) {
        let mut events = Events::with_capacity(EVENTS);
        loop {
            let idle = self.crowd.is_at_rest() && self.shared.shed.level() == 0;
            let wait = (!idle).then(|| self.sweep.saturating_duration_since(Instant::now()));
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() != ErrorKind::Interrupted => {
                    tracing::error!(%error, "sockets cannot be watched");
                    return;
                }
                _ => {}
            }
            if idle {
                self.sweep = Instant::now() + SWEEP;
            }
            for event in &events {
                let Token(at) = event.token();
                if event.token() != TOLD {
                    if event.is_writable() {
                        self.crowd.writable(at);
                    }
                    if event.is_readable() || event.is_error() || event.is_read_closed() {
                        self.crowd.readable(at);
                    }
                }
            }
            if !self.obey() {
                return;
            }
            let late = Instant::now().checked_duration_since(self.sweep);
            if let Some(late) = late {
                self.crowd.sweep(late);
                self.sweep = Instant::now() + SWEEP;
            }
        }
    }

    /// Does what it was told; ticks that waited are one. Whether it goes on.
    fn obey(&mut self) -> bool {
        let mut ticks = Vec::new();
        for done in 0..=COMMANDS {
            if done == COMMANDS {
                // The rest after the sockets have been looked at.
                let _ = self.waker.wake();
                break;
            }
            let Ok(command) = self.told.try_recv() else { break };
            match command {
                Command::Moved(moved) => ticks.push(moved),
                Command::Adopt(newcomer) => {
                    let registry = self.poll.registry();
                    let interest = Interest::READABLE | Interest::WRITABLE;
                    self.crowd.adopt(*newcomer, |socket, at| registry.register(socket, Token(at), interest));
                }
                Command::Found(found) => self.crowd.found(found),
                Command::Leave => self.crowd.leave(),
                Command::End => return false,
            }
        }
        if !ticks.is_empty() {
            self.crowd.pass(&ticks);
        }
        true
    }
}
