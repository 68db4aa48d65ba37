//! What the server gives to a page, as plain data, and the part of it that travels on to the browser.

use std::sync::Arc;

use election::charts::Course;
use election::meta::Meta;
use election::seats::{Allocation, House, Tally};
use election::wire::Snapshot;
use serde::{Deserialize, Serialize};

use crate::shade::Shade;

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to the page it stands on.
    pub current: bool,
}

/// Where a page's search leads and what it knows already.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Address of the page of results.
    pub action: String,
    /// Language code.
    pub language: String,
    /// The contest whose figures the reader was looking at; empty = the first.
    pub contest: String,
    /// Whether this is the page of results, which has the box in its body.
    pub here: bool,
}

#[cfg(feature = "ssr")]
impl Search {
    /// The search of an election, or of all of them where it is empty.
    #[must_use]
    pub fn of(election: &str, contest: &str, language: &str) -> Self {
        let action = if election.is_empty() { "/search".to_owned() } else { format!("/e/{election}/-/search") };
        Self { action, language: language.to_owned(), contest: contest.to_owned(), here: false }
    }
}

/// How a page is shown where it is linked to from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Social {
    /// Scheme and host by which readers reach the server (`https://count.example`); empty = not known.
    pub base: String,
    /// Address of its card, without host; empty = it has none.
    pub card: String,
}

/// Addresses of the built files, hashes included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style of the name in the masthead, which every document carries in itself: its text, not an address.
    pub start: String,
    /// The style sheet of what a page shows first.
    pub first: String,
    /// The style sheet of the rest.
    pub css: String,
    /// The JavaScript glue of the client; empty = a page without client.
    pub js: String,
    /// The client.
    pub wasm: String,
    /// The script of pins, notifications and the installed page; empty = none of them.
    pub follow: String,
    /// The script that paints thousands of shapes at once; empty = they are drawn one by one.
    pub canvas: String,
}

impl Assets {
    /// Tells the client of one build from that of another: the hash in the name of its module.
    #[must_use]
    pub fn build(&self) -> &str {
        self.wasm.rsplit('/').next().unwrap_or_default().split('.').nth(1).unwrap_or_default()
    }
}

/// What a page shows besides [`Meta`] and view, and the browser needs as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Whether flagged reports are kept out of the figures (`soft_flags = "quarantine"`).
    pub quarantine: bool,
    /// The address of a unit's page is this, the unit's id (percent-encoded, `/` kept), then `unit_suffix`.
    pub unit_prefix: String,
    /// Such as `?lang=sq`.
    pub unit_suffix: String,
    /// The address of this page, to which [`Shade::tail`] may be appended.
    pub here: String,
    /// What the map shows.
    pub shade: Shade,
    /// Whether there is a baseline for the rows.
    pub swing: bool,
    /// Shares of the baseline, row by row, those of the options in their order: tenths of a percent and one more; 0 = did not
    /// stand. Empty where there is no baseline, or where it is too much for a page that does not show it.
    pub before: Vec<u32>,
    /// When the last report of the whole election was accepted: milliseconds since 1970 UTC; 0 = none yet.
    pub heard: i64,
    /// The rows that the table shows, first and past the last; none = all of them. The map always shows all.
    pub listed: Option<(u32, u32)>,
    /// What is said of a contest that one wins, by [`election::seats::State`] and then by [`election::seats::How`]; empty where
    /// the page is about anything else.
    pub endings: Vec<String>,
}

impl Facts {
    /// Whether the table shows this row.
    #[must_use]
    pub fn lists(&self, row: usize) -> bool {
        self.listed.is_none_or(|(from, to)| (from as usize..to as usize).contains(&row))
    }

    /// The address of the page of the unit with this id.
    #[must_use]
    pub fn unit_href(&self, id: &str) -> String {
        self.unit_prefix.clone() + &encoded(id) + &self.unit_suffix
    }

    /// The share of an option in the baseline, in tenths of a percent; none if it did not stand.
    #[must_use]
    pub fn before(&self, row: usize, option: usize, options: usize) -> Option<u32> {
        self.before.get(row * options + option)?.checked_sub(1)
    }
}

/// An id in an address: percent-encoded, `/` kept.
#[must_use]
pub fn encoded(id: &str) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }
    text
}

/// Where the browser gets what comes after the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// The WebSocket, as a path (`/live`); empty = there is none, and no events: the page is a file among files.
    pub socket: String,
    /// The same as server-sent events.
    pub events: String,
    /// The changes since a sequence number by plain GET; `SEQ` is to be appended.
    pub changes: String,
    /// The whole view by plain GET.
    pub snapshot: String,
}

