//! The lite page: what it says, and that it is never more than 4 kB on the line.

mod stage;

use std::path::Path;

use election::{Definition, Submission};
use server::feed::replay::{Score, read};
use stage::{Stage, scratch};

const MOST: usize = 4_096;

fn definition(name: &str) -> Definition {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights").join(name);
    let (definition, _) = server::load::election(&dir).unwrap_or_else(|_| panic!("{name} is an election folder"));
    definition
}

fn night(name: &str) -> (Definition, Vec<Submission>) {
    let definition = definition(name);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights").join(name).join("night.csv");
    let bytes = std::fs::read(&path).expect("a recorded night");
    let Ok(reports) = read(&definition, &path, &bytes) else { panic!("{name} has a night that can be read") };
    (definition, reports)
}

/// Every unit that can report has reported figures without any pattern.
fn noise(definition: &Definition) -> String {
    let options = &definition.contests[0].options;
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let mut csv = format!("unit,category,revision,{}\n", ids.join(","));
    let mut seed = 42_u64;
    for cell in 0..definition.units.cells() {
        let unit = definition.units.id(definition.units.unit_of_cell(cell));
        let category = &definition.categories[definition.units.category_of_cell(cell).at()].id;
        csv += &format!("{unit},{category},1");
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
    let root = stage.night.key(&stage.night.definition.contests[0].id, "", "").ok().expect("the root");
    while stage.night.hub.topic(root).seq() < stage.night.seq() {
        assert!(std::time::Instant::now() < until, "the night was not published");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn is_small(stage: &Stage, address: &str) -> String {
    for form in ["gzip", "br"] {
        let answer = stage.get(address, &[("Accept-Encoding", form)]);
        let wire: usize = answer.header("content-length").parse().expect("a length");
        assert_eq!((answer.status, answer.header("x-frame-options")), (200, ""), "{address}");
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
    let reports = read(&kosovo, Path::new("night.csv"), csv.as_bytes()).ok().expect("figures");
    let (_dir, data) = scratch();
    let stage = Stage::with(kosovo, &data, "127.0.0.1:0");
    played(&stage, reports);
    for language in ["sq", "sr", "en"] {
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
    let page = is_small(&stage, "/e/small/-/lite/assembly/n");
    assert!(page.contains("Full page"), "{page}");
    assert!(stage.get("/e/small/-/lite/assembly", &[]).text.contains("Sea list"));
}
