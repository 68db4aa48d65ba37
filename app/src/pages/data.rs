//! The page of all downloads: every address with what it contains, and how to cite a state of the count.

use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::words::{Pages, fill};

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct DataPage {
    /// What stands around it.
    pub frame: Frame,
    /// Address of the view in the API, without query.
    pub view: String,
    /// The levels of rows at this place: id, several of them.
    pub levels: Vec<(String, String)>,
    /// Query of the view's stream.
    pub stream: String,
    /// Address of the seats, if the contest has any.
    pub seats: Option<String>,
    /// Address of the calls.
    pub calls: String,
    /// Address of the election in the API.
    pub election: String,
    /// Address of the page of the method.
    pub method: String,
}

/// A line of a table: what it is, its format, its address.
struct Download {
    what: String,
    format: &'static str,
    href: String,
}

/// The whole document.
#[must_use]
pub fn data_page(page: &DataPage) -> String {
    let says = page.frame.says();
    let content = Content { title: says.data.to_owned(), lead: says.data_lead.to_owned() };
    framed(&page.frame, &content, || {
        let here = fill(says.data_here, &[("place", page.frame.place())]);
        view! {
            <div class="prose">
                {table(page, "data-here", here, here_downloads(page, says))}
                {table(page, "data-contest", says.data_contest.to_owned(), contest_downloads(page, says))}
                {table(page, "data-election", says.data_election.to_owned(), election_downloads(page, says))}
                {cite(page, says)}
            </div>
        }
        .into_any()
    })
}

fn download(what: impl Into<String>, format: &'static str, href: String) -> Download {
    Download { what: what.into(), format, href }
}

fn here_downloads(page: &DataPage, says: &Pages) -> Vec<Download> {
    let (view, language) = (&page.view, &page.frame.language);
    let seq = page.frame.standing.as_ref().map_or(0, |standing| standing.snapshot.seq);
    let level = |(id, name): &(String, String)| {
        let what = fill(says.data_level, &[("level", name)]);
        download(what, "CSV", format!("{view}?level={id}&format=csv&lang={language}"))
    };
    let mut all: Vec<Download> = page.levels.iter().map(level).collect();
    all.push(download(says.data_view, "JSON", format!("{view}?lang={language}")));
    all.push(download(says.data_meta, "JSON", format!("{view}?format=meta&lang={language}")));
    all.push(download(says.data_changes, "JSON", format!("{view}/changes?since={seq}")));
    all.push(download(says.data_events, "SSE", format!("/events?{}&format=json", page.stream)));
    all.extend(past_downloads(page));
    all
}

/// What was.
fn past_downloads(page: &DataPage) -> Vec<Download> {
    let (view, says) = (&page.view, &page.frame.words().history);
    let leaf = page.frame.standing.as_ref().is_some_and(|standing| standing.meta.unit.leaf);
    let revisions = leaf.then(|| download(says.data_revisions, "CSV", format!("{view}/revisions?format=csv")));
    let past = [
        download(says.data_turnout, "CSV", format!("{view}/turnout?format=csv")),
        download(says.data_timeline, "CSV", format!("{view}/history?format=csv")),
        download(says.data_corrections, "CSV", format!("{view}/corrections?format=csv&limit=1000")),
        download(says.data_recent, "JSON", format!("{view}/recent?minutes=15")),
    ];
    past.into_iter().chain(revisions).collect()
}

fn contest_downloads(page: &DataPage, says: &Pages) -> Vec<Download> {
    let seats = page.seats.clone().map(|href| download(says.data_seats, "JSON", href));
    let calls = download(says.data_calls, "JSON", page.calls.clone());
    let method = download(says.data_method, "HTML", page.method.clone());
    seats.into_iter().chain([calls, method]).collect()
}

fn election_downloads(page: &DataPage, says: &Pages) -> Vec<Download> {
    vec![
        download(says.data_index, "JSON", "/api/v1/index.json".to_owned()),
        download(says.data_state, "JSON", page.election.clone()),
    ]
}

fn table(page: &DataPage, id: &'static str, title: String, downloads: Vec<Download>) -> AnyView {
    let says = page.frame.says();
    let row = |Download { what, format, href }: Download| {
        let shown = href.split("&lang=").next().unwrap_or(&href).split("?lang=").next().unwrap_or(&href);
        // A narrow line breaks where a part of the address begins, not in a word.
        let part = |part: &str| {
            let part = part.to_owned();
            view! { <wbr />{part} }
        };
        let shown: Vec<_> = shown.split_inclusive(['/', '?', '&', '=']).map(part).collect();
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class="is-text"><a href=href><b>{format}</b>" "<code>{shown}</code></a></td>
            </tr>
        }
    };
    let rows: Vec<_> = downloads.into_iter().map(row).collect();
    view! {
        <section class="block" aria-labelledby=id>
            <h2 id=id class="title">{title}</h2>
            <table class="table downloads">
                <thead><tr><th scope="col">{says.data_what}</th><th scope="col" class="is-text">{says.data_format}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn cite(page: &DataPage, says: &'static Pages) -> Option<AnyView> {
    let standing = page.frame.standing.as_ref()?;
    let (seq, epoch) = (standing.snapshot.seq.to_string(), format!("{:016x}", standing.snapshot.epoch));
    let (at, offset) = (standing.snapshot.at, standing.meta.utc_offset);
    let day = page.frame.words().language.day_of(at, offset);
    let time = format!("{day}, {}", crate::words::locale(&standing.meta.language).clock(at, offset));
    let source = if page.frame.source.is_empty() { "Nightcount" } else { &page.frame.source };
    let values = [
        ("source", source),
        ("election", &page.frame.election),
        ("contest", page.frame.contest.as_deref().unwrap_or_default()),
        ("place", page.frame.place()),
        ("seq", &seq),
        ("epoch", &epoch),
        ("time", &time),
    ];
    let text = fill(says.cite, &values);
    Some(
        view! {
            <section class="block" aria-labelledby="cite-title">
                <h2 id="cite-title" class="title">{says.cite_title}</h2>
                <blockquote class="cite">{text}</blockquote>
                <p>{says.cite_text}</p>
                <p>{page.frame.words().page.licence}</p>
            </section>
        }
        .into_any(),
    )
}
