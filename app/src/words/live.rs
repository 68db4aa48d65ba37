//! Words that live cells need. They travel with the page ([`crate::model::Embedded`]), so that the client carries no language.

macro_rules! live_words {
    (grammar { $($(#[$rule_doc:meta])* $rule:ident),* $(,)? } live { $($(#[$doc:meta])* $name:ident),* $(,)? }) => {
        /// What live cells say, and the grammar they say it by. `{…}` are filled in; `|` separates plural forms.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Live {
            /// The language's code.
            pub language: &'static str,
            $($(#[$rule_doc])* pub $rule: &'static str,)*
            $($(#[$doc])* pub $name: &'static str,)*
        }

        impl Live {
            /// How many words there are.
            pub const COUNT: usize = 1 + [$(stringify!($rule),)* $(stringify!($name)),*].len();

            /// All, in order: what travels with the page.
            #[must_use]
            pub fn list(&self) -> [&'static str; Self::COUNT] {
                [self.language, $(self.$rule,)* $(self.$name),*]
            }

            /// The words of such a list; nothing if it is not as long as it must be. They are kept for as long as the page.
            #[must_use]
            pub fn from_list(list: Vec<String>) -> Option<Self> {
                if list.len() != Self::COUNT {
                    return None;
                }
                let mut words = list.into_iter().map(|word| -> &'static str { Box::leak(word.into_boxed_str()) });
                Some(Self { language: words.next()?, $($rule: words.next()?,)* $($name: words.next()?,)* })
            }
        }

        #[cfg(feature = "ssr")]
        impl super::Section for Live {
            const KEYS: &'static [(&'static str, &'static [&'static str])] =
                &[("grammar", &[$(stringify!($rule)),*]), ("live", &[$(stringify!($name)),*])];

            fn read(word: &mut super::Word<'_>) -> Self {
                Self {
                    language: word("", "code"),
                    $($rule: word("grammar", stringify!($rule)),)*
                    $($name: word("live", stringify!($name)),)*
                }
            }
        }
    };
}

live_words! {
    grammar {
        /// The CLDR rules of all plural forms but the last, separated by `|`: see [`Live::plural`].
        plurals,
        /// The same for places in an order.
        ordinals,
        /// `{n}st|{n}nd|{n}rd|{n}th`: see [`Live::nth`].
        ordinal,
        /// ` and `
        and,
        /// What separates thousands.
        group,
        /// What separates decimals.
        decimal,
        /// `{n}%`
        percent,
        /// `{hour}:{minute}`
        clock,
        /// `small` or `capital`: how nouns begin inside a sentence.
        nouns,
    }
    live {
        /// `{name} leads with {share}, {points} points ahead of {second}.`
        leads,
        /// The same when everything is counted.
        finished_first,
        /// `{name} is ahead of {second} by {votes} votes; both stand at {share}.` Plural by votes.
        leads_by_votes,
        /// `{names} are level with {share} each.`
        tie_two,
        /// `{n} lists are level with {share} each.`
        tie_many,
        /// The only option: `{name} has {votes} votes.`
        only_option,
        /// Counted, but no valid votes.
        no_votes,
        /// Before the polls close: `{time}`.
        not_begun,
        /// After the polls closed.
        nothing_counted,
        /// After one of these: what will happen.
        waiting,
        /// Held reports only.
        only_held,
        /// `{percent} of stations are counted`
        stations_counted,
        /// `all {total} stations are counted` Plural by total.
        stations_all,
        /// `no station is counted yet`
        stations_none,
        /// `{names} have not begun`
        not_begun_categories,
        /// `{name}: {n} of {total} counted`
        category_part,
        /// Everything there is, is counted.
        everything_counted,
        /// A single station, counted.
        station_counted,
        /// A single station, counted in part.
        station_partly,
        /// A single station, not counted.
        station_open,
        /// `{n} of {total} stations` Plural by total.
        stations_of,
        /// `{n} of {total} reports` Plural by total.
        reports_of,
        /// `{n} of {total}`
        n_of_total,
        /// `Report {seq}`: the sequence number.
        sequence,
        /// `Last report {time}`
        last_report,
        /// No report yet.
        no_report,
        /// A list that did not stand before.
        new_list,
        /// Nobody leads.
        nobody,
        /// A tie.
        tie,
        /// `{points} points`
        points,
        /// `+{n} votes`: a lead too small for points. Plural.
        by_votes,
        /// `of {n} registered voters where counted`
        of_registered,
        /// Before anything is counted: `{n} registered voters`
        registered,
        /// `{percent} of {n} ballots cast`
        of_ballots,
        /// Nothing to show.
        unknown,
        /// `{n} reports are held back …` Plural.
        held,
        /// `{n} reports are flagged …` Plural.
        flagged,
        /// None of either.
        none_flagged,
        /// The name of a shape: `{place}: {leader} leads by {points} points, {counted} counted`
        place_leads,
        /// `{place}: tie, …`
        place_tie,
        /// `{place}: nothing counted`
        place_open,
        /// The same where the map shows another figure, separated by `|`: share, change, turnout, counted, last report, and a
        /// list that is new. `{place}`, `{list}`, `{figure}`, `{counted}`.
        place_shades,
        /// That figure in the card: `{list}`, `{figure}`; the first five of these.
        card_shades,
        /// What the steps of the legend are, by `Mode`, separated by `|`: `{list}`, `{time}`.
        legend_shades,
        /// Status of a category: counted.
        status_counted,
        /// Counted in part.
        status_partly,
        /// Not counted.
        status_open,
        /// Ticker: first figures, `{votes} votes`. Plural.
        tick_arrival,
        /// Ticker: more of an unfinished count, `{before}`, `{after}`.
        tick_progress,
        /// Ticker: correction, `{before} → {after}`.
        tick_correction,
        /// Ticker: correction that leaves the sum as it was, `{after}`.
        tick_moved,
        /// Ticker: taken back, `{before}`.
        tick_retraction,
        /// Ticker: held, `{after}`.
        tick_held,
        /// Mark of a correction.
        mark_correction,
        /// Mark of a retraction.
        mark_retraction,
        /// Mark of a held report.
        mark_held,
        /// Mark of a flagged report.
        mark_flagged,
        /// Why: `Reason: {reason}`.
        reason,
        /// The plausibility rules, in their order, separated by `|`.
        rules,
        /// Connection: the page as it was loaded.
        still,
        /// Connection: figures come as they are accepted.
        live,
        /// Connection: trying again.
        reconnecting,
        /// Connection: the browser has no network; the figures are of `{time}`.
        offline,
        /// The button that holds the figures on screen.
        pause,
        /// The button that lets them go on.
        resume,
        /// Connection: the reader holds the figures; `{n}` reports wait. Plural.
        on_hold,
        /// The same without a connection.
        on_hold_lost,
        /// Connection: it works, but no report has come since `{time}`.
        quiet,
        /// A sentence for `on_hold`: `{seq}`, `{time}`.
        why_held,
        /// A sentence for `quiet`: `{time}`.
        why_quiet,
        /// A sentence for `silent`: the server does not answer; the figures are those of `{time}`.
        why_silent,
        /// A sentence for `offline`: `{time}`.
        why_offline,
        /// A sentence for `returning`: `{time}`.
        why_returning,
        /// Told to listeners now and then: `{n}` reports came since. Plural.
        told_more,
        /// After that: `{name}` still leads.
        told_lead,
        /// Connection: the reader's tab is asleep or paused.
        paused,
        /// Connection: nothing heard since `{time}`.
        silent,
        /// Connection: by polling, `every {n} seconds`.
        polling,
        /// Connection: the server is too busy for more than figures every `{n}` seconds. Plural.
        busy,
        /// Connection: the server asks to come back.
        returning,
        /// Connection: another version of the page is out.
        outdated,
        /// A list has most seats, no majority: `{name}`, `{n}`, `{size}`, `{short}`, `{firm}`.
        seats_short,
        /// More than a majority: `{name}`, `{n}`, `{size}`, `{spare}`, `{firm}`.
        seats_majority,
        /// Exactly a majority: `{name}`, `{n}`, `{size}`, `{firm}`.
        seats_bare,
        /// Two or three lists have most seats: `{name}`, `{n}`, `{size}`, `{short}`.
        seats_level,
        /// More lists have: `{lists}`, `{n}`, `{size}`, `{short}`.
        seats_level_many,
        /// The end of those sentences: `; {n} of them are firm`. Plural.
        firm_some,
        /// All are.
        firm_all,
        /// None is.
        firm_none,
        /// `Seats are shown when {percent} of stations are counted.`
        seats_held,
        /// The same where places report by kind of vote.
        seats_held_reports,
        /// Nothing to share out.
        seats_no_votes,
        /// The rule has no answer.
        seats_undecidable,
        /// Nobody has a seat.
        seats_nobody,
        /// `{n} seats are to be decided by lot between {names}.` Plural.
        by_lot,
        /// `{n} seats wait for a lot.` Plural.
        waiting_for_lot,
        /// Neither tie nor warning.
        no_lot,
        /// Reserved seats were read as apart: `{open}`, `{reserved}`, `{size}`, `{lists}`.
        read_apart,
        /// Reserved seats were read as floors: the same.
        read_floors,
        /// `{name} {other} instead of {n}`
        read_other,
        /// Seats that stay empty: `{n}`. Plural.
        vacant,
        /// Nobody to share out to: `{place}`.
        nobody_eligible,
        /// The house has grown: `{n}`. Plural.
        enlarged,
        /// Two conditions that exclude each other: `{place}`.
        unsatisfiable,
        /// A quorum of registered voters whose number is not known.
        registered_unknown,
        /// A rule of genders that was not applied to a list: `{name}`.
        gender_unknown,
        /// The house is larger than it was drawn: `{n}`.
        redrawn,
        /// `{name} lacks {n} votes for its {nth} seat.` Plural by votes.
        lacks,
        /// Who took the last seat: `{name}`.
        last_in,
        /// The same with the votes it could lose: `{n}`. Plural.
        last_in_spare,
        /// Who is next: `{name}`.
        first_out,
        /// The same with the votes it lacks: `{n}`. Plural.
        first_out_lacks,
        /// What comes with the first seats.
        with_seats,
        /// `{n} votes over` the threshold. Plural.
        over_line,
        /// `{n} votes under` it. Plural.
        under_line,
        /// Neither.
        at_line,
        /// The lists that the threshold is waived for: `{names}`.
        not_for,
        /// The kinds of calls, in their order, separated by `|`.
        call_kinds,
        /// `{call} — {who}`
        call_line,
        /// `and {n} more`
        call_more,
        /// No call is in force.
        no_call,
        /// `withdrawn — {who}: {basis}`
        call_withdrawn,
        /// Age of the last report: `{n} seconds ago`, plural.
        seconds_ago,
        /// `{n} minutes ago`, plural.
        minutes_ago,
        /// `{n} hours ago`, plural.
        hours_ago,
    }
}
