//! The last reports, newest first; the browser adds lines by copying the template.

use leptos::prelude::*;

use super::Shown;
use crate::cells::Tick;

/// How many lines there are; all of them have a place from the beginning.
const LINES: usize = 8;
/// A single station reports once or twice, and its page has all that it ever said.
const LINES_OF_STATION: usize = 2;

/// The ticker.
pub(crate) fn ticker(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let events = &shown.page.snapshot.view.events;
    let most = if shown.page.meta.unit.leaf { LINES_OF_STATION } else { LINES };
    let lines: Vec<_> = events.iter().rev().take(most).map(|event| line(shown.board.tick(event))).collect();
    let empty = lines.is_empty();
    let room = format!("--lines:{most}");
    view! {
        <section class="ticker" aria-labelledby="ticker-title">
            <h2 id="ticker-title" class="title">{words.ticker}</h2>
            <p class="ticker-empty" id="ticker-empty" hidden=!empty>{words.ticker_empty}</p>
            <ol class="ticks" id="ticker" style=room data-lines=most.to_string()>{lines}</ol>
            <template id="tick">{line(Tick::blank())}</template>
            {further(shown)}
        </section>
    }
    .into_any()
}

/// Where more of the past is told.
fn further(shown: &Shown<'_>) -> Option<AnyView> {
    let (record, says) = (&shown.page.record, &shown.words.history);
    (!record.corrections.is_empty()).then(|| {
        let (changes, corrections) = (record.changes.clone(), record.corrections.clone());
        view! {
            <p class="ticker-more">
                <a href=changes>{says.changes}</a>
                " "
                <a href=corrections>{says.corrections}</a>
            </p>
        }
        .into_any()
    })
}

fn line(tick: Tick) -> AnyView {
    let [time, place, mark, what, detail, why] = tick.parts.map(|(_, text)| text);
    let [no_mark, no_detail, no_why] = [&mark, &detail, &why].map(String::is_empty);
    view! {
        <li class=tick.class data-seq=tick.seq.to_string()>
            <span class="tick-time" data-part="time">{time}</span>
            <span class="tick-body">
                <a class="tick-place" data-part="place" href=tick.href>{place}</a>
                " "
                <span class="tick-what" data-part="what">{what}</span>
                " "
                <span class="tick-more">
                    <span class="tick-mark" data-part="mark" hidden=no_mark>{mark}</span>
                    " "
                    <span class="tick-detail" data-part="detail" hidden=no_detail>{detail}</span>
                    " "
                    <span class="tick-why" data-part="why" hidden=no_why>{why}</span>
                </span>
            </span>
        </li>
    }
    .into_any()
}
