//! A choice of one from a short list, as the browser's own control.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew::virtual_dom::VText;

use super::field::LabelStyle;
use super::tag::{div, tag, text};
use crate::words::said;

/// A choice of one from a short list.
#[derive(Default)]
pub struct Select {
    /// The element's id.
    pub id: String,
    /// What is chosen.
    pub label: &'static str,
    /// Whether the label is seen.
    pub label_style: LabelStyle,
    /// What can be chosen.
    pub options: Vec<&'static str>,
    /// What can be chosen besides, by names that people gave.
    pub names: Vec<String>,
    /// Which of the options is chosen; `None` for something that is no option.
    pub selected: Option<usize>,
    /// What is chosen when it is no option; shown as it is.
    pub other: String,
    /// The place in the manifest, for links from problems.
    pub path: Option<String>,
    /// The id of what is wrong with it.
    pub describedby: Option<String>,
    /// Told the number of the option that is chosen now.
    pub onchange: Callback<usize>,
}

impl Select {
    /// Draws the control.
    pub fn view(self) -> Html {
        let label = tag("label").attr("for", self.id.clone()).child(self.label);
        let unknown = self.selected.is_none();
        let other = || tag("option").selected(true).flag("disabled", true).child(self.other);
        let mut texts: Vec<Html> = Vec::new();
        for label in self.options {
            texts.push(VText::new(said(label)).into());
        }
        for name in self.names {
            texts.push(text(name));
        }
        let mut select = tag("select")
            .attr("id", self.id)
            .attr("data-path", self.path)
            .attr("aria-invalid", unknown.then_some("true"))
            .attr("aria-describedby", self.describedby)
            .onchange(on_choice(self.onchange, self.selected.unwrap_or_default()))
            .child(unknown.then(other));
        for (number, text) in texts.into_iter().enumerate() {
            let option = tag("option").attr("value", number.to_string()).child(text);
            select = select.child(option.selected(self.selected == Some(number)));
        }
        div(self.label_style.class()).child(label).child(select).view()
    }
}

/// Tells what is chosen, and shows what was chosen before until that is drawn: the choice may be
/// refused.
fn on_choice(callback: Callback<usize>, before: usize) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let Some(select) = target else { return };
        let chosen = select.value().parse().unwrap_or_default();
        select.set_selected_index(before as i32);
        callback.emit(chosen);
    })
}
