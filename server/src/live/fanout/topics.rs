//! The topics that a thread's readers follow, and the messages that it sends of them now: looked up once per topic, position and form,
//! then only copied.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use slab::Slab;

use crate::hub::{Form, Held, Topic};
use crate::live::framing;

/// Messages that are remembered of each topic until it moves.
const REMEMBERED: usize = 16;

/// Where a reader stands in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// It waits for an answer: from this position, or a snapshot.
    Wants(Option<u64>),
    /// It has been sent everything up to here.
    Is(u64),
}

/// One view of one reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Follow {
    /// Which topic of the thread.
    pub topic: usize,
    /// The reader's name for it.
    pub id: Option<u32>,
    pub at: At,
    /// How many frames of the topic's ring, the last of them the one that led to `at`, were the last compressed messages of the socket.
    pub trail: u8,
}

/// The topics of a thread.
#[derive(Default)]
pub(super) struct Topics {
    kept: Slab<Local>,
    places: HashMap<usize, usize>,
    forms: Vec<Form>,
}

struct Local {
    held: Held,
    followers: usize,
    seq: u64,
    /// It moved in this tick.
    moved: bool,
    /// Without getting further: who is there already is told that too.
    beat: bool,
    messages: Vec<Remembered>,
}

struct Remembered {
    since: Option<u64>,
    form: u16,
    trail: u8,
    message: Message,
}

/// What a reader is to be sent of one view.
#[derive(Clone)]
pub(super) struct Message {
    /// Where it stands after it.
    pub to: u64,
    pub bytes: Bytes,
    pub is_snapshot: bool,
    /// It is one of the topic's ring.
    in_ring: bool,
}

impl Message {
    /// Whether the reader's inflater remembers it.
    pub(super) fn is_inflated(&self) -> bool {
        framing::is_compressed(&self.bytes)
    }
}

impl Topics {
    /// The number of a form.
    pub(super) fn form(&mut self, form: &Form) -> u16 {
        let at = self.forms.iter().position(|known| known == form).unwrap_or_else(|| {
            self.forms.push(form.clone());
            self.forms.len() - 1
        });
        u16::try_from(at).unwrap_or_default()
    }

    /// Holds a topic for one more follower.
    pub(super) fn follow(&mut self, topic: &Arc<Topic>) -> usize {
        let kept = &mut self.kept;
        let at = *self.places.entry(address(topic)).or_insert_with(|| {
            let (seq, _) = topic.stands();
            let messages = Vec::new();
            kept.insert(Local { held: topic.hold(), followers: 0, seq, moved: false, beat: false, messages })
        });
        self.kept[at].followers += 1;
        at
    }

    /// One follower less.
    pub(super) fn leave(&mut self, at: usize) {
        let local = &mut self.kept[at];
        local.followers -= 1;
        if local.followers == 0 {
            let local = self.kept.remove(at);
            self.places.remove(&address(&local.held.topic));
        }
    }

    /// A tick begins in which these have moved; whether anybody here follows one of them.
    pub(super) fn moved(&mut self, topics: &[Arc<Topic>]) -> bool {
        let mut any = false;
        for topic in topics {
            let Some(at) = self.places.get(&address(topic)) else { continue };
            let local = &mut self.kept[*at];
            (local.seq, local.beat) = topic.stands();
            local.moved = true;
            local.messages.clear();
            any = true;
        }
        any
    }

    /// Whether one of these has moved in this tick.
    pub(super) fn any_moved(&self, follows: &[Follow]) -> bool {
        follows.iter().any(|follow| self.kept.get(follow.topic).is_some_and(|local| local.moved))
    }

    /// The tick is sent.
    pub(super) fn rest(&mut self) {
        for (_, local) in &mut self.kept {
            local.moved = false;
        }
    }

