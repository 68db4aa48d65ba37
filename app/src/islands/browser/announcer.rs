//! What a screen reader is told: one sentence at most every fifteen seconds, the newest, never a stream.

use core::cell::{Cell, RefCell};

use super::dom::{self, Timer};
use crate::cells::Tick;

/// Least time between two announcements, in milliseconds.
const PAUSE: u64 = 15_000;
/// Corrections told at once; more of them are only in the ticker.
const CORRECTIONS: usize = 2;

/// What is to be said next, and when something was said last.
pub(super) struct Announcer {
    /// When the next announcement may come.
    from: Cell<u64>,
    news: RefCell<News>,
    timer: Timer,
}

#[derive(Default)]
struct News {
    connection: Option<String>,
    corrections: Vec<String>,
    headline: Option<String>,
    /// Who has the most seats, or a new call.
    seats: Option<String>,
    /// The headline that was told last, or that the page came with.
    told: String,
}

impl Announcer {
    /// `timer` calls [`Announcer::speak`]; `headline` is the one that the page came with.
    pub(super) fn new(timer: Timer, headline: String, now: u64) -> Self {
        let news = News { told: headline, ..News::default() };
        Self { from: Cell::new(now + PAUSE), news: RefCell::new(news), timer }
    }

    /// The connection was lost, or is back.
    pub(super) fn connection(&self, word: String, now: u64) {
        self.news.borrow_mut().connection = Some(word);
        self.soon(now);
    }

    /// A line of the ticker: corrections are told.
    pub(super) fn tick(&self, tick: &Tick, now: u64) {
        if !tick.class.ends_with("is-correction") {
            return;
        }
        let part = |wanted: &str| tick.parts.iter().find(|(name, _)| *name == wanted).map_or("", |(_, text)| text);
        let mut news = self.news.borrow_mut();
        news.corrections.push(format!("{}: {}, {}.", part("mark"), part("place"), part("what")));
        let over = news.corrections.len().saturating_sub(CORRECTIONS);
        news.corrections.drain(..over);
        drop(news);
        self.soon(now);
    }

    /// The headline as it is now.
    pub(super) fn headline(&self, headline: &str, now: u64) {
        let mut news = self.news.borrow_mut();
        news.headline = (news.told != headline).then(|| headline.to_owned());
        let new = news.headline.is_some();
        drop(news);
        if new {
            self.soon(now);
        }
    }

    /// The house or a call, in a sentence that has not been told.
    pub(super) fn seats(&self, sentence: String, now: u64) {
        self.news.borrow_mut().seats = Some(sentence);
        self.soon(now);
    }

    fn soon(&self, now: u64) {
        self.timer.set(self.from.get().saturating_sub(now));
    }

    /// Says what is new.
    pub(super) fn speak(&self, now: u64) {
        let mut news = self.news.borrow_mut();
        let mut sentences: Vec<String> = news.connection.take().into_iter().collect();
        sentences.append(&mut news.corrections);
        if let Some(headline) = news.headline.take() {
            news.told.clone_from(&headline);
            sentences.push(headline);
        }
        sentences.extend(news.seats.take());
        drop(news);
        if let (false, Some(region)) = (sentences.is_empty(), dom::by_id("announce")) {
            region.set_text_content(Some(&sentences.join(" ")));
            self.from.set(now + PAUSE);
        }
    }
}
