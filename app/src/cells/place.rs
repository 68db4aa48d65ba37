//! The card of a chosen place: what the map's shape stands for, in figures. Not part of the page's own cells: the browser
//! asks for them when a place is chosen.

use super::{Board, Cell, PLACE_LISTS, Put};
use crate::lead::Lead;
use crate::words::fill;
use election::format::{ranking, shares};

impl Board<'_> {
    /// The cells of the card for a unit row; for none, those of the unit itself.
    #[must_use]
    pub fn place(&self, row: Option<usize>) -> Vec<Cell> {
        let mut cells = Vec::new();
        let (unit, votes) = match row {
            Some(row) => (&self.meta.rows[row], self.row_votes(row)),
            None => (&self.meta.unit, self.votes.clone()),
        };
        cells.text("place-name", unit.name.as_str());
        cells.attr("place-link", "href", self.facts.unit_href(&unit.id));
        cells.text("place-counted", row.map_or_else(|| self.unit_counted(), |row| self.row_counted(row)));
        let figure = row.map_or_else(|| self.place_lead(&Lead::of(&votes)), |row| self.row_figure(row));
        cells.text("place-lead", figure);
        self.place_bars(&votes, &mut cells);
        cells
    }

    fn unit_counted(&self) -> String {
        let completed = self.total(election::view::Column::Completed as usize);
        self.counted_of(completed, self.meta.unit.expected.into())
    }

    pub(super) fn place_lead(&self, lead: &Lead) -> String {
        match lead {
            Lead::Nobody => self.words.nobody.to_owned(),
            Lead::Tie(_) => self.words.tie.to_owned(),
            Lead::One { option, points, .. } => {
                let points = fill(self.words.points, &[("points", &self.locale.tenths(*points))]);
                format!("{} +{points}", self.meta.options[*option].short)
            }
        }
    }

    fn place_bars(&self, votes: &[u64], cells: &mut Vec<Cell>) {
        let (order, shares) = (ranking(votes), shares(votes));
        let most = order.first().map_or(0, |first| shares[*first]).max(1);
        for slot in 0..PLACE_LISTS {
            let shown = order.get(slot).filter(|option| votes[**option] > 0);
            let key = |part| ("place", slot, part);
            let class = if shown.is_some() { "place-list" } else { "place-list is-off" };
            cells.class(key("-class"), class);
            let (style, name, share, count) = shown.map_or_else(Default::default, |option| {
                let length = self.css_percent(shares[*option].into(), most.into());
                (
                    format!("--swatch:var(--o{option});--len:{length}"),
                    self.meta.options[*option].short.clone(),
                    self.locale.percent(shares[*option]),
                    self.locale.count(votes[*option]),
                )
            });
            cells.style(key(""), style);
            cells.text(key("-name"), name);
            cells.text(key("-share"), share);
            cells.text(key("-votes"), count);
        }
    }
}
