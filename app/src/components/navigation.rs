//! From one page of a contest to another: results, seats, lists … A line that scrolls sideways where it does not fit.

use leptos::prelude::*;

use super::current;
use crate::model::Link;

/// The pages of a contest; nothing where there is only one.
pub(crate) fn pages(links: &[Link], language: &str) -> Option<AnyView> {
    let item = |link: &Link| {
        let (label, href) = (link.label.clone(), link.href.clone());
        view! { <li><a href=href aria-current=current(link)>{label}</a></li> }
    };
    let items: Vec<_> = links.iter().map(item).collect();
    let label = crate::words::of(language).pages.navigation;
    (links.len() > 1).then(|| {
        view! {
            <nav class="pages" aria-label=label>
                <ul class="wrap">{items}</ul>
            </nav>
        }
        .into_any()
    })
}
