//! Which columns a file of the folder must and may have.

use super::defect::{Defect, MOST_PER_LINE};
use super::findings::Findings;
use super::spelling::{hint, nearest};
use super::table::{Dialect, Table};

/// The columns of one of our files.
pub(super) struct Columns<'c> {
    pub(super) required: &'c [&'c str],
    pub(super) optional: &'c [&'c str],
    /// Languages of the `name:sq` columns; none if they are not known.
    pub(super) languages: &'c [String],
}

impl Columns<'_> {
    /// Opens a file. `None` if it cannot be read without more than it has.
    pub(super) fn open<'a>(&self, file: &str, bytes: &'a [u8], findings: &mut Findings) -> Option<Table<'a>> {
        let table = Table::open(file, bytes, Dialect::OURS).map_err(|defects| findings.defects(defects)).ok()?;
        findings.defects(self.defects(&table));
        self.required.iter().all(|name| table.column(name).is_some()).then_some(table)
    }

    /// What is wrong with the first line.
    pub(super) fn defects(&self, table: &Table<'_>) -> Vec<Defect> {
        let names = self.names();
        let mut missing: Vec<&str> = self.required.to_vec();
        missing.retain(|name| table.column(name).is_none());
        let mut defects = Vec::new();
        for (at, name) in table.columns().iter().enumerate() {
            let of_unknown_language = self.languages.is_empty() && name.starts_with("name:");
            if !names.iter().any(|known| known == name) && !of_unknown_language && defects.len() < MOST_PER_LINE {
                // A misspelt column is not missing as well.
                missing.retain(|missing| nearest(name, [*missing]).is_none());
                defects.push(table.head_defect(at, self.unknown(name, &names)).in_field(name));
            }
        }
        defects.extend(missing.into_iter().map(|name| {
            Defect::of_file(table.file(), format!("the column `{name}` is missing: add it to the first line"))
        }));
        defects
    }

    fn names(&self) -> Vec<String> {
        let plain = self.required.iter().chain(self.optional).map(|name| (*name).to_owned());
        plain.chain(self.languages.iter().skip(1).map(|language| format!("name:{language}"))).collect()
    }

    fn unknown(&self, name: &str, names: &[String]) -> String {
        if name.is_empty() {
            return "this column has no name: name it, or delete it".into();
        }
        match (name.strip_prefix("name:"), self.languages.first()) {
            (Some(language), Some(first)) if language == first && names.iter().any(|name| name == "name") => {
                format!("names in `{first}`, the first language, go to the column `name`: rename it")
            }
            _ => format!("this column is not known here: {}", hint(name, names.iter().map(String::as_str))),
        }
    }
}

/// Warns of a file that ends without a line break.
pub(super) fn check_end(table: &Table<'_>, findings: &mut Findings) {
    if table.is_unfinished() {
        let message = "there is no line break after the last line: check that the file is complete, and add one";
        findings.warning(Defect::of_file(table.file(), message));
    }
}
