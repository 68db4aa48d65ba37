//! What is heard of a cell in the course of the night: partial counts, the count, and mistakes that are put right.

use election::definition::{CountItemType, Definition};
use election::plausibility::verify;
use election::report::Figure;
use election::{Count, CountItemStatus, Figures, Report};

use super::places::Places;
use super::random::{Purpose, Random, pick, uniform};
use super::schedule::{Schedule, contest_delay};
use super::slip::Slip;

/// Which cells of a contest slip, and how the night goes for the others.
pub(super) struct Lives<'a> {
    pub(super) definition: &'a Definition,
    pub(super) places: &'a Places,
    pub(super) schedule: &'a Schedule,
    pub(super) seed: u64,
    pub(super) contest: usize,
    /// Per cell: 0, or that it slips (1) or is flagged (2).
    fates: Vec<u8>,
}

impl<'a> Lives<'a> {
    pub(super) fn of(
        definition: &'a Definition,
        places: &'a Places,
        schedule: &'a Schedule,
        seed: u64,
        contest: usize,
    ) -> Self {
        let cells = 0..places.kinds.len();
        let latest = schedule.end - 25.0 * schedule.minute;
        let early_enough = |cell: &usize| places.is_station(*cell) && schedule.complete[*cell] < latest;
        let candidates: Vec<usize> = cells.filter(early_enough).collect();
        let mut fates = vec![0; places.kinds.len()];
        let stations = candidates.len();
        let flagged = if stations < 20 { 0 } else { (stations / 450).clamp(1, 12) };
        for cell in pick(seed, Purpose::SlipChoice, contest, &candidates, (stations * 3 + 100) / 200) {
            fates[cell] = 1;
        }
        for cell in pick(seed, Purpose::FlagChoice, contest, &candidates, flagged) {
            fates[cell] = 2;
        }
        Self { definition, places, schedule, seed, contest, fates }
    }

    /// Everything that is heard of the cell whose count in the end is `truth`. `other` is the count of another cell, for
    /// figures that end up in the wrong place.
    pub(super) fn tell(
        &self,
        cell: usize,
        truth: Report,
        other: impl FnOnce() -> Option<Report>,
        into: &mut Vec<Report>,
    ) {
        let mut random = Random::of(self.seed, Purpose::Slip, cell, self.contest);
        let delay = contest_delay(self.seed, cell, self.contest) * self.schedule.minute;
        let mut diary = Diary { lives: self, truth, told: Vec::new() };
        let at = self.schedule.complete[cell];
        if !self.schedule.is_done(cell) {
            diary.tell_parts(cell, self.schedule.end, &mut random);
        } else {
            let at = (at + delay).min(self.schedule.end);
            let slip = match self.fates[cell] {
                0 => None,
                // Too late to be noticed in the night.
                _ if at + 5.0 * self.schedule.minute > self.schedule.end => None,
                1 => Slip::draw(self.definition, &diary.truth, other, &mut random),
                _ => Slip::draw_flagged(self.definition, &diary.truth, &mut random),
            };
            match slip {
                Some(slip) => diary.tell_slip(slip, at, &mut random),
                None => {
                    diary.tell_parts(cell, at, &mut random);
                    diary.tell(at, diary.truth.clone());
                }
            }
        }
        into.append(&mut diary.told);
    }

    /// How many partial counts a cell gives before it is complete.
    fn parts(&self, cell: usize) -> u32 {
        let large = self.places.voters[cell] > 250;
        let fate = uniform(self.seed, Purpose::Partial, cell, 0);
        match self.places.kinds[cell] {
            CountItemType::AbsenteeMail if large => 1 + u32::from(fate < 0.5),
            CountItemType::AbsenteeMail | CountItemType::Provisional => u32::from(fate < 0.3),
            _ => u32::from(fate < 0.045),
        }
    }
}

/// The reports of one cell as they are written down, revision by revision.
struct Diary<'a> {
    lives: &'a Lives<'a>,
    truth: Report,
    told: Vec<Report>,
}

impl Diary<'_> {
    fn tell(&mut self, seconds: f64, report: Report) {
        let close = self.lives.definition.polls_close;
        let revision = self.told.last().map_or(1, |last| last.revision + 1);
        let earliest = self.told.last().map_or(i64::MIN, |last| last.observed_at + 1_000);
        let observed_at = (close + seconds.floor() as i64 * 1_000).max(earliest);
        self.told.push(Report { revision, observed_at, ..report });
    }

    /// Partial counts ahead of `until`.
    fn tell_parts(&mut self, cell: usize, until: f64, random: &mut Random) {
        let parts = self.lives.parts(cell);
        let minute = self.lives.schedule.minute;
        for part in 0..parts {
            let at = until - f64::from(parts - part) * random.between(14.0, 30.0) * minute;
            let share = (f64::from(part) + random.between(0.35, 0.75)) / f64::from(parts);
            if at > 25.0 * minute
                && let Some(report) = self.part(share, random)
            {
                self.tell(at, report);
            }
        }
    }

    /// A count of a share of the ballots: no option has fewer votes than in the part before.
    fn part(&self, share: f64, random: &mut Random) -> Option<Report> {
        let before = self.told.last().map(|last| &last.figures);
        let mut report = Report { status: CountItemStatus::InProcess, ..self.truth.clone() };
        let grown = |now: Count, before: Option<Count>, random: &mut Random| {
            let done = before.map_or(0, Count::or_zero);
            done + random.binomial(now.or_zero().saturating_sub(done), share)
        };
        let votes: Vec<u32> = (0..report.figures.votes().len())
            .map(|option| grown(report.figures.votes()[option], before.map(|before| before.votes()[option]), random))
            .collect();
        let sum: u32 = votes.iter().sum();
        let mut ballots = sum;
        let mut figures = Figures::from_votes(&votes);
        for figure in [Figure::Invalid, Figure::Blank] {
            if report.figures.get(figure).get().is_some() {
                let count = grown(report.figures.get(figure), before.map(|before| before.get(figure)), random);
                figures.set(figure, Count::from(Some(count)));
                ballots += count;
            }
        }
        let ballots = ballots.min(report.figures.get(Figure::Ballots).or_zero());
        for (figure, count) in [(Figure::Valid, sum), (Figure::Ballots, ballots)] {
            let reported = report.figures.get(figure).get().is_some();
            figures.set(figure, Count::from(reported.then_some(count)));
        }
        figures.set(Figure::Registered, report.figures.get(Figure::Registered));
        report.figures = figures;
        (sum >= 20 && is_plain(self.lives.definition, &report)).then_some(report)
    }

    fn tell_slip(&mut self, slip: Slip, at: f64, random: &mut Random) {
        let Lives { schedule, .. } = self.lives;
        let (last, minute) = (schedule.end, schedule.minute);
        let mut noticed = at + random.between(9.0, 75.0) * minute;
        if noticed > last {
            noticed = at + (last - at) * random.between(0.4, 0.95);
        }
        self.tell(at, slip.wrong);
        if let Some(reason) = slip.taken_back {
            let taken_back = at + (noticed - at) * random.between(0.2, 0.6);
            let empty = Figures::missing(self.truth.figures.votes().len());
            self.tell(
                taken_back,
                Report { status: CountItemStatus::NotProcessed, figures: empty, reason, ..self.truth.clone() },
            );
        }
        self.tell(noticed, Report { reason: slip.reason, ..self.truth.clone() });
    }
}

/// Whether a report is accepted without a flag.
pub(super) fn is_plain(definition: &Definition, report: &Report) -> bool {
    verify(definition, report).is_ok_and(|(_, flags)| flags.is_empty())
}
