//! Turnout and ballots, each with its denominator, and the same by category.

use election::format::share;
use election::report::Figure;
use election::view::Column;

use super::{Board, Cell, Put};
use crate::lead::Lead;
use crate::words::fill;

impl Board<'_> {
    /// The figures that are shown beside turnout, in order.
    pub fn shown_figures(&self) -> impl Iterator<Item = Figure> + '_ {
        Figure::ALL.into_iter().filter(|figure| self.meta.figures.contains(figure))
    }

    /// Whether the authority reports what turnout is made of.
    #[must_use]
    pub fn has_turnout(&self) -> bool {
        self.meta.has_turnout()
    }

    /// Turnout in words, of ballots and registered voters where counted.
    pub(super) fn turnout(&self, ballots: u64, registered: u64) -> String {
        share(ballots, registered).map_or_else(|| self.words.unknown.to_owned(), |tenths| self.locale.percent(tenths))
    }

    pub(super) fn figures(&self, cells: &mut Vec<Cell>) {
        let [registered, ballots] = [Figure::Registered, Figure::Ballots].map(|figure| self.total(Column::of(figure)));
        let begun = !self.stations().is_empty() || self.votes.iter().any(|votes| *votes > 0);
        if self.has_turnout() {
            cells.text("fig-turnout", self.turnout(ballots, registered));
            cells.text("fig-turnout-of", self.registered_text(registered));
        }
        let of_ballots = self.meta.figures.contains(&Figure::Ballots);
        for figure in self.shown_figures().filter(|figure| *figure != Figure::Registered) {
            let total = self.total(Column::of(figure));
            let key = "fig-".to_owned() + figure.name();
            cells.text(key.as_str(), if begun { self.locale.count(total) } else { self.words.unknown.to_owned() });
            if of_ballots && figure != Figure::Ballots {
                let percent = share(total, ballots).map_or_else(String::new, |tenths| self.locale.percent(tenths));
                let of = fill(self.words.of_ballots, &[("percent", &percent), ("n", &self.locale.count(ballots))]);
                cells.text(&*(key + "-of"), if ballots > 0 { of } else { String::new() });
            }
        }
        for category in self.expected_categories() {
            self.category_cells(category, cells);
        }
    }

    /// The denominator of turnout; before anything is counted, how many are registered.
    fn registered_text(&self, counted: u64) -> String {
        let (words, n) = match self.meta.registered {
            Some(all) if counted == 0 => (self.words.registered, all),
            _ if counted == 0 => return String::new(),
            _ => (self.words.of_registered, counted),
        };
        fill(words, &[("n", &self.locale.count(n))])
    }

    fn category_cells(&self, category: usize, cells: &mut Vec<Cell>) {
        let progress = self.category(category);
        let status = if self.meta.unit.leaf {
            self.state(progress).to_owned()
        } else {
            self.of(self.words.n_of_total, progress.completed, progress.expected)
        };
        cells.text(("cat", category, "-status"), status);
        let get = |column| self.view.matrix.get(category, column);
        let unknown = || self.words.unknown.to_owned();
        for figure in self.shown_figures() {
            let text = if progress.is_empty() { unknown() } else { self.locale.count(get(Column::of(figure))) };
            cells.text(("cat", category, &*["-", figure.name()].concat()), text);
        }
        let votes: Vec<u64> = (0..self.meta.options.len()).map(|option| get(Column::votes(option))).collect();
        cells.text(
            ("cat", category, "-votes"),
            match votes.iter().sum() {
                _ if progress.is_empty() => unknown(),
                sum => self.locale.count(sum),
            },
        );
        cells.text(("cat", category, "-lead"), self.lead_text(&Lead::of(&votes), true));
        cells.style(("cat", category, "-swatch"), self.swatch(&Lead::of(&votes)));
    }

    /// The leader's abbreviation (with its share), or that there is none.
    pub(super) fn lead_text(&self, lead: &Lead, with_share: bool) -> String {
        match lead {
            Lead::Nobody => self.words.nobody.to_owned(),
            Lead::Tie(_) => self.words.tie.to_owned(),
            Lead::One { option, share, .. } if with_share => {
                format!("{} {}", self.meta.options[*option].short, self.locale.percent(*share))
            }
            Lead::One { option, .. } => self.meta.options[*option].short.clone(),
        }
    }

    /// The colour of a leader's swatch.
    pub(super) fn swatch(&self, lead: &Lead) -> String {
        match lead {
            Lead::Nobody => "--swatch:transparent".to_owned(),
            Lead::Tie(_) => "--swatch:var(--tie)".to_owned(),
            Lead::One { option, .. } => format!("--swatch:var(--o{option})"),
        }
    }
}
