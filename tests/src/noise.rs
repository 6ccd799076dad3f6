//! Numbers that look random and are the same at every run with the same seed.

/// A stream of such numbers (xorshift64*).
#[derive(Clone, Debug)]
pub struct Noise(u64);

impl Noise {
    /// Starts a stream; any seed will do.
    pub const fn new(seed: u64) -> Self {
        Noise(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below a limit; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        (number as usize).checked_rem(limit).unwrap_or(0)
    }

    /// One of some things; there must be one.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// The seed of a test: that of the environment, or the usual one.
pub fn seed(usual: u64) -> u64 {
    std::env::var("NETPOL_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
