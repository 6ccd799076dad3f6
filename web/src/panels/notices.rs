//! What the page says once, after an action.

use yew::prelude::*;

use crate::icons::Icon;
use crate::state::{Notice, View};
use crate::widgets::button::icon_button;
use crate::widgets::sentence::fact;
use crate::words;

/// The last action in words, with a way back where it took something away.
///
/// The region is always there, so that a screen reader reads what is put into it.
pub fn view(view: &View) -> Html {
    let content = view.editor.notice.as_ref().map(|notice| view_notice(notice, view));
    html! { <div class="notices" role="status" aria-live="polite">{ content }</div> }
}

fn view_notice(notice: &Notice, view: &View) -> Html {
    let dispatch = view.dispatch.clone();
    let undo = move |_: MouseEvent| dispatch.undo();
    let dispatch = view.dispatch.clone();
    let dismiss = Callback::from(move |_| dispatch.dismiss_notice());
    html! {
        <div class="notice">
            <p>{ fact(&words::notice(notice)) }</p>
            if matches!(notice, Notice::Removed(_)) {
                <button type="button" onclick={undo}>{ words::UNDO }</button>
            }
            { icon_button(Icon::Close, words::DISMISS.to_owned(), dismiss) }
        </div>
    }
}
