//! Compression on real sockets: frames that are compressed once, after what many readers have inflated before, are to each of
//! them the frames that they are without.

mod sockets_client;
mod stage;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use election::reader::{Reader, Step};
use election::wire::Frame;
use election::{Definition, ViewKey, folder};
use fastrand::Rng;
use serde_json::json;
use server::config::Config;
use server::limits::Limits;
use sockets_client::{Client, LAND, vote};
use stage::{Stage, scratch};

const REGIONS: usize = 12;
/// What browsers offer, and what readers offer that do not remember what they inflate.
const BROWSER: &str = "permessage-deflate; client_max_window_bits";
const FORGETFUL: &str = "permessage-deflate; server_no_context_takeover";

/// The small election with more places, so that frames are of some hundred bytes.
fn larger() -> Definition {
    let mut folder = stage::folder();
    let mut units = "id,parent,level,name,registered\nland,,country,Land,\n".to_owned();
    for region in 0..REGIONS {
        let _ = writeln!(units, "r{region},land,region,Region {region},");
        (0..3).for_each(|at| _ = writeln!(units, "s{region}-{at},r{region},station,School {region} {at},900"));
    }
    folder.files.insert("units.csv".into(), units.into_bytes());
    folder::read(&folder).unwrap_or_else(|defects| panic!("{defects:#?}"))
}

/// Reports of some stations, each the next one of it.
fn report(stage: &Stage, chance: &mut Rng, revision: &mut u32) -> u64 {
    let mut csv = "unit,revision,sea,hill,nan\n".to_owned();
    for _ in 0..chance.u32(1..8) {
        *revision += 1;
        let (region, at) = (chance.usize(..REGIONS), chance.usize(..3));
        let _ = writeln!(csv, "s{region}-{at},{revision},{},{},{}", chance.u32(..300), chance.u32(..300), 7);
    }
    stage.post_csv(&csv)["seq"].as_u64().expect("a sequence number")
}

/// A reader who holds everything that it is sent against the digests, and against what others are sent.
struct Follower {
    client: Client,
    offer: &'static str,
    readers: BTreeMap<ViewKey, Reader>,
    /// Rounds in which it reads nothing.
    rests: u32,
}

/// Deltas by view and range, as somebody was sent them.
type Seen = BTreeMap<(ViewKey, u64, u64), Frame>;

impl Follower {
    fn come(stage: &Stage, chance: &mut Rng, copy: Option<Reader>) -> Self {
        let offer = ["", BROWSER, BROWSER, BROWSER, FORGETFUL][chance.usize(..5)];
        Self::with(stage, offer, chance.bool(), copy)
    }

    fn with(stage: &Stage, offer: &'static str, small: bool, copy: Option<Reader>) -> Self {
        let position = copy.as_ref().and_then(Reader::resume);
        let since = position.map(|(epoch, seq)| format!("&epoch={epoch:016x}&since={seq}"));
        let query = format!("{LAND}{}", since.unwrap_or_default());
        let client = match small {
            true => Client::open_small(&stage.base, &query, offer),
            false => Client::open(&stage.base, &query, offer),
        };
        assert_eq!(client.agreed.is_empty(), offer.is_empty());
        let readers = copy.into_iter().map(|reader| (reader.key(), reader)).collect();
        Self { client, offer, readers, rests: 0 }
    }

    /// Takes a message.
    fn take(&mut self, seen: &mut Seen) {
        let (opcode, bytes) = self.client.message();
        if opcode != 2 {
            return;
        }
        let frame = Frame::decode(&bytes).expect("a frame");
        assert_eq!(frame.encode(), bytes);
        let key = match &frame {
            Frame::Snapshot(snapshot) => snapshot.key,
            Frame::Delta(delta) => {
                let known = seen.entry((delta.key, delta.delta.from, delta.delta.to)).or_insert_with(|| frame.clone());
                let Frame::Delta(known) = known else { panic!("{known:?}") };
                assert_eq!(known.delta, delta.delta);
                delta.key
            }
            other => panic!("{other:?}"),
        };
        let step = self.readers.entry(key).or_insert_with(|| Reader::new(key)).receive(frame);
        assert!(matches!(step, Step::Advanced { .. } | Step::Ignored), "{}: {step:?}", self.offer);
    }

    /// Reads until the view of the whole country stands there.
    fn catch_up(&mut self, land: ViewKey, seq: u64, seen: &mut Seen) {
        let stands = |reader: &Reader| reader.position().is_some_and(|(_, at)| at >= seq);
        while !self.readers.get(&land).is_some_and(stands) {
            self.take(seen);
        }
    }

