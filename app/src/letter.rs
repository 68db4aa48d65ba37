//! Small and capital letters of the scripts that names come in: Latin with its European extensions, and Cyrillic. The
//! standard library knows all scripts, and its tables would be a tenth of what a reader downloads.

/// The small letter of a capital one; any other character as it is.
#[must_use]
pub fn small(letter: char) -> char {
    let code = letter as u32;
    let small = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x410..=0x42F => code + 32,
        0x400..=0x40F => code + 80,
        0x178 => 0xFF,
        0x100..=0x12F | 0x132..=0x137 | 0x14A..=0x177 | 0x218..=0x21B => code | 1,
        0x139..=0x148 | 0x179..=0x17E => code + (code & 1),
        0x130 => 0x69,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

/// The capital letter of a small one; any other character as it is.
#[must_use]
pub fn capital(letter: char) -> char {
    let code = letter as u32;
    let capital = match code {
        0x61..=0x7A | 0xE0..=0xF6 | 0xF8..=0xFE | 0x430..=0x44F => code - 32,
        0x450..=0x45F => code - 80,
        0xFF => 0x178,
        0x100..=0x12F | 0x132..=0x137 | 0x14A..=0x177 | 0x218..=0x21B => code & !1,
        0x139..=0x148 | 0x179..=0x17E => code - 1 + (code & 1),
        0x131 => 0x49,
        _ => code,
    };
    char::from_u32(capital).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters that the standard library turns into two, or into letters of another block.
    const OTHERS: [char; 6] = ['\u{b5}', 'ß', 'İ', 'ŉ', 'ſ', '\u{138}'];

    fn letters() -> impl Iterator<Item = char> {
        ('\0'..='\u{17f}').chain('\u{218}'..='\u{21b}').chain('\u{400}'..='\u{45f}').filter(|c| !OTHERS.contains(c))
    }

    #[test]
    fn small_and_capital_letters_are_those_of_the_standard_library() {
        for letter in letters() {
            assert_eq!([small(letter)], letter.to_lowercase().collect::<Vec<_>>()[..], "{letter}");
            assert_eq!([capital(letter)], letter.to_uppercase().collect::<Vec<_>>()[..], "{letter}");
        }
    }

    #[test]
    fn turkish_letters_lose_or_get_their_dot_as_in_english() {
        assert_eq!([small('İ'), capital('ı'), small('I'), capital('i')], ['i', 'I', 'i', 'I']);
    }
}
