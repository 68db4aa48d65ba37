//! Colours by what they mean. Only a backend, or the style sheet after it, knows what they look like.

use plotters::style::RGBColor;

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Text that matters.
    Ink,
    /// Other text, neutral marks.
    Soft,
    /// The words and figures of axes.
    Quiet,
    /// Hairlines.
    Hair,
    /// The line that things stand on.
    Firm,
    /// The page.
    Ground,
    /// A list that is not told by colour.
    Other,
    /// A list (its position on the ballot).
    List(u16),
}

impl Paint {
    /// The meanings that are not a list, with the names of their custom properties.
    pub(super) const NEUTRAL: [(Self, &'static str); 7] = [
        (Self::Ink, "ink"),
        (Self::Soft, "ink-soft"),
        (Self::Quiet, "ink-quiet"),
        (Self::Hair, "line"),
        (Self::Firm, "line-firm"),
        (Self::Ground, "ground"),
        (Self::Other, "hatch"),
    ];

    /// The custom property of the page that holds it (without `--`).
    #[must_use]
    pub fn property(self) -> String {
        match self {
            Self::List(list) => format!("o{list}"),
            other => Self::NEUTRAL.iter().find(|(paint, _)| *paint == other).map_or("ink", |(_, name)| name).to_owned(),
        }
    }
}

/// What paints look like on a backend.
pub trait Paints {
    /// The colour of a paint.
    fn colour(&self, paint: Paint) -> RGBColor;
}

/// Not colours, but numbers of paints, which [`super::Svg`] turns back into names: plotters carries nothing but colours.
#[derive(Clone, Copy, Debug)]
pub struct Keys;

/// The first channel of a list's number.
const LIST: u8 = 0xff;

impl Paints for Keys {
    fn colour(&self, paint: Paint) -> RGBColor {
        match paint {
            Paint::List(list) => {
                let [high, low] = list.to_be_bytes();
                RGBColor(LIST, high, low)
            }
            other => {
                let at = Paint::NEUTRAL.iter().position(|(paint, _)| *paint == other).unwrap_or(0);
                RGBColor(0, 0, u8::try_from(at).unwrap_or(0))
            }
        }
    }
}

impl Keys {
    /// The paint of a number.
    #[must_use]
    pub fn paint((kind, high, low): (u8, u8, u8)) -> Paint {
        if kind == LIST {
            return Paint::List(u16::from_be_bytes([high, low]));
        }
        Paint::NEUTRAL.get(usize::from(low)).map_or(Paint::Ink, |(paint, _)| *paint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paint_survives_the_way_through_plotters() {
        let neutral = Paint::NEUTRAL.map(|(paint, _)| paint);
        for paint in neutral.into_iter().chain([0, 1, 255, 256, 65_535].map(Paint::List)) {
            let RGBColor(red, green, blue) = Keys.colour(paint);
            assert_eq!(Keys::paint((red, green, blue)), paint);
        }
    }
}
