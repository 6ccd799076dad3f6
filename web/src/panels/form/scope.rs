//! Which pods the policy is about: name, namespace, pod selector.

use netpol_core::command::{Edit, SelectorPlace};
use netpol_core::draft::{PolicyDraft, SelectorDraft};
use netpol_core::edit::{Findings, PolicyFacts};
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::selector::SelectorEditor;
use super::{choices, findings_at, matched};
use crate::state::PolicyDispatch;
use crate::widgets::field::TextField;
use crate::widgets::tag::{div, tag};
use crate::words;

/// Name, namespace, and the selected pods.
pub fn view(draft: &PolicyDraft, facts: &PolicyFacts, dispatch: &PolicyDispatch) -> Html {
    let findings: &Findings = &facts.scope;
    let field = |key: &'static str, label: &'static str, value: String, edit: Edit| {
        let path = FieldPath::root().key("metadata").key(key);
        TextField {
            id: key.to_owned(),
            label,
            value,
            path: Some(path.to_string()),
            findings: findings_at(findings, Some(&path)),
            oninput: dispatch.on_text(edit),
            ..TextField::default()
        }
    };
    let name = field("name", words::NAME, draft.name(), Edit::SetName(String::new()));
    let namespace = draft.namespace();
    let namespace = TextField {
        placeholder: words::NAMESPACE_PLACEHOLDER,
        choices: Some(choices::NAMESPACES.to_owned()),
        hint: if namespace.is_empty() { words::NO_NAMESPACE_HINT } else { "" },
        ..field("namespace", words::NAMESPACE, namespace, Edit::SetNamespace(String::new()))
    };
    let blank = SelectorDraft::default();
    let selector = SelectorEditor {
        place: SelectorPlace::SelectedPods,
        legend: words::SELECTED_PODS,
        blank: words::ALL_PODS_SELECTED,
        selector: draft.spec.written().and_then(|spec| spec.pod_selector.written()),
        path: FieldPath::root().key("spec").key("podSelector"),
        findings,
        dispatch,
    };
    tag("section")
        .attr("role", "group")
        .attr("class", "section")
        .attr("aria-labelledby", "scope-title")
        .child(tag("h2").attr("id", "scope-title").child(words::APPLIES_TO))
        .child(div("two-columns").child(name.view()).child(namespace.view()))
        .child(selector.view(&blank))
        .child(facts.selected.as_ref().map(matched))
        .view()
}
