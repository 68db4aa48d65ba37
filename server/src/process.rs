//! What a process costs, where the system tells: processor time, memory, open descriptors.

#[cfg(target_os = "linux")]
pub use linux::Process;
#[cfg(not(target_os = "linux"))]
pub use other::Process;

#[cfg(target_os = "linux")]
mod linux {
    use procfs::process;

    /// A process that can be looked at.
    #[derive(Debug)]
    pub struct Process(process::Process);

    impl Process {
        /// This one.
        #[must_use]
        pub fn own() -> Option<Self> {
            process::Process::myself().ok().map(Self)
        }

        /// Another one, unless there is none of that number.
        #[must_use]
        pub fn of(pid: i32) -> Option<Self> {
            process::Process::new(pid).ok().map(Self)
        }

        /// Seconds of processor time so far.
        #[must_use]
        pub fn cpu_seconds(&self) -> Option<f64> {
            let stat = self.0.stat().ok()?;
            #[expect(clippy::cast_precision_loss, reason = "processor time of a process fits 53 bits")]
            Some((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
        }

        /// Resident memory in kilobytes.
        #[must_use]
        pub fn memory_kb(&self) -> Option<u64> {
            self.0.status().ok()?.vmrss
        }

        /// Descriptors that are open.
        #[must_use]
        pub fn descriptors(&self) -> Option<usize> {
            self.0.fd_count().ok()
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    /// Nothing can be looked at here.
    #[derive(Debug)]
    pub enum Process {}

    impl Process {
        /// Nothing is known.
        #[must_use]
        pub fn own() -> Option<Self> {
            None
        }

        /// Nothing is known.
        #[must_use]
        pub fn of(_: i32) -> Option<Self> {
            None
        }

        /// Seconds of processor time so far.
        #[must_use]
        pub fn cpu_seconds(&self) -> Option<f64> {
            match *self {}
        }

        /// Resident memory in kilobytes.
        #[must_use]
        pub fn memory_kb(&self) -> Option<u64> {
            match *self {}
        }

        /// Descriptors that are open.
        #[must_use]
        pub fn descriptors(&self) -> Option<usize> {
            match *self {}
        }
    }
}
