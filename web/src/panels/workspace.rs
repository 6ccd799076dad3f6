//! The left region: all manifests by namespace, and the details of the selected one.

use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::diagnostic::Severity;
use netpol_core::edit::{DerivedManifest, Health, Origin};
use yew::prelude::*;

use super::details;
use crate::icons::{Icon, icon, named_icon};
use crate::state::{Dispatch, Focus, Main, UiAction, View};
use crate::words;

/// The left region.
pub fn view(view: &View) -> Html {
    let current = view.selected.as_ref().map(|selected| selected.manifest.id());
    let groups = by_namespace(&view.editor.derived.manifests);
    let group = |(name, manifests): (String, Vec<&Rc<DerivedManifest>>)| {
        view_group(&name, &manifests, current, &view.dispatch)
    };
    html! {
        <div role="group" class="workspace-region" aria-label={words::REGION_WORKSPACE}>
            { new_buttons(view) }
            if groups.is_empty() {
                <p class="hint empty">{ words::NO_POLICIES }</p>
            }
            <div role="group" aria-label={words::POLICIES}>
                { for groups.into_iter().map(group) }
            </div>
            if let Some(manifest) = &view.selected {
                { details::view(manifest, view) }
            }
        </div>
    }
}

/// Adds a blank policy in the namespace of the selected one, and opens its form.
pub fn new_policy(view: &View) -> Callback<MouseEvent> {
    let dispatch = view.dispatch.clone();
    let selected = view.selected.as_ref();
    let namespace = selected.map(|selected| selected.namespace.clone()).unwrap_or_default();
    let next = view.editor.history.document().next_manifest();
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

fn new_buttons(view: &View) -> Html {
    html! {
        <div class="new-buttons">
            <button type="button" id="new-policy" onclick={new_policy(view)}>
                { icon(Icon::Plus) }<span>{ words::NEW_POLICY }</span>
            </button>
            <button type="button" id="open-catalogue" onclick={browse_catalogue(&view.dispatch)}>
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
