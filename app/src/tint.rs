//! Party colours on the page: tints for margins computed in OKLCH (same hue, steps in lightness and chroma, so that a strong
//! lead looks strong for every party), bar colours that stand out from the page, and the text colour on each.

/// A colour in sRGB, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgb(pub [f64; 3]);

/// A colour by lightness (0 to 1), chroma and hue (radians).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// The page that colours stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How many steps of margin there are.
pub const STEPS: usize = 5;

/// What a colour that cannot be read is shown as.
const NEUTRAL: Rgb = Rgb([0.45, 0.45, 0.45]);

impl Ground {
    /// The page's background: the same as in `style/start.scss`.
    #[must_use]
    pub fn colour(self) -> Rgb {
        match self {
            Self::Light => Rgb([1.0, 1.0, 1.0]),
            Self::Dark => Rgb([0x14 as f64 / 255.0, 0x17 as f64 / 255.0, 0x1c as f64 / 255.0]),
        }
    }

    /// Lightness of the first step, lightness that the last one tends to, the range that it stays in, and the part of the
    /// chroma that the first step has.
    fn steps(self) -> (f64, f64, [f64; 2], f64) {
        match self {
            Self::Light => (0.905, 0.52, [0.40, 0.70], 0.3),
            Self::Dark => (0.35, 0.68, [0.58, 0.80], 0.5),
        }
    }
}

