//! What the page says once, after an action.

use yew::prelude::*;

use super::toolbar::export_button;
use crate::icons::Icon;
use crate::state::{Notice, View};
use crate::widgets::button::icon_button;
use crate::widgets::sentence::coded;
use crate::widgets::tag::{div, tag};
use crate::words;

/// The last action in words, with a way back where it took something away.
///
/// The region is always there, so that a screen reader reads what is put into it.
pub fn view(view: &View) -> Html {
    let content = view.editor.notice.as_ref().map(|notice| view_notice(notice, view));
    div("notices").attr("role", "status").attr("aria-live", "polite").child(content).view()
}

fn view_notice(notice: &Notice, view: &View) -> Html {
    let dispatch = view.dispatch.clone();
    let undo = Callback::from(move |_| dispatch.undo());
    let dispatch = view.dispatch.clone();
    let dismiss = Callback::from(move |_| dispatch.dismiss_notice());
    let removed = matches!(notice, Notice::Removed(_));
    let undo = || tag("button").attr("type", "button").onclick(undo).child(words::UNDO);
    let too_long = *notice == Notice::Said(words::LINK_TOO_LONG);
    div("notice")
        .part("notice")
        .child(tag("p").child(coded(&words::notice(notice))))
        .child(removed.then(undo))
        .child(too_long.then(|| export_button(view)))
        .child(icon_button(Icon::Close, words::say(words::DISMISS), dismiss))
        .view()
}
