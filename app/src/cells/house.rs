//! The house: the colour of each seat's dot, the lines of its table, the next seats, the lists at the threshold. Lines are
//! places in an order, so that a list that overtakes another changes two lines and moves nothing.

use election::seats::{HouseView, ListView, Standing, State};

use super::{Board, Cell, Put};
use crate::order::order;
use crate::seats::{are_shown, by_seats, nearest};
use crate::words::fill;

/// How many of the next seats are told.
pub const NEXT: usize = 5;
/// How many lists are shown at the threshold: those that are closest to it.
pub const NEAR_LINE: usize = 8;
/// How many wedges have their list's name beside them.
pub const LABELS: usize = 8;

/// A wedge of fewer seats, in hundredths of the house, has no name beside it.
const LABELLED: u32 = 4;
/// One of fewer has it only where there is room.
const ROOMY: u32 = 10;

impl Board<'_> {
    /// The house, on the page of the whole contest. A single seat is no house to be drawn.
    #[must_use]
    pub fn house(&self) -> Option<&HouseView> {
        let whole = self.meta.path.is_empty();
        self.view.house.as_ref().filter(|house| whole && house.size > 1 && house.lists.len() == self.meta.options.len())
    }

    pub(super) fn seats(&self, cells: &mut Vec<Cell>) {
        let Some(house) = self.house() else { return };
        let order = by_seats(house, &self.votes);
        cells.text("seats", self.seats_sentence(house));
        let notes = self.seats_notes(house);
        cells.class("seats-notes-class", if notes.is_empty() { "seats-notes" } else { "seats-notes is-raised" });
        cells.text("seats-notes", if notes.is_empty() { self.words.no_lot.to_owned() } else { notes });
        self.dots(house, &order, cells);
        self.labels(house, &order, cells);
        for (line, list) in order.into_iter().enumerate() {
            self.seat_line(line, list, house, cells);
        }
        self.next_seats(house, cells);
        if self.threshold().is_some() {
            self.near_line(house, cells);
        }
    }

    fn dots(&self, house: &HouseView, order: &[usize], cells: &mut Vec<Cell>) {
        let fits = house.size == self.drawn;
        cells.class("arc-class", if fits { "arc" } else { "arc is-off" });
        let note = fill(self.words.redrawn, &[("n", &self.locale.count(house.size.into()))]);
        cells.text("arc-note", if fits { String::new() } else { note });
        let known = !are_shown(house) || house.lists.iter().any(|list| list.firm.is_some());
        cells.class("arc-key-class", if known { "arc-key" } else { "arc-key is-plain" });
        let fills = fills(house, order);
        for dot in 0..self.drawn as usize {
            let fill = fills.get(dot).map_or("none", String::as_str);
            cells.attr(("seat", dot), "fill", fill);
        }
    }

    /// Names and seats beside the wedges that have room for them.
    fn labels(&self, house: &HouseView, order: &[usize], cells: &mut Vec<Cell>) {
        let mut before = 0;
        for slot in 0..LABELS {
            let list = order.get(slot).copied();
            let seats = list.map_or(0, |list| house.lists[list].seats);
            let parts = seats * 100 / house.size;
            cells.class(
                ("wedge", slot, "-class"),
                match parts {
                    0..LABELLED => "wedge is-off",
                    LABELLED..ROOMY => "wedge is-small",
                    _ => "wedge",
                },
            );
            let middle = u64::from(2 * before + seats) * 5000 / u64::from(house.size);
            cells.style(("wedge", slot), format!("--at:0.{:04}", middle.min(9999)));
            let name = list.filter(|_| parts >= LABELLED).map_or("", |list| self.meta.options[list].short.as_str());
            cells.text(("wedge", slot, "-name"), name);
            cells.text(
                ("wedge", slot, "-seats"),
                if name.is_empty() { String::new() } else { self.locale.count(seats.into()) },
            );
            before += seats;
        }
    }

    fn seat_line(&self, line: usize, list: usize, house: &HouseView, cells: &mut Vec<Cell>) {
        let (option, view) = (&self.meta.options[list], &house.lists[list]);
        let key = |part| ("list", line, part);
        let figure = |figure: Option<u64>| {
            let shown = figure.filter(|_| are_shown(house));
            shown.map_or_else(|| self.words.unknown.to_owned(), |figure| self.locale.count(figure))
        };
        let empty = are_shown(house) && view.seats == 0;
        cells.class(key("-class"), if empty { "is-empty" } else { "" });
        cells.style(key("-swatch"), format!("--swatch:var(--o{list})"));
        cells.text(key("-short"), option.short.as_str());
        cells.text(key("-name"), if option.name == option.short { "" } else { option.name.as_str() });
        cells.text(key("-seats"), figure(Some(view.seats.into())));
        cells.text(key("-firm"), figure(view.firm.map(u64::from)));
        cells.text(key("-lacks"), figure(view.lacks));
        cells.text(key("-spare"), figure(view.spare));
        if let Some(candidates) = self.meta.candidates.get(list) {
            let name = |at: &u16| candidates.get(usize::from(*at)).map(|one| one.name.as_str());
            let elected: Vec<&str> = view.elected.iter().filter_map(name).collect();
            let shown = are_shown(house) && !elected.is_empty();
            cells.class(key("-elected-class"), if shown { "elected" } else { "elected is-off" });
            cells.text(key("-elected-list"), option.short.as_str());
            cells.text(key("-elected"), elected.join(", "));
        }
    }

    fn next_seats(&self, house: &HouseView, cells: &mut Vec<Cell>) {
        let next = if are_shown(house) { nearest(house) } else { Vec::new() };
        for slot in 0..NEXT {
            let at = next.get(slot);
            let off = at.is_none() && are_shown(house);
            cells.class(("next", slot, "-class"), if off { "next is-off" } else { "next" });
            let swatch = at.map_or_else(|| "transparent".to_owned(), |(list, _)| format!("var(--o{list})"));
            cells.style(("next", slot, "-swatch"), format!("--swatch:{swatch}"));
            let nobody = if off { "" } else { self.words.unknown };
            cells.text(("next", slot), at.map_or_else(|| nobody.to_owned(), |at| self.lacks(house, *at)));
        }
        let last = if are_shown(house) { self.last_seat(house) } else { self.words.with_seats.to_owned() };
        cells.text("last-seat", last);
    }

    /// The lists that are closest to the threshold, from the one that is farthest above it to the one farthest below.
    fn near_line(&self, house: &HouseView, cells: &mut Vec<Cell>) {
        let lists = if house.state == State::NoVotes { Vec::new() } else { near_line(house) };
        // In thousandths of the line, which stands in the middle of the track or where there is room for the largest list.
        const LINE: u64 = 1000;
        let times = |list: usize, over: i64| {
            let votes = self.votes[list];
            votes.saturating_mul(LINE) / votes.saturating_add_signed(-over).max(1)
        };
        let most = lists.iter().map(|(list, over)| times(*list, *over)).max().unwrap_or(0).max(2 * LINE);
        for slot in 0..NEAR_LINE {
            let key = |part| ("line", slot, part);
            let Some((list, over)) = lists.get(slot).copied() else {
                cells.class(key("-class"), "line is-off");
                cells.style(key(""), "--swatch:transparent;--len:0.0%;--at:50.0%");
                cells.text(key("-name"), "");
                cells.text(key("-votes"), "");
                continue;
            };
            let at = self.css_percent(LINE, most);
            cells.class(key("-class"), if over < 0 { "line is-under" } else { "line" });
            let length = self.css_percent(times(list, over), most);
            cells.style(key(""), format!("--swatch:var(--o{list});--len:{length};--at:{at}"));
            cells.text(key("-name"), self.meta.options[list].short.as_str());
            cells.text(key("-votes"), self.over(over));
        }
        let waived = |at: &usize| house.lists[*at].standing == Standing::Waived;
        let names: Vec<&str> =
            (0..house.lists.len()).filter(waived).map(|list| self.meta.options[list].short.as_str()).collect();
        let waived =
            if names.is_empty() { String::new() } else { fill(self.words.not_for, &[("names", &names.join(", "))]) };
        cells.text("line-waived", waived);
    }

    /// Votes over or under the threshold.
    fn over(&self, over: i64) -> String {
        let votes = over.unsigned_abs();
        let forms = match over {
            0 => return self.words.at_line.to_owned(),
            1.. => self.words.over_line,
            _ => self.words.under_line,
        };
        fill(self.words.plural(votes, forms), &[("n", &self.locale.count(votes))])
    }
}

