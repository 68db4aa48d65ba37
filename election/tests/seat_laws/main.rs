//! The laws that every allocation obeys, on random and on awkward elections; and a second, naive implementation that must
//! agree with the first.

mod agreement;
mod differential;
mod fraction;
mod generator;
mod laws;
mod naive;
mod outlooks;
mod sharing;
