//! Names of villages, schools and halls in the country's three naming traditions.

use super::noise::Dice;
use super::places::Tongue;

struct Stock {
    stems: &'static [&'static str],
    endings: &'static [&'static str],
    given: &'static [&'static str],
    family: &'static [&'static str],
}

#[rustfmt::skip]
const COAST: Stock = Stock {
    stems: &["Krenë", "Shël", "Bardh", "Gur", "Fier", "Dardh", "Lum", "Vresht", "Arr", "Zall", "Plep", "Qarr", "Thel", "Rrap", "Ullir", "Mjed", "Çel", "Përr", "Kull", "Mull"],
    endings: &["ëz", "as", "inë", "osh", "ishtë", "mirë", "ajë", "tar", "ëzim", "ëdet", "shor", "ëvend"],
    given: &["Ana", "Dritë", "Besa", "Lirë", "Agë", "Vera", "Ilir", "Zana", "Gjon", "Mira", "Pal", "Teuta"],
    family: &["Kodra", "Lumëzi", "Gurëza", "Malzi", "Detari", "Bregasi", "Shëllira", "Çelari", "Rrapi", "Zallari", "Thellëza", "Vreshtari"],
};

#[rustfmt::skip]
const ZORIN: Stock = Stock {
    stems: &["Zub", "Bor", "Jasen", "Klen", "Drež", "Mlač", "Ryb", "Viš", "Šum", "Kož", "Treš", "Planž", "Žur", "Kameš"],
    endings: &["nik", "ovac", "ešnik", "alj", "išče", "ana", "inci", "ovišt", "ež", "ulja"],
    given: &["Mila", "Jaro", "Neža", "Dušan", "Živa", "Radko", "Vesna", "Boš"],
    family: &["Žurav", "Planšek", "Borovič", "Jasenik", "Trešnar", "Mlačan", "Košut", "Šumar"],
};

#[rustfmt::skip]
const NALD: Stock = Stock {
    stems: &["Kır", "Sal", "Añd", "Tuz", "Ilıñ", "Zeyt", "Baç", "Orm", "Deñ", "Güñ", "Yal", "Suñ", "Çam", "Taş"],
    endings: &["ıdar", "alı", "mañ", "çe", "ıñe", "ada", "urla", "ıdel", "ımar", "ara"],
    given: &["Suñe", "Kerım", "Aylañ", "Deñız", "Nura", "Tarık", "Selıñ", "Ozañ"],
    family: &["Altıner", "Ñazlı", "Kırad", "Tuzlar", "Deñızcı", "Ormañ", "Yalñara", "Çamlı"],
};

fn stock(tongue: Tongue) -> &'static Stock {
    match tongue {
        Tongue::Coast => &COAST,
        Tongue::Zorin => &ZORIN,
        Tongue::Nald => &NALD,
    }
}

/// A kind of building in English and Albanian, and how often it is a polling place in towns and in villages.
struct Building {
    en: &'static str,
    sq: &'static str,
    in_town: u32,
    in_village: u32,
}

const fn building(en: &'static str, sq: &'static str, in_town: u32, in_village: u32) -> Building {
    Building { en, sq, in_town, in_village }
}

const BUILDINGS: [Building; 9] = [
    building("Primary School", "Shkolla fillore", 40, 45),
    building("Secondary School", "Shkolla e mesme", 18, 4),
    building("Kindergarten", "Kopshti", 10, 4),
    building("Sports Hall", "Palestra", 9, 2),
    building("Youth Centre", "Qendra rinore", 8, 2),
    building("Culture House", "Shtëpia e kulturës", 7, 10),
    building("Library", "Biblioteka", 6, 1),
    building("Village Hall", "Salla e fshatit", 0, 26),
    building("Fire Station", "Zjarrfikësit", 2, 6),
];

/// A polling place: its name in English and Albanian.
pub(super) fn polling_place(tongue: Tongue, urban: f64, dice: &mut Dice) -> (String, String) {
    let stock = stock(tongue);
    let town = dice.unit() < urban;
    let building = pick_building(town, dice);
    let honours_someone = building.en.ends_with("School") || building.en == "Library";
    let name = if town && honours_someone && dice.unit() < 0.75 {
        format!("{} {}", dice.pick(stock.given), dice.pick(stock.family))
    } else {
        format!("{}{}", dice.pick(stock.stems), dice.pick(stock.endings))
    };
    (format!("{} {name}", building.en), format!("{} {name}", building.sq))
}

fn pick_building(town: bool, dice: &mut Dice) -> &'static Building {
    let often = |building: &Building| if town { building.in_town } else { building.in_village };
    let mut left = dice.below(BUILDINGS.iter().map(often).sum::<u32>() as usize) as u32;
    for building in &BUILDINGS {
        if left < often(building) {
            return building;
        }
        left -= often(building);
    }
    &BUILDINGS[0]
}