/// What each seat's dot is filled with, from left to right: lists from the most seats to the fewest, of each the firm ones
/// first; then the seats that wait for a lot; then those that nobody has.
fn fills(house: &HouseView, order: &[usize]) -> Vec<String> {
    let mut fills = Vec::with_capacity(house.size as usize);
    if are_shown(house) {
        for list in order {
            let ListView { seats, firm, .. } = house.lists[*list];
            let firm = firm.map_or(seats, |firm| firm.min(seats));
            fills.extend((0..firm).map(|_| format!("var(--o{list})")));
            fills.extend((firm..seats).map(|_| format!("url(#open{list})")));
        }
        fills.extend((0..house.waiting()).map(|_| "url(#lot)".to_owned()));
    }
    fills.resize(house.size as usize, "var(--hatch)".to_owned());
    fills
}

fn near_line(house: &HouseView) -> Vec<(usize, i64)> {
    let over = |at: usize| Some((at, house.lists[at].over_threshold?));
    let lists: Vec<(usize, i64)> = (0..house.lists.len()).filter_map(over).collect();
    let distance = |at: usize| lists[at].1.unsigned_abs();
    let mut near = order(lists.len(), &|one, other| distance(one).cmp(&distance(other)));
    near.truncate(NEAR_LINE);
    let from_above = |one: usize, other: usize| lists[near[other]].1.cmp(&lists[near[one]].1);
    order(near.len(), &from_above).into_iter().map(|at| lists[near[at]]).collect()
}
