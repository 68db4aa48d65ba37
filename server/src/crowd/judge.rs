//! The end: what each reader has, against what the plain addresses say.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::copy::{Copy, Form, Outcome};
use super::oracle::Oracle;
use super::{Crowd, Slot, call};

/// How long between two looks.
const LOOK: Duration = Duration::from_millis(400);

/// How it came out.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Copies that are the truth, figure by figure.
    pub(super) right: usize,
    /// Copies that are not, at the same number; with the first difference of some.
    pub(super) wrong: usize,
    /// Copies that had not come as far as the truth in time, or had none at all.
    pub(super) late: usize,
    /// Views whose plain address was compared with our own count of the reports.
    pub(super) recounted: usize,
    pub(super) examples: Vec<String>,
}

/// One view in one form: its copies are compared with one truth.
type Group = (usize, Form);

/// Looks at all copies until each is right or wrong, or the time is over.
///
/// # Errors
/// If the server does not answer.
pub(super) async fn all(
    crowd: &Crowd,
    slots: &[Arc<Slot>],
    oracle: Option<&Oracle>,
    within: Duration,
) -> Result<Judged> {
    let until = Instant::now() + within;
    let mut judged = Judged::default();
    let mut open: HashMap<Group, Vec<&Arc<Slot>>> = HashMap::new();
    for slot in slots {
        open.entry((Arc::as_ptr(&slot.topic) as usize, slot.form)).or_default().push(slot);
    }
    let goal = call::seq(&crowd.plan.servers[0], &crowd.election).await?;
    loop {
        for group in open.values_mut() {
            let truth = match truth(group[0]).await {
                Ok(truth) => truth,
                // A server that sheds load answers later.
                Err(_) if Instant::now() < until => continue,
                Err(error) => return Err(error),
            };
            if truth.position().is_some_and(|(_, seq)| seq >= goal) {
                if let Some(fault) = oracle.and_then(|oracle| oracle.difference(&group[0].topic, &truth)) {
                    judged.wrong += 1;
                    judged.say(format!("{}: {fault}", group[0].topic.address));
                }
                compare(group, &truth, &mut judged);
            }
        }
        open.retain(|_, group| !group.is_empty());
        if open.is_empty() || Instant::now() > until {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    for slot in open.values().flatten() {
        judged.late += 1;
        let place = slot.node().copy.position().map_or("nothing".into(), |(_, seq)| format!("number {seq}"));
        let broken = if slot.node().copy.resume().is_none() { " and waits for a snapshot" } else { "" };
        judged
            .say(format!("{}: a reader has {place}{broken}, while the election stands at {goal}", slot.topic.address));
    }
    judged.recounted = oracle.map_or(0, Oracle::looked);
    Ok(judged)
}

impl Judged {
    fn say(&mut self, example: String) {
        if self.examples.len() < 10 {
            self.examples.push(example);
        }
    }
}

/// The view at its plain address.
async fn truth(slot: &Slot) -> Result<Copy> {
    let format = match slot.form {
        Form::Binary => "binary",
        Form::Json => "json",
    };
    let address = format!("{}&format={format}", slot.topic.address);
    let body = call::bytes(address.clone()).await?;
    let mut truth = Copy::empty(slot.form, slot.topic.key);
    let (outcome, _) = truth.take(&body);
    ensure!(outcome == Outcome::Advanced, "{address} is not a sound snapshot: {outcome:?}");
    Ok(truth)
}

/// Takes those out of the group who stand where the truth stands. Most share a copy, which is compared once.
fn compare(group: &mut Vec<&Arc<Slot>>, truth: &Copy, judged: &mut Judged) {
    let mut seen: HashMap<u64, Option<String>> = HashMap::new();
    group.retain(|slot| {
        let node = slot.node();
        if node.copy.resume().is_none() || node.copy.position() != truth.position() {
            return true;
        }
        match seen.entry(node.id).or_insert_with(|| node.copy.difference(truth)) {
            None => judged.right += 1,
            Some(difference) => {
                judged.wrong += 1;
                let difference = format!("{}: {difference}", slot.topic.address);
                judged.say(difference);
            }
        }
        false
    });
}
