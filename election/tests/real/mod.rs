//! What the tests on real elections share: data that is not part of the repository.
#![expect(clippy::disallowed_methods, reason = "the real files are read from disk")]

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// The bytes of a file of real data; `None`, said loudly, where this machine does not have it.
pub fn data(path: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if !path.exists() {
        say_skipped(&format!("{} is not there", path.display()));
        return None;
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("xz") => unpacked("xz", &path),
        // What R saves.
        Some("rda") => unpacked("bzip2", &path),
        _ => Some(read(&path)),
    }
}

/// The bytes of a file of the repository.
pub fn own(path: &str) -> Vec<u8> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

/// Past the test harness, which keeps quiet about what passing tests print.
fn say_skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn unpacked(command: &str, path: &Path) -> Option<Vec<u8>> {
    match Command::new(command).arg("-dc").arg(path).output() {
        Ok(output) if output.status.success() => Some(output.stdout),
        Ok(output) => panic!("{command}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => {
            say_skipped(&format!("{} needs the command {command}: {error}", path.display()));
            None
        }
    }
}
