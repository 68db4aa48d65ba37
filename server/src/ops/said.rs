//! Figures in words for operators.

use std::time::Duration;

use crate::telemetry::Within;

/// `12,345`
pub(super) fn count(figure: u64) -> String {
    app::words::locale("en").count(figure)
}

/// `1 row`, `12 rows`
pub(super) fn counted(figure: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(figure), if figure == 1 { one } else { more })
}

/// So many a second: `0.3`, `12`, `1,234`.
pub(super) fn rate(rate: f64) -> String {
    if rate > 0.0 && rate < 9.95 {
        return format!("{rate:.1}");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rates are small and not negative")]
    count(rate.round().max(0.0) as u64)
}

/// `812 B`, `1.2 kB`, `34 MB`: the figure and its unit.
pub(super) fn bytes(bytes: f64) -> (String, &'static str) {
    let units = ["B", "kB", "MB", "GB"];
    let (mut left, mut at) = (bytes.max(0.0), 0);
    while left >= 999.5 && at + 1 < units.len() {
        left /= 1_000.0;
        at += 1;
    }
    let digits = usize::from(at > 0 && left < 9.95);
    (format!("{left:.digits$}"), units[at])
}

/// `42 s`, `12 min`, `3 h 05 min`
pub(super) fn age(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..3_600 => format!("{} min", seconds / 60),
        _ => format!("{} h {:02} min", seconds / 3_600, seconds / 60 % 60),
    }
}

/// `250 ms`, `1.5 s`
pub(super) fn time(time: Duration) -> String {
    if time < Duration::from_secs(1) { format!("{} ms", time.as_millis()) } else { format!("{} s", time.as_secs_f64()) }
}

/// Where a part of all ends: `≤ 250 ms`.
pub(super) fn within(within: Within) -> String {
    match within {
        Within::Most(most) => format!("≤ {}", time(most)),
        Within::Over(least) => format!("> {}", time(least)),
    }
}

/// What gives way at a level of shedding.
pub(super) fn shed(level: u8) -> &'static str {
    match level {
        0 => "nothing gives way",
        1 => "new sockets are refused",
        2..=5 => "new sockets are refused, and figures come less often",
        _ => "sockets are sent away to poll",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_exact_enough() {
        assert_eq!([0.0, 0.04, 0.25, 9.94, 9.96, 1_234.4].map(rate), ["0", "0.0", "0.2", "9.9", "10", "1,234"]);
        let sizes = [0.0, 999.0, 1_000.0, 12_345.0, 999_600.0, 5e12].map(|size| {
            let (figure, unit) = bytes(size);
            format!("{figure} {unit}")
        });
        assert_eq!(sizes, ["0 B", "999 B", "1.0 kB", "12 kB", "1.0 MB", "5000 GB"]);
        assert_eq!(
            [0, 119, 120, 3_599, 3_600, 11_100].map(age),
            ["0 s", "119 s", "2 min", "59 min", "1 h 00 min", "3 h 05 min"]
        );
        assert_eq!(within(Within::Most(Duration::from_millis(1_500))), "≤ 1.5 s");
        assert_eq!(within(Within::Over(Duration::from_secs(15))), "> 15 s");
        assert_eq!([counted(1, "row", "rows"), counted(1_200, "row", "rows")], ["1 row", "1,200 rows"]);
    }
}
