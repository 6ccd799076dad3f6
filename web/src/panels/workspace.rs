//! The left region: all manifests by namespace, and the details of the selected one.

use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::diagnostic::Severity;
use netpol_core::edit::{DerivedManifest, Health, Origin};
use yew::prelude::*;

use super::details;
use crate::icons::{Icon, icon, named_icon};
use crate::state::{Dispatch, Focus, Main, UiAction, View};
use crate::widgets::tag::{div, p, plain_button, span, tag};
use crate::words;

/// The left region.
pub fn view(view: &View) -> Html {
    let current = view.selected.as_ref().map(|selected| selected.manifest.id());
    let groups = by_namespace(&view.editor.derived.manifests);
    let mut policies = tag("div").attr("role", "group").attr("aria-label", words::POLICIES);
    let empty = groups.is_empty().then(|| p("hint empty").child(words::NO_POLICIES).view());
    for (name, manifests) in groups {
        policies = policies.child(view_group(name, &manifests, current, &view.dispatch));
    }
    div("workspace-region")
        .attr("role", "group")
        .attr("aria-label", words::REGION_WORKSPACE)
        .child(new_buttons(view))
        .child(empty.unwrap_or_default())
        .child(policies.view())
        .child(
            view.selected
                .as_ref()
                .map(|manifest| details::view(manifest, view))
                .unwrap_or_default(),
        )
        .view()
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
    // The element reads what is chosen, as it reads what is dropped.
    let files = tag("input")
        .attr("type", "file")
        .attr("class", "visually-hidden")
        .attr("accept", ".yaml,.yml,.json")
        .flag("multiple", true);
    let open =
        tag("label").attr("class", "button").child(icon(Icon::File)).child(words::OPEN_FILES);
    div("new-buttons")
        .child(labelled("new-policy", Icon::Plus, words::NEW_POLICY, new_policy(view)))
        .child(labelled(
            "open-catalogue",
            Icon::Book,
            words::CATALOGUE,
            browse_catalogue(&view.dispatch),
        ))
        .child(open.child(files.view()).view())
        .view()
}

fn labelled(
    id: &'static str,
    symbol: Icon,
    label: &'static str,
    onclick: Callback<MouseEvent>,
) -> Html {
    let words = tag("span").child(label).view();
    plain_button("", onclick).attr("id", id).child(icon(symbol)).child(words).view()
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
    group: String,
    manifests: &[&Rc<DerivedManifest>],
    current: Option<ManifestId>,
    dispatch: &Dispatch,
) -> Html {
    let mut items = tag("ul");
    for manifest in manifests {
        let is_current = current == Some(manifest.manifest.id());
        items = items.child(view_item(manifest, is_current, dispatch));
    }
    let section = tag("section").attr("class", "group").key(&group);
    let title = tag("h2")
        .child(tag("span").child(group))
        .child(tag("span").child(manifests.len().to_string()).view());
    section.child(title.view()).child(items.view()).view()
}

fn view_item(manifest: &DerivedManifest, current: bool, dispatch: &Dispatch) -> Html {
    let id = manifest.manifest.id();
    let number = id.number().to_string();
    let texts = span("item-text")
        .child(tag("strong").child(words::title(manifest)).view())
        .child(tag("small").child(one_line(manifest)).view());
    let button = plain_button("item", dispatch.on_click(UiAction::Select(id)))
        .attr("id", ["manifest-", &number].concat())
        .attr("aria-current", current.then_some("true"))
        .child(health_icon(manifest.health()))
        .child(texts.view());
    tag("li").key(&number).child(button.view()).view()
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
        Health::Fine => (Icon::Check, "health fine"),
        Health::Warned => (Icon::Warning, "health warning"),
        Health::Refused => (Icon::Error, "health error"),
        Health::NotJudged => (Icon::File, "health plain"),
    };
    span(class).child(named_icon(icon, words::health(health))).view()
}
