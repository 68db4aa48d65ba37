//! What lives in the browser: one island that binds to the server's elements and keeps their figures current.
//!
//! Nothing here makes elements of its own, except lines of the ticker (copies of a template) and the links to places near a
//! tap. The page's hooks:
//!
//! - `link#client-data`: the address of [`crate::model::Embedded`], which ends with the state that the page shows.
//! - `[data-cell]`: see [`crate::cells`]; written out by [`crate::keys::whole`]. An element whose text changed is `is-fresh` for a second, but not within `.status`.
//! - `#state` gets `data-state` (`still live polling busy quiet held reconnecting silent offline paused returning outdated`),
//!   `#state-word` the word for it, `#why` a sentence where the figures have stopped, `#age` the age of the last report.
//! - `#pause`: the button that holds the figures on screen, with its word in `#pause-word`; hidden without script.
//! - `#bars`: while a pointer or the focus is inside, its rows keep their places.
//! - `#ticker` (`data-lines`): the newest event comes first, each line a copy of `template#tick` with `data-seq`, the parts by
//!   `data-part`; a part without text is hidden. `#announce` is the polite live region.
//! - `#map`: links `[data-row][data-at]` (on the sheet: the label's point, the circle, the middle of the hexagon); the chosen
//!   one `is-chosen`. Other `[data-row]` in it (insets) and in `#elsewhere` (chips) choose the same place. `#map-tools` has
//!   buttons `[data-zoom]` (`in out all`). Links `[data-map]`, `[data-list]`, `[data-drawing]` choose what the map shows
//!   ([`crate::shade::Shade`], by number); `#geo` says how it is drawn in `data-drawn`. `#card` is the card of the chosen place (the `place-…` cells), hidden until one is
//!   chosen, not `inert` if a finger chose it; `#card-near` in it is a list for the places near a tap.
//! - `#up`: the link to the parent, which Escape follows.
//! - `#places`: a table; its column heads `th[data-sort]` ([`sorting::By`]) hold a button that is disabled without script, its
//!   rows are `tr[data-row]` in `tbody`.

pub mod connection;
pub mod feed;
pub mod limits;
pub mod neighbour;
pub mod places;
pub mod placing;
pub mod sorting;
pub mod standing;
pub mod told;
pub mod viewport;

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(feature = "hydrate")]
pub use browser::bring;

use leptos::prelude::*;

/// Stands once on every contest page, after everything that it binds to.
#[island]
pub fn Live() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::begin();
    view! { <span hidden=true></span> }
}
