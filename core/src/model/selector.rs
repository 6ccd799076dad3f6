//! Label selectors: conjunctions of requirements on single keys.

use super::NonEmpty;

/// A label selector: all of its requirements must hold; without any it selects everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    requirements: Vec<Requirement>,
}

impl Selector {
    /// The selector that selects everything, `{}`.
    pub const EVERYTHING: Selector = Selector { requirements: Vec::new() };

    /// Makes a selector from its requirements, in the order of the manifest.
    pub fn new(requirements: Vec<Requirement>) -> Self {
        Selector { requirements }
    }

    /// Whether it selects everything.
    pub fn is_everything(&self) -> bool {
        self.requirements.is_empty()
    }

    /// What must hold.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }
}

/// One condition on one label key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// An entry of `matchLabels`: the label is there with this value.
    Equals {
        /// The label's key.
        key: String,
        /// The label's value.
        value: String,
    },
    /// `In`: the label is there with one of these values.
    In {
        /// The label's key.
        key: String,
        /// The values, in the order of the manifest.
        values: NonEmpty<String>,
    },
    /// `NotIn`: the label has none of these values; it may be absent.
    NotIn {
        /// The label's key.
        key: String,
        /// The values, in the order of the manifest.
        values: NonEmpty<String>,
    },
    /// `Exists`: the label is there, with any value.
    Exists {
        /// The label's key.
        key: String,
    },
    /// `DoesNotExist`: the label is not there.
    DoesNotExist {
        /// The label's key.
        key: String,
    },
}

impl Requirement {
    /// The label's key.
    pub fn key(&self) -> &str {
        match self {
            Requirement::Equals { key, .. }
            | Requirement::In { key, .. }
            | Requirement::NotIn { key, .. }
            | Requirement::Exists { key }
            | Requirement::DoesNotExist { key } => key,
        }
    }
}
