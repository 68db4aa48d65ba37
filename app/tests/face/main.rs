//! The face as readers get it: sentences, cells, whole pages of a made-up country at several moments of its night.

mod analysis;
mod around;
mod cells;
mod country;
mod headlines;
mod modes;
mod pages;
mod scan;
mod seats;
mod small;
