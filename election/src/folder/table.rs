//! A CSV table over bytes: strict about quotes, ragged rows and a line that was cut off, exact about where they are.
//!
//! The `csv` crate reads any sequence of bytes as some table, and its line numbers are off after comments, blank lines and
//! CRLF. Figures of an election need the opposite. It is the oracle of the tests.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cells::{Cell, Cells, Fault, MOST_CELLS};
use super::defect::{Defect, MOST_PER_LINE};
use super::encoding::Encoding;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between two cells: an ASCII character other than a quote or a line break.
    pub delimiter: u8,
    /// Encoding of the file.
    pub encoding: Encoding,
    /// Whether lines that begin with `#` are comments.
    pub comments: bool,
    /// Whether `"` encloses cells; else it is a character like any other.
    pub quotes: bool,
}

impl Dialect {
    /// Our own files: commas, UTF-8, comments, quotes.
    pub const OURS: Self = Self { delimiter: b',', encoding: Encoding::Utf8, comments: true, quotes: true };
}

/// A table, read row by row.
pub struct Table<'a> {
    file: String,
    text: Cow<'a, str>,
    delimiter: char,
    columns: Vec<String>,
    heads: Vec<Cell>,
    by_name: HashMap<String, usize>,
    cells: Cells,
}

/// The current row of a table.
#[derive(Clone, Copy)]
pub struct Row<'t> {
    file: &'t str,
    text: &'t str,
    columns: &'t [String],
    cells: &'t Cells,
}

impl<'a> Table<'a> {
    /// Opens a table and reads its first row, which names the columns. A column may have no name; then it cannot be found.
    ///
    /// # Errors
    /// The defects of the encoding or of the first row.
    pub fn open(file: &str, bytes: &'a [u8], dialect: Dialect) -> Result<Self, Vec<Defect>> {
        let text = dialect.encoding.decode(file, bytes).map_err(|defect| vec![defect])?;
        let mut table = Self {
            file: file.into(),
            text,
            delimiter: dialect.delimiter.into(),
            columns: Vec::new(),
            heads: Vec::new(),
            by_name: HashMap::new(),
            cells: Cells::new(dialect),
        };
        table.read_head()?;
        Ok(table)
    }

    fn read_head(&mut self) -> Result<(), Vec<Defect>> {
        match self.cells.advance(&self.text) {
            None => {
                let message = "this file is empty: its first line must name the columns";
                return Err(vec![Defect::of_file(&self.file, message)]);
            }
            Some(Err(fault)) => return Err(vec![self.fault(fault)]),
            Some(Ok(())) => {}
        }
        if self.cells.cells.len() > MOST_CELLS {
            let message = format!("this line has more than {MOST_CELLS} columns: leave out what is not needed");
            return Err(vec![self.row().defect(message)]);
        }
        self.heads.clone_from(&self.cells.cells);
        self.columns = self.heads.iter().map(|cell| self.cells.text(&self.text, *cell).to_owned()).collect();
        let mut defects = Vec::new();
        for (at, name) in self.columns.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if let Some(first) = self.by_name.insert(name.clone(), at)
                && defects.len() < MOST_PER_LINE
            {
                let message = format!("column {} has this name already: rename one of the two or delete it", first + 1);
                defects.push(self.head_defect(at, message).in_field(name));
            }
        }
        defects.extend(self.misread_head());
        if defects.is_empty() { Ok(()) } else { Err(defects) }
    }

    /// Signs that the file is written in another way than we read it.
    fn misread_head(&self) -> Option<Defect> {
        if self.cells.is_last(&self.text) && self.text.trim_end().contains('\r') {
            let message = "lines end with CR alone, as on an old Mac: save the file with LF or CRLF";
            return Some(self.head_defect(0, message));
        }
        let [only] = self.columns.as_slice() else { return None };
        let other =
            [',', ';', '\t', '|'].into_iter().find(|other| *other != self.delimiter && only.contains(*other))?;
        let (used, expected) = (delimiter_name(other), delimiter_name(self.delimiter));
        let message =
            format!("cells seem to be separated by {used}, but {expected} is expected: save the file with {expected}");
        Some(self.head_defect(0, message))
    }

    /// Name of the file, as it was given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Names of the columns, in file order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Position of the column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// A defect in the head of a column.
    #[must_use]
    pub fn head_defect(&self, column: usize, message: impl Into<String>) -> Defect {
        let offset = self.heads.get(column).map_or(0, |cell| cell.at as usize);
        Defect::at_offset(&self.file, &self.text, offset, message)
    }

    /// Whether the current row is the last line and no line break follows it, so that it may have been cut off.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.row().is_unfinished()
    }

    /// Line of the current row, counted from 1: the first one, if it goes over several. A defect in it may lie further on.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.cells.line
    }

    /// The next row. Blank lines, comments and rows of empty cells are passed over. After a row with a defect one may go on.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, Defect>> {
        match self.cells.advance(&self.text)? {
            Err(fault) => Some(Err(self.fault(fault))),
            Ok(()) if self.cells.cells.len() == self.columns.len() => Some(Ok(self.row())),
            Ok(()) => Some(Err(self.ragged())),
        }
    }

    fn row(&self) -> Row<'_> {
        Row { file: &self.file, text: &self.text, columns: &self.columns, cells: &self.cells }
    }

    fn fault(&self, fault: Fault) -> Defect {
        let (line, column) = self.cells.place(&self.text, fault.offset);
        Defect { line: Some(line), column: Some(column), ..Defect::of_file(&self.file, fault.message) }
    }

    fn ragged(&self) -> Defect {
        let (found, expected) = (self.cells.cells.len(), self.columns.len());
        let cells = if found == 1 { "cell" } else { "cells" };
        let message = if found < expected && self.is_unfinished() {
            format!(
                "the file ends within this line, after {found} of {expected} cells: it was cut off, get the whole file"
            )
        } else if found < expected {
            format!(
                "this row has {found} {cells}, but there are {expected} columns: add what is missing, empty cells too"
            )
        } else {
            let name = delimiter_name(self.delimiter);
            format!(
                "this row has {found} {cells}, but there are {expected} columns: remove what is too much, and enclose a \
                 cell that contains {name} in quotes"
            )
        };
        self.row().defect(message)
    }
}

