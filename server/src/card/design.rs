//! The card: place and contest, the headline, the first lists with bars and shares, how much is counted, and of when it is.

use app::cells::Board;
use app::headline::parts;
use app::tint::{Ground, Rgb, solid};
use app::words::{Words, fill};
use election::meta::{Meta, OptionMeta};
use election::wire::Snapshot;

use super::canvas::{Canvas, Ink, SIZE, Type, Weight};

const GROUND: Ink = (255, 255, 255);
const INK: Ink = (0x14, 0x16, 0x1a);
const SOFT: Ink = (0x45, 0x4b, 0x55);
const QUIET: Ink = (0x5f, 0x66, 0x70);
const LINE: Ink = (0xd8, 0xdb, 0xe0);
const WASH: Ink = (0xf3, 0xf4, 0xf6);
const NOTICE: Ink = (0xff, 0xf4, 0xde);
const NOTICE_INK: Ink = (0x6f, 0x3d, 0x00);

const LEFT: f32 = 64.0;
const RIGHT: f32 = 1136.0;
const ROOM: f32 = RIGHT - LEFT;
/// Most lists on a card.
const LISTS: usize = 5;
/// Where the bars begin and how far they reach.
const BARS: (f32, f32) = (LEFT + 330.0, RIGHT - 130.0);
/// Baseline of the foot.
const FOOT: f32 = 586.0;

fn bold(size: f32, ink: Ink) -> Type {
    Type { weight: Weight::Bold, size, ink }
}

fn regular(size: f32, ink: Ink) -> Type {
    Type { weight: Weight::Regular, size, ink }
}

/// The card as PNG.
pub(super) fn draw(
    meta: &Meta,
    snapshot: &Snapshot,
    board: &Board<'_>,
    words: &Words,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut canvas = Canvas::new(GROUND);
    head(&mut canvas, meta, words);
    let under = headline(&mut canvas, board);
    bars(&mut canvas, board, under);
    foot(&mut canvas, snapshot, board, words);
    canvas.png()
}

fn head(canvas: &mut Canvas, meta: &Meta, words: &Words) {
    canvas.rect((0.0, 0.0), (SIZE.0 as f32, 10.0), INK);
    canvas.text_to((RIGHT, 78.0), "Nightcount", bold(30.0, INK));
    let room = ROOM - 200.0;
    let place = canvas.faces().fitted(&meta.unit.name, bold(36.0, INK), room);
    let wide = canvas.faces().width(&place, bold(36.0, INK));
    canvas.text((LEFT, 78.0), &place, bold(36.0, INK));
    let about = format!("{} · {}", meta.contest_title, meta.election_title);
    let about = canvas.faces().fitted(&about, regular(26.0, SOFT), (room - wide - 20.0).max(0.0));
    if about.chars().count() > 3 {
        canvas.text((LEFT + wide + 20.0, 78.0), &about, regular(26.0, SOFT));
    }
    if meta.sample {
        let text = canvas.faces().fitted(words.page.sample, bold(20.0, NOTICE_INK), ROOM);
        canvas.rect((0.0, 98.0), (SIZE.0 as f32, 34.0), NOTICE);
        canvas.text((LEFT, 122.0), &text, bold(20.0, NOTICE_INK));
    }
}

/// The headline in at most two lines, and where it ends.
fn headline(canvas: &mut Canvas, board: &Board<'_>) -> f32 {
    let [lead, _] = parts(board);
    let sizes = [58.0_f32, 52.0, 46.0, 40.0];
    let fits = |size: &f32| canvas.faces().lines(&lead, bold(*size, INK), ROOM).len() <= 2;
    let size = sizes.into_iter().find(fits).unwrap_or(34.0);
    let set = bold(size, INK);
    let lines = canvas.faces().lines(&lead, set, ROOM);
    let mut baseline = 142.0 + size;
    for line in lines.iter().take(2) {
        canvas.text((LEFT, baseline), line, set);
        baseline += size * 1.1;
    }
    baseline - size * 1.1
}

