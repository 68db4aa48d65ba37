//! `nightcount seats`: who gets what, for a person and for a program, without a server.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the command in the repository.
fn seats(arguments: &[&str]) -> Output {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_nightcount"));
    command.current_dir(repository).arg("seats").args(arguments).output().expect("the command runs")
}

fn printed(arguments: &[&str]) -> String {
    let output = seats(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_person_reads_who_gets_what_and_why() {
    let examples =
        ["reserved.toml", "floors.toml", "districts.toml", "majority.toml", "tie.toml", "mixed-overhang.toml"];
    let tables = examples.map(|name| printed(&[&format!("docs/examples/seats/{name}")]));
    insta::assert_snapshot!(tables.join("\n==========\n"));
}

#[test]
fn a_program_gets_every_quotient() {
    let text = printed(&["docs/examples/seats/dhondt.toml", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["state"], "allocated");
    let seats: Vec<u64> = document["lists"]
        .as_array()
        .expect("lists")
        .iter()
        .map(|list| list["seats"].as_u64().expect("seats"))
        .collect();
    assert_eq!(seats, [4, 3, 1, 0]);
    let share = &document["shares"][0];
    assert_eq!(share["awards"].as_array().map(Vec::len), Some(8));
    assert_eq!(share["awards"][7]["quotient"]["votes"], "100000");
    assert_eq!(share["awards"][7]["quotient"]["divisor"], "4");
}

#[test]
fn an_election_folder_is_counted_to_its_last_report() {
    let text = printed(&["nights/rehearsal", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let lists = document["contests"]["assembly"]["lists"].as_array().expect("lists");
    let seats: u64 = lists.iter().map(|list| list["seats"].as_u64().expect("seats")).sum();
    assert_eq!((document["election"].as_str(), seats), (Some("rehearsal"), 120));
}

#[test]
fn what_cannot_be_counted_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("house.toml");
    std::fs::write(&file, "[seats]\ntotal = 0\nsystem = \"plurality\"\n[[lists]]\nid = \"a\"\nvotes = 1\n")
        .expect("a file");
    let wrong = seats(&[file.to_str().expect("a path")]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.starts_with("house.toml:2:9: total: a house without seats elects nobody"), "{said}");
    let nowhere = seats(&["nights/kosovo-2025-02"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("give --night FILE"));
    assert_eq!(seats(&["nights/rehearsal", "--contest", "senate"]).status.code(), Some(2));
}
