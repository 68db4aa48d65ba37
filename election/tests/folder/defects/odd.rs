//! What can be used, but looks like a slip: warnings.

use super::{Case, append, replace_in, without};

const T: &str = "election.toml";
const U: &str = "units.csv";
const O: &str = "options.csv";

pub const CASES: &[Case] = &[
    replace_in(
        "the offset is that of winter",
        T,
        "polls_close = 2025-10-12T19:00:00+02:00",
        "polls_close = 2025-10-12T19:00:00+01:00",
    ),
    replace_in("the embargo ends before the polls close", T, "T20:00", "T18:00"),
    replace_in("the polls close before the day of the election", T, "date = 2025-10-12", "date = 2025-10-13"),
    replace_in("texts are not translated", T, "{ en = \"Assembly\", sq = \"Kuvendi\" }", "{ en = \"Assembly\" }"),
    replace_in(
        "a level has no units",
        T,
        "[[categories]]\nid = \"regular\"",
        "[[levels]]\nid = \"room\"\nname = { en = \"Room\", sq = \"Dhoma\" }\n\n[[categories]]\nid = \"regular\"",
    ),
    replace_in(
        "there is a map file and no map section",
        T,
        "[map]\nlevel = \"municipality\"\nproperty = \"name\"\nstrip_prefix = \"Municipality of \"\nattribution = \"drawn by hand\"\n",
        "",
    ),
    without("there is a map section and no map file", "map.geojson"),
    replace_in("a unit above others has categories", U, "Jugu,,,,", "Jugu,,postal,,"),
    replace_in("an alias names two units", U, "Nordland", "Ambasada"),
    replace_in("an alias is the id of another unit", U, "Nordland", "embassy"),
    append("the last line has no line break", U, "s/2,south,station,,,,,,"),
    replace_in("a colour can hardly be seen on white", O, "#c4161c", "#ffe14d"),
    replace_in("two colours look the same", O, "#c4161c", "#1d60a9"),
    replace_in("an option has no colour", O, "#c4161c", ""),
    replace_in("two options have one number", O, "free,3", "free,2"),
    replace_in("the last line of the options has no line break", O, "No,Jo\n", "No,Jo"),
];
