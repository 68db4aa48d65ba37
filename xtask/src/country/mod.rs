//! Draws the fictional country of the rehearsal night and writes its election folder, all but the night itself: the same
//! bytes every time, on every machine.

mod arcs;
mod baseline;
mod definition;
#[cfg(test)]
mod eyes;
mod growth;
mod names;
mod noise;
mod outline;
mod parcels;
mod places;
mod terrain;
#[cfg(test)]
mod tests;
mod units;

use std::path::Path;

use anyhow::Context as _;

/// Writes the folder's files into `out`, which is created where it is missing.
pub(crate) fn run(out: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
    for (name, text) in files(&borders()) {
        let path = out.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn files(borders: &[outline::Border]) -> [(&'static str, String); 6] {
    [
        ("election.toml", definition::election()),
        ("options.csv", definition::options()),
        ("units.csv", units::csv(&units::units())),
        ("baseline.csv", baseline::csv()),
        ("turnout-baseline.csv", baseline::hours()),
        ("map.geojson", map(borders)),
    ]
}

/// The borders of the country's municipalities.
fn borders() -> Vec<outline::Border> {
    outline::borders(&arcs::trace(&growth::owners(&parcels::parcels())))
}

fn map(borders: &[outline::Border]) -> String {
    let features: Vec<_> = (0..)
        .zip(places::PLACES)
        .map(|(owner, place)| (place.id, place.name, outline::polygons(borders, owner)))
        .collect();
    outline::geojson(&features)
}

/// Shares out `total` whole things by weight, the largest remainders first.
fn share_out(total: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(total) * weight / sum).collect();
    let mut shares: Vec<u32> = exact.iter().map(|share| share.floor() as u32).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder
        .sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
    let missing = total - shares.iter().sum::<u32>();
    by_remainder.into_iter().take(missing as usize).for_each(|i| shares[i] += 1);
    shares
}

/// A line of a CSV file.
fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + "\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
