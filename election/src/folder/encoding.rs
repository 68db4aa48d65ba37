//! From the bytes of a file to its text.

use std::borrow::Cow;

use super::defect::{Defect, position};

/// The largest file that is read, so that offsets fit 32 bits.
const MOST_BYTES: usize = 2 << 30;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The encoding of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    #[default]
    Utf8,
    /// Latin-1 as browsers and Windows understand it: code page 1252.
    Latin1,
}

impl Encoding {
    /// The encoding of that name: `utf-8` or `latin-1`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" => Some(Self::Latin1),
            _ => None,
        }
    }

    /// The text of a file, without byte order mark.
    ///
    /// # Errors
    /// Where the bytes stop being text, or that the file is too large.
    pub fn decode<'a>(self, file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Defect> {
        check_size(file, bytes.len())?;
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(Defect::of_file(
                file,
                "this file is UTF-16: save it again as UTF-8 (\"CSV UTF-8\" in a spreadsheet)",
            ));
        }
        match self {
            Self::Utf8 => utf8(file, bytes).map(Cow::Borrowed),
            Self::Latin1 => Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }
}

fn check_size(file: &str, bytes: usize) -> Result<(), Defect> {
    if bytes <= MOST_BYTES {
        return Ok(());
    }
    let size = bytes >> 20;
    Err(Defect::of_file(
        file,
        format!("this file has {size} MiB, the limit is 2048: split it or leave out what is not needed"),
    ))
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Defect> {
    str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).and_then(|good| str::from_utf8(good).ok()).unwrap_or_default();
        let byte = bytes.get(good.len()).copied().unwrap_or_default();
        let (line, column) = position(good, good.len());
        let message = format!(
            "byte {byte:02x} is not UTF-8: save the file as UTF-8, or name its encoding where one can be named"
        );
        Defect { line: Some(line), column: Some(column), ..Defect::of_file(file, message) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_left_out() {
        assert_eq!(Encoding::Utf8.decode("a.csv", b"\xef\xbb\xbfid").expect("text"), "id");
    }

    #[test]
    fn latin_1_is_read_where_it_is_named_and_refused_where_it_is_not() {
        assert_eq!(Encoding::Latin1.decode("a.csv", b"Gjakov\xeb").expect("text"), "Gjakovë");
        let defect = Encoding::Utf8.decode("a.csv", b"id\nGjakov\xeb").expect_err("a defect");
        let expected =
            "a.csv:2:7: byte eb is not UTF-8: save the file as UTF-8, or name its encoding where one can be named";
        assert_eq!(defect.to_string(), expected);
    }

    #[test]
    fn a_file_over_two_gibibytes_is_refused() {
        assert!(check_size("a.csv", 2 << 30).is_ok());
        let defect = check_size("a.csv", (2 << 30) + 1).expect_err("a defect");
        assert!(defect.to_string().starts_with("a.csv: this file has 2048 MiB"));
    }
}
