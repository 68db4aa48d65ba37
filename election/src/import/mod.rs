//! Import: other people's tables of results, read by a mapping file instead of by code.
//!
//! A [`Mapping`] says which column holds what. With it a table gives [`Submission`]s whose revisions are open, so that a
//! feed of whole files becomes reports of what changed; and units that the definition leaves to the table (polling
//! stations) are added to it. docs/data-formats.md explains the mapping file. Everything takes bytes and gives values.

mod address;
mod extend;
mod figure;
mod growth;
mod item;
mod locator;
mod mapping;
mod moment;
mod options;
mod plan;
mod rows;
mod template;
#[cfg(test)]
mod tests;
mod written;

pub use mapping::Mapping;

use crate::definition::Definition;
use crate::folder::defect::{Defect, Defects};
use crate::folder::table::Table;
use crate::submission::Submission;
use plan::Binding;
use rows::Reading;

impl Mapping {
    /// Whether rows say when they were reported; otherwise they carry the time at which the polls closed.
    #[must_use]
    pub fn tells_time(&self) -> bool {
        !matches!(self.moment, moment::Moment::PollsClose)
    }

    /// What a table reports, each with the line where it begins, and what is wrong in the table. `file` is its name: defects
    /// carry it, and it may hold the time.
    ///
    /// A row with a defect gives nothing and does not stop the others. Revisions are open: see [`Submission::settle`].
    /// A row about the sum of other units gives a submission too, which the ledger refuses with a reason.
    #[must_use]
    pub fn submissions(
        &self,
        definition: &Definition,
        file: &str,
        bytes: &[u8],
    ) -> (Vec<(u32, Submission)>, Vec<Defect>) {
        let mut defects = Defects::default();
        let mut table = match Table::open(file, bytes, self.dialect) {
            Ok(table) => table,
            Err(found) => return (Vec::new(), found),
        };
        let plan = Binding { mapping: self, definition, table: &table, defects: &mut defects }.plan();
        let submissions =
            plan.map_or_else(Vec::new, |plan| Reading::new(self, &plan, definition).read(&mut table, &mut defects));
        (submissions, defects.into_sorted())
    }
}
