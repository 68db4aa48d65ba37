//! What the history of figures says: corrections, revisions, what changed lately.

words! {
    /// What the history of figures says: corrections, revisions, what changed lately.
    History in history {
        /// The page of all corrections.
        corrections,
        /// How many corrections there are: `{n}`, `{time}` of the newest. Plural by `n`.
        corrections_lead,
        /// After that or alone: how many reports are on record that were held back. Plural by `n`.
        corrections_held,
        /// No correction at all.
        corrections_none,
        /// None that fits what was chosen.
        corrections_no_match,
        /// What is on the page and what is not.
        corrections_about,
        /// Name of the form.
        choose,
        /// Choice: any list.
        all_lists,
        /// Label of the choice of kinds.
        kind,
        /// Choice: any kind.
        all_kinds,
        /// Label of the choice by reason.
        why,
        /// Choice.
        any_reason,
        /// Choice.
        with_reason,
        /// Choice.
        without_reason,
        /// Label of the choice of time.
        window,
        /// Choice: since the first report.
        whole_night,
        /// Choice and link: `{n}`.
        past_minutes,
        /// Button of the form.
        show,
        /// Link to all corrections.
        show_all,
        /// Mark of figures after they had been taken back.
        reported_again,
        /// No reason was given.
        no_reason,
        /// Which revision of a report: `{n}`.
        revision,
        /// A figure before and after: `{old}`, `{new}`. Also a status.
        old_new,
        /// A figure that is not there.
        missing,
        /// Unfolds the figures of a correction: `{n}`. Plural.
        all_figures,
        /// Heading: what these corrections did to the votes, all together.
        net,
        /// They cancel out, or were held back.
        net_none,
        /// Link to the corrections before these.
        older,
        /// Link back to the first page.
        newest,
        /// Up to which report the page is complete: `{seq}`.
        complete_to,
        /// Before links to the same as data.
        as_data,
        /// The page of what changed lately.
        changes,
        /// What the reports of the window brought: `{n}`, `{votes}`, `{minutes}`. Plural by `n`.
        changes_lead,
        /// The same where votes went down.
        changes_less,
        /// The same where their sum did not change.
        changes_same,
        /// Nothing in the window: `{minutes}`, `{time}` of the last report.
        changes_quiet,
        /// Nothing at all.
        changes_never,
        /// Who is ahead and by how much, now and then: `{name}`, `{points}`, `{before}`.
        lead_was,
        /// Another list is ahead: `{name}`, `{other}`.
        lead_new,
        /// Name of the choice of how far back.
        windows,
        /// Heading.
        by_list,
        /// Column: at the beginning of the window, `{time}`.
        then,
        /// Column: now.
        now,
        /// Column: votes added.
        more_votes,
        /// Column: change of the share in points.
        points,
        /// Heading.
        lead_changes,
        /// A place where another list leads: `{name}`, `{other}`.
        lead_change,
        /// Heading: places that became complete.
        completed,
        /// Heading.
        by_place,
        /// Column: reports.
        reports,
        /// After as many places as are shown: `{n}`. Plural.
        more_places,
        /// Link to the corrections of the window: `{n}`. Plural.
        corrections_link,
        /// Heading: calls of the window.
        calls,
        /// Heading: the reports of a station on record.
        revisions,
        /// One report, `{time}`.
        revisions_one,
        /// More: `{n}`. Plural.
        revisions_many,
        /// More than are shown: `{n}`. Plural.
        revisions_older,
        /// Mark of the revision that counts.
        counts_now,
        /// Mark of one that no longer counts.
        replaced,
        /// Row: when it was reported.
        reported,
        /// Row: when it was accepted.
        accepted,
        /// Row: who reported it.
        source,
        /// On the page of downloads: the timeline.
        data_timeline,
        /// There: corrections.
        data_corrections,
        /// There: what changed lately.
        data_recent,
        /// There: the revisions of a station.
        data_revisions,
        /// The page of turnout.
        turnout,
        /// `{turnout}`, `{n}` registered.
        turnout_lead,
        /// The previous election at the same unit, as a whole: `{turnout}`.
        turnout_before,
        /// Nothing counted.
        turnout_none,
        /// Column and figure: registered voters of what is counted.
        registered,
        /// What it is turnout of.
        turnout_about,
        /// Column: turnout of the previous election.
        turnout_then,
        /// Heading: figures by the hour, from before the polls closed.
        hours,
        /// The latest of them: `{time}`, `{turnout}`, `{n}` registered.
        hours_lead,
        /// The same where nobody knows how many are registered: `{time}`, `{n}` voters. Plural.
        hours_lead_count,
        /// After that: `{points}` above the previous election at that time.
        hours_more,
        /// The same below it.
        hours_less,
        /// The same as then.
        hours_same,
        /// Nothing was said of this place.
        hours_none,
        /// What the figures are and how they differ from ballots in counted stations.
        hours_note,
        /// Caption of the table of the chart.
        hours_caption,
        /// Column: the time of the day.
        hour,
        /// Column: voters from the opening of the polls until then.
        voters,
        /// Column: the previous election at the same time.
        hours_then,
        /// Label of this election's line.
        hours_now,
        /// Heading: the places below at `{time}`.
        hours_places,
        /// In the table of places, where the last figure is of an earlier hour: `{time}`.
        hours_earlier,
        /// There, where nothing was said.
        hours_silent,
        /// How many places nothing was said of: `{n}`. Plural.
        hours_silent_places,
        /// Mark of a figure above the number of registered voters.
        hours_over,
        /// Mark of a figure below that of an earlier hour.
        hours_lower,
        /// Mark of a corrected figure: `{old}`, `{new}`, `{reason}`.
        hours_corrected,
        /// Column of those marks.
        hours_marks,
        /// Heading: what is counted.
        hours_counted,
        /// On the page of downloads.
        data_turnout,
    }
}
