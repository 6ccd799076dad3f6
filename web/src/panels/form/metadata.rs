//! Labels and annotations of the policy itself, folded away until they are wanted.

use std::rc::Rc;

use netpol_core::command::{Edit, LabelsEdit, MetadataMap};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, ItemId, LabelDraft, LabelsDraft};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::scope::ScopeProps;
use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::field::TextField;
use crate::widgets::findings::FindingList;
use crate::words;

/// Labels and annotations of the policy itself.
#[component]
pub fn MetadataSection(props: &ScopeProps) -> Html {
    let metadata = props.draft.metadata.written();
    let labels = metadata.map(|metadata| metadata.labels.clone()).unwrap_or_default();
    let annotations = metadata.map(|metadata| metadata.annotations.clone()).unwrap_or_default();
    let anything = !labels.is_missing() || !annotations.is_missing();
    let editor = |map, labels| {
        html! { <LabelsEditor {map} {labels} findings={Rc::clone(&props.findings)} /> }
    };
    html! {
        <details class="section metadata" open={anything}>
            <summary><h2>{ words::LABELS_AND_ANNOTATIONS }</h2></summary>
            { editor(MetadataMap::Labels, labels) }
            { editor(MetadataMap::Annotations, annotations) }
        </details>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct LabelsProps {
    map: MetadataMap,
    labels: Field<LabelsDraft>,
    findings: Rc<Findings>,
}

#[component]
fn LabelsEditor(props: &LabelsProps) -> Html {
    let dispatch = use_policy_dispatch();
    let map = props.map;
    let (key, legend, add_label) = match map {
        MetadataMap::Labels => ("labels", words::LABELS, words::ADD_LABEL),
        MetadataMap::Annotations => ("annotations", words::ANNOTATIONS, words::ADD_ANNOTATION),
    };
    let path = FieldPath::root().key("metadata").key(key);
    let add_id = format!("add-{key}");
    let add = move |_: MouseEvent| dispatch.add(Edit::Metadata(map, LabelsEdit::Add));
    let whole: Vec<Diagnostic> = props.findings.at(&path).cloned().collect();
    let row = |item: &Rc<Item<LabelDraft>>| {
        let path = path.key(&item.field.written()?.key);
        let findings: Vec<Diagnostic> = props.findings.within(&path).cloned().collect();
        Some(html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <LabelRow {map} item={Rc::clone(item)} {path} {findings} add_id={add_id.clone()} />
            </li>
        })
    };
    let rows = props.labels.written().map(|labels| labels.0.as_slice()).unwrap_or_default();
    html! {
        <fieldset class="selector" data-path={path.to_string()}>
            <legend>{ legend }</legend>
            <ul class="rows">{ for rows.iter().filter_map(row) }</ul>
            <FindingList id={format!("{add_id}-findings")} findings={whole} />
            <button type="button" class="add" id={add_id.clone()} onclick={add}>
                <IconView icon={Icon::Plus} /><span>{ add_label }</span>
            </button>
        </fieldset>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct LabelRowProps {
    map: MetadataMap,
    item: Rc<Item<LabelDraft>>,
    path: FieldPath,
    findings: Vec<Diagnostic>,
    add_id: AttrValue,
}

#[component]
fn LabelRow(props: &LabelRowProps) -> Html {
    let dispatch = use_policy_dispatch();
    let Some(label) = props.item.field.written() else { return Html::default() };
    let (map, id) = (props.map, props.item.id);
    let number = id.number();
    let send = |edit: fn(ItemId, String) -> LabelsEdit| {
        let dispatch = dispatch.clone();
        Callback::from(move |text| dispatch.edit(Edit::Metadata(map, edit(id, text))))
    };
    let remove = {
        let (dispatch, add_id) = (dispatch.clone(), props.add_id.clone());
        move |_: MouseEvent| dispatch.remove(Edit::Metadata(map, LabelsEdit::Remove(id)), &add_id)
    };
    html! {
        <div class="row" data-path={props.path.to_string()}>
            <TextField
                id={format!("key-{number}")}
                label={words::LABEL_KEY}
                quiet_label=true
                value={label.key.clone()}
                placeholder={words::KEY_PLACEHOLDER}
                oninput={send(LabelsEdit::SetKey)}
            />
            <span class="equals" aria-hidden="true">{ "=" }</span>
            <TextField
                id={format!("value-{number}")}
                label={words::LABEL_VALUE}
                quiet_label=true
                value={label.value.text().into_owned()}
                placeholder={words::VALUE_PLACEHOLDER}
                oninput={send(LabelsEdit::SetValue)}
            />
            <button
                type="button"
                class="icon-button"
                aria-label={words::remove_condition(&label.key)}
                title={words::remove_condition(&label.key)}
                onclick={remove}
            >
                <IconView icon={Icon::Close} />
            </button>
            <FindingList id={format!("row-{number}-findings")} findings={props.findings.clone()} />
        </div>
    }
}
