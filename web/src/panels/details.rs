//! The details of the selected manifest, and what can be done to it as a whole.

use netpol_core::command::{Command, ManifestId};
use netpol_core::edit::{DerivedManifest, Environment, Origin};
use netpol_core::validate::ServerVersion;
use yew::prelude::*;

use super::workspace::open_form;
use crate::icons::Icon;
use crate::state::{Dispatch, View};
use crate::widgets::button::button;
use crate::widgets::select::Select;
use crate::widgets::tag::{div, tag};
use crate::words;

/// The details of the selected manifest.
pub fn view(manifest: &DerivedManifest, view: &View) -> Html {
    let (editor, dispatch) = (&view.editor, &view.dispatch);
    let mut rows = tag("dl");
    for (term, text) in words::details(manifest) {
        rows = rows.child(tag("dt").child(term)).child(tag("dd").child(text));
    }
    tag("section")
        .attr("role", "group")
        .attr("class", "details")
        .part("details")
        .attr("aria-labelledby", "details-title")
        .child(tag("h2").attr("id", "details-title").child(words::title(manifest)))
        .child(rows)
        .child(server_choice(editor.environment, dispatch))
        .child(actions(manifest, editor.history.document().next_manifest(), dispatch))
        .view()
}

fn actions(manifest: &DerivedManifest, next: ManifestId, dispatch: &Dispatch) -> Html {
    let id = manifest.manifest.id();
    let on_click = |action: fn(&Dispatch, ManifestId, ManifestId)| {
        let dispatch = dispatch.clone();
        Callback::from(move |_| action(&dispatch, id, next))
    };
    let rename = on_click(|dispatch, id, _| open_form(dispatch, id));
    let duplicate = on_click(|dispatch, id, next| {
        dispatch.run(Command::Duplicate(id), Origin::Form);
        open_form(dispatch, next);
    });
    let delete = dispatch.on_remove(Command::Remove(id), "new-policy".to_owned());
    let item = ["manifest-", &id.number().to_string()].concat();
    let strip = || button(Icon::Close, words::STRIP, dispatch.on_remove(Command::Strip(id), item));
    let mut actions = div("actions");
    if manifest.is_policy() {
        actions = actions.child(button(Icon::Pencil, words::RENAME, rename)).child(button(
            Icon::Copy,
            words::DUPLICATE,
            duplicate,
        ));
    }
    actions
        .child(button(Icon::Trash, words::DELETE, delete))
        .child(manifest.live.then(strip))
        .view()
}

/// The Kubernetes version that judges; older servers accept some addresses that newer ones refuse.
fn server_choice(environment: Environment, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let servers = [ServerVersion::LATEST, ServerVersion::BEFORE_STRICT_CIDRS];
    let onchange = Callback::from(move |number: usize| {
        let server = servers.get(number).copied().unwrap_or_default();
        dispatch.assume(Environment { server, ..environment });
    });
    Select {
        id: "server".to_owned(),
        label: words::SERVER,
        options: words::SERVERS.to_vec(),
        selected: servers.iter().position(|known| *known == environment.server),
        onchange,
        ..Select::default()
    }
    .view()
}
