//! The country on paper: regions, municipalities and embassies with their places, sizes and characters.

use super::terrain::Point;

/// Which of the country's naming traditions a place follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// The majority's, with ë and ç.
    Coast,
    /// The Zorin minority's, with š and ž.
    Zorin,
    /// The Ñald minority's, with ñ and ı.
    Nald,
}

pub(super) struct Region {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) sq: &'static str,
}

pub(super) struct Place {
    pub(super) id: &'static str,
    pub(super) region: usize,
    pub(super) name: &'static str,
    /// Only where it differs.
    pub(super) sq: &'static str,
    /// Where it begins to grow on the sheet.
    pub(super) at: Point,
    /// Wanted area, in thousandths of the country.
    pub(super) area: f64,
    pub(super) registered: u32,
    /// 0 = scattered hamlets, 1 = city.
    pub(super) urban: f64,
    /// 0 = far inland, 1 = lives from the sea.
    pub(super) sea: f64,
    pub(super) tongue: Tongue,
    /// Shares of the two minorities among the voters: Zorin, Ñald.
    pub(super) minorities: (f64, f64),
    pub(super) lies: Lies,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    Mainland,
    /// On the islands of the archipelago only.
    Archipelago,
    /// Wholly inside another municipality (its position in the list).
    Within(usize),
}

pub(super) struct Embassy {
    pub(super) id: &'static str,
    pub(super) city: &'static str,
    pub(super) sq: &'static str,
    pub(super) registered: u32,
}

pub(super) const COUNTRY_ID: &str = "velmara";
pub(super) const COUNTRY_NAME: &str = "Velmara";

const fn region(id: &'static str, name: &'static str, sq: &'static str) -> Region {
    Region { id, name, sq }
}

pub(super) const REGIONS: [Region; 7] = [
    region("R1", "Greater Aldreva", "Aldreva e Madhe"),
    region("R2", "West Coast", "Bregu Perëndimor"),
    region("R3", "Northern Highlands", "Malësia Veriore"),
    region("R4", "Eastern Marches", "Krahina Lindore"),
    region("R5", "Southern Gulf", "Gjiri Jugor"),
    region("R6", "Cape and Islands", "Kepi dhe Ishujt"),
    region("R7", "Central Valley", "Lugina Qendrore"),
];

/// The islands of the archipelago municipality lie in this part of the sheet: west, south, east, north.
pub(super) const ARCHIPELAGO: (f64, f64, f64, f64) = (0.0, 0.08, 0.190, 0.40);

/// id, region, name, other Albanian name, east, north, area, registered, urban, sea, tongue, Zorin, Ñald, lies
macro_rules! places {
    ($($id:literal $region:literal $name:literal $sq:literal ($x:literal $y:literal) $area:literal $registered:literal
        $urban:literal $sea:literal $tongue:ident ($zorin:literal $nald:literal) $lies:expr;)*) => {
        &[$(Place {
            id: $id, region: $region - 1, name: $name, sq: $sq, at: ($x, $y), area: $area, registered: $registered,
            urban: $urban, sea: $sea, tongue: Tongue::$tongue, minorities: ($zorin, $nald), lies: $lies,
        }),*]
    };
}

use Lies::{Archipelago, Mainland, Within};

