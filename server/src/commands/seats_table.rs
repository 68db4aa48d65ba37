//! A house as text, for a person at a terminal.

use std::fmt::Write;

use election::folder::SeatsFile;
use election::format::Locale;
use election::seats::{
    Allocation, Award, Divisor, How, Method, Quota, Quotient, Share, Standing, State, System, Tie, Warning, Winner,
    allocate, outlook,
};

/// Who gets what, by which quotients, and what a reader must know.
pub(super) fn write(file: &SeatsFile) -> String {
    let allocation = allocate(&file.house, &file.tally, &file.lots);
    let sheet = Sheet { file, allocation: &allocation, locale: Locale::ENGLISH };
    let parts = [sheet.head(), sheet.lists(), sheet.districts(), sheet.winners(), sheet.shares(), sheet.notes()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

struct Sheet<'a> {
    file: &'a SeatsFile,
    allocation: &'a Allocation,
    locale: Locale,
}

impl Sheet<'_> {
    fn count(&self, figure: u64) -> String {
        self.locale.count(figure)
    }

    /// Whether there are no seats to share out.
    fn is_one_question(&self) -> bool {
        matches!(self.file.house.system, System::Majority(_) | System::Referendum(_))
    }

    /// Whether votes themselves are compared, not quotients of them.
    fn is_by_votes(&self) -> bool {
        self.is_one_question() || self.file.house.system == System::Plurality
    }

    /// How a list is called on paper.
    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        let list = self.file.house.lists.iter().position(|list| list.id == id);
        list.map_or(id, |list| &self.file.names[list])
    }

    fn names(&self, ids: &[String]) -> String {
        ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }

    fn head(&self) -> String {
        let Allocation { state, size, majority, .. } = self.allocation;
        let (counted, expected) = self.file.tally.counted;
        let state = match state {
            State::NoVotes => "no votes yet".to_owned(),
            State::HeldBack => format!(
                "HELD BACK, not to be published: {counted} of {expected} counted, {} needed",
                hundredths(self.file.house.hold_back)
            ),
            State::Allocated if self.is_one_question() => "decided".to_owned(),
            State::Allocated => "every seat has an owner".to_owned(),
            State::Tied => "A LOT MUST DECIDE".to_owned(),
            State::Undecidable => "THE RULE GIVES NO ANSWER".to_owned(),
        };
        let head = match size {
            _ if self.is_one_question() => state,
            1 => format!("1 seat: {state}"),
            _ => format!("{size} seats, majority {majority}: {state}"),
        };
        if self.file.title.is_empty() { head } else { format!("{}\n{head}", self.file.title) }
    }

    fn lists(&self) -> String {
        let file = self.file;
        let looks = outlook(&file.house, &file.tally, &file.lots, self.allocation);
        let all: u64 = file.tally.districts.iter().map(|district| district.valid).sum();
        let heads = ["", "votes", "share", "threshold", "seats", "firm", "lacks", "spare"];
        let columns = if self.is_one_question() { 3 } else { heads.len() };
        let mut table = Table::new(&heads[..columns]);
        let figure = |figure: Option<u64>| figure.map_or_else(|| "–".to_owned(), |figure| self.count(figure));
        for (list, look) in looks.iter().enumerate() {
            let votes: u64 = file.tally.districts.iter().map(|district| district.votes[list]).sum();
            let line = match (self.allocation.standing[list], look.over_threshold) {
                (Standing::NoThreshold, _) => String::new(),
                (Standing::Waived, _) => "waived".to_owned(),
                (_, Some(votes)) => self.locale.difference(votes),
                (Standing::Reached, None) => "reached".to_owned(),
                (Standing::Missed, None) => "missed".to_owned(),
            };
            let mut cells = vec![
                file.names[list].clone(),
                self.count(votes),
                share(votes, all),
                line,
                self.allocation.seats[list].to_string(),
                figure(look.firm.map(u64::from)),
                figure(look.lacks.map(|margin| margin.votes)),
                figure(look.spare.map(|margin| margin.votes)),
            ];
            cells.truncate(columns);
            table.row(cells);
        }
        if self.is_one_question() {
            return table.text();
        }
        let explained = "threshold: votes above or below it; firm: seats that no votes still to come take away; lacks: votes for the\n\
                         next seat, all else equal; spare: votes that can be lost and the last seat kept";
        format!("{}\n\n{explained}", table.text())
    }

    /// Seats by district, where seats belong to districts.
    fn districts(&self) -> String {
        if self.allocation.by_district.is_empty() {
            return String::new();
        }
        let seats: Vec<usize> = (0..self.file.names.len())
            .filter(|list| self.allocation.by_district.iter().any(|row| row[*list] > 0))
            .collect();
        let mut heads = vec![""];
        heads.extend(seats.iter().map(|list| self.file.names[*list].as_str()));
        let mut table = Table::new(&heads);
        for (district, row) in self.file.house.districts.iter().zip(&self.allocation.by_district) {
            let mut cells = vec![district.id.clone()];
            cells
                .extend(seats.iter().map(|list| if row[*list] == 0 { "·".to_owned() } else { row[*list].to_string() }));
            table.row(cells);
        }
        table.text()
    }

    fn winners(&self) -> String {
        let line = |winner: &Winner| {
            let who = self.names(&winner.lists);
            let place = if winner.place.is_empty() { String::new() } else { format!("{}: ", winner.place) };
            match winner.how {
                How::Plurality => format!("{place}{who} (most votes)"),
                How::Majority => format!("{place}{who} (majority)"),
                How::Runoff => format!("{place}second round: {who}"),
                How::Uncontested => format!("{place}{who} (uncontested)"),
                How::Tied => format!("{place}a lot must decide"),
                How::NotCovered => format!("{place}{who} has most votes, but its share does not cover the seat"),
                How::Accepted => format!("{place}accepted"),
                How::Refused => format!("{place}refused"),
                How::QuorumMissed => format!("{place}not enough votes to count: the quorum is missed"),
            }
        };
        self.allocation.winners.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Each sharing-out with its last seat in and its first seat out.
    fn shares(&self) -> String {
        self.allocation.shares.iter().map(|share| self.share(share)).collect::<Vec<_>>().join("\n")
    }

    fn share(&self, share: &Share) -> String {
        let seats = if share.seats == 1 { "1 seat".to_owned() } else { format!("{} seats", share.seats) };
        let by = if self.is_by_votes() { "most votes".to_owned() } else { method(share.method) };
        let mut text = format!("{}: {seats}, {by}", share.place);
        let award = |award: &Award| {
            let name = self.name(&share.claims[award.claim].id);
            format!("{name}, {} seat ({})", ordinal(award.nth), self.quotient(award.quotient))
        };
        if self.allocation.lots.iter().any(|lot| lot.place == share.place) {
            text += "\n  last seat in:   by lot";
        } else if let Some(last) = share.awards.iter().rev().find(|award| award.quotient != Quotient::Sure) {
            let _ = write!(text, "\n  last seat in:   {}", award(last));
        }
        if let Some(next) = &share.next {
            let _ = write!(text, "\n  first seat out: {}", award(next));
        }
        text
    }

    /// Exact, as a division; and what it is, cut off after three decimals.
    fn quotient(&self, quotient: Quotient) -> String {
        let Quotient::Ratio { votes, divisor } = quotient else { return "sure".to_owned() };
        let written =
            |figure: u128| u64::try_from(figure).map_or_else(|_| figure.to_string(), |figure| self.count(figure));
        if divisor == 0 {
            return format!("{}, a first seat for everybody", written(votes));
        }
        let whole = written(votes / divisor);
        match votes % divisor {
            _ if divisor == 1 => whole,
            0 => format!("{} ÷ {divisor} = {whole}", written(votes)),
            rest => format!("{} ÷ {divisor} = {whole}.{:03}…", written(votes), rest * 1000 / divisor),
        }
    }

    fn notes(&self) -> String {
        let Allocation { ties, lots, warnings, .. } = self.allocation;
        let tie = |tie: &Tie| {
            let seats = if tie.seats == 1 { "one seat is".to_owned() } else { format!("{} seats are", tie.seats) };
            format!("{seats} tied at {} between {}", tie.place, self.names(&tie.among))
        };
        let open = ties.iter().map(|open| format!("TIE: {}; a lot must decide", tie(open)));
        let drawn = lots.iter().map(|lot| format!("LOT: {}; won by {}", tie(lot), self.names(&lot.winners)));
        let unused = self.file.lots.iter().filter(|lot| !lots.iter().any(|drawn| drawn.place == lot.place));
        let unused = unused.map(|lot| {
            format!(
                "NOTE: the lot at {} decides nothing: there is no such tie between {}",
                lot.place,
                self.names(&lot.among)
            )
        });
        let warnings = warnings.iter().map(|warning| format!("NOTE: {}", self.warning(warning)));
        open.chain(drawn).chain(unused).chain(warnings).collect::<Vec<_>>().join("\n")
    }

    fn warning(&self, warning: &Warning) -> String {
        match warning {
            Warning::Interpretation { other } => {
                let seats = self.file.names.iter().zip(other).zip(&self.allocation.seats);
                let other = seats.filter(|((_, other), seats)| other != seats);
                let other: Vec<String> =
                    other.map(|((name, other), seats)| format!("{name} {other} (not {seats})")).collect();
                format!("read the other way (reserved apart, or as floors), the law gives {}", other.join(", "))
            }
            Warning::Vacant { place, seats: 1 } => format!("one seat stays empty at {place}: too few candidates"),
            Warning::Vacant { place, seats } => format!("{seats} seats stay empty at {place}: too few candidates"),
            Warning::NobodyEligible { place } => format!("nobody who takes part at {place} has votes"),
            Warning::Enlarged { by } => format!("the house is larger than the law’s number by {by}"),
            Warning::Unsatisfiable { place } => format!("the conditions at {place} cannot be met all at once"),
            Warning::GenderUnknown { list } => {
                format!(
                    "the gender of a candidate of {} is not known, so the rule of genders was not applied",
                    self.name(list)
                )
            }
            Warning::RegisteredUnknown { place } if place.is_empty() => {
                "the quorum needs the number of registered voters, which is not known".to_owned()
            }
            Warning::RegisteredUnknown { place } => {
                format!("the quorum needs the number of registered voters of {place}, which is not known")
            }
        }
    }
}

