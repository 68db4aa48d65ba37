//! The operators' page: how the server stands, to be read across a room. In English only, as all that is said to operators.
//!
//! [`ops_page`] is the whole document, [`ops_now`] the part of it that changes: a plain script asks for it each second.

use leptos::prelude::*;

use super::document::{fragment, render, sheet, start};
use crate::model::Assets;

/// What only this page looks like.
const STYLE: &str = include_str!("../../../style/ops.css");

/// Size of a small drawing in its own units.
const DRAWN: [f64; 2] = [240.0, 40.0];

/// How things stand.
#[derive(Clone, Debug, Default)]
pub struct OpsNow {
    /// When that was: the server's clock.
    pub time: String,
    /// The program, and since when it runs.
    pub program: String,
    /// What needs attention, the gravest first.
    pub worries: Vec<Worry>,
    /// Each election.
    pub elections: Vec<Gauge>,
    /// The server.
    pub server: Vec<Gauge>,
    /// Where reports come from.
    pub feeds: Vec<FeedLine>,
    /// Everything that is counted: as in `/metrics`, and what stands there.
    pub counts: Vec<(String, String)>,
}

/// Something that needs attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worry {
    /// Figures are late, lost or about to be; else it is only to be looked at.
    pub grave: bool,
    /// What, and what to do.
    pub text: String,
}

/// A figure, large, with what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Gauge {
    /// Tells it from the others.
    pub id: String,
    /// What it is.
    pub name: String,
    /// How much.
    pub figure: String,
    /// Of what.
    pub unit: String,
    /// What is wrong with it, in a word or two.
    pub wrong: Option<&'static str>,
    /// More about it.
    pub lines: Vec<String>,
    /// How it was.
    pub course: Option<Course>,
}

/// How something was, up to now.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// At equal distances in time, the newest last; none where nothing is known.
    pub points: Vec<Option<f64>>,
    /// The same in words.
    pub says: String,
}

/// A way by which reports come.
#[derive(Clone, Debug, Default)]
pub struct FeedLine {
    /// Its name.
    pub name: String,
    /// What came last, and how long ago.
    pub last: String,
    /// What became of it.
    pub became: String,
    /// What went wrong since.
    pub fault: Option<String>,
}

/// The whole document.
#[must_use]
pub fn ops_page(now: &OpsNow, assets: &Assets) -> String {
    render(|| {
        let now = now_view(now);
        view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <meta name="robots" content="noindex, nofollow" />
                    <title>"Operations – Nightcount"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    {start(assets)}
                    {sheet(&assets.first)}
                    {sheet(&assets.css)}
                    <style inner_html=STYLE></style>
                    <script r#type="module" src="/ops/ops.js"></script>
                </head>
                <body class="ops">
                    <main>
                        <h1>"Nightcount operations"</h1>
                        <p class="ops-lost" id="lost" role="alert" hidden=true></p>
                        <div id="now">{now}</div>
                    </main>
                </body>
            </html>
        }
        .into_any()
    })
}

/// The part that changes.
#[must_use]
pub fn ops_now(now: &OpsNow) -> String {
    fragment(|| now_view(now))
}

