//! What can be wrong with turnout.csv and turnout-baseline.csv.

use super::{Case, append, cut_off_before, replace_in, whole};

const T: &str = "turnout.csv";
const B: &str = "turnout-baseline.csv";

pub const DAY: &[Case] = &[
    whole("it is empty", T, b""),
    replace_in("a column is misspelt", T, "voters", "voter"),
    replace_in("a column is no column of turnout", T, "voters,revision", "voters,ballots"),
    replace_in("a column is in the first language, and there are no names", T, "reason,source", "reason,name:en"),
    replace_in("a column has no name", T, "reason,source", "reason,"),
    replace_in("the time is missing", T, "2025-10-12T11:00:00+02:00,small,assembly", ",small,assembly"),
    replace_in("the time has no offset", T, "2025-10-12T15:00:00+02:00,n/1", "2025-10-12T15:00,n/1"),
    replace_in("a unit does not exist", T, "n/1,assembly,190", "n/9,assembly,190"),
    replace_in("a unit is called by its name", T, "n/1,assembly,190", "Veriu,assembly,190"),
    replace_in("a unit is missing", T, "n/1,assembly,190", ",assembly,190"),
    replace_in("a contest is missing where there are several", T, "small,bridge", "small,"),
    replace_in("a contest does not exist", T, "small,bridge", "small,brigde"),
    replace_in("the voters are missing", T, "900", ""),
    replace_in("the voters are a share", T, "480", "20.4 %"),
    replace_in("the voters are below zero", T, "480", "-480"),
    replace_in("the voters have a thousands dot", T, "900", "1.900"),
    replace_in("a revision is zero", T, "201,2", "201,0"),
    replace_in("the same figure comes twice", T, "201,2", "210,"),
    replace_in("a revision comes twice with another figure", T, "201,2", "201,1"),
    replace_in("a revision comes after a later one", T, "210,1", "210,3"),
    append("two things are wrong with one row", T, "15:00,n/9,assembly,700,,,\n"),
    cut_off_before("it is cut off within a row", T, ",bridge,900"),
    replace_in("more have voted than may", T, "n/1,assembly,190", "n/1,assembly,901"),
    replace_in("the time is of another day", T, "2025-10-12T15:00:00+02:00,n/1", "2025-10-11T15:00:00+02:00,n/1"),
    replace_in(
        "the time is after the polls closed",
        T,
        "2025-10-12T15:00:00+02:00,n/1",
        "2025-10-12T19:01:00+02:00,n/1",
    ),
];

pub const BEFORE: &[Case] = &[
    replace_in("a column is misspelt", B, "voters", "voter"),
    replace_in("a column is in a language", B, "registered", "name:sq"),
    replace_in("a unit does not exist", B, "n/1", "n/9"),
    replace_in("a contest does not exist", B, "n/1,assembly", "n/1,asembly"),
    replace_in("a time is an instant", B, "n/1,assembly,11:00", "n/1,assembly,2021-10-12T11:00:00+02:00"),
    replace_in("a time has one digit", B, "n/1,assembly,11:00", "n/1,assembly,9:00"),
    replace_in("a time is none", B, "n/1,assembly,11:00", "n/1,assembly,24:00"),
    replace_in("the voters are missing", B, "11:00,230", "11:00,"),
    replace_in("the registered voters are in words", B, "1000,2300", "1000,unknown"),
    replace_in("a unit has two numbers of registered voters", B, "1000,2300", "1000,2301"),
    replace_in("an hour comes twice", B, "15:00,1000", "11:00,1000"),
];
