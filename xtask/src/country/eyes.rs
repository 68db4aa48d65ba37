//! Colours of lists as colour-blind eyes see them. The map says leads by hue and margins by lightness, and everything that it says
//! stands in words beside it; but bars, lines and the legend should be told apart at a glance.

use std::fs;

use super::definition::LISTS;
use crate::paths;

/// Linear red, green and blue.
fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let channel = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

fn product(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

/// OKLab, in hundredths.
fn lab(linear: [f64; 3]) -> [f64; 3] {
    const CONES: [[f64; 3]; 3] =
        [[0.412221, 0.536333, 0.051446], [0.211904, 0.680700, 0.107397], [0.088302, 0.281719, 0.629979]];
    const LAB: [[f64; 3]; 3] =
        [[21.04543, 79.36178, -0.40720], [197.79985, -242.85922, 45.05937], [2.59040, 78.27718, -80.86758]];
    product(LAB, product(CONES, linear.map(|c| c.clamp(0.0, 1.0))).map(f64::cbrt))
}

/// Full colour sight, then Machado's simulations of protanopia, deuteranopia and tritanopia.
const EYES: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

/// How far apart the eye that tells them worst sees two colours.
fn apart(one: &str, other: &str) -> f64 {
    let seen = |eye, colour| lab(product(eye, linear(colour)));
    let distance = |eye| {
        let [p, q] = [one, other].map(|colour| seen(eye, colour));
        (0..3).map(|k| (p[k] - q[k]).powi(2)).sum::<f64>().sqrt()
    };
    EYES.map(distance).into_iter().fold(f64::INFINITY, f64::min)
}

#[test]
fn lists_have_colours_that_keep_apart_for_every_eye_and_stand_out_on_paper() {
    for (i, list) in LISTS.iter().enumerate() {
        let [red, green, blue] = linear(list.colour);
        let contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
        assert!(contrast >= 3.0, "{} has a contrast of {contrast} against white", list.short);
        for other in &LISTS[..i] {
            let apart = apart(list.colour, other.colour);
            assert!(apart > if i < 6 { 10.0 } else { 6.0 }, "{} and {}: {apart}", list.short, other.short);
        }
    }
}

/// Those that led a municipality or came among the first five.
#[test]
fn so_have_the_leading_lists_of_kosovo() {
    let text = fs::read_to_string(paths::root().join("nights/kosovo-2025-02/election.toml")).unwrap();
    let definition: toml::Table = text.parse().unwrap();
    let colour = |id: &str| {
        let mut parties = definition["parties"].as_array().unwrap().iter();
        parties.find(|party| party["id"].as_str() == Some(id)).unwrap()["colour"].as_str().unwrap()
    };
    let leading = ["lvv", "pdk", "ldk", "aak", "sl", "kdtp"];
    for (i, list) in leading.iter().enumerate() {
        for other in &leading[..i] {
            let apart = apart(colour(list), colour(other));
            assert!(apart > 10.0, "{list} and {other}: {apart}");
        }
    }
}
