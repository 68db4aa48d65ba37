//! What can be wrong with the body of `POST …/reports` in JSON.

use super::{Case, cut_off_before, replace_in, whole};

const FILE: &str = "request.json";

pub const CASES: &[Case] = &[
    whole("it is empty", FILE, b""),
    whole("it is a bare list", FILE, b"[]"),
    whole("it is not UTF-8", FILE, b"{\"reports\": [{\"unit\": \"\xeb\"}]}"),
    whole("the list has another name", FILE, b"{\"report\": []}"),
    whole("a report is a text", FILE, b"{\"reports\": [\"n/1\"]}"),
    cut_off_before("it is cut off", FILE, "\"ballots\""),
    replace_in("a key is misspelt", FILE, "\"ballots\": 33", "\"balots\": 33"),
    replace_in("a key comes twice", FILE, "\"ballots\": 33", "\"valid\": 33"),
    replace_in("the votes of an option come twice", FILE, "\"min\": 0", "\"ld\": 0"),
    replace_in("an option does not exist", FILE, "\"min\": 0", "\"mni\": 0"),
    replace_in("votes are a list", FILE, "{\"ld\": 30, \"min\": 0, \"free\": null}", "[30, 0]"),
    replace_in("votes are a text", FILE, "\"ld\": 30", "\"ld\": \"30\""),
    replace_in("votes have decimals", FILE, "\"ld\": 30", "\"ld\": 30.5"),
    replace_in("votes are negative", FILE, "\"ld\": 30", "\"ld\": -30"),
    replace_in("votes are larger than any", FILE, "\"ld\": 30", "\"ld\": 99999999999999999999"),
    replace_in("a unit does not exist", FILE, "\"n/2\"", "\"n/3\""),
    replace_in("a unit is missing", FILE, "\"unit\": \"n/2\", ", ""),
    replace_in("a unit is a sum of others", FILE, "\"n/2\"", "\"north\""),
    replace_in("a contest does not exist", FILE, "\"assembly\"", "\"president\""),
    replace_in("a contest is missing", FILE, "\"contest\": \"assembly\", ", ""),
    replace_in("a category does not exist", FILE, "\"postal\"", "\"advance\""),
    replace_in("a category is missing where the unit has several", FILE, "\"category\": \"postal\", ", ""),
    replace_in("a category is not one of the unit", FILE, "\"n/2\"", "\"n/1\""),
    replace_in("a revision is below one", FILE, "\"revision\": 2", "\"revision\": 0"),
    replace_in("a revision has decimals", FILE, "\"revision\": 2", "\"revision\": 2.5"),
    replace_in("a time is a number", FILE, "\"time\": \"2025-10-12T21:00:00+02:00\"", "\"time\": 1760295600"),
    replace_in("a time has no offset", FILE, "21:00:00+02:00", "21:00:00"),
    replace_in("a time is missing", FILE, "\"time\": \"2025-10-12T21:00:00+02:00\",", ""),
    replace_in("a status does not exist", FILE, "\"completed\"", "\"final\""),
];
