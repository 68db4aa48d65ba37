//! Numbers for people: one pure function each, the same in server and browser.

use crate::order::order;

/// How a language writes numbers (CLDR), with digits in groups of three. The words of a language bring it; a program without a
/// page has [`Locale::ENGLISH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between groups of three digits: `,`.
    pub group: &'static str,
    /// Before tenths: `.`.
    pub decimal: &'static str,
    /// Before and after the number of a percentage: nothing and `%`.
    pub percent: [&'static str; 2],
    /// Before, between and after hour and minute: `:` between them.
    pub clock: [&'static str; 3],
}

impl Locale {
    /// `1,234,567`, `34.1%`, `20:05`.
    pub const ENGLISH: Self = Self { group: ",", decimal: ".", percent: ["", "%"], clock: ["", ":", ""] };

    /// A count with the locale's grouping: `1,234,567`.
    #[must_use]
    pub fn count(&self, figure: u64) -> String {
        let digits = figure.to_string();
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(self.group);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A difference with its sign: `+1,234`, `−12`, `±0`.
    #[must_use]
    pub fn difference(&self, figure: i64) -> String {
        format!("{}{}", sign(figure), self.count(figure.unsigned_abs()))
    }

    /// Tenths of a percent as a percentage with one decimal: 341 is `34.1%`.
    #[must_use]
    pub fn percent(&self, tenths: u32) -> String {
        self.percent[0].to_owned() + &self.tenths(tenths) + self.percent[1]
    }

    /// Tenths of a percent as a whole percentage, never rounded up to 100 nor down to 0: `71%`.
    #[must_use]
    pub fn whole_percent(&self, part: u64, whole: u64) -> String {
        self.percent[0].to_owned() + &whole_percent(part, whole).to_string() + self.percent[1]
    }

    /// Tenths of a percentage point with sign: `+5.2`, `−0.3`, `±0.0`.
    #[must_use]
    pub fn points(&self, tenths: i32) -> String {
        format!("{}{}", sign(tenths.into()), self.tenths(tenths.unsigned_abs()))
    }

    /// Tenths with one decimal: 52 is `5.2`.
    #[must_use]
    pub fn tenths(&self, tenths: u32) -> String {
        format!("{}{}{}", tenths / 10, self.decimal, tenths % 10)
    }

    /// A time of day at `offset` seconds east of UTC: `20:05`.
    #[must_use]
    pub fn clock(&self, at_ms: i64, offset: i32) -> String {
        let (hour, minute) = time_of_day(at_ms, offset);
        let [before, between, after] = self.clock;
        format!("{before}{hour:02}{between}{minute:02}{after}")
    }
}

fn sign(figure: i64) -> &'static str {
    match figure {
        0 => "±",
        1.. => "+",
        _ => "−",
    }
}

/// A whole percentage that is 100 only when everything is there and 0 only when nothing is.
#[must_use]
pub fn whole_percent(part: u64, whole: u64) -> u64 {
    if part == 0 || whole == 0 {
        return 0;
    }
    if part >= whole {
        return 100;
    }
    let rounded = (u128::from(part) * 200 + u128::from(whole)) / (u128::from(whole) * 2);
    u64::try_from(rounded).unwrap_or(100).clamp(1, 99)
}

/// `part` of `whole` in tenths of a percent, rounded half up; `None` of nothing.
#[must_use]
pub fn share(part: u64, whole: u64) -> Option<u32> {
    if whole == 0 {
        return None;
    }
    let tenths = (u128::from(part) * 2000 + u128::from(whole)) / (u128::from(whole) * 2);
    u32::try_from(tenths).ok()
}

/// The shares of votes in tenths of a percent, which add up to 1000 (100.0 %): rounded down, and the tenths that are left go
/// to the largest remainders (of equal ones to the more votes, then to the earlier). All 0 where there are no votes.
#[must_use]
pub fn shares(votes: &[u64]) -> Vec<u32> {
    let sum: u128 = votes.iter().map(|vote| u128::from(*vote)).sum();
    if sum == 0 {
        return vec![0; votes.len()];
    }
    let exact = |vote: u64| u128::from(vote) * 1000;
    let mut tenths: Vec<u32> =
        votes.iter().map(|vote| u32::try_from(exact(*vote) / sum).expect("a share is at most 1000 tenths")).collect();
    let rest = |at: usize| (exact(votes[at]) % sum, votes[at]);
    let order = order(votes.len(), &|one, other| rest(other).cmp(&rest(one)));
    let left = 1000 - tenths.iter().sum::<u32>();
    for at in order.into_iter().take(left as usize) {
        tenths[at] += 1;
    }
    tenths
}

/// The options in order of their votes, most first; of equal ones the earlier on the ballot.
#[must_use]
pub fn ranking(votes: &[u64]) -> Vec<usize> {
    order(votes.len(), &|one, other| votes[other].cmp(&votes[one]))
}

/// Hour and minute at `offset` seconds east of UTC.
fn time_of_day(at_ms: i64, offset: i32) -> (i64, i64) {
    let minutes = (at_ms.div_euclid(1000) + i64::from(offset)).div_euclid(60).rem_euclid(24 * 60);
    (minutes / 60, minutes % 60)
}

/// A time of day `HH:MM` (24 h) at `offset` seconds east of UTC, for texts without a language.
#[must_use]
pub fn clock(at_ms: i64, offset: i32) -> String {
    Locale::ENGLISH.clock(at_ms, offset)
}
