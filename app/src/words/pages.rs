//! Words of the pages around a contest’s own.

words! {
    /// What they say.
    Pages in pages {
        /// Name of the navigation between the pages of a contest.
        navigation,
        /// The contest's own page, in that navigation.
        results,
        /// On a page that does not follow the count, instead of the connection's state: `{time}`.
        as_of,
        /// Title of a page in the browser: `{page}`, `{place}`, `{contest}`, `{election}`.
        title,
        /// In the foot: what this site is.
        about,
        /// In the foot: how the figures are made.
        method,
        /// The page of all downloads.
        data,
        /// The page of the house.
        seats,
        /// Before there are votes.
        seats_waiting,
        /// Title over how the seats were shared out.
        sharing,
        /// What the tables below are: `{seq}`.
        sharing_note,
        /// The same where whole quotas and remainders decide: `{seq}`.
        sharing_quota_note,
        /// A sharing-out over the whole: `{n}`. Plural.
        share_nation,
        /// Seats open to all lists, where some are reserved: `{n}`. Plural.
        share_open,
        /// Seats of a group: `{n}`, `{group}`. Plural.
        share_reserved,
        /// Further seats for the strongest group: `{n}`. Plural.
        share_extra,
        /// Levelling seats: `{n}`. Plural.
        share_levelling,
        /// Seats of a district, a constituency, an alliance or a list: `{n}`, `{name}`. Plural.
        share_of,
        /// Column: which seat of a sharing-out.
        seat_number,
        /// Column: which of the list's own seats.
        own_seat,
        /// Column: votes divided by the divisor.
        quotient,
        /// Column: how a quotient is made, votes ÷ divisor.
        division,
        /// In place of a quotient: a seat that nobody had to win.
        sure,
        /// The row under the last seat.
        next_out,
        /// Where a table of seats is folded: `{n}`. Plural.
        all_awards,
        /// Over the last seats of a long table.
        last_awards,
        /// Title over the table of the threshold: `{percent}`.
        line_title,
        /// Its arithmetic: `{percent}`, `{valid}`, `{votes}`.
        line_sum,
        /// The same of ballots cast: `{percent}`, `{valid}`, `{votes}`.
        line_sum_cast,
        /// Where each district has its own threshold.
        line_districts,
        /// Column: distance to the threshold.
        line_distance,
        /// How a list stands to it, in their order: no threshold, waived, reached, missed.
        line_standings,
        /// Title over both readings of reserved seats.
        readings,
        /// What differs.
        readings_note,
        /// Column: reserved seats apart.
        reading_apart,
        /// Column: reserved seats as a minimum.
        reading_floors,
        /// Title over the seats by district.
        by_district,
        /// Column: a district.
        district,
        /// Title over lots.
        lots,
        /// A lot: `{names}`, `{winners}`.
        lot_line,
        /// Link to the same as JSON.
        seats_json,
        /// Link to the rule in words.
        seats_rule,
        /// The page of all lists.
        lists,
        /// The same in a contest between persons or answers.
        options,
        /// Before anything is counted: `{n}`. Plural.
        lists_waiting,
        /// Its first sentence: `{n}`, `{leading}`, `{level}`. Plural by n.
        lists_lead,
        /// The same where there is nothing below.
        lists_lead_single,
        /// Column: in how many places below a list is ahead.
        leads_in,
        /// Column: where its share is largest.
        strongest,
        /// `{n}`, `{total}`
        leads_of,
        /// `{place}`, `{share}`
        strongest_at,
        /// First sentence of a list's page: `{name}`, `{votes}`, `{share}`, `{place}`. Plural by votes.
        list_lead,
        /// The same without votes: `{name}`.
        list_lead_none,
        /// Second sentence, more than last time: `{points}`.
        list_up,
        /// Less: `{points}`.
        list_down,
        /// As much.
        list_same,
        /// It did not stand.
        list_new,
        /// Figure: share.
        share,
        /// Figure: place in the order of votes.
        rank,
        /// `{n}` of `{total}`.
        rank_of,
        /// Figure: places where it is ahead.
        leads_here,
        /// Title over the map of its share: `{level}`.
        share_map,
        /// How the map is read: `{name}`.
        share_map_note,
        /// In the map, for a place: `{place}`, `{share}`, `{counted}`.
        share_place,
        /// The same without votes: `{place}`.
        share_place_open,
        /// Legend: from, to (exclusive): `{from}`, `{to}`.
        share_step,
        /// Legend: nothing counted.
        share_nothing,
        /// Title: places with its largest shares.
        strong,
        /// Title: places with its smallest shares.
        weak,
        /// Title: where votes are still to come.
        still_out,
        /// What it is, and what not. It is no forecast.
        still_out_note,
        /// Its sentence: `{votes}`, `{n}`. Plural by n.
        still_out_lead,
        /// Nothing is out.
        still_out_none,
        /// Column: reports that are out: `{n}` of `{total}`.
        reports_out,
        /// Column: by that arithmetic.
        votes_out,
        /// A place where nothing is counted is left out: `{n}`. Plural.
        still_out_open,
        /// Title over the table of all places: `{level}`.
        all_places,
        /// Column: share in the previous election.
        before,
        /// Link from a list to its candidates, and title.
        its_candidates,
        /// Link to the page of another list, and name of the choice.
        other_lists,
        /// The page of all candidates.
        candidates,
        /// Its first sentence: `{n}`, `{lists}`. Plural by n.
        candidates_lead,
        /// Second sentence once seats are shared out: `{n}`. Plural.
        candidates_seated,
        /// How seats go to candidates: closed lists.
        order_closed,
        /// Open lists.
        order_open,
        /// Flexible lists: `{percent}`.
        order_flexible,
        /// A least share of each gender: `{percent}`.
        order_gender,
        /// Preference votes decide, and there are none yet.
        preferences_waiting,
        /// Column: place on the list.
        position,
        /// Column: name.
        candidate,
        /// Column: preference votes.
        preferences,
        /// Mark of a candidate who has a seat as counted.
        has_seat,
        /// Column of that mark.
        seat,
        /// Of a list: `{n}` seats, `{candidates}` candidates. Plural by n.
        list_seats,
        /// First sentence of the method page.
        method_lead,
        /// Title: counting.
        counting,
        /// Its text.
        counting_text,
        /// Shares.
        rounding,
        /// The sequence number.
        sequence_text,
        /// Title: words.
        glossary,
        /// Terms, separated by `|`; their meanings follow in the same order.
        terms,
        /// What those terms mean, in the same order.
        meanings,
        /// Term: held back reports.
        held_term,
        /// What it means.
        held_text,
        /// Term: flagged reports.
        flagged_term,
        /// What it means.
        flagged_text,
        /// Title: seats.
        rule_title,
        /// Title where a single winner is found.
        rule_winner,
        /// Title where there is neither.
        rule_none,
        /// The whole is shared out once: `{n}`. Plural.
        tier_nation,
        /// In districts: `{n}`, `{districts}`. Plural by n.
        tier_districts,
        /// In districts, then levelling: `{n}`, `{levelling}`, `{districts}`.
        tier_levelling,
        /// Over the whole, then districts: `{n}`, `{districts}`.
        tier_nation_districts,
        /// Double proportional: `{n}`, `{districts}`.
        system_biproportional,
        /// Constituencies and lists: `{n}`, `{constituencies}`.
        system_mixed,
        /// What constituencies do to lists, in their order: none, overhang, enlarge, cover.
        compensations,
        /// Plurality with one seat.
        plurality_one,
        /// Plurality in districts: `{n}`, `{districts}`.
        plurality_districts,
        /// Majority: `{percent}`, `{n}`.
        majority_rule,
        /// Majority with a spread: `{least}`, `{districts}`.
        majority_spread,
        /// A question.
        referendum_rule,
        /// Its quorum of turnout: `{percent}`.
        referendum_turnout,
        /// Its quorum of approval: `{percent}`.
        referendum_approval,
        /// Its districts.
        referendum_districts,
        /// Divisor and quota methods, in their order: D’Hondt, Sainte-Laguë, modified (`{first}`), Danish, Imperiali, Huntington-Hill, Adams, Hare, Droop, Hagenbach-Bischoff, Imperiali quota.
        methods,
        /// The second step has its own method: `{method}`.
        second_method,
        /// Least seats: `{n}`. Plural.
        minimum_seats,
        /// Reserved seats: `{n}`, `{group}`. Plural.
        reserved_rule,
        /// Reserved seats are apart.
        reserved_apart,
        /// Reserved seats are floors.
        reserved_floors,
        /// More seats for the strongest group: `{n}`, `{groups}`. Plural.
        extra_rule,
        /// Threshold: `{percent}`.
        threshold_valid,
        /// The same of ballots cast: `{percent}`.
        threshold_cast,
        /// Measured by district.
        threshold_district,
        /// Before levelling seats only.
        threshold_levelling,
        /// One district is enough: `{percent}`.
        threshold_any,
        /// In a district for that district: `{percent}`.
        threshold_there,
        /// Constituencies are enough: `{n}`. Plural.
        threshold_direct,
        /// Alliances are measured as one: `{percent}`.
        threshold_alliance,
        /// Groups that need not reach it: `{groups}`.
        threshold_waived,
        /// One of these groups: `{group}`.
        threshold_group,
        /// A line that is only drawn: `{percent}`.
        threshold_line,
        /// An alliance: `{name}`, `{members}`.
        alliance_rule,
        /// Majority: `{n}`.
        majority_of,
        /// Held back: `{percent}`.
        hold_back,
        /// Ties.
        ties_rule,
        /// Votes without a house, by variation, in their order: proportional, plurality, majority, n of m, approval, ranked choice, yes or no.
        variations,
        /// Title: checks.
        checks,
        /// What checks are.
        checks_text,
        /// Column: check.
        check,
        /// Column: what it does.
        effect,
        /// Effects, in their order: off, soft, hard; soft where flagged reports are held back, then where they are marked.
        effects,
        /// The checks in their order; `{percent}`, `{number}`.
        check_rules,
        /// Title: what is counted.
        counted_title,
        /// Column: how many reports.
        reports_expected,
        /// Column: level.
        level,
        /// Column: how many units.
        units,
        /// Title: source.
        source_title,
        /// Names of facts: definition hash, count, time zone, election day.
        fact_names,
        /// What the hash is for.
        hash_text,
        /// The count’s identity: what epoch means.
        epoch_text,
        /// First sentence of the data page.
        data_lead,
        /// Title: figures of this place: `{place}`.
        data_here,
        /// Title: the contest.
        data_contest,
        /// Title: the election.
        data_election,
        /// Column: what.
        data_what,
        /// Column: format and link.
        data_format,
        /// A level as a table: `{level}`.
        data_level,
        /// The view as the page has it.
        data_view,
        /// What the figures mean.
        data_meta,
        /// Changes.
        data_changes,
        /// The stream.
        data_events,
        /// Seats.
        data_seats,
        /// Calls.
        data_calls,
        /// The index.
        data_index,
        /// State.
        data_state,
        /// Rule in words.
        data_method,
        /// Title: how to cite.
        cite_title,
        /// The citation: `{source}`, `{election}`, `{contest}`, `{place}`, `{seq}`, `{epoch}`, `{time}`.
        cite,
        /// Why the number matters.
        cite_text,
        /// Front page: the other lists under the first ones: `{n}`, `{share}`. Plural.
        front_rest,
        /// Front page: which lists are ahead in how many places: `{level}`, `{names}`.
        front_ahead,
        /// One of these: `{name}`, `{n}`.
        front_ahead_of,
        /// Front page, of the seats: `{n}`.
        front_majority,
        /// Front page: what readers of the sound hear before the pages of a contest: `{contest}`.
        front_pages,
        /// The page about an election's pages: its first sentence: `{election}`.
        about_lead,
        /// Title: who publishes.
        about_who,
        /// If the election says nothing itself: `{source}`.
        about_source,
        /// What the program is.
        about_program,
        /// Title: accessibility.
        about_access,
        /// Its text.
        about_access_text,
        /// Title: privacy.
        about_privacy,
        /// Its text.
        about_privacy_text,
        /// Title: more.
        about_more,
        /// The time when an embargo ends: `{day}`, `{time}`.
        moment,
        /// On the page of an election under embargo: what can be read already.
        embargo_meanwhile,
        /// The page of a contest that one wins.
        outcome,
        /// Before there are votes.
        outcome_waiting,
        /// Most votes: `{name}`.
        outcome_plurality,
        /// The majority that the rule asks for: `{name}`, `{percent}`, `{share}`.
        outcome_majority,
        /// A second round: `{percent}`, `{names}`.
        outcome_runoff,
        /// Only one stands: `{name}`.
        outcome_uncontested,
        /// A lot must decide: `{names}`.
        outcome_tied,
        /// A question, accepted.
        outcome_accepted,
        /// Refused.
        outcome_refused,
        /// A quorum is not reached.
        outcome_quorum,
        /// After one of these.
        outcome_note,
        /// Title over the table of votes against the majority: `{percent}`.
        outcome_line,
        /// Its arithmetic: `{percent}`, `{valid}`, `{votes}`.
        outcome_line_sum,
        /// Title over the votes where most votes win.
        outcome_votes,
        /// Column: votes over or under what is needed.
        outcome_distance,
        /// Title over the quorums of a question.
        outcome_quorums,
        /// Those who took part: `{votes}`, `{registered}`, `{share}`, `{percent}`.
        outcome_turnout,
        /// Those who agreed: `{votes}`, `{registered}`, `{share}`, `{percent}`.
        outcome_approval,
        /// Title over the districts of a question.
        outcome_districts,
        /// Column: how a district decided.
        outcome_decided,
        /// Side of a question: for it.
        outcome_for,
        /// Against it.
        outcome_against,
    }
}
