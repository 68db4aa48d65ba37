//! Election folders from disk.

use std::collections::BTreeMap;
use std::path::Path;

use election::Definition;
use election::folder::{self, FILES, Folder};

use crate::atlas::Atlas;
use crate::commands::Stop;

/// Reads the files of an election folder; those that are not there are left out.
///
/// # Errors
/// If the folder is not one, or a file cannot be read.
pub fn folder(dir: &Path) -> Result<Folder, Stop> {
    if !dir.is_dir() {
        return Err(Stop::usage(format!(
            "{} is not a folder: give the folder that holds election.toml",
            dir.display()
        )));
    }
    let mut files = BTreeMap::new();
    for name in FILES {
        let path = dir.join(name);
        if path.exists() {
            let bytes = std::fs::read(&path)
                .map_err(|error| Stop::environment(format!("cannot read {}: {error}", path.display())))?;
            files.insert(name.to_owned(), bytes);
        }
    }
    Ok(Folder { files })
}

/// Reads and checks an election folder, and draws its map.
///
/// # Errors
/// Every defect of the folder.
pub fn election(dir: &Path) -> Result<(Definition, Option<Atlas>), Stop> {
    let folder = folder(dir)?;
    let definition = folder::read(&folder).map_err(|defects| Stop::defects(dir, &defects))?;
    let map = folder.files.get("map.geojson").map(Vec::as_slice);
    let atlas = Atlas::new(&definition, map).map_err(|error| Stop::Defects(format!("{error:#}")))?;
    Ok((definition, atlas))
}
