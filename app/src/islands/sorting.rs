//! The order of the table's rows by one of its columns, from the figures and not from their words.

use core::cmp::Ordering;

use election::format::{share, shares};
use election::report::Figure;
use election::view::Column;

use crate::cells::{Board, SLOTS};
use crate::lead::Lead;
use crate::order::order;

/// A column: the value of `data-sort` on its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `name`.
    Name,
    /// `lead`: by the leading list's abbreviation.
    Lead,
    /// `margin`.
    Margin,
    /// `counted`.
    Counted,
    /// `turnout`.
    Turnout,
    /// `s0` … `s5`: the share of the list in this slot.
    Slot(usize),
    /// `rest`: the share of all other lists.
    Rest,
    /// `votes`: of all lists.
    Votes,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

impl Direction {
    /// The value of `aria-sort`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

impl By {
    /// The column of this `data-sort`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "lead" => Self::Lead,
            "margin" => Self::Margin,
            "counted" => Self::Counted,
            "turnout" => Self::Turnout,
            "rest" => Self::Rest,
            "votes" => Self::Votes,
            _ => Self::Slot(name.strip_prefix('s')?.parse().ok().filter(|slot| *slot < SLOTS)?),
        })
    }

    /// What a reader wants to see first: names from the top of the alphabet, figures from the greatest.
    #[must_use]
    pub fn first(self) -> Direction {
        match self {
            Self::Name | Self::Lead => Direction::Ascending,
            _ => Direction::Descending,
        }
    }
}

/// The value of a cell. Rows without one come last in both directions.
enum Value<'a> {
    Text(&'a str),
    Number(u64),
}

impl Value<'_> {
    fn cmp(&self, other: &Self, alphabet: &dyn Fn(&str, &str) -> Ordering) -> Ordering {
        match (self, other) {
            (Value::Text(one), Value::Text(other)) => alphabet(one, other),
            (Value::Number(one), Value::Number(other)) => one.cmp(other),
            // Never in one column.
            _ => Ordering::Equal,
        }
    }
}

/// The rows of the board in order of a column; equal ones in the order of the definition.
/// `alphabet` compares names.
#[must_use]
pub fn sorted(
    board: &Board<'_>,
    (by, direction): (By, Direction),
    alphabet: &dyn Fn(&str, &str) -> Ordering,
) -> Vec<usize> {
    let values: Vec<Option<Value>> = (0..board.meta.rows.len()).map(|row| value(board, row, by)).collect();
    order(values.len(), &|one, other| match (&values[one], &values[other]) {
        (Some(one), Some(other)) if direction == Direction::Ascending => one.cmp(other, alphabet),
        (Some(one), Some(other)) => other.cmp(one, alphabet),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    })
}

fn value<'a>(board: &Board<'a>, row: usize, by: By) -> Option<Value<'a>> {
    let votes = board.row_votes(row);
    let slot_share = |slot: usize| Some(shares(&votes)[*board.slots().get(slot)?]);
    let sum: u64 = votes.iter().sum();
    let counted = |share: Option<u32>| if sum == 0 { None } else { share.map(|tenths| Value::Number(tenths.into())) };
    match by {
        By::Name => Some(Value::Text(&board.meta.rows.get(row)?.name)),
        By::Lead => Lead::of(&votes).option().map(|option| Value::Text(&board.meta.options[option].short)),
        By::Margin => match Lead::of(&votes) {
            Lead::One { points, second: Some(_), .. } => Some(Value::Number(points.into())),
            _ => None,
        },
        By::Counted => {
            let progress = board.row_progress(row);
            share(progress.completed, progress.expected).map(|tenths| Value::Number(tenths.into()))
        }
        By::Turnout => {
            let figure = |figure| board.at_row(row, Column::of(figure));
            let turnout = share(figure(Figure::Ballots), figure(Figure::Registered));
            turnout.map(|tenths| Value::Number(tenths.into()))
        }
        By::Slot(slot) => counted(slot_share(slot)),
        By::Rest => {
            let shown: u32 = (0..board.slots().len()).filter_map(slot_share).sum();
            counted(Some(1000 - shown.min(1000)))
        }
        By::Votes => (sum > 0).then_some(Value::Number(sum)),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use election::matrix::Matrix;
    use election::meta::{CategoryMeta, Meta, OptionMeta, UnitMeta};
    use election::view::View;

    use super::*;
    use crate::model::Facts;

    const NAMES: [&str; 3] = ["Çelira", "Arta", "Bora"];

    /// Three places and two lists: `Çelira` 60 to 40 and half counted, `Arta` 10 to 30 and counted, `Bora` without votes.
    fn rows_by(by: By, direction: Direction) -> Vec<&'static str> {
        let unit = |name: &str| UnitMeta { name: name.to_owned(), expected: 2, ..UnitMeta::default() };
        let option = |short: &str| OptionMeta { short: short.to_owned(), ..OptionMeta::default() };
        let meta = Meta {
            categories: vec![CategoryMeta { expected: 6, ..CategoryMeta::default() }],
            options: vec![option("Sun"), option("Moon")],
            rows: NAMES.map(unit).to_vec(),
            ..Meta::default()
        };
        let mut matrix = Matrix::new(4, Column::COUNT + 2);
        for (row, [completed, sun, moon]) in [[3, 70, 70], [1, 60, 40], [2, 10, 30], [0, 0, 0]].into_iter().enumerate()
        {
            matrix.set(row, Column::Completed as usize, completed);
            matrix.set(row, Column::votes(0), sun);
            matrix.set(row, Column::votes(1), moon);
        }
        let view = View { matrix, ..View::default() };
        let (facts, words) = (Facts::default(), &crate::words::of("en").live);
        let board = Board::new(&meta, &facts, &view, (1, 0), words);
        let alphabet = |one: &str, other: &str| one.replace('Ç', "C").cmp(&other.replace('Ç', "C"));
        sorted(&board, (by, direction), &alphabet).into_iter().map(|row| NAMES[row]).collect()
    }

    #[test]
    fn names_are_in_the_order_of_the_alphabet() {
        assert_eq!(rows_by(By::Name, Direction::Ascending), ["Arta", "Bora", "Çelira"]);
        assert_eq!(rows_by(By::Lead, Direction::Ascending), ["Arta", "Çelira", "Bora"]);
    }

    #[test]
    fn places_without_figures_come_last_whichever_end_is_first() {
        assert_eq!(rows_by(By::Margin, Direction::Descending), ["Arta", "Çelira", "Bora"]);
        assert_eq!(rows_by(By::Margin, Direction::Ascending), ["Çelira", "Arta", "Bora"]);
        assert_eq!(rows_by(By::Slot(0), Direction::Descending), ["Çelira", "Arta", "Bora"]);
        assert_eq!(rows_by(By::Votes, Direction::Ascending), ["Arta", "Çelira", "Bora"]);
        assert_eq!(rows_by(By::Turnout, Direction::Descending), NAMES);
    }

    #[test]
    fn nothing_counted_is_the_least_that_can_be_counted() {
        assert_eq!(rows_by(By::Counted, Direction::Ascending), ["Bora", "Çelira", "Arta"]);
    }

    #[test]
    fn columns_are_known_by_the_names_in_the_page() {
        assert_eq!(
            ["name", "votes", "s3", "s6", "sx", ""].map(By::of),
            [Some(By::Name), Some(By::Votes), Some(By::Slot(3)), None, None, None]
        );
        assert_eq!([By::Name.first(), By::Margin.first()], [Direction::Ascending, Direction::Descending]);
    }
}
