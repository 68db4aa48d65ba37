//! From votes to seats: exact by law, with the arithmetic shown.
//!
//! [`House`] is the rule as data, [`Tally`] the votes as counted, [`allocate`] gives the [`Allocation`]. Integers and exact
//! fractions only; a tie is an outcome. [`Tally`] and [`Lot`] are all that changes during a night.

mod alliances;
mod allocate;
mod apportion;
mod biproportional;
mod candidates;
mod check;
mod face;
mod list_divisors;
mod lists;
mod matrix;
mod mixed;
mod natural;
mod outcome;
mod outlook;
mod proportional;
mod roster;
mod rule;
mod single;
mod tally;
mod threshold;

pub use allocate::allocate;
pub use candidates::{Elected, Slate, elect};
pub use check::{DistrictSeats, RuleDefect};
pub use face::{Ending, HouseView, ListView};
pub use outcome::*;
pub use outlook::{ListOutlook, Margin, ending, house_view, outlook};
pub use roster::{Preferences, contest_view, roster};
pub use rule::*;
