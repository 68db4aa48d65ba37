//! What a map of changes needs besides the figures: the baseline's shares of each row.

use app::model::Facts;
use app::shade::{Mode, Shade};
use election::Definition;
use election::format::shares;
use election::meta::Meta;
use election::report::Figure;
use election::view::Layout;

/// As many figures travel with every page, so that the reader can switch to the changes at once; of more than these, only with a
/// page that shows them.
const EASY: usize = 1_200;

/// What was chosen, or who leads where this place has no such figure: an address outlives the page that offered it.
pub(super) fn offered(shade: Shade, definition: &Definition, layout: &Layout, meta: &Meta) -> Shade {
    let is_offered = match shade.mode {
        Mode::Swing => has_baseline(definition, layout),
        Mode::Turnout => meta.has_turnout(),
        _ => true,
    };
    if is_offered { shade } else { Shade { drawing: shade.drawing, ..Shade::default() } }
}

fn has_baseline(definition: &Definition, layout: &Layout) -> bool {
    let baseline = definition.baselines.get(layout.key.contest.at());
    baseline.is_some_and(|baseline| layout.rows.iter().any(|row| baseline.contains_key(row)))
}

/// With the baseline of the rows, if there is one.
pub(super) fn facts(mut facts: Facts, definition: &Definition, layout: &Layout) -> Facts {
    let Some(baseline) = definition.baselines.get(layout.key.contest.at()) else { return facts };
    facts.swing = has_baseline(definition, layout);
    let options = definition.contests[layout.key.contest.at()].options.len();
    if !facts.swing || facts.shade.mode != Mode::Swing && layout.rows.len() * options > EASY {
        return facts;
    }
    for row in &layout.rows {
        let votes = baseline.get(row).map(|figures| &figures[Figure::COUNT..]);
        let stood: Vec<u64> = (0..options).map(|at| votes.and_then(|votes| votes[at]).unwrap_or(0)).collect();
        let shown = shares(&stood);
        facts.before.extend((0..options).map(|at| match votes.and_then(|votes| votes[at]) {
            Some(_) => shown[at] + 1,
            None => 0,
        }));
    }
    facts
}
