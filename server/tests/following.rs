//! A report that is followed: one span from the desk to its last reader, for whoever listens. Alone in its process, because the
//! threads of a server speak to the one listener that the process has.

mod sockets_client;
mod stage;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use server::limits::Limits;
use server::telemetry::Metric;
use sockets_client::{Client, LAND, stall, until};
use stage::{Stage, scratch};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// What is said of one report.
#[derive(Clone, Debug, Default)]
struct Way {
    fields: BTreeMap<String, String>,
    stages: Vec<BTreeMap<String, String>>,
    ended: bool,
}

impl Way {
    fn stages(&self) -> Vec<&str> {
        self.stages.iter().map(|stage| stage["message"].as_str()).collect()
    }
}

/// Listens to reports.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<BTreeMap<u64, Way>>>);

struct Fields<'f>(&'f mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Listener {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().target() == server::telemetry::FOLLOWED {
            let mut way = Way::default();
            attributes.record(&mut Fields(&mut way.fields));
            // The registry uses numbers again.
            let mut ways = self.ways();
            assert!(ways.insert(id.into_u64(), way).is_none_or(|before| before.ended));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if let (server::telemetry::FOLLOWED, Some(span)) = (event.metadata().target(), event.parent()) {
            let mut stage = BTreeMap::new();
            event.record(&mut Fields(&mut stage));
            self.ways().get_mut(&span.into_u64()).expect("a span").stages.push(stage);
        }
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        if let Some(way) = self.ways().get_mut(&id.into_u64()) {
            way.ended = true;
        }
    }
}

impl Listener {
    fn ways(&self) -> MutexGuard<'_, BTreeMap<u64, Way>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    /// The way of a report, once it has ended.
    fn ended(&self, seq: u64) -> Way {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let ways = self.ways().clone();
            if let Some(way) = ways.values().find(|way| way.ended && way.fields["seq"] == seq.to_string()) {
                return way.clone();
            }
            assert!(Instant::now() < end, "{seq} has not ended: {ways:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_report_is_followed_from_the_desk_to_its_last_reader_in_one_span() {
    let listener = Listener::default();
    let all = tracing_subscriber::registry().with(listener.clone());
    tracing::subscriber::set_global_default(all).expect("nobody else listens in this process");
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { messages_at_once: 10_000, send_buffer: 4_096, ..Limits::default() });
    stage.post_csv("unit,revision,sea,hill,nan\nn/2,1,5,0,2\n");
    let alone = listener.ended(1);
    assert_eq!(alone.stages(), ["verified", "journalled", "published", "nobody follows"], "{alone:?}");

    let mut readers = [(); 2].map(|()| Client::open(&stage.base, LAND, ""));
    readers.iter_mut().for_each(|reader| _ = reader.message());
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,3,5,0,2\nnowhere,1,5,0,2\n");
    let way = listener.ended(2);
    let field = |name: &str| way.fields[name].as_str();
    let said = ["unit", "contest", "revision", "outcome"].map(field);
    assert_eq!(said, ["s/1", "assembly", "3", "accepted"]);
    assert_eq!(way.stages(), ["verified", "journalled", "published", "delivered"], "{way:?}");
    assert_eq!((&*way.stages[3]["frames"], &*way.stages[3]["waiting"]), ("2", "0"));
    assert!(way.stages.iter().all(|stage| stage.contains_key("after")), "{way:?}");

    // Who takes nothing follows it all the same.
    drop(readers);
    until(&stage, "they have gone", |get| get(Metric::Readers) == 0);
    let mut slow = Client::open_small(&stage.base, LAND, "");
    stall(&stage, &mut slow);
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,4,6,0,2\n");
    let way = listener.ended(3);
    assert_eq!(way.stages(), ["verified", "journalled", "published", "still waiting"], "{way:?}");
    assert_eq!((&*way.stages[3]["frames"], &*way.stages[3]["waiting"]), ("0", "1"));
}
