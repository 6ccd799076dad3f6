//! Label selectors in words: `pods with app=web`, `namespace shop`, `all pods`.
//!
//! Requirements on one object all hold, so they are joined by `and`; the values of one requirement
//! are alternatives, so they are joined by `or`. The words follow the API reference of
//! `LabelSelector`: `NotIn` and `DoesNotExist` hold for objects without the label.

use crate::model::{Namespaces, NonEmpty, Requirement, Selector};
use crate::sentence::Sentence;

/// The label that the API server itself gives to every namespace, with the namespace's name.
///
/// Source: <https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name>
pub(super) const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// What a selector selects among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objects {
    /// Pods, by `podSelector`.
    Pods,
    /// Namespaces, by `namespaceSelector`.
    Namespaces,
}

impl Objects {
    /// The one template for pods, or the other for namespaces.
    pub(super) const fn choose(self, pods: &'static str, namespaces: &'static str) -> &'static str {
        match self {
            Objects::Pods => pods,
            Objects::Namespaces => namespaces,
        }
    }
}

/// Says what a selector selects: `all pods`, `pods with app=web`, `namespace shop`.
pub fn selector(selector: &Selector, objects: Objects) -> Sentence {
    if selector.is_everything() {
        return Sentence::of(objects.choose("all pods", "all namespaces"));
    }
    match (objects, named_namespaces(selector)) {
        (Objects::Namespaces, Some(named)) => {
            named.describe("namespace {0}", "all namespaces except {0}")
        }
        _ => {
            let template = objects.choose("pods {0}", "namespaces {0}");
            Sentence::of(template).with(conditions(selector, objects))
        }
    }
}

/// Says which pods and where: both selectors of a peer, or the selected pods of a policy.
///
/// `own` is the name of the policy's namespace, if the manifest has one.
pub(super) fn pods_in(
    pods: Option<&Selector>,
    namespaces: &Namespaces,
    own: Option<&str>,
) -> Sentence {
    let Some(pods) = pods.filter(|pods| !pods.is_everything()) else {
        return Sentence::of("all pods {0}").with(place(namespaces, own, IN_ALL));
    };
    // "pods with app=web that are in …", but "pods that have the label team and that are in …".
    let template = if pods.requirements().iter().all(|one| equal_value(one).is_some()) {
        "{0} that are {1}"
    } else {
        "{0} and that are {1}"
    };
    let place = place(namespaces, own, IN_ANY);
    Sentence::of(template).with(selector(pods, Objects::Pods)).with(place)
}

/// After "all pods": in all namespaces, and in all but some.
const IN_ALL: [&str; 2] = ["in all namespaces", "in all namespaces except {0}"];

/// After "pods that are": the same.
const IN_ANY: [&str; 2] = ["in any namespace", "in any namespace except {0}"];

fn place(
    namespaces: &Namespaces,
    own: Option<&str>,
    [all, all_but]: [&'static str; 2],
) -> Sentence {
    match namespaces {
        Namespaces::Own => match own {
            Some(name) => Sentence::of("in namespace {0}").term(name),
            None => Sentence::of("in the policy's own namespace"),
        },
        Namespaces::Matching(by_label) if !by_label.is_everything() => {
            match named_namespaces(by_label) {
                Some(named) => named.describe("in namespace {0}", all_but),
                None => Sentence::of("in {0}").with(selector(by_label, Objects::Namespaces)),
            }
        }
        Namespaces::All | Namespaces::Matching(_) => Sentence::of(all),
    }
}

/// A selector that is about nothing but the names of namespaces.
enum NamedNamespaces<'a> {
    These(Vec<&'a str>),
    AllBut(Vec<&'a str>),
}

impl NamedNamespaces<'_> {
    fn describe(&self, these: &'static str, all_but: &'static str) -> Sentence {
        let (template, names, last) = match self {
            NamedNamespaces::These(names) => (these, names, " or "),
            NamedNamespaces::AllBut(names) => (all_but, names, " and "),
        };
        let names = Sentence::list(names.iter().map(|name| Sentence::of_term(*name)), last);
        Sentence::of(template).with(names)
    }
}

fn named_namespaces(selector: &Selector) -> Option<NamedNamespaces<'_>> {
    let [requirement] = selector.requirements() else { return None };
    if requirement.key() != NAMESPACE_NAME {
        return None;
    }
    let names = |values: &'_ NonEmpty<String>| values.iter().all(|name| !name.is_empty());
    match requirement {
        Requirement::Equals { value, .. } if !value.is_empty() => {
            Some(NamedNamespaces::These(vec![value]))
        }
        Requirement::In { values, .. } if names(values) => {
            Some(NamedNamespaces::These(values.iter().map(String::as_str).collect()))
        }
        // Exact, because no namespace is without this label.
        Requirement::NotIn { values, .. } if names(values) => {
            Some(NamedNamespaces::AllBut(values.iter().map(String::as_str).collect()))
        }
        _ => None,
    }
}

