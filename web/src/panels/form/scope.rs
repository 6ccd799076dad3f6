//! Which pods the policy is about: name, namespace, pod selector.

use std::rc::Rc;

use netpol_core::command::{Edit, SelectorPlace};
use netpol_core::draft::{PolicyDraft, SelectorDraft};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::choices;
use super::selector::SelectorEditor;
use crate::state::PolicyDispatch;
use crate::widgets::field::TextField;
use crate::words;

/// What the parts of the form outside of the rules show.
#[derive(Clone, PartialEq, Properties)]
pub struct ScopeProps {
    /// The policy.
    pub draft: Rc<PolicyDraft>,
    /// What is wrong outside of the rules.
    pub findings: Rc<Findings>,
    /// Where edits go.
    pub dispatch: PolicyDispatch,
}

/// Name, namespace, and the selected pods.
#[component]
pub fn ScopeSection(props: &ScopeProps) -> Html {
    let dispatch = &props.dispatch;
    let field = |key: &'static str, label: &'static str, value: String, edit: Edit| {
        let path = FieldPath::root().key("metadata").key(key);
        TextField {
            id: key.to_owned(),
            label,
            value,
            path: Some(path.to_string()),
            findings: props.findings.at(&path).cloned().collect(),
            oninput: dispatch.on_text(edit),
            ..TextField::default()
        }
    };
    let name = field("name", words::NAME, props.draft.name(), Edit::SetName(String::new()));
    let namespace = props.draft.namespace();
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
        selector: props.draft.spec.written().and_then(|spec| spec.pod_selector.written()),
        path: FieldPath::root().key("spec").key("podSelector"),
        findings: &props.findings,
        dispatch,
    };
    html! {
        <section role="group" class="section" aria-labelledby="scope-title">
            <h2 id="scope-title">{ words::APPLIES_TO }</h2>
            <div class="two-columns">{ name.view() }{ namespace.view() }</div>
            { selector.view(&blank) }
        </section>
    }
}
