//! Calls: what a person declares about a contest, on the record. Nothing becomes a call by arithmetic alone.

use serde::{Deserialize, Serialize};

use crate::definition::Definition;
use crate::ids::{ContestIx, OptionIx, UnitIx};
use crate::seats::{Lot, Tie};

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// Ahead as counted.
    Leading,
    /// The desk expects it to win.
    Projected,
    /// Elected.
    Elected,
    /// Elected without opponents.
    Uncontested,
    /// Goes on to a second round.
    Runoff,
    /// The votes are counted again.
    Recount,
    /// A lot must decide.
    TiePendingLot,
    /// An earlier call is taken back.
    Withdrawn,
}

impl CallKind {
    /// All kinds with their names in messages.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("leading", Self::Leading),
        ("projected", Self::Projected),
        ("elected", Self::Elected),
        ("uncontested", Self::Uncontested),
        ("runoff", Self::Runoff),
        ("recount", Self::Recount),
        ("tie-pending-lot", Self::TiePendingLot),
        ("withdrawn", Self::Withdrawn),
    ];

    /// The name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// A call as somebody makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The contest.
    pub contest: ContestIx,
    /// Where: the whole, or a district.
    pub unit: UnitIx,
    /// About whom; none for what concerns the contest (a recount).
    pub option: Option<OptionIx>,
    /// Which of its candidates, if it is about one: id.
    pub candidate: String,
    /// What.
    pub kind: CallKind,
    /// Who decided it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
    /// The sequence number of the call that this one takes back; only of [`CallKind::Withdrawn`].
    pub withdraws: Option<u64>,
}

/// What a desk puts on record besides reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// A call.
    Call(Call),
    /// A lot that was drawn.
    Lot {
        /// The contest.
        contest: ContestIx,
        /// What it decided.
        lot: Lot,
        /// Who recorded it.
        author: String,
        /// Where and by whom it was drawn.
        basis: String,
    },
}

impl Decision {
    /// The contest that it is about.
    #[must_use]
    pub fn contest(&self) -> ContestIx {
        match self {
            Self::Call(call) => call.contest,
            Self::Lot { contest, .. } => *contest,
        }
    }
}

/// A decision on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its sequence number.
    pub seq: u64,
    /// When it was recorded: milliseconds since 1970 UTC.
    pub at: i64,
    /// The decision.
    pub decision: Decision,
}

/// A call as readers see it: withdrawn ones stay, and say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    /// Its sequence number.
    pub seq: u64,
    /// When: milliseconds since 1970 UTC.
    pub at: i64,
    /// Id of the unit that it is about.
    pub unit: String,
    /// About whom.
    pub option: Option<OptionIx>,
    /// Which of its candidates: id, or empty.
    pub candidate: String,
    /// What.
    pub kind: CallKind,
    /// Who decided it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
    /// If it was taken back: the record of that.
    pub withdrawn: Option<Withdrawal>,
}

/// That a call was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Its own sequence number.
    pub seq: u64,
    /// When: milliseconds since 1970 UTC.
    pub at: i64,
    /// Who decided it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
}

/// Why a decision cannot go on record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionDefect {
    /// A call without an author.
    #[error("a decision needs an author: say who decided it")]
    NoAuthor,
    /// A call without grounds.
    #[error("a decision needs a basis: say on what grounds it was made")]
    NoBasis,
    /// A kind of call that is about somebody, without saying whom.
    #[error("`{0}` is about somebody: name the option")]
    AboutNobody(&'static str),
    /// A candidate whom the list does not have.
    #[error("there is no candidate `{0}` on this list: name the option, and use an id of its candidates")]
    UnknownCandidate(String),
    /// A withdrawal that does not say of what.
    #[error("a withdrawal names the call that it takes back: give its sequence number in `withdraws`")]
    WithdrawsNothing,
    /// Only a withdrawal takes a call back.
    #[error("`withdraws` goes with the kind `withdrawn` only: leave it out")]
    NotAWithdrawal,
    /// No such call is in force.
    #[error("there is no call {0} of this contest that is in force: it was never made, or is withdrawn already")]
    NotInForce(u64),
    /// The same call is in force already.
    #[error("the same call is in force already, as {0}")]
    Again(u64),
    /// A contest without seats has no ties to decide.
    #[error("this contest has no seats, so there is nothing to decide by lot")]
    NoHouse,
    /// Nobody is tied there, or others are.
    #[error("no tie at `{place}` between exactly these is open; the open ties are: {open}")]
    NoSuchTie {
        /// The place.
        place: String,
        /// What is open.
        open: String,
    },
    /// Another number of winners than seats, or somebody who is not tied.
    #[error(
        "the tie at `{place}` is about {seats} of the seats: name exactly so many different winners from among the tied"
    )]
    Winners {
        /// The place.
        place: String,
        /// Seats.
        seats: u32,
    },
}

impl DecisionDefect {
    /// The stable code in answers.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAuthor => "no-author",
            Self::NoBasis => "no-basis",
            Self::AboutNobody(_) => "about-nobody",
            Self::UnknownCandidate(_) => "unknown-candidate",
            Self::WithdrawsNothing => "withdraws-nothing",
            Self::NotAWithdrawal => "not-a-withdrawal",
            Self::NotInForce(_) => "not-in-force",
            Self::Again(_) => "in-force-already",
            Self::NoHouse => "no-seats",
            Self::NoSuchTie { .. } => "no-such-tie",
            Self::Winners { .. } => "winners",
        }
    }
}

