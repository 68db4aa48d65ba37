//! When each cell reports: small places first and cities late, in bursts per district, with some lines that stall.

use election::definition::CountItemType;

use super::elementary::power;
use super::places::Places;
use super::random::{Purpose, Random, normal, pick, uniform};

/// Minutes of the night that all times are written for; a longer or shorter one stretches them.
const USUAL_NIGHT: f64 = 360.0;

/// When the cells report, in seconds after the polls close.
#[derive(Debug)]
pub(super) struct Schedule {
    pub(super) end: f64,
    /// Seconds in what is written here as a minute.
    pub(super) minute: f64,
    /// Of each cell: when its count is complete. Later than `end` = still open in the morning.
    pub(super) complete: Vec<f64>,
}

/// When the cells of one kind come: the first and the last, in minutes of the usual night.
struct Wave {
    first: f64,
    last: f64,
    /// How much the size of place and station delays a cell, against chance.
    order: f64,
}

impl Wave {
    fn of(kind: CountItemType) -> Self {
        let (first, last, order) = match kind {
            CountItemType::ElectionDay | CountItemType::Other => (25.0, 352.0, 1.0),
            CountItemType::Early => (22.0, 190.0, 0.5),
            CountItemType::Diplomatic | CountItemType::Overseas => (48.0, 200.0, 0.3),
            CountItemType::SpecialNeeds => (205.0, 350.0, 0.3),
            CountItemType::Provisional => (245.0, 410.0, 0.3),
            CountItemType::AbsenteeMail => (215.0, 445.0, 0.4),
        };
        Self { first, last, order }
    }

    /// The minute at which `share` of the cells has come: an S-curve (Kumaraswamy's distribution).
    fn minute(&self, share: f64) -> f64 {
        let (rise, tail) = (1.75, 2.9);
        self.first + (self.last - self.first) * power(1.0 - power(1.0 - share, 1.0 / tail), 1.0 / rise)
    }
}

impl Schedule {
    pub(super) fn plan(places: &Places, seed: u64, minutes: u32) -> Self {
        let end = f64::from(minutes) * 60.0;
        let minute = end / USUAL_NIGHT;
        let mut complete = vec![0.0; places.kinds.len()];
        let district_rank = ranks(&places.station_voters());
        for kind in kinds(places) {
            let cells: Vec<usize> = (0..places.kinds.len()).filter(|cell| places.kinds[*cell] == kind).collect();
            queue(places, &district_rank, &cells, &Wave::of(kind), seed, &mut complete);
        }
        let lines = Lines::of(places, seed);
        for (cell, at) in complete.iter_mut().enumerate() {
            // Counting may last beyond the end of the night, transmission alone may not.
            let sent = lines.send(places.district_of[cell] as usize, cell, *at);
            *at = if *at > USUAL_NIGHT { *at } else { sent.min(USUAL_NIGHT - 0.1) } * minute;
            *at = at.floor();
        }
        Self { end, minute, complete }
    }

    /// The cells whose count is complete by the end.
    pub(super) fn is_done(&self, cell: usize) -> bool {
        self.complete[cell] <= self.end
    }
}

fn kinds(places: &Places) -> Vec<CountItemType> {
    let mut kinds: Vec<CountItemType> = Vec::new();
    for kind in &places.kinds {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    kinds
}

/// Lines up the cells of a kind and gives each its minute.
fn queue(places: &Places, district_rank: &[f64], cells: &[usize], wave: &Wave, seed: u64, complete: &mut [f64]) {
    let voters: Vec<f64> = cells.iter().map(|cell| f64::from(places.voters[*cell])).collect();
    let delay = |(cell, size): (&usize, f64)| {
        let of_place = district_rank[places.district_of[*cell] as usize];
        wave.order * (0.62 * of_place + 0.33 * size) + 0.55 * uniform(seed, Purpose::Arrival, *cell, 0)
    };
    let delays: Vec<f64> = cells.iter().zip(ranks(&voters)).map(delay).collect();
    for (cell, share) in cells.iter().zip(ranks(&delays)) {
        complete[*cell] = wave.minute(share);
    }
}

/// The rank of each value, between 0 and 1; equal values in their order.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = (rank as f64 + 0.5) / values.len() as f64;
    }
    ranks
}

/// The lines over which districts send: each in bursts, some broken for half an hour.
struct Lines {
    seed: u64,
    /// Minutes between two bursts, and when the first is.
    bursts: Vec<(f64, f64)>,
    /// From when to when a line is down.
    stalls: Vec<Option<(f64, f64)>>,
}

impl Lines {
    fn of(places: &Places, seed: u64) -> Self {
        let count = places.districts.len();
        let burst = |district: usize| {
            let pause = 3.0 + 7.0 * uniform(seed, Purpose::Burst, district, 0);
            (pause, pause * uniform(seed, Purpose::Burst, district, 1))
        };
        let mut stations = vec![0u32; count];
        (0..places.kinds.len())
            .filter(|cell| places.is_station(*cell))
            .for_each(|cell| stations[places.district_of[cell] as usize] += 1);
        let fragile: Vec<usize> = (0..count).filter(|district| stations[*district] >= 8).collect();
        let mut stalls = vec![None; count];
        for district in pick(seed, Purpose::StallChoice, 0, &fragile, fragile.len().div_ceil(9).min(fragile.len() / 3))
        {
            let mut random = Random::of(seed, Purpose::Stall, district, 0);
            let from = random.between(80.0, 210.0);
            stalls[district] = Some((from, from + random.between(27.0, 38.0)));
        }
        Self { seed, bursts: (0..count).map(burst).collect(), stalls }
    }

    /// The minute at which a result that is ready at minute `ready` goes out.
    fn send(&self, district: usize, cell: usize, ready: f64) -> f64 {
        let (pause, first) = self.bursts[district];
        let waiting = uniform(self.seed, Purpose::Burst, cell, 2);
        match self.stalls[district] {
            Some((from, until)) if (from..until).contains(&ready) => until + 2.5 * waiting,
            _ => ((ready - first) / pause).ceil() * pause + first + 0.8 * waiting,
        }
    }
}

/// How much later than the first the other contests of a cell come, in minutes.
pub(super) fn contest_delay(seed: u64, cell: usize, contest: usize) -> f64 {
    if contest == 0 { 0.0 } else { contest as f64 * 6.0 + 1.5 * normal(seed, Purpose::ContestDelay, cell, contest) }
}
