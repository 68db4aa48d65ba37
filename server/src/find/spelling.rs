//! What is the same in two spellings of a name: letters without marks, Cyrillic in Latin letters, and the letters that one
//! language writes as two and another with a mark (`Prishtinë`, `Prishtina`, `Priština`, `Приштина`).

use election::definition::fold_name;

/// A word in the two forms in which it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Without case and marks, in Latin letters where it is Cyrillic.
    pub(super) plain: String,
    /// As it sounds: two spellings of one name tend to have the same.
    pub(super) sound: String,
}

/// The words of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    text.split(|letter: char| !(letter.is_alphanumeric() || is_inside_a_word(letter)))
        .map(latin)
        .map(|word| Word { plain: fold_name(&word), sound: sound(&fold_name(&word.replace('đ', "dj"))) })
        .filter(|word| !word.plain.is_empty())
}

/// Apostrophes and combining marks do not end a word.
fn is_inside_a_word(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36f}')
}

/// Cyrillic letters as Serbian writes them in Latin, and those of its neighbours near to that.
fn latin(word: &str) -> String {
    const FROM: &str = "абвгдђежзијклмнопрстћуфхцчшйыэёєіґъ";
    const TO: &str = "abvgdđežzijklmnoprstćufhcčšjieeeiga";
    const DOUBLE: [(char, &str); 11] = [
        ('љ', "lj"),
        ('њ', "nj"),
        ('џ', "dž"),
        ('ѓ', "gj"),
        ('ќ', "kj"),
        ('ѕ', "dz"),
        ('щ', "št"),
        ('ю', "ju"),
        ('я', "ja"),
        ('ї', "ji"),
        ('ь', ""),
    ];
    let mut written = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        let single = FROM.chars().zip(TO.chars()).find(|(from, _)| *from == letter);
        match (single, DOUBLE.iter().find(|(from, _)| *from == letter)) {
            (Some((_, to)), _) => written.push(to),
            (None, Some((_, to))) => written.push_str(to),
            (None, None) => written.push(letter),
        }
    }
    written
}

/// Letters that stand for one sound, and how it is written here. Longer ones first.
const SOUNDS: [(&str, &str); 17] = [
    ("dzh", "xh"),
    ("dz", "x"),
    ("xh", "x"),
    ("sh", "s"),
    ("zh", "z"),
    ("ch", "c"),
    ("tj", "c"),
    ("dj", "gj"),
    ("dh", "d"),
    ("th", "t"),
    ("kh", "h"),
    ("ph", "f"),
    ("oe", "u"),
    ("ou", "u"),
    ("q", "c"),
    ("w", "v"),
    ("y", "i"),
];

fn sound(word: &str) -> String {
    let mut heard = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let (length, written) = match SOUNDS.iter().find(|(from, _)| rest.starts_with(from)) {
            Some((from, to)) => (from.len(), *to),
            None => (letter.len_utf8(), &rest[..letter.len_utf8()]),
        };
        // A letter written twice sounds once; a figure does not.
        if !heard.ends_with(written) || letter.is_ascii_digit() {
            heard.push_str(written);
        }
        rest = &rest[length..];
    }
    // The last vowel tells the cases of a name apart, not the names: Gjakova, Gjakovë.
    if heard.chars().count() >= 4 && heard.ends_with(['a', 'e']) {
        heard.pop();
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sounds(text: &str) -> Vec<String> {
        words(text).map(|word| word.sound).collect()
    }

    #[test]
    fn spellings_of_one_name_sound_the_same() {
        for spellings in [
            &["Prishtinë", "Prishtina", "Priština", "Приштина", "PRISHTINA", "pristina", "Prishtine\u{308}"][..],
            &["Gjakovë", "Gjakova", "gjakova", "Djakova", "Ђакова"],
            &["Pejë", "Peja", "peje"],
            &["Diyarbakır", "DİYARBAKIR", "Diyarbakir", "DIYARBAKIR"],
            &["Soekarno", "Sukarno"],
            &["Đorđe", "Djordje", "Ђорђе"],
            &["Xhevahir", "Dževahir", "Џевахир"],
        ] {
            for spelling in spellings {
                assert_eq!(sounds(spelling), sounds(spellings[0]), "{spelling}");
            }
        }
    }

    #[test]
    fn names_that_differ_stay_different() {
        for [one, other] in [["Deçan", "Dragash"], ["Obiliq", "Obala"], ["TPS 11", "TPS 1"], ["Shala", "Zhala"]] {
            assert_ne!(sounds(one), sounds(other));
        }
    }

    #[test]
    fn words_end_at_spaces_and_hyphens_but_not_at_apostrophes() {
        let plain = |text| words(text).map(|word| word.plain).collect::<Vec<_>>().join(" ");
        assert_eq!(plain("  Han i Elezit—School “No. 2”  "), "han i elezit school no 2");
        assert_eq!(plain("D'Hondt"), "dhondt");
        assert_eq!(plain("…!"), "");
    }
}
