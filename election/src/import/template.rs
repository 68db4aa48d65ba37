//! Templates: a text with cells of the row in it, `TPS {tps_code|11-13}`.

use crate::definition::fold_name;
use crate::folder::table::Row;

/// A template as it is written in the mapping; its columns are names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece<String>>);

/// A template whose columns are positions in a table.
#[derive(Clone, Debug)]
pub(super) struct BoundTemplate(Vec<Piece<usize>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<C> {
    Text(String),
    Cell { column: C, filters: Vec<Filter> },
}

/// What is done to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    /// Characters from `first` to `last`, counted from 1.
    Characters { first: usize, last: usize },
    /// `kepulauan-seribu_utara` → `Kepulauan Seribu Utara`.
    Title,
    /// `Fushë_Kosovë` → `Fushë Kosovë`.
    Spaces,
    /// `Fushë Kosovë` → `fushe-kosove`.
    Slug,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].into()));
            }
            let Some(close) = rest[open..].find('}') else {
                return Err("a `{` is never closed: write `{column}`".into());
            };
            pieces.push(cell(&rest[open + 1..open + close])?);
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Cell { .. })) {
            Ok(Self(pieces))
        } else {
            Err("no column is named here, so every row would say the same: write `{column}`".into())
        }
    }

    /// With the positions of its columns.
    ///
    /// # Errors
    /// The name of a column for which `position` knows none.
    pub(super) fn bind(&self, position: impl Fn(&str) -> Option<usize>) -> Result<BoundTemplate, String> {
        let bind = |piece: &Piece<String>| match piece {
            Piece::Text(text) => Ok(Piece::Text(text.clone())),
            Piece::Cell { column, filters } => {
                let column = position(column).ok_or_else(|| column.clone())?;
                Ok(Piece::Cell { column, filters: filters.clone() })
            }
        };
        self.0.iter().map(bind).collect::<Result<_, _>>().map(BoundTemplate)
    }
}

impl BoundTemplate {
    /// The text for a row. Empty where all its cells are empty.
    pub(super) fn render(&self, row: Row<'_>) -> String {
        let mut text = String::new();
        let mut is_blank = true;
        for piece in &self.0 {
            match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Cell { column, filters } => {
                    let cell = filters.iter().fold(row.get(*column).trim().to_owned(), |cell, f| f.apply(&cell));
                    is_blank &= cell.is_empty();
                    text.push_str(&cell);
                }
            }
        }
        if is_blank { String::new() } else { text }
    }

    /// The columns in it, in order.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Cell { column, .. } => Some(*column),
            Piece::Text(_) => None,
        })
    }
}

fn cell(text: &str) -> Result<Piece<String>, String> {
    let mut parts = text.split('|');
    let column = parts.next().unwrap_or_default().trim();
    if column.is_empty() {
        return Err("`{}` names no column: write `{column}`".into());
    }
    let filters = parts.map(|part| Filter::parse(part.trim())).collect::<Result<_, _>>()?;
    Ok(Piece::Cell { column: column.into(), filters })
}

impl Filter {
    fn parse(text: &str) -> Result<Self, String> {
        let characters = || {
            let (first, last) = text.split_once('-')?;
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (1 <= first && first <= last).then_some(Self::Characters { first, last })
        };
        match text {
            "title" => Ok(Self::Title),
            "spaces" => Ok(Self::Spaces),
            "slug" => Ok(Self::Slug),
            _ => characters().ok_or_else(|| {
                format!("`|{text}` is not known: there are `|1-4` (characters 1 to 4), `|title`, `|spaces` and `|slug`")
            }),
        }
    }

    fn apply(self, cell: &str) -> String {
        match self {
            Self::Characters { first, last } => cell.chars().skip(first - 1).take(last + 1 - first).collect(),
            Self::Title => words(cell).map(capitalised).collect::<Vec<_>>().join(" "),
            Self::Spaces => cell.replace('_', " "),
            Self::Slug => words(cell).map(fold_name).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-"),
        }
    }
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['-', '_', ' ']).filter(|word| !word.is_empty())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::table::{Dialect, Table};

    fn render(template: &str, cells: &str) -> String {
        let text = format!("a,b\n{cells}\n");
        let mut table = Table::open("t.csv", text.as_bytes(), Dialect::OURS).expect("a table");
        let bound = Template::parse(template).expect("a template").bind(|name| table.column(name)).expect("columns");
        bound.render(table.next_row().expect("a row").expect("no defect"))
    }

    #[test]
    fn cells_are_cut_and_written_as_asked() {
        assert_eq!(render("{a}/{b}", "0101,02"), "0101/02");
        assert_eq!(render("TPS {a|11-13}", "3101011001007,"), "TPS 007");
        assert_eq!(render("{a|title}", "kepulauan-seribu-utara,"), "Kepulauan Seribu Utara");
        assert_eq!(render("{a | 1-3 | title}", "ëndrra,"), "Ënd");
        assert_eq!(render("{a|spaces}", "Fushë_Kosovë,"), "Fushë Kosovë");
        assert_eq!(render("{a|slug}", "Fushë_Kosovë (Z.),"), "fushe-kosove-z");
    }

    #[test]
    fn a_template_of_empty_cells_is_empty() {
        assert_eq!(render("TPS {a}", ",x"), "");
        assert_eq!(render("TPS {a}{b}", ",x"), "TPS x");
    }

    #[test]
    fn what_cannot_be_a_template_is_refused_in_words() {
        for (text, message) in [
            ("", "no column is named here"),
            ("TPS", "no column is named here"),
            ("{a", "a `{` is never closed"),
            ("{|title}", "`{}` names no column"),
            ("{a|upper}", "`|upper` is not known"),
            ("{a|4-1}", "`|4-1` is not known"),
            ("{a|0-1}", "`|0-1` is not known"),
        ] {
            let defect = Template::parse(text).expect_err(text);
            assert!(defect.starts_with(message), "{text}: {defect}");
        }
    }
}