fn bars(canvas: &mut Canvas, board: &Board<'_>, under: f32) {
    if board.votes.iter().all(|votes| *votes == 0) {
        return;
    }
    let lists: Vec<usize> = board.order.iter().copied().filter(|list| board.votes[*list] > 0).take(LISTS).collect();
    let top = under + 34.0;
    let step = ((FOOT - 60.0 - top) / LISTS as f32).min(58.0);
    let most = lists.first().map_or(1, |list| board.shares[*list]).max(1).div_ceil(100) * 100;
    for (rank, list) in lists.into_iter().enumerate() {
        let option = &board.meta.options[list];
        let middle = top + step * (rank as f32 + 0.5);
        let colour = ink(&option.colour);
        let name = name(canvas, option);
        canvas.rect((LEFT, middle - 9.0), (18.0, 18.0), colour);
        canvas.text((LEFT + 32.0, middle + 10.0), &name, bold(28.0, INK));
        let full = BARS.1 - BARS.0;
        canvas.rect((BARS.0, middle - 13.0), (full, 26.0), WASH);
        let length = full * board.shares[list] as f32 / most as f32;
        canvas.rect((BARS.0, middle - 13.0), (length.max(2.0), 26.0), colour);
        canvas.text_to((RIGHT, middle + 12.0), &board.locale.percent(board.shares[list]), bold(34.0, INK));
    }
}

/// What a list is called where a bar begins: its name where there is room for it, else its abbreviation.
fn name(canvas: &Canvas, option: &OptionMeta) -> String {
    let (set, room) = (bold(28.0, INK), BARS.0 - LEFT - 46.0);
    let fits = !option.name.is_empty() && canvas.faces().width(&option.name, set) <= room;
    let name = if fits || option.short.is_empty() { &option.name } else { &option.short };
    canvas.faces().fitted(name, set, room)
}

/// The colour of a list, dark enough for the card's ground.
fn ink(hex: &str) -> Ink {
    let shown = Rgb::of(hex).map(|colour| solid(colour, Ground::Light).hex()).unwrap_or_default();
    let byte = |at: usize| shown.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0x73);
    (byte(1), byte(3), byte(5))
}

fn foot(canvas: &mut Canvas, snapshot: &Snapshot, board: &Board<'_>, words: &Words) {
    canvas.rect((LEFT, FOOT - 44.0), (ROOM, 2.0), LINE);
    let all = board.expected_categories().all(|category| board.category(category).is_complete());
    let form = if all { words.lite.as_of_all } else { words.lite.as_of };
    let time = board.locale.clock(snapshot.at, board.meta.utc_offset);
    let as_of = fill(form, &[("time", &time), ("seq", &board.locale.count(snapshot.seq))]);
    let counted = board.stations_text();
    let set = bold(24.0, INK);
    let wide = canvas.faces().width(&counted, set);
    canvas.text((LEFT, FOOT), &counted, set);
    let as_of = canvas.faces().fitted(&as_of, regular(22.0, QUIET), ROOM - wide - 40.0);
    canvas.text_to((RIGHT, FOOT), &as_of, regular(22.0, QUIET));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_whose_name_is_too_long_for_its_bar_has_its_abbreviation() {
        let canvas = Canvas::new(GROUND);
        let called = |name: &str, short: &str| {
            let option = OptionMeta { name: name.to_owned(), short: short.to_owned(), ..OptionMeta::default() };
            super::name(&canvas, &option)
        };
        assert_eq!(called("Free Cape", "FC"), "Free Cape");
        assert_eq!(called("Our Village – Farmers’ League", "FY"), "FY");
        assert_eq!(called("", "FY"), "FY");
        assert!(called("Our Village – Farmers’ League", "").ends_with('…'));
    }
}
