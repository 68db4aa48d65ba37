//! A server that is measured: its processor time and memory, and its end.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use procfs::process::{LimitValue, Process};

/// A running program; it ends with this.
pub struct Running {
    child: Child,
    process: Process,
}

impl Running {
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let process = Process::new(i32::try_from(child.id())?)?;
        Ok(Self { child, process })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Seconds of processor time so far.
    pub fn cpu(&self) -> Result<f64> {
        let stat = self.process.stat()?;
        Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
    }

    /// Resident memory in kilobytes.
    pub fn memory(&self) -> Result<u64> {
        self.process.status()?.vmrss.context("it has ended")
    }

    /// The same without what is a copy of files, in kilobytes.
    pub fn private_memory(&self) -> Result<u64> {
        self.process.status()?.rssanon.context("it has ended")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether this process may open so many sockets.
pub fn room_for(sockets: usize) -> Result<()> {
    let LimitValue::Value(most) = Process::myself()?.limits()?.max_open_files.soft_limit else { return Ok(()) };
    ensure!(
        sockets as u64 + 100 <= most,
        "{sockets} readers need more open files than {most}: raise it by `ulimit -n`"
    );
    Ok(())
}

/// A program of the PATH.
pub fn on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| Path::new(&folder).join(program).is_file())
}
