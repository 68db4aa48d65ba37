//! A country for tests and previews: 38 municipalities in 7 regions, three categories, twelve lists, a night that can be
//! stopped at any moment. Made by arithmetic, the same on every run.

mod land;
mod night;

use std::sync::Arc;

use app::model::{Addresses, Assets, ContestPage, Facts, Link, MapModel, Social};
use election::calls::{CallKind, CallView, Withdrawal};
use election::definition::{
    BallotOption, Baseline, Category, Contest, Definition, Level, MapSettings, Party, SoftFlags, Text, Threshold,
};
use election::ids::PartyIx;
use election::meta::Meta;
use election::plausibility::{Rule, Setting, Severity};
use election::report::Figure;
use election::seats::{District, House, List, Proportional, Reserved, System};
use election::tree::{UnitRecord, UnitTree};
use election::view::{Layout, ViewKey};
use election::wire::Snapshot;
use election::{ContestIx, LevelIx, OptionIx, UnitIx};

pub use land::Land;
pub use night::{Night, Stage};

/// When the polls close: 12 October 2025, 19:00 at UTC+2.
pub const CLOSE: i64 = 1_760_288_400_000;

const REGIONS: [&str; 7] = ["Bregu i Zi", "Đerdap", "Şile", "Alta Peña", "Rrafshi", "Kaštel", "Jug"];

/// Municipalities: region and name; the first of a region is its largest.
const PLACES: [(usize, &str); 38] = [
    (0, "Vrelë"),
    (0, "Gurëz"),
    (0, "Kodra e Diellit"),
    (0, "Lumi i Bardhë"),
    (0, "Shpatë"),
    (1, "Đakovac"),
    (1, "Brežje"),
    (1, "Čista Luka"),
    (1, "Golubac na Steni"),
    (1, "Novo Žarište"),
    (1, "Stara Šuma"),
    (2, "Işıklı"),
    (2, "Şirin"),
    (2, "Gölbaşı"),
    (2, "Yeşilköy"),
    (3, "Peña Alta"),
    (3, "Cañada"),
    (3, "Los Ibáñez"),
    (3, "Muñera"),
    (3, "Viñas del Río"),
    (4, "Dardhana"),
    (4, "Fushë e Madhe"),
    (4, "Mëllenjë"),
    (4, "Përroi"),
    (4, "Qafë"),
    (4, "Rrushkull"),
    (4, "Ujëvarë"),
    (5, "Kaštel"),
    (5, "Mažur"),
    (5, "Primošt"),
    (5, "Tišina"),
    (5, "Žirje"),
    (6, "Jugosel"),
    (6, "Aliagë"),
    (6, "Bërdicë"),
    (6, "Çamili"),
    (6, "Ñandú"),
    (6, "Zeytinli"),
];

const LISTS: [(&str, &str, &str); 12] = [
    ("LD", "Lista Deti", "#1d5fa8"),
    ("BK", "Bashkimi për Vendin", "#d7263d"),
    ("ZS", "Zeleni savez", "#2e8b57"),
    ("NR", "Nova Ruta", "#f2b705"),
    ("PQ", "Partia e Qytetarëve", "#7b3fa0"),
    ("SDP", "Social Democrats", "#e36414"),
    ("YK", "Yurttaşlar Koalisyonu", "#0f8b8d"),
    ("UÑ", "Unión Ñandú", "#8d6346"),
    ("MK", "Minoritetet e Kaštelit", "#9aa0a6"),
    ("ŽL", "Žuta lista", "#c9a800"),
    ("FE", "Fryma e re e bashkësisë qytetare dhe rinisë së vendit", "#5b7db1"),
    ("P", "Pavarur", "#444444"),
];

/// The definition of the election.
pub fn definition() -> Definition {
    let records = records();
    let (units, _) = UnitTree::build(&records, 3).expect("a tree");
    let mut definition = Definition {
        id: "preview".into(),
        title: text("Parliamentary election 2025", "Zgjedhjet parlamentare 2025"),
        date: "2025-10-12".into(),
        time_zone: "Europe/Tirane".into(),
        utc_offset: 7200,
        polls_close: CLOSE,
        languages: vec!["en".into(), "sq".into()],
        source: text("Election Commission of the Republic", "Komisioni i Zgjedhjeve i Republikës"),
        sample: true,
        soft_flags: SoftFlags::Quarantine,
        levels: levels(),
        categories: categories(),
        parties: parties(),
        contests: vec![contest()],
        units,
        ..Definition::default()
    };
    definition.baselines = vec![night::baseline(&definition)];
    let municipality = |at: usize| definition.units.find(&format!("M{at:02}")).expect("a municipality");
    let units = (0..PLACES.len()).map(municipality).collect();
    definition.map = Some(MapSettings { level: LevelIx(2), attribution: String::new(), units });
    definition
}

