//! A plotters backend that writes small SVG: whole numbers, relative paths, classes instead of colours, real text.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::UNIT;
use super::paint::{Keys, Paint};

type Written = Result<(), DrawingErrorKind<Infallible>>;

/// Writes elements into a string. Colours are [`Keys`].
#[derive(Debug)]
pub struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

impl<'a> Svg<'a> {
    /// A drawing of that size, in its own points.
    pub fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size }
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) -> Written {
        // Writing into a string does not fail.
        let _: std::fmt::Result = self.out.write_fmt(text);
        Ok(())
    }

    /// Class and style of an element: what it is (`s` stroke, `f` fill, `t` text), and its paint.
    fn open(&mut self, element: &str, kind: &str, colour: BackendColor) -> Written {
        self.put(format_args!("<{element} class=\"{kind}"))?;
        match Keys::paint(colour.rgb) {
            Paint::List(list) => self.put(format_args!("\" style=\"--c:var(--o{list})\""))?,
            neutral => self.put(format_args!(" p-{}\"", neutral.property()))?,
        }
        if colour.alpha < 0.995 {
            self.put(format_args!(" opacity=\".{:02.0}\"", colour.alpha * 100.0))?;
        }
        Ok(())
    }

    /// Widths are in pixels of the screen, whatever the scale; one pixel is what the style sheet says already.
    fn width(&mut self, width: u32) -> Written {
        if width == UNIT || width == 0 {
            return Ok(());
        }
        self.put(format_args!(" stroke-width=\"{}\"", f64::from(width) / f64::from(UNIT)))
    }

    fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, closed: bool) -> Written {
        let mut last: Option<BackendCoord> = None;
        self.put(format_args!(" d=\""))?;
        for (x, y) in points {
            match last {
                None => self.put(format_args!("M{x} {y}"))?,
                Some((from_x, from_y)) => match (x - from_x, y - from_y) {
                    (0, 0) => {}
                    (0, down) => self.put(format_args!("v{down}"))?,
                    (right, 0) => self.put(format_args!("h{right}"))?,
                    (right, down) if down < 0 => self.put(format_args!("l{right}{down}"))?,
                    (right, down) => self.put(format_args!("l{right} {down}"))?,
                },
            }
            last = Some((x, y));
        }
        self.put(format_args!("{}\"/>", if closed { "z" } else { "" }))
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Written {
        Ok(())
    }

    fn present(&mut self) -> Written {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Written {
        self.open("path", "f", colour)?;
        self.path([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Written {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Written {
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        if fill {
            return self.fill_polygon(corners, style);
        }
        self.open("path", "s", style.color())?;
        self.width(style.stroke_width())?;
        self.path(corners, true)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Written {
        self.open("path", "s", style.color())?;
        self.width(style.stroke_width())?;
        self.path(path, false)
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Written {
        self.open("circle", if fill { "f" } else { "s" }, style.color())?;
        if !fill {
            self.width(style.stroke_width())?;
        }
        self.put(format_args!(" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", centre.0, centre.1))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Written {
        self.open("path", "f", style.color())?;
        self.path(path, true)
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Written {
        let anchor = style.anchor();
        let mut kind = String::from("t");
        kind += match anchor.h_pos {
            HPos::Left => "",
            HPos::Center => " m",
            HPos::Right => " e",
        };
        if matches!(style.style(), FontStyle::Bold) {
            kind += " b";
        }
        // From the middle of the small letters, or from the top, to the line that they stand on.
        let down = match anchor.v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.34,
            VPos::Bottom => -0.24,
        };
        self.open("text", &kind, style.color())?;
        let y = f64::from(y) + down * style.size();
        self.put(format_args!(" x=\"{x}\" y=\"{y:.0}\" font-size=\"{:.0}\">{}</text>", style.size(), escaped(text)))
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let heavy = if matches!(style.style(), FontStyle::Bold) { 1.05 } else { 1.0 };
        let width = text.chars().map(advance).sum::<f64>() * heavy * style.size();
        Ok((whole(width.ceil()), whole(style.size().ceil())))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a text is shorter than a drawing can be")]
fn whole(length: f64) -> u32 {
    length.max(0.0) as u32
}

/// How wide a letter of the page's typeface is, about, in parts of the type's size. No font is loaded for it.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | 'I' | '!' => 0.27,
        ' ' | '\u{a0}' => 0.2,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.35,
        'm' | 'w' | 'M' | 'W' | '%' | '→' => 0.83,
        _ if letter.is_uppercase() => 0.6,
        _ => 0.52,
    }
}

/// Text as it may stand in an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{Color, RGBColor};

    use super::super::paint::Paints;

    #[test]
    fn a_line_is_a_short_path_with_the_list_as_its_colour() {
        let mut out = String::new();
        let style = Color::stroke_width(&Keys.colour(Paint::List(3)), 25);
        Svg::new(&mut out, (100, 100)).draw_path([(0, 90), (10, 90), (10, 80), (15, 70)], &style).unwrap();
        assert_eq!(out, "<path class=\"s\" style=\"--c:var(--o3)\" stroke-width=\"2.5\" d=\"M0 90h10v-10l5-10\"/>");
    }

    #[test]
    fn names_stay_text() {
        assert_eq!(escaped("<b>\"A\" & B"), "&lt;b&gt;&quot;A&quot; &amp; B");
        let RGBColor(red, ..) = Keys.colour(Paint::Ink);
        assert_eq!(red, 0);
    }
}
