//! The `nightcount` command.

fn main() {}
