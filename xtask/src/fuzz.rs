//! Fuzzing: libFuzzer over the targets of `fuzz`, built by the same stable compiler as everything else. Its coverage needs no
//! nightly; the sanitizers would, but there is no `unsafe` here for them to watch.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::progress::{self, Status};
use crate::{bench, paths, process, toolchain};

/// How long a target runs unless told.
const SECONDS: u64 = 60;

/// Longest input, in bytes. Long enough for work that grows with the square of it to show.
const LONGEST: usize = 16 << 10;

/// What tells libFuzzer which code an input reaches.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

/// `cargo xtask fuzz [TARGET…] [--keep] [-- SECONDS]`.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let (words, passed_on) = bench::split(arguments);
    let (options, names): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| word.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| **option != "--keep") {
        bail!("`fuzz` does not know {unknown}");
    }
    let seconds = match passed_on {
        [] => SECONDS,
        [seconds] => seconds.parse().context("after `--` comes the number of seconds")?,
        _ => bail!("after `--` comes the number of seconds, and nothing else"),
    };
    let targets = chosen(&names)?;
    let programs = build()?;
    let mut failed = false;
    for target in targets {
        let target = Target { program: programs.join(&target), name: target };
        failed |= !target.run(seconds)?;
        if !options.is_empty() {
            target.keep()?;
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

fn chosen(names: &[&String]) -> Result<Vec<String>> {
    let files = fs::read_dir(folder().join("fuzz_targets"))?.collect::<Result<Vec<_>, _>>()?;
    let known = files.iter().filter_map(|file| Some(file.path().file_stem()?.to_string_lossy().into_owned()));
    let mut known: Vec<String> = known.collect();
    known.sort();
    if names.is_empty() {
        return Ok(known);
    }
    match names.iter().find(|name| !known.contains(name)) {
        Some(unknown) => bail!("there is no target `{unknown}`: there are {}", known.join(", ")),
        None => Ok(names.iter().map(|name| (*name).clone()).collect()),
    }
}

/// Builds all targets; the folder of the programs.
fn build() -> Result<PathBuf> {
    if paths::on_path("c++").is_none() {
        // libFuzzer itself is C++, which its crate brings along as source.
        if !toolchain::debian_root() {
            bail!("libFuzzer is built from C++: install a compiler that is called `c++`, then run this command again");
        }
        toolchain::apt_install(&["g++"])?;
    }
    let version = process::output_of(process::rust_tool("rustc").arg("-vV").current_dir(paths::root()))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not say its host")?;
    let target = folder().join("target");
    progress::one("the fuzz targets", |status| {
        let mut cargo = process::cargo("build");
        cargo.args(["--release", "--locked", "--manifest-path"]).arg(folder().join("Cargo.toml"));
        // Named, so that the flags are for the targets and not for build scripts.
        cargo.args(["--target", host]).env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", COVERAGE.join(" "));
        process::run_cargo(cargo, status)
    })?;
    Ok(target.join(host).join("release"))
}

struct Target {
    name: String,
    program: PathBuf,
}

impl Target {
    fn corpus(&self) -> PathBuf {
        folder().join("corpus").join(&self.name)
    }

    /// What was found to reach new code, on this machine only.
    fn found(&self) -> Result<PathBuf> {
        let found = folder().join("target/found").join(&self.name);
        fs::create_dir_all(&found)?;
        Ok(found)
    }

    fn libfuzzer(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(format!("-max_len={LONGEST}"))
            .args(["-timeout=10", "-rss_limit_mb=2048"])
            .current_dir(paths::root());
        let dictionary = folder().join("dictionaries").join(&self.name).with_extension("dict");
        if dictionary.exists() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        command
    }

    /// Looks for inputs that break a law; whether there is none.
    fn run(&self, seconds: u64) -> Result<bool> {
        let mut command = self.libfuzzer();
        let findings = folder().join("target/findings");
        fs::create_dir_all(&findings)?;
        command.arg(format!("-max_total_time={seconds}")).arg("-print_final_stats=1");
        command.arg(format!("-artifact_prefix={}/{}-", findings.display(), self.name));
        command.arg(self.found()?).arg(self.corpus());
        let mut log = Log::default();
        let mut is_sound = false;
        progress::one(&format!("{} for {seconds} s", self.name), |status| {
            is_sound = log.follow(command, status)?;
            Ok(())
        })?;
        println!("  {}: {log}", self.name);
        Ok(is_sound)
    }

    /// Replaces the corpus by the fewest of all inputs that reach what all of them reach.
    fn keep(&self) -> Result<()> {
        let fewest = folder().join("target/fewest").join(&self.name);
        if fewest.exists() {
            fs::remove_dir_all(&fewest)?;
        }
        fs::create_dir_all(&fewest)?;
        let mut command = self.libfuzzer();
        // Which code, but not how often: several times fewer inputs.
        command.args(["-set_cover_merge=1", "-use_counters=0"]).arg(&fewest).arg(self.corpus()).arg(self.found()?);
        process::run(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        fs::remove_dir_all(self.corpus())?;
        fs::create_dir_all(self.corpus())?;
        for input in fs::read_dir(&fewest)? {
            let input = input?;
            fs::copy(input.path(), self.corpus().join(input.file_name()))?;
        }
        Ok(())
    }
}

/// What libFuzzer says.
#[derive(Default)]
struct Log {
    executions: u64,
    per_second: u64,
    coverage: u64,
    features: u64,
    finding: Option<String>,
    /// The last lines, shown if there is a finding.
    last: Vec<String>,
}

impl Log {
    /// Runs libFuzzer to its end; whether it found nothing.
    fn follow(&mut self, mut command: Command, status: &Status) -> Result<bool> {
        let mut child = process::start(command.stdout(Stdio::null()).stderr(Stdio::piped()))?;
        process::for_each_stderr_line(&mut child, |line| {
            if self.note(line) {
                status.set(&format!("{} edges", self.coverage));
            }
        });
        let is_sound = child.wait()?.success();
        if !is_sound {
            self.last.iter().for_each(|line| eprintln!("    {line}"));
        }
        Ok(is_sound)
    }

    /// Takes a line in; whether it tells how far it has come.
    fn note(&mut self, line: &str) -> bool {
        if let Some(path) = line.split_once("Test unit written to ").map(|(_, path)| path) {
            let path = Path::new(path);
            let shown = path.strip_prefix(paths::root()).unwrap_or(path);
            self.finding = Some(shown.display().to_string());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let figure = |name: &str| words.windows(2).find(|pair| pair[0] == name).and_then(|pair| pair[1].parse().ok());
        self.coverage = figure("cov:").unwrap_or(self.coverage);
        self.features = figure("ft:").unwrap_or(self.features);
        self.executions = figure("stat::number_of_executed_units:").unwrap_or(self.executions);
        self.per_second = figure("stat::average_exec_per_sec:").unwrap_or(self.per_second);
        let tells = figure("cov:").is_some();
        if !tells && !line.trim().is_empty() {
            if self.last.len() == 20 {
                self.last.remove(0);
            }
            self.last.push(line.to_owned());
        }
        tells
    }
}

impl std::fmt::Display for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { executions, per_second, coverage, features, finding, .. } = self;
        write!(f, "{executions} executions, {per_second} a second; {coverage} edges, {features} features; ")?;
        match finding {
            Some(path) => write!(f, "FOUND: {path}"),
            None => write!(f, "no finding"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Log;

    #[test]
    fn the_summary_says_what_libfuzzer_said() {
        let mut log = Log::default();
        assert!(log.note("#2048\tpulse  cov: 812 ft: 2301 corp: 95/11Kb exec/s: 1024 rss: 58Mb"));
        assert!(!log.note("stat::number_of_executed_units: 4096"));
        log.note("stat::average_exec_per_sec:     1365");
        assert_eq!(log.to_string(), "4096 executions, 1365 a second; 812 edges, 2301 features; no finding");
        log.note("artifact_prefix='x/report-'; Test unit written to x/report-crash-12ab");
        assert!(log.to_string().ends_with("FOUND: x/report-crash-12ab"));
    }
}
