//! Every crate and every npm package that we use is under a licence that `xtask/licences.toml` allows.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{metadata, paths};

/// Compares what we use with what is allowed and names everything that is not.
pub(crate) fn run() -> Result<()> {
    let rules = Rules::read()?;
    let mut refused = Vec::new();
    for package in metadata::all()? {
        refused.extend(rules.refusal(&package.name, &package.version, package.licence.as_deref()));
    }
    for (name, package) in npm_packages()? {
        refused.extend(rules.refusal(&name, &text(&package["version"]), package["license"].as_str()));
    }
    if refused.is_empty() {
        return Ok(());
    }
    bail!("not allowed by xtask/licences.toml:\n    {}", refused.join("\n    "))
}

/// The folders of the lock files, without our own (whose name is empty).
fn npm_packages() -> Result<Vec<(String, Value)>> {
    let mut all = Vec::new();
    for folder in [paths::end2end(), paths::lighthouse()] {
        let file = folder.join("package-lock.json");
        let name = file.display();
        let text = fs::read_to_string(&file).with_context(|| name.to_string())?;
        let lock: Value = serde_json::from_str(&text)?;
        let packages = lock["packages"].as_object().with_context(|| format!("{name} names no packages"))?;
        let named = packages.iter().filter(|(folder, _)| !folder.is_empty());
        all.extend(named.map(|(folder, package)| (folder.replace("node_modules/", "npm:"), package.clone())));
    }
    Ok(all)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

struct Rules {
    allowed: Vec<String>,
    /// Packages whose own terms a person has read, with the licence they may have beyond `allowed`.
    exceptions: BTreeMap<String, String>,
}

impl Rules {
    fn read() -> Result<Self> {
        let text = fs::read_to_string(paths::root().join("xtask/licences.toml")).context("xtask/licences.toml")?;
        let table: toml::Table = text.parse()?;
        let allowed = table.get("allowed").and_then(|list| list.as_array()).context("licences.toml lacks `allowed`")?;
        let exceptions = table.get("exceptions").and_then(|list| list.as_table()).cloned().unwrap_or_default();
        Ok(Self {
            allowed: allowed.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            exceptions: exceptions
                .iter()
                .filter_map(|(name, licence)| Some((name.clone(), licence.as_str()?.to_owned())))
                .collect(),
        })
    }

    /// A line for the reader when the package may not be used.
    fn refusal(&self, name: &str, version: &str, licence: Option<&str>) -> Option<String> {
        let exception = self.exceptions.get(name).map(String::as_str);
        let Some(expression) = licence else {
            return exception.is_none().then(|| format!("{name} {version}: names no licence"));
        };
        let allows = |licence: &str| self.allowed.iter().any(|known| known == licence) || exception == Some(licence);
        (!is_satisfied(expression, allows)).then(|| format!("{name} {version}: {expression}"))
    }
}

/// Evaluates an SPDX expression; one that cannot be read is not satisfied. The old `MIT/Apache-2.0` means "or".
fn is_satisfied(expression: &str, allows: impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    any_of(&mut words, &allows) == Some(true) && words.is_empty()
}

/// `a OR b`; the words are read from the end of the list.
fn any_of(words: &mut Vec<&str>, allows: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut satisfied = all_of(words, allows)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        satisfied |= all_of(words, allows)?;
    }
    Some(satisfied)
}

/// `a AND b`, which binds tighter.
fn all_of(words: &mut Vec<&str>, allows: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut satisfied = one(words, allows)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        satisfied &= one(words, allows)?;
    }
    Some(satisfied)
}

/// A licence, with its exception when it has one, or an expression in parentheses.
fn one(words: &mut Vec<&str>, allows: &impl Fn(&str) -> bool) -> Option<bool> {
    let word = words.pop()?;
    if word == "(" {
        let satisfied = any_of(words, allows)?;
        return (words.pop()? == ")").then_some(satisfied);
    }
    if words.pop_if(|next| *next == "WITH").is_some() {
        return Some(allows(&format!("{word} WITH {}", words.pop()?)));
    }
    Some(allows(word))
}

#[cfg(test)]
mod tests {
    use super::is_satisfied;

    fn with_mit_and_unicode(expression: &str) -> bool {
        is_satisfied(expression, |licence| ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].contains(&licence))
    }

    #[test]
    fn one_of_several_is_enough() {
        assert!(with_mit_and_unicode("MIT OR Apache-2.0"));
        assert!(with_mit_and_unicode("Apache-2.0/MIT"));
        assert!(!with_mit_and_unicode("GPL-3.0-only OR Apache-2.0"));
    }

    #[test]
    fn of_a_combination_all_are_needed() {
        assert!(with_mit_and_unicode("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!with_mit_and_unicode("MIT AND GPL-3.0-only"));
        assert!(with_mit_and_unicode("GPL-3.0-only AND BSD-3-Clause OR MIT"));
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert!(with_mit_and_unicode("Apache-2.0 WITH LLVM-exception"));
        assert!(!with_mit_and_unicode("Apache-2.0"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for expression in ["", "(MIT", "MIT )", "MIT OR", "MIT MIT"] {
            assert!(!with_mit_and_unicode(expression), "{expression}");
        }
    }
}
