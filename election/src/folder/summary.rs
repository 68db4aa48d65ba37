//! A checked election in a few lines, for the person who is going to publish it.

use std::fmt::Write;

use super::Checked;
use crate::definition::Definition;
use crate::ids::{CategoryIx, LevelIx};

/// Units per level, counts expected per category, contests, registered voters, and the hash of the definition.
#[must_use]
pub fn summary(checked: &Checked) -> String {
    let definition = &checked.definition;
    let hash: String = definition.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut lines = vec![
        (
            "election",
            format!("{}: {} ({}, {})", definition.id, definition.title.default, definition.date, definition.time_zone),
        ),
        ("languages", definition.languages.join(", ")),
    ];
    lines.extend((0..definition.levels.len()).map(|level| ("level", level_line(definition, LevelIx::new(level)))));
    lines.extend(
        (0..definition.categories.len()).map(|at| ("category", category_line(definition, CategoryIx::new(at)))),
    );
    lines.extend((0..definition.contests.len()).map(|at| ("contest", contest_line(definition, at))));
    lines.push(("registered", registered(definition)));
    lines.push((
        "map",
        definition.map.as_ref().map_or("none".into(), |map| {
            format!("{} polygons of level {}", map.units.len(), definition.levels[map.level.at()].id)
        }),
    ));
    if let Some(reports) = checked.night {
        lines.push(("night", format!("{reports} reports")));
    }
    if let Some(reports) = checked.turnout {
        lines.push(("turnout", format!("{reports} reports")));
    }
    lines.push(("definition", format!("{} ({hash})", &hash[..12])));
    lines.iter().fold(String::new(), |mut text, (name, line)| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{name:<11}{line}");
        text
    })
}

fn level_line(definition: &Definition, level: LevelIx) -> String {
    let tree = &definition.units;
    let units: Vec<_> = tree.units().filter(|unit| tree.level(*unit) == level).collect();
    let reporting = units.iter().filter(|unit| tree.is_leaf(**unit)).count();
    let id = &definition.levels[level.at()].id;
    match reporting {
        0 => format!("{id}: {}", units.len()),
        all if all == units.len() => format!("{id}: {all}, all reporting"),
        some => format!("{id}: {}, {some} reporting", units.len()),
    }
}

fn category_line(definition: &Definition, category: CategoryIx) -> String {
    let expected = definition.units.expected(definition.units.root(), category);
    format!("{}: {expected} counts expected per contest", definition.categories[category.at()].id)
}

fn contest_line(definition: &Definition, at: usize) -> String {
    let contest = &definition.contests[at];
    let compared = definition.baselines.get(at).map_or(0, std::collections::BTreeMap::len);
    let baseline = if compared == 0 { "no baseline".into() } else { format!("baseline of {compared} units") };
    let seats = contest.house.as_ref().map_or(0, |house| house.seats);
    let seats = if seats == 0 { String::new() } else { format!("{seats} seats, ") };
    format!("{}: {} options, {seats}{baseline}", contest.id, contest.options.len())
}

/// Of the leaves; of the levels above, where the leaves do not say.
fn registered(definition: &Definition) -> String {
    let tree = &definition.units;
    let leaves: Vec<_> = tree.units().filter(|unit| tree.is_leaf(*unit)).collect();
    let known: Vec<u64> = leaves.iter().filter_map(|unit| tree.registered(*unit).get()).map(u64::from).collect();
    let (sum, units) = (known.iter().sum::<u64>(), leaves.len());
    match tree.registered(tree.root()).get() {
        Some(root) if known.is_empty() => format!("{root}, known for the whole only"),
        _ => format!("{sum} in {} of {units} reporting units", known.len()),
    }
}
