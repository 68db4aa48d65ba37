//! What the election is: its lists, its definition and its ballot.

use super::places::COUNTRY_NAME;

/// Where a list is strong. Each number moves the list's share up or down, about as a logarithm.
pub(super) struct Leaning {
    pub(super) urban: f64,
    pub(super) sea: f64,
    pub(super) regions: [f64; 7],
}

/// Whose votes a list gets.
pub(super) enum Appeal {
    /// Everyone's: share at the previous election in percent, and where it leans.
    General(f64, Leaning),
    Zorin,
    Nald,
    /// Did not stand before.
    New,
}

pub(super) struct List {
    pub(super) id: &'static str,
    pub(super) short: &'static str,
    /// In English, then in each of [`LANGUAGES`] where it differs.
    pub(super) names: [&'static str; 6],
    pub(super) colour: &'static str,
    pub(super) appeal: Appeal,
}

const fn general(share: f64, urban: f64, sea: f64, regions: [f64; 7]) -> Appeal {
    Appeal::General(share, Leaning { urban, sea, regions })
}

const fn list(
    id: &'static str,
    short: &'static str,
    names: [&'static str; 6],
    colour: &'static str,
    appeal: Appeal,
) -> List {
    List { id, short, names, colour, appeal }
}

/// The languages besides English; Serbian in Cyrillic is written from its Latin.
const LANGUAGES: [&str; 5] = ["sq", "sr-Latn", "tr", "bs", "id"];

/// From the largest to the smallest of the previous election. The colours keep apart for colour-blind eyes as well, the first
/// six best; each has a contrast of at least 3 against white.
#[rustfmt::skip]
pub(super) const LISTS: [List; 12] = [
    list("ld", "LD", ["Lista Deti", "", "", "", "", ""], "#1551b8",
        general(33.0, 0.45, 0.90, [0.0, 0.25, -0.40, -0.50, 0.0, 0.15, -0.05])),
    list("bsh", "BSH", ["Bashkimi", "", "", "", "", ""], "#f0631f",
        general(28.0, -0.35, -0.70, [-0.20, -0.05, 0.35, 0.45, -0.10, -0.05, 0.10])),
    list("pb", "PB", ["Work and Bread", "Punë dhe Bukë", "Rad i hleb", "İş ve Ekmek", "Rad i hljeb", "Kerja dan Roti"], "#a3305f",
        general(12.0, 0.50, 0.0, [0.0, -0.10, -0.20, 0.0, 0.65, 0.0, 0.25])),
    list("gj", "GJ", ["Green Leaf", "Gjethja e Gjelbër", "Zeleni list", "Yeşil Yaprak", "Zeleni list", "Daun Hijau"], "#35a57e",
        general(9.0, 1.40, 0.10, [0.30, 0.0, 0.0, -0.30, -0.10, 0.20, -0.10])),
    list("fy", "FY", ["Our Village – Farmers’ League", "Fshati Ynë – Lidhja e Fermerëve", "Naše selo – Savez zemljoradnika", "Köyümüz – Çiftçiler Birliği", "Naše selo – Savez poljoprivrednika", "Desa Kita – Liga Petani"], "#654a00",
        general(6.0, -2.20, -0.60, [-0.20, 0.0, 0.30, 0.10, -0.10, -0.20, 0.50])),
    list("fq", "FQ", ["Citizens’ Forum", "Forumi i Qytetarëve", "Građanski forum", "Yurttaşlar Forumu", "Građanski forum", "Forum Warga"], "#c052e6",
        general(4.6, 1.00, 0.0, [0.40, 0.10, -0.10, -0.20, 0.0, 0.0, 0.0])),
    list("zs", "ZS", ["Zorinska Sloga", "", "", "", "", ""], "#077c8d", Appeal::Zorin),
    list("ny", "ÑY", ["Ñaldıñ Yolu", "", "", "", "", ""], "#d8138d", Appeal::Nald),
    list("kl", "KL", ["Free Cape and Islands", "Kepi dhe Ishujt e Lirë", "Slobodan rt i ostrva", "Özgür Burun ve Adalar", "Slobodan rt i ostrva", "Tanjung dan Pulau Merdeka"], "#7c73b9",
        general(1.6, -0.30, 0.80, [-0.60, 0.0, -1.00, -1.00, 0.30, 2.70, -0.60])),
    list("pen", "PEN", ["Pensioners’ Voice", "Zëri i Pensionistëve", "Glas penzionera", "Emeklilerin Sesi", "Glas penzionera", "Suara Pensiunan"], "#986339",
        general(0.9, 0.30, 0.10, [0.0; 7])),
    list("op", "OP", ["The People’s Hour", "Ora e Popullit", "Čas naroda", "Halkın Saati", "Čas naroda", "Saat Rakyat"], "#84068f",
        general(0.6, 0.10, 0.0, [0.0, -0.20, 0.20, 0.40, 0.0, 0.0, 0.10])),
    list("tani", "TANI", ["Tani!", "", "", "", "", ""], "#8105f7", Appeal::New),
];

/// The order on the ballot, as drawn by lot.
const BALLOT: [&str; 12] = ["fy", "ld", "zs", "pen", "tani", "bsh", "gj", "kl", "pb", "op", "ny", "fq"];

pub(super) fn options() -> String {
    let mut csv = super::line(&["contest", "id", "number", "party"]);
    for (number, id) in (1..).zip(BALLOT) {
        csv += &super::line(&["assembly", id, &number.to_string(), id]);
    }
    csv
}

pub(super) fn election() -> String {
    let parties: String = LISTS.iter().map(party).collect();
    format!("{}{parties}{CONTEST}", HEAD.replace("COUNTRY", COUNTRY_NAME))
}

fn party(list: &List) -> String {
    let translated = LANGUAGES.iter().zip(&list.names[1..]).filter(|(_, name)| !name.is_empty());
    let translated: String = translated.map(|(code, name)| format!(", {code} = \"{name}\"")).collect();
    format!(
        "[[parties]]\nid = \"{}\"\nshort = \"{}\"\nname = {{ en = \"{}\"{translated} }}\ncolour = \"{}\"\n{}\n",
        list.id,
        list.short,
        list.names[0],
        list.colour,
        groups(&list.appeal),
    )
}

fn groups(appeal: &Appeal) -> &'static str {
    match appeal {
        Appeal::Zorin => "groups = [\"minority\", \"zorin\"]\n",
        Appeal::Nald => "groups = [\"minority\", \"nald\"]\n",
        Appeal::General(..) | Appeal::New => "",
    }
}

const HEAD: &str = r#"# A country that does not exist, for rehearsals and demonstrations. Written by `cargo xtask country`: change that, not this.
format = 1
id = "rehearsal"
date = 2025-10-12
time_zone = "Atlantic/Azores"
polls_close = 2025-10-12T19:00:00+00:00
languages = ["en", "sq", "sr-Latn", "tr", "bs", "id"]
source = { en = "Election Commission of COUNTRY (a fictional country)", sq = "Komisioni i Zgjedhjeve i COUNTRY (vend i trilluar)", sr-Latn = "Izborna komisija, COUNTRY (izmišljena zemlja)", tr = "COUNTRY Seçim Komisyonu (kurgusal bir ülke)", bs = "Izborna komisija, COUNTRY (izmišljena zemlja)", id = "Komisi Pemilihan COUNTRY (negara rekaan)" }
sample = true

[title]
en = "Parliamentary election 2025"
sq = "Zgjedhjet parlamentare 2025"
sr-Latn = "Parlamentarni izbori 2025"
tr = "Parlamento seçimi 2025"
bs = "Parlamentarni izbori 2025"
id = "Pemilu parlemen 2025"

[publication]
soft_flags = "quarantine"

[[levels]]
id = "country"
name = { en = "Country", sq = "Vendi", sr-Latn = "Zemlja", tr = "Ülke", bs = "Zemlja", id = "Negara" }
plural = { en = "Countries", sq = "Vendet", sr-Latn = "Zemlje", tr = "Ülkeler", bs = "Zemlje", id = "Negara" }

[[levels]]
id = "region"
name = { en = "Region", sq = "Rajoni", sr-Latn = "Region", tr = "Bölge", bs = "Regija", id = "Wilayah" }
plural = { en = "Regions", sq = "Rajonet", sr-Latn = "Regioni", tr = "Bölgeler", bs = "Regije", id = "Wilayah" }

[[levels]]
id = "municipality"
name = { en = "Municipality", sq = "Komuna", sr-Latn = "Opština", tr = "Belediye", bs = "Općina", id = "Kota" }
plural = { en = "Municipalities", sq = "Komunat", sr-Latn = "Opštine", tr = "Belediyeler", bs = "Općine", id = "Kota" }

[[levels]]
id = "station"
name = { en = "Polling station", sq = "Vendvotimi", sr-Latn = "Biračko mesto", tr = "Sandık", bs = "Biračko mjesto", id = "TPS" }
plural = { en = "Polling stations", sq = "Vendvotimet", sr-Latn = "Biračka mesta", tr = "Sandıklar", bs = "Biračka mjesta", id = "TPS" }

[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Polling stations", sq = "Vendvotimet", sr-Latn = "Biračka mesta", tr = "Sandıklar", bs = "Biračka mjesta", id = "TPS" }

[[categories]]
id = "postal"
kind = "absentee-mail"
name = { en = "Postal votes", sq = "Votat me postë", sr-Latn = "Glasovi poštom", tr = "Posta oyları", bs = "Glasovi poštom", id = "Suara melalui pos" }

[[categories]]
id = "special-needs"
kind = "special-needs"
name = { en = "Special needs", sq = "Nevoja të veçanta", sr-Latn = "Posebne potrebe", tr = "Özel gereksinimler", bs = "Posebne potrebe", id = "Kebutuhan khusus" }

[[categories]]
id = "conditional"
kind = "provisional"
name = { en = "Conditional votes", sq = "Votat me kusht", sr-Latn = "Uslovni glasovi", tr = "Şartlı oylar", bs = "Uslovni glasovi", id = "Suara bersyarat" }

[[categories]]
id = "diplomatic"
kind = "diplomatic"
name = { en = "Embassies", sq = "Ambasadat", sr-Latn = "Ambasade", tr = "Büyükelçilikler", bs = "Ambasade", id = "Kedutaan" }

"#;

const CONTEST: &str = r#"[groups]
minority = { en = "minorities", sq = "pakicat", sr-Latn = "manjine", tr = "azınlıklar", bs = "manjine", id = "minoritas" }
zorin = { en = "Zorin", sq = "Zorin", sr-Latn = "Zorin", tr = "Zorin", bs = "Zorin", id = "Zorin" }
nald = { en = "Ñald", sq = "Ñald", sr-Latn = "Ñald", tr = "Ñald", bs = "Ñald", id = "Ñald" }

[[contests]]
id = "assembly"
title = { en = "Assembly", sq = "Kuvendi", sr-Latn = "Skupština", tr = "Meclis", bs = "Skupština", id = "Majelis" }
variation = "proportional"
figures = ["registered", "ballots", "valid", "invalid", "blank"]
threshold = { percent = "5", waived_for = ["minority"] }

[contests.seats]
total = 120
system = "proportional"
method = "sainte-lague"
reserved_as = "apart"
hold_back = "5"

[[contests.seats.reserved]]
group = "zorin"
seats = 3

[[contests.seats.reserved]]
group = "nald"
seats = 2

[contests.rules]
invalid-share = { severity = "soft", percent = "15", minimum = 30 }
turnout-high = { severity = "soft", percent = "97" }

[map]
level = "municipality"
property = "id"
attribution = "Fictional map, drawn by a program"
"#;
