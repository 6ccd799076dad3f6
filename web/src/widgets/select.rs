//! A choice of one from a short list, as the browser's own control.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::field::LabelStyle;

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
        let onchange = self.onchange.reform(|event: Event| {
            let target =
                event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            target.and_then(|select| select.value().parse().ok()).unwrap_or_default()
        });
        let option = |(number, text): (usize, &&'static str)| {
            let selected = self.selected == Some(number);
            html! { <option value={number.to_string()} {selected}>{ *text }</option> }
        };
        html! {
            <div class={self.label_style.class()}>
                <label for={self.id.clone()}>{ self.label }</label>
                <select
                    id={self.id.clone()}
                    data-path={self.path.clone()}
                    aria-invalid={self.selected.is_none().then_some("true")}
                    aria-describedby={self.describedby.clone()}
                    {onchange}
                >
                    if self.selected.is_none() {
                        <option selected=true disabled=true>{ self.other.clone() }</option>
                    }
                    { for self.options.iter().enumerate().map(option) }
                </select>
            </div>
        }
    }
}
