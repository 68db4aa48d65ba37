//! The method, written from the definition: what is counted, what words mean, how seats are computed, what is checked.

mod rule;

use election::definition::{Contest, SoftFlags};
use election::format::Locale;
use election::meta::GroupMeta;
use election::plausibility::{Rule, Severity};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed, hundredths};
use crate::components::scroller;
use crate::letter::capital;
use crate::words::{Pages, Words, fill};

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct MethodPage {
    /// What stands around it.
    pub frame: Frame,
    /// The contest.
    pub contest: Contest,
    /// The groups of lists that have names.
    pub groups: Vec<GroupMeta>,
    /// What soft rules do.
    pub soft_flags: SoftFlags,
    /// Name of each category, and how many reports are expected of it.
    pub categories: Vec<(String, u64)>,
    /// Name of each level (several of them), and how many units it has.
    pub levels: Vec<(String, u64)>,
    /// The zone in which times are given.
    pub time_zone: String,
    /// Id of the election.
    pub election: String,
    /// Hash of the definition in hexadecimal.
    pub hash: String,
    /// Names the journal.
    pub epoch: String,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a MethodPage,
    locale: Locale,
    words: &'static Words,
    says: &'static Pages,
}

/// The whole document.
#[must_use]
pub fn method_page(page: &MethodPage) -> String {
    let (words, says) = (page.frame.words(), page.frame.says());
    let drawn = Drawn { page, locale: words.live.locale(), words, says };
    let content = Content { title: says.method.to_owned(), lead: says.method_lead.to_owned() };
    framed(&page.frame, &content, || body(&drawn))
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    view! {
        <div class="prose">
            {rule_section(drawn)}
            {counting(drawn)}
            {glossary(drawn)}
            {checks(drawn)}
            {counted(drawn)}
            {identity(drawn)}
        </div>
    }
    .into_any()
}

/// A section under a heading.
fn section(id: &'static str, title: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class="block" aria-labelledby=id>
            <h2 id=id class="title">{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn rule_section(drawn: &Drawn<'_>) -> AnyView {
    let (title, sentences) = rule::sentences(drawn);
    let items: Vec<_> = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect();
    section("rule-title", title, view! { <ol class="rule">{items}</ol> }.into_any())
}

fn counting(drawn: &Drawn<'_>) -> AnyView {
    let says = drawn.says;
    let text = view! { <p>{says.counting_text}</p><p>{says.rounding}</p><p>{says.sequence_text}</p> };
    section("counting-title", says.counting, text.into_any())
}

fn glossary(drawn: &Drawn<'_>) -> AnyView {
    let says = drawn.says;
    let soft = match drawn.page.soft_flags {
        SoftFlags::Quarantine => (says.held_term, says.held_text),
        SoftFlags::Mark => (says.flagged_term, says.flagged_text),
    };
    let terms = says.terms.split('|').zip(says.meanings.split('|')).chain(std::iter::once(soft));
    let entries: Vec<_> = terms.map(|(term, meaning)| view! { <div><dt>{term}</dt><dd>{meaning}</dd></div> }).collect();
    section("glossary-title", says.glossary, view! { <dl class="glossary">{entries}</dl> }.into_any())
}

fn checks(drawn: &Drawn<'_>) -> AnyView {
    let says = drawn.says;
    let mut effects = says.effects.split('|');
    let [off, held, flagged, refused] = core::array::from_fn(|_| effects.next().unwrap_or_default());
    let soft = if drawn.page.soft_flags == SoftFlags::Quarantine { held } else { flagged };
    let row = |(rule, text): (Rule, &'static str)| {
        let setting = drawn.page.contest.rules.get(rule);
        let effect = match setting.severity {
            Severity::Off => off,
            Severity::Soft => soft,
            Severity::Hard => refused,
        };
        // Points are no part of a whole, so they have no percent sign.
        let percent = match rule {
            Rule::BaselineShare => drawn.locale.tenths(setting.basis_points / 10),
            _ => hundredths(drawn.locale, setting.basis_points),
        };
        let text = fill(text, &[("percent", &percent), ("number", &drawn.locale.count(setting.number.into()))]);
        let class = if setting.severity == Severity::Off { "is-off" } else { "" };
        let shown = if setting.severity == Severity::Off { unset(drawn.words.live.rules, rule) } else { text };
        view! {
            <tr class=class>
                <th scope="row">{shown}<code class="rule-code">{rule.code()}</code></th>
                <td class="is-text">{effect}</td>
            </tr>
        }
    };
    let rows: Vec<_> = Rule::ALL.into_iter().zip(says.check_rules.split('|')).map(row).collect();
    let table = view! {
        <p>{says.checks_text}</p>
        <div class="table-scroll" role="region" aria-label={scroller(says.checks, &drawn.words.page)} tabindex="0">
            <table class="table checks">
                <thead><tr><th scope="col">{says.check}</th><th scope="col" class="is-text">{says.effect}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    section("checks-title", says.checks, table.into_any())
}

/// A check that is off by what it would object to, without the parameters that nobody set.
fn unset(offences: &str, rule: Rule) -> String {
    let offence = offences.split('|').nth(rule as usize).unwrap_or_default();
    let mut letters = offence.chars();
    letters.next().map_or_else(String::new, |first| core::iter::once(capital(first)).chain(letters).collect())
}

fn counted(drawn: &Drawn<'_>) -> AnyView {
    let (says, words) = (drawn.says, &drawn.words.page);
    let row = |(name, n): &(String, u64)| {
        let (name, n) = (name.clone(), drawn.locale.count(*n));
        view! { <tr><th scope="row">{name}</th><td>{n}</td></tr> }
    };
    let categories: Vec<_> = drawn.page.categories.iter().map(row).collect();
    let levels: Vec<_> = drawn.page.levels.iter().map(row).collect();
    let tables = view! {
        <div class="two-tables">
            <table class="table">
                <thead><tr><th scope="col">{words.category}</th><th scope="col">{says.reports_expected}</th></tr></thead>
                <tbody>{categories}</tbody>
            </table>
            <table class="table">
                <thead><tr><th scope="col">{says.level}</th><th scope="col">{says.units}</th></tr></thead>
                <tbody>{levels}</tbody>
            </table>
        </div>
    };
    section("counted-title", says.counted_title, tables.into_any())
}

fn identity(drawn: &Drawn<'_>) -> AnyView {
    let (says, page) = (drawn.says, drawn.page);
    let source = if page.frame.source.is_empty() { drawn.words.live.unknown } else { &page.frame.source };
    let values = [source, &page.time_zone, &page.hash, &page.epoch, &page.election].map(str::to_owned);
    let entries: Vec<_> = (says.fact_names.split('|').zip(values))
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect();
    let text = view! {
        <dl class="glossary is-facts">{entries}</dl>
        <p>{says.hash_text}</p>
        <p>{says.epoch_text}</p>
        <p>{drawn.words.page.licence}</p>
    };
    section("source-title", says.source_title, text.into_any())
}
