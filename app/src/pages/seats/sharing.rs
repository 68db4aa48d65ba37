//! How the seats were shared out: every sharing-out with its quotients, the last seats first in view.

use election::meta::GroupMeta;
use election::seats::{Award, Divisor, Method, Quotient, Share};
use leptos::prelude::*;

use super::Drawn;
use crate::components::scroller;
use crate::words::{fill, plural};

/// Seats of a sharing-out that are in view without unfolding.
const IN_VIEW: usize = 8;

/// All sharings-out; nothing where none was made.
pub(super) fn sharing(drawn: &Drawn<'_>) -> Option<AnyView> {
    let shares: Vec<&Share> = drawn.page.allocation.shares.iter().filter(|share| !share.awards.is_empty()).collect();
    let first = shares.first()?;
    let forms = match first.method {
        Method::Divisor(_) => drawn.says.sharing_note,
        Method::Quota(_) => drawn.says.sharing_quota_note,
    };
    let note = fill(forms, &[("seq", &drawn.board.locale.count(drawn.page.seq))]);
    let parts: Vec<_> = shares.iter().map(|share| part(drawn, share)).collect();
    Some(
        view! {
            <section class="block sharing" aria-labelledby="sharing-title">
                <h2 id="sharing-title" class="title">{drawn.says.sharing}</h2>
                <p class="block-note">{note}</p>
                <div class="shares">{parts}</div>
            </section>
        }
        .into_any(),
    )
}

fn part(drawn: &Drawn<'_>, share: &Share) -> AnyView {
    let long = share.awards.len() > IN_VIEW + 2;
    let from = if long { share.awards.len() - IN_VIEW } else { 0 };
    let rows: Vec<_> = (share.awards.iter().enumerate().skip(from))
        .map(|(at, award)| row(drawn, share, Some(at + 1), award))
        .collect();
    let next = share.next.as_ref().map(|award| row(drawn, share, None, award));
    let folded = long.then(|| folded(drawn, share));
    let last = long.then(|| view! { <p class="block-note">{drawn.says.last_awards}</p> });
    let title = title(drawn, share);
    view! {
        <div class="share-part">
            <h3 class="seats-title">{title.clone()}</h3>
            {last}
            {table(drawn, title, rows.into_iter().chain(next).collect())}
            {folded}
        </div>
    }
    .into_any()
}

/// All seats of a long sharing-out.
fn folded(drawn: &Drawn<'_>, share: &Share) -> AnyView {
    let rows = share.awards.iter().enumerate().map(|(at, award)| row(drawn, share, Some(at + 1), award)).collect();
    let n = share.awards.len() as u64;
    let forms = plural(drawn.words.live.language, n, drawn.says.all_awards);
    let summary = fill(forms, &[("n", &drawn.board.locale.count(n))]);
    view! { <details class="folded"><summary>{summary.clone()}</summary>{table(drawn, summary, rows)}</details> }
        .into_any()
}

fn table(drawn: &Drawn<'_>, caption: String, rows: Vec<AnyView>) -> AnyView {
    let (words, says) = (&drawn.words.page, drawn.says);
    let scroller = scroller(&caption, words);
    view! {
        <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
            <table class="table">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="is-number">{says.seat_number}</th>
                        <th scope="col" class="is-text">{words.list}</th>
                        <th scope="col">{says.own_seat}</th>
                        <th scope="col">{says.division}</th>
                        <th scope="col">{says.quotient}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(drawn: &Drawn<'_>, share: &Share, number: Option<usize>, award: &Award) -> AnyView {
    let locale = drawn.board.locale;
    let id = &share.claims[award.claim].id;
    let [division, quotient] = quotient(drawn, share, award);
    let class = if number.is_some() { "" } else { "is-next" };
    let number = number.map_or_else(|| drawn.says.next_out.to_owned(), |number| locale.count(number as u64));
    view! {
        <tr class=class>
            <th scope="row" class="is-number">{number}</th>
            <td class="is-text">{drawn.swatch(id)}{drawn.name(id).to_owned()}</td>
            <td>{locale.count(award.nth.into())}</td>
            <td>{division}</td>
            <td>{quotient}</td>
        </tr>
    }
    .into_any()
}

/// How a quotient is made, and what it is with two decimals (rounded down; the comparison is exact).
fn quotient(drawn: &Drawn<'_>, share: &Share, award: &Award) -> [String; 2] {
    let locale = drawn.board.locale;
    let count = |figure: u128| u64::try_from(figure).map_or_else(|_| figure.to_string(), |figure| locale.count(figure));
    let Quotient::Ratio { votes, divisor } = award.quotient else {
        return [drawn.words.live.unknown.to_owned(), drawn.says.sure.to_owned()];
    };
    let own = count(share.claims[award.claim].votes.into());
    let decimal = locale.tenths(0).replace('0', "");
    let division = match share.method {
        // Compared by its square, which nobody would recognize.
        Method::Divisor(Divisor::HuntingtonHill) => format!("{own} ÷ √{}", count(divisor)),
        Method::Divisor(Divisor::ModifiedSainteLague { first }) if award.nth == 1 => {
            format!("{own} ÷ {}{decimal}{}", first / 1000, format!("{:03}", first % 1000).trim_end_matches('0'))
        }
        _ => format!("{} ÷ {}", count(votes), count(divisor)),
    };
    if divisor == 0 {
        return [division, drawn.says.sure.to_owned()];
    }
    let hundredths = match share.method {
        Method::Divisor(Divisor::HuntingtonHill) => (votes * 10_000 / divisor).isqrt(),
        _ => votes * 100 / divisor,
    };
    [division, format!("{}{decimal}{:02}", count(hundredths / 100), hundredths % 100)]
}

/// What was shared out: "97 seats open to all lists".
fn title(drawn: &Drawn<'_>, share: &Share) -> String {
    let says = drawn.says;
    let last = share.place.rsplit('/').next().unwrap_or_default();
    let (kind, id) = last.split_once(':').unwrap_or((last, ""));
    let forms = match kind {
        "nation" => says.share_nation,
        "open" => says.share_open,
        "reserved" => says.share_reserved,
        "extra" => says.share_extra,
        "levelling" => says.share_levelling,
        _ => says.share_of,
    };
    let n = drawn.board.locale.count(share.seats.into());
    let form = plural(drawn.words.live.language, share.seats.into(), forms);
    fill(
        form,
        &[
            ("n", &n),
            ("group", GroupMeta::name(&drawn.board.meta.groups, id)),
            ("name", drawn.name(if id.is_empty() { kind } else { id })),
        ],
    )
}
