//! What stands on the operators' page: figures with what they mean, and what needs attention.

use std::time::{Duration, Instant};

use app::islands::feed::Feed as Reports;
use app::pages::ops::{Course as Drawn, FeedLine, Gauge, OpsNow, Worry};

use super::course::{STEPS, Sample};
use super::feeds::{Brought, Feed};
use super::said::{age, bytes, count, counted, rate, shed, time, within};
use crate::clock::system_now;
use crate::limits::descriptors;
use crate::night::Night;
use crate::process::Process;
use crate::site::Site;
use crate::telemetry::{Durations, Metric, Within};

/// A rate of now is that of so long.
const NOW: Duration = Duration::from_secs(10);
/// Deliveries and sendings are those of so long.
const LATELY: Duration = Duration::from_secs(60);
/// What went wrong is worth a word for so long.
const REMEMBERED: Duration = Duration::from_secs(300);
/// Readers are late if one tick of a hundred takes longer than this.
const LATE: Duration = Duration::from_millis(400);
/// Of what there is room for, so many of a hundred are nearly all.
const NEARLY: u64 = 90;
/// Percent of one processor.
const PERCENT: f64 = 100.0;

/// How things stand now. Waits for the ledgers.
pub(super) fn now(site: &Site) -> OpsNow {
    let now = Sample::of(site);
    let ago = |age| site.course.ago(age, now.at).unwrap_or_else(|| now.clone());
    let moment = Moment {
        site,
        soon: ago(NOW),
        lately: ago(LATELY),
        remembered: ago(REMEMBERED),
        hour: site.course.hour(),
        open: site.course.process.as_ref().and_then(Process::descriptors).map(|open| open as u64),
        now,
    };
    let mut worries = moment.worries();
    let (elections, silent): (Vec<Gauge>, Vec<Option<Worry>>) =
        site.nights.values().enumerate().map(|(at, night)| moment.election(at, night)).unzip();
    worries.extend(silent.into_iter().flatten());
    worries.sort_by_key(|worry| !worry.grave);
    OpsNow {
        time: clock(system_now()),
        program: moment.program(),
        worries,
        elections,
        server: moment.gauges(),
        feeds: site.feeds.all().iter().map(|(name, feed)| line(name, feed)).collect(),
        counts: moment.counts(),
    }
}

/// What is known at one moment.
struct Moment<'s> {
    site: &'s Site,
    now: Sample,
    soon: Sample,
    lately: Sample,
    remembered: Sample,
    hour: Vec<Sample>,
    /// Descriptors that are open.
    open: Option<u64>,
}

