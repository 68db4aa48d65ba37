//! A small seeded generator of random numbers and smooth noise. Only `+ - * / sqrt floor` on floats, so that every machine
//! draws the same country to the last byte.

/// SplitMix64: tiny, seedable, the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.0)
    }

    /// Uniform in 0..1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in `low..high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in `0..n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// About normal with mean 0 and deviation 1 (a sum of twelve uniforms needs no logarithm).
    pub(super) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn scramble(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Gradient noise over the plane, about −1..1.
#[derive(Clone, Copy)]
pub(super) struct Noise(pub(super) u64);

/// Eight directions of length about one: enough that no axis shows.
const GRADIENTS: [(f64, f64); 8] = [
    (0.924, 0.383),
    (0.383, 0.924),
    (-0.383, 0.924),
    (-0.924, 0.383),
    (-0.924, -0.383),
    (-0.383, -0.924),
    (0.383, -0.924),
    (0.924, -0.383),
];

impl Noise {
    fn corner(self, ix: i64, iy: i64, dx: f64, dy: f64) -> f64 {
        let key = (ix as u64).wrapping_mul(0x8DA6_B343) ^ (iy as u64).wrapping_mul(0xD816_3841_0000_0001) ^ self.0;
        let (gx, gy) = GRADIENTS[(scramble(key) >> 40) as usize & 7];
        gx * dx + gy * dy
    }

    pub(super) fn at(self, x: f64, y: f64) -> f64 {
        let (fx, fy) = (x.floor(), y.floor());
        let (ix, iy) = (fx as i64, fy as i64);
        let (dx, dy) = (x - fx, y - fy);
        let (u, v) = (fade(dx), fade(dy));
        let south = mix(self.corner(ix, iy, dx, dy), self.corner(ix + 1, iy, dx - 1.0, dy), u);
        let north = mix(self.corner(ix, iy + 1, dx, dy - 1.0), self.corner(ix + 1, iy + 1, dx - 1.0, dy - 1.0), u);
        1.5 * mix(south, north, v)
    }

    /// Several octaves, each twice as fine and `gain` as strong.
    pub(super) fn rough(self, x: f64, y: f64, octaves: u32, gain: f64) -> f64 {
        let (mut sum, mut strength, mut scale) = (0.0, 1.0, 1.0);
        for octave in 0..octaves {
            let layer = Noise(self.0 ^ (u64::from(octave) << 56));
            sum += strength * layer.at(x * scale + 17.3, y * scale - 9.1);
            strength *= gain;
            scale *= 2.03;
        }
        sum
    }

    /// 1 on thin winding lines (ridges, rivers), falling to 0 away from them.
    pub(super) fn line(self, x: f64, y: f64, octaves: u32) -> f64 {
        let height = 1.0 - (self.rough(x, y, octaves, 0.45) * 1.6).abs();
        if height > 0.0 { height * height } else { 0.0 }
    }
}

fn fade(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

fn mix(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}
