//! Seats in sentences: who has how many and how many a majority takes, which of them are firm, what a lot decides, who lacks
//! what for the next one. Arithmetic by the rule on the votes counted so far, never a call.

use core::cmp::Reverse;

use election::meta::GroupMeta;
use election::seats::{HouseView, ListView, State, Tie, Warning};

use crate::cells::Board;
use crate::headline::spoken;
use crate::order::order;
use crate::words::fill;

/// So many lists with equally many seats are named.
const NAMED: usize = 3;

/// Lists from the most seats to the fewest; of equally many, those with the most votes first.
#[must_use]
pub fn by_seats(house: &HouseView, votes: &[u64]) -> Vec<usize> {
    let seats = |at: usize| Reverse((house.lists[at].seats, votes.get(at).copied().unwrap_or(0)));
    order(house.lists.len(), &|one, other| seats(one).cmp(&seats(other)))
}

/// Whether seats are published at all.
#[must_use]
pub fn are_shown(house: &HouseView) -> bool {
    matches!(house.state, State::Allocated | State::Tied)
        || (house.state == State::Undecidable && house.lists.iter().any(|list| list.seats > 0))
}

/// The lists with the most seats; none while nobody has any.
fn first(house: &HouseView) -> Vec<usize> {
    let most = house.lists.iter().map(|list| list.seats).max().filter(|most| *most > 0 && are_shown(house));
    (0..house.lists.len()).filter(|at| Some(house.lists[*at].seats) == most).collect()
}

/// The list that has the most seats alone, and whether they are a majority: what a listener is told when it changes.
#[must_use]
pub fn leader(house: &HouseView) -> Option<(usize, bool)> {
    let [list] = first(house)[..] else { return None };
    Some((list, house.lists[list].seats >= house.majority))
}

/// Lists that lack votes for their next seat, those who lack the fewest first.
#[must_use]
pub fn nearest(house: &HouseView) -> Vec<(usize, u64)> {
    let lack = |at: usize| Some((at, house.lists[at].lacks?));
    let lacking: Vec<(usize, u64)> = (0..house.lists.len()).filter_map(lack).collect();
    let order = order(lacking.len(), &|one, other| lacking[one].1.cmp(&lacking[other].1));
    order.into_iter().map(|at| lacking[at]).collect()
}

