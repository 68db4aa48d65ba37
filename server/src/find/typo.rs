//! Words that are one or two typing errors away from those of a sorted list: a letter missing, added, wrong, or two swapped.
//!
//! The list is walked as the tree of its beginnings: what two neighbours share is compared once, and where a beginning is
//! already too far away, all words with it are passed over.

/// How many typing errors a word of that many letters is forgiven.
pub(super) fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The walk's state: one row of distances for each letter of the word looked at.
struct Walk<'a> {
    wanted: &'a [char],
    most: usize,
    letters: Vec<char>,
    rows: Vec<Vec<usize>>,
}

/// Calls `found(position, is_whole)` for every word of the sorted list within `most` errors of `wanted`, or, where `is_whole`
/// is false, with a beginning that is.
pub(super) fn near(words: &[&str], wanted: &str, most: usize, mut found: impl FnMut(usize, bool)) {
    let wanted: Vec<char> = wanted.chars().collect();
    let first = (0..=wanted.len()).collect();
    let mut walk = Walk { wanted: &wanted, most, letters: Vec::new(), rows: vec![first] };
    let mut at = 0;
    while at < words.len() {
        match walk.look_at(words[at]) {
            Seen::Far(beginning) => {
                at += words[at..].partition_point(|word| word.starts_with(beginning));
                continue;
            }
            Seen::Near => found(at, true),
            Seen::BeginsNear => found(at, false),
            Seen::Short => {}
        }
        at += 1;
    }
}

enum Seen<'a> {
    /// Every word with this beginning is too far away.
    Far(&'a str),
    Near,
    BeginsNear,
    /// Nothing of it is near, though longer words might be.
    Short,
}

impl Walk<'_> {
    fn look_at<'b>(&mut self, word: &'b str) -> Seen<'b> {
        let shared = word.chars().zip(&self.letters).take_while(|(one, other)| one == *other).count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
        for (start, letter) in word.char_indices().skip(shared) {
            self.step(letter);
            if self.closest() > self.most && !self.begins_near() {
                return Seen::Far(&word[..start + letter.len_utf8()]);
            }
        }
        match () {
            () if self.distance(self.rows.len() - 1) <= self.most => Seen::Near,
            () if self.begins_near() => Seen::BeginsNear,
            () => Seen::Short,
        }
    }

    fn distance(&self, row: usize) -> usize {
        self.rows[row][self.wanted.len()]
    }

    /// The least distance of a word with this beginning from a beginning of the one wanted.
    fn closest(&self) -> usize {
        // A swap looks two letters back.
        let rows = self.rows.iter().rev().take(2);
        rows.flat_map(|row| row.iter().copied()).min().unwrap_or(0)
    }

    fn begins_near(&self) -> bool {
        (0..self.rows.len()).any(|row| self.distance(row) <= self.most)
    }

    fn step(&mut self, letter: char) {
        let depth = self.rows.len();
        let above = &self.rows[depth - 1];
        let mut row = vec![depth; self.wanted.len() + 1];
        for (at, wanted) in self.wanted.iter().enumerate() {
            let replaced = above[at] + usize::from(*wanted != letter);
            row[at + 1] = replaced.min(above[at + 1] + 1).min(row[at] + 1);
            let is_swap = at > 0 && depth > 1 && self.wanted[at - 1] == letter && self.letters[depth - 2] == *wanted;
            if is_swap {
                row[at + 1] = row[at + 1].min(self.rows[depth - 2][at - 1] + 1);
            }
        }
        self.rows.push(row);
        self.letters.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(words: &[&str], wanted: &str, most: usize) -> Vec<String> {
        let mut all = Vec::new();
        near(words, wanted, most, |at, is_whole| all.extend(is_whole.then(|| words[at].to_owned())));
        all
    }

    #[test]
    fn each_kind_of_typing_error_is_one() {
        let words = ["gjakova", "gjakovar", "gjilan", "pejer"];
        for typed in ["gjakova", "gjkova", "gjjakova", "gjskova", "gajkova"] {
            assert_eq!(whole(&words, typed, 1)[0], "gjakova", "{typed}");
        }
        assert!(whole(&words, "gkjovaa", 1).is_empty());
    }

    #[test]
    fn the_walk_finds_what_comparing_all_pairs_finds() {
        let letters = ['a', 'b', 'c'];
        let mut all: Vec<String> = vec![String::new()];
        for length in 0..4 {
            let longer: Vec<String> = all.iter().filter(|word| word.len() == length).cloned().collect();
            all.extend(longer.iter().flat_map(|word| letters.map(|letter| format!("{word}{letter}"))));
        }
        all.sort();
        let words: Vec<&str> = all.iter().step_by(3).map(String::as_str).collect();
        for wanted in all.iter().filter(|word| word.len() > 2) {
            for most in 0..3 {
                let expected: Vec<&str> = words.iter().copied().filter(|word| plain(word, wanted) <= most).collect();
                assert_eq!(whole(&words, wanted, most), expected, "{wanted} {most}");
            }
        }
    }

    /// The distance by its definition: optimal string alignment over the full table.
    fn plain(one: &str, other: &str) -> usize {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                table[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => {
                        let replaced = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                        let mut least = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                        if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                            least = least.min(table[i - 2][j - 2] + 1);
                        }
                        least
                    }
                };
            }
        }
        table[one.len()][other.len()]
    }

    #[test]
    fn a_long_word_is_found_by_a_misspelt_beginning() {
        let mut found = Vec::new();
        near(&["prishtina", "prizren"], "prsht", 1, |at, is_whole| found.push((at, is_whole)));
        assert_eq!(found, [(0, false)]);
    }

    #[test]
    fn short_words_are_forgiven_nothing() {
        assert_eq!([3, 4, 7, 8].map(allowed), [0, 1, 1, 2]);
    }
}
