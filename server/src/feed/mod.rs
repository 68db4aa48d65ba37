//! Where reports come from besides HTTP: watched folders and recorded nights.

pub mod replay;
pub mod watch;
