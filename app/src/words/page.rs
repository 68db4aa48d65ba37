//! Words that only the server writes.

/// What the fixed parts of a page say. `{…}` are filled in.
#[derive(Clone, Debug)]
pub struct Page {
    /// First link of the page.
    pub skip: &'static str,
    /// Over the map, for those who do not want to step through it.
    pub skip_map: &'static str,
    /// What the address bar's tab says after the place: `results`.
    pub results: &'static str,
    /// The notice of a fictional election.
    pub sample: &'static str,
    /// Name of the path of units.
    pub breadcrumbs: &'static str,
    /// Beside the current unit: choose another one.
    pub siblings: &'static str,
    /// Name of the language switch.
    pub languages: &'static str,
    /// Name of the contest switch.
    pub contests: &'static str,
    /// Before the levels.
    pub levels: &'static str,
    /// Name of the status line.
    pub status: &'static str,
    /// Name of the progress section.
    pub progress: &'static str,
    /// After the large percentage, when it is about stations.
    pub stations_counted: &'static str,
    /// The same when it is about another category: `{name}`.
    pub category_counted: &'static str,
    /// Name of the bars.
    pub votes: &'static str,
    /// Column: list.
    pub list: &'static str,
    /// Column: share of valid votes.
    pub share: &'static str,
    /// Column: change.
    pub change: &'static str,
    /// Where many lists are folded away: `{n}`.
    pub all_lists: &'static str,
    /// What changes are measured against.
    pub change_note: &'static str,
    /// The line of the threshold: `{percent}`.
    pub threshold: &'static str,
    /// Mark of a list that need not reach it.
    pub waived: &'static str,
    /// Name of the map: `{level}`.
    pub map: &'static str,
    /// How the map is read.
    pub legend: &'static str,
    /// Name of the choice of figures.
    pub map_shows: &'static str,
    /// The figures, by `Mode`, separated by `|`.
    pub map_modes: &'static str,
    /// Name of the choice of drawings.
    pub map_drawn: &'static str,
    /// The drawings, by `Drawing`, separated by `|`.
    pub map_drawings: &'static str,
    /// Legend: a list that did not stand.
    pub legend_new: &'static str,
    /// Legend: nothing counted.
    pub legend_open: &'static str,
    /// Legend: counted in part.
    pub legend_partly: &'static str,
    /// Legend: tie.
    pub legend_tie: &'static str,
    /// Map tools: closer.
    pub zoom_in: &'static str,
    /// Map tools: farther.
    pub zoom_out: &'static str,
    /// Map tools: all of it.
    pub zoom_all: &'static str,
    /// Over the card of a place.
    pub chosen: &'static str,
    /// Before anything is chosen.
    pub choose: &'static str,
    /// Over the places near a tap.
    pub near: &'static str,
    /// Over the places where the lead is smallest.
    pub closest: &'static str,
    /// Name of the table: `{level}`.
    pub table: &'static str,
    /// Name of the region that scrolls sideways.
    pub table_scroll: &'static str,
    /// Column: place.
    pub place: &'static str,
    /// Column: leader.
    pub leader: &'static str,
    /// Column: lead in points.
    pub margin: &'static str,
    /// Column: counted.
    pub counted: &'static str,
    /// Column: counted, where a place reports by kind of vote.
    pub reports_counted: &'static str,
    /// Column and figure: turnout.
    pub turnout: &'static str,
    /// Column: the lists without a column.
    pub others: &'static str,
    /// Column: votes for all lists.
    pub all_votes: &'static str,
    /// What the shares of the table are of.
    pub table_note: &'static str,
    /// Name of the seats section, and column.
    pub seats: &'static str,
    /// What the order of the dots means.
    pub seats_order: &'static str,
    /// Key of the dots: firm.
    pub key_firm: &'static str,
    /// Key of the dots: not firm.
    pub key_open: &'static str,
    /// Key of the dots: waiting for a lot.
    pub key_lot: &'static str,
    /// After the number of seats that make a majority.
    pub for_majority: &'static str,
    /// Column: firm seats.
    pub seat_firm: &'static str,
    /// Column: votes that a list lacks for its next seat.
    pub seat_lacks: &'static str,
    /// Column: votes that a list could lose and keep its last seat.
    pub seat_spare: &'static str,
    /// What these two columns mean.
    pub seats_note: &'static str,
    /// Name of the list of candidates.
    pub elected: &'static str,
    /// Name of the list of the next seats.
    pub next_seats: &'static str,
    /// Name of the list of calls.
    pub calls_title: &'static str,
    /// What a call is.
    pub calls_about: &'static str,
    /// Name of the turnout section.
    pub figures: &'static str,
    /// Figures, in the order of `election::report::Figure`.
    pub figure_names: [&'static str; 5],
    /// Name of the table by category.
    pub categories: &'static str,
    /// Column: category.
    pub category: &'static str,
    /// Column: state of a category at a station.
    pub state: &'static str,
    /// Name of the ticker.
    pub ticker: &'static str,
    /// Before the first report.
    pub ticker_empty: &'static str,
    /// Footer: where the figures come from.
    pub source: &'static str,
    /// Footer: how they are made.
    pub method_title: &'static str,
    /// Footer: how they are made, in words.
    pub method: &'static str,
    /// Footer: where the data is.
    pub data: &'static str,
    /// Footer: map.
    pub map_source: &'static str,
    /// Footer: licence of the figures.
    pub licence: &'static str,
    /// Footer: what page this is a copy of: `{seq}`, `{epoch}`, `{time}`.
    pub copy: &'static str,
    /// Without script.
    pub noscript: &'static str,
    /// Front page: title.
    pub front_title: &'static str,
    /// Front page: one sentence.
    pub front_intro: &'static str,
    /// Front page: nothing there.
    pub front_empty: &'static str,
    /// Front page: the link of a contest.
    pub front_open: &'static str,
    /// Embargo: `{time}`.
    pub embargo: &'static str,
    /// Title: no such page.
    pub not_found: &'static str,
    /// What it means.
    pub not_found_text: &'static str,
    /// Title: not yet published.
    pub embargo_title: &'static str,
    /// What it means: `{title}`, `{time}`.
    pub embargo_text: &'static str,
    /// Title: out of order.
    pub unavailable: &'static str,
    /// What it means.
    pub unavailable_text: &'static str,
    /// Link to the front page.
    pub home: &'static str,
    /// Before the reference code of an error.
    pub reference: &'static str,
    /// Months in a date.
    pub months: [&'static str; 12],
    /// `{day} {month} {year}`
    pub date: &'static str,
}

impl Page {
    /// A day `YYYY-MM-DD` in words; as it is, if it is not one.
    #[must_use]
    pub fn day(&self, date: &str) -> String {
        let parts: Vec<&str> = date.split('-').collect();
        let month = parts.get(1).and_then(|month| month.parse::<usize>().ok());
        let month = month.and_then(|month| self.months.get(month.checked_sub(1)?));
        match (&parts[..], month) {
            ([year, _, day], Some(month)) => {
                super::fill(self.date, &[("day", day.trim_start_matches('0')), ("month", month), ("year", year)])
            }
            _ => date.to_owned(),
        }
    }
}
