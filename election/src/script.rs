//! Serbian is written in two scripts: names that are given in one are read in the other.

#[cfg(feature = "folder")]
use std::collections::BTreeMap;

#[cfg(feature = "folder")]
use crate::definition::{Definition, Text};
#[cfg(feature = "folder")]
use crate::ids::UnitIx;

/// The code of Serbian in Latin script.
pub const LATIN: &str = "sr-Latn";
/// The code of Serbian in Cyrillic script.
pub const CYRILLIC: &str = "sr-Cyrl";

/// Latin and Cyrillic letters, pairs of Latin letters first.
const LETTERS: [(&str, char); 30] = [
    ("dž", 'џ'),
    ("lj", 'љ'),
    ("nj", 'њ'),
    ("a", 'а'),
    ("b", 'б'),
    ("c", 'ц'),
    ("č", 'ч'),
    ("ć", 'ћ'),
    ("d", 'д'),
    ("đ", 'ђ'),
    ("e", 'е'),
    ("f", 'ф'),
    ("g", 'г'),
    ("h", 'х'),
    ("i", 'и'),
    ("j", 'ј'),
    ("k", 'к'),
    ("l", 'л'),
    ("m", 'м'),
    ("n", 'н'),
    ("o", 'о'),
    ("p", 'п'),
    ("r", 'р'),
    ("s", 'с'),
    ("š", 'ш'),
    ("t", 'т'),
    ("u", 'у'),
    ("v", 'в'),
    ("z", 'з'),
    ("ž", 'ж'),
];

/// Beginnings of words in which two letters that look like one are two, with the number of letters before the seam. Such
/// words are rare, and a name that is not among them comes out wrong: then the election's folder gives it in both scripts.
const SEAMS: [(&str, usize); 9] = [
    ("injek", 2),
    ("konjug", 3),
    ("konjunk", 3),
    ("tanjug", 3),
    ("vanjezič", 3),
    ("nadžanr", 3),
    ("nadživ", 3),
    ("odžal", 2),
    ("podžanr", 3),
];

/// A Serbian text in Latin script as it is written in Cyrillic. Words with letters that Serbian does not have (`Pejë`, `Vox`)
/// and Roman numbers stay as they are.
#[must_use]
pub fn to_cyrillic(text: &str) -> String {
    words(text).map(|word| if is_serbian(word) { cyrillic(word) } else { word.to_owned() }).collect()
}

/// A Serbian text in Cyrillic script as it is written in Latin.
#[must_use]
pub fn to_latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        match LETTERS.iter().find(|(_, cyrillic)| *cyrillic == small) {
            None => latin.push(letter),
            Some((pair, _)) if letter == small => latin.push_str(pair),
            Some((pair, _)) => {
                let mut parts = pair.chars();
                latin.extend(parts.next().into_iter().flat_map(char::to_uppercase));
                // `ЊЕГОШ` is `NJEGOŠ`, `Његош` is `Njegoš`.
                let shouts = letters.peek().is_some_and(|next| next.is_uppercase());
                latin.extend(parts.flat_map(|part| if shouts { part.to_uppercase().collect() } else { vec![part] }));
            }
        }
    }
    latin
}

/// A text in pieces that are words or what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|letter: char| letter.is_alphabetic() != first.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn is_serbian(word: &str) -> bool {
    let is_number = word.len() > 1 && word.chars().all(|letter| "IVXLCDM".contains(letter));
    let knows = |letter: char| LETTERS.iter().any(|(latin, _)| latin.chars().eq(letter.to_lowercase()));
    !is_number && word.chars().all(knows)
}

fn cyrillic(word: &str) -> String {
    let small = word.to_lowercase();
    let seam = SEAMS.iter().find(|(start, _)| small.starts_with(start)).map(|(_, letters)| *letters);
    let letters: Vec<char> = word.chars().collect();
    let (mut written, mut at) = (String::with_capacity(word.len() * 2), 0);
    while at < letters.len() {
        let pair: String =
            letters[at..(at + 2).min(letters.len())].iter().flat_map(|letter| letter.to_lowercase()).collect();
        let is_pair = seam != Some(at + 1);
        let found =
            LETTERS.iter().find(|(latin, _)| pair.starts_with(latin) && (is_pair || latin.chars().count() == 1));
        let Some((latin, cyrillic)) = found else { break };
        if letters[at].is_uppercase() {
            written.extend(cyrillic.to_uppercase());
        } else {
            written.push(*cyrillic);
        }
        at += latin.chars().count();
    }
    written
}

