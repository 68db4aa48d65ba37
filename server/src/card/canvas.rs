//! A picture in memory: boxes drawn by plotters' bitmap backend, text in our own typeface.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use plotters_backend::{BackendColor, DrawingBackend};
use plotters_bitmap::BitMapBackend;

/// Width and height of a card: what social networks ask for.
pub(super) const SIZE: (u32, u32) = (1200, 630);

/// A colour.
pub(super) type Ink = (u8, u8, u8);

/// Regular and bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// How text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub(super) weight: Weight,
    /// Pixels of an em.
    pub(super) size: f32,
    pub(super) ink: Ink,
}

/// The typefaces.
pub(super) struct Faces([FontRef<'static>; 2]);

impl Faces {
    pub(super) fn new() -> Self {
        let read =
            |bytes| FontRef::try_from_slice(bytes).expect("the server's own fonts are fonts: a test draws with them");
        let regular = include_bytes!("../../fonts/nightcount-sans-400.ttf");
        let bold = include_bytes!("../../fonts/nightcount-sans-700.ttf");
        Self([read(regular), read(bold)])
    }

    fn of(&self, set: Type) -> ab_glyph::PxScaleFont<&FontRef<'static>> {
        let font = &self.0[set.weight as usize];
        let em = font.units_per_em().unwrap_or(1000.0);
        font.as_scaled(PxScale::from(set.size * font.height_unscaled() / em))
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str, set: Type) -> f32 {
        let font = self.of(set);
        text.chars().map(|letter| font.h_advance(font.glyph_id(letter))).sum()
    }

    /// The text, or its beginning and `…` where it is wider than `room`.
    pub(super) fn fitted(&self, text: &str, set: Type, room: f32) -> String {
        if self.width(text, set) <= room {
            return text.to_owned();
        }
        let mut short: String = text.to_owned();
        while !short.is_empty() && self.width(&format!("{}…", short.trim_end()), set) > room {
            short.pop();
        }
        format!("{}…", short.trim_end())
    }

    /// The text in lines no wider than `room`.
    pub(super) fn lines(&self, text: &str, set: Type, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), set) <= room => *line += &format!(" {word}"),
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// The picture.
pub(super) struct Canvas {
    pixels: Vec<u8>,
    faces: Faces,
}

impl Canvas {
    pub(super) fn new(ground: Ink) -> Self {
        let (width, height) = SIZE;
        let pixels = [ground.0, ground.1, ground.2].repeat((width * height) as usize);
        Self { pixels, faces: Faces::new() }
    }

    pub(super) fn faces(&self) -> &Faces {
        &self.faces
    }

    fn backend(pixels: &mut [u8]) -> BitMapBackend<'_> {
        BitMapBackend::with_buffer(pixels, SIZE)
    }

    /// A filled box from `(left, top)`.
    pub(super) fn rect(&mut self, (left, top): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        let corner = |x: f32, y: f32| (whole(x), whole(y));
        let last = corner(left + width - 1.0, top + height - 1.0);
        let mut backend = Self::backend(&mut self.pixels);
        // What lies outside the picture is not drawn; nothing else can fail in memory.
        let _ = backend.draw_rect(corner(left, top), last, &color(ink, 1.0), true);
    }

    /// Text whose baseline begins at `at`.
    pub(super) fn text(&mut self, (x, baseline): (f32, f32), text: &str, set: Type) {
        let font = self.faces.of(set);
        let mut backend = Self::backend(&mut self.pixels);
        let mut pen = x;
        for letter in text.chars() {
            let id = font.glyph_id(letter);
            let glyph = id.with_scale_and_position(font.scale(), point(pen, baseline));
            pen += font.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            let (left, top) = (whole(bounds.min.x), whole(bounds.min.y));
            outline.draw(|x, y, cover| {
                let at = (left + x.cast_signed(), top + y.cast_signed());
                let _ = backend.draw_pixel(at, color(set.ink, cover.min(1.0).into()));
            });
        }
    }

    /// Text that ends at `x`.
    pub(super) fn text_to(&mut self, (x, baseline): (f32, f32), text: &str, set: Type) {
        let width = self.faces.width(text, set);
        self.text((x - width, baseline), text, set);
    }

    /// The picture as PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&self.pixels)?;
        Ok(bytes)
    }
}

fn color(rgb: Ink, alpha: f64) -> BackendColor {
    BackendColor { alpha, rgb }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a picture")]
fn whole(at: f32) -> i32 {
    at.round() as i32
}
