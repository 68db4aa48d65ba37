//! Colours of options: how they are written, whether they can be seen on white and told apart.

use core::fmt;

/// `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

impl Colour {
    /// For options that have none: a grey that is readable on white.
    pub(super) const NEUTRAL: Self = Self([0x76; 3]);

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour: write it as #1d5fa8");
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or_else(wrong)?;
        let mut channels = [0; 3];
        for (channel, at) in channels.iter_mut().zip([0, 2, 4]) {
            let pair = &digits[at..at + 2];
            let is_hex = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
            *channel = u8::from_str_radix(pair, 16).ok().filter(|_| is_hex).ok_or_else(wrong)?;
        }
        Ok(Self(channels))
    }

    /// Red, green and blue in proportion to light.
    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The contrast ratio of WCAG 2 with white: 1 to 21.
    pub(super) fn contrast_with_white(self) -> f64 {
        let [red, green, blue] = self.linear();
        1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    }

    /// Distance in Oklab; black and white are 1 apart.
    pub(super) fn distance(self, other: Self) -> f64 {
        let (a, b) = (self.oklab(), other.oklab());
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// Björn Ottosson's matrices (2020).
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn colours_are_six_digits_after_a_hash() {
        assert_eq!(colour("#1D5fA8").to_string(), "#1d5fa8");
        for text in ["1d5fa8", "#fff", "#1d5fag", "red", "#+12345", "#é1234", ""] {
            assert!(Colour::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |text| (colour(text).contrast_with_white() * 100.0).round() / 100.0;
        assert_eq!([contrast("#000000"), contrast("#ffffff"), contrast("#767676")], [21.0, 1.0, 4.54]);
    }

    #[test]
    fn distance_tells_twins_from_others() {
        assert!((colour("#000000").distance(colour("#ffffff")) - 1.0).abs() < 1e-3);
        assert!(colour("#1d5fa8").distance(colour("#1e60a9")) < 0.01);
        assert!(colour("#1d5fa8").distance(colour("#c4161c")) > 0.2);
    }
}