fn delimiter_name(delimiter: char) -> String {
    match delimiter {
        ',' => "a comma".into(),
        ';' => "a semicolon".into(),
        '\t' => "a tab".into(),
        other => format!("`{other}`"),
    }
}

impl<'t> Row<'t> {
    /// Its line, counted from 1: the first one, if it goes over several.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.cells.line
    }

    /// The text of a cell; spaces around it are left out unless it is in quotes.
    #[must_use]
    pub fn get(&self, column: usize) -> &'t str {
        self.cells.cells.get(column).map_or("", |cell| self.cells.text(self.text, *cell))
    }

    /// The text of a cell of a column that the table may lack; empty then.
    #[must_use]
    pub fn get_if(&self, column: Option<usize>) -> &'t str {
        column.map_or("", |column| self.get(column))
    }

    /// The name of a column.
    #[must_use]
    pub fn column_name(&self, column: usize) -> &'t str {
        self.columns.get(column).map_or("", String::as_str)
    }

    /// Whether the row is the last line and no line break follows it, so that it may have been cut off.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.cells.is_last(self.text) && !self.text.ends_with('\n')
    }

    /// A defect of the row as a whole.
    #[must_use]
    pub fn defect(&self, message: impl Into<String>) -> Defect {
        Defect::of_file(self.file, message).at_line(self.line())
    }

    /// A defect of a cell.
    #[must_use]
    pub fn cell_defect(&self, column: usize, message: impl Into<String>) -> Defect {
        let Some(cell) = self.cells.cells.get(column) else { return self.defect(message) };
        let (line, place) = self.cells.place(self.text, cell.at as usize);
        let field = self.columns.get(column).cloned();
        Defect { line: Some(line), column: Some(place), field, ..Defect::of_file(self.file, message) }
    }

    /// A defect of the cell of a column of that name, or of the row if the table has no such column.
    #[must_use]
    pub fn field_defect(&self, field: &str, message: impl Into<String>) -> Defect {
        match self.columns.iter().position(|column| column == field) {
            Some(column) => self.cell_defect(column, message),
            None if field.is_empty() => self.defect(message),
            None => self.defect(message).in_field(field),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every row as its line and cells, or its defect.
    fn read(text: &str, dialect: Dialect) -> Vec<String> {
        let mut table = match Table::open("t.csv", text.as_bytes(), dialect) {
            Ok(table) => table,
            Err(defects) => return defects.iter().map(ToString::to_string).collect(),
        };
        let width = table.columns().len();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row() {
            rows.push(match row {
                Err(defect) => defect.to_string(),
                Ok(row) => {
                    let cells: Vec<&str> = (0..width).map(|column| row.get(column)).collect();
                    format!("{} {}", row.line(), cells.join("|"))
                }
            });
        }
        rows
    }

    #[test]
    fn rows_keep_their_lines_after_comments_blank_lines_crlf_and_line_breaks_in_cells() {
        let text = "# from the authority\r\na, b\r\n\r\n1 ,\"two \"\"2\"\"\nlines\"\r\n# more\r\n,\r\n3,4";
        assert_eq!(read(text, Dialect::OURS), ["4 1|two \"2\"\nlines", "8 3|4"]);
    }

    #[test]
    fn each_broken_row_is_named_and_the_next_one_is_read() {
        let text = "a,b\n1\n1,2\n1,2,3\nx\"y,2\n\"x\"y,2\n1,\"open\n3,4\n5";
        insta::assert_snapshot!(read(text, Dialect::OURS).join("\n"));
    }

    #[test]
    fn a_head_that_cannot_be_right_is_refused() {
        let heads = ["", "# nothing\n", "id;name\n1;2\n", "id\rname", "a,b,a,b\n", "a,\"b\n1,2\n"];
        let defects: Vec<String> = heads.iter().flat_map(|text| read(text, Dialect::OURS)).collect();
        insta::assert_snapshot!(defects.join("\n"));
    }

    #[test]
    fn quotes_are_characters_where_the_dialect_says_so() {
        let dialect = Dialect { delimiter: b'\t', quotes: false, comments: false, ..Dialect::OURS };
        assert_eq!(read("#a\tb\n\"Ismail\" school\t\"2", dialect), ["2 \"Ismail\" school|\"2"]);
    }

    #[test]
    fn a_tab_after_a_closing_quote_separates_cells_of_tabbed_tables() {
        let dialect = Dialect { delimiter: b'\t', ..Dialect::OURS };
        assert_eq!(read("a\tb\tc\n\"1\"\t\t3\n\"1\" \t2\t3\n", dialect), ["2 1||3", "3 1|2|3"]);
    }

    #[test]
    fn only_a_last_line_without_line_break_is_unfinished() {
        let is_unfinished = |text: &'static str| {
            let mut table = Table::open("t.csv", text.as_bytes(), Dialect::OURS).expect("a table");
            let mut last = false;
            while table.next_row().is_some() {
                last = table.is_unfinished();
            }
            last
        };
        assert!(is_unfinished("a\n1\n2"));
        assert!(!is_unfinished("a\n1\n2\n"));
    }

    #[test]
    fn a_long_table_of_broken_rows_is_read_in_time_that_grows_with_its_length() {
        // Each row was looked for from the beginning of the file: for these, hours.
        let text = format!("a,b\n{}", "x\"y,2\n".repeat(400_000));
        let mut table = Table::open("t.csv", text.as_bytes(), Dialect::OURS).expect("a table");
        let mut last = None;
        while let Some(row) = table.next_row() {
            last = row.err();
        }
        let last = last.expect("a defect");
        assert_eq!((last.line, last.column), (Some(400_001), Some(2)));
    }

    #[test]
    fn a_line_of_nothing_but_commas_is_refused_before_it_takes_many_times_its_memory() {
        let head = ",".repeat(MOST_CELLS + 5);
        let defects = read(&format!("a{head}\n1\n"), Dialect::OURS);
        assert_eq!(defects, ["t.csv:1: this line has more than 65536 columns: leave out what is not needed"]);
        let rows = read(&format!("a,b\n1{head}\n1,2\n"), Dialect::OURS);
        assert!(rows[0].contains("65537 cells"), "{}", rows[0]);
        assert_eq!(rows[1], "3 1|2");
    }

    proptest! {
        #[test]
        fn well_formed_tables_read_as_the_csv_crate_reads_them(rows in prop::collection::vec(prop::array::uniform3("[a-z,\"\n\r;é]{1,6}"), 1..20)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["x", "y", "z"]).expect("a head");
            for row in &rows {
                writer.write_record(row).expect("a row");
            }
            let bytes = writer.into_inner().expect("bytes");
            let mut ours = Table::open("t.csv", &bytes, Dialect { comments: false, ..Dialect::OURS }).expect("a table");
            for theirs in csv::Reader::from_reader(bytes.as_slice()).records() {
                let theirs = theirs.expect("a row");
                let row = ours.next_row().expect("as many rows").expect("a row");
                prop_assert_eq!([row.get(0), row.get(1), row.get(2)].to_vec(), theirs.iter().collect::<Vec<_>>());
            }
            prop_assert!(ours.next_row().is_none());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n')], 0..200)) {
            for encoding in [Encoding::Utf8, Encoding::Latin1] {
                let Ok(mut table) = Table::open("t.csv", &bytes, Dialect { encoding, ..Dialect::OURS }) else { continue };
                while let Some(row) = table.next_row() {
                    drop(row.map(|row| row.cell_defect(0, "x").to_string()));
                }
            }
        }
    }
}
