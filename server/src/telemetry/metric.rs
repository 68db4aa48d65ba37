//! The names of what is counted, in one place.

/// A name with its label, kind and meaning.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Without the prefix `nightcount_`.
    pub name: &'static str,
    /// Label and value, where a name is counted by something.
    pub label: Option<(&'static str, &'static str)>,
    /// `counter` or `gauge`.
    pub kind: &'static str,
    /// What it counts; empty where the same name comes again with another label.
    pub help: &'static str,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "`describe` says it, for people who look at the figures too")]
pub enum Metric {
    ReportsAccepted,
    ReportsQuarantined,
    ReportsUnchanged,
    ReportsRejected,
    Conflicts,
    JournalFailures,
    FeedFiles,
    PagesRendered,
    Connections,
    ConnectionsRefused,
    Readers,
    ReadersTotal,
    RefusedFull,
    RefusedBusy,
    EndedLeft,
    EndedStalled,
    EndedSilent,
    EndedProtocol,
    EndedTooMany,
    EndedShed,
    Views,
    Frames,
    FrameBytes,
    Writes,
    ShortWrites,
    HealingSnapshots,
    ShedLevel,
    TickMilliseconds,
}

impl Metric {
    /// All, those of one name together.
    pub const ALL: [Self; 28] = [
        Self::ReportsAccepted,
        Self::ReportsQuarantined,
        Self::ReportsUnchanged,
        Self::ReportsRejected,
        Self::Conflicts,
        Self::JournalFailures,
        Self::FeedFiles,
        Self::PagesRendered,
        Self::Connections,
        Self::ConnectionsRefused,
        Self::Readers,
        Self::ReadersTotal,
        Self::RefusedFull,
        Self::RefusedBusy,
        Self::EndedLeft,
        Self::EndedStalled,
        Self::EndedSilent,
        Self::EndedProtocol,
        Self::EndedTooMany,
        Self::EndedShed,
        Self::Views,
        Self::Frames,
        Self::FrameBytes,
        Self::Writes,
        Self::ShortWrites,
        Self::HealingSnapshots,
        Self::ShedLevel,
        Self::TickMilliseconds,
    ];

    /// Its name, label, kind and meaning.
    #[must_use]
    pub fn describe(self) -> Described {
        DESCRIBED[self as usize]
    }
}

const fn row(
    name: &'static str,
    label: Option<(&'static str, &'static str)>,
    kind: &'static str,
    help: &'static str,
) -> Described {
    Described { name, label, kind, help }
}

/// In the order of [`Metric::ALL`].
const DESCRIBED: [Described; Metric::ALL.len()] = [
    row("reports_total", Some(("outcome", "accepted")), "counter", "Rows submitted, by what became of them."),
    row("reports_total", Some(("outcome", "quarantined")), "counter", ""),
    row("reports_total", Some(("outcome", "unchanged")), "counter", ""),
    row("reports_total", Some(("outcome", "rejected")), "counter", ""),
    row("conflicts_total", None, "counter", "Reports that contradict another one of the same revision."),
    row("journal_failures_total", None, "counter", "Transactions that could not be written."),
    row("feed_files_total", None, "counter", "Feed files taken from watched folders."),
    row("pages_rendered_total", None, "counter", "Pages rendered."),
    row("connections", None, "gauge", "Open connections that are not live sockets."),
    row("connections_refused_total", None, "counter", "Connections over the limit in all or of one address."),
    row("readers", None, "gauge", "Open WebSocket and SSE readers."),
    row("readers_total", None, "counter", "Readers ever connected."),
    row(
        "readers_refused_total",
        Some(("why", "full")),
        "counter",
        "Readers sent to the plain addresses: over the limit, or while load is shed.",
    ),
    row("readers_refused_total", Some(("why", "busy")), "counter", ""),
    row("readers_ended_total", Some(("why", "left")), "counter", "Readers that ended, by why."),
    row("readers_ended_total", Some(("why", "stalled")), "counter", ""),
    row("readers_ended_total", Some(("why", "silent")), "counter", ""),
    row("readers_ended_total", Some(("why", "protocol")), "counter", ""),
    row("readers_ended_total", Some(("why", "too-many-messages")), "counter", ""),
    row("readers_ended_total", Some(("why", "shed")), "counter", ""),
    row("views_followed", None, "gauge", "Views that sockets follow, all sockets together."),
    row("frames_total", None, "counter", "Frames sent to readers."),
    row("frame_bytes_total", None, "counter", "Bytes of frames sent to readers."),
    row("writes_total", None, "counter", "Writes by which sockets were sent frames."),
    row("short_writes_total", None, "counter", "Writes that a reader took only a part of: it goes on by its position."),
    row(
        "healing_snapshots_total",
        None,
        "counter",
        "Snapshots sent to readers that had to be healed or had fallen behind.",
    ),
    row("shed_level", None, "gauge", "What is shed: 0 nothing, 1 new sockets, 2 to 5 the rate too, 6 sockets too."),
    row("tick_milliseconds", None, "gauge", "Time between two publications."),
];
