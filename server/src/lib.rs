//! The shell of Nightcount: everything with a clock, a disk or a socket.
//!
//! A report's way: feed → [`desk`] (verify, [`journal`], apply, commit) → [`hub`] (frames, four times a second) →
//! [`live`], [`api`] and [`pages`].

pub mod api;
pub mod assets;
pub mod atlas;
pub mod body;
pub mod card;
pub mod clock;
pub mod commands;
pub mod config;
pub mod crowd;
pub mod desk;
pub mod export;
pub mod feed;
pub mod find;
pub mod headers;
pub mod history;
pub mod hot;
pub mod hub;
pub mod journal;
pub mod kept;
pub mod language;
pub mod limits;
pub mod listen;
pub mod live;
pub mod load;
pub mod night;
pub mod ops;
pub mod pages;
pub mod problem;
pub mod process;
pub mod seats;
pub mod serve;
pub mod simulate;
pub mod site;
pub mod stations;
pub mod telemetry;
pub mod truth;
