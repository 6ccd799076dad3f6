//! What the policy does, in words, and what to know about it.

use netpol_core::describe::{self, Level, Note};
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, Focus, Region, UiAction};
use crate::widgets::sentence::sentence;
use crate::words;

/// What the policy does, in words.
pub fn view(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    if manifest.meaning.is_empty() {
        let text = if manifest.is_policy() { words::NO_MEANING } else { words::NO_MEANING_OTHER };
        return html! { <p class="hint empty">{ text }</p> };
    }
    let paragraph = |text| html! { <p>{ sentence(text) }</p> };
    let notes = manifest.notes.iter().map(|note| view_note(note, Some(dispatch)));
    let general = describe::general_notes();
    html! {
        <div class="meaning-pane">
            <div class="prose">{ for manifest.meaning.iter().map(paragraph) }</div>
            if !manifest.notes.is_empty() {
                <h2>{ words::TO_KNOW }</h2>
                <ul class="notes">{ for notes }</ul>
            }
            <h2>{ words::ALWAYS_TRUE }</h2>
            <ul class="notes">{ for general.iter().map(|note| view_note(note, None)) }</ul>
        </div>
    }
}

/// A note, with a link to its field where it is about one.
fn view_note(note: &Note, link: Option<&Dispatch>) -> Html {
    let (symbol, class) = match note.level() {
        Level::Caution => (Icon::Warning, "caution"),
        Level::Fact => (Icon::Info, "fact"),
    };
    let link = link.map(|dispatch| {
        let (dispatch, path) = (dispatch.clone(), note.path.clone());
        let show = move |_: MouseEvent| {
            dispatch.ui(UiAction::OpenRegion(Region::Form));
            dispatch.focus(Focus::Path(path.clone()));
        };
        html! {
            <button type="button" class="link" onclick={show} aria-label={words::show_field(&note.path)}>
                { words::SHOW }
            </button>
        }
    });
    html! { <li {class}>{ icon(symbol) }<p>{ sentence(&note.text) }</p>{ link }</li> }
}