/// All requirements: `with app=web and tier=db`, `with app=web and whose label env is a or b`.
fn conditions(selector: &Selector, objects: Objects) -> Sentence {
    let mut equals = Vec::new();
    for one in selector.requirements() {
        if let Some((key, value)) = equal_value(one) {
            equals.push(Sentence::of_term(pair(key, value)));
        }
    }
    let mut clauses = Vec::new();
    if !equals.is_empty() {
        clauses.push(Sentence::of("with {0}").with(Sentence::list(equals, " and ")));
    }
    for one in selector.requirements() {
        if equal_value(one).is_none() {
            clauses.push(clause(one, may_be_absent(one.key(), selector, objects)));
        }
    }
    Sentence::list(clauses, " and ")
}

/// One requirement that is more than a value: `whose label env is prod or staging`.
fn clause(requirement: &Requirement, may_be_absent: bool) -> Sentence {
    let values = |list: &NonEmpty<String>, last| {
        Sentence::list(list.iter().map(|one| Sentence::of_term(shown(one))), last)
    };
    let (template, values) = match requirement {
        Requirement::Equals { key, value } => {
            return Sentence::of("with {0}").term(pair(key, value));
        }
        Requirement::In { values: list, .. } => {
            ("whose label {0} is {1}", Some(values(list, " or ")))
        }
        Requirement::NotIn { values: list, .. } => {
            let template = match (list.as_slice(), may_be_absent) {
                ([_], false) => "whose label {0} is not {1}",
                ([_], true) => "whose label {0} is not {1} (or is missing)",
                (_, false) => "whose label {0} is neither {1}",
                (_, true) => "whose label {0} is neither {1} (or is missing)",
            };
            (template, Some(values(list, " nor ")))
        }
        Requirement::Exists { .. } => ("that have the label {0}", None),
        Requirement::DoesNotExist { .. } => ("that do not have the label {0}", None),
    };
    let said = Sentence::of(template).term(requirement.key());
    match values {
        Some(values) => said.with(values),
        None => said,
    }
}

/// Whether an object that fits the selector can be without a label.
pub(super) fn may_be_absent(key: &str, selector: &Selector, objects: Objects) -> bool {
    let always_there = objects == Objects::Namespaces && key == NAMESPACE_NAME;
    let demanded = selector.requirements().iter().any(|one| {
        one.key() == key
            && matches!(
                one,
                Requirement::Equals { .. } | Requirement::In { .. } | Requirement::Exists { .. }
            )
    });
    !always_there && !demanded
}

/// Key and value of a requirement that demands exactly one value.
pub(super) fn equal_value(requirement: &Requirement) -> Option<(&str, &str)> {
    match requirement {
        Requirement::Equals { key, value } => Some((key, value)),
        Requirement::In { key, values } => match values.as_slice() {
            [value] => Some((key, value)),
            _ => None,
        },
        _ => None,
    }
}

fn pair(key: &str, value: &str) -> String {
    [key, "=", shown(value)].concat()
}

/// A label's value; an empty one, which is a value too, is made visible.
fn shown(value: &str) -> &str {
    if value.is_empty() { "\"\"" } else { value }
}