fn text(en: &str, sq: &str) -> Text {
    Text { default: en.into(), others: [("sq".to_owned(), sq.to_owned())].into() }
}

fn levels() -> Vec<Level> {
    let level = |id: &str, name: [&str; 2], plural: [&str; 2]| Level {
        id: id.into(),
        name: text(name[0], name[1]),
        plural: text(plural[0], plural[1]),
    };
    vec![
        level("country", ["Country", "Vendi"], ["Countries", "Vendet"]),
        level("region", ["Region", "Rajoni"], ["Regions", "Rajonet"]),
        level("municipality", ["Municipality", "Komuna"], ["Municipalities", "Komunat"]),
        level("station", ["Station", "Vendvotimi"], ["Stations", "Vendvotimet"]),
    ]
}

fn categories() -> Vec<Category> {
    let category = |id: &str, en: &str, sq: &str| Category { id: id.into(), name: text(en, sq), ..Category::default() };
    vec![
        category("regular", "Polling stations", "Vendvotimet"),
        category("postal", "Postal votes", "Votat me postë"),
        category("missions", "Missions abroad", "Misionet jashtë vendit"),
    ]
}

fn parties() -> Vec<Party> {
    let party = |(short, name, colour): &(&str, &str, &str)| Party {
        id: short.to_lowercase(),
        short: (*short).into(),
        name: Text::plain(*name),
        colour: (*colour).into(),
        groups: if *short == "MK" { vec!["minority".into()] } else { Vec::new() },
    };
    LISTS.iter().map(party).collect()
}

fn contest() -> Contest {
    let options = LISTS.iter().enumerate().map(|(at, (short, name, colour))| BallotOption {
        id: format!("l{at}"),
        number: (at + 1).to_string(),
        party: Some(PartyIx::new(at)),
        short: (*short).into(),
        name: Text::plain(*name),
        colour: (*colour).into(),
    });
    let mut contest = Contest {
        id: "assembly".into(),
        title: text("Assembly", "Kuvendi"),
        figures: Figure::ALL.into(),
        options: options.collect(),
        threshold: Some(Threshold { basis_points: 500, waived_for: vec!["minority".into()], ..Threshold::default() }),
        ..Contest::default()
    };
    contest.house = Some(house(&contest));
    contest.rules.set(Rule::TurnoutHigh, Setting { severity: Severity::Soft, basis_points: 9500, number: 0 });
    contest
}

/// 120 seats by D'Hondt, 4 of them for minorities, shown from 5 % of the reports on.
fn house(contest: &Contest) -> House {
    let groups = |short: &str| if short == "MK" { vec!["minority".into()] } else { Vec::new() };
    let list = |option: &BallotOption| List { id: option.id.clone(), groups: groups(&option.short), length: None };
    let reserved = vec![Reserved { group: "minority".into(), seats: 4 }];
    House {
        seats: 120,
        hold_back: 500,
        system: System::Proportional(Proportional { reserved, ..Proportional::default() }),
        threshold: contest.threshold.clone(),
        lists: contest.options.iter().map(list).collect(),
        districts: vec![District { id: "land".into(), seats: 120 }],
        ..House::default()
    }
}

fn records() -> Vec<UnitRecord> {
    let unit = |id: String, parent: String, level: u8, name: String| UnitRecord {
        id,
        parent,
        level: LevelIx(level),
        name,
        ..UnitRecord::default()
    };
    let mut records = vec![unit("land".into(), String::new(), 0, "Republic of Bregdet".into())];
    for (at, name) in REGIONS.iter().enumerate() {
        records.push(unit(format!("R{at}"), "land".into(), 1, (*name).into()));
    }
    for (at, (region, name)) in PLACES.iter().enumerate() {
        records.push(unit(format!("M{at:02}"), format!("R{region}"), 2, (*name).into()));
        for station in 0..night::stations(at) {
            let mut record = unit(format!("M{at:02}/{station:03}"), format!("M{at:02}"), 3, station_name(at, station));
            record.registered = Some(night::registered(at, station)).into();
            records.push(record);
        }
        let mut postal = unit(format!("M{at:02}/post"), format!("M{at:02}"), 3, format!("Postal votes {name}"));
        postal.categories = 0b010;
        records.push(postal);
    }
    records.push(unit("abroad".into(), "land".into(), 1, "Abroad".into()));
    for (at, city) in ["Vienna", "Zürich", "Oslo", "Washington", "Ankara"].iter().enumerate() {
        let mut mission = unit(format!("mission-{at}"), "abroad".into(), 3, format!("Embassy in {city}"));
        mission.categories = 0b100;
        records.push(mission);
    }
    records
}

