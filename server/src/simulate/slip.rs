//! Mistakes that people make when they type in a count, and the words with which they put them right.

use election::definition::Definition;
use election::plausibility::{Rule, Severity, verify};
use election::report::Figure;
use election::{Count, OptionIx, Report};

use super::count::{set_votes, votes};
use super::life::is_plain;
use super::random::Random;

/// A mistake: what is reported first, and why it changes.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    /// The report with the mistake.
    pub(super) wrong: Report,
    /// Why the right one follows.
    pub(super) reason: String,
    /// If the wrong one is taken back before the right one is known: why.
    pub(super) taken_back: Option<String>,
}

impl Slip {
    /// A mistake that no rule notices.
    pub(super) fn draw(
        definition: &Definition,
        truth: &Report,
        other: impl FnOnce() -> Option<Report>,
        random: &mut Random,
    ) -> Option<Self> {
        let drawn = match random.below(100) {
            0..36 => digits_swapped(definition, truth, random),
            36..54 => lists_swapped(definition, truth, random),
            54..68 => page_left_out(truth, random),
            68..82 => wrong_place(truth, other),
            82..88 => spoilt_swapped(truth),
            _ => counted_again(truth, random),
        };
        let passes = |slip: &Self| slip.wrong.figures != truth.figures && is_plain(definition, &slip.wrong);
        drawn
            .filter(passes)
            .or_else(|| digits_swapped(definition, truth, random).filter(passes))
            .or_else(|| counted_again(truth, random).filter(passes))
    }

    /// A mistake that a soft rule notices, in a contest that has such a rule.
    pub(super) fn draw_flagged(definition: &Definition, truth: &Report, random: &mut Random) -> Option<Self> {
        let rules = &definition.contests[truth.contest.at()].rules;
        let is_soft = |rule: Rule| rules.get(rule).severity == Severity::Soft;
        let unaccounted = || ballots_unaccounted(definition, truth);
        let missing = |random: &mut Random| figure_missing(truth, random);
        let drawn = match (is_soft(Rule::BallotsUnaccounted), is_soft(Rule::FigureMissing)) {
            (true, true) if random.uniform() > 0.75 => missing(random),
            (true, _) => unaccounted(),
            (false, true) => missing(random),
            (false, false) => None,
        };
        drawn.filter(|slip| verify(definition, &slip.wrong).is_ok_and(|(_, flags)| !flags.is_empty()))
    }

    fn corrected(wrong: Report, reason: String) -> Self {
        Self { wrong, reason, taken_back: None }
    }
}

fn digits_swapped(definition: &Definition, truth: &Report, random: &mut Random) -> Option<Slip> {
    let votes = votes(truth);
    let swappable = |option: &usize| swapped(votes[*option]) != votes[*option];
    let candidates: Vec<usize> = (0..votes.len()).filter(swappable).collect();
    let option = *candidates.get(random.below(candidates.len()))?;
    let mut wrong_votes = votes;
    wrong_votes[option] = swapped(wrong_votes[option]);
    let reason = format!("Digits swapped in the votes of {}", short(definition, truth, option));
    Some(Slip::corrected(with_votes(truth, &wrong_votes), reason))
}

/// The number with its last two digits in the other order: 143 for 134.
fn swapped(number: u32) -> u32 {
    if number < 12 { number } else { number - number % 100 + number % 10 * 10 + number / 10 % 10 }
}

/// The votes of two neighbours on the ballot, one of them strong.
fn lists_swapped(definition: &Definition, truth: &Report, random: &mut Random) -> Option<Slip> {
    let mut votes = votes(truth);
    let strongest = (0..votes.len()).max_by_key(|option| votes[*option])?;
    let neighbours: Vec<usize> =
        [strongest.wrapping_sub(1), strongest + 1].into_iter().filter(|at| *at < votes.len()).collect();
    let neighbour = *neighbours.get(random.below(neighbours.len()))?;
    votes.swap(strongest, neighbour);
    let (first, second) = (strongest.min(neighbour), strongest.max(neighbour));
    let reason =
        format!("Votes of {} and {} swapped", short(definition, truth, first), short(definition, truth, second));
    Some(Slip::corrected(with_votes(truth, &votes), reason))
}

fn page_left_out(truth: &Report, random: &mut Random) -> Option<Slip> {
    let mut votes = votes(truth);
    let kept = votes.len() / 2 + random.below(votes.len() / 3);
    votes.get_mut(kept..)?.fill(0);
    Some(Slip::corrected(with_votes(truth, &votes), "Second page of the record was left out".into()))
}

/// The figures of another cell, taken back before the right ones come.
fn wrong_place(truth: &Report, other: impl FnOnce() -> Option<Report>) -> Option<Slip> {
    let mut figures = other()?.figures;
    figures.set(Figure::Registered, truth.figures.get(Figure::Registered));
    Some(Slip {
        wrong: Report { figures, ..truth.clone() },
        reason: "Figures of the right station".into(),
        taken_back: Some("Entered for the wrong station".into()),
    })
}

fn spoilt_swapped(truth: &Report) -> Option<Slip> {
    let mut wrong = truth.clone();
    let (invalid, blank) = (truth.figures.get(Figure::Invalid), truth.figures.get(Figure::Blank));
    if invalid.get().is_none() || blank.get().is_none() {
        return None;
    }
    wrong.figures.set(Figure::Invalid, blank);
    wrong.figures.set(Figure::Blank, invalid);
    Some(Slip::corrected(wrong, "Invalid and blank ballots swapped".into()))
}

/// A few ballots were on the wrong pile.
fn counted_again(truth: &Report, random: &mut Random) -> Option<Slip> {
    let mut votes = votes(truth);
    let from = (0..votes.len()).max_by_key(|option| votes[*option])?;
    let to = (from + 1 + random.below(votes.len().saturating_sub(1))) % votes.len();
    let moved = (1 + random.below(6) as u32).min(votes[from]);
    votes[from] -= moved;
    votes[to] += moved;
    Some(Slip::corrected(with_votes(truth, &votes), "Counted again at the request of observers".into()))
}

/// Ballots of which nobody says what became of them.
fn ballots_unaccounted(definition: &Definition, truth: &Report) -> Option<Slip> {
    let rule = definition.contests[truth.contest.at()].rules.get(Rule::BallotsUnaccounted);
    let ballots = truth.figures.get(Figure::Ballots).get()?;
    let missing = (ballots * (rule.basis_points + 100) / 10_000).max(rule.number) + 3;
    let mut wrong = truth.clone();
    wrong.figures.set(Figure::Ballots, Count::from(Some(ballots + missing)));
    Some(Slip::corrected(wrong, "Ballots in the box counted again".into()))
}

fn figure_missing(truth: &Report, random: &mut Random) -> Option<Slip> {
    let mut wrong = truth.clone();
    let option = random.below(truth.figures.votes().len());
    wrong.figures.set_vote(OptionIx::new(option), Count::MISSING);
    Some(Slip::corrected(wrong, "One line had been left empty".into()))
}

fn with_votes(truth: &Report, votes: &[u32]) -> Report {
    let mut wrong = truth.clone();
    set_votes(&mut wrong, votes);
    wrong
}

fn short<'a>(definition: &'a Definition, report: &Report, option: usize) -> &'a str {
    let option = &definition.contests[report.contest.at()].options[option];
    if option.short.is_empty() { &option.id } else { &option.short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_digits_change_places() {
        assert_eq!([143, 12, 1_020, 7, 55].map(swapped), [134, 21, 1_002, 7, 55]);
    }
}
