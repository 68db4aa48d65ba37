//! Every language file says everything that English says, with the same places to fill and the plural forms of its language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::Table;

use crate::paths;

/// The model of all others.
const MODEL: &str = "en.toml";

/// Words about the language itself: they have no counterpart in English but their names.
const OWN: [&str; 2] = ["language", "grammar"];

/// Compares all language files with the English one and names every difference.
pub(crate) fn run() -> Result<()> {
    let folder = paths::root().join("app/languages");
    let english = read(&folder.join(MODEL))?;
    let mut files: Vec<_> = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut defects = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        defects.extend(defects_of(&read(file)?, &english).into_iter().map(|defect| format!("{name} {defect}")));
    }
    if defects.is_empty() {
        return Ok(());
    }
    bail!("{} words in app/languages need a translator\n    {}", defects.len(), defects.join("\n    "))
}

fn read(file: &Path) -> Result<Table> {
    let text = fs::read_to_string(file)?;
    text.parse().with_context(|| file.display().to_string())
}

fn defects_of(own: &Table, english: &Table) -> Vec<String> {
    let word = |from: &Table, table: &str, key: &str| Some(from.get(table)?.get(key)?.as_str()?.to_owned());
    let rule = |key: &str| rules(&word(own, "grammar", key).unwrap_or_default());
    let plurals = rule("plurals");
    let mut defects: Vec<String> = plurals
        .iter()
        .chain(&rule("ordinals"))
        .filter(|rule| !is_rule(rule))
        .map(|rule| format!("[grammar]: `{rule}` is not a rule like `n % 10 = 1 and n % 100 != 11`"))
        .collect();
    for (table, key) in keys(english) {
        let Some(model) = word(english, &table, &key) else { continue };
        let found = match word(own, &table, &key) {
            None => Some("is missing".to_owned()),
            Some(_) if OWN.contains(&table.as_str()) => None,
            Some(text) => difference(&text, &model, &plurals),
        };
        defects.extend(found.map(|found| format!("[{table}] {key}: {found}")));
    }
    let known: BTreeSet<_> = keys(english).into_iter().collect();
    let unknown = keys(own).into_iter().filter(|key| !known.contains(key));
    defects.extend(unknown.map(|(table, key)| format!("[{table}] {key}: {MODEL} does not have it")));
    defects
}

fn keys(file: &Table) -> Vec<(String, String)> {
    let tables = file.iter().filter_map(|(name, words)| Some((name, words.as_table()?)));
    tables.flat_map(|(name, words)| words.keys().map(|key| (name.clone(), key.clone()))).collect()
}

/// What a text lacks beside its English model. In English two forms are a plural, three and more are a list.
fn difference(text: &str, model: &str, plurals: &[String]) -> Option<String> {
    let (forms, models) = (text.split('|').count(), model.split('|').count());
    let wanted = if models == 2 { plurals.len() + 1 } else { models };
    if forms != wanted {
        return Some(format!("{forms} forms between `|`, not {wanted}"));
    }
    if places(text) != places(model) {
        return Some(format!("fills in {:?}, English {:?}", places(text), places(model)));
    }
    if text.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    // A form that holds for 1, 21, 31 … must say which of them.
    let last = text.split('|').next_back().map(places);
    let is_short = |(form, rule): (&str, &String)| rule.contains('%') && Some(places(form)) != last;
    let short = models == 2 && text.split('|').zip(plurals).any(is_short);
    short.then(|| "a form that holds for several numbers lacks a place of the last one".to_owned())
}

/// The names in `{…}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn rules(text: &str) -> Vec<String> {
    text.split('|').filter(|rule| !rule.is_empty()).map(str::to_owned).collect()
}

/// Whether a rule has the shape of CLDR: relations of `n` joined by `and` and `or`.
fn is_rule(rule: &str) -> bool {
    rule.split(" or ").flat_map(|all| all.split(" and ")).all(|relation| {
        let words: Vec<&str> = relation.split_whitespace().collect();
        let number = |word: &str| word.bytes().all(|digit| digit.is_ascii_digit()) && !word.is_empty();
        let ranges = |word: &str| word.split(',').all(|range| range.split("..").all(number));
        match words[..] {
            ["n", "=" | "!=", values] => ranges(values),
            ["n", "%", divisor, "=" | "!=", values] => number(divisor) && ranges(values),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "[grammar]\nplurals = 'n = 1'\n[live]\nvotes = '{n} vote|{n} votes'\nlead = '{name} leads'\n";
    const SLAVIC: &str = "[grammar]\nplurals = 'n % 10 = 1 and n % 100 != 11|n % 10 = 2..4 and n % 100 != 12..14'\n";

    fn defects(own: &str) -> String {
        defects_of(&own.parse().expect("TOML"), &ENGLISH.parse().expect("TOML")).join("; ")
    }

    #[test]
    fn every_language_has_every_word() {
        if let Err(error) = run() {
            panic!("{error:#}");
        }
    }

    #[test]
    fn a_complete_language_has_no_defect() {
        assert_eq!(defects(ENGLISH), "");
        assert_eq!(defects(&format!("{SLAVIC}[live]\nvotes = '{{n}} a|{{n}} b|{{n}} c'\nlead = 'vodi {{name}}'")), "");
    }

    #[test]
    fn missing_and_unknown_words_are_named() {
        let found = defects("[grammar]\nplurals = ''\n[live]\nvotes = '{n} oy'\nleed = '{name}'");
        assert_eq!(found, "[live] lead: is missing; [live] leed: en.toml does not have it");
    }

    #[test]
    fn places_to_fill_are_those_of_english() {
        let found = defects("[grammar]\nplurals = 'n = 1'\n[live]\nvotes = '{n} a|{m} b'\nlead = 'leads'");
        assert!(
            found.contains("[live] lead: fills in {}, English {\"name\"}") && found.contains("[live] votes: fills in")
        );
    }

    #[test]
    fn plural_forms_are_as_many_as_the_language_has() {
        let found = defects(&format!("{SLAVIC}[live]\nvotes = '{{n}} a|{{n}} b'\nlead = '{{name}}'"));
        assert_eq!(found, "[live] votes: 2 forms between `|`, not 3");
        let found = defects(&format!("{SLAVIC}[live]\nvotes = 'the only a|{{n}} b|{{n}} c'\nlead = '{{name}}'"));
        assert!(found.contains("a form that holds for several numbers"));
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_a_defect() {
        assert!(defects(&ENGLISH.replace("n = 1", "n is 1")).contains("`n is 1` is not a rule"));
    }
}
