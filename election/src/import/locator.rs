//! Finds units by what rows call them: step by step down the tree, so that a name need be unique only where it stands.

use std::collections::HashMap;

use crate::definition::{Definition, fold_name};
use crate::ids::{LevelIx, UnitIx};

/// Finds units by name below a given one.
pub(super) struct Locator<'d> {
    pub(super) definition: &'d Definition,
    /// Units by folded name.
    names: HashMap<String, Vec<UnitIx>>,
}

impl<'d> Locator<'d> {
    /// A locator; names are looked at only if a step finds units by name.
    pub(super) fn new(definition: &'d Definition, by_name: bool) -> Self {
        let mut names: HashMap<String, Vec<UnitIx>> = HashMap::new();
        if by_name {
            for unit in definition.units.units() {
                names.entry(fold_name(definition.units.name(unit))).or_default().push(unit);
            }
        }
        Self { definition, names }
    }

    /// The unit within `above` (or itself) that is called `name`: by id, else by alias, else by name. Of several with that
    /// name the one nearest to the top, if there is one: a province before its capital.
    pub(super) fn find(&self, above: UnitIx, name: &str, level: Option<LevelIx>) -> Option<UnitIx> {
        let units = &self.definition.units;
        let fits =
            |unit: &UnitIx| units.is_within(*unit, above) && level.is_none_or(|level| units.level(*unit) == level);
        let folded = fold_name(name);
        let by_id = || units.find(name).filter(fits);
        let by_alias = || self.definition.aliases.get(&folded).copied().filter(fits);
        by_id().or_else(by_alias).or_else(|| self.topmost(&folded, fits))
    }

    fn topmost(&self, folded: &str, fits: impl Fn(&UnitIx) -> bool) -> Option<UnitIx> {
        let units = &self.definition.units;
        let named: Vec<UnitIx> = self.names.get(folded)?.iter().copied().filter(fits).collect();
        let top = named.iter().map(|unit| units.level(*unit)).min()?;
        let mut at_top = named.into_iter().filter(|unit| units.level(*unit) == top);
        at_top.next().filter(|_| at_top.next().is_none())
    }
}
