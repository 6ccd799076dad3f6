//! Lists of numbers, each once: how what is equal gets one number.
//!
//! A hundred thousand pods are a few thousand classes. Sorting all of them to find that out compares
//! each pod with some seventeen others; looking each up costs one comparison, and no memory.

use crate::order;

/// Lists of numbers, numbered in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Groups {
    /// All lists, one after the other, and where each of them ends.
    words: Vec<u32>,
    ends: Vec<usize>,
    /// Where a list would be by its hash, or in one of the places behind that: its number and one,
    /// or 0. As long as a power of two, and at most half full.
    table: Vec<u32>,
}

impl Groups {
    /// The number of a list, a new one if it was not there.
    pub fn add(&mut self, list: &[u32]) -> u32 {
        if self.table.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let slot = self.slot(list);
        if let Some(number) = self.table[slot].checked_sub(1) {
            return number;
        }
        self.words.extend_from_slice(list);
        self.ends.push(self.words.len());
        self.table[slot] = self.ends.len() as u32;
        self.table[slot] - 1
    }

    /// The number of a list that was added.
    pub fn find(&self, list: &[u32]) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        self.table[self.slot(list)].checked_sub(1)
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The list with a number.
    pub fn list(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.words[start..self.ends[number]]
    }

    /// The numbers in the order of their lists.
    pub fn in_order(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.len() as u32).collect();
        order::sort_positions(&mut numbers, &|a, b| self.list(a).cmp(self.list(b)));
        numbers
    }

    /// Where the number of a list is, or would be.
    fn slot(&self, list: &[u32]) -> usize {
        // Any odd number with ones and zeros all over spreads small numbers well.
        let mut hash = list.len() as u64;
        for &word in list {
            hash = (hash.rotate_left(5) ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        let mut slot = (hash >> 32) as usize & (self.table.len() - 1);
        while self.table[slot] > 0 && self.list(self.table[slot] - 1) != list {
            slot = (slot + 1) & (self.table.len() - 1);
        }
        slot
    }

    fn grow(&mut self) {
        self.table = vec![0; (2 * self.table.len()).max(16)];
        for number in 0..self.ends.len() as u32 {
            let slot = self.slot(self.list(number));
            self.table[slot] = number + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lists_have_one_number() {
        let mut groups = Groups::default();
        let list = |number: u32| vec![number % 7; number as usize % 11];
        let numbers: Vec<u32> = (0..1_000).map(|number| groups.add(&list(number))).collect();
        for a in 0..1_000 {
            assert_eq!(groups.list(numbers[a as usize]), list(a));
            for b in 0..100 {
                let same = numbers[a as usize] == numbers[b as usize];
                assert_eq!(same, list(a) == list(b), "{a} {b}");
            }
        }
        assert_eq!(groups.len(), 71, "the empty list is the same for all seven");
        assert_eq!(groups.find(&list(5)), Some(numbers[5]));
        assert_eq!(groups.find(&[7]), None, "no list has it");
        assert_eq!(Groups::default().find(&[]), None);
        let lists: Vec<&[u32]> = groups.in_order().into_iter().map(|it| groups.list(it)).collect();
        assert!(lists.is_sorted() && lists[0].is_empty());
    }
}
