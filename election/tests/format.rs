//! Figures for people, in every locale.

use election::format::{Locale, clock, ranking, share, shares, whole_percent};

/// As Turkish writes, with a space for the groups.
const OTHER: Locale = Locale { group: "\u{a0}", decimal: ",", percent: ["%", ""], clock: ["", ".", " h"] };

#[test]
fn counts_are_grouped_as_each_language_groups_them() {
    assert_eq!(Locale::ENGLISH.count(1_234_567), "1,234,567");
    assert_eq!(OTHER.count(1_234_567), "1\u{a0}234\u{a0}567");
    assert_eq!(OTHER.count(999), "999");
}

#[test]
fn percentages_have_one_decimal_and_the_sign_where_the_language_puts_it() {
    assert_eq!(Locale::ENGLISH.percent(341), "34.1%");
    assert_eq!(OTHER.percent(1000), "%100,0");
    assert_eq!(OTHER.whole_percent(1, 2), "%50");
}

#[test]
fn times_of_day_stand_in_the_languages_pattern() {
    assert_eq!(Locale::ENGLISH.clock(0, 3600 + 300), "01:05");
    assert_eq!(OTHER.clock(-60_000, 0), "23.59 h");
}

#[test]
fn differences_wear_a_true_minus_and_zero_says_that_it_is_one() {
    let en = Locale::ENGLISH;
    assert_eq!(
        (en.difference(-1234).as_str(), en.difference(5).as_str(), en.difference(0).as_str()),
        ("−1,234", "+5", "±0")
    );
    assert_eq!((en.points(-52).as_str(), en.points(3).as_str()), ("−5.2", "+0.3"));
}

#[test]
fn the_tenths_that_are_left_go_to_the_largest_remainders() {
    assert_eq!(shares(&[1, 1, 1]), [334, 333, 333]);
    assert_eq!(shares(&[2, 2, 3]), [286, 286, 428], "2/7 = 28.57…: both are rounded up before 3/7 = 42.857…");
    assert_eq!(shares(&[0, 0]), [0, 0]);
    assert_eq!(shares(&[1 << 50, 1]), [1000, 0]);
}

#[test]
fn equal_votes_keep_the_order_of_the_ballot() {
    assert_eq!(ranking(&[5, 9, 5, 9]), [1, 3, 0, 2]);
}

#[test]
fn one_hundred_percent_is_said_only_when_everything_is_there() {
    assert_eq!((whole_percent(2532, 2533), whole_percent(2533, 2533), whole_percent(1, 2533)), (99, 100, 1));
    assert_eq!((whole_percent(0, 2533), whole_percent(0, 0)), (0, 0));
}

#[test]
fn a_share_of_nothing_is_none_and_not_zero() {
    assert_eq!((share(0, 0), share(0, 5), share(1, 3)), (None, Some(0), Some(333)));
}

#[test]
fn times_are_told_in_the_elections_zone() {
    assert_eq!(clock(1_739_129_626_000, 3600), "20:33");
    assert_eq!(clock(0, -3600), "23:00");
}
