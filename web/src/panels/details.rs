//! The details of the selected manifest, and what can be done to it as a whole.

use std::rc::Rc;

use netpol_core::command::Command;
use netpol_core::edit::{DerivedManifest, Origin};
use netpol_core::validate::ServerVersion;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::{UiAction, use_dispatch, use_editor};
use crate::widgets::select::Select;
use crate::words;

/// What [`Details`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DetailsProps {
    /// The selected manifest.
    pub manifest: Rc<DerivedManifest>,
}

/// The details of the selected manifest.
#[component]
pub fn Details(props: &DetailsProps) -> Html {
    let manifest = &props.manifest;
    let facts = words::details(manifest);
    let row = |(term, text): (&'static str, String)| {
        html! { <><dt>{ term }</dt><dd>{ text }</dd></> }
    };
    html! {
        <section class="details" aria-labelledby="details-title">
            <h2 id="details-title">{ words::title(manifest) }</h2>
            <dl>{ for facts.into_iter().map(row) }</dl>
            <ServerChoice />
            <Actions manifest={Rc::clone(manifest)} />
        </section>
    }
}

#[component]
fn Actions(props: &DetailsProps) -> Html {
    let dispatch = use_dispatch();
    let editor = use_editor();
    let id = props.manifest.manifest.id();
    let next = editor.history.document().next_manifest();
    let duplicate = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| {
            dispatch.run(Command::Duplicate(id), Origin::Form);
            dispatch.ui(UiAction::Select(next));
            dispatch.focus(crate::state::Focus::Element("name".to_owned()));
        }
    };
    let rename = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| {
            dispatch.ui(UiAction::Select(id));
            dispatch.focus(crate::state::Focus::Element("name".to_owned()));
        }
    };
    let delete = move |_: MouseEvent| dispatch.remove(Command::Remove(id), "new-policy");
    html! {
        <div class="actions">
            if props.manifest.is_policy() {
                <button type="button" onclick={rename}>
                    <IconView icon={Icon::Pencil} /><span>{ words::RENAME }</span>
                </button>
                <button type="button" onclick={duplicate}>
                    <IconView icon={Icon::Copy} /><span>{ words::DUPLICATE }</span>
                </button>
            }
            <button type="button" onclick={delete}>
                <IconView icon={Icon::Trash} /><span>{ words::DELETE }</span>
            </button>
        </div>
    }
}

/// The Kubernetes version that judges; older servers accept some addresses that newer ones refuse.
#[component]
fn ServerChoice() -> Html {
    let dispatch = use_dispatch();
    let editor = use_editor();
    let servers = [ServerVersion::default(), ServerVersion::BEFORE_STRICT_CIDRS];
    let onchange = Callback::from(move |number: usize| {
        dispatch.set_server(servers.get(number).copied().unwrap_or_default());
    });
    let selected = servers.iter().position(|server| *server == editor.server);
    html! {
        <Select
            id="server"
            label={words::SERVER}
            options={words::SERVERS.map(AttrValue::from).to_vec()}
            {selected}
            {onchange}
        />
    }
}
