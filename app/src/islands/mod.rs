//! What lives in the browser: one island that binds to the server's elements and keeps their figures current.

use leptos::prelude::*;

/// Stands once on every contest page, after everything that it binds to.
#[island]
pub fn Live() -> impl IntoView {
    view! { <span hidden=true></span> }
}
