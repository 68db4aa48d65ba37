//! What stands around every page of a contest but its own: masthead, navigation, status line, breadcrumbs, title, foot.
//!
//! To add a page: (1) a module here with a struct that has a [`Frame`] and what the page shows, and a function that gives
//! [`framed`] a [`Content`] and a body; (2) a module in `server/src/pages/` with a `Kind` that fills the struct; (3) its
//! `&KIND` in `kind::KINDS`, in the order of the navigation. Address, 404, embargo, language, cache and headers come by
//! themselves. Live figures of the unit are in [`Frame::board`]. The page says nothing that only a script could show.

use election::format::Locale;
use leptos::prelude::*;

use super::document::{Head, all, document, palette};
use crate::cells::{Board, Cell, Write};
use crate::components::{masthead, navigation, opening};
use crate::model::{Addresses, Assets, ContestPage, Facts, Link, Record, Search, Social};
use crate::words::{Pages, Words, fill, pages};
use election::meta::Meta;
use election::wire::Snapshot;

/// The figures of the contest at the page's unit.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What they mean, in the page's language.
    pub meta: Meta,
    /// The figures.
    pub snapshot: Snapshot,
    /// What else the cells need. `facts.unit_href` leads to the contest's page of a unit.
    pub facts: Facts,
}

/// What the frame shows, whatever page is in it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Language code.
    pub language: String,
    /// Title of the election.
    pub election: String,
    /// Its day, `YYYY-MM-DD`.
    pub date: String,
    /// A fictional election.
    pub sample: bool,
    /// Title of the contest; none on pages of the whole election.
    pub contest: Option<String>,
    /// The path from the root to the page's unit, each a link to this kind of page where it exists there. The last is here.
    pub path: Vec<Link>,
    /// Units beside this one with the same page, this one included; empty = no choice.
    pub siblings: Vec<Link>,
    /// The contests of the election; empty or one = no choice.
    pub contests: Vec<Link>,
    /// The pages of this contest, this one among them.
    pub pages: Vec<Link>,
    /// The page in its languages: label is the language's code.
    pub languages: Vec<Link>,
    /// The figures; none on pages that are the same all night.
    pub standing: Option<Standing>,
    /// Who publishes the figures.
    pub source: String,
    /// The search in the masthead.
    pub search: Search,
    /// How the page is shown elsewhere.
    pub social: Social,
    /// Address of the page about these pages.
    pub about: String,
    /// Address of the front page in this language.
    pub home: String,
    /// This page's address without host.
    pub canonical: String,
    /// Built files.
    pub assets: Assets,
}

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Its heading: what it is called in the navigation, or a little more.
    pub title: String,
    /// What it answers, in a sentence or two; also its description for search engines. The headline of the page.
    pub lead: String,
}

impl Frame {
    /// The words of its language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        crate::words::of(&self.language)
    }

    /// The words of the frame and its pages.
    #[must_use]
    pub fn says(&self) -> &'static Pages {
        pages(&self.language)
    }

    /// The figures as the cells see them.
    #[must_use]
    pub fn board(&self) -> Option<Board<'_>> {
        let Standing { meta, snapshot, facts } = self.standing.as_ref()?;
        Some(Board::new(meta, facts, &snapshot.view, (snapshot.seq, snapshot.at), &self.words().live))
    }

    /// The same as the components of a contest's own page want it, without what is around them.
    #[must_use]
    pub fn contest_page(&self) -> Option<ContestPage> {
        let Standing { meta, snapshot, facts } = self.standing.clone()?;
        Some(ContestPage {
            meta,
            snapshot,
            facts,
            kind: String::new(),
            date: self.date.clone(),
            map: None,
            course: None,
            siblings: Vec::new(),
            levels: Vec::new(),
            contests: Vec::new(),
            pages: Vec::new(),
            languages: Vec::new(),
            data: Vec::new(),
            record: Record::default(),
            home: self.home.clone(),
            about: self.about.clone(),
            canonical: self.canonical.clone(),
            whole: self.canonical.clone(),
            part: 0,
            figures: String::new(),
            addresses: Addresses::default(),
            social: self.social.clone(),
            assets: self.assets.clone(),
        })
    }

    /// Name of the place that the page is about.
    #[must_use]
    pub fn place(&self) -> &str {
        self.path.last().map_or("", |unit| unit.label.as_str())
    }
}

/// Hundredths of a percent as a percentage: without decimals where it has none.
#[must_use]
pub(super) fn hundredths(locale: Locale, hundredths: u32) -> String {
    if hundredths == 0 || (hundredths.is_multiple_of(100) && hundredths < 10_000) {
        locale.whole_percent(hundredths.into(), 10_000)
    } else {
        locale.percent(hundredths / 10)
    }
}

/// No more figures than an estimate can carry: two.
pub(super) fn rounded(votes: u64) -> u64 {
    let power = 10_u64.pow(votes.checked_ilog10().unwrap_or(0).saturating_sub(1));
    (votes + power / 2) / power * power
}

/// The whole document around a body.
#[must_use]
pub fn framed(frame: &Frame, content: &Content, body: impl FnOnce() -> AnyView) -> String {
    let options = frame.standing.iter().flat_map(|standing| &standing.meta.options);
    let head = Head {
        language: frame.words().live.language.to_owned(),
        title: title(frame, content),
        description: content.lead.clone(),
        canonical: Some(frame.canonical.clone()),
        languages: frame.languages.clone(),
        palette: palette(options.map(|option| option.colour.as_str())),
        social: frame.social.clone(),
    };
    document(head, &frame.assets, || around(frame, content, body()))
}