impl Board<'_> {
    /// The house in one sentence.
    #[must_use]
    pub fn seats_sentence(&self, house: &HouseView) -> String {
        let words = self.words;
        match house.state {
            State::NoVotes => words.seats_no_votes.to_owned(),
            State::HeldBack => {
                let form = if self.is_by_station() { words.seats_held } else { words.seats_held_reports };
                fill(form, &[("percent", &self.hundredths(house.hold_back))])
            }
            State::Undecidable if !are_shown(house) => words.seats_undecidable.to_owned(),
            State::Undecidable | State::Allocated => self.first_sentence(house),
            State::Tied => {
                let first = self.first_sentence(house);
                let waiting = house.waiting();
                let form = words.plural(waiting.into(), words.waiting_for_lot);
                let rest = fill(form, &[("n", &self.locale.count(waiting.into()))]);
                if waiting == 0 { first } else { first + " " + &rest }
            }
        }
    }

    fn first_sentence(&self, house: &HouseView) -> String {
        let (words, first) = (self.words, first(house));
        let Some(list) = first.first().map(|list| &house.lists[*list]) else { return words.seats_nobody.to_owned() };
        let names: Vec<&str> = first.iter().take(NAMED).map(|list| self.list_name(*list)).collect();
        let form = match first.len() {
            1 if list.seats == house.majority => words.seats_bare,
            1 if list.seats > house.majority => words.seats_majority,
            1 => words.seats_short,
            ..=NAMED => words.seats_level,
            _ => words.seats_level_many,
        };
        let count = |figure: u32| self.locale.count(figure.into());
        let values = [
            ("name", words.list_of(&names)),
            ("n", count(list.seats)),
            ("size", count(house.size)),
            ("short", count(house.majority.saturating_sub(list.seats))),
            ("spare", count(list.seats.saturating_sub(house.majority))),
            ("firm", self.firm(list)),
            ("lists", self.locale.count(first.len() as u64)),
        ];
        fill(form, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    fn firm(&self, list: &ListView) -> String {
        let words = self.words;
        match list.firm {
            None => String::new(),
            Some(0) => words.firm_none.to_owned(),
            Some(firm) if firm >= list.seats => words.firm_all.to_owned(),
            Some(firm) => {
                let form = words.plural(firm.into(), words.firm_some);
                fill(form, &[("n", &self.locale.count(firm.into()))])
            }
        }
    }

    /// What a lot must decide, and what must be known to read the seats rightly; nothing if there is nothing to say.
    #[must_use]
    pub fn seats_notes(&self, house: &HouseView) -> String {
        let ties = house.ties.iter().map(|tie| self.tie(tie));
        let warnings = house.warnings.iter().map(|warning| self.warning(house, warning));
        ties.chain(warnings).collect::<Vec<_>>().join(" ")
    }

    fn tie(&self, tie: &Tie) -> String {
        let names: Vec<&str> = tie.among.iter().map(|id| self.name_of(id)).collect();
        let form = self.words.plural(tie.seats.into(), self.words.by_lot);
        fill(form, &[("n", &self.locale.count(tie.seats.into())), ("names", &self.words.list_of(&names))])
    }

    fn warning(&self, house: &HouseView, warning: &Warning) -> String {
        let words = self.words;
        let counted = |n: u32, forms| fill(words.plural(n.into(), forms), &[("n", &self.locale.count(n.into()))]);
        match warning {
            Warning::Interpretation { other } => self.two_readings(house, other),
            Warning::Vacant { seats, .. } => counted(*seats, words.vacant),
            Warning::Enlarged { by } => counted(*by, words.enlarged),
            Warning::NobodyEligible { place } => fill(words.nobody_eligible, &[("place", self.place_name(place))]),
            Warning::GenderUnknown { list } => fill(words.gender_unknown, &[("name", self.name_of(list))]),
            Warning::RegisteredUnknown { .. } => words.registered_unknown.to_owned(),
            Warning::Unsatisfiable { place } => fill(words.unsatisfiable, &[("place", self.place_name(place))]),
        }
    }

    /// The reading of the law that was taken, and what the other one would give.
    fn two_readings(&self, house: &HouseView, other: &[u32]) -> String {
        let (words, rule) = (self.words, self.meta.house.unwrap_or_default());
        let count = |figure: u32| self.locale.count(figure.into());
        let differs = |at: usize| {
            let (seats, other) = (house.lists[at].seats, *other.get(at)?);
            let values = [("name", self.list_short(at)), ("other", &count(other)), ("n", &count(seats))];
            (seats != other).then(|| fill(words.read_other, &values))
        };
        let lists: Vec<String> = by_seats(house, &self.votes).into_iter().filter_map(differs).collect();
        let values = [
            ("size", count(house.size)),
            ("open", count(house.size.saturating_sub(rule.reserved))),
            ("reserved", count(rule.reserved)),
            ("lists", lists.join(", ")),
        ];
        let form = if rule.floors { words.read_floors } else { words.read_apart };
        fill(form, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// "LD lacks 558 votes for its 21st seat."
    #[must_use]
    pub fn lacks(&self, house: &HouseView, (list, votes): (usize, u64)) -> String {
        let words = self.words;
        let nth = words.nth(u64::from(house.lists[list].seats) + 1);
        let votes_text = self.locale.count(votes);
        let values = [("name", self.list_short(list)), ("n", &votes_text), ("nth", &nth)];
        fill(words.plural(votes, words.lacks), &values)
    }

    /// Who took the last seat, and who is next in line; nothing where that cannot be said.
    #[must_use]
    pub fn last_seat(&self, house: &HouseView) -> String {
        let words = self.words;
        let part = |list: Option<u16>, votes: fn(&ListView) -> Option<u64>, plain: &str, with: &'static str| {
            let list = usize::from(list?);
            let view = house.lists.get(list)?;
            let votes = votes(view);
            let form = votes.map_or(plain, |votes| words.plural(votes, with));
            let n = self.locale.count(votes.unwrap_or(0));
            Some(fill(form, &[("name", self.list_short(list)), ("n", &n)]))
        };
        let last = part(house.last_in, |list| list.spare, words.last_in, words.last_in_spare);
        let next = part(house.first_out, |list| list.lacks, words.first_out, words.first_out_lacks);
        [last, next].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// A list as sentences call it.
    pub(crate) fn list_name(&self, list: usize) -> &str {
        self.meta.options.get(list).map_or("", spoken)
    }

    /// Its abbreviation, where lines must stay short; its name if it has none.
    fn list_short(&self, list: usize) -> &str {
        let short = self.meta.options.get(list).map_or("", |option| option.short.as_str());
        if short.is_empty() { self.list_name(list) } else { short }
    }

    /// The name of a list, or of a place below; of an alliance its id, which is all that there is.
    pub(crate) fn name_of<'n>(&'n self, id: &'n str) -> &'n str {
        let list = self.meta.options.iter().position(|option| option.id == id);
        let place = || self.meta.rows.iter().find(|row| row.id == id).map_or(id, |row| &row.name);
        let candidate = || self.meta.candidates.iter().flatten().find(|one| one.id == id).map(|one| one.name.as_str());
        list.map_or_else(|| candidate().unwrap_or_else(place), |list| self.list_name(list))
    }

    /// Where seats are shared out (`nation`, `reserved:serb`, `district:51/alliance:left`) for a reader.
    fn place_name<'n>(&'n self, place: &'n str) -> &'n str {
        let part = place.rsplit('/').next().unwrap_or(place);
        match part.split_once(':') {
            Some(("reserved", group)) => GroupMeta::name(&self.meta.groups, group),
            Some((_, id)) => self.name_of(id),
            None => &self.meta.contest_title,
        }
    }
}
