//! The digest by which two sides, or one at two times, compare what they hold: XXH64 with seed 0.

use postcard::ser_flavors::Flavor;
use serde::Serialize;
use xxhash_rust::xxh64::{Xxh64, xxh64};

/// So many bytes are digested at once.
const PART: usize = 1024;

/// Of bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh64(bytes, 0)
}

/// Of figures, 8 bytes each (little-endian), and then of a value's postcard bytes. There are never more than a part at a time.
pub(crate) fn of(figures: impl Iterator<Item = u64>, value: &impl Serialize) -> u64 {
    let mut parts = Parts { digest: Xxh64::new(0), part: Vec::with_capacity(PART) };
    figures.for_each(|figure| parts.put(&figure.to_le_bytes()));
    postcard::serialize_with_flavor(value, parts).expect("plain data, which postcard always encodes")
}

struct Parts {
    digest: Xxh64,
    part: Vec<u8>,
}

impl Parts {
    fn take(&mut self) {
        self.digest.update(&self.part);
        self.part.clear();
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.part.len() + bytes.len() > PART {
            self.take();
        }
        // A long text may take more room than a part; it is the only thing that does.
        self.part.extend_from_slice(bytes);
    }
}

impl Flavor for Parts {
    type Output = u64;

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.put(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.put(&[byte]);
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<u64> {
        self.take();
        Ok(self.digest.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::{PART, of, of_bytes};

    #[test]
    fn a_value_has_the_digest_of_its_bytes_however_long_it_is() {
        for length in [0, 1, PART - 2, PART - 1, PART, PART + 1, 5 * PART] {
            let figures = vec![u64::MAX - 5; length];
            let value = (vec![7_u8; length], "text".repeat(length), &figures);
            let bytes = figures.iter().flat_map(|figure| figure.to_le_bytes()).collect();
            let bytes: Vec<u8> = postcard::to_extend(&value, bytes).unwrap();
            assert_eq!(of(figures.iter().copied(), &value), of_bytes(&bytes), "{length}");
        }
    }
}
