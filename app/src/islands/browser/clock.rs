//! Two clocks: one that only grows, also while the machine sleeps, and the one on the wall.

use core::cell::Cell;

/// Milliseconds since the page began to live. Unlike the browser's own monotonic clock it does not stop in sleep; a wall
/// clock that is set back does not move it.
pub(super) struct Clock {
    last: Cell<i64>,
    elapsed: Cell<u64>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { last: Cell::new(here()), elapsed: Cell::new(0) }
    }
}

impl Clock {
    pub(super) fn now(&self) -> u64 {
        let here = here();
        let step = u64::try_from(here - self.last.replace(here)).unwrap_or(0);
        self.elapsed.set(self.elapsed.get() + step);
        self.elapsed.get()
    }
}

/// This machine's clock: milliseconds since 1970 UTC.
pub(super) fn here() -> i64 {
    js_sys::Date::now() as i64
}