impl Moment<'_> {
    fn program(&self) -> String {
        let build = self.site.assets.build();
        let client = if build.is_empty() { "without a client".to_owned() } else { format!("client {build}") };
        let up = Instant::now().saturating_duration_since(self.site.course.began).as_secs();
        format!("nightcount {}, {client}, up for {}", env!("CARGO_PKG_VERSION"), age(up))
    }

    /// So many more since a few minutes ago.
    fn lately_more(&self, metric: Metric) -> u64 {
        self.now.more(&self.remembered, |sample| sample.get(metric))
    }

    fn counts(&self) -> Vec<(String, String)> {
        let each = |metric: Metric| {
            let described = metric.describe();
            let label = described.label.map_or_else(String::new, |(label, value)| format!("{{{label}=\"{value}\"}}"));
            (format!("nightcount_{}{label}", described.name), self.now.get(metric).to_string())
        };
        let seqs = self.site.nights.keys().zip(&self.now.seqs);
        let seqs = seqs.map(|(id, seq)| (format!("nightcount_seq{{election=\"{id}\"}}"), seq.to_string()));
        Metric::ALL.into_iter().map(each).chain(seqs).collect()
    }

    /// Of the hour's samples, each with the one before it.
    fn course(&self, says: &str, of: impl Fn(&Sample, &Sample) -> Option<f64>) -> Option<Drawn> {
        drawn(says, &self.hour.windows(2).map(|two| of(&two[1], &two[0])).collect::<Vec<_>>())
    }

    fn election(&self, at: usize, night: &Night) -> (Gauge, Option<Worry>) {
        let seq = |sample: &Sample| sample.seqs.get(at).copied().unwrap_or_default();
        let definition = &night.definition;
        let (heard, complete, flagged) = {
            let truth = night.hub.truth().read().expect("nobody panics while holding it");
            let root = definition.units.root();
            let standings = definition.contests.iter().enumerate();
            let standings = standings.map(|(at, _)| truth.ledger.whole_standing(election::ContestIx::new(at), root));
            let counts = standings.fold((0, 0), |sum, one| (sum.0 + one.completed, sum.1 + one.flagged));
            (truth.heard, u64::from(counts.0), u64::from(counts.1))
        };
        let expected = (definition.units.cells_below(definition.units.root()).len() * definition.contests.len()) as u64;
        let clock = night.clock.now();
        let silent = Reports::new(seq(&self.now), heard).silent_since(definition.polls_close, clock);
        let silent = silent.filter(|_| complete < expected);
        let since = |then: i64| age(u64::try_from((clock - then) / 1_000).unwrap_or(0));
        let title = definition.title.get("en").to_owned();
        let last = if heard == 0 {
            "no report yet".to_owned()
        } else {
            let at = election::format::clock(heard, definition.utc_offset);
            format!("last report {} ago, {at}", since(heard))
        };
        let mut lines = vec![last];
        lines.extend(self.now.rate(&self.soon, seq).map(|now| format!("{} on record each second now", rate(now))));
        lines.push(format!("{} of {} counts complete", count(complete), count(expected)));
        lines.push(format!("{} with a flagged or held report", counted(flagged, "count", "counts")));
        lines.push(format!("epoch {:016x}", night.hub.epoch()));
        let worry = silent.map(|since_then| Worry {
            grave: false,
            text: format!("{title}: no report for {}, and the count is not complete.", since(since_then)),
        });
        let gauge = Gauge {
            id: format!("election-{}", definition.id),
            name: title,
            figure: count(seq(&self.now)),
            unit: "on record".into(),
            wrong: worry.as_ref().map(|_| "No reports"),
            lines,
            course: self.course("On record each second", |now, then| now.rate(then, seq)),
        };
        (gauge, worry)
    }

    fn gauges(&self) -> Vec<Gauge> {
        vec![
            self.reports(),
            self.delivery(),
            self.readers(),
            self.shedding(),
            self.sending(),
            self.processor(),
            self.memory(),
            self.connections(),
        ]
    }

    fn reports(&self) -> Gauge {
        let get = |metric| count(self.now.get(metric));
        let failures = self.now.get(Metric::JournalFailures);
        let now = self.now.rate(&self.soon, Sample::recorded);
        Gauge {
            id: "reports".into(),
            name: "Reports".into(),
            figure: now.map_or_else(|| "–".into(), rate),
            unit: "a second".into(),
            wrong: (self.lately_more(Metric::JournalFailures) > 0).then_some("Journal fails"),
            lines: vec![
                format!("{} accepted, {} held back", get(Metric::ReportsAccepted), get(Metric::ReportsQuarantined)),
                format!(
                    "{} said nothing new, {} rejected",
                    get(Metric::ReportsUnchanged),
                    get(Metric::ReportsRejected)
                ),
                counted(self.now.get(Metric::Conflicts), "conflict", "conflicts"),
                counted(failures, "group that the journal did not take", "groups that the journal did not take"),
            ],
            course: self.course("Reports on record each second", |now, then| now.rate(then, Sample::recorded)),
        }
    }

    /// How often ticks took how long in the last minute.
    fn deliveries(&self) -> Durations {
        let mut counts = self.now.deliveries;
        counts.iter_mut().zip(&self.lately.deliveries).for_each(|(now, then)| *now = now.saturating_sub(*then));
        counts
    }

    fn is_late(&self) -> bool {
        Within::of(99, &self.deliveries()).is_some_and(|most| !most.is_within(LATE))
    }

    fn delivery(&self) -> Gauge {
        let counts = self.deliveries();
        let [half, most] = [50, 99].map(|percent| Within::of(percent, &counts).map(within));
        let lines = match half {
            Some(half) => vec![
                format!("half of the ticks {half}"),
                "from the acceptance of a tick’s oldest report to its last reader, in the last minute".into(),
            ],
            None => vec!["no tick with a report was sent in the last minute".into()],
        };
        Gauge {
            id: "delivery".into(),
            name: "To the last reader".into(),
            figure: most.unwrap_or_else(|| "–".into()),
            unit: "99 of 100 ticks".into(),
            wrong: self.is_late().then_some("Late"),
            lines,
            course: None,
        }
    }

    fn readers(&self) -> Gauge {
        let get = |metric| self.now.get(metric);
        let (readers, most) = (get(Metric::Readers), self.site.limits.readers as u64);
        let refused = [Metric::RefusedFull, Metric::RefusedBusy].map(|metric| count(get(metric)));
        let ended = [
            ("left", Metric::EndedLeft),
            ("stalled", Metric::EndedStalled),
            ("silent", Metric::EndedSilent),
            ("against the protocol", Metric::EndedProtocol),
            ("too many messages", Metric::EndedTooMany),
            ("sent to poll", Metric::EndedShed),
        ];
        let ended = ended.map(|(why, metric)| format!("{} {why}", count(get(metric))));
        Gauge {
            id: "readers".into(),
            name: "Readers".into(),
            figure: count(readers),
            unit: format!("of {}", count(most)),
            wrong: is_nearly(readers, most).then_some("Nearly full"),
            lines: vec![
                format!("{} followed by sockets", counted(get(Metric::Views), "view", "views")),
                format!("{} ever", count(get(Metric::ReadersTotal))),
                format!("refused: {} over the limit, {} while load was shed", refused[0], refused[1]),
                format!("ended: {}", ended.join(", ")),
            ],
            course: self.course("Readers", |now, _| Some(lossy(now.get(Metric::Readers)))),
        }
    }

    fn shedding(&self) -> Gauge {
        let level = self.site.fanout.shed().level();
        Gauge {
            id: "shed".into(),
            name: "Shedding".into(),
            figure: level.to_string(),
            unit: "of 6 levels".into(),
            wrong: (level > 0).then_some("Overloaded"),
            lines: vec![shed(level).into(), format!("a tick every {}", time(self.site.fanout.tick()))],
            course: self.course("Level of shedding", |now, _| Some(lossy(now.get(Metric::ShedLevel)))),
        }
    }

    fn sending(&self) -> Gauge {
        let rate_of = |metric| self.now.rate(&self.soon, |sample| sample.get(metric));
        let more = |metric| self.now.more(&self.lately, |sample| sample.get(metric));
        let (figure, unit) = rate_of(Metric::FrameBytes).map_or(("–".into(), "B"), bytes);
        let mut lines: Vec<String> =
            rate_of(Metric::Frames).map(|frames| format!("{} frames a second", rate(frames))).into_iter().collect();
        let (frames, writes) = (more(Metric::Frames), more(Metric::Writes));
        if frames > 0 {
            lines.push(format!("{:.2} writes a frame in the last minute", lossy(writes) / lossy(frames)));
        }
        lines.push(counted(self.now.get(Metric::ShortWrites), "short write", "short writes"));
        lines.push(counted(self.now.get(Metric::HealingSnapshots), "healing snapshot", "healing snapshots"));
        Gauge {
            id: "sending".into(),
            name: "Sending".into(),
            figure,
            unit: format!("{unit} a second"),
            wrong: None,
            lines,
            course: self
                .course("Bytes each second", |now, then| now.rate(then, |sample| sample.get(Metric::FrameBytes))),
        }
    }

    fn processor(&self) -> Gauge {
        let percent = |share: f64| format!("{:.0}", share * PERCENT);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Gauge {
            id: "processor".into(),
            name: "Processor".into(),
            figure: self.now.cpu_share(&self.soon).map_or_else(|| "–".into(), percent),
            unit: "% of one".into(),
            wrong: None,
            lines: vec![format!("the machine has {}", counted(cores as u64, "processor", "processors"))],
            course: self.course("Percent of one processor", |now, then| Some(now.cpu_share(then)? * PERCENT)),
        }
    }

    fn memory(&self) -> Gauge {
        let of = |kb: u64| bytes(lossy(kb) * 1_024.0);
        let (figure, unit) = self.now.memory_kb.map_or(("–".into(), ""), of);
        Gauge {
            id: "memory".into(),
            name: "Memory".into(),
            figure,
            unit: unit.into(),
            wrong: None,
            lines: vec!["resident".into()],
            course: self.course("Megabytes", |now, _| Some(lossy(now.memory_kb?) * 1_024.0 / 1e6)),
        }
    }

    fn connections(&self) -> Gauge {
        let most = descriptors().map(|most| most as u64);
        let nearly = self.open.zip(most).is_some_and(|(open, most)| is_nearly(open, most));
        Gauge {
            id: "connections".into(),
            name: "Open descriptors".into(),
            figure: self.open.map_or_else(|| "–".into(), count),
            unit: most.map_or_else(String::new, |most| format!("of {}", count(most))),
            wrong: nearly.then_some("Nearly all"),
            lines: vec![
                format!("{} besides sockets", counted(self.now.get(Metric::Connections), "connection", "connections")),
                format!(
                    "{} over a limit",
                    counted(self.now.get(Metric::ConnectionsRefused), "connection", "connections")
                ),
            ],
            course: None,
        }
    }

    /// What needs attention, but for silent elections.
    fn worries(&self) -> Vec<Worry> {
        let mut worries = Vec::new();
        let mut grave = |text: String| worries.push(Worry { grave: true, text });
        if self.lately_more(Metric::JournalFailures) > 0 {
            grave(
                "The journal could not be written in the last five minutes: feeds must send again. Is the disk full?"
                    .into(),
            );
        }
        let (level, tick) = (self.site.fanout.shed().level(), self.site.fanout.tick());
        if level > 0 {
            grave(format!("Overloaded, level {level} of 6: {}; a tick every {}.", shed(level), time(tick)));
        } else if self.is_late() {
            grave(format!("Readers are late: more than one tick of a hundred took longer than {}.", time(LATE)));
        }
        for (name, Feed { fault, last }) in self.site.feeds.all() {
            let of_no_use = last.filter(|last| last.refused > 0 && last.recorded + last.unchanged == 0);
            let why =
                fault.map(|(_, why)| why).or(of_no_use.map(|last| format!("all rows were refused. {}", last.why)));
            if let Some(why) = why {
                grave(format!("{name}: {why}"));
            }
        }
        let mut odd = |text: &str| worries.push(Worry { grave: false, text: text.to_owned() });
        let limits = self.site.limits;
        if is_nearly(self.now.get(Metric::Readers), limits.readers as u64) {
            odd("Nearly as many readers as the limit allows; more will be sent to the plain addresses.");
        }
        if self.open.zip(descriptors()).is_some_and(|(open, most)| is_nearly(open, most as u64)) {
            odd("Nearly all descriptors are open that the system allows (ulimit -n).");
        }
        let lately = [
            (
                Metric::RefusedFull,
                "Readers were sent to the plain addresses in the last five minutes: the limit is reached.",
            ),
            (Metric::ConnectionsRefused, "Connections over a limit were refused in the last five minutes."),
            (Metric::Conflicts, "Two sources contradicted each other in the last five minutes."),
            (Metric::ReportsRejected, "Reports were rejected in the last five minutes: the feed has been told why."),
        ];
        for (metric, text) in lately {
            if self.lately_more(metric) > 0 {
                odd(text);
            }
        }
        worries
    }
}

