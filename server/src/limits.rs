//! What is bounded, in one place. Configuration overrides it.

use serde::Deserialize;

/// The server's limits.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Open WebSocket and SSE readers.
    pub readers: usize,
    /// Bytes of one inbound WebSocket message.
    pub inbound_message: usize,
    /// Bytes of one batch of reports.
    pub report_batch: usize,
    /// Milliseconds that leaving readers are asked to wait.
    pub retry_after_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { readers: 20_000, inbound_message: 4_096, report_batch: 64 << 20, retry_after_ms: 1_000 }
    }
}
