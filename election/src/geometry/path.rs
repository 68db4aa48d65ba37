//! The shortest SVG path for points in tenths of a pixel: one relative move per ring, the lines that follow it implied, no
//! zero before a point, no separator where a sign or a point does its work.

type Point = [i32; 2];

/// A path of closed rings (the closing point may be there or not). Rings of fewer than two points are left out.
pub(super) fn of_rings(rings: &[Vec<Point>]) -> String {
    let mut pen = Pen::default();
    for ring in rings {
        let open = if ring.len() > 1 && ring.first() == ring.last() { &ring[..ring.len() - 1] } else { ring };
        if open.len() > 1 {
            pen.line(open);
            pen.close(open[0]);
        }
    }
    pen.path
}

/// A path of open lines; one that ends where it starts is closed, so that its corners are joined.
pub(super) fn of_lines(lines: &[Vec<Point>]) -> String {
    let mut pen = Pen::default();
    for line in lines {
        match &line[..] {
            [] | [_] => {}
            [first, middle @ .., last] if first == last && middle.len() > 1 => {
                pen.line(&line[..line.len() - 1]);
                pen.close(*first);
            }
            whole => pen.line(whole),
        }
    }
    pen.path
}

#[derive(Default)]
struct Pen {
    path: String,
    at: Point,
    /// Whether the last number has a decimal point, so that another point starts the next one.
    fraction: bool,
}

impl Pen {
    fn line(&mut self, points: &[Point]) {
        self.path.push('m');
        for (index, point) in points.iter().enumerate() {
            self.number(point[0] - self.at[0], index > 0);
            self.number(point[1] - self.at[1], true);
            self.at = *point;
        }
    }

    /// After closing, the pen is back where the ring began.
    fn close(&mut self, start: Point) {
        self.path.push('z');
        self.at = start;
    }

    fn number(&mut self, tenths: i32, follows: bool) {
        let (whole, fraction) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        let begins_with_point = whole == 0 && fraction > 0;
        if tenths < 0 {
            self.path.push('-');
        } else if follows && !(begins_with_point && self.fraction) {
            self.path.push(' ');
        }
        if !begins_with_point {
            self.path.push_str(&whole.to_string());
        }
        if fraction > 0 {
            self.path.push('.');
            self.path.push_str(&fraction.to_string());
        }
        self.fraction = fraction > 0;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a path back as a browser does: the rings or lines, and whether each is closed.
    pub(in super::super) fn parse(path: &str) -> Vec<(Vec<Point>, bool)> {
        let mut parts: Vec<(Vec<Point>, bool)> = Vec::new();
        let mut at = [0, 0];
        for part in path.split('m').skip(1) {
            let closed = part.ends_with('z');
            let numbers = numbers(part.trim_end_matches('z'));
            assert!(numbers.len().is_multiple_of(2), "odd number of coordinates in {part}");
            let points: Vec<Point> = numbers
                .chunks(2)
                .map(|step| {
                    at = [at[0] + step[0], at[1] + step[1]];
                    at
                })
                .collect();
            if closed {
                at = points[0];
            }
            parts.push((points, closed));
        }
        parts
    }

    /// Numbers by the grammar of SVG, in tenths: a sign, or a second point, begins a new one.
    fn numbers(text: &str) -> Vec<i32> {
        let mut words: Vec<String> = vec![String::new()];
        for letter in text.chars() {
            let word = words.last().unwrap();
            if letter == ' ' || letter == '-' && !word.is_empty() || letter == '.' && word.contains('.') {
                words.push(String::new());
            }
            if letter != ' ' {
                words.last_mut().unwrap().push(letter);
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "test figures are small")]
        words
            .iter()
            .map(|word| (word.parse::<f64>().unwrap_or_else(|_| panic!("{word} in {text}")) * 10.0).round() as i32)
            .collect()
    }

    #[test]
    fn paths_are_as_short_as_they_can_be() {
        let ring = vec![[100, 205], [107, 200], [107, 211], [95, 216]];
        assert_eq!(of_rings(std::slice::from_ref(&ring)), "m10 20.5.7-.5 0 1.1-1.2.5z");
        assert_eq!(
            of_rings(&[ring, vec![[100, 205], [110, 205], [110, 215]]]),
            "m10 20.5.7-.5 0 1.1-1.2.5zm0 0 1 0 0 1z"
        );
    }

    #[test]
    fn lines_are_open_unless_they_end_where_they_start() {
        assert_eq!(
            of_lines(&[vec![[0, 0], [10, 0]], vec![[20, 0], [20, 30], [25, 30], [20, 0]]]),
            "m0 0 1 0m1 0 0 3 .5 0z"
        );
        assert_eq!(of_lines(&[vec![], vec![[1, 1]]]), "");
        assert_eq!(of_lines(&[vec![[0, 0], [10, 0], [0, 0]]]), "m0 0 1 0-1 0");
    }

    fn rings() -> impl Strategy<Value = Vec<Vec<Point>>> {
        proptest::collection::vec(proptest::collection::vec([-3000..9000_i32, 0..9000_i32], 2..20), 1..5)
    }

    proptest! {
        #[test]
        fn a_path_read_back_is_the_rings(rings in rings()) {
            let open: Vec<Vec<Point>> = rings.into_iter().filter(|ring| ring.first() != ring.last()).collect();
            let back: Vec<Vec<Point>> = parse(&of_rings(&open)).into_iter().map(|(ring, closed)| { assert!(closed); ring }).collect();
            prop_assert_eq!(back, open);
        }
    }
}
