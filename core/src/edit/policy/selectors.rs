//! Label selectors, and the maps of `metadata`.

use std::rc::Rc;

use super::Rejected;
use super::peers::peer_mut;
use crate::command::{LabelsEdit, MetadataMap, Operator, SelectorEdit, SelectorPlace};
use crate::draft::{
    Field, Ids, Item, ItemId, Items, LabelDraft, LabelsDraft, MetadataDraft, RequirementDraft,
    SelectorDraft, SpecDraft, new_item,
};

pub(super) fn edit_metadata(
    metadata: &mut MetadataDraft,
    map: MetadataMap,
    edit: &LabelsEdit,
    ids: &mut Ids,
) -> Result<(), Rejected> {
    let labels = match map {
        MetadataMap::Labels => &mut metadata.labels,
        MetadataMap::Annotations => &mut metadata.annotations,
    };
    match edit {
        LabelsEdit::Add => labels.or_default().push("", "", ids),
        LabelsEdit::SetKey(row, key) => label_mut(labels, *row)?.key.clone_from(key),
        LabelsEdit::SetValue(row, value) => {
            label_mut(labels, *row)?.value = Field::Written(value.clone());
        }
        LabelsEdit::Remove(row) => remove_label(labels, *row)?,
    }
    Ok(())
}

pub(super) fn edit_selector(
    spec: &mut SpecDraft,
    place: SelectorPlace,
    edit: &SelectorEdit,
    ids: &mut Ids,
) -> Result<(), Rejected> {
    let field = match place {
        SelectorPlace::SelectedPods => &mut spec.pod_selector,
        SelectorPlace::PeerPods(peer) => &mut peer_mut(spec, peer)?.pod_selector,
        SelectorPlace::PeerNamespaces(peer) => &mut peer_mut(spec, peer)?.namespace_selector,
    };
    // INVARIANT: only adding makes a selector, which is blank and therefore selects everything.
    let selector = match edit {
        SelectorEdit::Add => readable(field, Rejected::SELECTOR_UNREADABLE)?,
        _ => field.written_mut().ok_or(Rejected::GONE)?,
    };
    match edit {
        SelectorEdit::Add => {
            readable(&mut selector.match_labels, Rejected::LABELS_UNREADABLE)?.push("", "", ids);
        }
        SelectorEdit::SetKey(row, key) => set_key(selector, *row, key)?,
        SelectorEdit::SetOperator(row, operator) => set_operator(selector, *row, *operator, ids)?,
        SelectorEdit::SetValue(row, value) => {
            label_mut(&mut selector.match_labels, *row)?.value = Field::Written(value.clone());
        }
        SelectorEdit::AddValue(row, value) => {
            let values = requirement_mut(selector, *row)?.values.entries_mut(ids);
            values.push(new_item(value.clone(), ids));
        }
        // Without values the requirement is refused by the server; it never turns into "any".
        SelectorEdit::RemoveValue(row, value) => {
            let values = requirement_mut(selector, *row)?.values.written_mut();
            take_out(values.ok_or(Rejected::GONE)?, *value)?;
        }
        SelectorEdit::Remove(row) => {
            if remove_label(&mut selector.match_labels, *row).is_err() {
                remove_requirement(selector, *row)?;
            }
        }
    }
    Ok(())
}

fn set_key(selector: &mut SelectorDraft, row: ItemId, key: &str) -> Result<(), Rejected> {
    if let Ok(label) = label_mut(&mut selector.match_labels, row) {
        key.clone_into(&mut label.key);
        return Ok(());
    }
    requirement_mut(selector, row)?.key = Field::Written(key.to_owned());
    Ok(())
}

