//! Label selectors in words: `pods with app=web`, `namespace shop`, `all pods`.
//!
//! Requirements on one object all hold, so they are joined by `and`; the values of one requirement
//! are alternatives, so they are joined by `or`. The words follow the API reference of
//! `LabelSelector`: `NotIn` and `DoesNotExist` hold for objects without the label.

use super::sentence::Sentence;
use crate::model::{Namespaces, NonEmpty, Requirement, Selector};

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
    pub(super) const fn plural(self) -> &'static str {
        match self {
            Objects::Pods => "pods",
            Objects::Namespaces => "namespaces",
        }
    }
}

/// Says what a selector selects: `all pods`, `pods with app=web`, `namespace shop`.
pub fn selector(selector: &Selector, objects: Objects) -> Sentence {
    if selector.is_everything() {
        return Sentence::of("all ").text(objects.plural());
    }
    match (objects, named_namespaces(selector)) {
        (Objects::Namespaces, Some(named)) => named.describe(Quantity::Every),
        _ => Sentence::of(objects.plural()).text(" ").then(conditions(selector, objects)),
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
        return Sentence::of("all pods in ").then(place(namespaces, own, Quantity::Every));
    };
    // "pods with app=web that are in …", but "pods that have the label team and that are in …".
    let joint = if pods.requirements().iter().all(|one| equal_value(one).is_some()) {
        " that are in "
    } else {
        " and that are in "
    };
    selector(pods, Objects::Pods).text(joint).then(place(namespaces, own, Quantity::Any))
}

/// Whether "all pods in …" or "pods that are in …" goes before the namespaces.
#[derive(Clone, Copy)]
enum Quantity {
    Every,
    Any,
}

impl Quantity {
    const fn of_namespaces(self) -> &'static str {
        match self {
            Quantity::Every => "all namespaces",
            Quantity::Any => "any namespace",
        }
    }
}

fn place(namespaces: &Namespaces, own: Option<&str>, quantity: Quantity) -> Sentence {
    match namespaces {
        Namespaces::Own => match own {
            Some(name) => Sentence::of("namespace ").term(name),
            None => Sentence::of("the policy's own namespace"),
        },
        Namespaces::All => Sentence::of(quantity.of_namespaces()),
        Namespaces::Matching(selector) if selector.is_everything() => {
            Sentence::of(quantity.of_namespaces())
        }
        Namespaces::Matching(by_label) => match named_namespaces(by_label) {
            Some(named) => named.describe(quantity),
            None => selector(by_label, Objects::Namespaces),
        },
    }
}

/// A selector that is about nothing but the names of namespaces.
enum NamedNamespaces<'a> {
    These(Vec<&'a str>),
    AllBut(Vec<&'a str>),
}

impl NamedNamespaces<'_> {
    fn describe(&self, quantity: Quantity) -> Sentence {
        let terms = |names: &[&str], last| {
            Sentence::list(names.iter().map(|name| Sentence::of_term(*name)), last)
        };
        match self {
            NamedNamespaces::These(names) => Sentence::of("namespace ").then(terms(names, " or ")),
            NamedNamespaces::AllBut(names) => {
                Sentence::of(quantity.of_namespaces()).text(" except ").then(terms(names, " and "))
            }
        }
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
        clauses.push(Sentence::of("with ").then(Sentence::list(equals, " and ")));
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
    let label = |start: &'static str, key: &str| Sentence::of(start).term(key);
    let values = |list: &NonEmpty<String>, last| {
        Sentence::list(list.iter().map(|one| Sentence::of_term(shown(one))), last)
    };
    match requirement {
        Requirement::Equals { key, value } => Sentence::of("with ").term(pair(key, value)),
        Requirement::In { key, values: list } => {
            label("whose label ", key).text(" is ").then(values(list, " or "))
        }
        Requirement::NotIn { key, values: list } => {
            let negation = if list.as_slice().len() == 1 { " is not " } else { " is neither " };
            let said = label("whose label ", key).text(negation).then(values(list, " nor "));
            if may_be_absent { said.text(" (or is missing)") } else { said }
        }
        Requirement::Exists { key } => label("that have the label ", key),
        Requirement::DoesNotExist { key } => label("that do not have the label ", key),
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
