//! The table's heads sort its rows. Rows stay where they are while somebody points into them or has the focus there.

use core::cell::{Cell, OnceCell, RefCell};
use core::cmp::Ordering;
use std::rc::Rc;

use js_sys::{Array, Intl, Object};
use wasm_bindgen::JsValue;
use web_sys::{Element, Event};

use super::dom;
use super::hold::Hold;
use super::page::Page;
use crate::cells::Board;
use crate::islands::sorting::{By, Direction, sorted};

/// The table and how it is sorted.
pub(super) struct Table {
    table: Option<Element>,
    /// By row of the view; found when somebody first sorts.
    rows: OnceCell<Vec<Element>>,
    sorted: Cell<Option<(By, Direction)>>,
    /// The order that the rows are in; empty until somebody sorts.
    order: RefCell<Vec<usize>>,
    hold: Hold,
}

impl Table {
    pub(super) fn bind() -> Self {
        let table = dom::by_id("places");
        let (rows, order) = (OnceCell::new(), RefCell::default());
        Self { table, rows, sorted: Cell::new(None), order, hold: Hold::default() }
    }

    /// Makes the heads work.
    pub(super) fn listen(&self, page: &Rc<Page>) {
        let Some(table) = &self.table else { return };
        for button in dom::all(table, "th[data-sort] button") {
            let _ = button.remove_attribute("disabled");
        }
        let sorting = page.clone();
        dom::listen(table, "click", move |event| sorting.table.clicked(&sorting, &event));
        if let Ok(Some(body)) = table.query_selector("tbody") {
            Hold::listen(&body, page, |page| &page.table.hold);
        }
    }

    /// Moves the rows to where the figures put them now, unless somebody is reading there.
    pub(super) fn keep_order(&self, board: &Board<'_>, held: bool) {
        if !(held || self.hold.is_on()) {
            self.put_in_order(board);
        }
    }

    fn clicked(&self, page: &Page, event: &Event) {
        let Some(head) = dom::around(event, "th[data-sort]") else { return };
        let Some(by) = head.get_attribute("data-sort").and_then(|name| By::of(&name)) else { return };
        let direction = match self.sorted.get() {
            Some((known, direction)) if known == by => direction.turned(),
            _ => by.first(),
        };
        self.sorted.set(Some((by, direction)));
        for other in self.table.as_ref().map_or_else(Vec::new, |table| dom::all(table, "th[aria-sort]")) {
            let _ = other.remove_attribute("aria-sort");
        }
        dom::set(&head, "aria-sort", direction.name());
        page.with_board(|board, _| self.put_in_order(board));
    }

    fn put_in_order(&self, board: &Board<'_>) {
        let Some(column) = self.sorted.get() else { return };
        let next = sorted(board, column, &alphabet(&board.meta.language));
        let Some(table) = &self.table else { return };
        let rows = self.rows.get_or_init(|| dom::all(table, "tbody tr[data-row]"));
        if next.len() != rows.len() || *self.order.borrow() == next {
            return;
        }
        let Some(body) = rows.first().and_then(|row| row.parent_element()) else { return };
        glide(rows, || {
            for row in &next {
                let _ = body.append_child(&rows[*row]);
            }
        });
        *self.order.borrow_mut() = next;
    }
}

/// More rows than this trade places at once: nobody can follow them.
const FOLLOWED: usize = 120;

/// Lets rows slide from where they were to where `change` puts them, where the reader wants motion: by transforms only.
fn glide(rows: &[Element], change: impl FnOnce()) {
    let moves = rows.len() <= FOLLOWED && dom::wants_motion();
    let tops = || rows.iter().filter(|_| moves).map(|row| row.get_bounding_client_rect().top()).collect::<Vec<f64>>();
    let before = tops();
    change();
    for ((row, from), to) in rows.iter().zip(&before).zip(tops()) {
        if (from - to).abs() > 1.0 {
            dom::slide(row, from - to);
        }
    }
}

/// Compares names as the alphabet of a language does.
fn alphabet(language: &str) -> impl Fn(&str, &str) -> Ordering + 'static {
    // The browser throws at what is not a language, so it only gets what must be one.
    let primary = language.split('-').next().unwrap_or_default();
    let plain = matches!(primary.len(), 2 | 3) && primary.bytes().all(|letter| letter.is_ascii_lowercase());
    let language = JsValue::from_str(if plain { primary } else { "en" });
    let collator = Intl::Collator::new(&Array::of1(&language), &Object::new()).compare();
    move |one, other| {
        let order = collator.call2(&JsValue::UNDEFINED, &JsValue::from_str(one), &JsValue::from_str(other));
        let order = order.ok().and_then(|order| order.as_f64()).unwrap_or(0.0);
        order.total_cmp(&0.0)
    }
}
