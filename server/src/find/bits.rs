//! A set of positions as bits: 900,000 of them are 110 kB, and two sets meet in a few thousand words.

/// A set of positions below a fixed number.
#[derive(Clone, Debug)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// No position.
    pub(super) fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub(super) fn add(&mut self, at: u32) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }

    pub(super) fn has(&self, at: u32) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    /// Adds `from..to`.
    fn fill(&mut self, from: u32, to: u32) {
        for word in from / 64..to.div_ceil(64) {
            let (first, last) = (from.max(word * 64) % 64, to.min(word * 64 + 64) - word * 64);
            self.0[word as usize] |= (u64::MAX >> (64 - (last - first))) << first;
        }
    }

    /// The set with everything below its members, where `end` is one past what is below a position.
    pub(super) fn with_below(&self, end: impl Fn(u32) -> u32) -> Self {
        let mut all = self.clone();
        let mut covered = 0;
        for at in self.members() {
            if at >= covered {
                covered = end(at);
                all.fill(at, covered);
            }
        }
        all
    }

    pub(super) fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own &= other);
    }

    pub(super) fn join(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own |= other);
    }

    /// Bytes that are kept.
    pub(super) fn bytes(&self) -> usize {
        self.0.len() * 8
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// In order.
    pub(super) fn members(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().zip(0u32..).flat_map(|(word, at)| {
            let rest = |left: &u64| Some(left & (left - 1)).filter(|rest| *rest != 0);
            let lefts = std::iter::successors(Some(*word).filter(|word| *word != 0), rest);
            lefts.map(move |left| at * 64 + left.trailing_zeros())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_member_is_added_across_words() {
        let mut set = Bits::none(300);
        [3, 60, 61, 199].into_iter().for_each(|at| set.add(at));
        let end = |at| if at == 60 { 193 } else { at + 1 };
        let all: Vec<u32> = set.with_below(end).members().collect();
        let expected: Vec<u32> = std::iter::once(3).chain(60..193).chain([199]).collect();
        assert_eq!(all, expected);
        assert_eq!(set.with_below(end).count(), 135);
        assert!(set.has(199) && !set.has(198));
    }

    #[test]
    fn two_sets_meet_in_what_both_have() {
        let [mut one, mut other] = [Bits::none(130), Bits::none(130)];
        [0, 64, 129].into_iter().for_each(|at| one.add(at));
        [64, 100, 129].into_iter().for_each(|at| other.add(at));
        let mut either = one.clone();
        either.join(&other);
        one.keep(&other);
        assert_eq!(one.members().collect::<Vec<_>>(), [64, 129]);
        assert_eq!(either.count(), 4);
    }
}
