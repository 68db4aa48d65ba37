//! `nightcount check DIR`.

use std::path::PathBuf;

use election::folder;

use super::Stop;
use crate::atlas::Atlas;
use crate::load;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Election folder.
    folder: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Stop> {
        let folder = load::folder(&self.folder)?;
        let checked = folder::check(&folder).map_err(|defects| Stop::defects(&self.folder, &defects))?;
        let map = folder.files.get("map.geojson").map(Vec::as_slice);
        Atlas::new(&checked.definition, map).map_err(|error| Stop::Defects(format!("{error:#}")))?;
        for warning in &checked.warnings {
            println!("note: {warning}");
        }
        println!("{}", folder::summary(&checked));
        Ok(())
    }
}
