//! The words of all names, sorted, each with the positions of the names that it stands in.

use std::collections::HashMap;

use super::bits::Bits;
use super::spelling::{Word, words};
use super::typo;

/// Words and where they stand.
#[derive(Debug, Default)]
pub(super) struct Terms {
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
    /// Where the positions of each word begin in `places`, and the end of the last.
    firsts: Vec<u32>,
    places: Vec<u32>,
    /// One past the last position.
    len: usize,
}

/// How far a name's word is from the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    Same,
    Begins,
    Misspelt,
}

/// The positions whose names have a word, by how near it is.
#[derive(Clone, Debug)]
pub(super) struct Matches {
    pub(super) same: Bits,
    pub(super) begins: Bits,
    pub(super) misspelt: Bits,
}

impl Terms {
    /// The words of names at positions below `len`; a position may have several names.
    pub(super) fn new<'a>(len: usize, names: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut gathering = Gathering::default();
        for (place, name) in names {
            gathering.add(place, name);
        }
        gathering.sorted(len)
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that are kept.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + 4 * (self.ends.len() + self.firsts.len() + self.places.len())
    }

    fn word(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    /// The positions that have the word itself or begin with it.
    pub(super) fn exact(&self, word: &Word) -> Matches {
        let none = || Bits::none(self.len);
        let mut matches = Matches { same: none(), begins: none(), misspelt: none() };
        for form in forms(word) {
            let mut at = self.first_from(form);
            while at < self.count() && self.word(at).starts_with(form) {
                let is_same = self.word(at).len() == form.len();
                self.add(at, if is_same { &mut matches.same } else { &mut matches.begins });
                at += 1;
            }
        }
        matches
    }

    /// Adds the positions that have the word with typing errors. `all` are [`Self::all`].
    pub(super) fn misspelt(&self, all: &[&str], word: &Word, matches: &mut Matches) {
        for form in forms(word) {
            let most = typo::allowed(form.chars().count());
            if most > 0 {
                typo::near(all, form, most, |at, _| self.add(at, &mut matches.misspelt));
            }
        }
    }

    /// All words in order.
    pub(super) fn all(&self) -> Vec<&str> {
        (0..self.count()).map(|at| self.word(at)).collect()
    }

    fn add(&self, at: usize, places: &mut Bits) {
        for place in &self.places[self.firsts[at] as usize..self.firsts[at + 1] as usize] {
            places.add(*place);
        }
    }

    fn first_from(&self, form: &str) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < form {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

fn forms(word: &Word) -> impl Iterator<Item = &str> {
    [Some(word.plain.as_str()), Some(word.sound.as_str()).filter(|sound| *sound != word.plain)].into_iter().flatten()
}

impl Matches {
    /// How near the name at this position is, if it has the word at all.
    pub(super) fn nearness(&self, place: u32) -> Option<Nearness> {
        match () {
            () if self.same.has(place) => Some(Nearness::Same),
            () if self.begins.has(place) => Some(Nearness::Begins),
            () if self.misspelt.has(place) => Some(Nearness::Misspelt),
            () => None,
        }
    }

    /// All positions.
    pub(super) fn any(&self) -> Bits {
        let mut any = self.same.clone();
        any.join(&self.begins);
        any.join(&self.misspelt);
        any
    }
}

/// Terms while they are gathered, in the order of their first appearance.
#[derive(Default)]
struct Gathering<'a> {
    numbers: HashMap<Box<str>, u32>,
    /// The words of a name that comes again and again (`TPS 001`) are cut once.
    known: HashMap<&'a str, Vec<u32>>,
    pairs: Vec<(u32, u32)>,
}

impl<'a> Gathering<'a> {
    fn add(&mut self, place: u32, name: &'a str) {
        if !self.known.contains_key(name) {
            let numbers = words(name).flat_map(|word| [word.plain, word.sound]).map(|form| self.number(form));
            let mut numbers: Vec<u32> = numbers.collect::<Vec<_>>();
            numbers.sort_unstable();
            numbers.dedup();
            self.known.insert(name, numbers);
        }
        self.pairs.extend(self.known[name].iter().map(|number| (*number, place)));
    }

    fn number(&mut self, form: String) -> u32 {
        let next = u32::try_from(self.numbers.len()).expect("there are fewer words than bytes of names");
        *self.numbers.entry(form.into_boxed_str()).or_insert(next)
    }

    fn sorted(self, len: usize) -> Terms {
        let mut words: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        words.sort_unstable();
        let mut rank = vec![0; words.len()];
        let mut terms = Terms { len, firsts: vec![0; words.len() + 1], ..Terms::default() };
        for (at, (word, number)) in words.iter().enumerate() {
            rank[*number as usize] = at;
            terms.text.push_str(word);
            terms.ends.push(u32::try_from(terms.text.len()).expect("names are fewer than 4 GiB"));
        }
        // Counted, then laid out: places of one word together, in the order in which they came.
        self.pairs.iter().for_each(|(number, _)| terms.firsts[rank[*number as usize] + 1] += 1);
        (0..words.len()).for_each(|at| terms.firsts[at + 1] += terms.firsts[at]);
        let mut next = terms.firsts.clone();
        terms.places = vec![0; self.pairs.len()];
        for (number, place) in &self.pairs {
            let slot = &mut next[rank[*number as usize]];
            terms.places[*slot as usize] = *place;
            *slot += 1;
        }
        terms
    }
}
