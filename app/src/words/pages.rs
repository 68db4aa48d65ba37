//! Words of the pages around a contest’s own.

/// What they say. `{…}` are filled in; `|` separates plural forms.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Name of the navigation between the pages of a contest.
    pub navigation: &'static str,
    /// The contest's own page, in that navigation.
    pub results: &'static str,
    /// On a page that does not follow the count, instead of the connection's state: `{time}`.
    pub as_of: &'static str,
    /// Title of a page in the browser: `{page}`, `{place}`, `{contest}`, `{election}`.
    pub title: &'static str,
    /// In the foot: what this site is.
    pub about: &'static str,
    /// In the foot: how the figures are made.
    pub method: &'static str,
    /// The page of all downloads.
    pub data: &'static str,
    /// The page of the house.
    pub seats: &'static str,
    /// Before there are votes.
    pub seats_waiting: &'static str,
    /// Title over how the seats were shared out.
    pub sharing: &'static str,
    /// What the tables below are: `{seq}`.
    pub sharing_note: &'static str,
    /// The same where whole quotas and remainders decide: `{seq}`.
    pub sharing_quota_note: &'static str,
    /// A sharing-out over the whole: `{n}`. Plural.
    pub share_nation: &'static str,
    /// Seats open to all lists, where some are reserved: `{n}`. Plural.
    pub share_open: &'static str,
    /// Seats of a group: `{n}`, `{group}`. Plural.
    pub share_reserved: &'static str,
    /// Further seats for the strongest group: `{n}`. Plural.
    pub share_extra: &'static str,
    /// Levelling seats: `{n}`. Plural.
    pub share_levelling: &'static str,
    /// Seats of a district, a constituency, an alliance or a list: `{n}`, `{name}`. Plural.
    pub share_of: &'static str,
    /// Column: which seat of a sharing-out.
    pub seat_number: &'static str,
    /// Column: which of the list's own seats.
    pub own_seat: &'static str,
    /// Column: votes divided by the divisor.
    pub quotient: &'static str,
    /// Column: how a quotient is made, votes ÷ divisor.
    pub division: &'static str,
    /// In place of a quotient: a seat that nobody had to win.
    pub sure: &'static str,
    /// The row under the last seat.
    pub next_out: &'static str,
    /// Where a table of seats is folded: `{n}`. Plural.
    pub all_awards: &'static str,
    /// Over the last seats of a long table.
    pub last_awards: &'static str,
    /// Title over the table of the threshold: `{percent}`.
    pub line_title: &'static str,
    /// Its arithmetic: `{percent}`, `{valid}`, `{votes}`.
    pub line_sum: &'static str,
    /// The same of ballots cast: `{percent}`, `{valid}`, `{votes}`.
    pub line_sum_cast: &'static str,
    /// Where each district has its own threshold.
    pub line_districts: &'static str,
    /// Column: distance to the threshold.
    pub line_distance: &'static str,
    /// How a list stands to it, in their order: no threshold, waived, reached, missed.
    pub line_standings: &'static str,
    /// Title over both readings of reserved seats.
    pub readings: &'static str,
    /// What differs.
    pub readings_note: &'static str,
    /// Column: reserved seats apart.
    pub reading_apart: &'static str,
    /// Column: reserved seats as a minimum.
    pub reading_floors: &'static str,
    /// Title over the seats by district.
    pub by_district: &'static str,
    /// Column: a district.
    pub district: &'static str,
    /// Title over lots.
    pub lots: &'static str,
    /// A lot: `{names}`, `{winners}`.
    pub lot_line: &'static str,
    /// Link to the same as JSON.
    pub seats_json: &'static str,
    /// Link to the rule in words.
    pub seats_rule: &'static str,
    /// The page of all lists.
    pub lists: &'static str,
    /// The same in a contest between persons or answers.
    pub options: &'static str,
    /// Before anything is counted: `{n}`. Plural.
    pub lists_waiting: &'static str,
    /// Its first sentence: `{n}`, `{leading}`, `{level}`. Plural by n.
    pub lists_lead: &'static str,
    /// The same where there is nothing below.
    pub lists_lead_single: &'static str,
    /// Column: in how many places below a list is ahead.
    pub leads_in: &'static str,
    /// Column: where its share is largest.
    pub strongest: &'static str,
    /// `{n}`, `{total}`
    pub leads_of: &'static str,
    /// `{place}`, `{share}`
    pub strongest_at: &'static str,
    /// First sentence of a list's page: `{name}`, `{votes}`, `{share}`, `{place}`. Plural by votes.
    pub list_lead: &'static str,
    /// The same without votes: `{name}`.
    pub list_lead_none: &'static str,
    /// Second sentence, more than last time: `{points}`.
    pub list_up: &'static str,
    /// Less: `{points}`.
    pub list_down: &'static str,
    /// As much.
    pub list_same: &'static str,
    /// It did not stand.
    pub list_new: &'static str,
    /// Figure: share.
    pub share: &'static str,
    /// Figure: change.
    pub change: &'static str,
    /// Unit of a change: `{points}`.
    pub change_points: &'static str,
    /// Figure: place in the order of votes.
    pub rank: &'static str,
    /// `{n}` of `{total}`.
    pub rank_of: &'static str,
    /// Figure: places where it is ahead.
    pub leads_here: &'static str,
    /// Title over the map of its share: `{level}`.
    pub share_map: &'static str,
    /// How the map is read: `{name}`.
    pub share_map_note: &'static str,
    /// In the map, for a place: `{place}`, `{share}`, `{counted}`.
    pub share_place: &'static str,
    /// The same without votes: `{place}`.
    pub share_place_open: &'static str,
    /// Legend: from, to (exclusive): `{from}`, `{to}`.
    pub share_step: &'static str,
    /// Legend: nothing counted.
    pub share_nothing: &'static str,
    /// Title: places with its largest shares.
    pub strong: &'static str,
    /// Title: places with its smallest shares.
    pub weak: &'static str,
    /// Title: where votes are still to come.
    pub still_out: &'static str,
    /// What it is, and what not. It is no forecast.
    pub still_out_note: &'static str,
    /// Its sentence: `{votes}`, `{n}`. Plural by n.
    pub still_out_lead: &'static str,
    /// Nothing is out.
    pub still_out_none: &'static str,
    /// Column: reports that are out: `{n}` of `{total}`.
    pub reports_out: &'static str,
    /// Column: by that arithmetic.
    pub votes_out: &'static str,
    /// A place where nothing is counted is left out: `{n}`. Plural.
    pub still_out_open: &'static str,
    /// Title over the table of all places: `{level}`.
    pub all_places: &'static str,
    /// Column: share in the previous election.
    pub before: &'static str,
    /// Link from a list to its candidates, and title.
    pub its_candidates: &'static str,
    /// Link to the page of another list, and name of the choice.
    pub other_lists: &'static str,
    /// The page of all candidates.
    pub candidates: &'static str,
    /// Its first sentence: `{n}`, `{lists}`. Plural by n.
    pub candidates_lead: &'static str,
    /// Second sentence once seats are shared out: `{n}`. Plural.
    pub candidates_seated: &'static str,
    /// How seats go to candidates: closed lists.
    pub order_closed: &'static str,
    /// Open lists.
    pub order_open: &'static str,
    /// Flexible lists: `{percent}`.
    pub order_flexible: &'static str,
    /// A least share of each gender: `{percent}`.
    pub order_gender: &'static str,
    /// Preference votes decide, and there are none yet.
    pub preferences_waiting: &'static str,
    /// Column: place on the list.
    pub position: &'static str,
    /// Column: name.
    pub candidate: &'static str,
    /// Column: preference votes.
    pub preferences: &'static str,
    /// Mark of a candidate who has a seat as counted.
    pub has_seat: &'static str,
    /// Column of that mark.
    pub seat: &'static str,
    /// Of a list: `{n}` seats, `{candidates}` candidates. Plural by n.
    pub list_seats: &'static str,
    /// First sentence of the method page.
    pub method_lead: &'static str,
    /// Title: counting.
    pub counting: &'static str,
    /// Its text.
    pub counting_text: &'static str,
    /// Shares.
    pub rounding: &'static str,
    /// The sequence number.
    pub sequence_text: &'static str,
    /// Title: words.
    pub glossary: &'static str,
    /// Terms, separated by `|`; their meanings follow in the same order.
    pub terms: &'static str,
    /// What those terms mean, in the same order.
    pub meanings: &'static str,
    /// Term: held back reports.
    pub held_term: &'static str,
    /// What it means.
    pub held_text: &'static str,
    /// Term: flagged reports.
    pub flagged_term: &'static str,
    /// What it means.
    pub flagged_text: &'static str,
    /// Title: seats.
    pub rule_title: &'static str,
    /// Title where a single winner is found.
    pub rule_winner: &'static str,
    /// Title where there is neither.
    pub rule_none: &'static str,
    /// The whole is shared out once: `{n}`. Plural.
    pub tier_nation: &'static str,
    /// In districts: `{n}`, `{districts}`. Plural by n.
    pub tier_districts: &'static str,
    /// In districts, then levelling: `{n}`, `{levelling}`, `{districts}`.
    pub tier_levelling: &'static str,
    /// Over the whole, then districts: `{n}`, `{districts}`.
    pub tier_nation_districts: &'static str,
    /// Double proportional: `{n}`, `{districts}`.
    pub system_biproportional: &'static str,
    /// Constituencies and lists: `{n}`, `{constituencies}`.
    pub system_mixed: &'static str,
    /// What constituencies do to lists, in their order: none, overhang, enlarge, cover.
    pub compensations: &'static str,
    /// Plurality with one seat.
    pub plurality_one: &'static str,
    /// Plurality in districts: `{n}`, `{districts}`.
    pub plurality_districts: &'static str,
    /// Majority: `{percent}`, `{n}`.
    pub majority_rule: &'static str,
    /// Majority with a spread: `{least}`, `{districts}`.
    pub majority_spread: &'static str,
    /// A question.
    pub referendum_rule: &'static str,
    /// Its quorum of turnout: `{percent}`.
    pub referendum_turnout: &'static str,
    /// Its quorum of approval: `{percent}`.
    pub referendum_approval: &'static str,
    /// Its districts.
    pub referendum_districts: &'static str,
    /// Divisor and quota methods, in their order: D’Hondt, Sainte-Laguë, modified (`{first}`), Danish, Imperiali, Huntington-Hill, Adams, Hare, Droop, Hagenbach-Bischoff, Imperiali quota.
    pub methods: &'static str,
    /// The second step has its own method: `{method}`.
    pub second_method: &'static str,
    /// Least seats: `{n}`. Plural.
    pub minimum_seats: &'static str,
    /// Reserved seats: `{n}`, `{group}`. Plural.
    pub reserved_rule: &'static str,
    /// Reserved seats are apart.
    pub reserved_apart: &'static str,
    /// Reserved seats are floors.
    pub reserved_floors: &'static str,
    /// More seats for the strongest group: `{n}`, `{groups}`. Plural.
    pub extra_rule: &'static str,
    /// Threshold: `{percent}`.
    pub threshold_valid: &'static str,
    /// The same of ballots cast: `{percent}`.
    pub threshold_cast: &'static str,
    /// Measured by district.
    pub threshold_district: &'static str,
    /// Before levelling seats only.
    pub threshold_levelling: &'static str,
    /// One district is enough: `{percent}`.
    pub threshold_any: &'static str,
    /// In a district for that district: `{percent}`.
    pub threshold_there: &'static str,
    /// Constituencies are enough: `{n}`. Plural.
    pub threshold_direct: &'static str,
    /// Alliances are measured as one: `{percent}`.
    pub threshold_alliance: &'static str,
    /// Groups that need not reach it: `{groups}`.
    pub threshold_waived: &'static str,
    /// A line that is only drawn: `{percent}`.
    pub threshold_line: &'static str,
    /// An alliance: `{name}`, `{members}`.
    pub alliance_rule: &'static str,
    /// Majority: `{n}`.
    pub majority_of: &'static str,
    /// Held back: `{percent}`.
    pub hold_back: &'static str,
    /// Ties.
    pub ties_rule: &'static str,
    /// Votes without a house, by variation, in their order: proportional, plurality, majority, n of m, approval, ranked choice, yes or no.
    pub variations: &'static str,
    /// Title: checks.
    pub checks: &'static str,
    /// What checks are.
    pub checks_text: &'static str,
    /// Column: check.
    pub check: &'static str,
    /// Column: what it does.
    pub effect: &'static str,
    /// Effects, in their order: off, soft, hard; soft where flagged reports are held back, then where they are marked.
    pub effects: &'static str,
    /// The checks in their order; `{percent}`, `{number}`.
    pub check_rules: &'static str,
    /// Title: what is counted.
    pub counted_title: &'static str,
    /// Column: how many reports.
    pub reports_expected: &'static str,
    /// Column: level.
    pub level: &'static str,
    /// Column: how many units.
    pub units: &'static str,
    /// Title: source.
    pub source_title: &'static str,
    /// Names of facts: definition hash, count, time zone, election day.
    pub fact_names: &'static str,
    /// What the hash is for.
    pub hash_text: &'static str,
    /// The count’s identity: what epoch means.
    pub epoch_text: &'static str,
    /// First sentence of the data page.
    pub data_lead: &'static str,
    /// Title: figures of this place: `{place}`.
    pub data_here: &'static str,
    /// Title: the contest.
    pub data_contest: &'static str,
    /// Title: the election.
    pub data_election: &'static str,
    /// Column: what.
    pub data_what: &'static str,
    /// Column: format and link.
    pub data_format: &'static str,
    /// A level as a table: `{level}`.
    pub data_level: &'static str,
    /// The view as the page has it.
    pub data_view: &'static str,
    /// What the figures mean.
    pub data_meta: &'static str,
    /// Changes.
    pub data_changes: &'static str,
    /// The stream.
    pub data_events: &'static str,
    /// Seats.
    pub data_seats: &'static str,
    /// Calls.
    pub data_calls: &'static str,
    /// The index.
    pub data_index: &'static str,
    /// State.
    pub data_state: &'static str,
    /// Rule in words.
    pub data_method: &'static str,
    /// Title: how to cite.
    pub cite_title: &'static str,
    /// The citation: `{source}`, `{election}`, `{contest}`, `{place}`, `{seq}`, `{epoch}`, `{time}`.
    pub cite: &'static str,
    /// Why the number matters.
    pub cite_text: &'static str,
}

