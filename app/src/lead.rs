//! Who is ahead, by how much, or that nobody is: arithmetic on votes, nothing else.

use election::format::shares;

/// Who is ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// There are no votes.
    Nobody,
    /// These options have the most votes, equally many; at least two.
    Tie(Vec<usize>),
    /// One option has more votes than any other.
    One {
        /// The option.
        option: usize,
        /// Its share in tenths of a percent.
        share: u32,
        /// The next one, where there is one.
        second: Option<usize>,
        /// Votes ahead of the next one.
        votes: u64,
        /// Difference of the two shares as they are shown, in tenths of a point.
        points: u32,
    },
}

impl Lead {
    /// Who is ahead by these votes of the options.
    #[must_use]
    pub fn of(votes: &[u64]) -> Self {
        Self::by(votes, &shares(votes))
    }

    /// The same where their shares are known.
    #[must_use]
    pub fn by(votes: &[u64], shares: &[u32]) -> Self {
        let most = votes.iter().copied().max().unwrap_or(0);
        if most == 0 {
            return Self::Nobody;
        }
        let first: Vec<usize> = (0..votes.len()).filter(|at| votes[*at] == most).collect();
        let [option] = first[..] else { return Self::Tie(first) };
        let mut second: Option<usize> = None;
        for at in (0..votes.len()).filter(|at| *at != option) {
            if second.is_none_or(|best| votes[at] > votes[best]) {
                second = Some(at);
            }
        }
        let (next_votes, next_share) = second.map_or((0, 0), |at| (votes[at], shares[at]));
        Self::One {
            option,
            share: shares[option],
            second,
            votes: most - next_votes,
            points: shares[option] - next_share,
        }
    }

    /// The leading option, if it is one.
    #[must_use]
    pub fn option(&self) -> Option<usize> {
        match self {
            Self::One { option, .. } => Some(*option),
            _ => None,
        }
    }
}

/// Least margins of the tint steps 2 to 5, in tenths of a point.
pub const STEPS: [u32; 4] = [50, 100, 200, 350];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_leads_without_votes() {
        assert_eq!(Lead::of(&[0, 0]), Lead::Nobody);
        assert_eq!(Lead::of(&[]), Lead::Nobody);
    }

    #[test]
    fn equal_votes_at_the_top_are_a_tie_and_not_a_lead_of_the_first_on_the_ballot() {
        assert_eq!(Lead::of(&[5, 7, 7]), Lead::Tie(vec![1, 2]));
    }

    #[test]
    fn a_lead_is_the_difference_of_the_shares_that_are_shown() {
        let lead = Lead::of(&[341, 289, 370 - 289, 289]);
        assert_eq!(lead, Lead::One { option: 0, share: 341, second: Some(1), votes: 52, points: 52 });
    }

    #[test]
    fn a_single_option_is_ahead_of_nothing() {
        assert_eq!(Lead::of(&[9]), Lead::One { option: 0, share: 1000, second: None, votes: 9, points: 1000 });
    }
}
