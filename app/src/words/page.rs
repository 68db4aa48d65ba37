//! Words that only the server writes: those of a contest's page, the front page and the pages of errors.

use election::report::Figure;

words! {
    /// What the fixed parts of a page say. `{…}` are filled in.
    Page in page {
        /// First link of the page.
        skip,
        /// Over the map, for those who do not want to step through it.
        skip_map,
        /// What the address bar's tab says after the place: `results`.
        results,
        /// The notice of a fictional election.
        sample,
        /// Name of the path of units.
        breadcrumbs,
        /// Beside the current unit: choose another one.
        siblings,
        /// Name of the language switch.
        languages,
        /// Name of the contest switch.
        contests,
        /// Before the levels.
        levels,
        /// Name of the navigation between the parts of a long table.
        table_parts,
        /// Which part it is: `{from}`, `{to}`, `{n}`.
        table_part,
        /// Link to the part before.
        table_before,
        /// Link to the part after.
        table_after,
        /// Name of the status line.
        status,
        /// Name of the progress section.
        progress,
        /// After the large percentage, when it is about stations.
        stations_counted,
        /// The same when it is about another category: `{name}`.
        category_counted,
        /// Name of the bars.
        votes,
        /// Column: list.
        list,
        /// Column: share of valid votes.
        share,
        /// Column: change.
        change,
        /// Where many lists are folded away: `{n}`.
        all_lists,
        /// What changes are measured against.
        change_note,
        /// The line of the threshold: `{percent}`.
        threshold,
        /// Mark of a list that need not reach it.
        waived,
        /// How the map is read.
        legend,
        /// Name of the choice of figures.
        map_shows,
        /// The figures, by `Mode`, separated by `|`.
        map_modes,
        /// Name of the choice of drawings.
        map_drawn,
        /// The drawings, by `Drawing`, separated by `|`.
        map_drawings,
        /// Legend: a list that did not stand.
        legend_new,
        /// Legend: nothing counted.
        legend_open,
        /// Legend: counted in part.
        legend_partly,
        /// Legend: tie.
        legend_tie,
        /// Map tools: closer.
        zoom_in,
        /// Map tools: farther.
        zoom_out,
        /// Map tools: all of it.
        zoom_all,
        /// Over the card of a place.
        chosen,
        /// Before anything is chosen.
        choose,
        /// Over the places near a tap.
        near,
        /// Over the places where the lead is smallest.
        closest,
        /// Name of the table: `{level}`.
        table,
        /// Name of the region that scrolls sideways.
        table_scroll,
        /// Column: place.
        place,
        /// Column: leader.
        leader,
        /// Column: lead in points.
        margin,
        /// Column: counted.
        counted,
        /// Column: counted, where a place reports by kind of vote.
        reports_counted,
        /// Column and figure: turnout.
        turnout,
        /// Column: the lists without a column.
        others,
        /// Column: votes for all lists.
        all_votes,
        /// What the shares of the table are of.
        table_note,
        /// Name of the seats section, and column.
        seats,
        /// What the order of the dots means.
        seats_order,
        /// Key of the dots: firm.
        key_firm,
        /// Key of the dots: not firm.
        key_open,
        /// Key of the dots: waiting for a lot.
        key_lot,
        /// After the number of seats that make a majority.
        for_majority,
        /// Column: firm seats.
        seat_firm,
        /// Column: votes that a list lacks for its next seat.
        seat_lacks,
        /// Column: votes that a list could lose and keep its last seat.
        seat_spare,
        /// What these two columns mean.
        seats_note,
        /// Name of the list of candidates.
        elected,
        /// Name of the list of the next seats.
        next_seats,
        /// Name of the list of calls.
        calls_title,
        /// What a call is.
        calls_about,
        /// Name of the turnout section.
        figures,
        /// Figure: registered voters.
        figure_registered,
        /// Figure: ballots cast.
        figure_cast,
        /// Figure: valid votes.
        figure_valid,
        /// Figure: invalid ballots.
        figure_invalid,
        /// Figure: blank ballots.
        figure_blank,
        /// Name of the table by category.
        categories,
        /// Column: category.
        category,
        /// Column: state of a category at a station.
        state,
        /// Name of the ticker.
        ticker,
        /// Before the first report.
        ticker_empty,
        /// Footer: where the figures come from.
        source,
        /// Footer: how they are made.
        method_title,
        /// Footer: how they are made, in words.
        method,
        /// Footer: where the data is.
        data,
        /// Footer: map.
        map_source,
        /// Footer: licence of the figures.
        licence,
        /// Footer: what page this is a copy of: `{seq}`, `{epoch}`, `{time}`.
        copy,
        /// Without script.
        noscript,
        /// Front page: title.
        front_title,
        /// Front page: one sentence.
        front_intro,
        /// Front page: nothing there.
        front_empty,
        /// Embargo: `{time}`.
        embargo,
        /// Title: no such page.
        not_found,
        /// What it means.
        not_found_text,
        /// Title: not yet published.
        embargo_title,
        /// What it means: `{title}`, `{time}` with its day.
        embargo_text,
        /// Title: out of order.
        unavailable,
        /// What it means.
        unavailable_text,
        /// Link to the front page.
        home,
        /// Before the reference code of an error.
        reference,
}
}

impl Page {
    /// The name of a figure.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> &'static str {
        match figure {
            Figure::Registered => self.figure_registered,
            Figure::Ballots => self.figure_cast,
            Figure::Valid => self.figure_valid,
            Figure::Invalid => self.figure_invalid,
            Figure::Blank => self.figure_blank,
        }
    }
}
