//! What charts say.

words! {
    /// What charts say. `{…}` are filled in; `|` separates plural forms.
    Charts in charts {
        /// The page of charts, in the navigation.
        analysis,
        /// Opens the table of the same figures as a drawing.
        table,
        /// Under each chart.
        as_of,
        /// Before the choice of a list.
        choose_list,
        /// Button that shows the list that was chosen.
        show,
        /// Column of places.
        place,
        /// Column of kinds of votes.
        category,
        /// Instead of a chart before the first figures.
        nothing,
        /// Instead of a chart of stations before one of them is counted.
        no_station,
        /// Link from the contest's page to all charts.
        more,
        /// Title: the course of the count.
        course,
        /// `{points}` without sign, `{before}` and `{now}` are shares.
        course_moved,
        /// When no share moved.
        course_still,
        /// When shares of an hour ago say nothing: `{n}` of `{total}` stations.
        course_early,
        /// Who has led from the beginning.
        course_lead_kept,
        /// How often the lead changed; plural by `{n}`.
        course_lead_changed,
        /// How the lines are read.
        course_note,
        /// When the first moments are left out.
        course_note_early,
        /// When corrections are marked.
        course_note_corrections,
        /// Caption of the table.
        course_caption,
        /// Name of the first switch.
        measure,
        /// Choice: shares.
        measure_share,
        /// Choice: votes.
        measure_votes,
        /// Name of the second switch.
        against,
        /// Choice: time.
        against_time,
        /// Choice: stations counted.
        against_counted,
        /// Upright axis.
        axis_share,
        /// Upright axis.
        axis_votes,
        /// Lower axis.
        axis_time,
        /// Lower axis: a percentage.
        axis_counted,
        /// Column.
        time,
        /// Column.
        counted,
        /// Title: where votes are still to come.
        remaining,
        /// `{votes}` are expected, `{share}` of them where `{name}` is ahead.
        remaining_lead,
        /// The same where no list can be named: `{share}` of all votes, counted or expected.
        remaining_plain,
        /// When hardly any votes are expected although reports are open.
        remaining_none,
        /// When all is counted.
        remaining_done,
        /// Before anything is counted.
        remaining_unknown,
        /// The method.
        remaining_note,
        /// The same, where every report counts alike.
        remaining_note_reports,
        /// For which kinds votes of the previous election stand for voters: `{names}`.
        remaining_baseline,
        /// For which kinds nothing is known but the number of reports: `{names}`.
        remaining_reports,
        /// Open reports of which nothing can be expected; plural by `{n}`.
        remaining_missing,
        /// Caption of the table by place.
        remaining_places,
        /// Caption of the table by category.
        remaining_categories,
        /// Column.
        remaining_expected,
        /// Column.
        remaining_open,
        /// Column.
        remaining_ahead,
        /// The last line, where there are many places; plural by `{n}`.
        remaining_others,
        /// Instead of a number that cannot be said.
        remaining_cannot,
        /// Title.
        turnout,
        /// `{low}`, `{middle}`, `{high}` are percentages.
        turnout_lead,
        /// A single station.
        turnout_one,
        /// When ballots or voters are not reported.
        turnout_unknown,
        /// Stations above 100 percent, not in the drawing; plural by `{n}`.
        turnout_over,
        /// The method.
        turnout_note,
        /// Caption of the table.
        turnout_caption,
        /// Title: `{name}` of a list.
        spread,
        /// Quartiles of a list's share.
        spread_lead,
        /// A single station.
        spread_one,
        /// The method.
        spread_note,
        /// Caption of the table.
        spread_caption,
        /// Upright axis and column.
        axis_stations,
        /// Lower axis and column.
        axis_turnout,
        /// Upright or lower axis: `{name}` of a list.
        axis_list,
        /// At the line of the middle value.
        middle,
        /// A span of percentages.
        from_to,
        /// Title.
        scatter,
        /// Middle shares below and from the middle turnout `{turnout}` on.
        scatter_lead,
        /// Fewer than twenty stations.
        scatter_few,
        /// How single dots are read.
        scatter_dots,
        /// How hexagons are read: `{n}` in the fullest.
        scatter_bins,
        /// What must not be concluded.
        scatter_note,
        /// Caption of the table.
        scatter_caption,
        /// Column.
        middle_share,
        /// Title.
        swing,
        /// `{up}` and `{down}` of `{n}` places; `{points}` with sign.
        swing_lead,
        /// A single place.
        swing_one,
        /// A list that did not stand.
        swing_new,
        /// No baseline.
        swing_none,
        /// How it is read.
        swing_note,
        /// Caption of the table.
        swing_caption,
        /// Lower axis.
        axis_before,
        /// Upright axis.
        axis_now,
        /// On the diagonal.
        no_change,
        /// Column.
        before,
        /// Column.
        now,
        /// Column.
        change,
        /// Column.
        votes,
    }
}
