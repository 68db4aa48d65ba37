//! `nightcount serve` as a process of its own, on a port of its own: to be asked to stop, killed, and started again.
#![expect(dead_code, reason = "each test and benchmark uses a part of it")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde::Deserialize;

/// The token that the server takes.
pub const TOKEN: &str = "a token for tests";

/// The program.
pub fn nightcount() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nightcount"));
    command.env("NIGHTCOUNT_LOG", "info").env("NO_COLOR", "1");
    command
}

/// The program as a server of an election folder, on any free port.
pub fn serve(folder: &Path, data: &Path) -> Command {
    let mut command = nightcount();
    command.arg("serve").arg(folder).arg("--data").arg(data).args(["--listen", "127.0.0.1:0"]);
    command.env("NIGHTCOUNT_TOKEN", TOKEN);
    command
}

/// A client that keeps its connections and takes any status for an answer.
pub fn agent() -> ureq::Agent {
    let minute = Some(Duration::from_secs(60));
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(minute).build().into()
}

/// How far a server's ledger has come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct State {
    pub epoch: String,
    pub seq: u64,
    pub state_hash: String,
}

/// A running server; killed when it is dropped.
pub struct Process {
    child: Child,
    /// As in `http://127.0.0.1:12345`.
    pub base: String,
    log: Option<JoinHandle<String>>,
}

impl Process {
    /// Starts a server and waits until it is ready.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let (sender, address) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            for line in lines.map_while(Result::ok) {
                if let Some((_, base)) = line.split_once("listening on ") {
                    let _ = sender.send(base.trim().to_owned());
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        let mut server = Self { child, base: String::new(), log: Some(log) };
        match address.recv() {
            Ok(base) => server.base = base,
            Err(_) => panic!("the server ended before it was ready:\n{}", server.log()),
        }
        let ready = agent().get(format!("{}/readyz", server.base)).call().expect("an answer").status();
        assert_eq!(ready, 200);
        server
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its sequence number and state hash.
    pub fn state(&self, election: &str) -> State {
        let address = format!("{}/api/v1/elections/{election}", self.base);
        agent().get(address).call().and_then(|mut answer| answer.body_mut().read_json()).expect("the state")
    }

    /// Sends reports; the status and the answer.
    pub fn post_csv(&self, election: &str, csv: &str) -> (u16, serde_json::Value) {
        let mut answer = reports(&agent(), &self.base, election).send(csv).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_json().expect("JSON"))
    }

    /// Asks it to stop, and does not wait.
    pub fn ask_to_stop(&self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.id().to_string()).status();
        assert!(asked.expect("`kill` is there").success());
    }

    /// Asks it to stop and waits until it has ended; how it ended and what it has logged.
    pub fn stop(mut self) -> (ExitStatus, String) {
        self.ask_to_stop();
        (self.child.wait().expect("it ends"), self.log())
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// `kill -9`; what it had logged.
    pub fn kill(mut self) -> String {
        self.end();
        self.log()
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn log(&mut self) -> String {
        self.log.take().and_then(|log| log.join().ok()).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// A request that sends reports as CSV.
pub fn reports(agent: &ureq::Agent, base: &str, election: &str) -> ureq::RequestBuilder<ureq::typestate::WithBody> {
    agent
        .post(format!("{base}/api/v1/elections/{election}/reports"))
        .header("Content-Type", "text/csv")
        .header("Authorization", format!("Bearer {TOKEN}"))
}
