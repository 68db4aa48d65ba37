//! All cells of a page by key: the components take their first texts from here, so that server and browser cannot differ.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::cells::{Cell, Write};

/// All cells of a page.
pub(crate) struct Sheet {
    cells: HashMap<String, Write>,
}

impl Sheet {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { cells: cells.into_iter().map(|cell| (cell.key, cell.write)).collect() }
    }

    /// What the cell writes, whatever it is; nothing for a key that no cell has (which the tests look for).
    pub(crate) fn get(&self, key: &str) -> String {
        let write = self.cells.get(key);
        debug_assert!(write.is_some(), "no cell is called {key}");
        match write {
            Some(Write::Text(text) | Write::Class(text) | Write::Style(text) | Write::Attr(_, text)) => text.clone(),
            None => String::new(),
        }
    }
}

/// An element whose text is a cell.
pub(crate) fn live(sheet: &Sheet, key: impl Into<String>, class: &'static str) -> AnyView {
    let key = key.into();
    let text = sheet.get(&key);
    if class.is_empty() {
        // A table has thousands of them: not even an empty attribute.
        return view! { <span data-cell=key>{text}</span> }.into_any();
    }
    view! { <span class=class data-cell=key>{text}</span> }.into_any()
}
