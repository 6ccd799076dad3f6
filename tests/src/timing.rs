//! How long something takes, for the benchmarks.

use std::time::{Duration, Instant};

/// The median time of so many runs, each of which is told its number.
pub fn median(runs: usize, mut run: impl FnMut(usize)) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|number| {
            let start = Instant::now();
            run(number);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
