//! Looks up the views that readers subscribe to on open sockets: making a topic may take a while and waits for the ledger, which the
//! threads that send must not.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::{Command, Found, Handle};
use crate::live::ask::{self, Wanted};
use crate::night::Night;
use crate::problem::Problem;

/// Subscriptions that may wait.
const WAITING: usize = 1_024;

/// A subscription to be looked up.
pub(super) struct Wish {
    pub thread: Handle,
    pub reader: usize,
    pub serial: u64,
    pub night: Arc<Night>,
    pub wanted: Wanted,
}

/// The thread that looks up, started with the first wish; it ends with the last of the threads that send.
#[derive(Default)]
pub(super) struct Clerk(Mutex<Option<SyncSender<Wish>>>);

impl Clerk {
    /// Takes a wish; whether there is room for it.
    pub(super) fn take(&self, wish: Wish) -> bool {
        let mut sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sender.is_none() {
            let (wishes, waiting) = sync_channel::<Wish>(WAITING);
            let started = thread::Builder::new().name("clerk".into()).spawn(move || {
                while let Ok(wish) = waiting.recv() {
                    answer(wish);
                }
            });
            *sender = started.is_ok().then_some(wishes);
        }
        sender.as_ref().is_some_and(|sender| sender.try_send(wish).is_ok())
    }
}

fn answer(wish: Wish) {
    let Wish { thread, reader, serial, night, wanted } = wish;
    let id = wanted.id;
    let found = look_up(&night, &wanted);
    let answer = match &found {
        Ok((topic, _)) => ask::subscribed(&wanted, topic.layout().key),
        Err(problem) => ask::refused(Some(id), problem),
    };
    thread.tell(Command::Found(Found { reader, serial, id, answer, topic: found }));
}

type View = (Arc<crate::hub::Topic>, Option<u64>);

fn look_up(night: &Night, wanted: &Wanted) -> Result<View, Problem> {
    let topic = night.topic(night.key(&wanted.contest, &wanted.unit, &wanted.level)?)?;
    let since = wanted.position().and_then(|(epoch, since)| (epoch == topic.epoch()).then_some(since));
    Ok((topic, since))
}
