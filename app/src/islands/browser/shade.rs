//! What the map shows: the links of the choice work at once, without loading the page again. Addresses say what is shown:
//! this page's, and those of other places when they are followed.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, Storage};

use super::dom;
use super::page::Page;
use crate::shade::{Drawing, Mode, Shade};

/// Where the drawing is kept.
const KEY: &str = "nightcount-drawing";

pub(super) fn listen(page: &Rc<Page>) {
    let Some(document) = dom::document() else { return };
    let clicks = page.clone();
    dom::listen(&document, "click", move |event| clicked(&clicks, &event));
    if let Some(around) = dom::by_id("geo") {
        let page = page.clone();
        dom::listen(&around, "keydown", move |event| typed(&page, &event));
    }
    recall(page);
}

/// One key passes to the next drawing.
fn typed(page: &Page, event: &Event) {
    let Some(typed) = event.dyn_ref::<KeyboardEvent>() else { return };
    if typed.key() == "v" && !(typed.ctrl_key() || typed.meta_key() || typed.alt_key()) {
        let shade = page.facts.borrow().shade;
        let drawing = Drawing::ALL[(shade.drawing as usize + 1) % Drawing::ALL.len()];
        show(page, Shade { drawing, ..shade });
    }
}

fn storage() -> Option<Storage> {
    dom::window()?.local_storage().ok()?
}

/// The drawing that the reader chose last, unless the address names one.
fn recall(page: &Page) {
    let named = dom::window().and_then(|window| window.location().search().ok());
    let known = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let (Some(known), Some(named)) = (known, named) else { return };
    let drawing = Drawing::NAMES.iter().position(|name| *name == known).map(|at| Drawing::ALL[at]);
    let shade = page.facts.borrow().shade;
    if let Some(drawing) = drawing
        .filter(|drawing| *drawing != shade.drawing && !named.split(['?', '&']).any(|part| part.starts_with("view=")))
    {
        show(page, Shade { drawing, ..shade });
    }
}

fn show(page: &Page, shade: Shade) {
    page.shade(shade);
    remember(page);
}

fn clicked(page: &Page, event: &Event) {
    let Some(link) = dom::around(event, "a[href]") else { return };
    let is_plain =
        event.dyn_ref::<MouseEvent>().is_some_and(|click| !(click.ctrl_key() || click.meta_key() || click.shift_key()));
    match chosen(page, &link) {
        // The baseline comes with the page that shows it.
        Some(shade) if shade.mode == Mode::Swing && page.facts.borrow().before.is_empty() => {}
        Some(shade) if is_plain => {
            event.prevent_default();
            show(page, shade);
        }
        Some(_) => {}
        None => carry(page, &link),
    }
}

/// What a link of the choice is for.
fn chosen(page: &Page, link: &Element) -> Option<Shade> {
    let mut shade = page.facts.borrow().shade;
    if let Some(mode) = dom::number(link, "data-map") {
        shade.mode = *Mode::ALL.get(mode)?;
    } else if let Some(drawing) = dom::number(link, "data-drawing") {
        shade.drawing = *Drawing::ALL.get(drawing)?;
    } else {
        shade.list = Some(dom::number(link, "data-list")?);
        if shade.mode != Mode::Swing {
            shade.mode = Mode::Share;
        }
    }
    Some(shade)
}

/// The address says what is shown; the device keeps how it is drawn.
fn remember(page: &Page) {
    let facts = page.facts.borrow();
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, facts.shade.drawing.name());
    }
    let address = facts.here.clone() + &facts.shade.tail(&page.meta.options);
    if let Some(Ok(history)) = dom::window().map(|window| window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The page of another place shows the same.
fn carry(page: &Page, link: &Element) {
    let facts = page.facts.borrow();
    let Some(href) = link.get_attribute("href").filter(|href| href.starts_with(&facts.unit_prefix)) else { return };
    let mut parts = href.split('&').take_while(|part| !part.starts_with("map=") && !part.starts_with("view="));
    if let (true, Some(first)) = (href.contains('?'), parts.next()) {
        let kept = parts.fold(first.to_owned(), |kept, part| kept + "&" + part);
        dom::set(link, "href", &(kept + &facts.shade.tail(&page.meta.options)));
    }
}
