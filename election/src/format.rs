//! Numbers for people: one pure function each, the same in server and browser.

/// How a language writes numbers (CLDR).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    group: &'static str,
    decimal: &'static str,
    percent_before: &'static str,
    percent_after: &'static str,
}

const NBSP: &str = "\u{a0}";

impl Locale {
    /// The locale of a language code (`en`, `sq`, `sr-Cyrl` …); English for one we do not know.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let of = |group, decimal, percent_before, percent_after| Self { group, decimal, percent_before, percent_after };
        match language.split('-').next().unwrap_or_default() {
            "sq" => of(NBSP, ",", "", "%"),
            "sr" | "id" => of(".", ",", "", "%"),
            "bs" | "de" => of(".", ",", "", "\u{a0}%"),
            "tr" => of(".", ",", "%", ""),
            _ => of(",", ".", "", "%"),
        }
    }

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
        format!("{}{}{}", self.percent_before, self.tenths(tenths), self.percent_after)
    }

    /// Tenths of a percent as a whole percentage, never rounded up to 100 nor down to 0: `71%`.
    #[must_use]
    pub fn whole_percent(&self, part: u64, whole: u64) -> String {
        format!("{}{}{}", self.percent_before, whole_percent(part, whole), self.percent_after)
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
    let mut order: Vec<usize> = (0..votes.len()).collect();
    order.sort_by_key(|at| (core::cmp::Reverse((exact(votes[*at]) % sum, votes[*at])), *at));
    let left = 1000 - tenths.iter().sum::<u32>();
    for at in order.into_iter().take(left as usize) {
        tenths[at] += 1;
    }
    tenths
}

/// The options in order of their votes, most first; of equal ones the earlier on the ballot.
#[must_use]
pub fn ranking(votes: &[u64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..votes.len()).collect();
    order.sort_by_key(|at| (core::cmp::Reverse(votes[*at]), *at));
    order
}

/// A time of day `HH:MM` (24 h) at `offset` seconds east of UTC.
#[must_use]
pub fn clock(at_ms: i64, offset: i32) -> String {
    let minutes = (at_ms.div_euclid(1000) + i64::from(offset)).div_euclid(60).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
