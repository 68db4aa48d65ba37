//! Every command that a person or CI runs: `cargo xtask COMMAND`.

mod bench;
mod bless;
mod check;
mod client;
mod compress;
mod country;
mod demo;
mod dev;
mod fuzz;
mod languages;
mod licences;
mod metadata;
mod paths;
mod playwright;
mod process;
mod progress;
mod setup;
mod shots;
mod site;
mod size;
mod suite;
mod tidy;
mod toolchain;
mod trim;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  demo [ARGS]       install what is missing, build, serve the rehearsal country with a night running
  dev [ARGS]        the same, and rebuild and restart whenever a source file changes
  build             the browser's half into target/site and the server beside it
                      --profile demo|release   (demo unless told: quick to build, fast enough to watch)
                      --hook                   a panic in the browser says what it was
  test              everything: unit tests, laws, integration, browser
                      --unit | --browser       one half
  check             formatting, lints, documentation, licences, house rules, sizes
  size              what the browser downloads, and whether it is within the budget
  shots             a picture of every kind of page into target/shots
  bench [NAME…]     run benchmarks; without a name, list them; `all` is all but `crash`, `fanout` and `http`
  fuzz [TARGET…]    look for inputs that break a law of the parsers, a minute each (`-- SECONDS` for another time)
                      --keep                   keep what reaches new code in fuzz/corpus, as little of it as will do
  bless [ARGS]      accept the snapshots that tests produce now; ARGS go to `cargo test`
                      --country                also draw the rehearsal country anew
  country [DIR]     draw the rehearsal country: its folder, all but the recorded night
  setup             install what building and testing need, and nothing else
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(outcome) = dispatch(&command, &rest) else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// `None` when there is no such command.
fn dispatch(command: &str, rest: &[String]) -> Option<Result<ExitCode>> {
    Some(match command {
        "setup" => done(setup::everything()),
        "build" => done(site::build_command(rest)),
        "demo" => demo::run(rest),
        "dev" => done(dev::run(rest)),
        "test" => suite::run(rest),
        "check" => check::run(),
        "size" => done(size::run()),
        "shots" => done(shots::run()),
        "bless" => done(bless::run(rest)),
        "bench" => done(bench::run(rest)),
        "fuzz" => fuzz::run(rest),
        "country" => done(bless::country(rest.first().map(Path::new))),
        _ => return None,
    })
}

fn done(outcome: Result<()>) -> Result<ExitCode> {
    outcome.map(|()| ExitCode::SUCCESS)
}
