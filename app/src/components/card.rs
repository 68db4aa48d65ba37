//! The card of the chosen place, which lies over the map in the corner away from it, and the list of the closest places.

use leptos::prelude::*;

use super::{Sheet, Shown, live};
use crate::cells::{CLOSEST, PLACE_LISTS};

/// The places where the lead is smallest.
pub(crate) fn closest(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let closest: Vec<_> = (0..CLOSEST).map(|slot| near(&shown.sheet, slot)).collect();
    view! {
        <section class="closest" aria-labelledby="closest-title">
            <h3 class="closest-title" id="closest-title">{words.closest}</h3>
            <p class="card-hint">{words.choose}</p>
            <ol class="nears" id="near">{closest}</ol>
        </section>
    }
    .into_any()
}

/// The card, hidden until the browser shows a place in it.
pub(crate) fn card(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let sheet = Sheet::new(shown.board.place(None));
    let lists: Vec<_> = (0..PLACE_LISTS).map(|slot| list(&sheet, slot)).collect();
    let (name, href) = (sheet.get("place-name"), sheet.get("place-link"));
    view! {
        <section class="card" id="card" aria-label=words.chosen hidden=true inert=true>
            <p class="card-head">
                <a class="card-name" data-cell="place-name place-link" href=href>{name}</a>
                {live(&sheet, "place-lead", "card-lead")}
            </p>
            <p class="card-counted">{live(&sheet, "place-counted", "")}</p>
            <ol class="card-lists">{lists}</ol>
            <ul class="card-near" id="card-near" aria-label=words.near hidden=true></ul>
        </section>
    }
    .into_any()
}

fn near(sheet: &Sheet, slot: usize) -> AnyView {
    let key = |part: &str| format!("near{slot}-{part}");
    let (class, swatch) = (sheet.get(&key("class")), sheet.get(&key("swatch")));
    let (name, href) = (sheet.get(&key("name")), sheet.get(&key("link")));
    let name_keys = format!("{} {}", key("name"), key("link"));
    view! {
        <li class=class data-cell=key("class")>
            <a class="near-name" data-cell=name_keys href=href>{name}</a>
            <span class="near-lead">
                <span class="swatch" style=swatch data-cell=key("swatch") aria-hidden="true"></span>
                {live(sheet, key("lead"), "")}
            </span>
            {live(sheet, key("margin"), "near-margin")}
            {live(sheet, key("counted"), "near-counted")}
        </li>
    }
    .into_any()
}

fn list(sheet: &Sheet, slot: usize) -> AnyView {
    let key = |part: &str| format!("place{slot}{part}");
    let keys = format!("{} {}", key(""), key("-class"));
    let (style, class) = (sheet.get(&key("")), sheet.get(&key("-class")));
    view! {
        <li class=class style=style data-cell=keys>
            <span class="place-short"><span class="swatch" aria-hidden="true"></span>{live(sheet, key("-name"), "")}</span>
            <span class="place-track" aria-hidden="true"><span class="place-fill"></span></span>
            {live(sheet, key("-votes"), "place-votes")}
            {live(sheet, key("-share"), "place-share")}
        </li>
    }
    .into_any()
}
