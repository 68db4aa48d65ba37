//! A defect of a file: where it is, what is wrong and what to do about it, for the person who has to mend the file.

use core::fmt;

/// How many defects of one file are listed; more would hide the first ones, which are to be mended first.
const MOST_PER_FILE: usize = 1000;

/// How many defects of one line or one report are listed: each takes a look at all that stands before it.
pub(crate) const MOST_PER_LINE: usize = 100;

/// Something wrong in a file. It reads `units.csv:12:5: parent: what is wrong: what to do`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Defect {
    /// Name of the file, as it was given.
    pub file: String,
    /// Line, counted from 1; none where the whole file is meant.
    pub line: Option<u32>,
    /// Column in characters, counted from 1.
    pub column: Option<u32>,
    /// Name of the CSV column or of the key.
    pub field: Option<String>,
    /// A sentence that says what is wrong and what to do.
    pub message: String,
}

impl Defect {
    /// A defect of a file as a whole.
    #[must_use]
    pub fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, column: None, field: None, message: message.into() }
    }

    /// A defect at byte `offset` of the text of a file.
    #[must_use]
    pub fn at_offset(file: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let (line, column) = position(text, offset);
        Self { line: Some(line), column: Some(column), ..Self::of_file(file, message) }
    }

    /// The same at the beginning of a line.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// The same with the name of a CSV column or key.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field| !field.is_empty());
        self
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ": {field}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Line and column (in characters) of byte `offset` of `text`, both counted from 1.
#[must_use]
pub fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = 1 + count(before, |byte| byte == b'\n');
    // Every byte but those that continue a character.
    let column = 1 + count(&before[line_start..], |byte| byte & 0xc0 != 0x80);
    (line, column)
}

fn count(bytes: &[u8], counts: impl Fn(u8) -> bool) -> u32 {
    u32::try_from(bytes.iter().filter(|byte| counts(**byte)).count()).unwrap_or(u32::MAX)
}

/// Gathers defects, and only counts them when one file has too many to read.
#[derive(Clone, Debug, Default)]
pub struct Defects {
    listed: Vec<Defect>,
    /// File, how many of its defects are listed, how many are not.
    files: Vec<(String, usize, usize)>,
}

impl Defects {
    /// Adds a defect.
    pub fn push(&mut self, defect: Defect) {
        let known = self.files.iter().position(|(file, ..)| *file == defect.file);
        let at = known.unwrap_or_else(|| {
            self.files.push((defect.file.clone(), 0, 0));
            self.files.len() - 1
        });
        let (_, listed, left_out) = &mut self.files[at];
        if *listed < MOST_PER_FILE {
            *listed += 1;
            self.listed.push(defect);
        } else {
            *left_out += 1;
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// All defects by file, line and column; one more line for each file that has too many.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Defect> {
        for (file, _, left_out) in self.files.iter().filter(|(.., left_out)| *left_out > 0) {
            let message =
                format!("{left_out} more defects in this file are not listed: mend these first, then check again");
            self.listed.push(Defect::of_file(file, message).at_line(u32::MAX));
        }
        self.listed.sort();
        for defect in self.listed.iter_mut().filter(|defect| defect.line == Some(u32::MAX)) {
            defect.line = None;
        }
        self.listed
    }
}

impl Extend<Defect> for Defects {
    fn extend<T: IntoIterator<Item = Defect>>(&mut self, defects: T) {
        for defect in defects {
            self.push(defect);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_reads_like_a_compilers() {
        let defect = Defect::at_offset("units.csv", "id,parent\nş,x", 13, "wrong").in_field("parent");
        assert_eq!(defect.to_string(), "units.csv:2:3: parent: wrong");
        assert_eq!(Defect::of_file("units.csv", "missing").to_string(), "units.csv: missing");
    }

    #[test]
    fn too_many_defects_of_one_file_are_counted() {
        let mut defects = Defects::default();
        defects.extend((0..1500).map(|line| Defect::of_file("a.csv", "bad").at_line(line)));
        defects.push(Defect::of_file("b.csv", "bad"));
        let listed = defects.into_sorted();
        assert_eq!(listed.len(), 1002);
        assert!(listed[1000].to_string().starts_with("a.csv: 500 more defects"));
        assert_eq!(listed[1001].to_string(), "b.csv: bad");
    }
}
