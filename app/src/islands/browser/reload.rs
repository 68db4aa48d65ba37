//! Loading the page again because the server is a newer one: once, and not all readers in the same moment.

use super::dom::{self, Timer};

/// Where the last reason is kept, for as long as the tab lives.
const KEY: &str = "nightcount-reloaded-for";
/// The reload comes within this time, in milliseconds.
const WITHIN: u64 = 4_000;

/// Reloads soon, unless that was done for the same reason already: it did not help, and the reader is told by the status
/// line. Without a place to remember it, nothing is done.
pub(super) fn once(mark: u64) {
    let Some(Ok(Some(storage))) = dom::window().map(|window| window.session_storage()) else { return };
    let mark = mark.to_string();
    if storage.get_item(KEY).ok().flatten().as_ref() == Some(&mark) || storage.set_item(KEY, &mark).is_err() {
        return;
    }
    let timer = Timer::new(|| {
        let _ = dom::window().map(|window| window.location().reload());
    });
    timer.set((u64::from(dom::random()) * WITHIN) >> 32);
    core::mem::forget(timer);
}
