//! What the map shows: the links of the choice work at once, without loading the page again. Addresses say what is shown:
//! this page's, and those of other places when they are followed.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, MouseEvent};

use super::dom;
use super::page::Page;
use crate::shade::{Drawing, Mode, Shade};

pub(super) fn listen(page: &Rc<Page>) {
    let Some(document) = dom::document() else { return };
    let page = page.clone();
    dom::listen(&document, "click", move |event| clicked(&page, &event));
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
            page.shade(shade);
            remember(page);
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

/// The address says what is shown.
fn remember(page: &Page) {
    let facts = page.facts.borrow();
    let address = facts.here.clone() + &facts.shade.tail(&page.meta.options);
    if let Some(Ok(history)) = dom::window().map(|window| window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The page of another place shows the same.
fn carry(page: &Page, link: &Element) {
    let facts = page.facts.borrow();
    let Some(href) = link.get_attribute("href").filter(|href| href.starts_with(&facts.unit_prefix)) else { return };
    let end = ["&map=", "&view="].iter().filter_map(|part| href.find(part)).min().unwrap_or(href.len());
    if href.contains('?') {
        dom::set(link, "href", &(href[..end].to_owned() + &facts.shade.tail(&page.meta.options)));
    }
}
