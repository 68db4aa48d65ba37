//! A page that lives: its connection, its cells, and everything that follows from a frame or from the reader's hand.

use core::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use election::digest;
use election::meta::Meta;
use election::view::{Column, View};
use web_sys::Event;

use super::announcer::Announcer;
use super::card::Card;
use super::clock::{Clock, here};
use super::dom::{self, Timer};
use super::fresh::Fresh;
use super::hold::{Hand, Hold};
use super::lines::{self, Lines, Said};
use super::map::Map;
use super::pause::{self, Pause};
use super::reload;
use super::shade;
use super::sheet::{self, Changed, Sheet};
use super::status::Status;
use super::table::Table;
use super::ticker::Ticker;
use crate::cells::Board;
use crate::islands::connection::{Action, Connection, Happening, LinkId, Route};
use crate::islands::feed::Feed;
use crate::islands::limits::{AGEING, UNSEEN};
use crate::islands::standing::{ServerClock, Situation};
use crate::islands::told::Told;
use crate::model::{Embedded, Facts};
use crate::shade::{Mode, Scale, Shade};
use crate::words::Live as Words;

/// All of a page's life.
pub(super) struct Page {
    pub(super) meta: Meta,
    pub(super) facts: RefCell<Facts>,
    pub(super) words: Words,
    pub(super) clock: Clock,
    pub(super) fresh: Fresh,
    pub(super) announcer: Announcer,
    pub(super) card: Card,
    pub(super) map: Map,
    pub(super) table: Table,
    status: Status,
    ticker: Ticker,
    bars: Hold,
    near: Hold,
    next: Hold,
    pub(super) hand: Hand,
    pub(super) pause: Pause,
    feed: Cell<Feed>,
    connection: RefCell<Connection>,
    lines: Lines,
    /// The link that the last frame came by.
    heard: Cell<LinkId>,
    sheet: RefCell<Sheet>,
    painted: RefCell<Painted>,
    /// What a listener knows of the house and of calls.
    told: Cell<Told>,
    /// Seats that the page has dots for.
    drawn: u32,
    /// The page shows less than is known.
    stale: Cell<bool>,
    frame: Timer,
    /// The frame is on its way.
    framed: Cell<bool>,
    wake: Timer,
    /// Paints again what grows older.
    ageing: Timer,
    /// Hangs up when nobody has looked for long.
    unseen: Timer,
}

/// What the rows were painted from.
struct Painted {
    /// Digests of their figures.
    rows: Vec<u64>,
    slots: Vec<usize>,
    scale: Scale,
}

impl Page {
    /// The page of these figures, which it `shows` already or is older than; nothing if they do not fit together.
    pub(super) fn new(embedded: Embedded, shows: bool) -> Option<Rc<Self>> {
        let Embedded { meta, facts, snapshot, addresses, words } = embedded;
        let words = Words::from_list(words).filter(|_| fits(&meta, &snapshot.view))?;
        let clock = Clock::default();
        let board = Board::new(&meta, &facts, &snapshot.view, (snapshot.seq, snapshot.at), &words);
        // No slots: nothing is painted.
        let slots = if shows { board.slots().to_vec() } else { Vec::new() };
        let (told, drawn) = (Told::of(&board), board.drawn);
        let painted = Painted { rows: digests(&board), slots, scale: board.scale() };
        let ticker = Ticker::bind(snapshot.epoch);
        let server = ServerClock::of_page(snapshot.at, here());
        let feed = Feed::new(snapshot.seq, facts.heard);
        Some(Rc::new_cyclic(|page: &Weak<Self>| Self {
            fresh: Fresh::new(timer(page, |page| page.fresh.sweep(page.clock.now()))),
            announcer: Announcer::new(timer(page, |page| page.announcer.speak(page.clock.now())), told, clock.now()),
            card: Card::bind(),
            map: Map::bind(facts.shade.drawing, timer(page, |page| page.map.step())),
            table: Table::bind(),
            status: Status::bind(timer(page, |page| page.show_status()), server),
            ticker,
            bars: Hold::default(),
            near: Hold::default(),
            next: Hold::default(),
            hand: Hand::new(timer(page, |page| {
                if page.hand.rest(page.clock.now()) {
                    page.request_paint();
                }
            })),
            pause: Pause::bind(),
            feed: Cell::new(feed),
            connection: RefCell::new(Connection::new(snapshot, addresses.socket.is_empty())),
            lines: Lines::new(addresses, &meta, listener(page)),
            heard: Cell::new(0),
            sheet: RefCell::new(Sheet::bind()),
            painted: RefCell::new(painted),
            told: Cell::new(told),
            drawn,
            stale: Cell::new(!shows),
            frame: timer(page, |page| {
                page.framed.set(false);
                page.paint_stale();
            }),
            framed: Cell::new(false),
            wake: timer(page, |page| page.happen(Happening::Due)),
            ageing: timer(page, |page| page.request_paint()),
            unseen: timer(page, |page| page.happen(Happening::Hidden)),
            meta,
            facts: RefCell::new(facts),
            words,
            clock,
        }))
    }

