//! Servers that end, in order or not, and come back; and what is said when one cannot come at all.

mod process;
mod stage;

use std::path::{Path, PathBuf};
use std::process::Output;

use process::{Process, nightcount, serve};
use stage::scratch;

/// The small election as a folder on disk.
fn write_folder(dir: &Path) -> PathBuf {
    let folder = dir.join("small");
    std::fs::create_dir(&folder).expect("a folder");
    for (name, bytes) in stage::folder().files {
        std::fs::write(folder.join(name), bytes).expect("a file");
    }
    folder
}

fn votes(station: &str, revision: u32, sea: u32) -> String {
    format!("unit,revision,sea,hill,nan\n{station},{revision},{sea},0,2\n")
}

/// Exit code and what it says.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(text).expect("text"))
}

#[test]
fn a_server_that_was_stopped_and_one_that_was_killed_go_on_where_they_were() {
    let (_dir, dir) = scratch();
    let (folder, data) = (write_folder(&dir), dir.join("data"));
    let server = Process::start(&mut serve(&folder, &data));
    server.post_csv("small", &votes("s/1", 1, 5));
    server.post_csv("small", &votes("n/2", 1, 950));
    let first = server.state("small");
    assert_eq!(first.seq, 2);
    let (status, log) = server.stop();
    assert!(status.success(), "{log}");
    assert!(data.join("small/snapshot-000000000002.bin").exists());

    let server = Process::start(&mut serve(&folder, &data));
    assert_eq!(server.state("small"), first, "after an orderly stop");
    let (_, answer) = server.post_csv("small", &votes("s/1", 2, 6));
    assert_eq!((&answer["seq"], &answer["epoch"]), (&3.into(), &first.epoch.as_str().into()));
    let second = server.state("small");
    server.kill();

    let server = Process::start(&mut serve(&folder, &data));
    assert_eq!(server.state("small"), second, "after a kill: the snapshot and the journal's tail");
    let (_, answer) = server.post_csv("small", &votes("s/1", 2, 6));
    assert_eq!((&answer["unchanged"], &answer["seq"]), (&1.into(), &serde_json::Value::Null));
    assert_eq!(server.post_csv("small", &votes("n/2", 2, 7)).1["seq"], 4);
}

#[test]
fn a_damaged_snapshot_is_passed_over_and_a_half_written_one_is_cleared_away() {
    let (_dir, dir) = scratch();
    let (folder, data) = (write_folder(&dir), dir.join("data"));
    let server = Process::start(&mut serve(&folder, &data));
    server.post_csv("small", &votes("s/1", 1, 5));
    let state = server.state("small");
    server.stop();
    let snapshot = data.join("small/snapshot-000000000001.bin");
    let mut bytes = std::fs::read(&snapshot).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&snapshot, &bytes).unwrap();
    let half = data.join("small/snapshot-000000000009.tmp");
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();

    let server = Process::start(&mut serve(&folder, &data));
    assert_eq!(server.state("small"), state);
    server.post_csv("small", &votes("s/1", 2, 6));
    server.stop();
    assert!(!half.exists());
}

#[test]
fn a_journal_refuses_another_definition_and_says_what_to_do() {
    let (_dir, dir) = scratch();
    let (folder, data) = (write_folder(&dir), dir.join("data"));
    let server = Process::start(&mut serve(&folder, &data));
    server.post_csv("small", &votes("s/1", 1, 5));
    server.stop();
    let units = std::fs::read_to_string(folder.join("units.csv")).unwrap();
    std::fs::write(folder.join("units.csv"), units.replace("Hall,1000", "Hall,1001")).unwrap();
    let (code, text) = said(&serve(&folder, &data).output().unwrap());
    assert_eq!(code, Some(3), "{text}");
    for words in [
        "the journal belongs to another definition (hash ",
        "Undo the change to the election folder, or start with an empty --data folder",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn a_taken_port_and_a_data_folder_in_use_are_said() {
    let (_dir, dir) = scratch();
    let (folder, data) = (write_folder(&dir), dir.join("data"));
    let server = Process::start(&mut serve(&folder, &data));
    let address = server.base.trim_start_matches("http://");
    let mut second = nightcount();
    second.arg("serve").arg(&folder).arg("--data").arg(dir.join("other")).args(["--listen", address]);
    let (code, text) = said(&second.output().unwrap());
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains(&format!("cannot listen on {address}: ")), "{text}");
    assert!(text.contains("Give another --listen address"), "{text}");

    let (code, text) = said(&serve(&folder, &data).output().unwrap());
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("is another server running on it?"), "{text}");
}

#[test]
fn check_ends_with_0_for_a_sound_folder_1_for_defects_and_2_for_a_wrong_call() {
    let (_dir, dir) = scratch();
    let folder = write_folder(&dir);
    let check = |folder: &Path| said(&nightcount().arg("check").arg(folder).output().unwrap());
    let (code, text) = check(&folder);
    assert_eq!(code, Some(0), "{text}");

    let units = std::fs::read_to_string(folder.join("units.csv")).unwrap();
    std::fs::write(
        folder.join("units.csv"),
        units.replace("s/1,south", "s/1,sotuh").replace("School one,1000", "One,1.0"),
    )
    .unwrap();
    let (code, text) = check(&folder);
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("units.csv:7:") && text.contains("units.csv:4:") && text.contains("2 defects to mend"),
        "{text}"
    );

    let (code, text) = check(&dir.join("nowhere"));
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("is not a folder: give the folder that holds election.toml"), "{text}");
    let (code, _) = said(&nightcount().arg("check").output().unwrap());
    assert_eq!(code, Some(2));
}