    /// Says something, or falls silent.
    fn act(&mut self, chance: &mut Rng) {
        let (id, region) = (chance.u8(1..4), chance.usize(..REGIONS));
        match chance.u8(..12) {
            0 => self.client.say(
                &json!({ "subscribe": { "id": id, "contest": "assembly", "unit": format!("r{region}") } }).to_string(),
            ),
            1 => self.client.say(&json!({ "unsubscribe": { "id": id } }).to_string()),
            2 => self.client.say(&json!({ "snapshot": true }).to_string()),
            3 => {
                self.rests = chance.u32(1..6);
                // Until its socket is full, some of the time.
                (0..chance.u32(..12)).for_each(|_| self.client.say(&json!({ "snapshot": true }).to_string()));
            }
            _ => {}
        }
    }
}

#[test]
fn whoever_comes_goes_falls_behind_or_asks_for_more_is_sent_the_same_frames_compressed_as_plain() {
    let (_dir, data) = scratch();
    let limits = Limits { messages_at_once: 10_000, send_buffer: 4_096, ..Limits::default() };
    let config = Config { limits, ..Config::default() };
    let stage = Stage::configured(larger(), &data, "127.0.0.1:0", config);
    let mut chance = Rng::with_seed(7);
    let (mut seen, mut revision, mut seq) = (Seen::new(), 0, 0);
    let mut steady = [Follower::with(&stage, "", false, None), Follower::with(&stage, BROWSER, false, None)];
    steady.iter_mut().for_each(|follower| follower.take(&mut seen));
    let land = *steady[0].readers.keys().next().expect("a view");
    let mut others: Vec<Follower> = (0..12).map(|_| Follower::come(&stage, &mut chance, None)).collect();
    for _ in 0..40 {
        seq = report(&stage, &mut chance, &mut revision);
        steady.iter_mut().for_each(|follower| follower.catch_up(land, seq, &mut seen));
        for follower in &mut others {
            if follower.rests > 0 {
                follower.rests -= 1;
                continue;
            }
            follower.catch_up(land, seq, &mut seen);
            follower.act(&mut chance);
            if chance.u8(..30) == 0 {
                let copy = follower.readers.remove(&land).filter(|_| chance.bool());
                *follower = Follower::come(&stage, &mut chance, copy);
            }
        }
    }
    let truth = stage.published(seq);
    for follower in steady.iter_mut().chain(&mut others) {
        follower.catch_up(land, seq, &mut seen);
        assert_eq!(follower.readers[&land].position().map(|(_, at)| at), truth["seq"].as_u64());
        assert_eq!(follower.readers[&land].view(), steady_view(&stage, land).as_ref());
    }
    let [plain, compressed] = steady.map(|follower| follower.client.taken);
    assert!(compressed * 10 < plain * 7, "{compressed} of {plain}");
}

fn steady_view(stage: &Stage, key: ViewKey) -> Option<election::View> {
    Some(stage.night.topic(key).ok()?.snapshot().view)
}

#[test]
fn who_offers_compression_is_sent_the_same_frames_in_fewer_bytes() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for format in ["", "&format=json"] {
        let query = format!("{LAND}{format}");
        let mut plain = Client::open(&stage.base, &query, "");
        let mut small = Client::open(&stage.base, &query, BROWSER);
        assert_eq!(plain.message(), small.message());
        if !format.is_empty() {
            assert!(small.taken * 2 < plain.taken, "{} of {}", small.taken, plain.taken);
        }
    }
}

#[test]
fn a_reader_who_forgets_what_it_has_inflated_is_sent_each_frame_by_itself_and_a_small_window_none() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let offers = [
        BROWSER,
        "permessage-deflate; server_max_window_bits=15",
        FORGETFUL,
        "permessage-deflate; server_max_window_bits=10",
    ];
    let mut clients = offers.map(|offer| Client::open(&stage.base, LAND, offer));
    let agreed = clients.each_ref().map(|client| client.agreed.clone());
    assert_eq!(
        agreed.each_ref().map(String::as_str),
        [
            "permessage-deflate; client_no_context_takeover",
            "permessage-deflate; client_no_context_takeover; server_max_window_bits=15",
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
            ""
        ]
    );
    for client in &mut clients {
        client.message();
        client.taken = 0;
    }
    for revision in 1..6 {
        vote(&stage, "s/1", revision);
        let [first, others @ ..] = clients.each_mut().map(|client| {
            loop {
                let (opcode, bytes) = client.message();
                let Ok(Frame::Delta(delta)) = Frame::decode(&bytes) else { panic!("{opcode}") };
                if delta.delta.to == u64::from(revision) {
                    break delta;
                }
            }
        });
        others.iter().for_each(|other| assert_eq!(other.delta, first.delta));
    }
    let [browser, whole_window, forgetful, plain] = clients.map(|client| client.taken);
    assert_eq!(browser, whole_window);
    assert!(browser < forgetful && forgetful <= plain, "{browser}, {forgetful}, {plain}");
}
