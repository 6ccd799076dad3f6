//! A choice of one from a short list, as the browser's own control.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a [`Select`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SelectProps {
    /// The element's id.
    pub id: AttrValue,
    /// What is chosen.
    pub label: AttrValue,
    /// Whether the label is only for those who do not see the page's layout.
    #[prop_or_default]
    pub quiet_label: bool,
    /// What can be chosen.
    pub options: Vec<AttrValue>,
    /// Which of the options is chosen; `None` for something that is no option.
    pub selected: Option<usize>,
    /// What is chosen when it is no option; shown as it is.
    #[prop_or_default]
    pub other: AttrValue,
    /// The place in the manifest, for links from problems.
    #[prop_or_default]
    pub path: Option<AttrValue>,
    /// The id of what is wrong with it.
    #[prop_or_default]
    pub describedby: Option<AttrValue>,
    /// Told the number of the option that is chosen now.
    pub onchange: Callback<usize>,
}

/// A choice of one from a short list.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = props.onchange.reform(|event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        target.and_then(|select| select.value().parse().ok()).unwrap_or_default()
    });
    let option = |(number, text): (usize, &AttrValue)| {
        let selected = props.selected == Some(number);
        html! { <option value={number.to_string()} {selected}>{ text.clone() }</option> }
    };
    html! {
        <div class={classes!("field", props.quiet_label.then_some("quiet"))}>
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <select
                id={props.id.clone()}
                data-path={props.path.clone()}
                aria-invalid={props.selected.is_none().then_some("true")}
                aria-describedby={props.describedby.clone()}
                {onchange}
            >
                if props.selected.is_none() {
                    <option selected=true disabled=true>{ props.other.clone() }</option>
                }
                { for props.options.iter().enumerate().map(option) }
            </select>
        </div>
    }
}
