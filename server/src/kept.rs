//! What was made for readers – pages, cards, answers about the past – by address and in the state that its tag names, as long as
//! there is room. One makes it, the others wait for it; so many are made at the same time and no more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// What an address takes besides what is made for it.
const ADDRESS: usize = 256;

/// Something that takes room.
pub trait Weigh {
    /// About so many bytes.
    fn weight(&self) -> usize;
}

impl Weigh for Bytes {
    fn weight(&self) -> usize {
        self.len()
    }
}

type Slot<T> = Arc<tokio::sync::Mutex<Option<(String, T)>>>;

/// What was made.
pub struct Kept<T>(Arc<Shared<T>>);

struct Shared<T> {
    shelf: Mutex<Shelf<T>>,
    room: usize,
    turns: Semaphore,
}

struct Shelf<T> {
    slots: HashMap<String, (Slot<T>, usize)>,
    bytes: usize,
}

impl<T: Clone + Weigh + Send + 'static> Kept<T> {
    /// Nothing yet. When more than `room` bytes are kept, all are forgotten; `at_once` are made at the same time.
    #[must_use]
    pub fn new(room: usize, at_once: usize) -> Self {
        let shelf = Shelf { slots: HashMap::new(), bytes: 0 };
        Self(Arc::new(Shared { shelf: Mutex::new(shelf), room, turns: Semaphore::new(at_once) }))
    }

    /// What belongs to `key` in the state `tag`: kept, or made now on a thread that may take its time.
    ///
    /// # Errors
    /// What `make` returns; nothing is kept then. Or that it cannot be made.
    pub async fn get(
        &self,
        key: &str,
        tag: &str,
        make: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let slot = self.0.slot(key);
        let mut kept = slot.clone().lock_owned().await;
        if let Some((_, made)) = kept.as_ref().filter(|(known, _)| known == tag) {
            return Ok(made.clone());
        }
        let (shared, key, tag) = (self.0.clone(), key.to_owned(), tag.to_owned());
        // A task of its own, or readers who leave and come back would have the same made many times at once.
        let making = tokio::spawn(async move {
            let turn = shared.turns.acquire().await;
            let made = tokio::task::spawn_blocking(make).await.unwrap_or_else(|_| Err(failed()));
            drop(turn);
            match &made {
                Ok(made) => {
                    *kept = Some((tag, made.clone()));
                    shared.weigh(&key, &slot, made.weight());
                }
                // Or addresses that name nothing would fill the room of those that do.
                Err(_) => shared.weigh(&key, &slot, usize::MAX),
            }
            made
        });
        making.await.unwrap_or_else(|_| Err(failed()))
    }
}

fn failed() -> Problem {
    Problem::unavailable("not-made", "This cannot be made now; try again.")
}

impl<T> Shared<T> {
    fn slot(&self, key: &str) -> Slot<T> {
        let mut shelf = self.shelf.lock().expect("nobody panics while holding it");
        if let Some((slot, _)) = shelf.slots.get(key) {
            return slot.clone();
        }
        let weight = ADDRESS + key.len();
        if shelf.bytes + weight > self.room {
            shelf.clear();
        }
        shelf.bytes += weight;
        let slot = Slot::default();
        shelf.slots.insert(key.to_owned(), (slot.clone(), weight));
        slot
    }

    /// Takes note of how much a slot holds, unless it was forgotten meanwhile; what does not fit at all is forgotten at once.
    fn weigh(&self, key: &str, slot: &Slot<T>, bytes: usize) {
        let mut shelf = self.shelf.lock().expect("nobody panics while holding it");
        if !shelf.slots.get(key).is_some_and(|(known, _)| Arc::ptr_eq(known, slot)) {
            return;
        }
        let before = shelf.slots.remove(key).map_or(0, |(_, weight)| weight);
        shelf.bytes -= before;
        let weight = bytes.saturating_add(ADDRESS + key.len());
        if weight > self.room {
            return;
        }
        if shelf.bytes + weight > self.room {
            shelf.clear();
        }
        shelf.bytes += weight;
        shelf.slots.insert(key.to_owned(), (slot.clone(), weight));
    }
}

impl<T> Shelf<T> {
    fn clear(&mut self) {
        self.slots.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    static MADE: AtomicUsize = AtomicUsize::new(0);

    fn slow() -> Result<Bytes, Problem> {
        MADE.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(100));
        Ok(Bytes::from_static(b"made"))
    }

    #[tokio::test]
    async fn whoever_asks_meanwhile_waits_even_if_the_first_has_left() {
        let kept = Kept::new(10_000, 4);
        let left = tokio::time::timeout(Duration::from_millis(20), kept.get("page", "1", slow)).await;
        assert!(left.is_err());
        let (one, other) = tokio::join!(kept.get("page", "1", slow), kept.get("page", "1", slow));
        assert_eq!((one.unwrap(), other.unwrap()), (Bytes::from_static(b"made"), Bytes::from_static(b"made")));
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn no_addresses_and_no_contents_take_more_than_the_room() {
        let kept = Kept::new(20_000, 4);
        for number in 0..500_usize {
            let key = format!("page?before={number}");
            let answer = kept.get(&key, "1", move || {
                let bad = number.is_multiple_of(7).then(|| Problem::not_found("nothing", ""));
                bad.map_or_else(|| Ok(Bytes::from(vec![0; number * 50])), Err)
            });
            assert_eq!(answer.await.is_err(), number.is_multiple_of(7), "{number}");
            let shelf = kept.0.shelf.lock().unwrap();
            let held: usize = shelf.slots.values().map(|(_, weight)| weight).sum();
            assert_eq!(held, shelf.bytes);
            assert!(held <= 20_000, "{held}");
        }
    }

    #[tokio::test]
    async fn another_state_is_made_anew_in_the_place_of_the_old_one() {
        let kept = Kept::new(10_000, 4);
        for (tag, text) in [("1", "old"), ("2", "new"), ("2", "never made")] {
            let made = kept.get("page", tag, move || Ok(Bytes::from(text))).await.unwrap();
            assert_eq!(made, if tag == "1" { "old" } else { "new" });
        }
        assert_eq!(kept.0.shelf.lock().unwrap().slots.len(), 1);
    }
}