    /// What is due for a follower who takes messages of this form, and its trail after that.
    pub(super) fn due(&mut self, follow: &Follow, form: u16) -> Option<(&Message, u8)> {
        let Self { kept, forms, .. } = self;
        let local = kept.get_mut(follow.topic)?;
        let since = match follow.at {
            At::Wants(since) => since,
            At::Is(at) if at < local.seq || (at == local.seq && local.moved && local.beat) => Some(at),
            At::Is(_) => return None,
        };
        // Of powers of two there are few: who has come lately shares the frames of others.
        let trail = follow.trail.checked_ilog2().map_or(0, |log| 1 << log);
        let is_it = |known: &Remembered| (known.since, known.form, known.trail) == (since, form, trail);
        let at = local.messages.iter().position(is_it).unwrap_or_else(|| {
            let topic = &local.held.topic;
            let frame = topic.towards(since);
            let (bytes, in_ring) = topic.message(&frame, &forms[usize::from(form)], trail);
            let message = Message { to: frame.to(), bytes, is_snapshot: frame.is_snapshot(), in_ring };
            if local.messages.len() == REMEMBERED {
                local.messages.pop();
            }
            local.messages.push(Remembered { since, form, trail, message });
            local.messages.len() - 1
        });
        let message = &local.messages[at].message;
        let trail = match (message.is_inflated(), message.in_ring) {
            (true, true) => (follow.trail + 1).min(forms[usize::from(form)].trail()),
            (false, _) if since == Some(message.to) => follow.trail,
            _ => 0,
        };
        Some((message, trail))
    }
}

/// What tells topics apart as long as they are held.
fn address(topic: &Arc<Topic>) -> usize {
    Arc::as_ptr(topic).addr()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use flate2::{Decompress, FlushDecompress};

    use super::*;
    use crate::hub::Deflate;
    use crate::truth::Truth;

    /// A topic whose truth moves on without a vote: frames of a few bytes.
    struct Quiet {
        truth: Truth,
        topic: Arc<Topic>,
    }

    impl Quiet {
        fn new() -> Self {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights/school");
            let (definition, _) = crate::load::election(&folder).unwrap_or_else(|_| panic!("{}", folder.display()));
            let root = definition.units.root();
            let key = election::ViewKey {
                contest: election::ContestIx::new(0),
                unit: root,
                level: definition.units.level(root),
            };
            let truth = Truth::new(Arc::new(definition));
            let topic = Arc::new(Topic::new(1, key, &truth, 0));
            Self { truth, topic }
        }

        fn publish(&mut self) {
            self.truth.seq += 1;
            self.topic.publish(self.topic.prepare(&self.truth, &[], Vec::new()), 0);
        }
    }

    /// The payload as an inflater has it that remembers what it was given.
    fn taken(inflate: &mut Decompress, message: &[u8]) -> Vec<u8> {
        let start = if message[1] == 126 { 4 } else { 2 };
        if !framing::is_compressed(message) {
            return message[start..].to_vec();
        }
        let mut out = Vec::with_capacity(65_536);
        let bytes = [&message[start..], &framing::TAIL].concat();
        inflate.decompress_vec(&bytes, &mut out, FlushDecompress::Sync).expect("sound");
        out
    }

    #[test]
    fn after_a_message_that_is_not_compressed_nothing_is_compressed_after_what_it_stands_for() {
        let mut quiet = Quiet::new();
        let mut topics = Topics::default();
        let form = topics.form(&Form { json: None, deflate: Deflate::Remembers });
        let topic = topics.follow(&quiet.topic);
        let mut follow = Follow { topic, id: None, at: At::Is(0), trail: 0 };
        let mut inflate = Decompress::new(false);
        let mut plain = 0;
        // Once it misses ticks, and what it missed is merged into a frame that is too short to be compressed.
        for missed in [0, 0, 0, 0, 2, 0, 0, 0] {
            for _ in 0..=missed {
                quiet.publish();
                topics.moved(std::slice::from_ref(&quiet.topic));
            }
            let At::Is(since) = follow.at else { panic!("it stands somewhere") };
            let (message, trail) = topics.due(&follow, form).expect("something is due");
            assert_eq!(taken(&mut inflate, &message.bytes), quiet.topic.towards(Some(since)).binary());
            plain += usize::from(!message.is_inflated());
            (follow.at, follow.trail) = (At::Is(message.to), trail);
        }
        assert_eq!((plain, follow.trail), (1, 3));
    }
}