/// How something was, ten seconds from one to the next; none if nothing is known of it.
fn drawn(says: &str, known: &[Option<f64>]) -> Option<Drawn> {
    let most = known.iter().flatten().copied().reduce(f64::max)?;
    let mut points = vec![None; (STEPS - 1).saturating_sub(known.len())];
    points.extend(known);
    let span = age(known.len() as u64 * 10);
    (known.len() > 1).then(|| Drawn { points, says: format!("{says} in the last {span}: at most {}", rate(most)) })
}

fn line(name: &str, feed: &Feed) -> FeedLine {
    let ago = |at: i64| age(u64::try_from((system_now() - at) / 1_000).unwrap_or(0));
    let (last, became) = match &feed.last {
        None => ("nothing yet".to_owned(), String::new()),
        Some(Brought { at, file, recorded, unchanged, refused, why }) => {
            let what = if file.is_empty() { "a batch".to_owned() } else { file.clone() };
            let rows = |rows: usize| counted(rows as u64, "row", "rows");
            let first = if why.is_empty() { String::new() } else { format!("; the first: {why}") };
            let became = format!("{} on record, {} unchanged, {} refused{first}", rows(*recorded), unchanged, refused);
            (format!("{what}, {} ago, {}", ago(*at), clock(*at)), became)
        }
    };
    let fault = feed.fault.as_ref().map(|(at, why)| format!("{} ago: {why}", ago(*at)));
    FeedLine { name: name.to_owned(), last, became, fault }
}

fn is_nearly(some: u64, most: u64) -> bool {
    most > 0 && some * 100 >= most * NEARLY
}

/// `22:40:07 UTC`
fn clock(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |at| at.strftime("%H:%M:%S UTC").to_string())
}

#[expect(clippy::cast_precision_loss, reason = "what a server counts fits 53 bits")]
fn lossy(figure: u64) -> f64 {
    figure as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_called_nothing() {
        assert!(drawn("Megabytes", &[None; 60]).is_none());
        assert!(drawn("Megabytes", &[Some(1.0)]).is_none(), "one is no course");
        let course = drawn("Megabytes", &[None, Some(0.0), Some(12.0)]).expect("a course");
        assert_eq!(course.says, "Megabytes in the last 30 s: at most 12");
        assert!(course.points.len() == STEPS - 1 && course.points.ends_with(&[None, None, Some(0.0), Some(12.0)]));
    }
}
