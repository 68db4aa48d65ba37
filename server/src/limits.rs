//! What is bounded, in one place. Configuration overrides it (`[limits]` of nightcount.toml); docs/operations.md explains it.

use std::time::Duration;

use serde::Deserialize;

/// The server's limits.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Milliseconds between two publications, as long as nothing is shed; at least 20.
    pub tick: u64,
    /// Open WebSocket and SSE readers.
    pub readers: usize,
    /// Of them from one address (an IPv6 network of 64 bits counts as one); 0 = as many as come.
    pub readers_per_address: usize,
    /// Open connections of any kind; at most what the process may open, less 200.
    pub connections: usize,
    /// Of them from one address; 0 = as many as come. Off behind a proxy, whose address they all have.
    pub connections_per_address: usize,
    /// Views that one socket may follow.
    pub topics_per_reader: usize,
    /// Messages that a socket may send in a second, for long.
    pub messages_per_second: u16,
    /// And at once.
    pub messages_at_once: u16,
    /// Bytes of one inbound WebSocket message.
    pub inbound_message: usize,
    /// Bytes of answers that may wait for a socket that does not read.
    pub waiting_answers: usize,
    /// Bytes that the kernel is asked to keep for a reader that does not take them. It doubles the number for its own records.
    pub send_buffer: usize,
    /// Seconds that a reader may take nothing of what waits for it.
    pub stalled: u32,
    /// Seconds after which a silent reader is asked whether it is there.
    pub ping_after: u32,
    /// Seconds after which a silent reader has gone.
    pub idle: u32,
    /// Seconds that the head of a request may take, and that a connection may wait for one.
    pub handshake: u32,
    /// Threads that send; 0 = one less than the machine has cores, at least one.
    pub fanout_threads: usize,
    /// Bytes of one batch of reports.
    pub report_batch: usize,
    /// Milliseconds that leaving readers are asked to wait.
    pub retry_after_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tick: 250,
            readers: 19_000,
            readers_per_address: 2_000,
            connections: 65_536,
            connections_per_address: 2_500,
            topics_per_reader: 32,
            messages_per_second: 10,
            messages_at_once: 64,
            inbound_message: 4_096,
            waiting_answers: 16_384,
            send_buffer: 16 << 10,
            stalled: 20,
            ping_after: 30,
            idle: 90,
            handshake: 20,
            fanout_threads: 0,
            report_batch: 64 << 20,
            retry_after_ms: 1_000,
        }
    }
}

impl Limits {
    /// The time between two publications, as long as nothing is shed.
    #[must_use]
    pub fn tick(&self) -> Duration {
        Duration::from_millis(self.tick.max(20))
    }

    /// How long the head of a request may take.
    #[must_use]
    pub fn handshake(&self) -> Duration {
        Duration::from_secs(self.handshake.into())
    }

    /// How many threads send.
    #[must_use]
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if self.fanout_threads == 0 { cores.saturating_sub(1).clamp(1, 16) } else { self.fanout_threads }
    }

    /// Open connections of any kind, given how many descriptors the process may have.
    #[must_use]
    pub fn connections(&self, descriptors: Option<usize>) -> usize {
        descriptors.map_or(self.connections, |most| self.connections.min(most.saturating_sub(200).max(16)))
    }
}

/// How many descriptors this process may have, where the system says.
#[must_use]
pub fn descriptors() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = text.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_ascii_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_the_journal_and_the_files() {
        let limits = Limits::default();
        assert_eq!(limits.connections(Some(20_000)), 19_800);
        assert_eq!(limits.connections(Some(100)), 16);
        assert_eq!(limits.connections(None), limits.connections);
    }

    #[test]
    fn docs_operations_md_has_every_limit_with_its_default() {
        let docs = include_str!("../../docs/operations.md");
        let debug = format!("{:#?}", Limits::default());
        for line in debug.lines().filter_map(|line| line.trim().strip_suffix(',')) {
            let (name, value) = line.split_once(": ").unwrap();
            let row = format!("| `{}` | {value} |", name.replace('_', "-"));
            assert!(docs.contains(&row), "docs/operations.md lacks {row}");
        }
    }
}
