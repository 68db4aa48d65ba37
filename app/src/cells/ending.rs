//! How a contest that one wins ends if what is counted so far is all, in a sentence.

use election::seats::{Ending, State};

use super::{Board, Cell, Put};
use crate::words::fill;

/// Kinds of [`State`]: the sentences of each way to win come after theirs.
const STATES: usize = 5;

impl Board<'_> {
    pub(super) fn ending(&self, cells: &mut Vec<Cell>) {
        if let Some(house) = self.view.house.as_ref().filter(|_| !self.facts.endings.is_empty()) {
            cells.text("ending", self.ending_sentence(&self.facts.endings, house.state, house.ending.as_ref()));
        }
    }

    /// The sentence of a state, or of the ending where there is one. `forms` as in [`crate::model::Facts::endings`].
    pub(crate) fn ending_sentence(&self, forms: &[String], state: State, ending: Option<&Ending>) -> String {
        let at = ending.map_or(state as usize, |ending| STATES + ending.how as usize);
        let options = ending.map_or(&[][..], |ending| &ending.options);
        let names: Vec<&str> = options.iter().map(|option| self.list_name(usize::from(*option))).collect();
        let first = options.first().and_then(|option| self.shares.get(usize::from(*option)));
        let values = [
            ("name", names.first().copied().unwrap_or_default()),
            ("names", &self.words.list_of(&names)),
            ("share", &self.locale.percent(first.copied().unwrap_or(0))),
        ];
        forms.get(at).map_or_else(String::new, |form| fill(form, &values))
    }
}