fn now_view(now: &OpsNow) -> AnyView {
    let gauges = |gauges: &[Gauge]| gauges.iter().map(gauge).collect::<Vec<_>>();
    let counts: Vec<_> = now
        .counts
        .iter()
        .map(|(name, figure)| {
            let (name, figure) = (name.clone(), figure.clone());
            view! { <tr><th scope="row"><code>{name}</code></th><td>{figure}</td></tr> }
        })
        .collect();
    view! {
        {verdict(&now.worries)}
        <p class="ops-time">{now.time.clone()}" · "{now.program.clone()}</p>
        <section aria-labelledby="elections">
            <h2 id="elections">"Elections"</h2>
            <div class="ops-grid">{gauges(&now.elections)}</div>
        </section>
        <section aria-labelledby="server">
            <h2 id="server">"Server"</h2>
            <div class="ops-grid">{gauges(&now.server)}</div>
        </section>
        <section aria-labelledby="feeds">
            <h2 id="feeds">"Feeds"</h2>
            {feeds(&now.feeds)}
        </section>
        <section aria-labelledby="counts">
            <h2 id="counts">"Counted since the start"</h2>
            <table class="ops-counts">
                <thead><tr><th scope="col">"As in /metrics"</th><th scope="col">"Figure"</th></tr></thead>
                <tbody>{counts}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// Whether somebody is needed, in words; and for what. The words hold no figure that changes each second: they are read aloud
/// when they change.
fn verdict(worries: &[Worry]) -> AnyView {
    let grave = worries.iter().filter(|worry| worry.grave).count();
    let (class, sign) = match (grave, worries.len()) {
        (0, 0) => ("ops-verdict is-well", "✓"),
        (0, _) => ("ops-verdict is-odd", "!"),
        _ => ("ops-verdict is-grave", "✗"),
    };
    let says = match (grave, worries.len()) {
        (0, 0) => "Nothing needs attention".to_owned(),
        (0, 1) => "One thing to look at".to_owned(),
        (0, all) => format!("{all} things to look at"),
        (1, _) => "Trouble".to_owned(),
        (grave, _) => format!("Trouble in {grave} places"),
    };
    let each = |worry: &Worry| {
        let (class, word) = if worry.grave { ("is-grave", "Trouble: ") } else { ("is-odd", "Look: ") };
        let text = worry.text.clone();
        view! { <li class=class><b>{word}</b>{text}</li> }
    };
    let list = (!worries.is_empty()).then(|| {
        let list: Vec<_> = worries.iter().map(each).collect();
        view! { <ul>{list}</ul> }
    });
    view! {
        <section class=class aria-labelledby="verdict">
            <h2 id="verdict" aria-live="polite"><span aria-hidden="true">{sign}" "</span>{says}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn gauge(gauge: &Gauge) -> AnyView {
    let Gauge { id, name, figure, unit, wrong, lines, course } = gauge.clone();
    let class = if wrong.is_some() { "ops-gauge is-wrong" } else { "ops-gauge" };
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect();
    let wrong = wrong.map(|wrong| view! { <p class="ops-wrong">{wrong}</p> });
    let unit = (!unit.is_empty()).then(|| view! { <span class="ops-unit">" "{unit}</span> });
    view! {
        <article class=class id=format!("gauge-{id}")>
            <h3>{name}</h3>
            <p class="ops-figure"><b>{figure}</b>{unit}</p>
            {wrong}
            {course.as_ref().map(drawing)}
            <ul>{lines}</ul>
        </article>
    }
    .into_any()
}

/// The course as a line above a ground, from nothing up to the most that there was; what is not known is left out.
fn drawing(course: &Course) -> AnyView {
    let [width, height] = DRAWN;
    let most = course.points.iter().flatten().copied().fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let last = course.points.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "some hundred points")]
    let place = |at: usize, figure: f64| {
        (at as f64 / last as f64 * width, height - 1.0 - figure.max(0.0) / most * (height - 2.0))
    };
    let mut line = String::new();
    let mut pen = 'M';
    for (at, point) in course.points.iter().enumerate() {
        pen = point.map_or('M', |figure| {
            let (x, y) = place(at, figure);
            line.push_str(&format!("{pen}{x:.1} {y:.1}"));
            'L'
        });
    }
    let (says, frame) = (course.says.clone(), format!("0 0 {width} {height}"));
    view! {
        <svg viewBox=frame preserveAspectRatio="none" aria-hidden="true">
            <path class="ops-ground" d=format!("M0 {height}H{width}")></path>
            <path class="ops-line" d=line></path>
        </svg>
        <p class="ops-says">{says}</p>
    }
    .into_any()
}

fn feeds(feeds: &[FeedLine]) -> AnyView {
    if feeds.is_empty() {
        return view! { <p>"No folder is watched, and nothing has come by HTTP since the start."</p> }.into_any();
    }
    let row = |feed: &FeedLine| {
        let FeedLine { name, last, became, fault } = feed.clone();
        let fault = fault.map(|fault| view! { <p class="ops-wrong">{fault}</p> });
        view! { <tr><th scope="row">{name}</th><td>{last}</td><td>{became}{fault}</td></tr> }
    };
    let rows: Vec<_> = feeds.iter().map(row).collect();
    view! {
        <table class="ops-feeds">
            <thead>
                <tr><th scope="col">"Feed"</th><th scope="col">"Last"</th><th scope="col">"What became of it"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_in_words_and_what_is_not_known_is_not_drawn() {
        let worry = |grave| Worry { grave, text: "the disk is <full>".into() };
        let mut now = OpsNow { time: "22:40:00 UTC".into(), ..OpsNow::default() };
        assert!(ops_now(&now).contains("Nothing needs attention"));
        now.worries = vec![worry(false)];
        assert!(ops_now(&now).contains("One thing to look at"));
        now.worries.push(worry(true));
        let course = Course { points: vec![None, Some(0.0), None, Some(1.0), Some(2.0)], says: "most 2".into() };
        now.server = vec![Gauge { id: "x".into(), wrong: Some("Late"), course: Some(course), ..Gauge::default() }];
        let html = ops_now(&now);
        assert!(
            html.contains("Trouble") && html.contains("the disk is &lt;full&gt;") && html.contains("Late"),
            "{html}"
        );
        assert!(html.contains("d=\"M60.0 39.0M180.0 20.0L240.0 1.0\""), "{html}");
    }
}
