//! What is in the ballot box of a cell: whole numbers that add up, in the figures that the authority reports.

use election::definition::{Definition, VoteVariation};
use election::plausibility::{Rule, Severity, verify};
use election::report::Figure;
use election::{ContestIx, Count, CountItemStatus, Figures, OptionIx, Report};

use super::baseline::Sums;
use super::geography::Landscape;
use super::places::Places;
use super::random::{Purpose, Random, normal, uniform};

/// One contest, ready to be counted.
pub(super) struct BallotBox<'a> {
    pub(super) definition: &'a Definition,
    pub(super) contest: ContestIx,
    pub(super) sums: &'a Sums,
    pub(super) places: &'a Places,
    pub(super) ballots: &'a [u32],
    pub(super) landscape: &'a Landscape,
    pub(super) seed: u64,
}

impl BallotBox<'_> {
    /// The count of a cell as it will stand in the end; `None` if no count satisfies the contest's hard rules.
    ///
    /// Where chance produces what a rule objects to, the cell is counted again with less of it.
    pub(super) fn truth(&self, cell: usize) -> Option<Report> {
        let mut accepted = None;
        for calm in [1.0, 0.6, 0.3, 0.0] {
            let report = self.draw(cell, calm);
            match verify(self.definition, &report) {
                Ok((_, flags)) if flags.is_empty() => return Some(report),
                Ok(_) => accepted = accepted.or(Some(report)),
                Err(_) => {}
            }
        }
        accepted
    }

    fn draw(&self, cell: usize, calm: f64) -> Report {
        let units = &self.definition.units;
        let contest = &self.definition.contests[self.contest.at()];
        let mut random = Random::of(self.seed, Purpose::Spoilt, cell, self.contest.at());
        let ballots = self.ballots[cell];
        let rate = |figure: Figure, low: f64, high: f64| {
            let national = low + (high - low) * uniform(self.seed, Purpose::Spoilt, self.contest.at(), figure as usize);
            calm * national * (1.0 + 0.35 * normal(self.seed, Purpose::Spoilt, cell, figure as usize)).max(0.1)
        };
        let invalid = random.binomial(ballots, rate(Figure::Invalid, 0.011, 0.02));
        let blank = random.binomial(ballots - invalid, rate(Figure::Blank, 0.003, 0.007));
        let blank = if contest.reports(Figure::Blank) { blank } else { 0 };
        let weights = self.landscape.weights(self.definition, self.sums, self.places, cell, calm);
        let mut votes = vec![0; weights.len()];
        random.multinomial(self.marks(ballots - invalid - blank), &weights, &mut votes);
        let valid = votes.iter().sum();
        let mut figures = Figures::from_votes(&votes);
        let all = [self.places.voters[cell], ballots, valid, invalid, blank];
        for figure in Figure::ALL.into_iter().filter(|figure| contest.reports(*figure)) {
            figures.set(figure, Count::from(Some(all[figure as usize])));
        }
        Report {
            contest: self.contest,
            unit: units.unit_of_cell(cell),
            category: units.category_of_cell(cell),
            revision: 1,
            observed_at: 0,
            status: CountItemStatus::Completed,
            figures,
            source: String::new(),
            reason: String::new(),
        }
    }

    /// Votes on so many valid ballots: one each, unless several are allowed and the rules expect it.
    fn marks(&self, valid: u32) -> u32 {
        let contest = &self.definition.contests[self.contest.at()];
        let several = matches!(contest.variation, VoteVariation::NOfM | VoteVariation::Approval);
        let one_each = [Rule::SumMismatch, Rule::SumOverRegistered, Rule::SumOverBallots, Rule::StationSize];
        let free = one_each.iter().all(|rule| contest.rules.get(*rule).severity == Severity::Off);
        if several && free { valid * 9 / 5 } else { valid }
    }
}

/// The votes of a report, a missing one as 0.
pub(super) fn votes(report: &Report) -> Vec<u32> {
    report.figures.votes().iter().map(|vote| vote.or_zero()).collect()
}

/// Gives a report other votes, and what follows from them: valid votes and ballots.
pub(super) fn set_votes(report: &mut Report, votes: &[u32]) {
    let before = u64::from(report.figures.get(Figure::Valid).or_zero());
    for (option, vote) in votes.iter().enumerate() {
        report.figures.set_vote(OptionIx::new(option), Count::from(Some(*vote)));
    }
    let sum = report.figures.vote_sum();
    if report.figures.get(Figure::Valid).get().is_none() {
        return;
    }
    report.figures.set(Figure::Valid, Count::from(u32::try_from(sum).ok()));
    if let Some(ballots) = report.figures.get(Figure::Ballots).get() {
        let ballots = (u64::from(ballots) + sum).saturating_sub(before);
        report.figures.set(Figure::Ballots, Count::from(u32::try_from(ballots).ok()));
    }
}
