//! What to say about a field that the API does not have, and what was probably meant.
//!
//! Guesses come from the schema: another spelling of a field of the same struct, or a field of the
//! struct above or below. A guess is only ever help; the field is refused either way.

use super::report::tick;
use super::schema::Struct;
use crate::sentence::Sentence;
use crate::value::Value;

/// Explains an unknown key of a struct: the message, and what to do if there is a guess.
///
/// `way` holds the structs above with the field taken in each, the manifest first.
pub(super) fn explain(
    target: &'static Struct,
    way: &[(&'static Struct, &'static str)],
    key: &str,
    value: &Value,
) -> (Sentence, Option<Sentence>) {
    let message = Sentence::of("{0} has no field {1}");
    let message = message.with(Sentence::of(target.words)).as_is(tick(key));
    let help = alias(target, key)
        .map(Sentence::of)
        .or_else(|| same_word(target, key))
        .or_else(|| misplaced(target, way, key))
        .or_else(|| spelling(target, key))
        .or_else(|| label(target, key, value));
    (message, help)
}

/// Words that people bring from other places of Kubernetes, and from other tools.
fn alias(target: &Struct, key: &str) -> Option<&'static str> {
    Some(match (target.name, key) {
        ("NetworkPolicy", "status") => "remove it; a NetworkPolicy has no status",
        ("NetworkPolicyIngressRule", "to" | "sources") => {
            "write `from`: ingress rules name sources"
        }
        ("NetworkPolicyEgressRule", "from" | "destinations") => {
            "write `to`: egress rules name destinations"
        }
        ("NetworkPolicyIngressRule" | "NetworkPolicyEgressRule", "protocol" | "endPort") => {
            "move it into an entry of `ports`"
        }
        ("NetworkPolicyPort", "targetPort" | "containerPort" | "number") => "write `port`",
        ("NetworkPolicyPort", "name") => "write the name as the value of `port`",
        ("NetworkPolicyPeer", "namespace" | "namespaces") => {
            "select the namespace with `namespaceSelector` and its label `kubernetes.io/metadata.name`"
        }
        ("NetworkPolicyPeer", "serviceAccount" | "serviceAccounts") => {
            "select pods by labels; a NetworkPolicy cannot select by service account"
        }
        ("NetworkPolicyPeer", "fqdn" | "host" | "domain" | "toFQDNs") => {
            "name addresses with `ipBlock`; a NetworkPolicy cannot select by host name"
        }
        ("NetworkPolicyPeer", "namespaceAndPodSelector") => {
            "write `namespaceSelector` and `podSelector` side by side in one entry"
        }
        ("LabelSelector", "labels") => "write `matchLabels`",
        ("LabelSelectorRequirement", "value") => "write `values`, a list",
        _ => return None,
    })
}

/// The same word in another case, or in the singular or plural.
fn same_word(target: &Struct, key: &str) -> Option<Sentence> {
    let plain = |word: &str| word.trim_end_matches(['s', 'S']).to_ascii_lowercase();
    let same = |name: &&'static str| plain(name) == plain(key);
    target.fields.iter().map(|field| field.name).find(same).map(write)
}

/// A field of the struct above, of one beside, or of one below.
fn misplaced(
    target: &'static Struct,
    way: &[(&'static Struct, &'static str)],
    key: &str,
) -> Option<Sentence> {
    let below = target
        .fields
        .iter()
        .find(|field| field.kind.inner_struct().is_some_and(|inner| inner.field(key).is_some()));
    if let Some(field) = below {
        return Some(Sentence::of("move it into `{0}`").as_is(field.name));
    }
    let (above, field) = way.iter().rev().find(|(above, _)| above.field(key).is_some())?;
    let out = Sentence::of("move it out of `{0}`: it is a field of {1}").as_is(*field);
    Some(out.with(Sentence::of(above.words)))
}

/// The field whose spelling is nearest, if it is near at all.
fn spelling(target: &Struct, key: &str) -> Option<Sentence> {
    let nearest =
        target.fields.iter().map(|field| (distance(key, field.name), field.name)).min()?;
    let (distance, name) = nearest;
    let near = distance <= key.chars().count().max(name.len()).div_ceil(3);
    (near && distance < name.len()).then(|| write(name))
}

/// A label that was written straight into a selector.
fn label(target: &Struct, key: &str, value: &Value) -> Option<Sentence> {
    let scalar = !matches!(value, Value::Map(_) | Value::List(_));
    (target.name == "LabelSelector" && scalar)
        .then(|| Sentence::of("move the label {0} into `matchLabels`").as_is(tick(key)))
}

fn write(name: &'static str) -> Sentence {
    Sentence::of("write `{0}`").as_is(name)
}

/// How many letters have to be added, removed, replaced or swapped.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, a) in from.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(a != b);
            let mut best = replaced.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped = row > 0 && column > 0 && from[row - 1] == *b && to[column - 1] == *a;
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::super::schema::NETWORK_POLICY;
    use super::*;

    /// Follows field names down from the manifest and explains a key there.
    fn check(fields: &[&'static str], key: &str, help: Option<&str>) {
        let mut target = &NETWORK_POLICY;
        let mut way = Vec::new();
        for name in fields {
            way.push((target, *name));
            let inner = target.field(name).and_then(|field| field.kind.inner_struct());
            target = inner.unwrap_or(target);
        }
        let (message, found) = explain(target, &way, key, &Value::from("x"));
        let message = message.to_string();
        assert!(message.ends_with(&format!("has no field {}", tick(key))), "{message}");
        assert_eq!(
            found.map(|found| found.to_string()).as_deref(),
            help,
            "{key} in {}",
            target.words
        );
    }

    #[test]
    fn guesses_come_from_spelling_and_place() {
        let rule = ["spec", "ingress"];
        let peer = ["spec", "ingress", "from"];
        check(&[], "sepc", Some("write `spec`"));
        check(&[], "ingress", Some("move it into `spec`"));
        check(&["metadata"], "nmae", Some("write `name`"));
        check(&["spec"], "PodSelector", Some("write `podSelector`"));
        check(&["spec"], "ingres", Some("write `ingress`"));
        check(&["spec"], "matchLabels", Some("move it into `podSelector`"));
        check(&rule, "form", Some("write `from`"));
        check(&rule, "to", Some("write `from`: ingress rules name sources"));
        check(&rule, "port", Some("write `ports`"));
        check(&rule, "podSelector", Some("move it into `from`"));
        check(&peer, "ports", Some("move it out of `from`: it is a field of an ingress rule"));
        check(&peer, "cidr", Some("move it into `ipBlock`"));
        check(&peer, "podSelectors", Some("write `podSelector`"));
        check(&["spec", "podSelector"], "app", Some("move the label `app` into `matchLabels`"));
        check(&["spec", "podSelector"], "matchLabel", Some("write `matchLabels`"));
        check(&["spec"], "description", None);
    }
}
