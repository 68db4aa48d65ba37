//! The lite page: what it says, and that it is never more than 4 kB on the line.

mod stage;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use election::folder::{ReportOptions, reports};
use election::{Definition, Submission};
use server::feed::replay::Score;
use stage::{Stage, scratch};

const MOST: usize = 4_096;

fn definition(name: &str) -> Definition {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights").join(name);
    let (definition, _) = server::load::election(&dir).unwrap_or_else(|_| panic!("{name} is an election folder"));
    definition
}

fn read(definition: &Definition, csv: &[u8]) -> Vec<Submission> {
    let options = ReportOptions { time_required: true, ..ReportOptions::default() };
    let (rows, defects) = reports(definition, "night.csv", csv, options);
    assert!(defects.is_empty(), "{defects:?}");
    rows.into_iter().map(|(_, row)| row).collect()
}

fn night(name: &str) -> (Definition, Vec<Submission>) {
    let definition = definition(name);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights").join(name).join("night.csv");
    let reports = read(&definition, &std::fs::read(&path).expect("a recorded night"));
    (definition, reports)
}

/// Every unit that can report has reported figures without any pattern.
fn noise(definition: &Definition) -> String {
    let options = &definition.contests[0].options;
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let mut csv = format!("time,unit,category,revision,{}\n", ids.join(","));
    let mut seed = 42_u64;
    for cell in 0..definition.units.cells() {
        let unit = definition.units.id(definition.units.unit_of_cell(cell));
        let category = &definition.categories[definition.units.category_of_cell(cell).at()].id;
        csv += &format!("2025-02-09T20:00:00Z,{unit},{category},1");
        for _ in options {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            csv += &format!(",{}", (seed >> 40) % 9_000);
        }
        csv.push('\n');
    }
    csv
}

fn played(stage: &Stage, reports: Vec<Submission>) {
    let (close, desk) = (stage.night.definition.polls_close, stage.night.desk.clone());
    let seq = stage.run(Score::new(reports, close, 0.0, 0.0).play(desk));
    assert!(seq.is_ok());
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    let root = stage.night.key(&stage.night.definition.contests[0].id, "", "").expect("the root");
    while stage.night.hub.topic(root).seq() < stage.night.seq() {
        assert!(std::time::Instant::now() < until, "the night was not published");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// The head of an answer in small letters, and the bytes of its body as they travel.
fn on_the_line(stage: &Stage, address: &str, form: &str) -> (String, usize) {
    let host = stage.base.trim_start_matches("http://");
    let mut line = TcpStream::connect(host).expect("a connection");
    let request =
        format!("GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {form}\r\nConnection: close\r\n\r\n");
    line.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer.len() - end - 4)
}

fn is_small(stage: &Stage, address: &str) -> String {
    for form in ["gzip", "br"] {
        let (head, wire) = on_the_line(stage, address, form);
        assert!(head.starts_with("http/1.1 200") && !head.contains("x-frame-options"), "{address}: {head}");
        assert!(head.contains(&format!("content-encoding: {form}")), "{head}");
        assert!(wire <= MOST, "{address}: {wire} bytes as {form}");
    }
    let page = stage.get(address, &[]);
    for heavy in ["<script", "<img", "<svg", "http-equiv", "rel=\"stylesheet\"", "@font-face", "url("] {
        assert!(!page.text.contains(heavy), "{address}: {heavy}");
    }
    page.text
}

#[test]
fn the_end_of_the_rehearsal_night_is_four_kilobytes_with_every_list() {
    let (definition, reports) = night("rehearsal");
    let names: Vec<String> =
        definition.contests[0].options.iter().map(|option| option.name.get("en").replace('&', "&amp;")).collect();
    let (_dir, data) = scratch();
    let stage = Stage::with(definition, &data, "127.0.0.1:0");
    played(&stage, reports);
    let page = is_small(&stage, "/e/rehearsal/-/lite/assembly?lang=en");
    for name in names {
        assert!(page.contains(&name), "{name}");
    }
    assert!(page.contains("correction"), "how many figures were corrected");
    for unit in ["R1", "01", "0101/01", "A01"] {
        is_small(&stage, &format!("/e/rehearsal/-/lite/assembly/{unit}?lang=sq"));
    }
}

#[test]
fn kosovos_28_lists_and_38_municipalities_fit_in_four_kilobytes() {
    let kosovo = definition("kosovo-2025-02");
    let csv = noise(&kosovo);
    let reports = read(&kosovo, csv.as_bytes());
    let (_dir, data) = scratch();
    let stage = Stage::with(kosovo, &data, "127.0.0.1:0");
    played(&stage, reports);
    for language in ["sq", "sr-Latn", "en"] {
        let page = is_small(&stage, &format!("/e/kosovo-2025-02/-/lite/assembly?lang={language}"));
        let (definition, contest) = (&stage.night.definition, &stage.night.definition.contests[0]);
        for option in &contest.options {
            let name = option.name.get(language).replace('&', "&amp;").replace('"', "&quot;");
            assert!(page.contains(&name), "{name}");
        }
        let unit = definition.units.find("gjakove").expect("a municipality");
        assert!(page.contains(definition.unit_name(unit, language)), "{language}");
    }
}

#[test]
fn before_the_first_report_it_says_so_and_shows_no_zero() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let page = is_small(&stage, "/e/small/-/lite/assembly");
    assert!(!page.contains("0.0%"), "{page}");
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,50,0,2\n");
    stage.published(1);
    let page = is_small(&stage, "/e/small/-/lite/assembly/north");
    assert!(page.contains("Full page"), "{page}");
    assert!(stage.get("/e/small/-/lite/assembly", &[]).text.contains("Sea list"));
}
