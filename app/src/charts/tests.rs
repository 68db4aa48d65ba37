//! What every drawing keeps: nothing but paints, words that can be read and do not cover each other, few bytes.

use election::charts::{Against, Course, Histogram, Moment};
use election::format::Locale;
use proptest::prelude::*;

use super::*;

fn course(moments: u32, lists: u64) -> Course {
    let moment = |at: u32| Moment {
        at: 1_760_000_000_000 + i64::from(at) * 60_000,
        counted: at + 1,
        votes: (0..lists).map(|list| u64::from(at + 1) * (100 - list * 3)).collect(),
    };
    Course { of: moments.max(1), moments: (0..moments).map(moment).collect(), begins: vec![(1_760_003_000_000, 1)] }
}

fn timeline(course: &Course, against: Against, measure: Measure) -> TimelineChart<'_> {
    TimelineChart {
        course,
        against,
        measure,
        names: vec!["A & B"; course.moments.first().map_or(0, |moment| moment.votes.len())],
        categories: vec!["Stations", "Postal <votes>"],
        named: 6,
        compact: false,
        utc_offset: 0,
        upright: "Share",
        lower: "Time",
    }
}

fn drawn(chart: &impl Chart) -> String {
    super::svg(chart, "What is to be seen", Locale::ENGLISH)
}

/// Every text of a drawing: class, x, y, size, words.
fn texts(svg: &str) -> Vec<(String, f64, f64, f64, String)> {
    let value = |tag: &str, name: &str| -> String {
        let from = tag.find(&format!(" {name}=\"")).expect(name) + name.len() + 3;
        tag[from..].split('"').next().expect("a value").to_owned()
    };
    let number = |tag: &str, name: &str| value(tag, name).parse::<f64>().expect(name);
    let text = |tag: &str| {
        let words = tag.split_once('>').expect("a tag").1.split('<').next().expect("words").to_owned();
        (value(tag, "class"), number(tag, "x"), number(tag, "y"), number(tag, "font-size"), words)
    };
    svg.split("<text").skip(1).map(text).collect()
}

#[test]
fn a_drawing_names_paints_and_no_colours() {
    let course = course(60, 12);
    let svg = drawn(&timeline(&course, Against::Time, Measure::Share));
    assert!(svg.contains("--c:var(--o0)") && svg.contains("class=\"s p-line\""));
    for colour in ["#", "rgb", "fill=", "stroke=\""] {
        assert!(!svg.contains(colour), "{colour}");
    }
}

#[test]
fn names_of_lists_and_categories_stay_text() {
    let course = course(60, 3);
    let svg = drawn(&timeline(&course, Against::Time, Measure::Share));
    assert!(svg.contains("A &amp; B") && svg.contains("Postal &lt;votes&gt;") && !svg.contains("<votes>"));
}

#[test]
fn there_is_a_drawing_for_phones_and_one_for_wider_screens_and_both_can_be_read() {
    let course = course(60, 5);
    let svg = drawn(&timeline(&course, Against::Counted, Measure::Votes));
    assert_eq!((svg.matches("<svg").count(), svg.matches("role=\"img\"").count()), (2, 2));
    // A phone of 390 pixels leaves 358, one of 360 leaves 328.
    let narrow = svg.split("<svg").nth(1).expect("the narrow one");
    assert!(texts(narrow).iter().all(|(.., size, _)| size / 10.0 * 328.0 / 358.0 >= 11.0));
}

#[test]
fn labels_at_the_ends_of_lines_never_touch() {
    let course = course(90, 14);
    for measure in [Measure::Share, Measure::Votes] {
        for svg in drawn(&timeline(&course, Against::Time, measure)).split("<svg").skip(1) {
            let texts = texts(svg);
            let labels: Vec<f64> = texts.iter().filter(|text| text.0.starts_with("t b")).map(|text| text.2).collect();
            assert_eq!(labels.len(), 6);
            assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= 165.0), "{labels:?}");
        }
    }
}

#[test]
fn a_course_of_one_moment_or_none_does_not_fail() {
    for moments in [0, 1, 2] {
        let course = course(moments, 2);
        assert!(drawn(&timeline(&course, Against::Time, Measure::Share)).contains("</svg>"));
    }
}

#[test]
fn half_a_million_stations_weigh_as_much_as_some_hundred() {
    let points: Vec<[u32; 2]> = (0..500_000_u32).map(|at| [300 + at * 7 % 500, 100 + at * 13 % 700]).collect();
    let chart = ScatterChart { points: &points, paint: Paint::List(0), upright: "Share", lower: "Turnout" };
    assert!(drawn(&chart).len() < 400_000, "{}", drawn(&chart).len());
    let few = ScatterChart { points: &points[..MOST_DOTS], ..chart };
    assert_eq!(drawn(&few).matches("<circle").count(), 2 * MOST_DOTS);
}

#[test]
fn a_rectangle_is_drawn_for_every_bin_that_holds_something() {
    let histogram = Histogram::of((0..200).map(|at| 300 + at).chain([900]).collect());
    let chart = HistogramChart {
        histogram: &histogram,
        paint: Paint::Soft,
        upright: "Stations",
        lower: "Turnout",
        middle: "Middle",
    };
    let bins = histogram.bins().filter(|(.., count)| *count > 0).count();
    assert_eq!(drawn(&chart).matches("class=\"f p-ink-soft\"").count(), 2 * bins);
}

proptest! {
    #[test]
    fn swings_are_drawn_inside_the_sheet(dots in proptest::collection::vec((0_u32..=1000, 0_u32..=1000, 1_u64..9000), 0..40)) {
        let dot = |(before, now, votes): &(u32, u32, u64)| SwingDot {
            before: *before, now: *now, votes: *votes, complete: votes % 2 == 0, name: "A place".into(),
        };
        let dots: Vec<SwingDot> = dots.iter().map(dot).collect();
        let chart = SwingChart { dots: &dots, paint: Paint::List(1), upright: "Now", lower: "Before", diagonal: "same" };
        let svg = drawn(&chart);
        for (width, part) in [3580.0, 7600.0].into_iter().zip(svg.split("<svg").skip(1)) {
            prop_assert!(texts(part).iter().all(|(_, x, ..)| (0.0..=width).contains(x)));
        }
        prop_assert!(svg.matches("class=\"s\" style=\"--c:var(--o1)\"").count() == 2 * dots.len());
    }
}
