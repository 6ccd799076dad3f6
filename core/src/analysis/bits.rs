//! Sets of small numbers.

/// Some of the numbers from 0 to one less than its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of the first `size` numbers.
    pub fn none(size: usize) -> Self {
        Bits(vec![0; size.div_ceil(64)])
    }

    /// All of the first `size` numbers.
    pub fn all(size: usize) -> Self {
        let mut bits = Bits(vec![u64::MAX; size.div_ceil(64)]);
        if let Some(last) = bits.0.last_mut().filter(|_| !size.is_multiple_of(64)) {
            *last = (1 << (size % 64)) - 1;
        }
        bits
    }

    /// Adds a number.
    pub fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    /// Adds all numbers of a set of the same size.
    pub fn add_all(&mut self, other: &Bits) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Whether a number is in it.
    pub fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers, in order.
    pub fn numbers(&self) -> Vec<usize> {
        let mut numbers = Vec::new();
        for (at, &word) in self.0.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                numbers.push(at * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_in_order() {
        let mut bits = Bits::none(130);
        for number in [129, 0, 63, 64, 63] {
            bits.add(number);
        }
        assert_eq!(bits.numbers(), [0, 63, 64, 129]);
        assert!(bits.has(64) && !bits.has(65) && !bits.has(1_000));
        for size in [0, 1, 63, 64, 65, 130] {
            let all = Bits::all(size);
            assert!(all.numbers().into_iter().eq(0..size), "{size}");
            let mut both = Bits::none(size);
            both.add_all(&all);
            assert_eq!(both, all);
        }
    }
}
