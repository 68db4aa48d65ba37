//! One input that is several files: a line `== NAME` begins each.

use election::folder::Folder;

const GOOD: [(&str, &[u8]); 8] = [
    ("election.toml", include_bytes!("../folder/defects/good/election.toml")),
    ("units.csv", include_bytes!("../folder/defects/good/units.csv")),
    ("options.csv", include_bytes!("../folder/defects/good/options.csv")),
    ("baseline.csv", include_bytes!("../folder/defects/good/baseline.csv")),
    ("map.geojson", include_bytes!("../folder/defects/good/map.geojson")),
    ("turnout.csv", include_bytes!("../folder/defects/good/turnout.csv")),
    ("turnout-baseline.csv", include_bytes!("../folder/defects/good/turnout-baseline.csv")),
    ("night.csv", include_bytes!("../folder/defects/good/night.csv")),
];

/// A folder without defects.
pub fn good_folder() -> Folder {
    Folder { files: GOOD.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into() }
}

/// The files of an input. What comes before the first name belongs to none.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"== ") {
            parts.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
        } else if let Some((_, content)) = parts.last_mut() {
            content.extend_from_slice(line);
        }
    }
    parts
}
