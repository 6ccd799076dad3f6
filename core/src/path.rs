//! Where in a manifest something is: `spec.ingress[0].from[1].ipBlock.cidr`.
//!
//! Paths are for messages: a path is right only for the document it was computed from. What has to
//! survive an edit is addressed by an id (see `draft`).

use std::fmt;

/// One step down into a manifest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A key of a map.
    Key(String),
    /// A position in a list, from 0.
    Index(usize),
}

/// The way from the root of a manifest to one of its values, written as the API server writes it.
///
/// ```
/// use netpol_core::path::FieldPath;
/// let path = FieldPath::root().key("spec").key("ingress").index(0).key("from");
/// assert_eq!(path.to_string(), "spec.ingress[0].from");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(Vec<Step>);

impl FieldPath {
    /// The manifest itself.
    pub const fn root() -> Self {
        FieldPath(Vec::new())
    }

    /// The path of a key below this one.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.child(Step::Key(key.to_owned()))
    }

    /// The path of an item below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.child(Step::Index(index))
    }

    /// The path of a key or an item below this one.
    #[must_use]
    pub fn with(&self, step: &Step) -> Self {
        self.child(step.clone())
    }

    /// The path of what is at another path below this one.
    #[must_use]
    pub fn join(&self, below: &FieldPath) -> Self {
        below.steps().iter().fold(self.clone(), |path, step| path.with(step))
    }

    /// The path of the value that holds this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, parents) = self.0.split_last()?;
        Some(FieldPath::along(parents))
    }

    /// The path that some steps lead along.
    pub(crate) fn along(steps: &[Step]) -> Self {
        FieldPath(steps.to_vec())
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether `other` is this path or lies below it.
    pub fn contains(&self, other: &FieldPath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The rest of a path that starts with this one; `None` for a path elsewhere.
    pub fn rest_of(&self, other: &FieldPath) -> Option<Self> {
        let rest = other.0.strip_prefix(self.0.as_slice())?;
        Some(FieldPath::along(rest))
    }

    fn child(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        FieldPath(steps)
    }
}

impl FromIterator<Step> for FieldPath {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        FieldPath(steps.into_iter().collect())
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_contains_itself_and_what_is_below() {
        let spec = FieldPath::root().key("spec");
        let rule = spec.key("ingress").index(0);
        assert!(spec.contains(&spec));
        assert!(spec.contains(&rule));
        assert!(!rule.contains(&spec));
        assert_eq!(spec.rest_of(&rule), Some(FieldPath::root().key("ingress").index(0)));
        assert_eq!(rule.rest_of(&spec), None);
        assert_eq!(rule.parent(), Some(spec.key("ingress")));
    }
}
