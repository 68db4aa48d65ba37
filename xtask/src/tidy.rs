//! House rules that the compiler does not know.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{paths, process};

const LONGEST_FILE: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "helpers", "common", "misc", "manager", "types"];

/// Left behind by accident. In pieces, so that this file keeps its own rule.
const LEFTOVERS: [&str; 3] = [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("db", "g!(")];

/// Folders that exist on one machine only.
const MACHINE_FOLDERS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];

/// Looks at every file that git knows or would add.
pub(crate) fn run() -> Result<()> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(paths::root());
    let mut defects = Vec::new();
    for name in process::output_of(&mut list)?.lines() {
        // Deleted but not yet committed, or not text: nothing to say about it.
        let Ok(text) = fs::read_to_string(paths::root().join(name)) else { continue };
        defects.extend(defects_of(Path::new(name), &text).into_iter().map(|defect| format!("{name}{defect}")));
    }
    if defects.is_empty() {
        return Ok(());
    }
    bail!("{} of the house rules are broken\n    {}", defects.len(), defects.join("\n    "))
}

fn defects_of(name: &Path, text: &str) -> Vec<String> {
    let mut defects = machine_paths(text);
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    if EMPTY_NAMES.contains(&&*stem) {
        defects.push(format!(": `{stem}` says nothing: name the file after the noun inside"));
    }
    if name.extension().is_some_and(|extension| extension == "rs") {
        defects.extend(rust_defects(text));
    }
    defects
}

fn rust_defects(text: &str) -> Vec<String> {
    let mut defects = Vec::new();
    if !text.starts_with("//!") {
        defects.push(": must open with `//!` and say what the file is for".to_owned());
    }
    let length = text.lines().count();
    if length > LONGEST_FILE {
        defects.push(format!(": {length} lines, more than {LONGEST_FILE}: split it"));
    }
    defects.extend(lines_with(text, |line| {
        LEFTOVERS
            .iter()
            .find(|leftover| line.contains(**leftover))
            .map(|leftover| format!("`{leftover}…)` was left behind"))
    }));
    defects
}

fn machine_paths(text: &str) -> Vec<String> {
    lines_with(text, |line| {
        let folder = MACHINE_FOLDERS.iter().find(|folder| names_folder(line, folder))?;
        Some(format!("`{folder}…` is a path of one machine"))
    })
}

/// At the start of a path: not in the middle of one or of an address.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || "./_-}".contains(character))
    })
}

fn lines_with(text: &str, defect: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let numbered = text.lines().enumerate();
    numbered.filter_map(|(index, line)| Some(format!(":{}: {}", index + 1, defect(line)?))).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{LEFTOVERS, LONGEST_FILE, MACHINE_FOLDERS, defects_of};

    fn defects(name: &str, text: &str) -> usize {
        defects_of(Path::new(name), text).len()
    }

    #[test]
    fn a_file_that_says_what_it_is_for_is_fine() {
        assert_eq!(defects("a/ledger.rs", "//! The truth.\n"), 0);
        assert_eq!(defects("a/ledger.rs", "fn silent() {}\n"), 1);
        assert_eq!(defects("a/notes.md", "no opening needed\n"), 0);
    }

    #[test]
    fn long_files_and_empty_names_are_defects() {
        let long = "//! x\n".repeat(LONGEST_FILE + 1);
        assert_eq!(defects("a/ledger.rs", &long), 1);
        assert_eq!(defects("a/utils.rs", "//! x\n"), 1);
    }

    #[test]
    fn what_was_left_behind_is_found_with_its_line() {
        let text = format!("//! x\nfn f() {{ {}x) }}\n", LEFTOVERS[2]);
        assert!(defects_of(Path::new("a.rs"), &text)[0].starts_with(":2: "));
    }

    #[test]
    fn a_path_of_one_machine_is_a_defect_and_a_part_of_an_address_is_not() {
        let folder = MACHINE_FOLDERS[1];
        assert_eq!(defects("a.md", &format!("see {folder}me/x")), 1);
        assert_eq!(defects("a.md", &format!("see https://example.org{folder}x and ..{folder}y")), 0);
    }
}
