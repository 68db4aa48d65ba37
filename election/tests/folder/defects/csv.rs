//! What can be wrong with units.csv, options.csv and baseline.csv, and with any CSV file.

use super::{Case, append, cut_off_before, replace_in, whole, without};

const U: &str = "units.csv";
const O: &str = "options.csv";
const B: &str = "baseline.csv";

pub const UNITS: &[Case] = &[
    without("the file is missing", U),
    whole("there are column names only", U, b"id,parent,level\n"),
    replace_in("a column is misspelt", U, "registered", "regsitered"),
    replace_in("a column that is needed is missing", U, ",level,", ",levels,"),
    replace_in("names in the first language have a column of their own", U, "name,name:sq", "name:en,name:sq"),
    replace_in("names are in a language that the election does not have", U, "name:sq", "name:mk"),
    replace_in("two columns have one name", U, "map,aliases", "name,aliases"),
    replace_in("a unit has no id", U, "s/1,south", ",south"),
    replace_in("an id has a space", U, "s/1,south", "s 1,south"),
    replace_in(
        "an id is too long",
        U,
        "s/1,south",
        "a-station-code-that-goes-on-and-on-and-on-and-on-and-on-until-nobody-reads-it,south",
    ),
    replace_in("two units have one id", U, "s/1,south", "n/1,south"),
    replace_in("a parent is misspelt", U, "n/1,north", "n/1,nroth"),
    replace_in("a parent is nowhere", U, "s/1,south", "s/1,far-away"),
    replace_in("two units have no parent", U, "south,small", "south,"),
    replace_in("nothing has no parent", U, "small,,country", "small,south,country"),
    replace_in("a unit is its own parent", U, "s/1,south", "s/1,s/1"),
    replace_in("a unit is above its parent", U, "s/1,south,station", "s/1,south,country"),
    replace_in("a level is misspelt", U, "s/1,south,station", "s/1,south,satation"),
    replace_in("a level is missing", U, "south,small,municipality", "south,small,"),
    replace_in("registered voters have a thousands dot", U, "900", "1.900"),
    replace_in("registered voters are unknown in words", U, "900", "n/a"),
    replace_in("registered voters are too many", U, "900", "4294967295"),
    replace_in("a category does not exist", U, "regular|postal", "regular|post"),
    replace_in("a category comes twice", U, "regular|postal", "regular|regular"),
    replace_in(
        "a map value is taken",
        U,
        "south,small,municipality,South,Jugu,,,,",
        "south,small,municipality,South,Jugu,,,NOR,",
    ),
    append("a comma in a name is not in quotes", U, "x,south,station,School, left wing,,,,,\n"),
];

pub const OPTIONS: &[Case] = &[
    without("the file is missing", O),
    replace_in("a contest does not exist", O, "bridge,no", "brigde,no"),
    replace_in("a contest is missing where there are several", O, "bridge,no", ",no"),
    replace_in("a contest has no options", O, "bridge,yes,,,Yes,#1b7f3b,Yes,Po\nbridge,no,,,No,#5b2d8e,No,Jo\n", ""),
    replace_in("an option comes twice", O, "assembly,min,2", "assembly,ld,2"),
    replace_in("an option has no id", O, "bridge,no,", "bridge,,"),
    replace_in("an option is called like a column of reports", O, "assembly,free", "assembly,valid"),
    replace_in("an option has a letter in its id that ids do not have", O, "assembly,free", "assembly,të-lirët"),
    replace_in("a party does not exist", O, "1,ld,", "1,lds,"),
    replace_in("an option has neither name nor party", O, "The Free,Të Lirët", ","),
    replace_in("a colour is too short", O, "#c4161c", "#c41"),
];

pub const BASELINE: &[Case] = &[
    replace_in("a column is no option", B, "ld,free", "ld,fre"),
    replace_in("there is no column for units", B, "unit,", "station,"),
    replace_in("a unit does not exist", B, "n/1", "n/11"),
    replace_in("a unit is called by its name", B, "south,assembly", "Jugu,assembly"),
    replace_in("a unit is missing", B, "south,assembly", ",assembly"),
    replace_in("a unit comes twice", B, "south,assembly", "n/1,assembly"),
    replace_in("a unit has one category and then all of them", B, "n/2,assembly,postal", "n/2,assembly,"),
    replace_in("a contest is missing where there are several", B, "south,assembly", "south,"),
    replace_in("a vote is for an option of another contest", B, "n/1,assembly", "n/1,bridge"),
    replace_in("a figure is a share", B, "300,195", "60.6,39.4"),
];

pub const ANY: &[Case] = &[
    whole("it is empty", U, b""),
    whole("it holds comments only", U, b"# to be done\n"),
    whole("it is in Latin-1", U, b"id,parent,level,name\nx,,country,Gjakov\xeb\n"),
    whole("it is in UTF-16", U, b"\xff\xfei\0d\0"),
    whole("it is separated by semicolons", U, b"id;parent;level\nx;;country\n"),
    whole("it is separated by tabs", B, b"unit\tld\nn/1\t5\n"),
    whole("it has the lines of an old Mac", U, b"id,parent,level\rx,,country\r"),
    cut_off_before("it is cut off within a row", U, ",Ambasada"),
    cut_off_before("it is cut off within a quoted cell", U, " left"),
    replace_in("a row lacks a cell", O, "bridge,no,,,", "bridge,no,,"),
    replace_in("a quote is never closed", O, "The Free", "\"The Free"),
    replace_in("there is a quote within a cell", O, "The Free", "The \"Free\""),
    replace_in("there is text after a closing quote", O, "The Free", "\"The\" Free"),
];
