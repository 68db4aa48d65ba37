//! Puts pieces together at their ends: passages to closed rings, borders to long lines.

use std::collections::HashMap;
use std::hash::Hash;

/// Joins directed pieces to rings. Each ring is closed as soon as it is back at its start. Pieces that lead nowhere (there
/// are none where as many pieces end in a point as begin there) are left out.
pub(super) fn rings<P: Copy, K: Copy + Eq + Hash>(pieces: &[P], ends: impl Fn(P) -> (K, K)) -> Vec<Vec<P>> {
    let mut beginning: HashMap<K, Vec<usize>> = HashMap::new();
    for (index, &piece) in pieces.iter().enumerate().rev() {
        beginning.entry(ends(piece).0).or_default().push(index);
    }
    let mut used = vec![false; pieces.len()];
    let mut rings = Vec::new();
    for first in 0..pieces.len() {
        if used[first] {
            continue;
        }
        used[first] = true;
        let (start, mut at) = ends(pieces[first]);
        let mut ring = vec![pieces[first]];
        while at != start
            && let Some(next) = take(&mut beginning, at, &mut used)
        {
            ring.push(pieces[next]);
            at = ends(pieces[next]).1;
        }
        if at == start {
            rings.push(ring);
        }
    }
    rings
}

/// Joins lines that meet, in either direction, to as few long lines as a simple walk finds.
pub(super) fn lines<K: Copy + Eq + Hash>(lines: &[&[K]]) -> Vec<Vec<K>> {
    let mut touching: HashMap<K, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate().rev() {
        for end in [line.first(), line.last()].into_iter().flatten() {
            touching.entry(*end).or_default().push(index);
        }
    }
    let mut order: Vec<usize> = (0..lines.len()).filter(|&index| !lines[index].is_empty()).collect();
    // A walk has to begin where an odd number of lines meet, or the rest of them becomes a second line.
    let odd = |end: Option<&K>| end.is_some_and(|end| touching[end].len() % 2 == 1);
    order.sort_by_key(|&index| !(odd(lines[index].first()) || odd(lines[index].last())));
    let reversed: Vec<bool> = lines.iter().map(|line| !odd(line.first()) && odd(line.last())).collect();
    let mut used = vec![false; lines.len()];
    let mut joined = Vec::new();
    for first in order {
        if std::mem::replace(&mut used[first], true) {
            continue;
        }
        let mut long = lines[first].to_vec();
        if reversed[first] {
            long.reverse();
        }
        while let Some(&end) = long.last()
            && let Some(next) = take(&mut touching, end, &mut used)
        {
            append(&mut long, lines[next], end);
        }
        joined.push(long);
    }
    joined
}

fn append<K: Copy + Eq>(long: &mut Vec<K>, line: &[K], end: K) {
    if line.first() == Some(&end) {
        long.extend(&line[1..]);
    } else {
        long.extend(line.iter().rev().skip(1));
    }
}

/// The next unused piece at this point.
fn take<K: Eq + Hash>(pieces: &mut HashMap<K, Vec<usize>>, at: K, used: &mut [bool]) -> Option<usize> {
    let waiting = pieces.get_mut(&at)?;
    while let Some(next) = waiting.pop() {
        if !std::mem::replace(&mut used[next], true) {
            return Some(next);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_rings() {
        let pieces = [(1, 2), (7, 8), (2, 3), (3, 1), (8, 7), (4, 4)];
        assert_eq!(rings(&pieces, |piece| piece), [vec![(1, 2), (2, 3), (3, 1)], vec![(7, 8), (8, 7)], vec![(4, 4)]]);
    }

    #[test]
    fn a_piece_that_leads_nowhere_is_left_out() {
        assert_eq!(rings(&[(1, 2), (2, 3)], |piece| piece), Vec::<Vec<(i32, i32)>>::new());
    }

    #[test]
    fn lines_are_joined_in_either_direction() {
        assert_eq!(lines(&[&[2, 9, 3], &[1, 2], &[4, 3]]), [vec![1, 2, 9, 3, 4]]);
    }

    #[test]
    fn at_a_fork_one_line_goes_on_and_the_other_begins() {
        let joined = lines(&[&[1, 2], &[2, 3], &[2, 4]]);
        assert_eq!(joined.len(), 2);
        assert_eq!(joined.iter().map(|line| line.len() - 1).sum::<usize>(), 3);
    }

    #[test]
    fn a_ring_of_lines_comes_back_to_its_start() {
        assert_eq!(lines(&[&[1, 2], &[3, 2], &[3, 1]]), [vec![1, 2, 3, 1]]);
        assert_eq!(lines::<i32>(&[&[], &[5, 6, 5]]), [vec![5, 6, 5]]);
    }
}
