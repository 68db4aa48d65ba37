//! The night that ships is the night that this code simulates.

use std::collections::BTreeMap;

use election::folder::{Folder, NIGHT, read};

use super::*;

const NIGHT_THAT_SHIPS: &str = include_str!("../../../../nights/rehearsal/night.csv");

fn rehearsal() -> Arc<Definition> {
    let files: [(&str, &[u8]); 5] = [
        ("election.toml", include_bytes!("../../../../nights/rehearsal/election.toml")),
        ("units.csv", include_bytes!("../../../../nights/rehearsal/units.csv")),
        ("options.csv", include_bytes!("../../../../nights/rehearsal/options.csv")),
        ("baseline.csv", include_bytes!("../../../../nights/rehearsal/baseline.csv")),
        ("map.geojson", include_bytes!("../../../../nights/rehearsal/map.geojson")),
    ];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let definition = read(&Folder { files: BTreeMap::from(files) });
    Arc::new(definition.unwrap_or_else(|defects| panic!("{defects:?}")))
}

#[test]
fn the_rehearsal_night_is_the_one_of_seed_2025() {
    let definition = rehearsal();
    let simulated = csv(&definition, &night(&definition, 2025));
    let first = simulated.lines().zip(NIGHT_THAT_SHIPS.lines()).position(|(simulated, ships)| simulated != ships);
    assert!(
        simulated == NIGHT_THAT_SHIPS,
        "nights/rehearsal/{NIGHT} is not what `nightcount simulate nights/rehearsal --seed 2025` prints, from line {:?} on: \
         write it again",
        first.map(|line| line + 1)
    );
}

#[test]
fn the_rehearsal_night_is_good_television() {
    let definition = rehearsal();
    let reports = night(&definition, 2025);
    let moments = timeline(&definition, &reports, ContestIx(0), 30);
    let leader = |at: usize| moments[at].shares[0].0;
    assert_eq!(moments.len(), 12);
    assert_ne!(leader(2), leader(11), "the lead changes");
    assert!((2_700..3_000).contains(&reports.len()), "{} reports", reports.len());
    assert!((25..60).contains(&moments[11].corrections) && moments[11].flagged.0 >= 3 && moments[11].flagged.1 == 0);
    assert!(NIGHT_THAT_SHIPS.len() < 400_000);
}