    /// Begins to live.
    pub(super) fn start(self: &Rc<Self>) {
        self.listen();
        self.map.listen(self);
        shade::listen(self);
        self.table.listen(self);
        Card::listen(self);
        Pause::listen(self);
        Hand::listen(self);
        type HoldOf = fn(&Page) -> &Hold;
        let holds: [(&str, HoldOf); 4] = [
            ("bars", |page| &page.bars),
            ("near", |page| &page.near),
            ("next", |page| &page.next),
            ("ticker", |page| &page.ticker.hold),
        ];
        for (id, hold) in holds {
            if let Some(list) = dom::by_id(id) {
                Hold::listen(&list, self, hold);
            }
        }
        if dom::window().is_some_and(|window| !window.navigator().on_line()) {
            self.happen(Happening::Offline);
        }
        self.happen(Happening::Shown);
        self.paint_stale();
        self.grow_older();
    }

    /// Comes back to a map of ages, which change by themselves.
    fn grow_older(&self) {
        if self.facts.borrow().shade.mode == Mode::Age {
            self.ageing.set(AGEING);
        }
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = dom::window() else { return };
        for (kind, happening) in [
            ("online", Happening::Online),
            ("offline", Happening::Offline),
            ("pagehide", Happening::Hidden),
            ("pageshow", Happening::Shown),
        ] {
            let page = self.clone();
            dom::listen(&window, kind, move |_| page.happen(happening));
        }
        if let Some(document) = window.document() {
            let page = self.clone();
            dom::listen(&document, "visibilitychange", move |_| page.seen());
        }
    }

    /// Somebody looks again, or no longer.
    fn seen(self: &Rc<Self>) {
        if is_hidden() {
            self.unseen.set(UNSEEN);
            return self.status.rest();
        }
        self.unseen.clear();
        // Time may have stood still for us meanwhile.
        self.happen(Happening::Shown);
        self.happen(Happening::Due);
        self.paint_stale();
    }

    fn said(self: &Rc<Self>, id: LinkId, said: &Said) {
        self.happen(match said {
            Said::Opened => Happening::Opened(id),
            Said::Bytes(bytes) => Happening::Message(id, bytes),
            Said::Nothing => Happening::NothingNew(id),
            Said::Closed => Happening::Closed(id),
        });
    }

    fn happen(self: &Rc<Self>, happening: Happening<'_>) {
        let actions = self.connection.borrow_mut().on(happening, self.clock.now(), dom::random());
        for action in actions {
            match action {
                Action::Open(id, route, resume) => self.open(id, route, resume),
                Action::Close(id) => self.lines.close(id),
                Action::AskSnapshot(id) => self.lines.ask(id),
                Action::Paint => self.hear(happening),
                Action::Reload(mark) => reload::once(mark),
            }
        }
        if let Some(until) = self.connection.borrow().deadline() {
            self.wake.set(until.saturating_sub(self.clock.now()));
        } else {
            self.wake.clear();
        }
        self.show_status();
    }

    fn open(self: &Rc<Self>, id: LinkId, route: Route, resume: Option<(u64, u64)>) {
        let request = match route {
            Route::Poll => self.lines.poll(resume),
            Route::Socket | Route::Events if self.lines.open(id, route, resume) => return,
            Route::Socket | Route::Events => None,
        };
        let page = self.clone();
        // A link that could not even be tried fails a moment later, like any other.
        wasm_bindgen_futures::spawn_local(async move {
            let said = match request {
                Some(request) => lines::fetch(request).await,
                None => Said::Closed,
            };
            page.said(id, &said);
        });
    }