/// What the browser needs of a page to go on with it: postcard bytes at an address of their own, which the page loads beside the
/// client. It may be of a later state than the page; cells say the same of it on both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Embedded {
    /// What the figures mean.
    pub meta: Meta,
    /// What else the cells need.
    pub facts: Facts,
    /// The figures that the page was rendered from.
    pub snapshot: Snapshot,
    /// Where more comes from.
    pub addresses: Addresses,
    /// [`crate::words::Live::list`] of the page's language, so that the client carries no language of its own.
    pub words: Vec<String>,
}

impl Embedded {
    /// The state that it is of, as it stands at the end of its address.
    #[must_use]
    pub fn state(&self) -> String {
        state(&self.snapshot)
    }

    /// Its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("a page is plain data, which postcard always encodes")
    }

    /// What was encoded, or nothing if the bytes are damaged.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// Epoch and sequence number of a state, as they stand in an address.
#[must_use]
pub fn state(snapshot: &Snapshot) -> String {
    format!("{:016x}-{}", snapshot.epoch, snapshot.seq)
}

/// A shape of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapShape {
    /// The row of the view that it shows; none for a neighbour that only gives context.
    pub row: Option<usize>,
    /// Id of its unit.
    pub unit: String,
    /// Name of its unit in the page's language.
    pub name: String,
    /// SVG path data.
    pub path: String,
    /// Box: left, top, right, bottom.
    pub bbox: [f64; 4],
    /// Where a label has the most room.
    pub label: [f64; 2],
    /// Radius of the largest circle around `label` inside the shape.
    pub room: f64,
    /// Its circle in the equal-voice view: x, y, radius; all zero for a neighbour.
    pub circle: [f64; 3],
    /// The centre of its hexagon in the equal-voice view; all zero for a neighbour. Its corners: [`MapModel::hex_size`].
    pub hex: [f64; 2],
}

/// A part of the map that is drawn once more: a place too small to be hit though many vote there, or one that lies far off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inset {
    /// Name of the unit in it with the most voters.
    pub title: String,
    /// The rows that it is there for, that unit's first.
    pub rows: Vec<usize>,
    /// What it shows of the sheet: left, top, width, height.
    pub window: [f64; 4],
    /// Where on the sheet it is drawn: left, top, width, height, within the map's window.
    pub frame: [f64; 4],
    /// Size in the inset over size on the map.
    pub scale: f64,
}

/// A map, ready to be drawn. One for each level and unit that is shown, made before the night and shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapModel {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// What to show of the sheet: left, top, width, height (all of it for the nation; around the unit otherwise), with the
    /// frames of the insets.
    pub window: [f64; 4],
    /// The part of the window that shows land, without far places and without room for insets below it: what circles and
    /// hexagons lie in.
    pub land: [f64; 4],
    /// From the centre of a hexagon to its corners; one points up.
    pub hex_size: f64,
    /// Far places first, then by number of voters.
    pub insets: Vec<Inset>,
    /// In drawing order.
    pub shapes: Vec<MapShape>,
    /// SVG path data of the borders between units of the level above.
    pub borders: String,
    /// SVG path data of the outline of the country.
    pub coast: String,
    /// Said under the map.
    pub attribution: String,
}

/// The course of a count, as a part of the contest's page.
#[derive(Clone, Debug, Default)]
pub struct CoursePart {
    /// The course.
    pub course: Course,
    /// Address of the page of charts.
    pub more: String,
    /// Address of this part alone, for a page that is open already.
    pub fragment: String,
}

/// Where a page leads that tells what was, and the revisions of a station.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Address of the corrections here; empty = no such page.
    pub corrections: String,
    /// Address of what changed lately here; empty = no such page.
    pub changes: String,
    /// Of a station: all its revisions; none elsewhere, or if the journal cannot be read now.
    pub revisions: Option<election::history::Revisions>,
    /// These as data.
    pub data: String,
}

