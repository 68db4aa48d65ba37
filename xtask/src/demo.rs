//! From nothing to a running election night.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::site::{self, Plan};
use crate::{paths, toolchain};

/// `cargo xtask demo [ARGS of nightcount demo]`.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    toolchain::ensure()?;
    let server = site::build(Plan::DEMO)?;
    become_program(&mut night(&server, arguments))
}

/// The server with the rehearsal country and its recorded night.
pub(crate) fn night(server: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(server);
    command.arg("demo").args(arguments).current_dir(paths::root()).envs(site::environment());
    command
}

/// On Unix this process becomes the server, so that a signal to one is a signal to the other.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<ExitCode> {
    crate::process::run(command).map(|()| ExitCode::SUCCESS)
}
