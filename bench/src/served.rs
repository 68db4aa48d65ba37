//! Our server with an election folder, as it is started for every benchmark.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process::Running;

pub const TOKEN: &str = "a token for the benchmark";

/// Serves an election folder, with these words besides, and waits until it answers.
pub fn serve(server: &Path, election: &Path, data: &Path, port: u16, besides: &[&OsStr]) -> Result<Running> {
    let mut command = Command::new(server);
    command
        .arg("serve")
        .arg(election)
        .args(besides)
        .arg("--data")
        .arg(data)
        .args(["--listen", &format!("127.0.0.1:{port}")]);
    let running = Running::start(command.env("NIGHTCOUNT_TOKEN", TOKEN).env("NIGHTCOUNT_LOG", "error"))?;
    for _ in 0..300 {
        if ureq::get(format!("http://127.0.0.1:{port}/healthz")).call().is_ok() {
            return Ok(running);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("the server does not answer within fifteen seconds")
}