#[cfg(feature = "folder")]
impl Definition {
    /// Gives an election that speaks Serbian both of its scripts: `sr` becomes the script that its title is written in, and
    /// the script that is missing is written from the other, where a text has that.
    pub(crate) fn speak_both_scripts(&mut self) {
        if let Some(bare) = self.languages.iter().position(|language| language == "sr") {
            let is_cyrillic = self.title.get("sr").chars().any(|letter| ('\u{400}'..'\u{500}').contains(&letter));
            let code = if is_cyrillic { CYRILLIC } else { LATIN };
            if !self.languages.iter().any(|language| language == code) {
                code.clone_into(&mut self.languages[bare]);
                self.rename_language("sr", code);
            }
        }
        for (from, to, write) in [(LATIN, CYRILLIC, to_cyrillic as fn(&str) -> String), (CYRILLIC, LATIN, to_latin)] {
            let has = |code: &str| self.languages.iter().position(|language| language == code);
            if let (Some(from_at), None) = (has(from), has(to)) {
                self.languages.insert(from_at + 1, to.to_owned());
                self.translate(from, to, from_at == 0, write);
            }
        }
    }

    fn rename_language(&mut self, from: &str, to: &str) {
        for text in self.texts() {
            if let Some(own) = text.others.remove(from) {
                text.others.insert(to.to_owned(), own);
            }
        }
        if let Some(names) = self.unit_names.remove(from) {
            self.unit_names.insert(to.to_owned(), names);
        }
    }

    fn translate(&mut self, from: &str, to: &str, is_default: bool, write: fn(&str) -> String) {
        for text in self.texts() {
            let known = if is_default { Some(&text.default) } else { text.others.get(from) };
            if let Some(known) = known.filter(|known| !known.is_empty()) {
                let written = write(known);
                text.others.insert(to.to_owned(), written);
            }
        }
        let names: BTreeMap<UnitIx, String> = if is_default {
            (0..self.units.len()).map(UnitIx::new).map(|unit| (unit, write(self.units.name(unit)))).collect()
        } else {
            self.unit_names.get(from).into_iter().flatten().map(|(unit, name)| (*unit, write(name))).collect()
        };
        self.unit_names.insert(to.to_owned(), names);
    }

    /// Every text in several languages but the names of units.
    fn texts(&mut self) -> impl Iterator<Item = &mut Text> {
        let levels = self.levels.iter_mut().flat_map(|level| [&mut level.name, &mut level.plural]);
        let categories = self.categories.iter_mut().map(|category| &mut category.name);
        let parties = self.parties.iter_mut().map(|party| &mut party.name);
        let contests = self.contests.iter_mut().flat_map(|contest| {
            core::iter::once(&mut contest.title).chain(contest.options.iter_mut().map(|option| &mut option.name))
        });
        core::iter::once(&mut self.title).chain(levels).chain(categories).chain(parties).chain(contests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_latin_letters_are_one_cyrillic_letter() {
        assert_eq!(to_cyrillic("Ljubljana, Njegoš, Džep, Đakovica"), "Љубљана, Његош, Џеп, Ђаковица");
        assert_eq!(to_cyrillic("LJUBAV I NJIVA, Novi Pazar 12"), "ЉУБАВ И ЊИВА, Нови Пазар 12");
    }

    #[test]
    fn letters_that_only_meet_stay_two() {
        assert_eq!(to_cyrillic("Injekcija, konjunktura, nadživeti"), "Инјекција, конјунктура, надживети");
        assert_eq!(to_cyrillic("Tanjug"), "Танјуг");
    }

    #[test]
    fn foreign_words_and_roman_numbers_stay_as_they_are() {
        assert_eq!(to_cyrillic("Škola Xhemajl Mustafa II"), "Школа Xhemajl Мустафа II");
        assert_eq!(to_cyrillic("Pejë/Peć"), "Pejë/Пећ");
    }

    #[test]
    fn latin_comes_back_from_cyrillic() {
        for text in ["Ljubljana, Njegoš, Džep, Đakovica", "NJEGOŠ", "Severna Mitrovica – 3"] {
            assert_eq!(to_latin(&to_cyrillic(text)), text);
        }
    }
}
