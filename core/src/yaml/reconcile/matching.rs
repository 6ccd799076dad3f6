//! What is the same before and after: values, and the items of lists.

use crate::path::{FieldPath, Step};
use crate::value::Value;

/// How many pairs of items are compared to find the ones that stay.
const MAX_PAIRS: usize = 250_000;

/// Which items of lists after an edit are which items before it.
///
/// By path of the list after the edit, for each item after the position that it had before; an item
/// that was not there before has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(pub Vec<(FieldPath, Vec<Option<usize>>)>);

impl Origins {
    fn of(&self, path: &[Step]) -> Option<&[Option<usize>]> {
        let found = self.0.iter().find(|(list, _)| list.steps() == path)?;
        Some(&found.1)
    }
}

/// Whether two values say the same: maps by what is under their keys, in whatever order; of a key
/// that stands twice the last one counts.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(from), Value::Map(to)) => {
            let in_order = from.len() == to.len() && from.iter().zip(to).all(|(a, b)| a.0 == b.0);
            if in_order && !has_twins(from) {
                return from.iter().zip(to).all(|(a, b)| same(&a.1, &b.1));
            }
            let holds = |key: &str| matches!((last(from, key), last(to, key)), (Some(a), Some(b)) if same(a, b));
            from.iter().chain(to).all(|(key, _)| holds(key))
        }
        (a, b) => a == b,
    }
}

/// What a map has under a key, by the last entry of that name.
pub(super) fn last<'a>(entries: &'a [(String, Value)], key: &str) -> Option<&'a Value> {
    entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn has_twins(entries: &[(String, Value)]) -> bool {
    // Long maps come from text, where a key is there once; only a form can hold twins.
    entries.len() < 100
        && entries
            .iter()
            .enumerate()
            .any(|(at, (key, _))| entries[..at].iter().any(|e| e.0 == *key))
}

/// For each item after, which item before it is; no item before is two of them.
pub(super) fn match_items(
    path: &[Step],
    before: &[Value],
    after: &[Value],
    origins: &Origins,
) -> Vec<Option<usize>> {
    if let Some(known) = origins.of(path)
        && known.len() == after.len()
        && known.iter().flatten().all(|&at| at < before.len())
    {
        return known.to_vec();
    }
    let mut matched = equal_items(before, after);
    move_equal_items(before, after, &mut matched);
    pair_the_rest(before.len(), &mut matched);
    matched
}

/// The equal items at both ends.
fn equal_items(before: &[Value], after: &[Value]) -> Vec<Option<usize>> {
    let shorter = before.len().min(after.len());
    let start = (0..shorter).take_while(|&at| same(&before[at], &after[at])).count();
    let from_end = |at: usize| same(&before[before.len() - 1 - at], &after[after.len() - 1 - at]);
    let end = (0..shorter - start).take_while(|&at| from_end(at)).count();
    let mut matched = vec![None; after.len()];
    for (at, matched) in matched.iter_mut().enumerate().take(start) {
        *matched = Some(at);
    }
    for at in 0..end {
        matched[after.len() - 1 - at] = Some(before.len() - 1 - at);
    }
    matched
}

/// The positions of what is marked.
pub(super) fn positions(marks: &[bool]) -> Vec<usize> {
    let mut positions = Vec::new();
    for (at, marked) in marks.iter().enumerate() {
        if *marked {
            positions.push(at);
        }
    }
    positions
}

/// Finds equal items in between; those that stand elsewhere now are found too.
fn move_equal_items(before: &[Value], after: &[Value], matched: &mut [Option<usize>]) {
    let mut free = vec![true; before.len()];
    for &at in matched.iter().flatten() {
        free[at] = false;
    }
    let mut free = positions(&free);
    if free.len() * after.len() > MAX_PAIRS {
        return;
    }
    for (place, item) in after.iter().enumerate() {
        if matched[place].is_none()
            && let Some(found) = free.iter().position(|&at| same(&before[at], item))
        {
            matched[place] = Some(free.remove(found));
        }
    }
}

/// Takes items for changed ones where as many are missing on both sides between two that stay.
fn pair_the_rest(before: usize, matched: &mut [Option<usize>]) {
    let mut from = 0;
    for place in 0..matched.len() {
        match matched[place] {
            Some(at) => from = from.max(at + 1),
            None if from < before && !matched.contains(&Some(from)) => {
                matched[place] = Some(from);
                from += 1;
            }
            None => {}
        }
    }
}

/// Which items can stay where they are: the longest run whose positions before only grow.
pub(super) fn staying(matched: &[Option<usize>]) -> Vec<bool> {
    // `ends[length]` is the item that ends the best run of that length, `previous` links runs.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; matched.len()];
    for (place, from) in matched.iter().enumerate() {
        let Some(from) = from else { continue };
        let length = ends.partition_point(|&end| matched[end].is_some_and(|at| at < *from));
        previous[place] = length.checked_sub(1).map(|at| ends[at]);
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut stays = vec![false; matched.len()];
    let mut place = ends.last().copied();
    while let Some(at) = place {
        stays[at] = true;
        place = previous[at];
    }
    stays
}
