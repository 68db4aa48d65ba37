//! What a check finds: defects, with which a folder cannot be used, and warnings, with which it can.

use super::defect::{Defect, Defects};

/// Defects and warnings of all files.
#[derive(Debug, Default)]
pub(super) struct Findings {
    defects: Defects,
    warnings: Defects,
    count: usize,
}

impl Findings {
    pub(super) fn defect(&mut self, defect: Defect) {
        self.count += 1;
        self.defects.push(defect);
    }

    pub(super) fn defects(&mut self, defects: impl IntoIterator<Item = Defect>) {
        defects.into_iter().for_each(|defect| self.defect(defect));
    }

    /// How many defects there are so far.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn warning(&mut self, warning: Defect) {
        self.warnings.push(warning);
    }

    /// Whether there is no defect so far.
    pub(super) fn is_sound(&self) -> bool {
        self.defects.is_empty()
    }

    /// The warnings, or the defects if there are any.
    pub(super) fn verdict(self) -> Result<Vec<Defect>, Vec<Defect>> {
        if self.defects.is_empty() { Ok(self.warnings.into_sorted()) } else { Err(self.defects.into_sorted()) }
    }
}

/// An ordered list of ids from one file that other files refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// In file order.
    pub(super) ids: Vec<String>,
    /// Whether some could not be read, so that an unknown id elsewhere may well be right.
    pub(super) is_partial: bool,
}

impl Known {
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    /// Nothing is known, and nothing elsewhere can be called unknown.
    pub(super) fn unreadable() -> Self {
        Self { ids: Vec::new(), is_partial: true }
    }
}
