//! A view written by hand: as many lists and categories as a sentence needs.

use app::cells::Board;
use app::model::Facts;
use app::words;
use election::matrix::Matrix;
use election::meta::{CategoryMeta, Meta, OptionMeta, UnitMeta};
use election::view::{Column, View};

/// The figures of a category: counted, counted in part, flagged, expected, votes.
pub struct Kind {
    pub completed: u64,
    pub partial: u64,
    pub flagged: u64,
    pub expected: u32,
    pub votes: Vec<u64>,
}

/// A category of which `completed` of `expected` are counted.
pub fn kind(completed: u64, expected: u32, votes: &[u64]) -> Kind {
    Kind { completed, partial: 0, flagged: 0, expected, votes: votes.into() }
}

/// A unit with lists called Aurora, Birch, Cedar and kinds of vote called Polling stations, Postal votes, Missions.
pub struct Small {
    pub meta: Meta,
    pub facts: Facts,
    pub view: View,
    /// Milliseconds since 1970; the polls close at 100,000 (00:01 UTC).
    pub at: i64,
}

impl Small {
    pub fn new(kinds: &[Kind]) -> Self {
        let lists = kinds.iter().map(|kind| kind.votes.len()).max().unwrap_or(0);
        let mut matrix = Matrix::new(kinds.len(), Column::votes(lists));
        for (row, kind) in kinds.iter().enumerate() {
            let figures =
                [(Column::Completed, kind.completed), (Column::Partial, kind.partial), (Column::Flagged, kind.flagged)];
            for (column, figure) in figures {
                matrix.set(row, column as usize, figure);
            }
            for (list, votes) in kind.votes.iter().enumerate() {
                matrix.set(row, Column::votes(list), *votes);
            }
        }
        let category =
            |(kind, name): (&Kind, &str)| CategoryMeta { id: name.into(), name: name.into(), expected: kind.expected };
        let option = |name: &str| OptionMeta {
            id: name.into(),
            short: name[..1].into(),
            name: name.into(),
            ..OptionMeta::default()
        };
        let meta = Meta {
            language: "en".into(),
            unit: UnitMeta {
                id: "land".into(),
                name: "Land".into(),
                expected: kinds.iter().map(|k| k.expected).sum(),
                ..UnitMeta::default()
            },
            categories: kinds.iter().zip(["Polling stations", "Postal votes", "Missions"]).map(category).collect(),
            options: ["Aurora", "Birch", "Cedar"].into_iter().take(lists).map(option).collect(),
            polls_close: 100_000,
            ..Meta::default()
        };
        let facts = Facts { quarantine: true, ..Facts::default() };
        Self { meta, facts, view: View { matrix, ..View::default() }, at: 200_000 }
    }

    /// What `see` sees of its board.
    pub fn board<T>(&self, see: impl FnOnce(&Board<'_>) -> T) -> T {
        let words = &words::of(&self.meta.language).live;
        see(&Board::new(&self.meta, &self.facts, &self.view, (7, self.at), words))
    }

    pub fn headline(&self) -> String {
        self.board(app::headline::headline).replace('\u{a0}', " ")
    }
}