fn title(frame: &Frame, content: &Content) -> String {
    let Some(contest) = &frame.contest else { return format!("{} – {}", content.title, frame.election) };
    let values = [
        ("page", content.title.as_str()),
        ("place", frame.place()),
        ("contest", contest),
        ("election", &frame.election),
    ];
    fill(frame.says().title, &values)
}

fn around(frame: &Frame, content: &Content, body: AnyView) -> AnyView {
    let words = &frame.words().page;
    let election = (!frame.date.is_empty()).then(|| (frame.election.clone(), frame.words().language.day(&frame.date)));
    let sample = frame.sample.then_some(words.sample);
    let style = all(&frame.language, &frame.assets);
    view! {
        <a class="skip" href="#results">{words.skip}</a>
        {masthead::masthead(&frame.home, style, election, &frame.languages, words.languages, sample, &frame.search)}
        {navigation::pages(&frame.pages, &frame.language)}
        {status(frame)}
        <main id="results" class="wrap page" tabindex="-1">
            {crumbs(frame)}
            {heading(frame, content)}
            {body}
        </main>
        {foot(frame)}
    }
    .into_any()
}

/// How far the count was when the page was made. It does not follow the count, and says so.
fn status(frame: &Frame) -> Option<AnyView> {
    let (standing, board) = (frame.standing.as_ref()?, frame.board()?);
    let mut cells = Vec::new();
    board.head(&mut cells);
    let text = |key: &str| {
        cells.iter().find_map(|Cell { key: known, write }| match write {
            Write::Text(text) if known == key => Some(text.clone()),
            _ => None,
        })
    };
    let as_of =
        fill(frame.says().as_of, &[("time", &board.locale.clock(standing.snapshot.at, standing.meta.utc_offset))]);
    Some(
        view! {
            <section class="status is-fixed" aria-label=frame.words().page.status>
                <div class="wrap status-in">
                    <p class="state" data-state="still">
                        <span class="state-dot" aria-hidden="true"></span>
                        <span>{as_of}</span>
                    </p>
                    <p class="status-stations">{text("stations")}</p>
                    <p class="status-last">{text("last")}</p>
                    <p class="status-seq">{text("seq")}</p>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn crumbs(frame: &Frame) -> AnyView {
    let words = &frame.words().page;
    let step = |link: &Link| {
        let (label, href) = (link.label.clone(), link.href.clone());
        view! { <li><a href=href>{label}</a></li> }
    };
    let above = frame.path.len().saturating_sub(1);
    let steps: Vec<_> = frame.path[..above].iter().map(step).collect();
    let siblings = (frame.siblings.len() > 1).then(|| {
        let list = opening::links(&frame.siblings);
        view! {
            <details class="siblings">
                <summary><span class="unseen">{words.siblings}</span></summary>
                <ul>{list}</ul>
            </details>
        }
    });
    let here = frame.path.last().map(|unit| {
        let name = unit.label.clone();
        view! { <li><span class="crumb-here" aria-current="page">{name}</span>{siblings}</li> }
    });
    let home = frame.home.clone();
    view! {
        <nav class="crumbs" aria-label=words.breadcrumbs>
            <ol>
                <li><a href=home>{words.home}</a></li>
                {steps}
                {here}
            </ol>
        </nav>
    }
    .into_any()
}

fn heading(frame: &Frame, content: &Content) -> AnyView {
    let contests = (frame.contests.len() > 1).then(|| {
        let (label, list) = (frame.words().page.contests, opening::links(&frame.contests));
        view! { <nav class="choice" aria-label=label><ul>{list}</ul></nav> }
    });
    let about = frame.contest.as_ref().map(|contest| {
        let (place, contest) = (frame.place().to_owned(), contest.clone());
        view! { <span class="page-about">{place}" · "{contest}</span>" " }
    });
    let (title, lead) = (content.title.clone(), content.lead.clone());
    let lead = (!lead.is_empty()).then(|| view! { <p class="page-lead">{lead}</p> });
    view! {
        <div class="page-opening">
            {contests}
            <h1 class="page-title">{about}<span class="page-name">{title}</span></h1>
            {lead}
        </div>
    }
    .into_any()
}

fn foot(frame: &Frame) -> AnyView {
    let words = &frame.words().page;
    let about = frame.about.clone();
    let source = (!frame.source.is_empty()).then(|| {
        let text = fill(words.source, &[("source", &frame.source)]);
        view! { <p>{text}</p> }
    });
    let copy = frame.standing.as_ref().map(|Standing { snapshot, meta, .. }| {
        let (seq, time) = (snapshot.seq.to_string(), frame.words().live.locale().clock(snapshot.at, meta.utc_offset));
        let epoch = format!("{:016x}", snapshot.epoch);
        let text = fill(words.copy, &[("seq", &seq), ("epoch", &epoch), ("time", &time)]);
        view! { <p class="footer-copy">{text}</p> }
    });
    view! {
        <footer class="footer">
            <div class="wrap footer-in is-short">
                <section class="footer-source">
                    {source}<p>{words.licence}</p>{copy}<p><a href=about>{frame.says().about}</a></p>
                </section>
            </div>
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn an_estimate_is_said_with_two_figures() {
        assert_eq!([0, 7, 42, 447, 12_499, 98_700].map(rounded), [0, 7, 42, 450, 12_000, 99_000]);
    }
}
