//! Form edits as text: the one place where what a draft says is put into the text of its part.

use super::file::Part;
use super::live::without_live_fields;
use super::origins::origins;
use crate::draft::PolicyDraft;
use crate::path::{FieldPath, Step};
use crate::value::Value;
use crate::yaml::{Document, Origins, Reconciled, reconcile_and_read};

/// The text of a part after the object at a place was changed from one draft to another, and what is
/// read from it.
pub(super) fn write_draft(
    part: &Part,
    place: &FieldPath,
    before: &PolicyDraft,
    after: &PolicyDraft,
) -> (Reconciled, Option<Document>) {
    let mut value = after.to_value();
    let own = part.value().and_then(|value| value.at(place));
    if let (Value::Map(entries), Some(own), false) = (&mut value, own, place.steps().is_empty()) {
        // The items of a typed list need not say what they are; the list has told the draft.
        entries.retain(|(key, _)| !is_envelope(key) || own.get(key).is_some());
    }
    reconcile_and_read(part.text(), part.read(), place, &value, &origins(before, after))
}

/// The text of a part without what a cluster has added to the object at a place.
pub(super) fn write_stripped(part: &Part, place: &FieldPath) -> String {
    let object = part.value().and_then(|value| value.at(place));
    match object.and_then(without_live_fields) {
        Some(after) => {
            let origins = Origins::default();
            reconcile_and_read(part.text(), part.read(), place, &after, &origins).0.text
        }
        None => part.text().to_string(),
    }
}

fn is_envelope(key: &str) -> bool {
    key == "kind" || key == "apiVersion"
}

/// The text of a part without the item of a list at a place; as it is, if it is no such item.
pub(super) fn write_without(part: &Part, place: &FieldPath) -> String {
    let (Some(list), Some(Step::Index(at))) = (place.parent(), place.steps().last()) else {
        return part.text().to_string();
    };
    let items = part.value().and_then(|value| value.at(&list)?.as_list()).unwrap_or_default();
    let (mut after, mut kept) = (Vec::new(), Vec::new());
    for (position, item) in items.iter().enumerate() {
        if position != *at {
            after.push(item.clone());
            kept.push(Some(position));
        }
    }
    let origins = Origins(vec![(FieldPath::root(), kept)]);
    reconcile_and_read(part.text(), part.read(), &list, &Value::List(after), &origins).0.text
}
