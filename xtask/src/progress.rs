//! Says what is going on: a line when a job starts, one now and then while it runs, one when it is done.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// How long a job may be silent.
const SILENCE: Duration = Duration::from_secs(15);

/// What a running job is busy with; any thread may read it.
#[derive(Clone, Default)]
pub(crate) struct Status(Arc<Mutex<Progress>>);

#[derive(Clone, Default)]
struct Progress {
    busy_with: String,
    steps: usize,
}

impl Progress {
    fn of(&self, name: &str) -> String {
        match self.steps {
            0 => name.to_owned(),
            steps => format!("{name} at {} ({steps} so far)", self.busy_with),
        }
    }
}

impl Status {
    /// The job has come to its next step.
    pub(crate) fn set(&self, busy_with: &str) {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        progress.busy_with = busy_with.to_owned();
        progress.steps += 1;
    }

    fn get(&self) -> Progress {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

type Work<'a> = Box<dyn FnOnce(&Status) -> Result<()> + Send + 'a>;

/// A piece of work with a name for the screen.
pub(crate) struct Job<'a> {
    name: &'a str,
    work: Work<'a>,
}

impl<'a> Job<'a> {
    pub(crate) fn new(name: &'a str, work: impl FnOnce(&Status) -> Result<()> + Send + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Runs one job.
pub(crate) fn one<'a>(name: &'a str, work: impl FnOnce(&Status) -> Result<()> + Send + 'a) -> Result<()> {
    together(vec![Job::new(name, work)])
}

/// Runs jobs at the same time and waits for all of them, also when one fails.
pub(crate) fn together(jobs: Vec<Job<'_>>) -> Result<()> {
    let started = Instant::now();
    let (report, reports) = mpsc::channel();
    let mut running: Vec<(&str, Status)> = Vec::new();
    let mut errors = Vec::new();
    thread::scope(|scope| {
        for Job { name, work } in jobs {
            println!("  {name} …");
            let status = Status::default();
            running.push((name, status.clone()));
            let report = report.clone();
            scope.spawn(move || report.send((name, work(&status))));
        }
        drop(report);
        loop {
            match reports.recv_timeout(SILENCE) {
                Ok((name, outcome)) => {
                    running.retain(|(other, _)| *other != name);
                    errors.extend(say_outcome(name, outcome, started.elapsed()));
                }
                Err(mpsc::RecvTimeoutError::Timeout) => say_progress(&running, started.elapsed()),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    errors.into_iter().next().map_or(Ok(()), Err)
}

fn say_outcome(name: &str, outcome: Result<()>, elapsed: Duration) -> Option<anyhow::Error> {
    match outcome {
        Ok(()) => {
            println!("  {name}: done in {}", shown(elapsed));
            None
        }
        Err(error) => {
            println!("  {name}: FAILED after {}", shown(elapsed));
            Some(anyhow!("{name}: {error:#}"))
        }
    }
}

fn say_progress(running: &[(&str, Status)], elapsed: Duration) {
    let jobs: Vec<String> = running.iter().map(|(name, status)| status.get().of(name)).collect();
    println!("  … {}: {}", shown(elapsed), jobs.join(", "));
}

/// `0.4 s`, `42 s` or `3 min 07 s`.
pub(crate) fn shown(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", elapsed.as_secs_f32()),
        10..100 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Job, shown, together};

    #[test]
    fn times_are_shown_as_a_person_says_them() {
        assert_eq!(shown(Duration::from_millis(420)), "0.4 s");
        assert_eq!(shown(Duration::from_secs(187)), "3 min 07 s");
    }

    #[test]
    fn a_failing_job_does_not_stop_the_other() {
        let mut other_ran = false;
        let outcome = together(vec![
            Job::new("one", |_| anyhow::bail!("broken")),
            Job::new("two", |_| {
                other_ran = true;
                Ok(())
            }),
        ]);
        assert_eq!(outcome.map_err(|error| error.to_string()), Err("one: broken".to_owned()));
        assert!(other_ran);
    }
}
