//! The words of the page. A language is a file, `app/languages/<code>.toml`, that a translator can edit; nothing else names it.
//!
//! To add words: name them (with a comment) in your section's file here, `words/<section>.rs`, and write them under
//! `[<section>]` of `languages/en.toml`; use them as `words.<section>.<name>`. What other languages lack is shown in English.
//! For a new section, also add its `mod` line and its line in [`Words`] below.
//!
//! [`Live`] are those that live cells need: they travel with the page. All others only the server writes.

#[cfg(feature = "ssr")]
macro_rules! words {
    ($(#[$about:meta])* $section:ident in $table:ident { $($(#[$doc:meta])* $name:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $section {
            $($(#[$doc])* pub $name: &'static str,)*
        }

        impl super::Section for $section {
            const KEYS: &'static [(&'static str, &'static [&'static str])] =
                &[(stringify!($table), &[$(stringify!($name)),*])];

            fn read(_word: &mut super::Word<'_>) -> Self {
                Self { $($name: _word(stringify!($table), stringify!($name)),)* }
            }
        }
    };
}

mod fill;
mod grammar;
mod live;

#[cfg(feature = "ssr")]
mod load;

#[cfg(feature = "ssr")]
mod charts;
#[cfg(feature = "ssr")]
mod collation;
#[cfg(feature = "ssr")]
mod find;
#[cfg(feature = "ssr")]
mod follow;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod language;
#[cfg(feature = "ssr")]
mod lite;
#[cfg(feature = "ssr")]
mod maps;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod share;

#[cfg(feature = "ssr")]
pub use charts::Charts;
#[cfg(feature = "ssr")]
pub use collation::collator;
pub use fill::fill;
#[cfg(feature = "ssr")]
pub use find::Find;
pub use grammar::and;
pub use live::Live;
#[cfg(feature = "ssr")]
use load::{Section, Word};
#[cfg(feature = "ssr")]
pub use load::{find, locale, lower_first, of, pages, plural};
#[cfg(feature = "ssr")]
pub use page::Page;
#[cfg(feature = "ssr")]
pub use pages::Pages;

#[cfg(feature = "ssr")]
load::sections! {
    /// What a language says about itself.
    language: language::Language,
    /// What live cells say.
    live: Live,
    /// What a contest's page, the front page and the pages of errors say.
    page: page::Page,

    /// Maps.
    maps: maps::Maps,

    /// Charts.
    charts: charts::Charts,

    /// History: corrections, revisions, what changed lately.
    history: history::History,

    /// Secondary pages.
    pages: pages::Pages,

    /// Search.
    find: find::Find,

    /// Sharing.
    share: share::Share,

    /// Following.
    follow: follow::Follow,

    /// The page of a few kilobytes.
    lite: lite::Lite,
}
