//! Labels and annotations of the policy itself, folded away until they are wanted.

use std::rc::Rc;

use netpol_core::command::{Edit, LabelsEdit, MetadataMap};
use netpol_core::draft::{Field, Item, ItemId, LabelDraft, LabelsDraft, PolicyDraft};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::{element_id, findings_at, findings_id, findings_within};
use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::{LabelStyle, TextField};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::tag::{div, group, list_item, span, tag};
use crate::words;

/// Labels and annotations of the policy itself.
pub fn view(draft: &PolicyDraft, findings: &Findings, dispatch: &PolicyDispatch) -> Html {
    let metadata = draft.metadata.written();
    let labels = metadata.map(|metadata| &metadata.labels);
    let annotations = metadata.map(|metadata| &metadata.annotations);
    let written = |map: Option<&Field<LabelsDraft>>| map.is_some_and(|map| !map.is_missing());
    tag("details")
        .attr("class", "section metadata")
        .flag("open", written(labels) || written(annotations))
        .child(tag("summary").child(tag("h2").child(words::LABELS_AND_ANNOTATIONS)))
        .child(view_map(MetadataMap::Labels, labels, findings, dispatch))
        .child(view_map(MetadataMap::Annotations, annotations, findings, dispatch))
        .view()
}

fn view_map(
    map: MetadataMap,
    labels: Option<&Field<LabelsDraft>>,
    findings: &Findings,
    dispatch: &PolicyDispatch,
) -> Html {
    let (key, legend, add_label) = match map {
        MetadataMap::Labels => ("labels", words::LABELS, words::ADD_LABEL),
        MetadataMap::Annotations => ("annotations", words::ANNOTATIONS, words::ADD_ANNOTATION),
    };
    let path = FieldPath::root().key("metadata").key(key);
    let add_id = ["add-", key].concat();
    let add = dispatch.on_add(Edit::Metadata(map, LabelsEdit::Add));
    let whole = findings_at(findings, Some(&path));
    let row = |item: &Rc<Item<LabelDraft>>| {
        let label = item.field.written()?;
        let path = path.key(&label.key);
        let findings = findings_within(findings, Some(&path));
        let findings_id = findings_id("row", item.id);
        let described = has_errors(&findings).then(|| findings_id.clone());
        let row = div("row")
            .attr("data-path", path.to_string())
            .child(view_label(map, item.id, label, described, &add_id, dispatch))
            .child(finding_list(&findings_id, &findings));
        Some(list_item(item.id.number()).child(row).view())
    };
    let rows = labels.and_then(Field::written).map(|labels| labels.0.as_slice());
    let rows = rows.unwrap_or_default().iter().filter_map(row);
    tag("fieldset")
        .attr("class", "selector")
        .attr("data-path", path.to_string())
        .child(tag("legend").child(legend))
        .child(tag("ul").attr("class", "rows").children(rows))
        .child(finding_list(&[&add_id, "-findings"].concat(), &whole))
        .child(add_button(Some(add_id.clone()), add_label, add))
        .view()
}

fn view_label(
    map: MetadataMap,
    id: ItemId,
    label: &LabelDraft,
    described: Option<String>,
    next_focus: &str,
    dispatch: &PolicyDispatch,
) -> Html {
    let send = |edit: fn(ItemId, String) -> LabelsEdit| {
        dispatch.on_text(Edit::Metadata(map, edit(id, String::new())))
    };
    let key = TextField {
        id: element_id("key", id),
        label: words::LABEL_KEY,
        label_style: LabelStyle::Quiet,
        value: label.key.clone(),
        placeholder: words::KEY_PLACEHOLDER,
        described: described.clone(),
        oninput: send(LabelsEdit::SetKey),
        ..TextField::default()
    };
    let value = TextField {
        id: element_id("value", id),
        label: words::LABEL_VALUE,
        label_style: LabelStyle::Quiet,
        value: label.value.text().into_owned(),
        placeholder: words::VALUE_PLACEHOLDER,
        described,
        oninput: send(LabelsEdit::SetValue),
        ..TextField::default()
    };
    let remove = dispatch.on_remove(Edit::Metadata(map, LabelsEdit::Remove(id)), next_focus);
    group(vec![
        key.view(),
        span("equals").attr("aria-hidden", "true").child("=").view(),
        value.view(),
        icon_button(Icon::Close, words::remove_condition(&label.key), remove),
    ])
}
