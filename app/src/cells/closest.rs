//! What the leads of all rows say together: which lists lead anywhere (for the map's legend) and where it is closest.

use super::{Board, Cell, Put};
use crate::lead::Lead;
use crate::order::order;
use crate::words::fill;

/// How many of them are shown.
pub const CLOSEST: usize = 5;

/// Rows in order of their lead, narrowest first; those where nobody leads are left out.
fn closest(leads: &[Lead]) -> Vec<(u32, u64, usize, &Lead)> {
    let narrow = |(row, lead)| match lead {
        &Lead::Nobody | &Lead::One { second: None, .. } => None,
        Lead::Tie(_) => Some((0, 0, row, lead)),
        &Lead::One { points, votes, .. } => Some((points, votes, row, lead)),
    };
    let rows: Vec<_> = leads.iter().enumerate().filter_map(narrow).collect();
    let place = |at: usize| (rows[at].0, rows[at].1);
    let order = order(rows.len(), &|one, other| place(one).cmp(&place(other)));
    order.into_iter().take(CLOSEST).map(|at| rows[at]).collect()
}

impl Board<'_> {
    /// The legend of the map and the places where it is closest.
    pub fn leads(&self, cells: &mut Vec<Cell>) {
        if self.meta.rows.is_empty() {
            return;
        }
        let leads: Vec<Lead> = (0..self.meta.rows.len()).map(|row| Lead::of(&self.row_votes(row))).collect();
        self.legend(&leads, cells);
        let rows = closest(&leads);
        for slot in 0..CLOSEST {
            let key = |part| ("near", slot, part);
            let Some((points, votes, row, lead)) = rows.get(slot) else {
                self.no_place(slot, cells);
                continue;
            };
            let unit = &self.meta.rows[*row];
            cells.class(key("-class"), "near");
            cells.text(key("-name"), unit.name.as_str());
            cells.attr(key("-link"), "href", self.facts.unit_href(&unit.id));
            cells.style(key("-swatch"), self.swatch(lead));
            cells.text(key("-lead"), self.lead_text(lead, false));
            cells.text(
                key("-margin"),
                match lead {
                    Lead::One { .. } if *points == 0 => {
                        let form = self.words.plural(*votes, self.words.by_votes);
                        fill(form, &[("n", &self.locale.count(*votes))])
                    }
                    Lead::One { .. } => fill(self.words.points, &[("points", &self.locale.tenths(*points))]),
                    _ => String::new(),
                },
            );
            cells.text(key("-counted"), self.row_counted(*row));
        }
    }

    fn no_place(&self, slot: usize, cells: &mut Vec<Cell>) {
        cells.class(("near", slot, "-class"), "near is-off");
        cells.attr(("near", slot, "-link"), "href", self.facts.unit_href(&self.meta.unit.id));
        cells.style(("near", slot, "-swatch"), "--swatch:transparent");
        for part in ["-name", "-lead", "-margin", "-counted"] {
            cells.text(("near", slot, part), "");
        }
    }
}