/// Everything on the page of a contest at a unit.
#[derive(Clone, Debug)]
pub struct ContestPage {
    /// What the figures mean, in the page's language.
    pub meta: Meta,
    /// The figures.
    pub snapshot: Snapshot,
    /// What else the cells need.
    pub facts: Facts,
    /// What one unit of its level is called ("Polling station").
    pub kind: String,
    /// Day of the election, `YYYY-MM-DD`.
    pub date: String,
    /// The map of this view; none where nothing has a shape.
    pub map: Option<Arc<MapModel>>,
    /// The course of the count; none = not shown.
    pub course: Option<CoursePart>,
    /// Units beside this one under the same parent, this one included; empty for the root.
    pub siblings: Vec<Link>,
    /// The levels in which the rows can be shown; empty or one = no choice.
    pub levels: Vec<Link>,
    /// The contests of the election on this unit; empty or one = no choice.
    pub contests: Vec<Link>,
    /// The pages of this contest, this one among them.
    pub pages: Vec<Link>,
    /// The page in its languages: label is the language's code.
    pub languages: Vec<Link>,
    /// The figures as data: JSON, CSV, the changes.
    pub data: Vec<Link>,
    /// What is on record of it: where its corrections are, and of a station all of its revisions.
    pub record: Record,
    /// Address of the front page in this language.
    pub home: String,
    /// Address of the page about these pages.
    pub about: String,
    /// This page's address without host, for `<link rel="canonical">`.
    pub canonical: String,
    /// The same with the first part of the table and all that the reader chose: what addresses of other parts begin with.
    pub whole: String,
    /// How many rows a part of the table has.
    pub part: u32,
    /// The address of [`Embedded`], but for the state at its end.
    pub figures: String,
    /// Where the browser gets what comes after.
    pub addresses: Addresses,
    /// How it is shown elsewhere.
    pub social: Social,
    /// Built files.
    pub assets: Assets,
}

#[cfg(feature = "ssr")]
impl ContestPage {
    /// What travels on to the browser.
    #[must_use]
    pub fn embedded(&self) -> Embedded {
        let words = crate::words::of(&self.meta.language).live.list().map(str::to_owned).to_vec();
        Embedded {
            meta: self.meta.clone(),
            facts: self.facts.clone(),
            snapshot: self.snapshot.clone(),
            addresses: self.addresses.clone(),
            words,
        }
    }
}

/// A contest on the front page: its root view at a glance.
#[derive(Clone, Debug)]
pub struct ContestLine {
    /// What the figures mean.
    pub meta: Meta,
    /// The figures at the root.
    pub snapshot: Snapshot,
    /// What else the cells need.
    pub facts: Facts,
    /// Day of the election, `YYYY-MM-DD`.
    pub date: String,
    /// Address of its page.
    pub href: String,
    /// Its pages, its own first.
    pub pages: Vec<Link>,
    /// What the votes give by the rule, where one wins.
    pub ruling: Option<Ruling>,
    /// A few places with a small map.
    pub mini: Option<Mini>,
    /// Not published before this time (milliseconds since 1970 UTC), and not yet: only titles are shown.
    pub embargo: Option<i64>,
    /// What the publisher says about that.
    pub silence: Option<String>,
}

/// What the votes give by the rule of a contest that one wins.
#[derive(Clone, Debug, Default)]
pub struct Ruling {
    /// The rule.
    pub house: House,
    /// The votes.
    pub tally: Tally,
    /// What they give.
    pub allocation: Allocation,
}

/// A contest in a few large places, small enough for the front page.
#[derive(Clone, Debug)]
pub struct Mini {
    /// What the figures mean.
    pub meta: Meta,
    /// The figures of the places.
    pub snapshot: Snapshot,
    /// The outlines of the places.
    pub map: Arc<MapModel>,
}

/// Everything on the front page.
#[derive(Clone, Debug, Default)]
pub struct FrontPage {
    /// Language code.
    pub language: String,
    /// Contests, those of one election together.
    pub contests: Vec<ContestLine>,
    /// The page in its languages: label is the language's code.
    pub languages: Vec<Link>,
    /// The index of all data.
    pub data: Vec<Link>,
    /// Built files.
    pub assets: Assets,
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// No such address.
    NotFound,
    /// Nothing is published before this time of day (already in words of the election's zone, such as `20:00`).
    Embargo {
        /// Title of the election.
        title: String,
        /// Day, `YYYY-MM-DD`.
        day: String,
        /// Time of day.
        until: String,
        /// What the publisher says about it.
        notice: Option<String>,
    },
    /// The server cannot say right now.
    Unavailable,
    /// The browser has no connection, and no copy of the page.
    Offline,
}

/// Everything on an error page.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// Language code.
    pub language: String,
    /// Why.
    pub absence: Absence,
    /// Stable reference code, said in small type.
    pub reference: String,
    /// What can be read all the same.
    pub links: Vec<Link>,
    /// Address of the front page in this language.
    pub home: String,
    /// Built files.
    pub assets: Assets,
}