/// The lots of a contest, in the order of the record.
#[must_use]
pub fn lots(record: &[Recorded], contest: ContestIx) -> Vec<Lot> {
    let lot = |recorded: &Recorded| match &recorded.decision {
        Decision::Lot { contest: of, lot, .. } if *of == contest => Some(lot.clone()),
        _ => None,
    };
    record.iter().filter_map(lot).collect()
}

/// The calls of a contest at or below a unit, in the order of the record. Withdrawals are not calls of their own: they mark
/// what they take back.
#[must_use]
pub fn calls(definition: &Definition, record: &[Recorded], contest: ContestIx, unit: UnitIx) -> Vec<CallView> {
    let mut views: Vec<CallView> = Vec::new();
    for Recorded { seq, at, decision } in record {
        let Decision::Call(call) = decision else { continue };
        if call.contest != contest || !definition.units.is_within(call.unit, unit) {
            continue;
        }
        if let Some(taken_back) = call.withdraws {
            let taken_back = views.iter_mut().find(|view| view.seq == taken_back);
            if let Some(taken_back) = taken_back {
                let (author, basis) = (call.author.clone(), call.basis.clone());
                taken_back.withdrawn = Some(Withdrawal { seq: *seq, at: *at, author, basis });
            }
            continue;
        }
        views.push(CallView {
            seq: *seq,
            at: *at,
            unit: definition.units.id(call.unit).to_owned(),
            option: call.option,
            candidate: call.candidate.clone(),
            kind: call.kind,
            author: call.author.clone(),
            basis: call.basis.clone(),
            withdrawn: None,
        });
    }
    views
}

/// Checks a call against the record.
///
/// # Errors
/// The first [`DecisionDefect`] that applies; nothing may be recorded then.
pub fn verify_call(definition: &Definition, record: &[Recorded], call: &Call) -> Result<(), DecisionDefect> {
    signed(&call.author, &call.basis)?;
    let in_force: Vec<CallView> = calls(definition, record, call.contest, definition.units.root());
    let in_force = in_force.iter().filter(|view| view.withdrawn.is_none());
    match (call.kind, call.withdraws) {
        (CallKind::Withdrawn, None) => return Err(DecisionDefect::WithdrawsNothing),
        (CallKind::Withdrawn, Some(seq)) => {
            let unit = definition.units.id(call.unit);
            let found = in_force.clone().any(|view| view.seq == seq && view.unit == unit);
            return if found { Ok(()) } else { Err(DecisionDefect::NotInForce(seq)) };
        }
        (_, Some(_)) => return Err(DecisionDefect::NotAWithdrawal),
        (CallKind::Recount | CallKind::TiePendingLot | CallKind::Runoff, None) => {}
        (kind, None) if call.option.is_none() => return Err(DecisionDefect::AboutNobody(kind.name())),
        _ => {}
    }
    if !call.candidate.is_empty() && !is_on_list(definition, call) {
        return Err(DecisionDefect::UnknownCandidate(call.candidate.clone()));
    }
    let unit = definition.units.id(call.unit);
    let same = |view: &&CallView| {
        (view.kind, view.option, view.unit.as_str(), &view.candidate) == (call.kind, call.option, unit, &call.candidate)
    };
    match in_force.clone().find(same) {
        Some(again) => Err(DecisionDefect::Again(again.seq)),
        None => Ok(()),
    }
}

fn is_on_list(definition: &Definition, call: &Call) -> bool {
    let lists = &definition.contests[call.contest.at()].candidates;
    let list = call.option.and_then(|option| lists.get(option.at()));
    list.is_some_and(|list| list.iter().any(|candidate| candidate.id == call.candidate))
}

/// Checks a lot against the ties that are open now.
///
/// # Errors
/// The first [`DecisionDefect`] that applies; nothing may be recorded then.
pub fn verify_lot(lot: &Lot, author: &str, basis: &str, open: &[Tie]) -> Result<(), DecisionDefect> {
    signed(author, basis)?;
    let same = |tie: &&Tie| {
        tie.place == lot.place
            && tie.among.len() == lot.among.len()
            && tie.among.iter().all(|one| lot.among.contains(one))
    };
    let place = || lot.place.clone();
    let Some(tie) = open.iter().find(same) else {
        let named: Vec<String> = open.iter().map(|tie| format!("`{}` ({})", tie.place, tie.among.join(", "))).collect();
        let open = if named.is_empty() { "none".to_owned() } else { named.join("; ") };
        return Err(DecisionDefect::NoSuchTie { place: place(), open });
    };
    let once = |winner: &String| lot.winners.iter().filter(|other| *other == winner).count() == 1;
    let fits = lot.winners.len() == tie.seats as usize
        && lot.winners.iter().all(|winner| tie.among.contains(winner) && once(winner));
    if fits { Ok(()) } else { Err(DecisionDefect::Winners { place: place(), seats: tie.seats }) }
}

fn signed(author: &str, basis: &str) -> Result<(), DecisionDefect> {
    if author.trim().is_empty() {
        Err(DecisionDefect::NoAuthor)
    } else if basis.trim().is_empty() {
        Err(DecisionDefect::NoBasis)
    } else {
        Ok(())
    }
}
