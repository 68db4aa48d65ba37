//! A folder with the units that tables add to it.

use super::address::Address;
use super::growth::{Created, Growth};
use super::mapping::{Key, Mapping};
use super::plan::Binding;
use crate::definition::Definition;
use crate::folder::defect::{Defect, Defects};
use crate::folder::table::{Dialect, Table};
use crate::folder::{self, Folder};

const UNITS: &str = "units.csv";

impl Mapping {
    /// The folder with the units that tables (name and bytes of each) name and its units.csv does not have, for the steps
    /// of the mapping that `create` them. A unit that gets others below it reports nothing itself any more.
    ///
    /// Rows that lead to no unit are passed over: [`Mapping::submissions`] says what is wrong with each.
    ///
    /// # Errors
    /// The defects of the folder, or where mapping, definition and tables do not fit each other.
    pub fn extend_units(&self, folder: &Folder, tables: &[(&str, &[u8])]) -> Result<Folder, Vec<Defect>> {
        let definition = folder::read(folder)?;
        let by_name = self.steps.iter().any(|step| matches!(step.key, Key::Find(..)));
        let mut growth = Growth::new(&definition, by_name);
        let mut defects = Defects::default();
        for (file, bytes) in tables {
            match self.open(&definition, file, bytes, &mut defects) {
                Ok((mut table, address)) => grow(&mut growth, &address, &mut table),
                Err(found) => defects.extend(found),
            }
        }
        if !defects.is_empty() {
            return Err(defects.into_sorted());
        }
        let mut extended = folder.clone();
        let units = extended.files.get(UNITS).map(Vec::as_slice).unwrap_or_default();
        let units = with_created(units, &growth, &definition)?;
        extended.files.insert(UNITS.into(), units);
        Ok(extended)
    }

    fn open<'t>(
        &self,
        definition: &Definition,
        file: &str,
        bytes: &'t [u8],
        defects: &mut Defects,
    ) -> Result<(Table<'t>, Address), Vec<Defect>> {
        let table = Table::open(file, bytes, self.dialect)?;
        let address = Binding { mapping: self, definition, table: &table, defects }.address();
        // What does not fit is among the defects already.
        address.map(|address| (table, address)).ok_or_else(Vec::new)
    }
}

fn grow(growth: &mut Growth<'_>, address: &Address, table: &mut Table<'_>) {
    while let Some(row) = table.next_row() {
        if let Ok(row) = row {
            growth.grow(address, row);
        }
    }
}

/// units.csv as it was, with a row for each unit that was added.
fn with_created(units: &[u8], growth: &Growth<'_>, definition: &Definition) -> Result<Vec<u8>, Vec<Defect>> {
    let mut table = Table::open(UNITS, units, Dialect::OURS)?;
    let mut columns = table.columns().to_vec();
    for needed in ["name", "categories"] {
        if !columns.iter().any(|column| column == needed) {
            columns.push(needed.into());
        }
    }
    let (width, id) = (table.columns().len(), table.column("id").unwrap_or_default());
    let of_leaves: Vec<usize> = ["categories", "registered"].iter().filter_map(|name| table.column(name)).collect();
    let parents = growth.parents();
    let mut text = String::new();
    push_row(&mut text, columns.iter());
    while let Some(row) = table.next_row() {
        let row = row.map_err(|defect| vec![defect])?;
        let is_parent = parents.contains(row.get(id));
        let cell = |column: usize| if is_parent && of_leaves.contains(&column) { "" } else { row.get(column) };
        push_row(&mut text, (0..columns.len()).map(|column| if column < width { cell(column) } else { "" }));
    }
    for created in growth.created() {
        push_row(&mut text, columns.iter().map(|column| cell_of(created, column, growth, definition)));
    }
    Ok(text.into_bytes())
}

fn cell_of(created: &Created, column: &str, growth: &Growth<'_>, definition: &Definition) -> String {
    match column {
        "id" => created.id.clone(),
        "parent" => growth.parent(created).into(),
        "level" => definition.levels[created.level.at()].id.clone(),
        "name" => created.name.clone(),
        "categories" => {
            let ids = created.categories.iter().map(|category| definition.categories[category.at()].id.as_str());
            ids.collect::<Vec<_>>().join("|")
        }
        _ => String::new(),
    }
}

fn push_row(text: &mut String, cells: impl Iterator<Item = impl AsRef<str>>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        push_cell(text, cell.as_ref());
    }
    text.push('\n');
}

/// A cell in quotes where a reader could take it for something else.
fn push_cell(text: &mut String, cell: &str) {
    let is_plain = !cell.contains([',', '"', '\n', '\r', '#']) && cell.trim() == cell;
    if is_plain {
        text.push_str(cell);
    } else {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
}
