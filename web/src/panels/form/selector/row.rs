//! One row of a selector: key, operator, values.

use std::collections::{BTreeMap, BTreeSet};

use netpol_core::command::{Edit, Operator, SelectorEdit, SelectorPlace};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{ItemId, LabelDraft, RequirementDraft, SelectorDraft};
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::values::RowValues;
use crate::icons::{Icon, IconView};
use crate::state::{use_editor, use_policy_dispatch};
use crate::widgets::field::{TextField, has_errors};
use crate::widgets::findings::FindingList;
use crate::widgets::select::Select;
use crate::words;

/// A row of either kind: an entry of `matchLabels` or of `matchExpressions`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Who it is.
    pub id: ItemId,
    /// Where it is in the manifest.
    pub path: FieldPath,
    /// The label's key.
    pub key: String,
    /// `None` for an operator that the API does not have.
    pub operator: Option<Operator>,
    /// The operator as it is written.
    pub written_operator: String,
    /// The value of an entry of `matchLabels`.
    pub value: String,
    /// The values of an entry of `matchExpressions`.
    pub values: Vec<(ItemId, String)>,
}

/// The rows of a selector, labels first, as the manifest has them.
pub fn rows_of(selector: &SelectorDraft, path: &FieldPath) -> Vec<Row> {
    let labels = selector.labels().iter().filter_map(|item| {
        Some(label_row(item.id, item.field.written()?, &path.key("matchLabels")))
    });
    let expressions = selector.expressions().iter().enumerate().map(|(index, item)| {
        let path = path.key("matchExpressions").index(index);
        let requirement = item.field.written().cloned().unwrap_or_default();
        requirement_row(item.id, &requirement, path)
    });
    labels.chain(expressions).collect()
}

fn label_row(id: ItemId, label: &LabelDraft, labels: &FieldPath) -> Row {
    Row {
        id,
        path: labels.key(&label.key),
        key: label.key.clone(),
        operator: Some(Operator::Equals),
        written_operator: String::new(),
        value: label.value.text().into_owned(),
        values: Vec::new(),
    }
}

fn requirement_row(id: ItemId, requirement: &RequirementDraft, path: FieldPath) -> Row {
    let operator = requirement.operator.text().into_owned();
    let values = requirement.values.written().into_iter().flatten();
    Row {
        id,
        path,
        key: requirement.key.text().into_owned(),
        operator: Operator::ALL.into_iter().find(|known| known.api_name() == Some(&*operator)),
        written_operator: operator,
        value: String::new(),
        values: values.map(|item| (item.id, item.field.text().into_owned())).collect(),
    }
}

/// What a [`SelectorRow`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RowProps {
    /// Which selector.
    pub place: SelectorPlace,
    /// The row.
    pub row: Row,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// The button that gets the keyboard when the row is taken away.
    pub add_id: AttrValue,
}

/// One row of a selector.
#[component]
pub fn SelectorRow(props: &RowProps) -> Html {
    let dispatch = use_policy_dispatch();
    let editor = use_editor();
    let (place, row) = (props.place, &props.row);
    let number = row.id.number();
    let id = row.id;
    let labels = match place {
        SelectorPlace::PeerNamespaces(_) => &editor.derived.vocabulary.namespace_labels,
        SelectorPlace::SelectedPods | SelectorPlace::PeerPods(_) => {
            &editor.derived.vocabulary.pod_labels
        }
    };
    let set_key = {
        let dispatch = dispatch.clone();
        Callback::from(move |key| {
            dispatch.edit(Edit::Selector(place, SelectorEdit::SetKey(id, key)))
        })
    };
    let remove = {
        let add_id = props.add_id.clone();
        move |_: MouseEvent| {
            dispatch.remove(Edit::Selector(place, SelectorEdit::Remove(id)), &add_id);
        }
    };
    let findings_id = AttrValue::from(format!("row-{number}-findings"));
    html! {
        <div class="row" data-path={row.path.to_string()}>
            <TextField
                id={format!("key-{number}")}
                label={words::LABEL_KEY}
                quiet_label=true
                value={row.key.clone()}
                placeholder={words::KEY_PLACEHOLDER}
                choices={keys(labels)}
                oninput={set_key}
            />
            <OperatorChoice {place} row={row.clone()} findings_id={findings_id.clone()} />
            <RowValues
                {place}
                row={row.clone()}
                choices={values(labels, &row.key)}
                invalid={has_errors(&props.findings)}
            />
            <button
                type="button"
                class="icon-button"
                aria-label={words::remove_condition(&row.key)}
                title={words::remove_condition(&row.key)}
                onclick={remove}
            >
                <IconView icon={Icon::Close} />
            </button>
            <FindingList id={findings_id} findings={props.findings.clone()} />
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct OperatorProps {
    place: SelectorPlace,
    row: Row,
    findings_id: AttrValue,
}

#[component]
fn OperatorChoice(props: &OperatorProps) -> Html {
    let dispatch = use_policy_dispatch();
    let (place, id) = (props.place, props.row.id);
    let element = format!("operator-{}", id.number());
    let onchange = {
        let element = element.clone();
        Callback::from(move |chosen: usize| {
            let operator = Operator::ALL.get(chosen).copied().unwrap_or(Operator::Equals);
            let edit = Edit::Selector(place, SelectorEdit::SetOperator(id, operator));
            // The row may have moved from the labels to the expressions.
            dispatch.edit_then_focus(edit, &element);
        })
    };
    let own = props.row.operator;
    let selected = own.and_then(|own| Operator::ALL.iter().position(|known| *known == own));
    html! {
        <Select
            id={element}
            label={words::OPERATOR}
            quiet_label=true
            options={Operator::ALL.map(|operator| words::operator(operator).into()).to_vec()}
            {selected}
            other={props.row.written_operator.clone()}
            describedby={props.findings_id.clone()}
            {onchange}
        />
    }
}

fn keys(labels: &BTreeMap<String, BTreeSet<String>>) -> Vec<AttrValue> {
    labels.keys().cloned().map(AttrValue::from).collect()
}

fn values(labels: &BTreeMap<String, BTreeSet<String>>, key: &str) -> Vec<AttrValue> {
    labels.get(key).into_iter().flatten().cloned().map(AttrValue::from).collect()
}