    fn hear(&self, happening: Happening<'_>) {
        if let (Happening::Message(id, _), Some(at)) = (happening, self.connection.borrow().reader().at()) {
            let connection = self.connection.borrow();
            // A file may have lain there for long: its time is none of the server's clock.
            let first = self.heard.replace(id) != id && !connection.only_polls;
            self.status.hear(at, here(), first);
            let (mut feed, position) = (self.feed.get(), connection.reader().position());
            feed.hear(position.map_or(0, |(_, seq)| seq), at);
            self.feed.set(feed);
        }
        // What comes first between two frames is written at once, rather than when the second begins; the rest waits for it.
        let waits = self.framed.get();
        self.request_paint();
        if !waits {
            self.paint_stale();
        }
    }

    /// Calls with the board of what is known now, or of what the reader holds, and its epoch. The connection must not be
    /// changed meanwhile.
    pub(super) fn with_board(&self, then: impl FnOnce(&Board<'_>, u64)) {
        let (connection, held) = (self.connection.borrow(), self.pause.held());
        let reader = connection.reader();
        let shown = match &*held {
            Some(held) => (Some(&held.view), Some(held.position), Some(held.at)),
            None => (reader.view(), reader.position(), reader.at()),
        };
        if let (Some(view), Some((epoch, seq)), Some(at)) = shown {
            let facts = self.facts.borrow();
            let board = Board::new(&self.meta, &facts, view, (seq, at), &self.words);
            // What is held does not grow older.
            let now = if held.is_some() { at } else { self.status.now(here()).max(at) };
            then(&Board { now, drawn: self.drawn, ..board }, epoch);
        }
    }

    /// Paints before the next frame; nothing while nobody looks.
    pub(super) fn request_paint(&self) {
        self.stale.set(true);
        if !is_hidden() && !self.framed.replace(true) {
            self.frame.set_frame();
        }
    }

    fn paint_stale(&self) {
        if self.stale.get() && !is_hidden() && !self.pause.is_on() {
            self.stale.set(false);
            self.with_board(|board, epoch| self.paint(board, epoch));
            self.grow_older();
        }
    }

    fn paint(&self, board: &Board<'_>, epoch: u64) {
        let now = self.clock.now();
        let hand = self.hand.is_on(now);
        let held = |hold: &Hold| hand || hold.is_on();
        let held_lists = sheet::Held { bars: held(&self.bars), near: held(&self.near), next: held(&self.next) };
        let (mut cells, mut changed, scale) = (Vec::new(), Changed::default(), board.scale());
        let mut sheet = self.sheet.borrow_mut();
        board.head(&mut cells);
        if let Some(row) = self.card.row() {
            cells.extend(board.place(Some(row)));
        }
        sheet.write(&mut cells, held_lists, &mut changed);
        // Row by row: the words of all of a large map at once would take more room than all else.
        for row in self.painted.borrow_mut().changed_rows(board, scale) {
            board.row(row, &scale, &mut cells);
            sheet.write(&mut cells, held_lists, &mut changed);
        }
        let new = if held(&self.ticker.hold) { Vec::new() } else { self.ticker.show(board, epoch) };
        let mut fresh = self.ticker.newest(new.len());
        fresh.extend(sheet.changed(&changed, self.fresh.room().saturating_sub(fresh.len())));
        drop(sheet);
        self.table.keep_order(board, hand);
        self.fresh.mark(fresh, now);
        self.announcer.corrections(board, &new, now);
        let told = Told::of(board);
        if let Some(news) = told.news(self.told.replace(told), board) {
            self.announcer.urgent(news, told, now);
        } else if let Some(progress) = told.progress(self.announcer.told(), board) {
            self.announcer.progress(progress, told, now);
        }
    }

    /// What is on screen, if that is all that is known.
    pub(super) fn now_shown(&self) -> Option<pause::Held> {
        self.stale.set(true);
        self.paint_stale();
        let connection = self.connection.borrow();
        let reader = connection.reader();
        Some(pause::Held { view: reader.view()?.clone(), position: reader.position()?, at: reader.at()? })
    }

    /// The reader has paused, or lets the figures go on.
    pub(super) fn paused(&self) {
        self.stale.set(false);
        self.request_paint();
        self.show_status();
        let now = self.clock.now();
        let (situation, _) = self.situation();
        let said = situation.said(&self.words, self.meta.utc_offset);
        self.announcer.connection(if said.why.is_empty() { said.word } else { said.why }, now);
    }

    /// How things stand, and when the last report came.
    fn situation(&self) -> (Situation, Option<i64>) {
        let connection = self.connection.borrow();
        let known = connection.reader().position().map_or(0, |(_, seq)| seq);
        let standing = connection.standing(self.clock.now());
        let mut last = None;
        let pace = connection.pace();
        let mut situation = Situation { standing, at: 0, seq: known, held: None, pace, silent_feed: None };
        self.with_board(|board, _| {
            last = board.last_report();
            (situation.at, situation.seq) = (board.at, board.seq);
            situation.held = self.pause.is_on().then(|| known.saturating_sub(board.seq));
            let missing = !board.expected_categories().all(|category| board.category(category).is_complete());
            let silent = self.feed.get().silent_since(board.meta.polls_close, self.status.now(here()));
            situation.silent_feed = silent.filter(|_| missing);
        });
        (situation, last)
    }

    /// Shows something else on the map, at once and without marks: nothing changed but the choice.
    pub(super) fn shade(&self, shade: Shade) {
        self.facts.borrow_mut().shade = shade;
        self.map.draw(shade.drawing);
        self.grow_older();
        self.with_board(|board, _| {
            let (mut cells, scale) = (Vec::new(), board.scale());
            board.leads(&mut cells);
            if let Some(row) = self.card.row() {
                cells.extend(board.place(Some(row)));
            }
            self.write_quietly(&mut cells);
            for row in 0..board.meta.rows.len() {
                board.shape(row, &scale, &mut cells);
                self.write_quietly(&mut cells);
            }
            self.painted.borrow_mut().scale = scale;
        });
    }

    /// Shows a row in the card, without marks: nothing changed but the choice.
    pub(super) fn write_place(&self, row: usize) {
        self.with_board(|board, _| {
            if row < board.meta.rows.len() {
                self.write_quietly(&mut board.place(Some(row)));
            }
        });
    }

    /// Writes without marks, and whatever is held.
    fn write_quietly(&self, cells: &mut Vec<crate::cells::Cell>) {
        self.sheet.borrow_mut().write(cells, sheet::Held::default(), &mut Changed::default());
    }

    pub(super) fn show_status(&self) {
        if is_hidden() {
            return self.status.rest();
        }
        let (situation, last) = self.situation();
        if let Some(words) = self.status.show(self, &situation, last, here()) {
            self.announcer.connection(words, self.clock.now());
        }
    }
}

impl Painted {
    /// The rows that must be done again; from now on they are.
    fn changed_rows(&mut self, board: &Board<'_>, scale: Scale) -> Vec<usize> {
        let after = digests(board);
        // Everything grows older.
        let older = board.facts.shade.mode == Mode::Age;
        let all = older || self.slots != board.slots() || self.scale != scale;
        let rows = (0..after.len()).filter(|row| all || self.rows[*row] != after[*row]).collect();
        self.rows = after;
        self.slots = board.slots().to_vec();
        self.scale = scale;
        rows
    }
}

/// Of the figures of each row.
fn digests(board: &Board<'_>) -> Vec<u64> {
    let mut bytes = Vec::new();
    let of_row = |row| {
        bytes.clear();
        board.view.matrix.row(board.meta.categories.len() + row).for_each(|figure| bytes.extend(figure.to_le_bytes()));
        digest::of_bytes(&bytes)
    };
    (0..board.meta.rows.len()).map(of_row).collect()
}

/// A timer that calls the page.
fn timer(page: &Weak<Page>, then: fn(&Rc<Page>)) -> Timer {
    let page = page.clone();
    Timer::new(move || {
        if let Some(page) = page.upgrade() {
            then(&page);
        }
    })
}

/// What hears the events of all links.
fn listener(page: &Weak<Page>) -> impl FnMut(Event) + 'static {
    let page = page.clone();
    move |event| {
        if let Some(page) = page.upgrade()
            && let Some((id, said)) = page.lines.read(&event)
        {
            page.said(id, &said);
        }
    }
}

fn is_hidden() -> bool {
    dom::document().is_some_and(|document| document.hidden())
}

/// Whether a view is shaped as its meaning says: nothing is looked up in it otherwise.
fn fits(meta: &Meta, view: &View) -> bool {
    let (rows, columns) = (meta.categories.len() + meta.rows.len(), Column::COUNT + meta.options.len());
    view.matrix.rows() == rows && view.matrix.columns() == columns
}
