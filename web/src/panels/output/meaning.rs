//! What the policy does, in words, and what to know about it.

use std::rc::Rc;

use netpol_core::describe::{self, Note, Sentence};
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::{Focus, Region, UiAction, use_dispatch};
use crate::widgets::sentence::SentenceView;
use crate::words;

/// What the panes of the right region show.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PaneProps {
    /// The selected manifest.
    pub manifest: Rc<DerivedManifest>,
}

/// What the policy does, in words.
#[component]
pub fn MeaningPane(props: &PaneProps) -> Html {
    let manifest = &props.manifest;
    if manifest.meaning.is_empty() {
        let text = if manifest.is_policy() { words::NO_MEANING } else { words::NO_MEANING_OTHER };
        return html! { <p class="hint empty">{ text }</p> };
    }
    let sentence =
        |sentence: &Sentence| html! { <p><SentenceView sentence={sentence.clone()} /></p> };
    html! {
        <div class="meaning-pane">
            <div class="prose">{ for manifest.meaning.iter().map(sentence) }</div>
            if !manifest.notes.is_empty() {
                <h3>{ words::TO_KNOW }</h3>
                <ul class="notes">{ for manifest.notes.iter().map(linked_note) }</ul>
            }
            <h3>{ words::ALWAYS_TRUE }</h3>
            <ul class="notes">{ for describe::general_notes().iter().map(plain_note) }</ul>
        </div>
    }
}

fn linked_note(note: &Note) -> Html {
    html! { <NoteItem note={note.clone()} /> }
}

fn plain_note(note: &Note) -> Html {
    html! { <li><IconView icon={Icon::Info} /><p><SentenceView sentence={note.text.clone()} /></p></li> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct NoteProps {
    note: Note,
}

#[component]
fn NoteItem(props: &NoteProps) -> Html {
    let dispatch = use_dispatch();
    let path = props.note.path.clone();
    let show = move |_: MouseEvent| {
        dispatch.ui(UiAction::OpenRegion(Region::Form));
        dispatch.focus(Focus::Path(path.clone()));
    };
    html! {
        <li>
            <IconView icon={Icon::Info} />
            <p><SentenceView sentence={props.note.text.clone()} /></p>
            <button type="button" class="link" onclick={show} aria-label={words::show_field(&props.note.path)}>
                { words::SHOW }
            </button>
        </li>
    }
}
