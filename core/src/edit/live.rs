//! What a cluster adds to an object that it keeps: of no use in a file that is applied.

use crate::value::Value;

/// The fields of an object that the API server fills in, which nobody writes by hand.
///
/// Facts from `ObjectMeta` of k8s.io/apimachinery, whose comments say "populated by the system" or
/// "read-only". `status` is written through the subresource of that name only.
const METADATA: [&str; 8] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// The annotation in which `kubectl apply` keeps what it has applied: `LastAppliedConfigAnnotation`
/// of k8s.io/api.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Where such fields are: what is around them, and their names.
const FIELDS: [(&[&str], &[&str]); 3] = [
    (&[], &["status"]),
    (&["metadata"], &METADATA),
    (&["metadata", "annotations"], &[LAST_APPLIED]),
];

/// Whether an object has a field that the cluster has added.
pub(super) fn has_live_fields(object: &Value) -> bool {
    FIELDS.iter().any(|(around, names)| {
        let mut value = Some(object);
        for key in *around {
            value = value.and_then(|value| value.get(key));
        }
        value.is_some_and(|value| names.iter().any(|name| value.get(name).is_some()))
    })
}

/// The object without them, and without annotations if those were all; `None` if it has none.
pub(crate) fn without_live_fields(object: &Value) -> Option<Value> {
    has_live_fields(object).then(|| without(object, &[]))
}

/// What is at a place of an object without such fields there and below.
fn without(value: &Value, place: &[&str]) -> Value {
    let (Value::Map(entries), 0..3) = (value, place.len()) else { return value.clone() };
    let live = FIELDS.iter().find(|(around, _)| *around == place).map_or(&[][..], |found| found.1);
    let mut kept = Vec::new();
    for (key, value) in entries {
        let after = without(value, &[place, &[key.as_str()]].concat());
        let is_emptied = place == ["metadata"] && after.as_map() == Some(&[]) && after != *value;
        if !live.contains(&key.as_str()) && !is_emptied {
            kept.push((key.clone(), after));
        }
    }
    Value::Map(kept)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::command::Command;
    use crate::edit::Environment;
    use crate::edit::{Document, apply, derive};

    fn check(text: &str, expected: &str) {
        let document = Rc::new(Document::from_text(text));
        let manifest = document.manifests()[0].id();
        let is_live = |document: &Document| {
            derive(document, Environment::default(), None, None).manifests[0].live
        };
        assert_eq!(is_live(&document), text != expected, "{text}");
        let stripped = apply(&document, &Command::Strip(manifest)).expect("it is there");
        assert_eq!(stripped.to_text(), expected);
        assert!(!is_live(&stripped), "{expected}");
        assert_eq!(stripped.manifests()[0].id(), manifest);
        let again = apply(&stripped, &Command::Strip(manifest)).expect("it is there");
        assert!(Rc::ptr_eq(&stripped, &again), "there was nothing left to strip");
    }

    #[test]
    fn what_the_cluster_added_goes_and_the_rest_keeps_its_bytes() {
        check(
            "# mine\nkind: NetworkPolicy # kept\nmetadata:\n  name:   web\n  uid: 1-2\n  \
             creationTimestamp: null\n  generation: 2\n  resourceVersion: \"7\"\n  \
             managedFields:\n  - manager: kubectl\n    operation: Update\nspec: {podSelector: {}}\n\
             status: {}\n",
            "# mine\nkind: NetworkPolicy # kept\nmetadata:\n  name:   web\nspec: {podSelector: {}}\n",
        );
    }

    #[test]
    fn annotations_of_others_stay_and_none_are_left_empty() {
        let last = super::LAST_APPLIED;
        check(
            &format!(
                "kind: NetworkPolicy\nmetadata:\n  annotations:\n    {last}: '{{}}'\n    why: x\n"
            ),
            "kind: NetworkPolicy\nmetadata:\n  annotations:\n    why: x\n",
        );
        check(
            &format!("kind: Service\nmetadata:\n  name: a\n  annotations:\n    {last}: '{{}}'\n"),
            "kind: Service\nmetadata:\n  name: a\n",
        );
        check(
            "kind: Service\nmetadata:\n  labels: {}\n  uid: x\n",
            "kind: Service\nmetadata:\n  labels: {}\n",
        );
    }

    #[test]
    fn fields_of_these_names_elsewhere_are_the_authors_own() {
        let text = "kind: Thing\nmetadata:\n  labels: {uid: x, generation: y}\nspec: {status: z}\n";
        check(text, text);
        check("kind: Thing\nspec: {uid: x}\nstatus: 1\n", "kind: Thing\nspec: {uid: x}\n");
    }

    #[test]
    fn json_stays_json() {
        check(
            "{\"kind\": \"A\", \"metadata\": {\"name\": \"a\", \"uid\": \"x\"}, \"status\": {\"x\": 1}}\n",
            "{\"kind\": \"A\", \"metadata\": {\"name\": \"a\"}}\n",
        );
    }

    #[test]
    fn a_manifest_of_a_list_is_stripped_by_itself() {
        check(
            "kind: List\nitems:\n- kind: NetworkPolicy\n  metadata: {name: a, uid: x}\n\
             - kind: Service\n  metadata: {name: b, uid: y}\n",
            "kind: List\nitems:\n- kind: NetworkPolicy\n  metadata: {name: a}\n\
             - kind: Service\n  metadata: {name: b, uid: y}\n",
        );
    }
}
