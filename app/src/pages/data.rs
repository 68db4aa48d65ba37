//! The page of all downloads.

use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::components::opening;
use crate::model::Link;

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct DataPage {
    /// What stands around it.
    pub frame: Frame,
    /// The figures as data.
    pub links: Vec<Link>,
}

/// The whole document.
#[must_use]
pub fn data_page(page: &DataPage) -> String {
    let says = page.frame.says();
    let content = Content { title: says.data.to_owned(), lead: says.data_intro.to_owned() };
    framed(&page.frame, &content, || {
        let links = opening::links(&page.links);
        view! { <ul class="downloads">{links}</ul> }.into_any()
    })
}
