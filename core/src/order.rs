//! Sorting, compiled once for everything that is sorted.
//!
//! The sort and the trees of the standard library are compiled anew for every type and comparison;
//! eight of them were 43 KB of code in the page's module. Here one merge sort moves positions, and the
//! comparison is passed as data. It must stay as fast as n log n: a text of a megabyte with one map
//! in it is sorted at every keystroke.

use std::cmp::Ordering;

/// The items in order; those that compare equal stay as they were.
pub(crate) fn sorted<T>(mut items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let compare = |a: u32, b: u32| compare(&items[a as usize], &items[b as usize]);
    let mut places = places(items.len(), &compare);
    // Whatever stands in a wrong place changes with what stands where it belongs.
    for at in 0..places.len() {
        while places[at] != at {
            let to = places[at];
            items.swap(at, to);
            places.swap(at, to);
        }
    }
    items
}

/// For each item the place where it belongs.
fn places(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<u32> = (0..count as u32).collect();
    sort_positions(&mut positions, compare);
    let mut places = vec![0; count];
    for (place, position) in positions.into_iter().enumerate() {
        places[position as usize] = place;
    }
    places
}

/// As many are put in order one by one.
const SHORT: usize = 8;

/// Sorts positions by what stands there; those that compare equal stay as they were.
pub(crate) fn sort_positions(positions: &mut Vec<u32>, compare: &dyn Fn(u32, u32) -> Ordering) {
    // Most lists are short, such as the keys of a map, and need no second list.
    for run in positions.chunks_mut(SHORT) {
        for at in 1..run.len() {
            let mut to = at;
            while to > 0 && compare(run[to - 1], run[to]).is_gt() {
                run.swap(to - 1, to);
                to -= 1;
            }
        }
    }
    let mut merged = Vec::new();
    let mut width = SHORT;
    while width < positions.len() {
        for pair in positions.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            // What comes sorted, as a server's lists do, is looked at once.
            let are_in_order = matches!((left, right), ([.., last], [first, ..]) if compare(*last, *first).is_le());
            while !are_in_order && let ([first, later @ ..], [other, others @ ..]) = (left, right) {
                if compare(*first, *other).is_le() {
                    merged.push(*first);
                    left = later;
                } else {
                    merged.push(*other);
                    right = others;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(positions, &mut merged);
        merged.clear();
        width *= 2;
    }
}

/// Puts an item into a list that is in order; one that compares equal gives way to it.
///
/// For short lists: a long one is sorted once it is complete.
pub(crate) fn insert<T>(list: &mut Vec<T>, item: T, compare: impl Fn(&T, &T) -> Ordering) {
    match list.binary_search_by(|other| compare(other, &item)) {
        Ok(at) => list[at] = item,
        Err(at) => list.insert(at, item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_any_length_are_sorted_and_equal_items_keep_their_order() {
        let mut noise = 1_u32;
        for length in 0..70 {
            let mut next = || {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                noise >> 28
            };
            let items: Vec<(u32, usize)> = (0..length).map(|at| (next(), at)).collect();
            let mut expected = items.clone();
            expected.sort();
            assert_eq!(sorted(items, |a, b| a.0.cmp(&b.0)), expected);
        }
    }

    #[test]
    fn an_inserted_item_replaces_its_equal() {
        let mut list = Vec::new();
        for item in [(2, 'a'), (1, 'b'), (3, 'c'), (2, 'd')] {
            insert(&mut list, item, |a, b| a.0.cmp(&b.0));
        }
        assert_eq!(list, [(1, 'b'), (2, 'd'), (3, 'c')]);
    }
}
