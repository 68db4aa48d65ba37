//! The frame of every document: head, palette, the start of the client.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::model::{Assets, Link, Social};
use crate::tint::{self, Ground};

/// What a document's head says.
pub(super) struct Head {
    pub(super) language: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) canonical: Option<String>,
    /// The page in its languages: label is the language's code.
    pub(super) languages: Vec<Link>,
    /// Custom properties of the options' colours.
    pub(super) palette: String,
    /// How the page is shown elsewhere.
    pub(super) social: Social,
}

/// The inline script of a live page, the same on every page (a content security policy may name its hash). After the first
/// frame, which they would hold up, it lets the client's links and the script of pins into the document; loads the client and
/// the figures that the links name, asks again for figures that did not come, and hydrates the islands once all of the
/// document is there.
pub const START: &str = "{const go=async()=>{const id=n=>document.getElementById('client'+n);\
document.head.append(id('').content);const[j,w,d]=['-js','-wasm','-data'].map(n=>id(n).href);\
const get=async n=>{try{const r=await fetch(d);if(r.ok)return new Uint8Array(await r.arrayBuffer())}catch{}\
await new Promise(f=>setTimeout(f,Math.random()*Math.min(6e4,1e3*2**n)));return get(n+1)};\
const b=get(1),m=await import(j);await m.default({module_or_path:w});m.hydrate(await b);\
if(document.readyState=='loading')await new Promise(f=>document.addEventListener('DOMContentLoaded',f));\
for(const e of document.querySelectorAll('leptos-island'))await m[e.dataset.component]?.(e)};\
document.hidden?go():requestAnimationFrame(()=>setTimeout(go))}";

/// Renders a document: leptos views to HTML, with a context in which only islands are prepared for hydration.
pub(super) fn document(head: Head, assets: &Assets, body: impl FnOnce() -> AnyView) -> String {
    render(|| {
        let body = body();
        let language = head.language.clone();
        let direction = crate::words::of(&language).language.direction;
        let direction = (direction != "ltr").then_some(direction);
        let head = head_view(head, assets);
        view! { <html lang=language dir=direction>{head}<body>{body}</body></html> }.into_any()
    })
}

/// The text of a whole document.
pub(super) fn render(html: impl FnOnce() -> AnyView) -> String {
    format!("<!DOCTYPE html>{}", fragment(html))
}

/// The text of a piece of a page.
pub(super) fn fragment(html: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| html().to_html());
    owner.unset();
    html
}

fn head_view(head: Head, assets: &Assets) -> AnyView {
    let Head { title, description, canonical, languages, palette, social: shown, .. } = head;
    let card = card(&shown, canonical.as_deref(), &description);
    let (about, title_again) = (description.clone(), title.clone());
    // Search engines take only whole addresses; all languages are named, this one too.
    let whole = |path: String| format!("{}{path}", shown.base);
    let canonical = canonical.map(|path| view! { <link rel="canonical" href=whole(path) /> });
    let alternate = |link: Link| view! { <link rel="alternate" hreflang=link.label href=whole(link.href) /> };
    let alternates: Vec<_> = languages.into_iter().map(alternate).collect();
    let style = (!palette.is_empty()).then(|| view! { <style inner_html=palette></style> });
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{title}</title>
            <meta name="description" content=description />
            {social("og:title", title_again)}
            {social("og:description", about)}
            {card}
            {canonical}
            {alternates}
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="manifest" href="/manifest.webmanifest" />
            <link rel="apple-touch-icon" href="/icons/192.png" />
            <meta name="theme-color" content="#14171c" media="(prefers-color-scheme: dark)" />
            {start(assets)}
            {style}
        </head>
    }
    .into_any()
}

/// The style of the name in the masthead, which is on the screen as soon as the document comes.
pub(super) fn start(assets: &Assets) -> Option<AnyView> {
    let style = assets.start.clone();
    (!style.is_empty()).then(|| view! { <style inner_html=style></style> }.into_any())
}

/// What stands behind that name: the style of what a page shows first.
pub(super) fn first(assets: &Assets) -> AnyView {
    view! {
        {sheet(&assets.first)}
        {wait(assets)}
    }
    .into_any()
}

