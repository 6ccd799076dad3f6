//! What the policy does, in words, and what to know about it.

use netpol_core::describe::{self, Level, Note};
use netpol_core::edit::DerivedManifest;
use netpol_core::graph::{Graph, Row};
use netpol_core::model::Policy;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, Focus, Region, UiAction};
use crate::widgets::button::link;
use crate::widgets::sentence::sentence;
use crate::widgets::tag::{Tag, div, group, p, plain_button, tag};
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
        .child(div("prose").children(manifest.meaning.iter().map(paragraph)))
        .child(manifest.judgement.policy.as_ref().map(picture))
        .child(notes)
        .child(tag("h2").child(words::ALWAYS_TRUE))
        .child(note_list().children(general.iter().map(|note| view_note(note, None))))
        .view()
}

/// The policy as a picture, with the same connections as a table.
///
/// The element's script saves the picture, as what it is or drawn.
fn picture(policy: &Policy) -> Html {
    let graph = Graph::of(policy);
    let row = |row: Row| {
        let cells = [row.direction.policy_type().to_owned(), row.who, row.ports];
        tag("tr").children(cells.into_iter().map(|cell| tag("td").child(cell).view())).view()
    };
    let heads = words::CONNECTIONS.map(|head| tag("th").attr("scope", "col").child(head).view());
    let table = tag("table")
        .child(tag("tr").children(heads.into_iter()))
        .children(graph.rows().into_iter().map(row));
    let save = |form: &'static str, label: &'static str| {
        plain_button("link", Callback::noop()).attr("data-picture", form).child(label).view()
    };
    div("picture")
        .child(
            div("scroll")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", words::PICTURE)
                .markup(&graph.to_svg()),
        )
        .child(save("svg", words::SAVE_SVG))
        .child(" ")
        .child(save("png", words::SAVE_PNG))
        .child(tag("details").child(tag("summary").child(words::AS_TABLE)).child(table))
        .view()
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
        link(words::SHOW.to_owned(), show).attr("aria-label", words::show_field(&note.path))
    });
    let text = tag("p").child(sentence(&note.text));
    tag("li").attr("class", class).child(icon(symbol)).child(text).child(show).view()
}
