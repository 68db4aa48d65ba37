//! The languages of an election, and texts that are written in them.

use std::collections::BTreeMap;

use super::section::{Entry, Section, Source};
use super::spelling::quoted;
use crate::definition::Text;

/// The languages, and which texts lack one.
pub(super) struct Languages {
    /// The first is the default. Empty if they could not be read.
    pub(super) codes: Vec<String>,
    /// Language, place and key of texts that are not translated.
    untranslated: Vec<(String, usize, String)>,
}

impl Languages {
    pub(super) fn read(root: &mut Section<'_>, source: &mut Source<'_>) -> Self {
        let entry = root.required("languages");
        let codes = entry.and_then(|entry| codes(entry, source)).unwrap_or_default();
        Self { codes, untranslated: Vec::new() }
    }

    /// A text of the section, whose translations count as missing where they are.
    pub(super) fn title(&mut self, section: &mut Section<'_>, key: &'static str, source: &mut Source<'_>) -> Text {
        let Some(entry) = section.required(key) else { return Text::default() };
        let text = self.text(entry, source).unwrap_or_default();
        for language in self.codes.iter().skip(1).filter(|language| !text.others.contains_key(*language)) {
            self.untranslated.push((language.clone(), entry.offset, key.into()));
        }
        text
    }

    /// A table with one text for each language.
    pub(super) fn text(&self, entry: Entry<'_>, source: &mut Source<'_>) -> Option<Text> {
        let section = source.section(entry, entry.key)?;
        let mut texts = BTreeMap::new();
        for (code, entry) in section.entries() {
            let is_known = self.codes.is_empty() || self.codes.iter().any(|known| known == code);
            if !is_known {
                source.defect(entry.offset, code, self.unknown(code));
            } else if let Some(text) = source.text(entry) {
                texts.insert(code.to_owned(), text.to_owned());
            } else {
                // It is a defect already; it is not missing too.
                texts.insert(code.to_owned(), String::new());
            }
        }
        let Some(first) = self.codes.first() else {
            return Some(Text { default: texts.values().next().cloned().unwrap_or_default(), others: BTreeMap::new() });
        };
        let default = texts.remove(first).or_else(|| {
            source.defect(
                entry.offset,
                entry.key,
                format!("the text in `{first}`, the first language, is missing: add {first} = \"…\""),
            );
            None
        })?;
        Some(Text { default, others: texts })
    }

    /// The same, or one text for all languages.
    pub(super) fn text_or_one(&self, entry: Entry<'_>, source: &mut Source<'_>) -> Option<Text> {
        if entry.value.is_table() { self.text(entry, source) } else { source.text(entry).map(Text::plain) }
    }

    /// What to say about a language that the election does not have.
    pub(super) fn unknown(&self, code: &str) -> String {
        let known: Vec<&str> = self.codes.iter().map(String::as_str).collect();
        format!(
            "`{code}` is not a language of this election ({}): add it to `languages` or remove it here",
            quoted(&known)
        )
    }

    /// One warning for each language that lacks texts.
    pub(super) fn finish(self, source: &mut Source<'_>) -> Vec<String> {
        for language in self.codes.iter().skip(1) {
            let lacking: Vec<_> = self.untranslated.iter().filter(|(lacking, ..)| lacking == language).collect();
            if let Some((_, offset, key)) = lacking.first() {
                let message = match lacking.len() {
                    1 => format!("this text has no `{language}`: its readers see the first language here"),
                    more => format!(
                        "this and {} more texts have no `{language}`: its readers see the first language there",
                        more - 1
                    ),
                };
                source.warning(*offset, key, message);
            }
        }
        self.codes
    }
}

fn codes(entry: Entry<'_>, source: &mut Source<'_>) -> Option<Vec<String>> {
    let texts = source.texts(entry)?;
    if texts.is_empty() {
        source.defect(entry.offset, entry.key, "there is no language: name at least one, such as [\"en\"]");
    }
    let mut codes = Vec::new();
    for text in texts {
        let Some(code) = source.text(text) else { continue };
        if is_language(code) {
            codes.push(code.to_owned());
        } else {
            let message = format!("`{code}` is not a language code: write it as `en`, `sq` or `sr-Latn`");
            source.defect(text.offset, text.key, message);
        }
    }
    Some(codes)
}

/// The shape of BCP 47: two or three small letters, then parts of letters and digits.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_codes_have_the_shape_of_bcp_47() {
        assert!(["en", "sq", "sr-Latn", "es-419", "rom"].into_iter().all(is_language));
        assert!(["", "english", "EN", "sr_Latn", "en-", "e"].into_iter().all(|code| !is_language(code)));
    }
}
