//! Running other programs: cargo with its progress read, and anything under a time limit.

use std::io::{BufRead, BufReader, IsTerminal};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths;
use crate::progress::Status;

/// Set once this run has given the checkout another toolchain: the one that started us is then in the way.
static TOOLCHAIN_CHANGED: AtomicBool = AtomicBool::new(false);

/// From now on, rustup chooses the toolchain anew instead of taking the one that started this process.
pub(crate) fn forget_inherited_toolchain() {
    TOOLCHAIN_CHANGED.store(true, Ordering::Relaxed);
}

/// `cargo SUBCOMMAND` in the root of the checkout.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = rust_tool("cargo");
    command.arg(subcommand).current_dir(paths::root()).env_remove("CARGO");
    if std::io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// `cargo` or `rustc`, of the toolchain that the checkout has now.
pub(crate) fn rust_tool(program: &str) -> Command {
    let mut command = Command::new(program);
    if TOOLCHAIN_CHANGED.load(Ordering::Relaxed) {
        command.env_remove("RUSTUP_TOOLCHAIN");
    }
    command
}

/// Runs cargo. What it is busy with goes to `status`; warnings and errors go to the screen.
pub(crate) fn run_cargo(mut command: Command, status: &Status) -> Result<()> {
    let mut child = start(command.stderr(Stdio::piped()))?;
    for_each_stderr_line(&mut child, |line| match busy_with(line) {
        Some(crate_name) => status.set(&crate_name),
        None if is_cargo_chatter(line) => {}
        None => eprintln!("{line}"),
    });
    expect_success(child.wait()?, &command)
}

/// Hands each line that the program writes on its standard error to `each`, until it closes it.
pub(crate) fn for_each_stderr_line(child: &mut Child, mut each: impl FnMut(&str)) {
    let Some(stderr) = child.stderr.take() else { return };
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        each(&line);
    }
}

/// Starts a program, or says which one could not be started.
pub(crate) fn start(command: &mut Command) -> Result<Child> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.spawn().with_context(|| format!("cannot start `{program}`"))
}

/// Runs a program with its output on the screen.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = start(command)?.wait()?;
    expect_success(status, command)
}

/// Runs a program and stops it when it takes longer than `limit`: for downloads, which may hang.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let started = Instant::now();
    let mut child = start(command.stdin(Stdio::null()))?;
    loop {
        if let Some(status) = child.try_wait()? {
            return expect_success(status, command);
        }
        if started.elapsed() > limit {
            child.kill().context("cannot stop a program that takes too long")?;
            child.wait()?;
            bail!("{} took longer than {} s", shown(command), limit.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The standard output of a program that must succeed.
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {}", shown(command)))?;
    expect_success(output.status, command)?;
    Ok(String::from_utf8(output.stdout)?)
}

fn expect_success(status: ExitStatus, command: &Command) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("{} failed", shown(command))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}

/// The crate named by a line such as `   Compiling leptos v0.8.23`.
fn busy_with(line: &str) -> Option<String> {
    let (verb, rest) = status_line(line)?;
    let busy = ["Compiling", "Checking", "Documenting", "Downloading", "Blocking"].contains(&verb);
    busy.then(|| rest.split_whitespace().next().unwrap_or_default().to_owned())
}

fn is_cargo_chatter(line: &str) -> bool {
    const CHATTER: [&str; 9] =
        ["Finished", "Downloaded", "Updating", "Locking", "Adding", "Fresh", "Generated", "Running", "Executable"];
    line.trim().is_empty() || status_line(line).is_some_and(|(verb, _)| CHATTER.contains(&verb))
}

/// Cargo right-aligns its verbs in twelve columns and, on a terminal, colours them.
fn status_line(line: &str) -> Option<(&str, &str)> {
    let text = line.strip_prefix("\u{1b}[1m").unwrap_or(line);
    let text = text.strip_prefix("\u{1b}[32m").or_else(|| text.strip_prefix("\u{1b}[92m")).unwrap_or(text);
    let (verb, rest) = text.strip_prefix(' ')?.trim_start().split_once(' ')?;
    Some((verb.trim_end_matches("\u{1b}[0m"), rest))
}

#[cfg(test)]
mod tests {
    use super::{busy_with, is_cargo_chatter};

    #[test]
    fn a_line_of_progress_names_the_crate() {
        assert_eq!(busy_with("   Compiling leptos v0.8.23").as_deref(), Some("leptos"));
        assert_eq!(busy_with("\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m leptos v0.8.23").as_deref(), Some("leptos"));
    }

    #[test]
    fn diagnostics_are_neither_progress_nor_chatter() {
        for line in ["error[E0308]: mismatched types", "   --> app/src/lib.rs:3:5", "  |     ^^^ expected `u32`"] {
            assert_eq!(busy_with(line), None);
            assert!(!is_cargo_chatter(line), "{line}");
        }
    }
}
