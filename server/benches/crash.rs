//! Kills servers with `kill -9` at random moments of a replay at full speed, and counts what they lose: nothing.
//!
//! `cargo xtask bench crash [-- ROUNDS [SEED]]`, 200 rounds if no number is given.

#[path = "../tests/crashes/mod.rs"]
mod crashes;
#[path = "../tests/process/mod.rs"]
mod process;

use std::io::Write;
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

fn main() -> anyhow::Result<ExitCode> {
    // Cargo adds `--bench`.
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let rounds = numbers.first().copied().unwrap_or(200);
    let seed = numbers.get(1).copied().unwrap_or_else(any_seed);
    println!("{rounds} servers are killed, seed {seed}");
    let began = Instant::now();
    let tally = crashes::run(usize::try_from(rounds)?, seed, |tally| {
        print!("\r{} of {rounds}", tally.rounds);
        let _ = std::io::stdout().flush();
    })?;
    let found = tally.found;
    println!("\r{} rounds in {:.0} s", tally.rounds, began.elapsed().as_secs_f64());
    println!("reports sent and answered              {:>10}", found.reports);
    println!("acknowledged with a sequence number    {:>10}", found.acknowledged);
    println!("batches in flight: whole in the journal{:>10}", found.landed);
    println!("batches in flight: not there at all    {:>10}", found.vanished);
    println!("killed while a snapshot was written    {:>10}", tally.half_snapshots);
    println!("lost                                   {:>10}   must be 0", found.lost);
    println!("duplicated                             {:>10}   must be 0", found.duplicated);
    println!("half batches or other outcomes         {:>10}   must be 0", found.unexplained);
    println!("state hashes that are not the oracle's {:>10}   must be 0", tally.mismatches);
    Ok(if tally.is_clean() && tally.rounds == rounds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Another one each time; it is printed, so that a failure can be had again.
fn any_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| u64::from(since.subsec_nanos()))
}
