//! What a screen reader is told: what cannot wait at once, ordinary progress at most every twenty seconds, never a stream.

use core::cell::{Cell, RefCell};

use election::ledger::ChangeKind;
use election::view::Event;

use super::dom::{self, Timer};
use crate::cells::Board;
use crate::islands::limits::{ANNOUNCE, BREATH};
use crate::islands::told::Told;

/// Corrections told at once; more of them are only in the ticker.
const CORRECTIONS: usize = 2;

/// What is to be said next, and when something was said last.
pub(super) struct Announcer {
    /// When something was said last.
    last: Cell<u64>,
    news: RefCell<News>,
    timer: Timer,
}

#[derive(Default)]
struct News {
    connection: Option<String>,
    /// What cannot wait.
    urgent: Vec<String>,
    corrections: Vec<String>,
    progress: Option<(String, Told)>,
    /// The progress that was told last, or that the page came with.
    told: Told,
}

impl Announcer {
    /// `timer` calls [`Announcer::speak`]; `told` is what the page came with.
    pub(super) fn new(timer: Timer, told: Told, now: u64) -> Self {
        Self { last: Cell::new(now), news: RefCell::new(News { told, ..News::default() }), timer }
    }

    /// The connection was lost, or is back; the reader holds the figures, or lets them go.
    pub(super) fn connection(&self, word: String, now: u64) {
        self.news.borrow_mut().connection = Some(word);
        self.after(BREATH, now);
    }

    /// What is new in the ticker, the oldest first: corrections are told.
    pub(super) fn corrections(&self, board: &Board<'_>, new: &[&Event], now: u64) {
        let mut corrections: Vec<_> = new.iter().filter(|event| event.kind == ChangeKind::Correction).collect();
        corrections.drain(..corrections.len().saturating_sub(CORRECTIONS));
        if corrections.is_empty() {
            return;
        }
        let mut news = self.news.borrow_mut();
        for event in corrections {
            let [_, (_, place), (_, mark), (_, what), ..] = board.tick(event).parts;
            news.corrections.push(mark + ": " + &place + ", " + &what + ".");
        }
        let over = news.corrections.len().saturating_sub(CORRECTIONS);
        news.corrections.drain(..over);
        drop(news);
        self.soon(now);
    }

    /// What a listener knew of the progress.
    pub(super) fn told(&self) -> Told {
        self.news.borrow().told
    }

    /// What cannot wait.
    pub(super) fn urgent(&self, sentences: String, told: Told, now: u64) {
        let mut news = self.news.borrow_mut();
        (news.progress, news.told) = (None, told);
        news.urgent.push(sentences);
        drop(news);
        self.after(BREATH, now);
    }

    /// How far the count is.
    pub(super) fn progress(&self, sentences: String, told: Told, now: u64) {
        self.news.borrow_mut().progress = Some((sentences, told));
        self.soon(now);
    }

    fn soon(&self, now: u64) {
        let news = self.news.borrow();
        if news.urgent.is_empty() && news.connection.is_none() {
            self.after(ANNOUNCE, now);
        }
    }

    fn after(&self, pause: u64, now: u64) {
        self.timer.set((self.last.get() + pause).saturating_sub(now));
    }

    /// Says what is new.
    pub(super) fn speak(&self, now: u64) {
        let mut news = self.news.borrow_mut();
        let mut sentences: Vec<String> = news.connection.take().into_iter().collect();
        sentences.append(&mut news.urgent);
        sentences.append(&mut news.corrections);
        if let Some((progress, told)) = news.progress.take() {
            news.told = told;
            sentences.push(progress);
        }
        drop(news);
        if let (false, Some(region)) = (sentences.is_empty(), dom::by_id("announce")) {
            region.set_text_content(Some(&sentences.join(" ")));
            self.last.set(now);
        }
    }
}
