//! The places on the map: the tint, hatch and name of each by the figure that the reader chose to see, the legend of that
//! figure, and the choice itself.

use election::format::share;
use election::report::Figure;
use election::view::Column;

use super::rows::Line;
use super::{Board, Cell, Put};
use crate::lead::Lead;
use crate::shade::{Drawing, Mode, STEPS, Scale, Shade};
use crate::words::fill;

/// The form of a place's name where a list is new.
const NEW: usize = 5;

/// Which form names a figure that is not a lead: those have words of their own.
fn named(mode: Mode) -> usize {
    (mode as usize).saturating_sub(Mode::Share as usize)
}

fn form(forms: &'static str, at: usize) -> &'static str {
    forms.split('|').nth(at).unwrap_or_default()
}

impl Board<'_> {
    /// The list that the figure is about: the chosen one, else the one with the most votes.
    #[must_use]
    pub fn shown_list(&self) -> usize {
        let chosen = self.facts.shade.list.filter(|list| *list < self.meta.options.len());
        chosen.or(self.order.first().copied()).unwrap_or(0)
    }

    /// The steps of the figure that is shown.
    #[must_use]
    pub fn scale(&self) -> Scale {
        let mode = self.facts.shade.mode;
        let whole = match mode {
            Mode::Share => self.shares.get(self.shown_list()).copied(),
            Mode::Turnout => share(self.total(Column::of(Figure::Ballots)), self.total(Column::of(Figure::Registered))),
            _ => None,
        };
        Scale::of(mode, whole.unwrap_or(0))
    }

    /// The cells of one row's shape.
    pub fn shape(&self, row: usize, scale: &Scale, cells: &mut Vec<Cell>) {
        self.shape_of(row, &self.read(row), scale, cells);
    }

    pub(super) fn shape_of(&self, row: usize, line: &Line, scale: &Scale, cells: &mut Vec<Cell>) {
        let figure = self.figure(row, line);
        let flagged = self.at_row(row, Column::Flagged as usize) > 0;
        let class = self.shape_class(line, figure, flagged);
        cells.class(("m", row), class);
        let mut style = format!("--tint:{}", self.tint(line, figure, scale));
        let left = share(line.progress.expected.saturating_sub(line.progress.completed), line.progress.expected);
        // How dense its veil is; without a word, as dense as where all is left.
        if let Some(thousandths @ ..1000) = left.filter(|_| class.starts_with("place is-partly")) {
            style += &format!(";--left:0.{thousandths:03}");
        }
        cells.style(("m", row, "-tint"), style);
        cells.attr(("m", row, "-name"), "aria-label", self.shape_name(row, line, figure));
    }

    /// The figure of a row in tenths; none where there is none.
    fn figure(&self, row: usize, line: &Line) -> Option<i32> {
        let has_votes = line.lead != Lead::Nobody;
        let list = self.shown_list();
        let tenths = match self.facts.shade.mode {
            Mode::Leader | Mode::Margin => match line.lead {
                Lead::Nobody => return None,
                Lead::Tie(_) => 0,
                Lead::One { points, .. } => points,
            },
            Mode::Share => *line.shares.get(list).filter(|_| has_votes)?,
            Mode::Swing => {
                let before = self.facts.before(row, list, self.meta.options.len()).filter(|_| has_votes)?;
                return Some(line.shares[list].cast_signed() - before.cast_signed());
            }
            Mode::Turnout => share(line.ballots, line.registered)?,
            Mode::Counted if line.progress.is_empty() => return None,
            Mode::Counted if line.progress.is_complete() => 1000,
            Mode::Counted => share(line.progress.completed, line.progress.expected)?.min(999),
            Mode::Age => {
                let last = i64::try_from(self.at_row(row, Column::LastAt as usize)).ok().filter(|last| *last > 0)?;
                u32::try_from((self.now / 1000 - last).max(0) / 6).ok()?
            }
        };
        Some(tenths.cast_signed())
    }

    fn shape_class(&self, line: &Line, figure: Option<i32>, flagged: bool) -> &'static str {
        // How much is counted needs no veil that says it again.
        let whole = line.progress.is_complete() || matches!(self.facts.shade.mode, Mode::Counted | Mode::Age);
        let open = figure.is_none() && !self.is_new(line);
        match (open, whole, flagged) {
            (true, _, false) => "place is-open",
            (true, _, true) => "place is-open is-flagged",
            (_, true, false) => "place is-counted",
            (_, true, true) => "place is-counted is-flagged",
            (_, false, false) => "place is-partly",
            (_, false, true) => "place is-partly is-flagged",
        }
    }

    /// Whether a place without figure has votes, but nothing to compare them with.
    fn is_new(&self, line: &Line) -> bool {
        self.facts.shade.mode == Mode::Swing && line.lead != Lead::Nobody
    }

    fn tint(&self, line: &Line, figure: Option<i32>, scale: &Scale) -> String {
        let Some(tenths) = figure else {
            return if self.is_new(line) { "var(--tie)" } else { "var(--empty)" }.to_owned();
        };
        match line.lead {
            Lead::Tie(_) if self.facts.shade.mode == Mode::Leader => "var(--tie)".to_owned(),
            Lead::One { option, .. } if self.facts.shade.mode == Mode::Leader => {
                format!("var(--o{option}-{})", scale.step(tenths) + 1)
            }
            _ => self.step_tint(scale.step(tenths)),
        }
    }

    /// The colour of a step, in the legend and (but for the leaders' colours) on the map.
    fn step_tint(&self, step: usize) -> String {
        match self.facts.shade.mode {
            Mode::Leader => format!("var(--step-{})", step + 1),
            Mode::Share => format!("var(--o{}-{})", self.shown_list(), step + 1),
            Mode::Swing => format!("var(--swing-{})", step + 1),
            // What is newest is strongest.
            Mode::Age => format!("var(--seq-{})", 5 - step.min(4)),
            Mode::Margin | Mode::Turnout | Mode::Counted => format!("var(--seq-{})", step + 1),
        }
    }

    /// The figure as it is written, without its unit's name.
    fn figure_text(&self, row: usize, line: &Line, tenths: i32) -> String {
        match self.facts.shade.mode {
            Mode::Swing => self.locale.points(tenths),
            Mode::Counted => self.locale.whole_percent(line.progress.completed, line.progress.expected),
            Mode::Age => {
                let last = i64::try_from(self.at_row(row, Column::LastAt as usize)).unwrap_or(0);
                self.locale.clock(last.saturating_mul(1000), self.meta.utc_offset)
            }
            _ => self.locale.percent(tenths.unsigned_abs()),
        }
    }

    fn shape_name(&self, row: usize, line: &Line, figure: Option<i32>) -> String {
        let (place, counted) = (self.meta.rows[row].name.as_str(), self.row_counted(row));
        let list = self.meta.options.get(self.shown_list()).map_or("", |option| &option.name);
        let (mut text, mut leader) = (String::new(), "");
        let form = match (self.facts.shade.mode, figure, &line.lead) {
            (_, None, _) if self.is_new(line) => form(self.words.place_shades, NEW),
            (_, None, _) => self.words.place_open,
            (Mode::Leader | Mode::Margin, _, Lead::Tie(_)) => self.words.place_tie,
            (Mode::Leader | Mode::Margin, _, Lead::One { option, points, .. }) => {
                leader = &self.meta.options[*option].name;
                text = self.locale.tenths(*points);
                self.words.place_leads
            }
            (mode, Some(tenths), _) => {
                text = self.figure_text(row, line, tenths);
                form(self.words.place_shades, named(mode))
            }
        };
        let values = [
            ("place", place),
            ("leader", leader),
            ("points", &text),
            ("figure", &text),
            ("list", list),
            ("counted", &counted),
        ];
        fill(form, &values)
    }

    /// What the card says beside a row's name: the figure that the map shows.
    pub(super) fn row_figure(&self, row: usize) -> String {
        let (line, mode) = (self.read(row), self.facts.shade.mode);
        match self.figure(row, &line) {
            Some(tenths) if !matches!(mode, Mode::Leader | Mode::Margin) => {
                let list = self.meta.options.get(self.shown_list()).map_or("", |option| &option.short);
                let text = self.figure_text(row, &line, tenths);
                fill(form(self.words.card_shades, named(mode)), &[("figure", &text), ("list", list)])
            }
            _ => self.place_lead(&line.lead),
        }
    }

    /// What the tints mean, and the choice of figures, lists and drawings.
    pub(super) fn legend(&self, leads: &[Lead], cells: &mut Vec<Cell>) {
        let (shade, scale) = (self.facts.shade, self.scale());
        cells.class("legend-class", format!("legend is-{}", shade.mode.name()));
        let list = self.meta.options.get(self.shown_list()).map_or("", |option| &option.short);
        let values = [("list", list), ("time", &self.locale.clock(self.at, self.meta.utc_offset))];
        cells.text("legend-title", fill(form(self.words.legend_shades, shade.mode as usize), &values));
        for step in 0..STEPS {
            let shown = step < scale.steps();
            let class = if shown { "legend-step" } else { "legend-step is-off" };
            cells.class(("step", step, "-class"), class);
            cells.style(("step", step, "-tint"), format!("--tint:{}", self.step_tint(step)));
            cells.text(("step", step), if shown { self.range(&scale, step) } else { String::new() });
        }
        for option in 0..self.meta.options.len() {
            self.key(option, leads, cells);
        }
        for mode in Mode::ALL {
            self.choice(("mode", mode as usize), Shade { mode, ..shade }, mode == shade.mode, cells);
        }
        for drawing in Drawing::ALL {
            self.choice(("drawing", drawing as usize), Shade { drawing, ..shade }, drawing == shade.drawing, cells);
        }
    }

    /// A list in the legend: one of those that lead somewhere, or of those that the figure can be about.
    fn key(&self, option: usize, leads: &[Lead], cells: &mut Vec<Cell>) {
        let shade = self.facts.shade;
        let mode = if shade.mode == Mode::Swing { Mode::Swing } else { Mode::Share };
        let shown = match shade.mode {
            Mode::Leader => leads.iter().any(|lead| lead.option() == Some(option)),
            Mode::Share => true,
            Mode::Swing => self.meta.options[option].baseline.is_some(),
            _ => false,
        };
        cells.class(("key", option, "-class"), if shown { "key" } else { "key is-off" });
        let now = shade.mode.has_list() && option == self.shown_list();
        self.choice(("key", option), Shade { mode, list: Some(option), ..shade }, now, cells);
    }

    fn choice(&self, (name, number): (&str, usize), shade: Shade, now: bool, cells: &mut Vec<Cell>) {
        cells.attr((name, number), "aria-current", if now { "true" } else { "false" });
        cells.attr((name, number, "-link"), "href", self.facts.here.clone() + &shade.tail(&self.meta.options));
    }

    /// "< 5", "5–10", "≥ 35"; of changes "≤ −10", "−10…−5", "≥ +10".
    fn range(&self, scale: &Scale, step: usize) -> String {
        let signed = self.facts.shade.mode == Mode::Swing;
        let number = |tenths: i32| {
            let sign = match tenths {
                ..=-1 => "−",
                1.. if signed => "+",
                _ => "",
            };
            let size = tenths.unsigned_abs();
            let whole = size.is_multiple_of(10);
            format!("{sign}{}", if whole { (size / 10).to_string() } else { self.locale.tenths(size) })
        };
        match scale.range(step) {
            (Some(1000), None) => number(1000),
            (None, Some(to)) => format!("{}\u{2009}{}", if signed { '≤' } else { '<' }, number(to)),
            (Some(from), None) => format!("≥\u{2009}{}", number(from)),
            (Some(from), Some(to)) => number(from) + if signed { "…" } else { "–" } + &number(to),
            (None, None) => String::new(),
        }
    }
}
