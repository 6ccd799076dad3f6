//! The details of the selected manifest, and what can be done to it as a whole.

use netpol_core::command::{Command, ManifestId};
use netpol_core::edit::{DerivedManifest, Origin};
use netpol_core::validate::ServerVersion;
use yew::prelude::*;

use super::workspace::open_form;
use crate::icons::Icon;
use crate::state::{Dispatch, View};
use crate::widgets::button::button;
use crate::widgets::select::Select;
use crate::words;

/// The details of the selected manifest.
pub fn view(manifest: &DerivedManifest, view: &View) -> Html {
    let (editor, dispatch) = (&view.editor, &view.dispatch);
    let row = |(term, text): (&'static str, String)| {
        html! { <><dt>{ term }</dt><dd>{ text }</dd></> }
    };
    html! {
        <section role="group" class="details" aria-labelledby="details-title">
            <h2 id="details-title">{ words::title(manifest) }</h2>
            <dl>{ for words::details(manifest).into_iter().map(row) }</dl>
            { server_choice(editor.server, dispatch) }
            { actions(manifest, editor.history.document().next_manifest(), dispatch) }
        </section>
    }
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
    let delete = on_click(|dispatch, id, _| dispatch.remove(Command::Remove(id), "new-policy"));
    html! {
        <div class="actions">
            if manifest.is_policy() {
                { button(Icon::Pencil, words::RENAME, rename) }
                { button(Icon::Copy, words::DUPLICATE, duplicate) }
            }
            { button(Icon::Trash, words::DELETE, delete) }
        </div>
    }
}

/// The Kubernetes version that judges; older servers accept some addresses that newer ones refuse.
fn server_choice(server: ServerVersion, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let servers = [ServerVersion::LATEST, ServerVersion::BEFORE_STRICT_CIDRS];
    let onchange = Callback::from(move |number: usize| {
        dispatch.set_server(servers.get(number).copied().unwrap_or_default());
    });
    Select {
        id: "server".to_owned(),
        label: words::SERVER,
        options: words::SERVERS.to_vec(),
        selected: servers.iter().position(|known| *known == server),
        onchange,
        ..Select::default()
    }
    .view()
}
