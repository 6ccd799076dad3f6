//! Which pods the policy is about: name, namespace, pod selector.

use std::rc::Rc;

use netpol_core::command::{Edit, SelectorPlace};
use netpol_core::draft::PolicyDraft;
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::selector::SelectorEditor;
use crate::state::{use_editor, use_policy_dispatch};
use crate::widgets::field::TextField;
use crate::words;

/// What the parts of the form outside of the rules show.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ScopeProps {
    /// The policy.
    pub draft: Rc<PolicyDraft>,
    /// What is wrong outside of the rules.
    pub findings: Rc<Findings>,
}

/// Name, namespace, and the selected pods.
#[component]
pub fn ScopeSection(props: &ScopeProps) -> Html {
    let dispatch = use_policy_dispatch();
    let editor = use_editor();
    let metadata = FieldPath::root().key("metadata");
    let (name_path, namespace_path) = (metadata.key("name"), metadata.key("namespace"));
    let at = |path: &FieldPath| props.findings.at(path).cloned().collect::<Vec<_>>();
    let set_name = {
        let dispatch = dispatch.clone();
        Callback::from(move |name| dispatch.edit(Edit::SetName(name)))
    };
    let set_namespace = Callback::from(move |name| dispatch.edit(Edit::SetNamespace(name)));
    let namespaces = editor.derived.vocabulary.namespaces.iter().cloned().map(AttrValue::from);
    let namespace = props.draft.namespace();
    let hint = if namespace.is_empty() { words::NO_NAMESPACE_HINT } else { "" };
    let spec = props.draft.spec.written();
    let selector = spec.and_then(|spec| spec.pod_selector.written()).cloned().unwrap_or_default();
    html! {
        <section class="section" aria-labelledby="scope-title">
            <h2 id="scope-title">{ words::APPLIES_TO }</h2>
            <div class="two-columns">
                <TextField
                    id="name"
                    label={words::NAME}
                    value={props.draft.name()}
                    path={name_path.to_string()}
                    findings={at(&name_path)}
                    oninput={set_name}
                />
                <TextField
                    id="namespace"
                    label={words::NAMESPACE}
                    value={namespace}
                    placeholder={words::NAMESPACE_PLACEHOLDER}
                    path={namespace_path.to_string()}
                    choices={namespaces.collect::<Vec<_>>()}
                    findings={at(&namespace_path)}
                    {hint}
                    oninput={set_namespace}
                />
            </div>
            <SelectorEditor
                place={SelectorPlace::SelectedPods}
                legend={words::SELECTED_PODS}
                blank={words::ALL_PODS_SELECTED}
                {selector}
                path={FieldPath::root().key("spec").key("podSelector")}
                findings={Rc::clone(&props.findings)}
            />
        </section>
    }
}
