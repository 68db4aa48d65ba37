//! Everything that can pass or fail, and one line that says how much of it did.

use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::progress::{self, Status};
use crate::site::{self, Plan};
use crate::{playwright, process, setup, toolchain};

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(out, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// `cargo xtask test [--unit|--browser]`. The last line says `N passed, N failed` over all that ran.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let (unit, browser) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => (true, true),
        ["--unit"] => (true, false),
        ["--browser"] => (false, true),
        _ => bail!("`test` takes --unit or --browser or nothing"),
    };
    let mut total = Tally::default();
    if unit {
        total += part("unit tests, laws and integration", unit_tests);
    }
    if browser {
        total += part("browser tests", browser_tests);
    }
    println!("{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A part that could not run counts as one failure; the next part runs all the same.
fn part(name: &str, work: fn() -> Result<Tally>) -> Tally {
    println!("{name}");
    work().unwrap_or_else(|error| {
        println!("error: {name} could not run: {error:#}");
        Tally { failed: 1, ..Tally::default() }
    })
}

fn browser_tests() -> Result<Tally> {
    setup::everything()?;
    let server = site::build(Plan::DEMO)?;
    playwright::run(&server)
}

/// Without `client`, which is built for browsers only and would give `app` the features of both halves at once.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "client"];

fn unit_tests() -> Result<Tally> {
    toolchain::ensure()?;
    progress::one("building the tests", |status: &Status| {
        let mut cargo = process::cargo("test");
        cargo.args(NATIVE).arg("--no-run");
        process::run_cargo(cargo, status)
    })?;
    let mut cargo = process::cargo("test");
    cargo.args(NATIVE).arg("--no-fail-fast").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = process::start(&mut cargo)?;
    let output = child.stdout.take().context("the tests have no output")?;
    let reading = thread::spawn(move || read_results(BufReader::new(output)));
    let mut failed_targets = 0;
    process::for_each_stderr_line(&mut child, |line| {
        failed_targets += failed_targets_in(line);
        println!("  {}", line.trim());
    });
    let succeeded = child.wait()?.success();
    let results = reading.join().ok().context("reading the results panicked")?;
    Ok(results.checked_against(succeeded, failed_targets))
}

/// What the lines `test result: …` said.
#[derive(Debug, Default, PartialEq, Eq)]
struct Results {
    tally: Tally,
    failed_targets: usize,
}

impl Results {
    /// A program that crashed prints no result: cargo then names more failed targets than there are results.
    fn checked_against(self, succeeded: bool, failed_targets: usize) -> Tally {
        let mut tally = self.tally;
        tally.failed += failed_targets.saturating_sub(self.failed_targets);
        if !succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        tally
    }
}

/// Shows all lines but those of tests that passed.
fn read_results(lines: impl BufRead) -> Results {
    let mut results = Results::default();
    for line in lines.lines().map_while(Result::ok) {
        if let Some(tally) = result_line(&line) {
            results.tally += tally;
            results.failed_targets += usize::from(tally.failed > 0);
        }
        if is_worth_showing(&line) {
            println!("  {line}");
        }
    }
    results
}

fn is_worth_showing(line: &str) -> bool {
    let passed = line.starts_with("test ") && line.ends_with(" ok");
    let opening = line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test"));
    let empty = line.starts_with("test result: ok. 0 passed; 0 failed; 0 ignored;");
    !(line.is_empty() || passed || opening || empty)
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`
fn result_line(line: &str) -> Option<Tally> {
    let figures = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let figure = |name: &str| {
        figures.split("; ").find_map(|part| part.strip_suffix(name)?.trim().parse::<usize>().ok()).unwrap_or(0)
    };
    Some(Tally { passed: figure("passed"), failed: figure("failed"), skipped: figure("ignored") })
}

/// `error: 2 targets failed:` at the end of cargo's own output.
fn failed_targets_in(line: &str) -> usize {
    let text = line.split_once("error").map_or("", |(_, rest)| rest).trim_start_matches("\u{1b}[0m");
    let mut words = text.trim_start_matches(':').split_whitespace();
    let count = words.next().and_then(|word| word.parse().ok());
    let says_so = words.next().is_some_and(|word| word.starts_with("target")) && words.next() == Some("failed:");
    count.filter(|_| says_so).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Results, Tally, failed_targets_in, is_worth_showing, read_results, result_line};

    #[test]
    fn a_result_line_is_counted() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(result_line(line), Some(Tally { passed: 12, failed: 2, skipped: 1 }));
        assert_eq!(result_line("test it_works ... ok"), None);
    }

    #[test]
    fn results_of_several_programs_add_up() {
        let output = "running 2 tests\ntest a ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                      test result: FAILED. 0 passed; 3 failed; 0 ignored; 0 measured\n";
        let tally = Tally { passed: 2, failed: 3, skipped: 0 };
        assert_eq!(read_results(output.as_bytes()), Results { tally, failed_targets: 1 });
    }

    #[test]
    fn a_program_that_crashed_without_a_result_counts_as_a_failure() {
        let results = Results { tally: Tally { passed: 5, failed: 1, skipped: 0 }, failed_targets: 1 };
        assert_eq!(results.checked_against(false, 2).failed, 2);
        assert_eq!(Results::default().checked_against(false, 0).failed, 1);
        assert_eq!(Results::default().checked_against(true, 0).failed, 0);
    }

    #[test]
    fn the_number_of_failed_programs_is_read_with_and_without_colour() {
        assert_eq!(failed_targets_in("error: 2 targets failed:"), 2);
        assert_eq!(failed_targets_in("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: 1 target failed:"), 1);
        assert_eq!(failed_targets_in("error: test failed, to rerun pass `-p election --lib`"), 0);
    }

    #[test]
    fn only_what_did_not_pass_is_shown() {
        assert!(!is_worth_showing("test a::b ... ok"));
        assert!(is_worth_showing("test a::b ... FAILED"));
        assert!(is_worth_showing("thread 'a::b' panicked at src/lib.rs:3:5"));
    }

    #[test]
    fn skipped_tests_are_mentioned_only_when_there_are_some() {
        assert_eq!(Tally { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed");
        assert_eq!(Tally { passed: 3, failed: 0, skipped: 1 }.to_string(), "3 passed, 0 failed, 1 skipped");
    }
}
