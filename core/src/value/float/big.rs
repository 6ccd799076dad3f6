//! Whole numbers of any size, with the few operations that exact conversion of floats needs.
//!
//! Written for few bytes. Its numbers stay below some 4,000 bits, so nothing here is clever.

use std::cmp::Ordering;

/// A whole number from zero up: limbs of 32 bits, least significant first, no zero at the end.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub fn new(number: u64) -> Big {
        let mut big = Big(vec![number as u32, (number >> 32) as u32]);
        big.trim();
        big
    }

    /// How many bits it takes to write the number; zero takes none.
    pub fn bits(&self) -> i32 {
        let Some(last) = self.0.last() else { return 0 };
        self.0.len() as i32 * 32 - last.leading_zeros() as i32
    }

    /// Multiplies by a small number, then adds one.
    pub fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    pub fn multiply_by_power_of_ten(&mut self, exponent: u32) {
        for _ in 0..exponent / 9 {
            self.multiply_add(1_000_000_000, 0);
        }
        self.multiply_add(10_u32.pow(exponent % 9), 0);
    }

    pub fn multiply_by_power_of_two(&mut self, exponent: u32) {
        self.multiply_add(1 << (exponent % 32), 0);
        if !self.0.is_empty() {
            let mut shifted = vec![0; exponent as usize / 32];
            shifted.append(&mut self.0);
            self.0 = shifted;
        }
    }

    /// Divides, keeps the rest and returns the quotient, which has to be small.
    pub fn divide(&mut self, divisor: &Big) -> u8 {
        let mut quotient = 0;
        while *self >= *divisor {
            self.subtract(divisor);
            quotient += 1;
        }
        quotient
    }

    /// Subtracts a number that is not larger.
    pub fn subtract(&mut self, other: &Big) {
        let mut borrow = 0;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (limb, other) in self.0.iter_mut().zip(others) {
            let difference = i64::from(*limb) - i64::from(other) + borrow;
            *limb = difference as u32;
            borrow = difference >> 32;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}
