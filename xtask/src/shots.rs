//! Pictures of every kind of page, to be looked at: `cargo xtask shots`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::site::{self, Plan};
use crate::{paths, playwright, process, setup};

/// Real results and polygons, which are not part of the repository, where they lie beside the checkout.
const RESULTS: &str = "../shared/data/kosovo-2025-feb-polling-stations/zgjedhjet_2025-02-09_polling_stations.csv";
const POLYGONS: &str = "../shared/data/kosovo-geometry/geoBoundaries-XKX-ADM2_simplified.geojson";
const KOSOVO: &str = "nights/kosovo-2025-02";

/// Takes them into `shots` in cargo's target folder.
pub(crate) fn run() -> Result<()> {
    setup::everything()?;
    let server = site::build(Plan::DEMO)?;
    let folder = paths::target().join("shots");
    let nights: Vec<Value> = kosovo(&server)?.into_iter().collect();
    playwright::pictures(&server, &folder, &Value::from(nights).to_string())?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}

/// Kosovo's election of February 2025 as a folder with its night, if its results are at hand.
fn kosovo(server: &Path) -> Result<Option<Value>> {
    let [results, polygons, definition] = [RESULTS, POLYGONS, KOSOVO].map(|path| paths::root().join(path));
    if !results.exists() || !polygons.exists() {
        println!("skipped: Kosovo's election, since its results are not beside this checkout (see {KOSOVO}/README.md)");
        return Ok(None);
    }
    let out = paths::scratch().join("kosovo");
    let mut import = Command::new(server);
    import.arg("import").args([Path::new("--mapping"), &definition.join("mapping.toml"), &results]);
    process::run(import.arg("--out").arg(&out))?;
    copy(&polygons, &out.join("map.geojson"))?;
    Ok(Some(json!({ "folder": out, "election": "kosovo-2025-02", "contest": "assembly", "list": "lvv" })))
}

fn copy(from: &PathBuf, to: &Path) -> Result<()> {
    std::fs::copy(from, to).map(|_| ()).with_context(|| format!("cannot copy {}", from.display()))
}