impl Rgb {
    /// The colour of `#rrggbb`.
    #[must_use]
    pub fn of(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#')?;
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let channel = |at: usize| Some(f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0);
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0.map(byte);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio (WCAG 2.2), 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is easier to read on this colour.
    #[must_use]
    pub fn on(self) -> Self {
        let [white, black] = [Self([1.0; 3]), Self([0.0; 3])];
        if self.contrast(white) >= self.contrast(black) { white } else { black }
    }

    /// What the screen shows: whole bytes.
    fn rounded(self) -> Self {
        Self(self.0.map(|channel| f64::from(byte(channel)) / 255.0))
    }

    fn oklch(self) -> Oklch {
        let [red, green, blue] = self.0.map(linear);
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let middle = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * long + 0.793_617_785_0 * middle - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205_0 * middle + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * middle - 0.808_675_766_0 * short;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl Oklch {
    /// The colour in sRGB, with as much of its chroma as a screen can show.
    fn rgb(self) -> Rgb {
        let (mut least, mut most) = (0.0, self.chroma);
        if self.linear_rgb().iter().all(is_shown) {
            least = most;
        }
        while most - least > 0.001 {
            let chroma = f64::midpoint(least, most);
            if (Self { chroma, ..self }).linear_rgb().iter().all(is_shown) {
                least = chroma;
            } else {
                most = chroma;
            }
        }
        Rgb((Self { chroma: least, ..self }).linear_rgb().map(encoded)).rounded()
    }

    fn linear_rgb(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let cube = |a_part: f64, b_part: f64| (self.lightness + a_part * a + b_part * b).powi(3);
        let long = cube(0.396_337_777_4, 0.215_803_757_3);
        let middle = cube(-0.105_561_345_8, -0.063_854_172_8);
        let short = cube(-0.089_484_177_5, -1.291_485_548_0);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701_0 * short,
        ]
    }
}

fn is_shown(channel: &f64) -> bool {
    (-0.000_1..=1.000_1).contains(channel)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(channel: f64) -> u8 {
    (channel.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn linear(channel: f64) -> f64 {
    if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

fn encoded(channel: f64) -> f64 {
    let channel = channel.clamp(0.0, 1.0);
    if channel <= 0.003_130_8 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 }
}

/// The tints of a party's colour, from a narrow lead to a wide one.
#[must_use]
pub fn tints(colour: Rgb, ground: Ground) -> [Rgb; STEPS] {
    let own = colour.oklch();
    let (first, towards, [least, most], pale) = ground.steps();
    // Near its own lightness, so that a light blue and a dark blue stay two colours, yet near enough to the others' steps.
    let last = (towards * 0.45 + own.lightness * 0.55).clamp(least, most);
    let chroma = own.chroma.min(0.2);
    std::array::from_fn(|step| {
        let along = step as f64 / (STEPS - 1) as f64;
        let lightness = first + (last - first) * along;
        Oklch { lightness, chroma: chroma * (pale + (1.0 - pale) * along), hue: own.hue }.rgb()
    })
}

/// The party's colour for bars and swatches: its own, moved in lightness until it stands out from the page by 3:1.
#[must_use]
pub fn solid(colour: Rgb, ground: Ground) -> Rgb {
    let mut moved = colour.oklch();
    let step = if ground == Ground::Light { -0.01 } else { 0.01 };
    let mut shown = colour;
    while shown.contrast(ground.colour()) < 3.05 && (0.0..=1.0).contains(&(moved.lightness + step)) {
        moved.lightness += step;
        shown = moved.rgb();
    }
    shown
}

/// Custom properties of the options' colours: `--o0` (bars), `--o0-on` (text on them), `--o0-1` … `--o0-5` (tints).
#[must_use]
pub fn properties<'a>(colours: impl Iterator<Item = &'a str>, ground: Ground) -> String {
    let mut css = String::new();
    for (option, hex) in colours.enumerate() {
        let colour = Rgb::of(hex).unwrap_or(NEUTRAL);
        let solid = solid(colour, ground);
        css += &format!("--o{option}:{};--o{option}-on:{};", solid.hex(), solid.on().hex());
        for (step, tint) in tints(colour, ground).into_iter().enumerate() {
            css += &format!("--o{option}-{}:{};", step + 1, tint.hex());
        }
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOURS: [&str; 12] = [
        "#1d5fa8", "#d7263d", "#f2b705", "#2e8b57", "#7b3fa0", "#e36414", "#0f1115", "#9aa0a6", "#00b4d8", "#ffffff",
        "#ffff00", "#5a3a1b",
    ];

    fn each() -> impl Iterator<Item = (Rgb, Ground)> {
        COLOURS.iter().flat_map(|hex| [Ground::Light, Ground::Dark].map(|ground| (Rgb::of(hex).unwrap(), ground)))
    }

    #[test]
    fn a_colour_survives_the_way_to_oklch_and_back() {
        for hex in COLOURS {
            assert_eq!(Rgb::of(hex).unwrap().oklch().rgb().hex(), hex);
        }
    }

    #[test]
    fn what_is_not_a_colour_is_none() {
        for text in ["", "#12345", "1d5fa8", "#gggggg", "#é1234"] {
            assert_eq!(Rgb::of(text), None);
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((Rgb([0.0; 3]).contrast(Rgb([1.0; 3])) - 21.0).abs() < 1e-9);
        let grey = Rgb::of("#767676").unwrap().contrast(Rgb([1.0; 3]));
        assert!((grey - 4.54).abs() < 0.01);
    }

    #[test]
    fn bars_stand_out_from_the_page_by_three_to_one() {
        for (colour, ground) in each() {
            let ratio = solid(colour, ground).contrast(ground.colour());
            assert!(ratio >= 3.0, "{colour:?} on {ground:?}: {ratio}");
        }
    }

    #[test]
    fn text_on_a_bar_or_a_tint_reaches_four_and_a_half_to_one() {
        for (colour, ground) in each() {
            for shown in tints(colour, ground).into_iter().chain([solid(colour, ground)]) {
                assert!(shown.contrast(shown.on()) >= 4.5, "{colour:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn a_wider_lead_is_farther_from_the_page_for_every_party() {
        for (colour, ground) in each() {
            let distance = tints(colour, ground).map(|tint| tint.contrast(ground.colour()));
            assert!(distance.windows(2).all(|pair| pair[1] > pair[0] * 1.05), "{colour:?} on {ground:?}: {distance:?}");
        }
    }

    #[test]
    fn a_tint_keeps_the_hue() {
        for hex in ["#1d5fa8", "#d7263d", "#2e8b57"] {
            let colour = Rgb::of(hex).unwrap();
            for tint in tints(colour, Ground::Light) {
                assert!((tint.oklch().hue - colour.oklch().hue).abs() < 0.06, "{hex} {}", tint.hex());
            }
        }
    }
}
