//! The bar on top: what this is, whether it is kept, undo and redo, and the way out.

use netpol_core::edit::Content;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::platform::download;
use crate::platform::storage::NotSaved;
use crate::state::{Notice, use_dispatch, use_editor};
use crate::words;

/// Whether the workspace is kept in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// The host page has not asked for it.
    NotKept,
    /// Nothing has changed since it was opened.
    Unchanged,
    /// It is kept as it is now.
    Saved,
    /// The browser refuses.
    NotSaved(NotSaved),
}

/// What the [`Toolbar`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ToolbarProps {
    /// Whether the workspace is kept.
    pub saved: SaveState,
}

/// The bar on top.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let editor = use_editor();
    let policies = editor.derived.manifests.iter().filter(|manifest| manifest.is_policy()).count();
    html! {
        <header class="toolbar">
            <IconView icon={Icon::Mark} />
            <h1>{ words::TITLE }</h1>
            <p class="document-state">
                <span>{ words::policies(policies) }</span>
                <SaveStateView saved={props.saved} />
            </p>
            <HistoryButtons />
            <DownloadAll />
        </header>
    }
}

#[component]
fn SaveStateView(props: &ToolbarProps) -> Html {
    let text = words::save_state(props.saved);
    let refused = matches!(props.saved, SaveState::NotSaved(_));
    html! {
        if !text.is_empty() {
            <span class={classes!("save-state", refused.then_some("warning"))} role="status">
                { text }
            </span>
        }
    }
}

#[component]
fn HistoryButtons() -> Html {
    let editor = use_editor();
    let dispatch = use_dispatch();
    let undo = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.undo()
    };
    let redo = move |_: MouseEvent| dispatch.redo();
    let button = |icon, name: String, enabled: bool, onclick: Callback<MouseEvent>| {
        html! {
            <button
                type="button"
                class="icon-button"
                title={name.clone()}
                aria-label={name}
                aria-disabled={(!enabled).then_some("true")}
                {onclick}
            >
                <IconView {icon} />
            </button>
        }
    };
    let (before, after) = (editor.history.undo_label(), editor.history.redo_label());
    html! {
        <div class="button-group">
            { button(Icon::Undo, words::undo(before), before.is_some(), undo.into()) }
            { button(Icon::Redo, words::redo(after), after.is_some(), redo.into()) }
        </div>
    }
}

#[component]
fn DownloadAll() -> Html {
    let editor = use_editor();
    let dispatch = use_dispatch();
    let manifests = editor.history.document().manifests();
    if manifests.is_empty() {
        return Html::default();
    }
    let name = match manifests {
        [only] => file_name(only.content()),
        _ => words::ALL_FILE_NAME.to_owned(),
    };
    let label = if manifests.len() == 1 { words::DOWNLOAD } else { words::DOWNLOAD_ALL };
    let text = editor.history.document().to_text();
    let onclick = move |_: MouseEvent| {
        if download::save_as(&name, &text).is_err() {
            dispatch.say(Notice::Said(words::DOWNLOAD_REFUSED));
        }
    };
    html! {
        <button type="button" class="primary" {onclick}>
            <IconView icon={Icon::Download} /><span>{ label }</span>
        </button>
    }
}

/// The file name for one manifest: that of the object, where it has one.
pub fn file_name(content: &Content) -> String {
    let name = content_name(content);
    let safe: String = name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() || ".-_".contains(char) { char } else { '-' })
        .collect();
    let safe = safe.trim_matches(['.', '-']);
    if safe.is_empty() { words::FILE_NAME.to_owned() } else { format!("{safe}.yaml") }
}

fn content_name(content: &Content) -> String {
    match content {
        Content::Policy(draft) => draft.name(),
        Content::Other(value) => {
            let name = value.get("metadata").and_then(|metadata| metadata.get("name")?.as_str());
            name.unwrap_or_default().to_owned()
        }
        Content::Broken => String::new(),
    }
}