#[rustfmt::skip]
pub(super) const PLACES: &[Place] = places! {
    "01" 1 "Aldreva" "" (0.375 0.470) 10.5 228_400 1.0 0.6 Coast (0.010 0.008) Mainland;
    "02" 1 "Portëza" "" (0.315 0.437) 3.2 61_300 0.95 1.0 Coast (0.005 0.020) Mainland;
    "03" 1 "Çelmira" "" (0.405 0.495) 5.2 47_200 0.85 0.3 Coast (0.006 0.004) Mainland;
    "04" 1 "Sënmar" "" (0.400 0.437) 4.8 38_600 0.75 0.2 Coast (0.008 0.003) Mainland;
    "05" 1 "Kodrëz" "" (0.345 0.540) 4.0 29_100 0.70 0.5 Coast (0.004 0.002) Mainland;
    "06" 1 "Tervolë" "" (0.325 0.390) 9.0 21_400 0.50 0.4 Coast (0.003 0.010) Mainland;
    "07" 2 "Zelmarë" "" (0.270 0.635) 22.0 78_500 0.75 0.8 Coast (0.010 0.002) Mainland;
    "08" 2 "Gurëdet" "" (0.105 0.515) 16.0 9_800 0.15 1.0 Coast (0.002 0.001) Mainland;
    "09" 2 "Shkëlmira" "" (0.215 0.745) 22.0 30_200 0.45 0.9 Coast (0.004 0.002) Mainland;
    "10" 2 "Valbreg" "" (0.262 0.555) 14.0 17_300 0.35 0.8 Coast (0.003 0.002) Mainland;
    "11" 2 "Detëza" "" (0.275 0.880) 20.0 13_100 0.25 0.7 Coast (0.020 0.001) Mainland;
    "12" 2 "Rrëzina" "" (0.325 0.745) 32.0 11_200 0.15 0.2 Coast (0.010 0.001) Mainland;
    "13" 3 "Borovišt" "" (0.415 0.865) 60.0 19_200 0.25 0.0 Zorin (0.140 0.001) Mainland;
    "14" 3 "Malëbardh" "" (0.545 0.885) 72.0 7_400 0.05 0.0 Coast (0.040 0.001) Mainland;
    "15" 3 "Šarnik" "" (0.690 0.825) 58.0 14_300 0.20 0.0 Zorin (0.310 0.001) Mainland;
    "16" 3 "Kreshnar" "" (0.475 0.735) 36.0 39_400 0.50 0.0 Coast (0.030 0.001) Mainland;
    "17" 3 "Monožel" "" (0.655 0.850) 2.3 1_520 0.30 0.0 Zorin (0.780 0.0) Within(14);
    "18" 4 "Velžura" "" (0.770 0.710) 98.0 5_900 0.05 0.0 Zorin (0.180 0.001) Mainland;
    "19" 4 "Trnožub" "" (0.860 0.535) 72.0 12_400 0.15 0.0 Zorin (0.090 0.001) Mainland;
    "20" 4 "Polješa" "" (0.720 0.580) 42.0 47_600 0.55 0.0 Coast (0.060 0.004) Mainland;
    "21" 4 "Rudošin" "" (0.805 0.420) 50.0 22_300 0.35 0.0 Coast (0.030 0.010) Mainland;
    "22" 5 "Limañ" "" (0.565 0.310) 12.0 118_200 0.90 0.9 Nald (0.004 0.060) Mainland;
    "23" 5 "Kıradel" "" (0.665 0.275) 20.0 19_400 0.35 0.5 Nald (0.002 0.230) Mainland;
    "24" 5 "Sırmaç" "" (0.785 0.275) 34.0 12_300 0.20 0.1 Nald (0.004 0.090) Mainland;
    "25" 5 "Valñera" "" (0.735 0.165) 22.0 16_200 0.30 0.9 Nald (0.002 0.420) Mainland;
    "26" 5 "Gjirëz" "" (0.485 0.345) 13.0 41_300 0.60 0.7 Coast (0.003 0.020) Mainland;
    "27" 5 "Alñova" "" (0.675 0.370) 28.0 15_400 0.30 0.1 Nald (0.004 0.060) Mainland;
    "28" 6 "Kepëza" "" (0.355 0.075) 15.0 8_200 0.20 1.0 Coast (0.001 0.020) Mainland;
    "29" 6 "Ñuara Islands" "Ishujt Ñuara" (0.085 0.300) 14.0 6_300 0.15 1.0 Nald (0.001 0.110) Archipelago;
    "30" 6 "Kıyıdar" "" (0.440 0.165) 14.0 19_300 0.40 0.9 Nald (0.002 0.090) Mainland;
    "31" 6 "Salñada" "" (0.345 0.300) 25.0 49_200 0.60 0.5 Nald (0.003 0.050) Mainland;
    "32" 6 "Fanarë" "" (0.245 0.325) 15.0 15_100 0.30 1.0 Coast (0.001 0.015) Mainland;
    "33" 7 "Lumëzim" "" (0.470 0.475) 18.0 92_300 0.80 0.1 Coast (0.010 0.006) Mainland;
    "34" 7 "Fushnica" "" (0.545 0.430) 26.0 45_200 0.45 0.1 Coast (0.010 0.010) Mainland;
    "35" 7 "Mullëza" "" (0.620 0.500) 24.0 26_100 0.35 0.0 Coast (0.020 0.006) Mainland;
    "36" 7 "Grunar" "" (0.560 0.610) 36.0 27_300 0.30 0.0 Coast (0.070 0.002) Mainland;
    "37" 7 "Dolžan" "" (0.578 0.607) 2.6 4_100 0.40 0.0 Zorin (0.720 0.001) Within(35);
    "38" 7 "Bukëtar" "" (0.400 0.575) 34.0 52_100 0.50 0.1 Coast (0.010 0.002) Mainland;
};

const fn embassy(id: &'static str, city: &'static str, sq: &'static str, registered: u32) -> Embassy {
    Embassy { id, city, sq, registered }
}

pub(super) const EMBASSIES: [Embassy; 14] = [
    embassy("A01", "Ankara", "Ankara", 1_140),
    embassy("A02", "Athens", "Athinë", 1_620),
    embassy("A03", "Berlin", "Berlin", 6_480),
    embassy("A04", "Bern", "Bernë", 4_910),
    embassy("A05", "Brussels", "Bruksel", 2_240),
    embassy("A06", "Canberra", "Kanberra", 430),
    embassy("A07", "Lisbon", "Lisbonë", 1_310),
    embassy("A08", "London", "Londër", 3_870),
    embassy("A09", "Ottawa", "Otava", 960),
    embassy("A10", "Paris", "Paris", 2_130),
    embassy("A11", "Rome", "Romë", 2_760),
    embassy("A12", "Stockholm", "Stokholm", 1_490),
    embassy("A13", "Vienna", "Vjenë", 3_550),
    embassy("A14", "Washington", "Uashington", 1_870),
];