/// Moves a row between `matchLabels` and `matchExpressions` where the operator asks for it.
fn set_operator(
    selector: &mut SelectorDraft,
    row: ItemId,
    operator: Operator,
    ids: &mut Ids,
) -> Result<(), Rejected> {
    let label = label_mut(&mut selector.match_labels, row).ok().map(|label| label.clone());
    match (label, operator.api_name()) {
        (Some(_), None) => {}
        (Some(label), Some(name)) => {
            readable(&mut selector.match_expressions, Rejected::EXPRESSIONS_UNREADABLE)?;
            remove_label(&mut selector.match_labels, row)?;
            let values = match label.value {
                Field::Written(value) if value.is_empty() => Vec::new(),
                field => vec![Rc::new(Item { id: ids.fresh(), field })],
            };
            let requirement = RequirementDraft {
                key: Field::Written(label.key),
                operator: Field::Written(name.to_owned()),
                values: values_for(operator, values),
                ..RequirementDraft::default()
            };
            let item = Rc::new(Item { id: row, field: Field::Written(requirement) });
            selector.match_expressions.or_default().push(item);
        }
        (None, Some(name)) => {
            let requirement = requirement_mut(selector, row)?;
            requirement.operator = Field::Written(name.to_owned());
            let values = std::mem::take(&mut requirement.values);
            let values = values.written().cloned().unwrap_or_default();
            requirement.values = values_for(operator, values);
        }
        (None, None) => {
            readable(&mut selector.match_labels, Rejected::LABELS_UNREADABLE)?;
            let requirement = requirement_mut(selector, row)?.clone();
            if !requirement.others.is_empty() {
                return Err(Rejected::NO_LABEL);
            }
            remove_requirement(selector, row)?;
            let first = requirement.values.written().and_then(|values| values.first());
            let value = first.and_then(|item| item.field.written()).cloned().unwrap_or_default();
            let key = requirement.key.written().cloned().unwrap_or_default();
            let label = LabelDraft { key, value: Field::Written(value) };
            let item = Rc::new(Item { id: row, field: Field::Written(label) });
            selector.match_labels.or_default().0.push(item);
        }
    }
    Ok(())
}

fn values_for(operator: Operator, values: Vec<Rc<Item<String>>>) -> Field<Vec<Rc<Item<String>>>> {
    if operator.takes_values() { Field::Written(values) } else { Field::Absent }
}

fn label_mut(labels: &mut Field<LabelsDraft>, row: ItemId) -> Result<&mut LabelDraft, Rejected> {
    let items = labels.written_mut().ok_or(Rejected::GONE)?;
    let item = items.0.iter_mut().find(|item| item.id == row).ok_or(Rejected::GONE)?;
    Rc::make_mut(item).field.written_mut().ok_or(Rejected::GONE)
}

fn requirement_mut(
    selector: &mut SelectorDraft,
    row: ItemId,
) -> Result<&mut RequirementDraft, Rejected> {
    let items = selector.match_expressions.written_mut().ok_or(Rejected::GONE)?;
    let item = items.iter_mut().find(|item| item.id == row).ok_or(Rejected::GONE)?;
    Ok(Rc::make_mut(item).field.or_default())
}

fn remove_label(labels: &mut Field<LabelsDraft>, row: ItemId) -> Result<(), Rejected> {
    let items = labels.written_mut().ok_or(Rejected::GONE)?;
    take_out(&mut items.0, row)?;
    if items.0.is_empty() {
        *labels = Field::Absent;
    }
    Ok(())
}

fn remove_requirement(selector: &mut SelectorDraft, row: ItemId) -> Result<(), Rejected> {
    let items = selector.match_expressions.written_mut().ok_or(Rejected::GONE)?;
    take_out(items, row)?;
    if items.is_empty() {
        selector.match_expressions = Field::Absent;
    }
    Ok(())
}

pub(super) fn take_out<T>(items: &mut Items<T>, row: ItemId) -> Result<(), Rejected> {
    let position = items.iter().position(|item| item.id == row).ok_or(Rejected::GONE)?;
    items.remove(position);
    Ok(())
}

/// A part of a selector to be added to. One that cannot be read is left alone: it may be a
/// condition, and a selector without it would select more.
fn readable<T: Default>(field: &mut Field<T>, unreadable: Rejected) -> Result<&mut T, Rejected> {
    if matches!(field, Field::Unreadable(_)) {
        return Err(unreadable);
    }
    Ok(field.or_default())
}
