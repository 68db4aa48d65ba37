//! What the map's tints say and how it is drawn: the reader's choice, which is in the page's address, and the steps in which
//! each figure is shown. Figures are in tenths: of a percent, of a point, of a minute.

use election::meta::OptionMeta;
use serde::{Deserialize, Serialize};

use crate::lead;
use crate::model::encoded;

/// Which figure tints the places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Who leads, by how much.
    #[default]
    Leader,
    /// By how much, whoever it is.
    Margin,
    /// The share of one list.
    Share,
    /// The change of one list's share from the baseline.
    Swing,
    /// Ballots of those registered.
    Turnout,
    /// How much is counted.
    Counted,
    /// How long ago the last report came.
    Age,
}

impl Mode {
    /// All, in the order of the choice.
    pub const ALL: [Self; 7] =
        [Self::Leader, Self::Margin, Self::Share, Self::Swing, Self::Turnout, Self::Counted, Self::Age];
    /// Their names in addresses, in the same order.
    pub const NAMES: [&'static str; 7] = ["leader", "margin", "share", "swing", "turnout", "counted", "age"];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether it is about one list.
    #[must_use]
    pub fn has_list(self) -> bool {
        matches!(self, Self::Share | Self::Swing)
    }
}

/// What the shapes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// The land.
    #[default]
    Land,
    /// Circles as large as their voters are many.
    Circles,
    /// Hexagons, each as large as the others.
    Hexagons,
}

impl Drawing {
    /// All, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Land, Self::Circles, Self::Hexagons];
    /// Their names in addresses, in the same order.
    pub const NAMES: [&'static str; 3] = ["land", "circles", "hex"];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// What the reader chose to see on the map. It travels as one number: the browser needs no code to read three enums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u32", into = "u32")]
pub struct Shade {
    /// The figure.
    pub mode: Mode,
    /// The list, where the figure is one of a list; none = the one with the most votes.
    pub list: Option<usize>,
    /// The shapes.
    pub drawing: Drawing,
}

impl From<Shade> for u32 {
    fn from(shade: Shade) -> Self {
        let list = shade.list.and_then(|list| Self::try_from(list + 1).ok()).unwrap_or(0);
        shade.mode as Self | (shade.drawing as Self) << 3 | list << 5
    }
}

impl From<u32> for Shade {
    fn from(number: u32) -> Self {
        let part = |shift: u32, mask: u32| (number >> shift & mask) as usize;
        Self {
            mode: Mode::ALL.get(part(0, 7)).copied().unwrap_or_default(),
            drawing: Drawing::ALL.get(part(3, 3)).copied().unwrap_or_default(),
            list: part(5, u32::MAX).checked_sub(1),
        }
    }
}

impl Shade {
    /// The end of an address that says so; nothing for what is shown anyway.
    #[must_use]
    pub fn tail(&self, options: &[OptionMeta]) -> String {
        let mut tail = String::new();
        if self.mode != Mode::Leader {
            tail += "&map=";
            tail += self.mode.name();
            if let Some(option) = self.list.filter(|_| self.mode.has_list()).and_then(|at| options.get(at)) {
                tail += "&list=";
                tail += &encoded(&option.id);
            }
        }
        if self.drawing != Drawing::Land {
            tail += "&view=";
            tail += self.drawing.name();
        }
        tail
    }

    /// What an address asks for; what it does not know or the election does not have, is left at what is shown anyway.
    #[must_use]
    pub fn read(map: &str, list: &str, view: &str, options: &[OptionMeta]) -> Self {
        let place = |names: &[&str], name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
        let mode = Mode::ALL[place(&Mode::NAMES, map)];
        let list = options.iter().position(|option| option.id == list).filter(|_| mode.has_list());
        Self { mode, list, drawing: Drawing::ALL[place(&Drawing::NAMES, view)] }
    }
}

/// The most steps that a figure has.
pub const STEPS: usize = 7;

/// Where the steps of a figure begin, the lowest one left out. What is below zero ends its step, what is above begins one, so
/// that a loss and a gain of the same size are as strong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    bounds: [i32; STEPS - 1],
    count: usize,
}

impl Scale {
    fn new(bounds: &[i32]) -> Self {
        let mut scale = Self { count: bounds.len().min(STEPS - 1), ..Self::default() };
        scale.bounds[..scale.count].copy_from_slice(&bounds[..scale.count]);
        scale
    }