/// What stands behind that name on a page that is shown when all of its style is there.
pub(super) fn all(language: &str, assets: &Assets) -> AnyView {
    view! {
        {sheet(&assets.first)}
        {rest(language, assets)}
        {follow(assets)}
    }
    .into_any()
}

/// The script of pins.
fn follow(assets: &Assets) -> Option<AnyView> {
    let src = assets.follow.clone();
    (!src.is_empty()).then(|| view! { <script r#type="module" src=src></script> }.into_any())
}

/// What stands behind what a page shows first, which a browser shows while this is on its way: the style of the rest and the
/// letters.
pub(super) fn rest(language: &str, assets: &Assets) -> AnyView {
    let font = |name: &&str| {
        let href = format!("/fonts/{name}.woff2");
        view! { <link rel="preload" href=href r#as="font" r#type="font/woff2" crossorigin="anonymous" /> }
    };
    let fonts: Vec<_> = fonts(language).iter().map(font).collect();
    view! {
        {sheet(&assets.css)}
        {fonts}
        {wait(assets)}
    }
    .into_any()
}

/// The inline script that stands in a body behind a style sheet: a script waits for it, and what follows waits for the script.
/// Without it, some browsers would show that without its style.
pub const WAIT: &str = " ";

/// [`WAIT`], where there is a style sheet.
fn wait(assets: &Assets) -> Option<AnyView> {
    (!assets.css.is_empty()).then(|| view! { <script inner_html=WAIT></script> }.into_any())
}

/// A style sheet, where there is one.
pub(super) fn sheet(href: &str) -> AnyView {
    (!href.is_empty()).then(|| view! { <link rel="stylesheet" href=href.to_owned() /> }).into_any()
}

/// The fonts that a page in a language needs first, by the letters of its script. Figures and signs are in the Latin one.
fn fonts(language: &str) -> &'static [&'static str] {
    match language {
        "sr" | "sr-Cyrl" | "mk" | "bg" => &["source-sans-3-latin", "source-sans-3-cyrillic"],
        "bs" | "hr" | "sr-Latn" | "tr" => &["source-sans-3-latin", "nightcount-sans-latin-ext-a"],
        _ => &["source-sans-3-latin"],
    }
}

/// What social networks show.
fn social(property: &'static str, content: String) -> AnyView {
    leptos::html::meta().attr("property", property).content(content).into_any()
}

/// The card and the address, which must be whole: nothing where the server does not know its own name.
fn card(shown: &Social, canonical: Option<&str>, alt: &str) -> Option<AnyView> {
    let Social { base, card } = shown;
    let address = canonical.map(|path| social("og:url", format!("{base}{path}")));
    let picture = (!card.is_empty()).then(|| {
        let named = |name: &'static str, content: String| leptos::html::meta().attr("name", name).content(content);
        view! {
            {social("og:image", format!("{base}{card}"))}
            {social("og:image:type", "image/png".to_owned())}
            {social("og:image:width", "1200".to_owned())}
            {social("og:image:height", "630".to_owned())}
            {social("og:image:alt", alt.to_owned())}
            {named("twitter:card", "summary_large_image".to_owned())}
            {named("twitter:image:alt", alt.to_owned())}
        }
    });
    (!base.is_empty()).then(|| {
        view! {
            {social("og:site_name", "Nightcount".to_owned())}
            {social("og:type", "website".to_owned())}
            {address}
            {picture}
        }
        .into_any()
    })
}

/// The client of a live page, the address of its [`crate::model::Embedded`], and the script of pins. They wait in a template,
/// where a browser does not follow them, until [`START`] lets them into the document.
pub(super) fn client(data: String, assets: &Assets) -> Option<AnyView> {
    let client = view! {
        <template id="client">
            <link rel="modulepreload" id="client-js" href=assets.js.clone() />
            <link rel="preload" id="client-wasm" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" fetchpriority="low" />
            <link rel="preload" id="client-data" href=data r#as="fetch" crossorigin="anonymous" fetchpriority="low" />
            {follow(assets)}
        </template>
        <script inner_html=START></script>
    };
    (!assets.js.is_empty()).then(|| client.into_any())
}

/// The palette of a contest for both grounds.
pub(super) fn palette<'a>(colours: impl Iterator<Item = &'a str> + Clone) -> String {
    let light = tint::properties(colours.clone(), Ground::Light);
    let dark = tint::properties(colours, Ground::Dark);
    format!(":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}")
}
