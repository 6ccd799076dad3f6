//! Selectors and labels as numbers, so that a hundred thousand pods are compared at once.
//!
//! Of all labels only those count whose key some selector names, and of their values only those
//! that some selector names for that key: any other value is as good as any other.

use crate::cluster::Labels;
use crate::model::{Requirement, Selector};
use crate::order;

/// The keys and values that selectors name, each with a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// By key; the values by name.
    keys: Vec<(String, Vec<String>)>,
}

/// The value of a label that no selector names.
const OTHER: u32 = u32::MAX;

/// The labels of an object as far as selectors can tell: for each key its number and that of the
/// value, by key.
pub(super) type Shape = [u32];

/// A selector over [`Shape`]s.
#[derive(Clone, Debug)]
pub(super) struct Test(Vec<(u32, Condition)>);

#[derive(Clone, Debug)]
enum Condition {
    In(Vec<u32>),
    NotIn(Vec<u32>),
    Exists,
    DoesNotExist,
}

impl Terms {
    /// The terms of some selectors.
    pub fn of<'a>(selectors: impl Iterator<Item = &'a Selector>) -> Self {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        for requirement in selectors.flat_map(Selector::requirements) {
            keys.push(requirement.key());
            match requirement {
                Requirement::Equals { key, value } => pairs.push((key, value)),
                Requirement::In { key, values } | Requirement::NotIn { key, values } => {
                    pairs.extend(values.iter().map(|value| (key.as_str(), value.as_str())));
                }
                Requirement::Exists { .. } | Requirement::DoesNotExist { .. } => {}
            }
        }
        let mut terms = Terms::default();
        let mut keys = order::sorted(keys, Ord::cmp);
        keys.dedup();
        for key in keys {
            terms.keys.push((key.to_owned(), Vec::new()));
        }
        let mut pairs = order::sorted(pairs, Ord::cmp);
        pairs.dedup();
        for (key, value) in pairs {
            if let Some(at) = terms.key(key) {
                terms.keys[at as usize].1.push(value.to_owned());
            }
        }
        terms
    }

    /// Adds what selectors can tell of some labels.
    pub fn add_shape(&self, labels: &Labels, shape: &mut Vec<u32>) {
        for (key, value) in labels.pairs() {
            if let Some(key) = self.key(key) {
                shape.extend([key, self.value(key, value)]);
            }
        }
    }

    /// A selector over the shapes of these terms, among which its own have to be.
    pub fn test(&self, selector: &Selector) -> Test {
        let mut test = Vec::new();
        for requirement in selector.requirements() {
            // A key that no selector names cannot come here.
            let Some(key) = self.key(requirement.key()) else { continue };
            let condition = match requirement {
                Requirement::Equals { value, .. } => Condition::In(vec![self.value(key, value)]),
                Requirement::In { values, .. } => {
                    Condition::In(values.iter().map(|value| self.value(key, value)).collect())
                }
                Requirement::NotIn { values, .. } => {
                    Condition::NotIn(values.iter().map(|value| self.value(key, value)).collect())
                }
                Requirement::Exists { .. } => Condition::Exists,
                Requirement::DoesNotExist { .. } => Condition::DoesNotExist,
            };
            test.push((key, condition));
        }
        Test(test)
    }

    fn key(&self, key: &str) -> Option<u32> {
        let at = self.keys.binary_search_by(|(other, _)| other.as_str().cmp(key)).ok()?;
        Some(at as u32)
    }

    fn value(&self, key: u32, value: &str) -> u32 {
        let values = &self.keys[key as usize].1;
        let at = values.binary_search_by(|other| other.as_str().cmp(value));
        at.map_or(OTHER, |at| at as u32)
    }
}

impl Test {
    /// Whether the selector selects what has this shape.
    pub fn holds(&self, shape: &Shape) -> bool {
        self.0.iter().all(|(key, condition)| {
            let mut pairs = shape.chunks_exact(2);
            let value = pairs.find(|pair| pair[0] == *key).map(|pair| &pair[1]);
            match condition {
                Condition::In(values) => value.is_some_and(|value| values.contains(value)),
                Condition::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
                Condition::Exists => value.is_some(),
                Condition::DoesNotExist => value.is_none(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NonEmpty;

    fn values(values: &[&str]) -> NonEmpty<String> {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        NonEmpty::new(values).expect("a list with values")
    }

    #[test]
    fn an_absent_label_is_not_in_any_list() {
        let key = || "app".to_owned();
        let selector = |requirement| Selector::new(vec![requirement]);
        let cases = [
            (selector(Requirement::Equals { key: key(), value: "a".to_owned() }), [1, 0, 0, 0]),
            (selector(Requirement::In { key: key(), values: values(&["a", "b"]) }), [1, 1, 0, 0]),
            (selector(Requirement::NotIn { key: key(), values: values(&["a"]) }), [0, 1, 1, 1]),
            (selector(Requirement::Exists { key: key() }), [1, 1, 1, 0]),
            (selector(Requirement::DoesNotExist { key: key() }), [0, 0, 0, 1]),
            (Selector::EVERYTHING, [1, 1, 1, 1]),
        ];
        let terms = Terms::of(cases.iter().map(|(selector, _)| selector));
        for (selector, expected) in &cases {
            let test = terms.test(selector);
            for (labels, &expected) in [Some("a"), Some("b"), Some("c"), None].iter().zip(expected)
            {
                let pair = labels.map(|value| (key(), value.to_owned()));
                let mut shape = Vec::new();
                terms.add_shape(&Labels::new(pair.into_iter().collect()), &mut shape);
                assert_eq!(test.holds(&shape), expected == 1, "{selector:?} {labels:?}");
            }
        }
    }
}
