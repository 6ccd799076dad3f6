//! Which objects a document holds: itself, or the items of a list and of the lists in it.
//!
//! `kubectl get -o yaml` prints many objects as one list, and each of them is a manifest here.
//! `kubectl apply` opens lists in lists too. Fact from `FlattenListVisitor` of k8s.io/cli-runtime.

use std::borrow::Cow;

use crate::draft::{API_VERSION, KIND};
use crate::expect::EXPECTATIONS;
use crate::path::FieldPath;
use crate::value::Value;

const ITEMS: &str = "items";

/// Where the objects of a document are; an empty list is an object itself.
pub fn places(document: &Value) -> Vec<FieldPath> {
    let mut places = Vec::new();
    add_places(document, FieldPath::root(), &mut places);
    places
}

fn add_places(value: &Value, place: FieldPath, places: &mut Vec<FieldPath>) {
    match items(value) {
        Some(items) if !items.is_empty() => {
            let list = place.key(ITEMS);
            for (number, item) in items.iter().enumerate() {
                add_places(item, list.index(number), places);
            }
        }
        _ => places.push(place),
    }
}

/// Takes each object of a document as kubectl reads it, with its place.
pub fn for_each(document: &Value, take: &mut dyn FnMut(&Value, &FieldPath)) {
    for place in places(document) {
        if let Some(object) = object_at(document, &place) {
            take(&object, &place);
        }
    }
}

/// Where the manifests of a document are: its objects, but a list without any policy is one, however
/// many objects a cluster has.
pub(super) fn manifests(document: &Value) -> Vec<FieldPath> {
    let places = places(document);
    let is_policy_at =
        |place: &FieldPath| object_at(document, place).is_some_and(|object| is_policy(&object));
    match places.iter().any(is_policy_at) {
        true => places,
        false => vec![FieldPath::root()],
    }
}

/// How many objects a document has, if it is a list.
pub(super) fn count(document: &Value) -> Option<usize> {
    items(document).map(<[Value]>::len)
}

fn items(document: &Value) -> Option<&[Value]> {
    document.get("kind")?.as_str().filter(|kind| kind.ends_with("List"))?;
    document.get(ITEMS)?.as_list()
}

/// The object at a place as kubectl reads it.
///
/// The items of a typed list, such as a `NetworkPolicyList`, need not say what they are. Fact from
/// `unstructuredJSONScheme` of k8s.io/apimachinery.
pub fn object_at<'a>(document: &'a Value, place: &FieldPath) -> Option<Cow<'a, Value>> {
    let object = document.at(place)?;
    // Behind the list come `items` and a number.
    let list = place.steps().split_last_chunk::<2>().and_then(|(list, _)| document.at_steps(list));
    let list = list.unwrap_or(&Value::Null);
    let text =
        |value: &Value, key| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let kind = text(list, "kind");
    let kind = kind.strip_suffix("List").unwrap_or_default();
    let says = |key| !text(object, key).is_empty();
    let (Value::Map(entries), false) = (object, kind.is_empty()) else {
        return Some(Cow::Borrowed(object));
    };
    if says("kind") || says("apiVersion") {
        return Some(Cow::Borrowed(object));
    }
    let mut filled = vec![
        ("apiVersion".to_owned(), Value::from(text(list, "apiVersion"))),
        ("kind".to_owned(), Value::from(kind)),
    ];
    for (key, value) in entries {
        if key != "kind" && key != "apiVersion" {
            filled.push((key.clone(), value.clone()));
        }
    }
    Some(Cow::Owned(Value::Map(filled)))
}

/// Whether an object is taken for a policy; one without `kind` is too: the form is there to
/// complete it. Expectations have no `kind` either, but say what they are.
pub(super) fn is_policy(object: &Value) -> bool {
    let is = |key: &str, expected: &str| match object.get(key) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty() || text == expected,
        Some(_) => false,
    };
    let is_expectations = object.get(EXPECTATIONS).is_some() && object.get("kind").is_none();
    !is_expectations
        && is("kind", KIND)
        && (is("apiVersion", API_VERSION) || object.get("kind").is_some())
}
