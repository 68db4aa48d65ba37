//! Other people's tables: the first file is the mapping, the others are tables.

use std::sync::{Arc, LazyLock};

use election::Definition;
use election::folder::{Folder, read};
use election::import::Mapping;

use super::laws::{is_named, keeps_the_ledger};
use super::parts::{good_folder, parts};

static GOOD: LazyLock<(Folder, Arc<Definition>)> = LazyLock::new(|| {
    let folder = good_folder();
    let definition = read(&folder).expect("the good folder is good");
    (folder, Arc::new(definition))
});

const MAPPING: &str = "mapping.toml";

pub fn run(bytes: &[u8]) {
    let files = parts(bytes);
    let Some(((name, mapping), tables)) = files.split_first() else { return };
    let written = match Mapping::parse(MAPPING, mapping) {
        Ok(mapping) => mapping,
        Err(defects) => {
            assert!(!defects.is_empty(), "{name} is refused without a reason");
            return defects.iter().for_each(|defect| is_named(defect, mapping));
        }
    };
    let (folder, definition) = &*GOOD;
    for (file, table) in tables.iter().filter(|(file, _)| !file.is_empty() && file != MAPPING) {
        let (found, defects) = written.submissions(definition, file, table);
        let text = |of: &str| if of == MAPPING { mapping } else { table };
        defects.iter().for_each(|defect| is_named(defect, text(&defect.file)));
        let found: Vec<_> = found.into_iter().map(|(_, submission)| submission).collect();
        keeps_the_ledger(definition, &found);
    }
    let tables: Vec<(&str, &[u8])> = tables.iter().map(|(file, table)| (file.as_str(), table.as_slice())).collect();
    if let Ok(extended) = written.extend_units(folder, &tables) {
        read(&extended).expect("with the units of its tables it is still an election");
        assert_eq!(
            written.extend_units(&extended, &tables).as_ref(),
            Ok(&extended),
            "the same tables add something again"
        );
    }
}
