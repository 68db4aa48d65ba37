//! Our own count: the reports that were sent, in a ledger of this process. It knows nothing of the server's hub and sockets.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use election::view::Layout;
use election::{Definition, Ledger, Submission, ViewKey};

use super::catalogue::Topic;
use super::copy::Copy;

/// What a feed has sent.
pub(super) struct Told {
    pub(super) definition: Arc<Definition>,
    pub(super) reports: Vec<Submission>,
}

/// The count.
pub(super) struct Oracle {
    definition: Arc<Definition>,
    ledger: Ledger,
    /// Views that were compared: once each, however often their readers are looked at.
    looked: RefCell<HashSet<ViewKey>>,
}

impl Oracle {
    pub(super) fn new(told: Told) -> Self {
        let mut ledger = Ledger::new(told.definition.clone());
        for report in told.reports {
            if let Some(report) = report.settle(&ledger) {
                // What it refuses, the server refuses too.
                let _ = ledger.apply(&report);
            }
        }
        Self { definition: told.definition, ledger, looked: RefCell::default() }
    }

    pub(super) fn looked(&self) -> usize {
        self.looked.borrow().len()
    }

    /// Where the figures at a plain address are not those of the reports.
    pub(super) fn difference(&self, topic: &Topic, truth: &Copy) -> Option<String> {
        let view = truth.view()?;
        if !self.looked.borrow_mut().insert(topic.key) {
            return None;
        }
        let counted = Layout::new(&self.definition, topic.key).matrix(&self.ledger);
        (counted != view.matrix).then(|| "the plain address does not say what the reports add up to".to_owned())
    }
}
