//! The browser tests: a real server, a real Chromium.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::suite::Tally;
use crate::{paths, process, site};

/// Runs all specs against `server` and counts them from Playwright's own report.
pub(crate) fn run(server: &Path) -> Result<Tally> {
    let report = paths::end2end().join("target/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = command(server);
    command.arg("--pass-with-no-tests");
    let succeeded = process::start(&mut command)?.wait()?.success();
    let text = fs::read_to_string(&report).context("Playwright wrote no report")?;
    tally(&serde_json::from_str(&text)?, succeeded)
}

/// Runs the benchmark of this name against `server`; what it measures it prints.
pub(crate) fn bench(server: &Path, name: &str) -> Result<()> {
    process::run(command(server).args(["--reporter", "line"]).arg(format!("{name}.bench.ts")).env("BENCH", name))
}

/// Takes the pictures of all pages into `folder`, of the rehearsal and of `nights`, a list in JSON.
pub(crate) fn pictures(server: &Path, folder: &Path, nights: &str) -> Result<()> {
    process::run(command(server).args(["--reporter", "line"]).env("SHOTS", folder).env("SHOTS_NIGHTS", nights))
}

fn command(server: &Path) -> Command {
    let mut command = Command::new(paths::end2end().join("node_modules/.bin/playwright"));
    command.arg("test").current_dir(paths::end2end()).stdin(Stdio::null());
    command.env("NIGHTCOUNT", server).envs(site::environment());
    command
}

/// A flaky test is one that failed and then passed: it counts as failed, since the page is then not right every time.
fn tally(report: &Value, succeeded: bool) -> Result<Tally> {
    let stats = &report["stats"];
    let figure = |name: &str| {
        let count = stats[name].as_u64().and_then(|count| usize::try_from(count).ok());
        count.with_context(|| format!("Playwright's report has no figure `{name}`"))
    };
    let tally = Tally {
        passed: figure("expected")?,
        failed: figure("unexpected")? + figure("flaky")?,
        skipped: figure("skipped")?,
    };
    if !succeeded && tally.failed == 0 {
        let reason = report["errors"][0]["message"].as_str().unwrap_or("Playwright failed without saying why");
        bail!("{reason}");
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::tally;
    use crate::suite::Tally;

    #[test]
    fn a_flaky_test_is_a_failed_one() -> anyhow::Result<()> {
        let report = json!({ "stats": { "expected": 7, "unexpected": 1, "flaky": 1, "skipped": 2 } });
        assert_eq!(tally(&report, false)?, Tally { passed: 7, failed: 2, skipped: 2 });
        Ok(())
    }

    #[test]
    fn a_run_that_broke_before_any_test_is_an_error_with_its_reason() {
        let stats = json!({ "expected": 0, "unexpected": 0, "flaky": 0, "skipped": 0 });
        let report = json!({ "stats": stats, "errors": [{ "message": "the server did not start" }] });
        assert!(tally(&report, false).is_err_and(|error| error.to_string() == "the server did not start"));
    }
}
