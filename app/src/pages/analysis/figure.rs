//! What stands around every chart: title, sentence, choices, the drawing, its table, its method and its number.

use leptos::prelude::*;

use super::Drawn;
use crate::words::fill;

/// A chart and what is said about it.
pub(super) struct Figure {
    /// Id of the section, for links to it.
    pub(super) id: &'static str,
    /// Its title.
    pub(super) title: String,
    /// What is to be seen.
    pub(super) sentence: String,
    /// Choices that change it.
    pub(super) choices: Option<AnyView>,
    /// The drawings; none = nothing to draw.
    pub(super) drawing: Option<String>,
    /// The table of the same figures.
    pub(super) table: Option<Table>,
    /// How it is made and read, a paragraph each.
    pub(super) notes: Vec<String>,
}

/// A table with a caption; the first column are heads.
pub(in crate::pages) struct Table {
    pub(in crate::pages) caption: String,
    pub(in crate::pages) heads: Vec<String>,
    pub(in crate::pages) rows: Vec<Vec<String>>,
}

impl Figure {
    pub(super) fn view(self, drawn: &Drawn<'_>) -> AnyView {
        let title_id = format!("{}-title", self.id);
        let labelled = title_id.clone();
        let drawing = self.drawing.map(|svg| view! { <figure class="drawing" inner_html=svg></figure> });
        let table = self.table.map(|table| {
            let label = drawn.says.table;
            view! { <details class="twin"><summary>{label}</summary>{table.view()}</details> }
        });
        // Nothing to draw, nothing to explain.
        let notes = drawing.is_some().then(|| {
            let notes: Vec<_> = self.notes.into_iter().map(|note| view! { <p>{note}</p> }).collect();
            view! { <div class="analysis-notes">{notes}<p>{as_of(drawn)}</p></div> }
        });
        view! {
            <section class="block analysis" id=self.id aria-labelledby=labelled>
                <div class="analysis-head">
                    <h2 class="title" id=title_id>{self.title}</h2>
                    <p class="analysis-lead">{self.sentence}</p>
                    {self.choices}
                </div>
                <div class="analysis-body">{drawing}{table}</div>
                {notes}
            </section>
        }
        .into_any()
    }
}

impl Table {
    /// The table alone.
    pub(in crate::pages) fn view(self) -> AnyView {
        let caption = self.caption.clone();
        let heads: Vec<_> = self.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect();
        let row = |cells: Vec<String>| {
            let mut cells = cells.into_iter();
            let head = cells.next().unwrap_or_default();
            let cells: Vec<_> = cells.map(|cell| view! { <td>{cell}</td> }).collect();
            view! { <tr><th scope="row">{head}</th>{cells}</tr> }
        };
        let rows: Vec<_> = self.rows.into_iter().map(row).collect();
        view! {
            <div class="table-scroll" role="region" aria-label=caption tabindex="0">
                <table class="table">
                    <caption>{self.caption}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// Which state a chart shows, and whose figures they are.
pub(super) fn as_of(drawn: &Drawn<'_>) -> String {
    let standing = drawn.page.frame.standing.as_ref();
    let at = standing.map_or(0, |standing| standing.snapshot.at);
    let time = drawn.board.locale.clock(at, drawn.board.meta.utc_offset);
    let values =
        [("seq", &*drawn.board.locale.count(drawn.page.seq)), ("time", &time), ("source", &drawn.board.meta.source)];
    fill(drawn.says.as_of, &values)
}