static ENGLISH: Pages = Pages {
    navigation: "Pages of this contest",
    results: "Results",
    as_of: "As of {time}",
    title: "{page}: {place}, {contest} – {election}",
    about: "About these pages",
    method: "Method",
    data: "Data",
    seats: "Seats",
    seats_waiting: "Seats are shared out as soon as votes are counted.",
    sharing: "How the seats are shared out",
    sharing_note: "The arithmetic of report No. {seq}, to the last vote. A quotient is a list’s votes divided by the divisor of its next seat; the highest quotients win.",
    sharing_quota_note: "The arithmetic of report No. {seq}, to the last vote. Each whole quota is a seat; the largest remainders take what is left.",
    share_nation: "{n} seat|All {n} seats",
    share_open: "{n} seat open to all lists|{n} seats open to all lists",
    share_reserved: "{n} seat reserved for the group “{group}”|{n} seats reserved for the group “{group}”",
    share_extra: "{n} more seat for the strongest group|{n} more seats for the strongest group",
    share_levelling: "{n} levelling seat|{n} levelling seats",
    share_of: "{n} seat: {name}|{n} seats: {name}",
    seat_number: "Seat",
    own_seat: "Its seat",
    quotient: "Quotient",
    division: "Votes ÷ divisor",
    sure: "guaranteed",
    next_out: "Next in line",
    all_awards: "The seat in order|All {n} seats in order",
    last_awards: "The last seats, and the next",
    line_title: "Who is over the threshold of {percent}",
    line_sum: "{percent} of {valid} valid votes are {votes} votes.",
    line_sum_cast: "{percent} of {valid} ballots cast are {votes} votes.",
    line_districts: "It is measured in each district for its own seats.",
    line_distance: "Against the threshold",
    line_standings: "no threshold|does not apply|reached|not reached",
    readings: "Two readings of the law",
    readings_note: "The law can be read in two ways: reserved seats apart from the seats open to all, or as a minimum within all seats. The results use the reading in the first column.",
    reading_apart: "Reserved apart",
    reading_floors: "Reserved as a minimum",
    by_district: "Seats by district",
    district: "District",
    lots: "Decided by lot",
    lot_line: "Between {names}: {winners}.",
    seats_json: "The whole computation as JSON",
    seats_rule: "The rule in words",
    lists: "Lists",
    options: "Options",
    lists_waiting: "{n} list stands for election. Its votes appear here as soon as they are counted.|{n} lists stand for election. Their votes appear here as soon as they are counted.",
    lists_lead: "{n} list has votes here; in the {level}, {leading} are ahead somewhere.|{n} lists have votes here; in the {level}, {leading} are ahead somewhere.",
    lists_lead_single: "Votes, share and change of each list.",
    leads_in: "Leads in",
    strongest: "Strongest in",
    leads_of: "{n} of {total}",
    strongest_at: "{place} ({share})",
    list_lead: "{name} has {votes} vote in {place}, {share} of the valid votes counted.|{name} has {votes} votes in {place}, {share} of the valid votes counted.",
    list_lead_none: "No vote for {name} is counted yet.",
    list_up: "That is {points} points more than in the previous election.",
    list_down: "That is {points} points less than in the previous election.",
    list_same: "That is the same share as in the previous election.",
    list_new: "It did not stand in the previous election.",
    share: "Share of valid votes",
    change: "Change",
    change_points: "{points} points",
    rank: "Rank",
    rank_of: "{n} of {total}",
    leads_here: "Leads in",
    share_map: "Its share in the {level}",
    share_map_note: "The stronger the colour, the larger the share of {name} in what is counted there. Places with nothing counted are hatched.",
    share_place: "{place}: {share}, {counted} counted",
    share_place_open: "{place}: nothing counted yet",
    share_step: "{from} to {to}",
    share_nothing: "nothing counted",
    strong: "Where it is strongest",
    weak: "Where it is weakest",
    still_out: "Where its votes are still out",
    still_out_note: "Arithmetic, not a forecast: the reports that are still out in each place, times the average votes of a report counted there, times this list’s share there so far. Places where nothing is counted yet are not in it.",
    still_out_lead: "If what is out were like what is in, about {votes} more votes would come for it from {n} place.|If what is out were like what is in, about {votes} more votes would come for it from {n} places.",
    still_out_none: "Everything is counted in the places shown: nothing is out.",
    reports_out: "Reports still out",
    votes_out: "Its votes, if alike",
    still_out_open: "{n} place has nothing counted yet.|{n} places have nothing counted yet.",
    all_places: "All {level}",
    before: "Before",
    its_candidates: "Its candidates",
    other_lists: "Other lists",
    candidates: "Candidates",
    candidates_lead: "{n} candidate on {lists} lists.|{n} candidates on {lists} lists.",
    candidates_seated: "{n} of them has a seat as counted so far; nobody is elected before the authority says so.|{n} of them have a seat as counted so far; nobody is elected before the authority says so.",
    order_closed: "A list’s seats go to its candidates in the order of the list.",
    order_open: "A list’s seats go to its candidates with the most preference votes.",
    order_flexible: "Candidates whose preference votes reach {percent} of their list’s votes come first, by votes; the others follow in the order of the list.",
    order_gender: "At least {percent} of a list’s seats go to each gender: the last of the others make room.",
    preferences_waiting: "Preference votes decide and are not counted yet.",
    position: "No.",
    candidate: "Candidate",
    preferences: "Preference votes",
    has_seat: "has a seat as counted",
    seat: "Seat",
    list_seats: "{n} seat · {candidates} candidates|{n} seats · {candidates} candidates",
    method_lead: "How the figures on these pages are made, checked and turned into seats. This page is written by the same definition that the computation uses.",
    counting: "From stations to totals",
    counting_text: "Each polling station reports its figures once for each kind of vote. Every total is the sum of the latest report of each station and kind of vote; nothing is estimated, extrapolated or typed in.",
    rounding: "Shares are of the valid votes for all options, rounded to a tenth of a percent so that they add up to exactly 100.0. The largest remainders are rounded up. Comparisons are never made with rounded figures.",
    sequence_text: "Every report that is accepted gets the next number. A page with a smaller number is older; two pages with the same number show the same figures. Cite it with the figures.",
    glossary: "What the words mean",
    terms: "Counted|Partly counted|Not counted yet|Correction|Taken back|Leads|Projected|Elected|Firm",
    meanings: "The authority has reported the place completely for every kind of vote that is expected there.|A report has arrived and says that more is to come, or one kind of vote is still out.|No report has arrived. The place has no figures, which is not zero votes.|A later report of the same place replaces the earlier one. Both stay on record with their times and the reason given.|A report was withdrawn without a new one; its figures leave all totals.|Has more votes than any other in what is counted so far. Arithmetic, not a forecast.|Said by a person or a desk whose name and grounds are on record. This program never computes one.|Said by the authority and put on record with its source. This program never computes it.|A seat that no votes still to come can take away.",
    held_term: "Held back",
    held_text: "A check objects to a report. It stays visible and outside all figures until it is corrected or confirmed.",
    flagged_term: "Flagged",
    flagged_text: "A check objects to a report. Its figures are included and marked until it is corrected or confirmed.",
    rule_title: "How votes become seats",
    rule_winner: "How the contest is decided",
    rule_none: "How the votes are counted",
    tier_nation: "{n} seat is filled by all votes.|{n} seats are shared out once, over all votes.",
    tier_districts: "{n} seat lies in {districts} districts, and each district shares out its own.|{n} seats lie in {districts} districts, and each district shares out its own.",
    tier_levelling: "{n} seats in all: first {districts} districts share out their own, then {levelling} levelling seats go to the lists that have fewer than their share of the whole.",
    tier_nation_districts: "{n} seats are shared out over all votes; then each list’s seats go to {districts} districts by its votes there.",
    system_biproportional: "{n} seats in {districts} districts by double proportion: lists get their seats by all their votes, districts keep theirs, and both come out at once.",
    system_mixed: "{n} seats: {constituencies} constituencies elect one member each by most votes, and lists share out the others.",
    compensations: "Constituencies and lists are counted side by side; neither changes the other.|A list’s constituencies are part of its share. Who has won more than its share keeps them, and the house grows by as many.|A list’s constituencies are part of its share. Who has won more keeps them, and the house grows until all shares fit.|A list’s constituencies are part of its share. Winners with the smallest shares whom their list’s share does not cover stay out; the house keeps its size.",
    plurality_one: "Whoever has the most votes wins.",
    plurality_districts: "{n} seats in {districts} districts: in each of them the most votes win.",
    majority_rule: "Whoever has more than {percent} of the valid votes wins. Otherwise the first {n} go on to a second round.",
    majority_spread: "Besides, the winner needs at least {least} of the votes in more than {districts} of the districts.",
    referendum_rule: "The question is accepted if more votes are for it than against it. Equal votes refuse it.",
    referendum_turnout: "It counts only if at least {percent} of the registered voters take part.",
    referendum_approval: "It counts only if at least {percent} of the registered voters are for it.",
    referendum_districts: "It must also win more districts than it loses.",
    methods: "Method: D’Hondt. A list’s votes are divided by 1, 2, 3 and so on; the highest quotients win a seat each.|Method: Sainte-Laguë. A list’s votes are divided by 1, 3, 5 and so on; the highest quotients win a seat each.|Method: modified Sainte-Laguë. A list’s votes are divided by {first}, 3, 5 and so on; the highest quotients win a seat each.|Method: Danish. A list’s votes are divided by 1, 4, 7 and so on; the highest quotients win a seat each.|Method: Imperiali. A list’s votes are divided by 2, 3, 4 and so on; the highest quotients win a seat each.|Method: Huntington–Hill. After a first seat for everybody, votes are divided by √(1×2), √(2×3) and so on; the highest quotients win.|Method: Adams. After a first seat for everybody, votes are divided by 1, 2, 3 and so on; the highest quotients win.|Method: Hare quota with largest remainders. A seat for each votes ÷ seats; the largest remainders take what is left.|Method: Droop quota with largest remainders. A seat for each whole quota, votes ÷ (seats + 1) rounded up to the next whole vote; the largest remainders take what is left.|Method: Hagenbach-Bischoff quota with largest remainders. A seat for each votes ÷ (seats + 1); the largest remainders take what is left.|Method: Imperiali quota with largest remainders. A seat for each votes ÷ (seats + 2); the largest remainders take what is left.",
    second_method: "For the second step: {method}",
    minimum_seats: "Every list that takes part gets at least {n} seat.|Every list that takes part gets at least {n} seats.",
    reserved_rule: "{n} seat is reserved for lists of the group “{group}”.|{n} seats are reserved for lists of the group “{group}”.",
    reserved_apart: "These lists share their reserved seats among themselves and take part in nothing else; all other lists share the rest.",
    reserved_floors: "All lists share all seats; a group that would get fewer than its reserved seats is lifted to them.",
    extra_rule: "{n} more seat goes to the strongest of the groups {groups}.|{n} more seats go to the strongest of the groups {groups}.",
    threshold_valid: "A list takes part with at least {percent} of the valid votes.",
    threshold_cast: "A list takes part with at least {percent} of all ballots cast, valid or not.",
    threshold_district: "It is measured in each district, for that district’s seats.",
    threshold_levelling: "It stands before the levelling seats only.",
    threshold_any: "At least {percent} in any one district is enough.",
    threshold_there: "At least {percent} in a district is enough for the seats of that district.",
    threshold_direct: "{n} constituency won is enough.|{n} constituencies won are enough.",
    threshold_alliance: "Alliances need {percent} together; their members pass with them.",
    threshold_waived: "It does not apply to lists of the group {groups}.",
    threshold_line: "The line at {percent} is drawn where the law asks a list to reach that share.",
    alliance_rule: "“{name}” stands as one when seats are shared out, and shares out among: {members}.",
    majority_of: "A majority is {n} seats.",
    hold_back: "Seats are shown as soon as {percent} of all reports are counted.",
    ties_rule: "Equal claims to the last seat are shown as a tie. Only a lot that is on record decides it.",
    variations: "Votes are for lists. Seats are not computed on these pages.|Most votes win. Who is elected is the authority’s to say.|More than half of the votes wins. Who is elected, or whether there is a second round, is the authority’s to say.|Each voter has several votes; those with the most are elected. Who they are is the authority’s to say.|Voters may approve any number of options. The most approvals win.|Voters rank the options. First preferences are shown; the rounds that follow are the authority’s.|The question is answered with yes or no.",
    checks: "What every report is checked for",
    checks_text: "Checks look at one report and the definition, never at other reports. A refused report changes nothing and is answered with the reason.",
    check: "Check",
    effect: "If it fails",
    effects: "not checked|held back|flagged|refused",
    check_rules: "The votes of all options add up to the valid votes|Valid, invalid and blank ballots are not more than the ballots cast|Ballots are not more than registered voters (tolerance {percent})|Votes are not more than registered voters (tolerance {percent})|Few ballots are neither valid nor invalid nor blank (up to {percent} or {number})|Few ballots are invalid or blank (up to {percent}, from {number} ballots on)|All figures that are asked for are there|A station has no more than {number} votes|Turnout is at most {percent}|No option’s share is more than {percent} points from the previous election here (from {number} votes on)",
    counted_title: "What is counted",
    reports_expected: "Reports expected",
    level: "Level",
    units: "Units",
    source_title: "Source and identity",
    fact_names: "Source|Time zone|Definition (BLAKE3)|Count|Election",
    hash_text: "The definition is frozen by its hash before the first report. Whoever has the same files computes the same hash, and the same seats from the same votes.",
    epoch_text: "“Count” names the journal that all reports were written to, in order. The number of a report belongs to its count.",
    data_lead: "Every figure on these pages has an address that programs can read: free, without a key, the same bytes for everybody.",
    data_here: "{place}, as now",
    data_contest: "The whole contest",
    data_election: "The whole election",
    data_what: "What",
    data_format: "Address",
    data_level: "{level} with votes, turnout and progress",
    data_view: "Votes, categories, rows, latest reports and calls of this place",
    data_meta: "Names, colours and expected reports that go with the figures",
    data_changes: "What changed since a sequence number: replace the number at the end",
    data_events: "Changes as they are accepted (server-sent events; the same on a WebSocket)",
    data_seats: "Seats with every quotient, tie and lot",
    data_calls: "Calls on record with author and grounds",
    data_index: "All elections, contests and addresses on this server",
    data_state: "How far the count is, with the hash of its whole state",
    data_method: "How all of this is computed",
    cite_title: "How to cite",
    cite: "{source}: {election}, {contest}, {place}. Report No. {seq} of count {epoch}, as of {time}.",
    cite_text: "Figures change through the night. With the number of the report anybody can tell which state was meant, and whether a later one exists.",
};

/// The words of a language.
#[must_use]
pub fn pages(_language: &str) -> &'static Pages {
    &ENGLISH
}
