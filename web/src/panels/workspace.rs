//! The left region: all manifests by namespace, and the details of the selected one.

use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::diagnostic::Severity;
use netpol_core::edit::{DerivedManifest, Health, Origin};
use yew::prelude::*;

use super::details::Details;
use crate::icons::{Icon, icon, named_icon};
use crate::state::{Dispatch, Focus, Main, UiAction, use_dispatch, use_editor, use_ui};
use crate::words;

/// The left region.
#[component]
pub fn WorkspacePanel() -> Html {
    let editor = use_editor();
    let dispatch = use_dispatch();
    let selected = use_selected();
    let add = use_new_policy();
    let groups = by_namespace(&editor.derived.manifests);
    let current = selected.as_ref().map(|selected| selected.manifest.id());
    let group = |(name, manifests): (String, Vec<&Rc<DerivedManifest>>)| {
        view_group(&name, &manifests, current, &dispatch)
    };
    html! {
        <aside class="workspace-region" aria-label={words::REGION_WORKSPACE}>
            { new_buttons(add, &dispatch) }
            if groups.is_empty() {
                <p class="hint empty">{ words::NO_POLICIES }</p>
            }
            <nav aria-label={words::POLICIES}>{ for groups.into_iter().map(group) }</nav>
            if let Some(manifest) = selected {
                <Details {manifest} />
            }
        </aside>
    }
}

/// The manifest whose form is open: the selected one, or the first.
#[hook]
pub fn use_selected() -> Option<Rc<DerivedManifest>> {
    let editor = use_editor();
    let ui = use_ui();
    let manifests = &editor.derived.manifests;
    let selected = manifests.iter().find(|derived| Some(derived.manifest.id()) == ui.selected);
    selected.or(manifests.first()).cloned()
}

/// Adds a blank policy in the namespace of the selected one, and opens its form.
#[hook]
pub fn use_new_policy() -> Callback<MouseEvent> {
    let dispatch = use_dispatch();
    let editor = use_editor();
    let namespace = use_selected().map(|selected| selected.namespace.clone()).unwrap_or_default();
    let next = editor.history.document().next_manifest();
    Callback::from(move |_| {
        let name = words::NEW_POLICY_NAME.to_owned();
        dispatch.run(Command::NewPolicy { name, namespace: namespace.clone() }, Origin::Form);
        open_form(&dispatch, next);
    })
}

/// Opens the form of a manifest, with the keyboard in its name.
pub fn open_form(dispatch: &Dispatch, manifest: ManifestId) {
    dispatch.ui(UiAction::Select(manifest));
    dispatch.focus(Focus::Element("name".to_owned()));
}

/// Opens the catalogue.
pub fn browse_catalogue(dispatch: &Dispatch) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.ui(UiAction::Show(Main::Catalogue)))
}

fn new_buttons(add: Callback<MouseEvent>, dispatch: &Dispatch) -> Html {
    html! {
        <div class="new-buttons">
            <button type="button" id="new-policy" onclick={add}>
                { icon(Icon::Plus) }<span>{ words::NEW_POLICY }</span>
            </button>
            <button type="button" id="open-catalogue" onclick={browse_catalogue(dispatch)}>
                { icon(Icon::Book) }<span>{ words::CATALOGUE }</span>
            </button>
        </div>
    }
}

/// Groups in alphabetical order, manifests in that of the document.
fn by_namespace(manifests: &[Rc<DerivedManifest>]) -> Vec<(String, Vec<&Rc<DerivedManifest>>)> {
    let mut groups: Vec<(String, Vec<_>)> = Vec::new();
    for manifest in manifests {
        let name = words::group(manifest);
        match groups.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(position) => groups[position].1.push(manifest),
            Err(position) => groups.insert(position, (name, vec![manifest])),
        }
    }
    groups
}

fn view_group(
    group: &str,
    manifests: &[&Rc<DerivedManifest>],
    current: Option<ManifestId>,
    dispatch: &Dispatch,
) -> Html {
    let item = |manifest: &&Rc<DerivedManifest>| {
        view_item(manifest, current == Some(manifest.manifest.id()), dispatch)
    };
    html! {
        <section key={group.to_owned()} class="group">
            <h2><span>{ group.to_owned() }</span><span>{ manifests.len() }</span></h2>
            <ul>{ for manifests.iter().map(item) }</ul>
        </section>
    }
}

fn view_item(manifest: &DerivedManifest, current: bool, dispatch: &Dispatch) -> Html {
    let id = manifest.manifest.id();
    let dispatch = dispatch.clone();
    let onclick = move |_: MouseEvent| dispatch.ui(UiAction::Select(id));
    html! {
        <li key={id.number()}>
            <button
                type="button"
                class="item"
                id={format!("manifest-{}", id.number())}
                aria-current={current.then_some("true")}
                {onclick}
            >
                { health_icon(manifest.health()) }
                <span class="item-text">
                    <strong>{ words::title(manifest) }</strong>
                    <small>{ one_line(manifest) }</small>
                </span>
            </button>
        </li>
    }
}

fn one_line(manifest: &DerivedManifest) -> String {
    match (manifest.count(Severity::Error), &manifest.summary) {
        (0, Some(summary)) => summary.to_string(),
        (0, None) => manifest.kind.clone(),
        (errors, _) => words::errors(errors),
    }
}

fn health_icon(health: Health) -> Html {
    let (icon, class) = match health {
        Health::Fine => (Icon::Check, "fine"),
        Health::Warned => (Icon::Warning, "warning"),
        Health::Refused => (Icon::Error, "error"),
        Health::NotJudged => (Icon::File, "plain"),
    };
    html! {
        <span class={classes!("health", class)}>{ named_icon(icon, words::health(health)) }</span>
    }
}
