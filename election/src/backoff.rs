//! When to try again: full jitter, so that a million readers do not return in the same second.

/// The first wait is up to this long, in milliseconds.
pub const BASE_MS: u64 = 500;
/// No wait is longer than this, in milliseconds.
pub const CAP_MS: u64 = 30_000;

/// How many milliseconds to wait before attempt `attempt` (0 = the first after a loss): uniform between 0 and
/// `min(CAP, BASE × 2^attempt)`. `random` is any uniformly random number.
#[must_use]
pub fn full_jitter(attempt: u32, random: u32) -> u64 {
    let ceiling = BASE_MS.saturating_mul(1 << attempt.min(16)).min(CAP_MS);
    (ceiling * u64::from(random)) >> 32
}

/// The wait that a server asked for, spread over twice that time.
#[must_use]
pub fn spread(retry_after_ms: u32, random: u32) -> u64 {
    let least = u64::from(retry_after_ms);
    least + ((least * u64::from(random)) >> 32)
}
