//! Labels and annotations of the policy itself, folded away until they are wanted.

use std::rc::Rc;

use netpol_core::command::{Edit, LabelsEdit, MetadataMap};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, ItemId, LabelDraft, LabelsDraft, PolicyDraft};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::{LabelStyle, TextField};
use crate::widgets::findings::{finding_list, has_errors};
use crate::words;

/// Labels and annotations of the policy itself.
pub fn view(draft: &PolicyDraft, findings: &Findings, dispatch: &PolicyDispatch) -> Html {
    let metadata = draft.metadata.written();
    let labels = metadata.map(|metadata| &metadata.labels);
    let annotations = metadata.map(|metadata| &metadata.annotations);
    let written = |map: Option<&Field<LabelsDraft>>| map.is_some_and(|map| !map.is_missing());
    html! {
        <details class="section metadata" open={written(labels) || written(annotations)}>
            <summary><h2>{ words::LABELS_AND_ANNOTATIONS }</h2></summary>
            { view_map(MetadataMap::Labels, labels, findings, dispatch) }
            { view_map(MetadataMap::Annotations, annotations, findings, dispatch) }
        </details>
    }
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
    let add_id = format!("add-{key}");
    let add = dispatch.on_add(Edit::Metadata(map, LabelsEdit::Add));
    let whole: Vec<Diagnostic> = findings.at(&path).cloned().collect();
    let row = |item: &Rc<Item<LabelDraft>>| {
        let label = item.field.written()?;
        let path = path.key(&label.key);
        let findings: Vec<Diagnostic> = findings.within(&path).cloned().collect();
        let findings_id = format!("row-{}-findings", item.id.number());
        let described = has_errors(&findings).then(|| findings_id.clone());
        Some(html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <div class="row" data-path={path.to_string()}>
                    { view_label(map, item.id, label, described, &add_id, dispatch) }
                    { finding_list(&findings_id, &findings) }
                </div>
            </li>
        })
    };
    let rows = labels.and_then(Field::written).map(|labels| labels.0.as_slice());
    html! {
        <fieldset class="selector" data-path={path.to_string()}>
            <legend>{ legend }</legend>
            <ul class="rows">{ for rows.unwrap_or_default().iter().filter_map(row) }</ul>
            { finding_list(&format!("{add_id}-findings"), &whole) }
            { add_button(Some(add_id.clone()), add_label, add) }
        </fieldset>
    }
}

fn view_label(
    map: MetadataMap,
    id: ItemId,
    label: &LabelDraft,
    described: Option<String>,
    next_focus: &str,
    dispatch: &PolicyDispatch,
) -> Html {
    let number = id.number();
    let send = |edit: fn(ItemId, String) -> LabelsEdit| {
        dispatch.on_text(Edit::Metadata(map, edit(id, String::new())))
    };
    let key = TextField {
        id: format!("key-{number}"),
        label: words::LABEL_KEY,
        label_style: LabelStyle::Quiet,
        value: label.key.clone(),
        placeholder: words::KEY_PLACEHOLDER,
        described: described.clone(),
        oninput: send(LabelsEdit::SetKey),
        ..TextField::default()
    };
    let value = TextField {
        id: format!("value-{number}"),
        label: words::LABEL_VALUE,
        label_style: LabelStyle::Quiet,
        value: label.value.text().into_owned(),
        placeholder: words::VALUE_PLACEHOLDER,
        described,
        oninput: send(LabelsEdit::SetValue),
        ..TextField::default()
    };
    let remove = dispatch.on_remove(Edit::Metadata(map, LabelsEdit::Remove(id)), next_focus);
    html! {
        <>
            { key.view() }
            <span class="equals" aria-hidden="true">{ "=" }</span>
            { value.view() }
            { icon_button(Icon::Close, words::remove_condition(&label.key), remove) }
        </>
    }
}
