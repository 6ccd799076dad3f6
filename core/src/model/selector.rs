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

    /// Whether it selects what has these labels, by key.
    pub fn selects<'a>(&self, label: &dyn Fn(&str) -> Option<&'a str>) -> bool {
        self.requirements.iter().all(|requirement| requirement.holds(label(requirement.key())))
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
    /// Whether it holds for the value of its label; `None` is a label that is not there.
    ///
    /// `NotIn` and `DoesNotExist` hold then, as
    /// [in Kubernetes](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement).
    pub fn holds(&self, value: Option<&str>) -> bool {
        match self {
            Requirement::Equals { value: wanted, .. } => value == Some(wanted),
            Requirement::In { values, .. } => value.is_some_and(|value| has(values, value)),
            Requirement::NotIn { values, .. } => !value.is_some_and(|value| has(values, value)),
            Requirement::Exists { .. } => value.is_some(),
            Requirement::DoesNotExist { .. } => value.is_none(),
        }
    }

    /// The values that it names, which are all the same to it.
    pub fn values(&self) -> &[String] {
        match self {
            Requirement::Equals { value, .. } => std::slice::from_ref(value),
            Requirement::In { values, .. } | Requirement::NotIn { values, .. } => values.as_slice(),
            Requirement::Exists { .. } | Requirement::DoesNotExist { .. } => &[],
        }
    }

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

fn has(values: &NonEmpty<String>, value: &str) -> bool {
    values.iter().any(|other| other == value)
}
