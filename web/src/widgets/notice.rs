//! What the page says once, after an action.

use yew::prelude::*;

use crate::icons::Icon;
use crate::state::{Notice, use_dispatch, use_editor};
use crate::widgets::button::icon_button;
use crate::words;

/// The last action in words, with a way back where it took something away.
///
/// The region is always there, so that a screen reader reads what is put into it.
#[component]
pub fn NoticeBar() -> Html {
    let editor = use_editor();
    let dispatch = use_dispatch();
    let undo = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.undo()
    };
    let dismiss = move |_: MouseEvent| dispatch.dismiss_notice();
    let content = editor.notice.as_ref().map(|notice| {
        let offers_undo = matches!(notice, Notice::Removed(_));
        html! {
            <div class={classes!("notice", matches!(notice, Notice::Rejected(_)).then_some("error"))}>
                <p>{ words::notice(notice) }</p>
                if offers_undo {
                    <button type="button" onclick={undo}>{ words::UNDO }</button>
                }
                { icon_button(Icon::Close, words::DISMISS.to_owned(), dismiss.into()) }
            </div>
        }
    });
    html! { <div class="notices" role="status" aria-live="polite">{ content }</div> }
}
