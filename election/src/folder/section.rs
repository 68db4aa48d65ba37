//! Tables of election.toml with their places, read key by key: what is missing, of another type or unknown is a defect, and
//! reading goes on.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::defect::Defect;
use super::findings::Findings;
use super::places::Places;
use super::spelling::{hint, nearest};
use crate::ids::{MAX_ID, is_id};

/// The file that is being read, and where its defects go.
pub(super) struct Source<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) findings: &'t mut Findings,
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    pub(super) value: &'t DeValue<'t>,
    pub(super) offset: usize,
}

/// A table that remembers which keys it was asked for.
pub(super) struct Section<'t> {
    /// `[contests.rules]`, for sentences.
    pub(super) name: String,
    pub(super) offset: usize,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl Source<'_> {
    pub(super) fn defect(&mut self, offset: usize, field: &str, message: impl Into<String>) {
        let defect = Defect::at_offset(self.file, self.text, offset, message).in_field(field);
        self.findings.defect(defect);
    }

    pub(super) fn warning(&mut self, offset: usize, field: &str, message: impl Into<String>) {
        let warning = Defect::at_offset(self.file, self.text, offset, message).in_field(field);
        self.findings.warning(warning);
    }

    fn wrong_type<T>(&mut self, entry: Entry<'_>, needed: &str) -> Option<T> {
        let found = match entry.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a decimal number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.defect(entry.offset, entry.key, format!("this is {found}, but {needed} is needed"));
        None
    }

    /// A text that is not blank.
    pub(super) fn text<'t>(&mut self, entry: Entry<'t>) -> Option<&'t str> {
        let DeValue::String(text) = entry.value else {
            return self.wrong_type(entry, "a text in quotes, such as \"…\",");
        };
        if text.trim().is_empty() {
            self.defect(
                entry.offset,
                entry.key,
                "this text is empty: write one, or leave out the key if it is optional",
            );
            return None;
        }
        Some(text.trim())
    }

    /// An id. One that may not be used is a defect, and given back nonetheless: others refer to it.
    pub(super) fn id<'t>(&mut self, entry: Entry<'t>) -> Option<&'t str> {
        let id = self.text(entry)?;
        if !is_id(id) {
            self.defect(entry.offset, entry.key, not_an_id(id));
        }
        Some(id)
    }

    pub(super) fn whole(&mut self, entry: Entry<'_>) -> Option<i64> {
        let DeValue::Integer(whole) = entry.value else {
            return self.wrong_type(entry, "a whole number without quotes");
        };
        let parsed = i64::from_str_radix(whole.as_str(), whole.radix()).ok();
        if parsed.is_none() {
            self.defect(entry.offset, entry.key, "this number is too large: write a smaller one");
        }
        parsed
    }

    pub(super) fn switch(&mut self, entry: Entry<'_>) -> Option<bool> {
        let DeValue::Boolean(switch) = entry.value else {
            return self.wrong_type(entry, "`true` or `false` without quotes");
        };
        Some(*switch)
    }

    pub(super) fn list<'t>(&mut self, entry: Entry<'t>) -> Option<Vec<Entry<'t>>> {
        let DeValue::Array(list) = entry.value else {
            return self.wrong_type(entry, "a list in brackets, such as [\"…\"],");
        };
        Some(items(entry.key, list))
    }

    /// A list of texts that differ from each other.
    pub(super) fn texts<'t>(&mut self, entry: Entry<'t>) -> Option<Vec<Entry<'t>>> {
        let mut seen: Vec<&str> = Vec::new();
        let mut texts = Vec::new();
        for item in self.list(entry)? {
            let Some(text) = self.text(item) else { continue };
            if seen.contains(&text) {
                self.defect(item.offset, item.key, format!("`{text}` is in the list already: remove one of the two"));
            } else {
                seen.push(text);
                texts.push(item);
            }
        }
        Some(texts)
    }

    pub(super) fn section<'t>(&mut self, entry: Entry<'t>, name: impl Into<String>) -> Option<Section<'t>> {
        let name = name.into();
        let DeValue::Table(table) = entry.value else {
            return self.wrong_type(entry, &format!("a table such as [{name}]"));
        };
        Some(Section { name, offset: entry.offset, table, asked: Vec::new(), missing: Vec::new() })
    }

    /// A list of tables: `[[levels]]` once for each. Also how many items there are, whether they are tables or not.
    pub(super) fn sections<'t>(&mut self, entry: Entry<'t>) -> Option<(Vec<Section<'t>>, usize)> {
        let DeValue::Array(list) = entry.value else {
            return self.wrong_type(entry, &format!("a list of tables, [[{}]] once for each,", entry.key));
        };
        let items = items(entry.key, list);
        let given = items.len();
        let sections = items.into_iter().filter_map(|item| self.section(item, format!("[{}]", entry.key)));
        Some((sections.collect(), given))
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&mut self, entry: Entry<'_>, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(entry)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let message = format!("`{text}` is not known here: {}", hint(text, choices.iter().map(|(name, _)| *name)));
            self.defect(entry.offset, entry.key, message);
        }
        found
    }
}

/// What to say about a text that is no id.
pub(super) fn not_an_id(id: &str) -> String {
    format!("`{id}` is not an id: use 1 to {MAX_ID} of a–z, A–Z, 0–9, `-`, `_` and `.`")
}

fn items<'t>(key: &'t str, list: &'t DeArray<'t>) -> Vec<Entry<'t>> {
    list.iter().map(|item| Entry { key, value: item.get_ref(), offset: item.span().start }).collect()
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(super) fn root(table: &'t DeTable<'t>) -> Self {
        Self { name: String::new(), offset: 0, table, asked: Vec::new(), missing: Vec::new() }
    }

    /// Where each of its keys is, for what can be judged later only.
    pub(super) fn places(&self) -> Places {
        Places::of(self.table, self.offset)
    }

    pub(super) fn optional(&mut self, key: &'static str) -> Option<Entry<'t>> {
        self.asked.push(key);
        self.entries().find(|(name, _)| *name == key).map(|(_, entry)| entry)
    }

    /// A key that must be there; that it is missing is reported by [`Section::finish`].
    pub(super) fn required(&mut self, key: &'static str) -> Option<Entry<'t>> {
        let found = self.optional(key);
        if found.is_none() {
            self.missing.push(key);
        }
        found
    }

    /// All keys with their values; the offset of an entry is that of its value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t str, Entry<'t>)> + use<'t> {
        self.table.iter().map(|(key, value)| {
            let key: &str = key.get_ref();
            (key, Entry { key, value: value.get_ref(), offset: value.span().start })
        })
    }

    /// Reports the keys that nobody asked for and those that are missing. A misspelt key is not missing as well.
    pub(super) fn finish(mut self, source: &mut Source<'_>) {
        for (key, _) in self.table.iter() {
            let (name, offset) = (Spanned::get_ref(key), key.span().start);
            if !self.asked.contains(&&**name) {
                let known = hint(name, self.asked.iter().copied());
                source.defect(offset, name, format!("this key is not known here: {known}"));
                if let Some(meant) = nearest(name, self.asked.iter().copied()) {
                    self.missing.retain(|missing| *missing != meant);
                }
            }
        }
        let place = if self.name.is_empty() { "at the top of the file".into() } else { format!("to [{}]", self.name) };
        for key in &self.missing {
            source.defect(self.offset, key, format!("this key is missing: add `{key}` {place}"));
        }
    }
}
