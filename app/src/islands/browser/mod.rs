//! The part that touches the browser. It binds to the elements that the server rendered and writes what differs.

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

/// Reads what is embedded in the page and begins to live. Where that cannot be read, the page stays as it was loaded.
pub(super) fn begin() {
    let data = dom::by_id("page-data").and_then(|script| script.text_content());
    let embedded = data.and_then(|data| dom::bytes_of(&data)).and_then(|bytes| crate::model::Embedded::decode(&bytes));
    if let Some(page) = embedded.and_then(page::Page::new) {
        page.start();
    }
}
