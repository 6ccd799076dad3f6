//! What the policy does, in words, and what to know about it.

use netpol_core::describe::{self, Level, Note};
use netpol_core::edit::DerivedManifest;
use netpol_core::graph::{Graph, Row};
use netpol_core::model::Policy;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, Focus, Region, UiAction};
use crate::widgets::button::{Copied, copy_button, link};
use crate::widgets::picture::picture;
use crate::widgets::sentence::sentence;
use crate::widgets::tag::{Tag, div, group, p, tag};
use crate::words;

/// What the policy does, in words.
pub fn view(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    if manifest.meaning.is_empty() {
        let text = if manifest.is_policy() { words::NO_MEANING } else { words::NO_MEANING_OTHER };
        return p("hint empty").child(text).view();
    }
    let paragraph = |text| tag("p").child(sentence(text)).view();
    let notes = (!manifest.notes.is_empty()).then(|| {
        let notes = manifest.notes.iter().map(|note| view_note(note, Some(dispatch)));
        group(vec![tag("h2").child(words::TO_KNOW).view(), note_list().children(notes).view()])
    });
    let general = describe::general_notes();
    div("meaning-pane")
        .part("meaning")
        .child(div("prose").children(manifest.meaning.iter().map(paragraph)))
        .child(manifest.judgement.policy.as_deref().map(policy_picture))
        .child(copy_button(Copied::Markdown, words::COPY_AS_MARKDOWN))
        .child(" ")
        .child(copy_button(Copied::Frame, words::COPY_AS_FRAME))
        .child(notes)
        .child(tag("h2").child(words::ALWAYS_TRUE))
        .child(note_list().children(general.iter().map(|note| view_note(note, None))))
        .view()
}

fn policy_picture(policy: &Policy) -> Html {
    let graph = Graph::of(policy, &words::spoken());
    let mut rows = Vec::new();
    for Row { direction, who, ports, .. } in graph.rows() {
        rows.push([direction.policy_type().to_owned(), who, ports]);
    }
    picture(&graph.to_svg(), words::CONNECTIONS, rows)
}

fn note_list() -> Tag {
    tag("ul").attr("class", "notes")
}

/// A note, with a link to its field where it is about one.
fn view_note(note: &Note, dispatch: Option<&Dispatch>) -> Html {
    let (symbol, class) = match note.level() {
        Level::Caution => (Icon::Warning, "caution"),
        Level::Fact => (Icon::Info, "fact"),
    };
    let show = dispatch.map(|dispatch| {
        let (dispatch, path) = (dispatch.clone(), note.path.clone());
        let show = Callback::from(move |_| {
            dispatch.ui(UiAction::OpenRegion(Region::Form));
            dispatch.focus(Focus::Path(path.clone()));
        });
        link(words::say(words::SHOW), show).attr("aria-label", words::show_field(&note.path))
    });
    let text = tag("p").child(sentence(&note.text));
    tag("li").attr("class", class).child(icon(symbol)).child(text).child(show).view()
}
