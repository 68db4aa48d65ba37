//! The lite page: the essential figures of a contest at a unit in at most 4 kB, for a bad line, an old phone, a frame on
//! another page. One file: no script, no font, no picture, a few rules of style inside.

use leptos::prelude::*;

use super::document::render;
use super::frame::{Frame, Standing};
use crate::cells::Board;
use crate::headline::parts;
use crate::lead::Lead;
use crate::model::{Facts, Link};
use crate::seats::are_shown;
use crate::words::{Words, fill, plural};

/// Its style. Links are as tall as a finger.
const STYLE: &str = ":root{color-scheme:light dark}body{background:Canvas;color:CanvasText;font:1rem/1.4 system-ui,sans-serif;max-width:40em;margin:0 auto;\
padding:.5rem 1rem 2rem}h1{font-size:1rem;margin:.5rem 0 0}h2{font-size:1.1rem;margin:1.5rem 0 .25rem}\
.h{font-size:1.4rem;font-weight:700;line-height:1.2;margin:.25rem 0 .5rem}table{width:100%;border-collapse:collapse}\
th,td{text-align:start;padding:.3rem .4rem .3rem 0;border-bottom:1px solid #8888;vertical-align:baseline;overflow-wrap:anywhere}\
th{font-weight:400}thead th{font-size:.8rem}td:not(.t),th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}\
.b{background:linear-gradient(#777,#777) 0 100%/var(--s) 3px no-repeat}a{display:inline-block;padding:.2rem 0}\
nav a{margin-inline-end:1.2rem;padding:.65rem 0}";

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct LitePage {
    /// Election, path, languages, figures. `path` leads to lite pages; `source` is said.
    pub frame: Frame,
    /// Title of the contest.
    pub contest: String,
    /// What the addresses of lite pages of units begin with; the id of the unit and `?lang=` follow.
    pub units: String,
    /// The contest's own page.
    pub full: String,
    /// How many figures were corrected.
    pub corrections: u64,
    /// Most lists.
    pub lists: usize,
    /// Most places.
    pub places: usize,
}

/// The whole document.
#[must_use]
pub fn lite_page(page: &LitePage) -> String {
    let Some((board, standing)) = page.frame.board().zip(page.frame.standing.as_ref()) else { return String::new() };
    let drawn = Drawn { page, board: &board, standing, words: page.frame.words() };
    render(|| drawn.document())
}

struct Drawn<'a> {
    page: &'a LitePage,
    board: &'a Board<'a>,
    standing: &'a Standing,
    words: &'static Words,
}

