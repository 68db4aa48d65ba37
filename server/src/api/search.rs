//! `…/search?q=`: units, lists, candidates and contests by name, as JSON.

use std::sync::Arc;

use app::pages::search::{Group, Line, Sort};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Value, json};

use super::view::CACHE;
use crate::find::{Asked, in_turn};
use crate::problem::Problem;
use crate::site::Site;

/// Most results of units, and of what stands on the ballot, that one request gets.
const MOST: usize = 100;
/// As many as it gets if it does not say.
const USUAL: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Params {
    q: String,
    lang: String,
    contest: String,
    limit: Option<usize>,
}

/// GET: the results, best sort first, best result first.
pub(super) async fn search(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    Query(params): Query<Params>,
) -> Result<impl IntoResponse, Problem> {
    let night = site.night(&election)?.clone();
    let contest = if params.contest.is_empty() { &night.definition.contests[0].id } else { &params.contest };
    let known = &night.definition.languages;
    let language = crate::language::matching(&params.lang, known).unwrap_or(&known[0]).to_owned();
    let asked = Asked {
        query: params.q.clone(),
        language,
        contest: night.key(contest, "", "")?.contest,
        most: params.limit.unwrap_or(USUAL).clamp(1, MOST),
        several: false,
    };
    let (seq, groups) = in_turn(move || (night.seq(), night.search(&asked))).await?;
    let results: Vec<Value> =
        groups.iter().flat_map(|(_, group)| group.lines.iter().map(|line| result(group, line))).collect();
    let totals: serde_json::Map<String, Value> =
        groups.iter().map(|(_, group)| (word(group.sort).to_owned(), group.total.into())).collect();
    let body = json!({ "query": params.q, "seq": seq, "total": totals, "results": results });
    Ok(([(header::CACHE_CONTROL, CACHE), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(body)))
}

fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Places => "unit",
        Sort::Contests => "contest",
        Sort::Lists => "list",
        Sort::Candidates => "candidate",
    }
}

fn result(group: &Group, line: &Line) -> Value {
    let mut result = json!({
        "kind": word(group.sort),
        "name": line.name,
        "within": line.within,
        "page": line.href,
    });
    if !line.what.is_empty() {
        let key = if group.sort == Sort::Places { "level" } else { "short" };
        result[key] = line.what.as_str().into();
    }
    if !line.colour.is_empty() {
        result["colour"] = line.colour.as_str().into();
    }
    if let Some(state) = &line.state {
        result["votes"] = state.votes.clone().into();
        result["completed"] = state.completed.into();
        result["expected"] = state.expected.into();
    }
    result
}
