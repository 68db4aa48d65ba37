//! `nightcount import --mapping M.toml FILE… --out DIR`: other people's tables become an election folder with a night.

use std::path::{Path, PathBuf};

use election::Submission;
use election::folder::{self, Defect, Folder, NIGHT, write_reports};
use election::import::Mapping;

use super::{Stop, count, read_file, write_file};
use crate::load;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The mapping file.
    #[arg(long)]
    mapping: PathBuf,
    /// The definition to import into; the mapping's folder if it is not given.
    #[arg(long)]
    definition: Option<PathBuf>,
    /// The tables, in the order of their times.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder to write; the definition is copied into it and extended.
    #[arg(long)]
    out: PathBuf,
}

impl Import {
    pub(super) fn run(self) -> Result<(), Stop> {
        let mapping = Mapping::parse(&name(&self.mapping), &read_file(&self.mapping)?)
            .map_err(|defects| Stop::defects(&self.mapping, &defects))?;
        let beside = self.mapping.parent().map(Path::to_owned).unwrap_or_default();
        let source = self.definition.clone().unwrap_or(beside);
        let tables: Vec<(String, Vec<u8>)> =
            self.files.iter().map(|path| Ok((name(path), read_file(path)?))).collect::<Result<_, Stop>>()?;
        let borrowed: Vec<(&str, &[u8])> = tables.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
        let mut folder = mapping
            .extend_units(&load::folder(&source)?, &borrowed)
            .map_err(|defects| Stop::defects(&source, &defects))?;
        let definition = folder::read(&folder).map_err(|defects| Stop::defects(&source, &defects))?;
        let (mut night, mut defects) = (Vec::<Submission>::new(), Vec::<Defect>::new());
        for (name, bytes) in &borrowed {
            let (rows, refused) = mapping.submissions(&definition, name, bytes);
            night.extend(rows.into_iter().map(|(_, row)| row));
            defects.extend(refused);
        }
        night.sort_by_key(|row| row.observed_at);
        folder.files.insert(NIGHT.to_owned(), write_reports(&definition, &night).into_bytes());
        write(&self.out, &folder)?;
        let units = definition.units.len();
        println!("{}: {units} units, {} in {NIGHT}", self.out.display(), count(night.len(), "report"));
        if defects.is_empty() { Ok(()) } else { Err(Stop::defects(&self.out, &defects)) }
    }
}

fn write(out: &Path, folder: &Folder) -> Result<(), Stop> {
    std::fs::create_dir_all(out)
        .map_err(|error| Stop::environment(format!("cannot make {}: {error}", out.display())))?;
    folder.files.iter().try_for_each(|(name, bytes)| write_file(&out.join(name), bytes))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
