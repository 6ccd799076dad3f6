//! A choice of one from a few, all of them in view.

use yew::prelude::*;

/// A choice of one from a few: radio buttons that look like one control.
#[derive(Default)]
pub struct Segmented {
    /// The group's id, and the name that its buttons share.
    pub id: String,
    /// What is chosen, for those who do not see the page's layout.
    pub label: &'static str,
    /// What can be chosen.
    pub options: Vec<&'static str>,
    /// Which of the options is chosen, if it is one of them.
    pub selected: Option<usize>,
    /// Told the number of the option that is chosen now.
    pub onchange: Callback<usize>,
}

impl Segmented {
    /// Draws the control.
    pub fn view(self) -> Html {
        let option = |(number, text): (usize, &&'static str)| {
            let checked = self.selected == Some(number);
            let onchange = self.onchange.reform(move |_: Event| number);
            html! {
                <label class={checked.then_some("on")}>
                    <input
                        type="radio"
                        name={self.id.clone()}
                        value={number.to_string()}
                        {checked}
                        {onchange}
                    />
                    <span>{ *text }</span>
                </label>
            }
        };
        html! {
            <div class="segmented" role="radiogroup" id={self.id.clone()} aria-label={self.label}>
                { for self.options.iter().enumerate().map(option) }
            </div>
        }
    }
}
