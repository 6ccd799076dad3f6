//! The left region: all manifests by namespace, and the details of the selected one.

use std::collections::BTreeMap;
use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::diagnostic::Severity;
use netpol_core::edit::{DerivedManifest, Health, Origin};
use yew::prelude::*;

use super::details::Details;
use crate::icons::{Icon, IconView};
use crate::state::{Main, UiAction, use_dispatch, use_editor, use_ui};
use crate::words;

/// The left region.
#[component]
pub fn WorkspacePanel() -> Html {
    let editor = use_editor();
    let selected = use_selected();
    let groups = by_namespace(&editor.derived.manifests);
    html! {
        <aside class="workspace-region" aria-label={words::REGION_WORKSPACE}>
            <NewButtons />
            if groups.is_empty() {
                <p class="hint empty">{ words::NO_POLICIES }</p>
            }
            <nav aria-label={words::POLICIES}>
                { for groups.into_iter().map(|(group, manifests)| view_group(&group, manifests, selected.as_ref())) }
            </nav>
            if let Some(selected) = selected {
                <Details manifest={selected} />
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

/// The buttons that add a policy: blank, or from the catalogue.
#[component]
pub fn NewButtons() -> Html {
    let add = use_new_policy();
    let dispatch = use_dispatch();
    let browse = move |_: MouseEvent| dispatch.ui(UiAction::Show(Main::Catalogue));
    html! {
        <div class="new-buttons">
            <button type="button" id="new-policy" onclick={add.reform(|_: MouseEvent| ())}>
                <IconView icon={Icon::Plus} /><span>{ words::NEW_POLICY }</span>
            </button>
            <button type="button" id="open-catalogue" onclick={browse}>
                <IconView icon={Icon::Book} /><span>{ words::CATALOGUE }</span>
            </button>
        </div>
    }
}

/// Adds a blank policy in the namespace of the selected one, and opens its form.
#[hook]
pub fn use_new_policy() -> Callback<()> {
    let dispatch = use_dispatch();
    let editor = use_editor();
    let namespace = use_selected().map(|selected| selected.namespace.clone()).unwrap_or_default();
    let next = editor.history.document().next_manifest();
    Callback::from(move |()| {
        let name = words::NEW_POLICY_NAME.to_owned();
        dispatch.run(Command::NewPolicy { name, namespace: namespace.clone() }, Origin::Form);
        dispatch.ui(UiAction::Select(next));
        dispatch.focus(crate::state::Focus::Element("name".to_owned()));
    })
}

fn by_namespace(manifests: &[Rc<DerivedManifest>]) -> BTreeMap<String, Vec<&Rc<DerivedManifest>>> {
    let mut groups: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for manifest in manifests {
        groups.entry(words::group(manifest)).or_default().push(manifest);
    }
    groups
}

fn view_group(
    group: &str,
    manifests: Vec<&Rc<DerivedManifest>>,
    selected: Option<&Rc<DerivedManifest>>,
) -> Html {
    let selected = selected.map(|selected| selected.manifest.id());
    let item = |manifest: &Rc<DerivedManifest>| {
        let id = manifest.manifest.id();
        html! {
            <WorkspaceItem
                key={id.number()}
                manifest={Rc::clone(manifest)}
                selected={selected == Some(id)}
            />
        }
    };
    html! {
        <section key={group.to_owned()} class="group">
            <h2><span>{ group.to_owned() }</span><span class="count">{ manifests.len() }</span></h2>
            <ul>{ for manifests.into_iter().map(item) }</ul>
        </section>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ItemProps {
    manifest: Rc<DerivedManifest>,
    selected: bool,
}

#[component]
fn WorkspaceItem(props: &ItemProps) -> Html {
    let dispatch = use_dispatch();
    let manifest = &props.manifest;
    let id: ManifestId = manifest.manifest.id();
    let onclick = move |_: MouseEvent| dispatch.ui(UiAction::Select(id));
    html! {
        <li>
            <button
                type="button"
                class="item"
                id={format!("manifest-{}", id.number())}
                aria-current={props.selected.then_some("true")}
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

/// The icon for the state of a manifest, with its words as name.
pub fn health_icon(health: Health) -> Html {
    let (icon, class) = match health {
        Health::Fine => (Icon::Check, "fine"),
        Health::Warned => (Icon::Warning, "warning"),
        Health::Refused => (Icon::Error, "error"),
        Health::NotJudged => (Icon::File, "plain"),
    };
    html! { <span class={classes!("health", class)}><IconView {icon} name={words::health(health)} /></span> }
}