fn station_name(place: usize, station: usize) -> String {
    let houses = ["Primary school", "Town hall", "Library", "Sports hall", "Fire station"];
    format!("{} {}", houses[(place + station) % 5], station / 5 + 1)
}

/// The page of a unit at a moment of the night.
pub fn page(night: &Night, land: &Land, unit: &str, language: &str) -> ContestPage {
    let definition = night.definition();
    let unit = definition.find_unit(unit).expect("a unit of the country");
    let key = ViewKey { contest: ContestIx(0), unit, level: definition.default_level(unit) };
    let layout = Layout::new(definition, key);
    let view = night.view(&layout);
    let digest = view.digest();
    let facts = facts(language);
    let link = |unit: UnitIx| Link {
        label: definition.unit_name(unit, language).to_owned(),
        href: facts.unit_href(definition.units.id(unit)),
        current: unit == key.unit,
    };
    let siblings = definition.units.parent(unit).map(|parent| definition.units.children(parent).map(link).collect());
    let languages =
        ["en", "sq"].map(|code| Link { label: code.into(), href: format!("?lang={code}"), current: code == language });
    ContestPage {
        meta: Meta::new(definition, &layout, language),
        snapshot: Snapshot { epoch: 0x5eed_0000_0000_cafe, key, seq: night.seq(), at: night.at(), view, digest },
        kind: definition.levels[definition.units.level(unit).at()].name.get(language).to_owned(),
        date: definition.date.clone(),
        map: land.draw(definition, &layout, language).map(Arc::new),
        course: None,
        siblings: siblings.unwrap_or_default(),
        levels: Vec::new(),
        contests: Vec::new(),
        pages: Vec::new(),
        languages: languages.into(),
        data: ["JSON", "CSV"].map(|label| Link { label: label.into(), href: "/api/v1/".into(), current: false }).into(),
        record: Default::default(),
        home: "/".into(),
        about: "/about".into(),
        canonical: facts.unit_href(definition.units.id(unit)),
        whole: facts.unit_href(definition.units.id(unit)),
        part: 0,
        figures: String::new(),
        addresses: Addresses { socket: "/live".into(), ..Addresses::default() },
        social: Social::default(),
        assets: Assets { css: "preview.css".into(), ..Assets::default() },
        facts,
    }
}

/// A call that was taken back, and two that are in force.
pub fn calls() -> Vec<CallView> {
    let at = |seq| CLOSE + i64::try_from(seq).unwrap_or(0) * 1000;
    let call = |seq, kind, option, author: &str, basis: &str, withdrawn| CallView {
        seq,
        at: at(seq),
        unit: "land".into(),
        option: Some(OptionIx(option)),
        candidate: String::new(),
        kind,
        author: author.into(),
        basis: basis.into(),
        withdrawn,
    };
    let taken_back = Withdrawal {
        seq: 5200,
        at: at(5200),
        author: "Decision desk".into(),
        basis: "The sample was of one region".into(),
    };
    vec![
        call(4000, CallKind::Projected, 1, "Decision desk", "Sample of 200 stations", Some(taken_back)),
        call(6100, CallKind::Projected, 0, "Decision desk", "All stations of the capital are counted", None),
        call(7900, CallKind::Elected, 0, "Election Commission", "Protocol no. 114 of 12 October 2025", None),
    ]
}

/// How the preview's addresses are made.
pub fn facts(language: &str) -> Facts {
    Facts {
        quarantine: true,
        unit_prefix: "/e/preview/assembly/".into(),
        unit_suffix: format!("?lang={language}"),
        here: format!("/e/preview/assembly/land?lang={language}"),
        ..Facts::default()
    }
}

/// The baseline's type, named for the modules here.
type Before = Baseline;
type Map = Option<MapModel>;