fn method(method: Method) -> String {
    let name = match method {
        Method::Divisor(Divisor::DHondt) => "D’Hondt",
        Method::Divisor(Divisor::SainteLague) => "Sainte-Laguë",
        Method::Divisor(Divisor::ModifiedSainteLague { first }) => {
            return format!("modified Sainte-Laguë, first divisor {}.{:03}", first / 1000, first % 1000);
        }
        Method::Divisor(Divisor::Danish) => "Danish method",
        Method::Divisor(Divisor::Imperiali) => "Imperiali",
        Method::Divisor(Divisor::HuntingtonHill) => "Huntington-Hill, quotients squared",
        Method::Divisor(Divisor::Adams) => "Adams",
        Method::Quota(Quota::Hare) => "Hare quota, largest remainders",
        Method::Quota(Quota::Droop) => "Droop quota, largest remainders",
        Method::Quota(Quota::HagenbachBischoff) => "Hagenbach-Bischoff quota, largest remainders",
        Method::Quota(Quota::Imperiali) => "Imperiali quota, largest remainders",
    };
    name.to_owned()
}

fn ordinal(nth: u32) -> String {
    let ending = match (nth % 10, nth % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{nth}{ending}")
}

/// `5.00 %` of hundredths.
fn hundredths(share: u32) -> String {
    format!("{}.{:02} %", share / 100, share % 100)
}

/// A share with two decimals, cut off: who is below a line is never written as on it.
fn share(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 10_000).checked_div(u128::from(whole)).unwrap_or(0);
    self::hundredths(u32::try_from(hundredths).unwrap_or(u32::MAX))
}

/// Columns of text: the first to the left, the others to the right.
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(heads: &[&str]) -> Self {
        Self { rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn text(&self) -> String {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.rows[0].len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                let space = " ".repeat(width - cell.chars().count());
                if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
