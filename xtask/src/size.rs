//! What a reader's browser downloads, and the budget for it.

use std::sync::Mutex;

use anyhow::{Result, anyhow, bail};

use crate::client::{self, Client, Flavour};
use crate::{compress, paths, progress, site, toolchain};

/// Bytes of WASM, compressed with brotli at its best.
const WASM_BUDGET: usize = 100_000;
/// The same with the glue that starts it.
const CLIENT_BUDGET: usize = 110_000;

/// `cargo xtask size`: builds the client when needed.
pub(crate) fn run() -> Result<()> {
    toolchain::ensure()?;
    let built: Mutex<Option<Client>> = Mutex::default();
    progress::one("client", |status| {
        let client = client::build(Flavour::Shipped, status)?;
        *built.lock().map_err(|_| anyhow!("another job panicked"))? = Some(client);
        Ok(())
    })?;
    let Some(client) = built.into_inner()? else { bail!("the client was not built") };
    report(&client)
}

fn report(client: &Client) -> Result<()> {
    println!("  {:44} {:>9} {:>9}", "bytes", "raw", "brotli");
    let wasm = line("client.wasm", &client.wasm)?;
    let glue = line("client.js", client.glue.as_bytes())?;
    line("start.css, in each page", site::style("start")?.as_bytes())?;
    line("first.css", site::style("first")?.as_bytes())?;
    line("client.css", site::style("main")?.as_bytes())?;
    fonts()?;
    if wasm > WASM_BUDGET {
        bail!("client.wasm is {wasm} bytes in brotli, {} over the budget of {WASM_BUDGET}", wasm - WASM_BUDGET);
    }
    let both = wasm + glue;
    if both > CLIENT_BUDGET {
        bail!(
            "client.wasm and client.js are {both} bytes, {} over their budget of {CLIENT_BUDGET}",
            both - CLIENT_BUDGET
        );
    }
    println!("  client.wasm has {} bytes left of its budget of {WASM_BUDGET}", WASM_BUDGET - wasm);
    println!("  with its glue it is {both} bytes, {} less than the budget of {CLIENT_BUDGET}", CLIENT_BUDGET - both);
    Ok(())
}

/// Fonts are compressed already: what counts is the file.
fn fonts() -> Result<()> {
    let mut files: Vec<_> = std::fs::read_dir(paths::root().join("public/fonts"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".woff2") {
            println!("  {name:44} {:>9}         –", file.metadata()?.len());
        }
    }
    Ok(())
}

fn line(name: &str, bytes: &[u8]) -> Result<usize> {
    let compressed = compress::brotli(bytes)?.len();
    println!("  {name:44} {:>9} {compressed:>9}", bytes.len());
    Ok(compressed)
}
