//! Splits the text of a CSV table into cells, one row at a time, without copying them.

use super::defect::position;
use super::table::Dialect;

/// More cells than this of one row are not kept: a line of nothing but commas is not to take many times its own memory.
pub(super) const MOST_CELLS: usize = 1 << 16;

/// A quoted cell longer than this is taken for a forgotten quote.
const LONGEST_CELL: usize = 64 << 10;

/// Where the text of a cell is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Offset in the file: of the opening quote, if it has one.
    pub(super) at: u32,
    start: u32,
    end: u32,
    is_unescaped: bool,
}

/// What is wrong with a row, and at which offset.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Walks along the text of a table; holds the cells of the current row.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    dialect: Dialect,
    next: usize,
    next_line: u32,
    /// Offset of the current row.
    start: usize,
    /// Line of the current row.
    pub(super) line: u32,
    pub(super) cells: Vec<Cell>,
    /// Text of cells with doubled quotes.
    unescaped: String,
}

impl Cells {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, next: 0, next_line: 1, start: 0, line: 0, cells: Vec::new(), unescaped: String::new() }
    }

    /// Whether the current row is the last one.
    pub(super) fn is_last(&self, text: &str) -> bool {
        self.next >= text.len()
    }

    /// The text of a cell of the current row.
    pub(super) fn text<'t>(&'t self, text: &'t str, cell: Cell) -> &'t str {
        let source = if cell.is_unescaped { &self.unescaped } else { text };
        &source[cell.start as usize..cell.end as usize]
    }

    /// Line and column of an offset in the current row. Counted from its start: counting from that of the file, row by row,
    /// takes longer with the square of the file.
    pub(super) fn place(&self, text: &str, offset: usize) -> (u32, u32) {
        let (line, column) = position(&text[self.start..], offset - self.start);
        (self.line + line - 1, column)
    }

    /// Goes on to the next row that is neither blank nor a comment nor made of empty cells.
    pub(super) fn advance(&mut self, text: &str) -> Option<Result<(), Fault>> {
        while self.next < text.len() {
            let start = self.next;
            let line = first_line(&text[start..]);
            (self.start, self.line) = (start, self.next_line);
            self.step(start, line.len());
            self.cells.clear();
            if line.trim().is_empty() || self.dialect.comments && line.starts_with('#') {
                continue;
            }
            if self.dialect.quotes && line.as_bytes().contains(&b'"') {
                self.unescaped.clear();
                if let Err(fault) = self.split_quoted(text, start) {
                    return Some(Err(fault));
                }
            } else {
                self.split(start, line);
            }
            if self.cells.iter().any(|cell| cell.start < cell.end) {
                return Some(Ok(()));
            }
        }
        None
    }

    fn step(&mut self, start: usize, length: usize) {
        self.next = start + length + 1;
        self.next_line += 1;
    }

    /// A line without quotes.
    fn split(&mut self, start: usize, line: &str) {
        let delimiter = self.dialect.delimiter;
        let mut at = 0;
        for (end, _) in line.bytes().enumerate().filter(|(_, byte)| *byte == delimiter) {
            self.push_bare(start + at, &line[at..end]);
            at = end + 1;
        }
        self.push_bare(start + at, &line[at..]);
    }

    /// Spaces around a cell without quotes do not count.
    fn push_bare(&mut self, at: usize, cell: &str) {
        let trimmed = cell.trim_start();
        let start = at + cell.len() - trimmed.len();
        self.push(at, start, start + trimmed.trim_end().len(), false);
    }

    #[expect(clippy::cast_possible_truncation, reason = "files are limited to 2 GiB on decoding")]
    fn push(&mut self, at: usize, start: usize, end: usize, is_unescaped: bool) {
        // One too many is enough to see that there are too many.
        if self.cells.len() <= MOST_CELLS {
            self.cells.push(Cell { at: at as u32, start: start as u32, end: end as u32, is_unescaped });
        }
    }

    /// A row with quotes, which may go over several lines. After a fault the line after the row's first one comes next.
    fn split_quoted(&mut self, text: &str, start: usize) -> Result<(), Fault> {
        let mut at = start;
        loop {
            let end = if text.as_bytes().get(at) == Some(&b'"') {
                self.quoted_cell(text, at)?
            } else {
                let end = text[at..].find(|c| c == '\n' || c == char::from(self.dialect.delimiter));
                let end = end.map_or(text.len(), |end| at + end);
                self.check_bare(text, at, end)?;
                self.push_bare(at, &text[at..end]);
                end
            };
            if text.as_bytes().get(end) != Some(&self.dialect.delimiter) {
                let row = &text[start..end];
                self.next = end + 1;
                self.next_line = self.line + 1 + lines_within(row);
                return Ok(());
            }
            at = end + 1;
        }
    }

    fn check_bare(&self, text: &str, at: usize, end: usize) -> Result<(), Fault> {
        let Some(quote) = text[at..end].find('"') else { return Ok(()) };
        let message = "there is a quote within a cell that does not begin with one: enclose the whole cell in quotes and \
                       write each quote within it twice";
        Err(Fault { offset: at + quote, message: message.into() })
    }

    /// A cell that begins with a quote; returns where it ends.
    fn quoted_cell(&mut self, text: &str, at: usize) -> Result<usize, Fault> {
        let start = at + 1;
        let (close, is_escaped) = closing_quote(text, start).ok_or_else(|| Fault {
            offset: at,
            message:
                "this quote is never closed: add the closing quote, or write a quote that is meant as a character twice"
                    .into(),
        })?;
        if is_escaped {
            let from = self.unescaped.len();
            self.unescaped.push_str(&text[start..close].replace("\"\"", "\""));
            self.push(at, from, self.unescaped.len(), true);
        } else {
            self.push(at, start, close, false);
        }
        let delimiter = char::from(self.dialect.delimiter);
        let rest = &text[close + 1..];
        let blank = |c: char| matches!(c, ' ' | '\t' | '\r') && c != delimiter;
        let end = text.len() - rest.trim_start_matches(blank).len();
        match text[end..].chars().next() {
            None | Some('\n') => Ok(end),
            Some(next) if next == delimiter => Ok(end),
            Some(_) => {
                let message = "there is text after the closing quote: write a quote that is meant as a character twice";
                Err(Fault { offset: end, message: message.into() })
            }
        }
    }
}

/// Up to the line break, which is left out.
fn first_line(text: &str) -> &str {
    text.find('\n').map_or(text, |end| &text[..end])
}

fn lines_within(row: &str) -> u32 {
    u32::try_from(row.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// Where the quote is that closes a cell, and whether there are doubled ones before it.
fn closing_quote(text: &str, start: usize) -> Option<(usize, bool)> {
    let mut at = start;
    let mut is_escaped = false;
    loop {
        let quote = at + text[at..].find('"')?;
        if quote - start > LONGEST_CELL {
            return None;
        }
        if text.as_bytes().get(quote + 1) != Some(&b'"') {
            return Some((quote, is_escaped));
        }
        is_escaped = true;
        at = quote + 2;
    }
}
