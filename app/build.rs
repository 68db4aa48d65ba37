//! Embeds the languages: one entry for each file of `languages/`, so that a new language is a new file and nothing else.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=languages");
    let folder = Path::new(&variable("CARGO_MANIFEST_DIR")).join("languages");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut list = String::from("[\n");
    for file in &files {
        let code = file.file_stem().unwrap_or_default().to_string_lossy();
        let _ = writeln!(list, "    ({code:?}, include_str!({:?})),", file.display().to_string());
    }
    list.push(']');
    fs::write(Path::new(&variable("OUT_DIR")).join("languages.rs"), format!("&{list}\n"))
}

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it for build scripts")
}
