//! What can be wrong with the rules of seats in election.toml, and with candidates.csv.

use super::{Case, replace_in, whole};

const T: &str = "election.toml";
const C: &str = "candidates.csv";

const U: &str = "units.csv";
const O: &str = "options.csv";

/// The whole rule of the good folder.
const SEATS: &str = "[contests.seats]
total = 20
system = \"proportional\"
method = \"dhondt\"
reserved_as = \"floors\"
hold_back = \"3\"
candidates = { lists = \"open\", gender_share = \"30\" }

[[contests.seats.reserved]]
group = \"minority\"
seats = 2

[[contests.seats.alliances]]
id = \"friends\"
members = [\"ld\", \"free\"]
";
const SYSTEM: &str = "system = \"proportional\"\nmethod = \"dhondt\"\n";
const METHOD: &str = "method = \"dhondt\"";
const RESERVED: &str = "group = \"minority\"\nseats = 2\n";
const ALLIES: &str = "members = [\"ld\", \"free\"]";
const CANDIDATES: &str = "{ lists = \"open\", gender_share = \"30\" }";
const THRESHOLD: &str = "percent = \"5\", ";
/// Where the other contest can be given a rule.
const BRIDGE: &str = "variation = \"yes-no\"\nfigures = []\n";

macro_rules! bridge {
    ($rule:literal) => {
        concat!("variation = \"yes-no\"\nfigures = []\n\n[contests.seats]\n", $rule, "\n")
    };
}

/// The units of the good folder, with seats of a district.
macro_rules! units {
    ($seats:literal) => {
        concat!(
            "id,parent,level,name,name:sq,registered,categories,map,aliases,seats\n\
             small,,country,Small Country,Vendi i Vogël,,,,,\n\
             north,small,municipality,North,Veriu,,,NOR,Upper Town|Nordland,",
            $seats,
            "\n\
             n/1,north,station,School,Shkolla,900,,,,\n\
             n/2,north,station,\"Hall \"\"Old\"\", left\",,800,regular|postal,,,\n\
             south,small,municipality,South,Jugu,,,,,\n\
             s/1,south,station,,,700,,,,\n\
             embassy,small,municipality,Embassy,Ambasada,,postal,,,\n"
        )
        .as_bytes()
    };
}

pub const RULES: &[Case] = &[
    replace_in("a house has no seats", T, "total = 20", "total = 0"),
    replace_in("nobody says how many seats there are", T, "total = 20\n", ""),
    replace_in("a house has more seats than can be counted", T, "total = 20", "total = 70000"),
    replace_in("the number of seats is a text", T, "total = 20", "total = \"twenty\""),
    replace_in("a majority is more than there are seats", T, "total = 20", "total = 20\nmajority = 21"),
    replace_in("seats are held back for ever", T, "hold_back = \"3\"", "hold_back = \"101\""),
    replace_in("the share for holding back is a number", T, "hold_back = \"3\"", "hold_back = 3"),
    replace_in("a system is misspelt", T, SYSTEM, "system = \"proportionate\"\nmethod = \"dhondt\"\n"),
    replace_in("a method is misspelt", T, METHOD, "method = \"d'hondt\""),
    replace_in("a proportional system has no method", T, "method = \"dhondt\"\n", ""),
    replace_in("a key of another system", T, METHOD, "method = \"dhondt\"\nrunoff = 2"),
    replace_in("a modified method lacks its first divisor", T, METHOD, "method = \"modified-sainte-lague\""),
    replace_in(
        "votes are to be divided by nothing",
        T,
        METHOD,
        "method = { name = \"modified-sainte-lague\", first_divisor = \"0\" }",
    ),
    replace_in(
        "a first divisor is a number",
        T,
        METHOD,
        "method = { name = \"modified-sainte-lague\", first_divisor = 1.4 }",
    ),
    replace_in(
        "a first divisor belongs to another method",
        T,
        METHOD,
        "method = { name = \"dhondt\", first_divisor = \"1.4\" }",
    ),
    replace_in("a tier is misspelt", T, METHOD, "method = \"dhondt\"\ntier = \"district\""),
    replace_in("every list is to have more seats than there are", T, METHOD, "method = \"dhondt\"\nminimum = 7"),
    replace_in(
        "districts have no seats, and groups have some",
        T,
        METHOD,
        "method = \"dhondt\"\ntier = \"districts\"\ndistricts = \"municipality\"",
    ),
    replace_in("districts are of no level", T, METHOD, "method = \"dhondt\"\ndistricts = \"dapil\""),
    replace_in("seats are reserved for nobody", T, RESERVED, "group = \"minorities\"\nseats = 2\n"),
    replace_in("a group has no reserved seats", T, RESERVED, "group = \"minority\"\nseats = 0\n"),
    replace_in("more seats are reserved than there are", T, RESERVED, "group = \"minority\"\nseats = 21\n"),
    replace_in(
        "seats are reserved for one group twice",
        T,
        RESERVED,
        "group = \"minority\"\nseats = 2\n[[contests.seats.reserved]]\ngroup = \"minority\"\nseats = 3\n",
    ),
    replace_in("a law is read in neither way", T, "reserved_as = \"floors\"\n", ""),
    replace_in(
        "an extra seat is for the strongest of one",
        T,
        RESERVED,
        "group = \"minority\"\nseats = 2\n[[contests.seats.extra]]\nseats = 1\nstrongest_of = [\"minority\"]\n",
    ),
    replace_in(
        "an extra seat may come to a group without seats",
        T,
        RESERVED,
        "group = \"minority\"\nseats = 2\n[[contests.seats.extra]]\nseats = 0\nstrongest_of = [\"minority\", \"coast\"]\n",
    ),
    replace_in("an ally does not stand", T, ALLIES, "members = [\"ld\", \"freedom\"]"),
    replace_in("an alliance has one member", T, ALLIES, "members = [\"ld\"]"),
    replace_in("an alliance is called like a list", T, "\"friends\"", "\"free\""),
    replace_in("an alliance is its own member", T, ALLIES, "members = [\"ld\", \"friends\"]"),
    replace_in(
        "two alliances are in each other",
        T,
        ALLIES,
        "members = [\"ld\", \"others\"]\n[[contests.seats.alliances]]\nid = \"others\"\nmembers = [\"free\", \"friends\"]",
    ),
    replace_in(
        "a list is in two alliances",
        T,
        ALLIES,
        "members = [\"ld\", \"free\"]\n[[contests.seats.alliances]]\nid = \"others\"\nmembers = [\"min\", \"ld\"]",
    ),
    replace_in("allies share out by no known method", T, ALLIES, "members = [\"ld\", \"free\"]\nmethod = \"hair\""),
    replace_in("both genders are to have most seats", T, CANDIDATES, "{ lists = \"open\", gender_share = \"60\" }"),
    replace_in("flexible lists do not say how flexible", T, CANDIDATES, "{ lists = \"flexible\" }"),
    replace_in("preferences are in no contest", T, CANDIDATES, "{ lists = \"open\", preferences = \"persons\" }"),
    replace_in(
        "preferences are in the contest itself",
        T,
        CANDIDATES,
        "{ lists = \"open\", preferences = \"assembly\" }",
    ),
    replace_in("preferences are for nobody known", T, CANDIDATES, "{ lists = \"open\", preferences = \"bridge\" }"),
];

pub const SYSTEMS: &[Case] = &[
    replace_in("a threshold is of no known base", T, THRESHOLD, "percent = \"5\", of = \"votes\", "),
    replace_in(
        "a threshold in a district, without districts",
        T,
        THRESHOLD,
        "percent = \"5\", or_in_a_district = \"20\", ",
    ),
    replace_in(
        "a threshold within districts, without districts",
        T,
        THRESHOLD,
        "percent = \"5\", within = \"district\", ",
    ),
    replace_in(
        "a threshold before seats that do not level out",
        T,
        THRESHOLD,
        "percent = \"5\", before = \"levelling\", ",
    ),
    replace_in(
        "a threshold by constituencies that do not exist",
        T,
        THRESHOLD,
        "percent = \"5\", or_constituencies = 3, ",
    ),
    replace_in("a threshold of allies is over the whole", T, THRESHOLD, "percent = \"5\", alliance = \"110\", "),
    replace_in("a second round of one", T, BRIDGE, bridge!("system = \"majority\"\nmore_than = \"50\"\nrunoff = 1")),
    replace_in("a majority of more than all", T, BRIDGE, bridge!("system = \"majority\"\nmore_than = \"100\"")),
    replace_in("a majority without a share", T, BRIDGE, bridge!("system = \"majority\"")),
    replace_in(
        "a majority spread over no districts",
        T,
        BRIDGE,
        bridge!("system = \"majority\"\nmore_than = \"50\"\nspread = { at_least = \"20\", in_more_than = \"100\" }"),
    ),
    replace_in(
        "a president has three seats",
        T,
        BRIDGE,
        bridge!("total = 3\nsystem = \"majority\"\nmore_than = \"50\""),
    ),
    replace_in("a quorum of more than all", T, BRIDGE, bridge!("system = \"referendum\"\nturnout_quorum = \"150\"")),
    replace_in("a double majority of one", T, BRIDGE, bridge!("system = \"referendum\"\ndouble_majority = true")),
    replace_in("a question with three answers", T, SEATS, "[contests.seats]\nsystem = \"referendum\"\n"),
    replace_in(
        "a biproportional house by quotas, without seats of districts",
        T,
        BRIDGE,
        bridge!("total = 5\nsystem = \"biproportional\"\nmethod = \"hare\"\ndistricts = \"municipality\""),
    ),
    replace_in(
        "a mixed system without constituencies",
        T,
        BRIDGE,
        bridge!(
            "total = 5\nsystem = \"mixed\"\nmethod = \"hare\"\ncompensation = \"cover\"\nfirst_votes = \"assembly\""
        ),
    ),
    replace_in(
        "more constituencies than seats",
        T,
        BRIDGE,
        bridge!(
            "total = 2\nsystem = \"mixed\"\nmethod = \"hare\"\ncompensation = \"none\"\nconstituencies = \"municipality\"\nfirst_votes = \"bridge\""
        ),
    ),
    replace_in(
        "allies where nothing is shared out",
        T,
        BRIDGE,
        bridge!("total = 1\nsystem = \"plurality\"\nalliances = []"),
    ),
    whole("seats of a district are a word", U, units!("twelve")),
    whole("seats of a district that has none", U, units!("20")),
];

pub const CANDIDATES_FILE: &[Case] = &[
    whole("a column is misspelt", C, b"contest,list,id\nassembly,ld,a\n"),
    whole("a candidate of no list", C, b"contest,option,id\nassembly,dl,a\n"),
    whole("a candidate of no contest", C, b"contest,option,id\nasembly,ld,a\n,ld,b\n"),
    whole("a candidate without id", C, b"contest,option,id,name\nassembly,ld,,Arta\n"),
    whole("an id with a space", C, b"contest,option,id,name\nassembly,ld,ld 1,Arta\n"),
    whole("one candidate on two lists", C, b"contest,option,id\nassembly,ld,a\nassembly,free,a\n"),
    whole("a gender that is not known", C, b"contest,option,id,gender\nassembly,ld,a,F\n"),
    whole("a place on a list is taken", C, b"contest,option,position,id\nassembly,ld,1,a\nassembly,ld,1,b\n"),
    whole("a place on a list is a word", C, b"contest,option,position,id\nassembly,ld,first,a\n"),
    whole(
        "the length of a list is a word",
        O,
        b"contest,id,name,colour,candidates\nassembly,ld,L,#1d5fa8,many\nassembly,min,M,#8a3b12,3\nbridge,yes,Yes,#1b7f3b,\n",
    ),
];
