//! A view as CSV: one row per unit, the same figures as the table on the page.

use election::meta::Meta;
use election::wire::Snapshot;

/// The rows of a snapshot; of a single unit, its categories.
///
/// # Errors
/// Never in practice: it is written to memory.
pub(super) fn table(snapshot: &Snapshot, meta: &Meta) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut header = vec!["epoch", "seq", "id", "name", "expected"];
    header.extend(meta.columns());
    writer.write_record(&header)?;
    let (epoch, seq) = (format!("{:016x}", snapshot.epoch), snapshot.seq.to_string());
    let head = meta.categories.len();
    let units = meta.rows.iter().enumerate().map(|(at, unit)| (head + at, &unit.id, &unit.name, unit.expected));
    let categories = meta.categories.iter().enumerate().map(|(at, row)| (at, &row.id, &row.name, row.expected));
    let lines: Vec<_> = if meta.rows.is_empty() { categories.collect() } else { units.collect() };
    for (row, id, name, expected) in lines {
        let mut record = vec![epoch.clone(), seq.clone(), id.clone(), name.clone(), expected.to_string()];
        record.extend(snapshot.view.matrix.row(row).map(|figure| figure.to_string()));
        writer.write_record(&record)?;
    }
    Ok(writer.into_inner()?)
}
