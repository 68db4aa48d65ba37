//! Writes pages of a made-up country at several moments of its night, with the style sheet, into a folder to look at:
//! `cargo run -p app --features ssr --example preview -- target/preview`.

#[path = "../tests/face/country/mod.rs"]
mod country;

use std::fs;
use std::path::{Path, PathBuf};

use app::model::{Absence, Assets, ContestLine, ErrorPage, FrontPage};
use country::{Land, Night, Stage, page};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("target/preview"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    style(&folder)?;
    let land = Land::new();
    let put = |name: &str, html: String| fs::write(folder.join(name), html);
    let stages = [
        ("nothing", Stage::Nothing),
        ("3", Stage::Stations(0.03)),
        ("71", Stage::Stations(0.71)),
        ("all", Stage::Complete),
    ];
    for (name, stage) in stages {
        let night = Night::until(stage);
        for (place, unit) in
            [("nation", "land"), ("region", "R4"), ("place", "M20"), ("station", "M20/003"), ("abroad", "abroad")]
        {
            put(&format!("{place}-{name}.html"), app::contest_page(&page(&night, &land, unit, "en")))?;
        }
        put(&format!("nation-{name}-sq.html"), app::contest_page(&page(&night, &land, "land", "sq")))?;
    }
    let mut called = page(&Night::until(Stage::Complete), &land, "land", "en");
    called.snapshot.view.calls = country::calls();
    put("nation-called.html", app::contest_page(&called))?;
    let mut large = page(&Night::until(Stage::Stations(0.9)), &land, "land", "en");
    large.snapshot.view.house = Some(Night::until(Stage::Stations(0.9)).house_of(630));
    put("nation-large.html", app::contest_page(&large))?;
    put("front.html", app::front_page(&front(&land)))?;
    put("error.html", app::error_page(&error(Absence::NotFound)))?;
    let embargo = Absence::Embargo {
        title: "Parliamentary election 2025".into(),
        day: "2025-10-12".into(),
        until: "20:00".into(),
        notice: None,
    };
    put("embargo.html", app::error_page(&error(embargo)))?;
    println!("{}", folder.display());
    Ok(())
}

fn assets() -> Assets {
    Assets { css: "preview.css".into(), ..Assets::default() }
}

fn front(land: &Land) -> FrontPage {
    let line = |stage, embargo| {
        let page = page(&Night::until(stage), land, "land", "en");
        ContestLine {
            meta: page.meta,
            snapshot: page.snapshot,
            facts: page.facts,
            date: page.date,
            href: "nation-71.html".into(),
            pages: Vec::new(),
            ruling: None,
            mini: None,
            silence: None,
            embargo,
        }
    };
    FrontPage {
        language: "en".into(),
        contests: vec![line(Stage::Stations(0.71), None), line(Stage::Nothing, Some(country::CLOSE + 3_600_000))],
        languages: Vec::new(),
        data: Vec::new(),
        assets: assets(),
    }
}

fn error(absence: Absence) -> ErrorPage {
    ErrorPage {
        language: "en".into(),
        absence,
        reference: "unit-unknown".into(),
        links: Vec::new(),
        home: "/".into(),
        assets: assets(),
    }
}

/// The style sheets as one, and the fonts where it looks for them.
fn style(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sheet = |name| grass::from_path(root.join("style").join(name), &grass::Options::default());
    let css = sheet("first.scss")? + &sheet("main.scss")?;
    fs::write(folder.join("preview.css"), css.replace("/fonts/", "fonts/"))?;
    fs::create_dir_all(folder.join("fonts"))?;
    for font in fs::read_dir(root.join("public/fonts"))? {
        let font = font?;
        fs::copy(font.path(), folder.join("fonts").join(font.file_name()))?;
    }
    Ok(())
}