impl Drawn<'_> {
    fn document(&self) -> AnyView {
        let frame = &self.page.frame;
        let title = format!("{}: {} – {}", frame.place(), self.page.contest, frame.election);
        let language = self.words.live.language;
        let direction = self.words.language.direction;
        view! {
            <html lang=language dir=direction>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width" />
                    <title>{title}</title>
                    <link rel="canonical" href=self.page.full.clone() />
                    <link rel="icon" href="data:," />
                    <style inner_html=STYLE></style>
                </head>
                <body>
                    {self.head()}
                    <main>
                        {self.opening()}
                        {self.lists()}
                        {self.places()}
                    </main>
                    {self.foot()}
                </body>
            </html>
        }
        .into_any()
    }

    fn head(&self) -> AnyView {
        let frame = &self.page.frame;
        let above = frame.path.len().saturating_sub(1);
        let steps: Vec<_> = frame.path[..above].iter().map(|link| self.link(link)).collect();
        let path = (above > 0).then(|| view! { <nav aria-label=self.words.page.breadcrumbs>{steps}</nav> });
        let sample = frame.sample.then(|| view! { <p><strong>{self.words.page.sample}</strong></p> });
        view! { <header>{sample}{path}</header> }.into_any()
    }

    fn link(&self, link: &Link) -> AnyView {
        let (label, href) = (link.label.clone(), link.href.clone());
        view! { <a href=href>{label}</a>" " }.into_any()
    }

    fn opening(&self) -> AnyView {
        let (frame, board) = (&self.page.frame, self.board);
        let title = format!("{}, {} – {}", frame.place(), self.page.contest, frame.election);
        let [lead, counted] = parts(board);
        let call = board.has_calls().then(|| board.newest_call()).flatten();
        let call = call.map(|_| view! { <p><strong>{board.newest_call_words()}</strong></p> });
        let corrections = (self.page.corrections > 0).then(|| {
            let form = plural(&frame.language, self.page.corrections, self.words.lite.corrections);
            format!(" {}.", fill(form, &[("n", &board.locale.count(self.page.corrections))]))
        });
        view! {
            <h1>{title}</h1>
            <p class="h">{lead}</p>
            <p>{counted}</p>
            {call}
            <p>{self.as_of()}{corrections}</p>
        }
        .into_any()
    }

    fn as_of(&self) -> String {
        let board = self.board;
        let all = board.expected_categories().all(|category| board.category(category).is_complete());
        let form = if all { self.words.lite.as_of_all } else { self.words.lite.as_of };
        let time = board.locale.clock(self.standing.snapshot.at, self.standing.meta.utc_offset);
        fill(form, &[("time", &time), ("seq", &board.locale.count(board.seq))])
    }

    fn lists(&self) -> AnyView {
        let (board, words) = (self.board, &self.words.page);
        let house = board.house().filter(|house| are_shown(house));
        let counted = board.votes.iter().any(|votes| *votes > 0);
        let row = |option: &usize| {
            let list = &board.meta.options[*option];
            let (votes, share) =
                (board.locale.count(board.votes[*option]), board.locale.percent(board.shares[*option]));
            let bar = format!("--s:{}.{}%", board.shares[*option] / 10, board.shares[*option] % 10);
            let seats = house.map(|house| {
                let seats = board.locale.count(house.lists[*option].seats.into());
                view! { <td>{seats}</td> }
            });
            let name = if list.name.is_empty() { list.short.clone() } else { list.name.clone() };
            view! { <tr><th scope="row" class="b" style=bar>{name}</th><td>{votes}</td><td>{share}</td>{seats}</tr> }
        };
        let rows: Vec<_> = board.order.iter().take(self.page.lists).filter(|_| counted).map(row).collect();
        let seats = house.map(|_| view! { <th class="n">{words.seats}</th> });
        let table = counted.then(|| {
            view! {
                <table>
                    <thead>
                        <tr>
                            <th>{words.list}</th>
                            <th class="n">{self.words.lite.votes}</th>
                            <th class="n">{self.words.lite.share}</th>
                            {seats}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        });
        let left = board.order.len().saturating_sub(self.page.lists);
        view! { <h2>{words.votes}</h2>{table}{self.left(left, self.words.lite.more_lists)} }.into_any()
    }

    fn left(&self, left: usize, forms: &'static str) -> Option<AnyView> {
        let n = left as u64;
        (n > 0).then(|| {
            let text = fill(plural(&self.page.frame.language, n, forms), &[("n", &self.board.locale.count(n))]);
            view! { <p><a href=self.page.full.clone()>{text}</a></p> }.into_any()
        })
    }

    fn places(&self) -> Option<AnyView> {
        let (meta, words) = (&self.standing.meta, &self.words.page);
        let rows: Vec<_> = (0..meta.rows.len().min(self.page.places)).map(|row| self.place(row)).collect();
        let left = meta.rows.len().saturating_sub(self.page.places);
        (!meta.rows.is_empty()).then(|| {
            view! {
                <h2>{meta.level_plural.clone()}</h2>
                <table>
                    <thead>
                        <tr><th>{words.place}</th><th>{words.leader}</th><th class="n">{words.counted}</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {self.left(left, self.words.lite.more_places)}
            }
            .into_any()
        })
    }

    fn place(&self, row: usize) -> AnyView {
        let (board, unit) = (self.board, &self.standing.meta.rows[row]);
        let votes = board.row_votes(row);
        let leader = match Lead::of(&votes) {
            Lead::Nobody => board.words.unknown.to_owned(),
            Lead::Tie(_) => board.words.tie.to_owned(),
            Lead::One { option, share, .. } => {
                let list = &board.meta.options[option];
                let name = if list.short.is_empty() { &list.name } else { &list.short };
                format!("{name} {}", board.locale.percent(share))
            }
        };
        let progress = board.row_progress(row);
        let counted = board.locale.whole_percent(progress.completed, progress.expected);
        let unit_suffix = format!("?lang={}", self.page.frame.language);
        let facts = Facts { unit_prefix: self.page.units.clone(), unit_suffix, ..Facts::default() };
        let (href, name) = (facts.unit_href(&unit.id), unit.name.clone());
        view! {
            <tr>
                <th scope="row"><a href=href>{name}</a></th>
                <td class="t">{leader}</td>
                <td>{counted}</td>
            </tr>
        }
        .into_any()
    }

    fn foot(&self) -> AnyView {
        let frame = &self.page.frame;
        let source = (!frame.source.is_empty()).then(|| {
            let text = fill(self.words.page.source, &[("source", &frame.source)]);
            view! { <p>{text}</p> }
        });
        let languages: Vec<_> = if frame.languages.len() > 1 {
            frame.languages.iter().map(|link| self.language(link)).collect()
        } else {
            Vec::new()
        };
        view! {
            <footer>
                <nav>
                    <a href=frame.canonical.clone()>{self.words.lite.reload}</a>
                    <a href=self.page.full.clone()>{self.words.lite.full}</a>
                    {languages}
                </nav>
                <p>{self.words.lite.about}</p>
                {source}
            </footer>
        }
        .into_any()
    }

    fn language(&self, link: &Link) -> AnyView {
        let (code, name) = (link.label.clone(), crate::components::endonym(&link.label).to_owned());
        view! { <a href=link.href.clone() hreflang=code.clone() lang=code>{name}</a>" " }.into_any()
    }
}
