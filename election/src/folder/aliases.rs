//! The names by which feeds and maps may call a unit: those that name exactly one.

use std::collections::BTreeMap;

use super::defect::Defect;
use super::findings::Findings;
use super::units::{FILE, Noted};
use crate::definition::fold_name;
use crate::ids::UnitIx;
use crate::tree::UnitTree;

/// Names in all languages and aliases, folded. What names two units names none; where an alias does, it is warned of.
pub(super) fn gather(
    tree: &UnitTree,
    names: &BTreeMap<String, BTreeMap<UnitIx, String>>,
    given: &[Noted<UnitIx>],
    findings: &mut Findings,
) -> BTreeMap<String, UnitIx> {
    let own = tree.units().map(|unit| (fold_name(tree.name(unit)), unit));
    let translated = names.values().flatten().map(|(unit, name)| (fold_name(name), *unit));
    let aliases = given.iter().map(|noted| (fold_name(&noted.text), noted.unit));
    let mut all: Vec<(String, UnitIx)> =
        own.chain(translated).chain(aliases).filter(|(name, _)| !name.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    for noted in given {
        if let Some(other) = namesake(noted, &all, tree) {
            let message = format!(
                "the alias `{}` also stands for the unit `{}`: use names that differ",
                noted.text,
                tree.id(other)
            );
            findings.warning(Defect::of_file(FILE, message).at_line(noted.line).in_field("aliases"));
        }
    }
    unique(all)
}

/// Another unit that the alias names, by id, name or alias.
fn namesake(noted: &Noted<UnitIx>, all: &[(String, UnitIx)], tree: &UnitTree) -> Option<UnitIx> {
    let folded = fold_name(&noted.text);
    let first = all.partition_point(|(name, _)| *name < folded);
    let same = all[first..].iter().take_while(|(name, _)| *name == folded).map(|(_, unit)| *unit);
    tree.find(&noted.text).into_iter().chain(same).find(|unit| *unit != noted.unit)
}

/// Only the names that come once.
fn unique(sorted: Vec<(String, UnitIx)>) -> BTreeMap<String, UnitIx> {
    let is_namesake = |at: usize, other: Option<usize>| {
        other.and_then(|other| sorted.get(other)).is_some_and(|(name, _)| *name == sorted[at].0)
    };
    let keep: Vec<bool> =
        (0..sorted.len()).map(|at| !is_namesake(at, at.checked_sub(1)) && !is_namesake(at, Some(at + 1))).collect();
    sorted.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(named, _)| named).collect()
}
