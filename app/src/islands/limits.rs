//! How long is too long: every time by which a page judges its line, its feed and its reader. Milliseconds.

/// The server says something at least every ten seconds; after this long without, the line is dead.
pub const SILENCE: u64 = 25_000;
/// A fallback tries the socket again this often.
pub const PROBE: u64 = 60_000;
/// Between two questions when polling, more or less a fifth.
pub const POLL: u64 = 5_000;
/// During the count, a feed without any report for so long is called silent.
pub const FEED_SILENCE: i64 = 20 * 60_000;
/// A page that nobody has seen for so long hangs up, and resumes where it was as soon as it is seen.
pub const UNSEEN: u64 = 5 * 60_000;
/// A map of the last report's age is painted again this often: places grow older while nothing comes.
pub const AGEING: u64 = 30_000;
/// Least time between two announcements of ordinary progress.
pub const ANNOUNCE: u64 = 20_000;
/// Least time between any two, so that one can be heard.
pub const BREATH: u64 = 2_500;
/// Rows move again so long after the last scroll or touch.
pub const REST: u64 = 700;
