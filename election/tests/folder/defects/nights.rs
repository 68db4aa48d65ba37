//! What can be wrong with night.csv, and so with any table of reports.

use super::{Case, append, cut_off_before, replace_in};

const FILE: &str = "night.csv";

pub const CASES: &[Case] = &[
    replace_in("an option is misspelt in the first line", FILE, ",free,", ",fre,"),
    replace_in("there is no time", FILE, "time,unit", "when,unit"),
    replace_in("a time is missing", FILE, "2025-10-12T19:05:00+02:00", ""),
    replace_in("a time has no offset", FILE, "2025-10-12T19:05:00+02:00", "2025-10-12 19:05"),
    replace_in("a time is a time of day", FILE, "2025-10-12T19:05:00+02:00", "19:05"),
    replace_in("a unit does not exist", FILE, "s/1", "s/2"),
    replace_in("a unit is missing", FILE, "s/1", ""),
    replace_in("a unit is a sum of others", FILE, "s/1", "small"),
    replace_in("a contest does not exist", FILE, "s/1,bridge", "s/1,bridges"),
    replace_in("a contest is missing where there are several", FILE, "s/1,bridge", "s/1,"),
    replace_in("a category does not exist", FILE, "n/2,assembly,regular", "n/2,assembly,reguler"),
    replace_in("a category is missing where the unit has several", FILE, "n/2,assembly,regular", "n/2,assembly,"),
    replace_in("a category is not one of the unit", FILE, "n/2,assembly,regular", "s/1,assembly,postal"),
    replace_in("a revision is zero", FILE, "assembly,,3,", "assembly,,0,"),
    replace_in("a revision is a word", FILE, "assembly,,3,", "assembly,,third,"),
    replace_in("a status does not exist", FILE, "in-process", "in progress"),
    replace_in("a vote is for an option of another contest", FILE, "50,,40,,,,", "50,,40,1,,,"),
    replace_in("a figure has a thousands comma in quotes", FILE, "513", "\"1,513\""),
    replace_in("a figure has decimals", FILE, "513", "513.0"),
    replace_in("a figure is negative", FILE, "513", "-513"),
    replace_in("a figure is larger than any", FILE, "513", "4294967295"),
    replace_in("a figure has letters", FILE, "513", "5l3"),
    replace_in("a figure that is missing is a dash", FILE, "513", "–"),
    cut_off_before("the file is cut off within a row", FILE, "512,505"),
    append("three things are wrong with one row", FILE, "2025-10-12T19:05,n/9,assembly,,,,1.000,,,,,,,,,,\n"),
];
