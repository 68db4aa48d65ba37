//! Which known name somebody may have meant.

/// More known names than this are not listed.
const MOST_LISTED: usize = 12;

/// What to do about an unknown name: the known one that is nearest, or all of them if they are few.
pub(super) fn hint<'n>(name: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> String {
    if let Some(nearest) = nearest(name, known.clone()) {
        return format!("did you mean `{nearest}`?");
    }
    let known: Vec<&str> = known.into_iter().collect();
    match known.len() {
        0 => "there is none".into(),
        1..=MOST_LISTED => format!("use one of {}", quoted(&known)),
        more => format!("use one of {} and {} more", quoted(&known[..MOST_LISTED]), more - MOST_LISTED),
    }
}

/// Names as code, with commas.
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The known name that differs by no more than a third of the letters (at least one), case aside.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    let most = (letters.len() / 3).clamp(1, 4);
    // A name that is much longer or shorter is another one, however long comparing them would take.
    let alike = known.into_iter().filter(|known| known.chars().count().abs_diff(letters.len()) <= 2 * most);
    let distances = alike.map(|known| (distance(&letters, known), known));
    distances.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = core::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["registered", "ballots", "id"];

    #[test]
    fn slips_of_the_finger_are_recognised() {
        for (slip, meant) in [("regsitered", "registered"), ("Ballots", "ballots"), ("balots", "ballots"), ("ip", "id")]
        {
            assert_eq!(nearest(slip, KNOWN), Some(meant));
        }
        assert_eq!(nearest("turnout", KNOWN), None);
    }

    #[test]
    fn a_hint_names_what_is_nearest_or_what_there_is() {
        assert_eq!(hint("balots", KNOWN), "did you mean `ballots`?");
        assert_eq!(hint("turnout", KNOWN), "use one of `registered`, `ballots`, `id`");
        assert_eq!(hint("turnout", []), "there is none");
    }
}
