//! Reads the language files, once, and lays each over English.

use std::sync::LazyLock;

use toml::Table;

use election::format::Locale;

use super::{Find, Pages, Words};

/// Gives the word of a table and a key.
pub(super) type Word<'a> = dyn FnMut(&'static str, &'static str) -> &'static str + 'a;

/// A part of the words, read from a table of the language file.
pub(super) trait Section {
    /// Its tables and their keys.
    const KEYS: &'static [(&'static str, &'static [&'static str])];

    /// Reads it.
    fn read(word: &mut Word<'_>) -> Self;
}

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident: $section:ty),* $(,)?) => {
        /// All words of a language.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Words {
            $($(#[$doc])* pub $name: $section,)*
        }

        impl Words {
            /// The tables of a language file and the keys in them, as the code asks for them.
            #[must_use]
            pub fn keys() -> Vec<(&'static str, &'static [&'static str])> {
                [$(<$section as Section>::KEYS),*].concat()
            }

            fn read(word: &mut Word<'_>) -> Self {
                Self { $($name: <$section as Section>::read(word),)* }
            }
        }
    };
}
pub(super) use sections;

impl Words {
    /// The words of a language from the text of its file, laid over English: a word that the file lacks is said in English.
    ///
    /// # Errors
    /// The text is not TOML.
    pub fn parse(code: &str, text: &str) -> Result<Self, toml::de::Error> {
        let (own, english): (Table, Table) = (text.parse()?, ENGLISH.parse()?);
        Ok(Self::read(&mut |table, key| {
            let word = |from: &Table| Some(from.get(table)?.get(key)?.as_str()?.to_owned());
            let word = if table.is_empty() { Some(code.to_owned()) } else { word(&own).or_else(|| word(&english)) };
            word.unwrap_or_default().leak()
        }))
    }
}

/// The files, in the order of their codes.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

const ENGLISH: &str = include_str!("../../languages/en.toml");

/// All languages, parsed at first use and kept for good: their words are shared by every page.
static LANGUAGES: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    let parse = |&(code, text)| (code, Words::parse(code, text).expect("the tests have read every language file"));
    FILES.iter().map(parse).collect()
});

/// The words of a language code, English where we do not have it.
#[must_use]
pub fn of(language: &str) -> &'static Words {
    let find = |wanted: &str| LANGUAGES.iter().find(|(code, _)| *code == wanted).map(|(_, words)| words);
    let primary = language.split('-').next().unwrap_or_default();
    find(language).or_else(|| find(primary)).or_else(|| find("en")).expect("English is a file of this crate")
}

/// The words of the pages around a contest's own.
#[must_use]
pub fn pages(language: &str) -> &'static Pages {
    &of(language).pages
}

/// The words of the search.
#[must_use]
pub fn find(language: &str) -> &'static Find {
    &of(language).find
}

/// How a language writes numbers.
#[must_use]
pub fn locale(language: &str) -> Locale {
    of(language).live.locale()
}

/// [`super::Live::plural`] of a language.
#[must_use]
pub fn plural<'f>(language: &str, n: u64, forms: &'f str) -> &'f str {
    of(language).live.plural(n, forms)
}

/// [`super::Live::lower_first`] of a language.
#[must_use]
pub fn lower_first(language: &str, name: &str) -> String {
    of(language).live.lower_first(name)
}

#[cfg(test)]
mod tests {
    use toml::Value;

    use super::*;

    #[test]
    fn english_has_exactly_the_words_that_the_code_asks_for() {
        let english: Table = ENGLISH.parse().expect("TOML");
        let mut written: Vec<(&str, &str)> = Vec::new();
        for (table, words) in &english {
            written.extend(words.as_table().expect("a table").keys().map(|key| (table.as_str(), key.as_str())));
        }
        let mut asked: Vec<(&str, &str)> =
            Words::keys().into_iter().flat_map(|(table, keys)| keys.iter().map(move |key| (table, *key))).collect();
        asked.sort_unstable();
        written.sort_unstable();
        let only = |of: &[(&str, &str)], other: &[(&str, &str)]| -> Vec<String> {
            of.iter().filter(|word| !other.contains(word)).map(|(table, key)| format!("[{table}] {key}")).collect()
        };
        assert_eq!(only(&asked, &written), [""; 0], "missing in languages/en.toml");
        assert_eq!(only(&written, &asked), [""; 0], "written in languages/en.toml, and nothing asks for it");
        assert!(english.values().flat_map(|words| words.as_table().expect("a table").values()).all(Value::is_str));
    }

    /// A language that does not exist, as a translator would write it: more forms than English, right to left, its own digits'
    /// separators. No code knows it.
    const INVENTED: &str = r#"
[language]
name = "Qwan"
direction = "rtl"
months = "a|b|c|d|e|f|g|h|i|j|k|l"
date = "{year}/{month}/{day}"
[grammar]
plurals = "n = 1|n = 2|n % 10 = 3..5 and n % 100 != 13..15"
ordinals = "n = 1"
ordinal = "first|{n}-th"
and = " & "
group = "'"
decimal = "·"
percent = "% {n}"
clock = "{hour}h{minute}"
nouns = "capital"
[live]
over_line = "{n} vo|{n} vos|{n} vok|{n} vot"
"#;

    #[test]
    fn a_language_needs_a_file_and_no_code() {
        let words = Words::parse("qwn", INVENTED).expect("TOML");
        let (live, language) = (&words.live, &words.language);
        assert_eq!((live.language, language.name, language.direction), ("qwn", "Qwan", "rtl"));
        let votes =
            [1, 2, 13, 24, 60].map(|n| super::super::fill(live.plural(n, live.over_line), &[("n", &n.to_string())]));
        assert_eq!(votes, ["1 vo", "2 vos", "13 vot", "24 vok", "60 vot"]);
        assert_eq!([live.nth(1), live.nth(2)], ["first", "2-th"]);
        assert_eq!(live.list_of(&["x", "y", "z"]), "x, y & z");
        assert_eq!((live.locale().count(12345), live.locale().percent(341)), ("12'345".into(), "% 34·1".into()));
        assert_eq!((live.locale().clock(0, 0), language.day("2026-02-07")), ("00h00".into(), "2026/b/7".into()));
        assert_eq!(live.lower_first("Postal Vote"), "Postal Vote");
        assert_eq!(words.page.skip, of("en").page.skip, "what is not translated is said in English");
        let travelled = super::super::Live::from_list(live.list().map(str::to_owned).to_vec());
        assert_eq!(travelled.as_ref(), Some(live), "the page carries the language to the browser");
    }

    #[test]
    fn every_language_file_can_be_read() {
        for (code, text) in FILES {
            assert!(Words::parse(code, text).is_ok(), "{code}");
        }
    }
}
