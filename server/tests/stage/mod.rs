//! A stage for tests: a small election served on a port of its own, and a client that speaks to it.
#![expect(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use election::folder::{self, Folder};
use election::{Definition, Ledger, Submission};
use serde_json::Value;
use server::clock::Clock;
use server::config::Config;
use server::limits::Limits;
use server::night::Night;
use server::serve;
use server::site::Site;
use server::telemetry::Telemetry;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// The token that the stage's server takes for reports.
pub const TOKEN: &str = "a token for tests";

/// The token that it takes for calls and lots.
pub const DESK: &str = "a desk's token for tests";

/// The token that opens its operators' page.
pub const OPS: &str = "an operators' token for tests";

const TOML: &str = r#"
format = 1
id = "small"
date = 2025-10-12
time_zone = "Europe/Zagreb"
polls_close = 2025-10-12T19:00:00+02:00
languages = ["en", "sq"]
source = "The commission"
title = { en = "A small election", sq = "Zgjedhje të vogla" }

[[levels]]
id = "country"
name = { en = "Country" }
[[levels]]
id = "region"
name = { en = "Region" }
[[levels]]
id = "station"
name = { en = "Station" }

[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Polling stations" }
[[categories]]
id = "postal"
kind = "absentee-mail"
name = { en = "Postal votes" }

[[contests]]
id = "assembly"
title = { en = "Assembly" }
variation = "proportional"
figures = ["ballots", "invalid"]
[contests.rules]
figure-missing = "off"
station-size = { severity = "soft", limit = 900 }
"#;

const UNITS: &str = "id,parent,level,name,registered,categories\n\
    land,,country,Land,,\nnorth,land,region,North,,\nn/1,north,station,School one,1000,regular|postal\n\
    n/2,north,station,School two,1000,\nsouth,land,region,South,,\ns/1,south,station,Hall,1000,\n";

const OPTIONS: &str = "contest,id,number,short,colour,name\nassembly,sea,1,SEA,#1d5fa8,Sea list\n\
    assembly,hill,2,HILL,#b3312c,Hill list\nassembly,nan,3,ÑAN,#2f7d4f,\"Ñandú <b>& Co\"\n";

/// The files of the small election.
pub fn folder() -> Folder {
    let files = [("election.toml", TOML), ("units.csv", UNITS), ("options.csv", OPTIONS)];
    Folder { files: files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into() }
}

/// The small election.
pub fn definition() -> Definition {
    folder::read(&folder()).unwrap_or_else(|defects| panic!("{defects:#?}"))
}

/// The small election with a house of three seats.
pub fn with_seats() -> Definition {
    seated(folder())
}

/// The same with candidates on closed lists.
pub fn with_candidates() -> Definition {
    let mut folder = folder();
    let table = "option,position,id,name\nsea,1,s1,Sea 1\nsea,2,s2,Sea 2\nsea,3,s3,Sea 3\nhill,1,h1,Hill 1\nhill,2,h2,Hill 2\nnan,1,n1,Nan 1\n";
    folder.files.insert("candidates.csv".into(), table.into());
    seated(folder)
}

fn seated(mut folder: Folder) -> Definition {
    let toml = format!("{TOML}[contests.seats]\ntotal = 3\nsystem = \"proportional\"\nmethod = \"dhondt\"\n");
    folder.files.insert("election.toml".into(), toml.into_bytes());
    folder::read(&folder).unwrap_or_else(|defects| panic!("{defects:#?}"))
}

/// A running server.
pub struct Stage {
    pub base: String,
    pub night: Arc<Night>,
    pub site: Arc<Site>,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
    served: Option<tokio::task::JoinHandle<()>>,
}

impl Stage {
    /// Serves the small election with its journal in `data`.
    pub fn open(data: &Path) -> Self {
        Self::with(definition(), data, "127.0.0.1:0")
    }

    /// Serves an election at an address.
    pub fn with(definition: Definition, data: &Path, listen: &str) -> Self {
        Self::configured(definition, data, listen, Config::default())
    }

    /// Serves the small election with other limits.
    pub fn limited(data: &Path, limits: Limits) -> Self {
        Self::configured(definition(), data, "127.0.0.1:0", Config { limits, ..Config::default() })
    }

    /// Serves an election with another configuration.
    pub fn configured(definition: Definition, data: &Path, listen: &str, config: Config) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let telemetry = Telemetry::default();
        let night = Night::open(definition, None, data, Clock::System, &telemetry).expect("a journal");
        let (tokens, desk_tokens, ops_tokens) = (vec![TOKEN.into()], vec![DESK.into()], vec![OPS.into()]);
        let config = Config { tokens, desk_tokens, ops_tokens, ..config };
        let site = serve::site(vec![night.clone()], &config, telemetry);
        let listener = runtime.block_on(TcpListener::bind(listen)).expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let served_site = site.clone();
        let served = runtime.spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            serve::run(listener, served_site, stopped).await.expect("served");
        });
        Self { base, night, site, stop: Some(stop), runtime: Some(runtime), served: Some(served) }
    }

    /// The address of the view of a unit.
    pub fn view(&self, unit: &str) -> String {
        format!("{}/api/v1/elections/small/contests/assembly/units/{unit}", self.base)
    }

    /// Sends reports as CSV and returns the answer.
    pub fn post_csv(&self, csv: &str) -> Value {
        let answer = self.post("text/csv", csv.as_bytes(), Some(TOKEN));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// Sends a body to the reports' address.
    pub fn post(&self, kind: &str, body: &[u8], token: Option<&str>) -> Answer {
        self.post_to("reports", kind, body, token)
    }

    /// Sends a desk's decision: `calls` or `lots`.
    pub fn decide(&self, what: &str, body: &Value) -> Answer {
        let address = format!("contests/assembly/{what}");
        self.post_to(&address, "application/json", body.to_string().as_bytes(), Some(DESK))
    }

    /// Sends a body to an address of the election.
    pub fn post_to(&self, address: &str, kind: &str, body: &[u8], token: Option<&str>) -> Answer {
        let mut request =
            agent().post(format!("{}/api/v1/elections/small/{address}", self.base)).header("Content-Type", kind);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        Answer::of(request.send(body).expect("an answer"))
    }

    /// GETs an address.
    pub fn get(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let address = if address.starts_with('/') { format!("{}{address}", self.base) } else { address.to_owned() };
        let request = headers.iter().fold(agent().get(address), |request, (name, value)| request.header(*name, *value));
        Answer::of(request.call().expect("an answer"))
    }

    /// Waits until the hub has published `seq` at the root.
    pub fn published(&self, seq: u64) -> Value {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let view = self.get(&self.view("land"), &[]).json();
            if view["seq"].as_u64() >= Some(seq) {
                return view;
            }
            assert!(Instant::now() < until, "sequence number {seq} was not published: {view}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Waits for something that needs the server's runtime.
    pub fn run<T>(&self, task: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("it runs until it is closed").block_on(task)
    }

    /// Ends the server in order.
    pub fn close(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let (Some(stop), Some(runtime), Some(served)) = (self.stop.take(), self.runtime.take(), self.served.take()) {
            let _ = stop.send(());
            let _ = runtime.block_on(served);
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.end();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        let (status, headers) = (response.status().as_u16(), headers.collect());
        let bytes = response.body_mut().read_to_vec().expect("a body");
        Self { status, headers, text: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// The oracle: a ledger that was given the same rows directly.
pub fn oracle(definition: &Definition, rows: impl IntoIterator<Item = Submission>) -> Ledger {
    let mut ledger = Ledger::new(Arc::new(definition.clone()));
    for row in rows {
        if let Some(report) = row.settle(&ledger) {
            let _ = ledger.apply(&report);
        }
    }
    ledger
}

/// A folder for a test's files, removed at the end.
pub fn scratch() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().to_owned();
    (dir, path)
}
