//! Selectors and labels as numbers, so that a hundred thousand pods are compared at once.
//!
//! Of all labels only those count whose key some selector names, and of their values only those
//! that some selector names for that key: any other value is as good as any other.

use super::groups::Groups;
use crate::cluster::Labels;
use crate::model::Selector;

/// The keys and values that selectors name, each with a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms {
    keys: Groups,
    /// A value counts for the key that it is named for.
    values: Groups,
}

/// The value of a label that no selector names.
const OTHER: u32 = u32::MAX;

/// The labels of an object as far as selectors can tell: for each key its number and that of the
/// value, by key.
pub(super) type Shape = [u32];

/// A selector over [`Shape`]s.
#[derive(Clone, Debug)]
pub(super) struct Test(Vec<Condition>);

/// A requirement on one key, tried out beforehand.
#[derive(Clone, Debug)]
struct Condition {
    key: u32,
    /// The values that it names.
    values: Vec<u32>,
    /// Whether it holds for those.
    named: bool,
    /// Whether it holds for any other.
    other: bool,
    /// Whether it holds where the label is not there.
    absent: bool,
}

impl Terms {
    /// The terms of some selectors.
    pub fn of(selectors: &[&Selector]) -> Self {
        let mut terms = Terms::default();
        let mut words = Vec::new();
        for selector in selectors {
            for requirement in selector.requirements() {
                spell(0, requirement.key(), &mut words);
                let key = terms.keys.add(&words);
                for value in requirement.values() {
                    spell(key, value, &mut words);
                    terms.values.add(&words);
                }
            }
        }
        terms
    }

    /// Adds what selectors can tell of some labels; `words` is room to work in.
    pub fn add_shape(&self, labels: &Labels, words: &mut Vec<u32>, shape: &mut Vec<u32>) {
        for (key, value) in labels.pairs() {
            if let Some(key) = self.key(key, words) {
                shape.push(key);
                shape.push(self.value(key, value, words));
            }
        }
    }

    /// A selector over the shapes of these terms, among which its own have to be.
    pub fn test(&self, selector: &Selector) -> Test {
        let mut test = Vec::new();
        let words = &mut Vec::new();
        for requirement in selector.requirements() {
            // A key that no selector names cannot come here.
            let Some(key) = self.key(requirement.key(), words) else { continue };
            let values = requirement.values();
            test.push(Condition {
                key,
                values: values.iter().map(|value| self.value(key, value, words)).collect(),
                named: values.first().is_some_and(|value| requirement.holds(Some(value))),
                // No label has such a value.
                other: requirement.holds(Some("\0")),
                absent: requirement.holds(None),
            });
        }
        Test(test)
    }

    fn key(&self, key: &str, words: &mut Vec<u32>) -> Option<u32> {
        spell(0, key, words);
        self.keys.find(words)
    }

    fn value(&self, key: u32, value: &str, words: &mut Vec<u32>) -> u32 {
        spell(key, value, words);
        self.values.find(words).unwrap_or(OTHER)
    }
}

/// A number and a text as numbers, which no other two are.
fn spell(number: u32, text: &str, words: &mut Vec<u32>) {
    words.clear();
    words.push(number);
    words.push(text.len() as u32);
    for bytes in text.as_bytes().chunks(4) {
        words.push(match *bytes {
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte)),
        });
    }
}

impl Test {
    /// Whether the selector selects what has this shape.
    pub fn holds(&self, shape: &Shape) -> bool {
        self.0.iter().all(|condition| {
            let mut pairs = shape.chunks_exact(2);
            match pairs.find(|pair| pair[0] == condition.key) {
                Some(pair) if condition.values.contains(&pair[1]) => condition.named,
                Some(_) => condition.other,
                None => condition.absent,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NonEmpty, Requirement};

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
        let selectors: Vec<&Selector> = cases.iter().map(|(selector, _)| selector).collect();
        let terms = Terms::of(&selectors);
        for (selector, expected) in &cases {
            let test = terms.test(selector);
            for (label, &expected) in [Some("a"), Some("b"), Some("c"), None].iter().zip(expected) {
                let pair = label.map(|value| (key(), value.to_owned()));
                let mut shape = Vec::new();
                let labels = Labels::new(pair.into_iter().collect());
                terms.add_shape(&labels, &mut Vec::new(), &mut shape);
                assert_eq!(test.holds(&shape), expected == 1, "{selector:?} {label:?}");
            }
        }
    }
}
