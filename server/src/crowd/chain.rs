//! The states of one view that readers are in, and the steps between them: each computed once for all who take it.
//!
//! A reader is a state machine, so the same bytes in the same state always lead to the same state. Every reader still walks its
//! own way: whoever misses a frame is in another state than the others, and is found out.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use super::copy::{Copy, News, Outcome};

/// Steps that are remembered.
const REMEMBERED: usize = 48;

/// A state.
#[derive(Debug)]
pub(super) struct Node {
    /// Names it within its chain.
    pub(super) id: u64,
    pub(super) copy: Copy,
}

/// A step.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) outcome: Outcome,
    pub(super) news: News,
    pub(super) next: Arc<Node>,
}

/// The states of a view in one form.
#[derive(Debug)]
pub(super) struct Chain {
    start: Arc<Node>,
    named: AtomicU64,
    memory: Mutex<Memory>,
}

/// The state before and what was received.
type Cause = (u64, [u8; 32]);

#[derive(Debug, Default)]
struct Memory {
    steps: HashMap<Cause, Arc<Taken>>,
    order: VecDeque<Cause>,
    /// Sound states by epoch and sequence number. More than one where readers were told different things.
    sound: HashMap<(u64, u64), Vec<Weak<Node>>>,
}

impl Chain {
    /// A chain that starts with an empty copy.
    pub(super) fn new(empty: Copy) -> Self {
        Self { start: Arc::new(Node { id: 0, copy: empty }), named: AtomicU64::new(1), memory: Mutex::default() }
    }

    /// What a reader has who has just come.
    pub(super) fn start(&self) -> Arc<Node> {
        self.start.clone()
    }

    /// What becomes of a reader in the state `node` that receives `payload`.
    pub(super) fn take(&self, node: &Arc<Node>, payload: &[u8]) -> Arc<Taken> {
        let cause = (node.id, *blake3::hash(payload).as_bytes());
        let mut memory = self.memory.lock().expect("nobody panics while holding it");
        if let Some(known) = memory.steps.get(&cause) {
            return known.clone();
        }
        let mut copy = node.copy.clone();
        let (outcome, news) = copy.take(payload);
        let taken = Arc::new(Taken { outcome, news, next: self.node(&mut memory, copy) });
        memory.remember(cause, taken.clone());
        taken
    }

    /// The state with this copy: one that is known, if there is one.
    fn node(&self, memory: &mut Memory, copy: Copy) -> Arc<Node> {
        let sound = copy.resume();
        if let Some(at) = sound
            && let Some(known) = memory.sound(at).find(|node| node.copy.is_as(&copy))
        {
            return known;
        }
        let node = Arc::new(Node { id: self.named.fetch_add(1, Ordering::Relaxed), copy });
        if let Some(at) = sound {
            memory.sound.entry(at).or_default().push(Arc::downgrade(&node));
        }
        node
    }
}

impl Memory {
    fn sound(&self, at: (u64, u64)) -> impl Iterator<Item = Arc<Node>> {
        self.sound.get(&at).into_iter().flatten().filter_map(Weak::upgrade)
    }

    fn remember(&mut self, cause: Cause, taken: Arc<Taken>) {
        if self.order.len() == REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.steps.remove(&oldest);
            }
            self.sound.retain(|_, nodes| nodes.iter().any(|node| node.strong_count() > 0));
        }
        self.order.push_back(cause);
        self.steps.insert(cause, taken);
    }
}
