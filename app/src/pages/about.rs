//! The page about an election's pages: who publishes, for whom they are, what is kept about readers.

use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::components::opening;
use crate::model::Link;
use crate::words::fill;

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct AboutPage {
    /// What stands around it.
    pub frame: Frame,
    /// What the publisher says, paragraphs separated by empty lines.
    pub text: Option<String>,
    /// The pages that say how it works.
    pub links: Vec<Link>,
}

/// The whole document.
#[must_use]
pub fn about_page(page: &AboutPage) -> String {
    let says = page.frame.says();
    let lead = fill(says.about_lead, &[("election", &page.frame.election)]);
    let content = Content { title: says.about.to_owned(), lead };
    framed(&page.frame, &content, || {
        let source =
            (!page.frame.source.is_empty()).then(|| fill(says.about_source, &[("source", &page.frame.source)]));
        let own = page.text.iter().flat_map(|text| text.split("\n\n")).map(str::to_owned);
        let who = own.chain(source).chain(std::iter::once(says.about_program.to_owned())).collect();
        let links = opening::links(&page.links);
        view! {
            <div class="prose">
                {section("who", says.about_who, who)}
                {section("access", says.about_access, vec![says.about_access_text.to_owned()])}
                {section("privacy", says.about_privacy, vec![says.about_privacy_text.to_owned()])}
                <section class="block" aria-labelledby="more">
                    <h2 id="more" class="title">{says.about_more}</h2>
                    <ul class="plain">{links}</ul>
                </section>
            </div>
        }
        .into_any()
    })
}

fn section(id: &'static str, title: &'static str, paragraphs: Vec<String>) -> AnyView {
    let paragraphs: Vec<_> = paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect();
    view! {
        <section class="block" aria-labelledby=id>
            <h2 id=id class="title">{title}</h2>
            {paragraphs}
        </section>
    }
    .into_any()
}