    /// The scale of a figure. `whole` is what it amounts to at the unit that the map shows: shares and turnouts have steps
    /// around it, in round numbers, so that a small list's map is not blank and the steps rarely change in a night.
    #[must_use]
    pub fn of(mode: Mode, whole: u32) -> Self {
        let whole = whole.cast_signed();
        match mode {
            Mode::Leader | Mode::Margin => Self::new(&lead::STEPS.map(u32::cast_signed)),
            Mode::Share => {
                let width = [5, 10, 20, 50, 100].into_iter().find(|width| whole * 2 <= width * 7).unwrap_or(150);
                Self::new(&[1, 2, 3, 4].map(|step| step * width))
            }
            Mode::Swing => Self::new(&[-100, -50, -10, 10, 50, 100]),
            Mode::Turnout => {
                let middle = (whole / 50 * 50).clamp(100, 850);
                Self::new(&[-50, 0, 50, 100].map(|step| middle + step))
            }
            Mode::Counted => Self::new(&[250, 500, 750, 1000]),
            Mode::Age => Self::new(&[50, 150, 600, 1800]),
        }
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.count + 1
    }

    /// The step of a figure, from 0.
    #[must_use]
    pub fn step(&self, tenths: i32) -> usize {
        let is_over = |bound: &&i32| tenths > **bound || tenths == **bound && tenths > 0;
        self.bounds[..self.count].iter().filter(is_over).count()
    }

    /// Where a step begins and ends, in tenths.
    #[must_use]
    pub fn range(&self, step: usize) -> (Option<i32>, Option<i32>) {
        let bounds = &self.bounds[..self.count];
        (step.checked_sub(1).and_then(|at| bounds.get(at).copied()), bounds.get(step).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_have_five_steps() {
        let scale = Scale::of(Mode::Leader, 0);
        let steps = [0, 49, 50, 99, 100, 199, 200, 349, 350, 1000].map(|points| scale.step(points));
        assert_eq!(steps, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn a_loss_and_a_gain_of_the_same_size_are_as_strong() {
        let scale = Scale::of(Mode::Swing, 0);
        for tenths in 0..200 {
            assert_eq!(scale.step(tenths) + scale.step(-tenths), 6, "{tenths}");
        }
        assert_eq!(
            [-100, -99, -10, -9, 0, 9, 10, 99, 100].map(|tenths| scale.step(tenths)),
            [0, 1, 2, 3, 3, 3, 4, 5, 6]
        );
    }

    #[test]
    fn a_small_list_has_small_steps_and_a_large_one_large_steps() {
        let least = |share| Scale::of(Mode::Share, share).range(0).1;
        assert_eq!([0, 17, 30, 60, 170, 341, 900].map(least), [5, 5, 10, 20, 50, 100, 150].map(Some));
    }

    #[test]
    fn a_list_at_its_own_share_is_never_in_the_lowest_step_nor_far_over_the_highest() {
        for share in 18..500 {
            let step = Scale::of(Mode::Share, share).step(share.cast_signed());
            assert!((1..=3).contains(&step), "{share} is in step {step}");
        }
    }

    #[test]
    fn the_turnout_of_the_whole_is_in_the_middle_step() {
        for turnout in 150..900 {
            assert_eq!(Scale::of(Mode::Turnout, turnout).step(turnout.cast_signed()), 2, "{turnout}");
        }
    }

    #[test]
    fn only_what_is_complete_is_in_the_step_of_what_is_complete() {
        let scale = Scale::of(Mode::Counted, 0);
        assert_eq!([0, 249, 250, 999, 1000].map(|tenths| scale.step(tenths)), [0, 0, 1, 3, 4]);
    }

    #[test]
    fn steps_cover_everything_without_a_gap() {
        for mode in Mode::ALL {
            let scale = Scale::of(mode, 430);
            let ranges: Vec<_> = (0..scale.steps()).map(|step| scale.range(step)).collect();
            assert_eq!((ranges[0].0, ranges[ranges.len() - 1].1), (None, None));
            assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0 && pair[0].1.is_some()), "{mode:?}");
        }
    }

    #[test]
    fn what_an_address_says_is_read_back_from_it() {
        let options = ["ld", "a b"].map(|id| OptionMeta { id: id.into(), ..OptionMeta::default() });
        let shade = Shade { mode: Mode::Swing, list: Some(1), drawing: Drawing::Hexagons };
        assert_eq!(shade.tail(&options), "&map=swing&list=a%20b&view=hex");
        assert_eq!(Shade::read("swing", "a b", "hex", &options), shade);
        assert_eq!(Shade::default().tail(&options), "");
        assert_eq!(Shade::read("rainbow", "xx", "cube", &options), Shade::default());
        assert_eq!(Shade::read("turnout", "ld", "", &options).list, None);
    }

    #[test]
    fn what_is_chosen_travels_as_a_number() {
        for (mode, drawing, list) in [(Mode::Leader, Drawing::Land, None), (Mode::Age, Drawing::Hexagons, Some(23))] {
            let shade = Shade { mode, list, drawing };
            assert_eq!(Shade::from(u32::from(shade)), shade);
        }
        assert_eq!(Shade::from(0b11_111), Shade::default());
    }

    #[test]
    fn names_are_in_the_order_of_what_they_name() {
        assert!(Mode::ALL.iter().enumerate().all(|(at, mode)| *mode as usize == at));
        assert!(Drawing::ALL.iter().enumerate().all(|(at, drawing)| *drawing as usize == at));
    }
}
