//! The part that touches the browser. It binds to the elements that the server rendered and writes what differs.

use core::cell::Cell;

use crate::model::Embedded;

mod announcer;
mod card;
mod clock;
mod dom;
mod fresh;
mod hold;
mod lines;
mod map;
mod morph;
mod page;
mod pause;
mod reload;
mod shade;
mod sheet;
mod status;
mod table;
mod ticker;
mod zoom;

thread_local! {
    static BROUGHT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The bytes of [`Embedded`], for the island that begins next.
pub fn bring(bytes: Vec<u8>) {
    BROUGHT.set(bytes);
}

/// Reads what was brought and begins to live. Where that cannot be read, the page stays as it was loaded.
pub(super) fn begin() {
    let shown = dom::by_id("client-data").and_then(|link| link.get_attribute("href")).unwrap_or_default();
    let Some(embedded) = Embedded::decode(&BROUGHT.take()) else { return };
    let (state, epoch) = (embedded.state(), embedded.snapshot.epoch);
    let epochs = shown.rsplit_once('-').zip(state.rsplit_once('-'));
    // Another journal's figures may be of other rows.
    if !epochs.is_some_and(|((shown, _), (own, _))| shown.ends_with(own)) {
        return reload::once(epoch);
    }
    if let Some(page) = page::Page::new(embedded, shown.ends_with(&state)) {
        page.start();
    }
}
