//! A choice of one from a few, all of them in view.

use yew::prelude::*;

/// What a [`Segmented`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SegmentedProps {
    /// The group's id, and the name that its buttons share.
    pub id: AttrValue,
    /// What is chosen, for those who do not see the page's layout.
    pub label: AttrValue,
    /// What can be chosen.
    pub options: Vec<AttrValue>,
    /// Which of the options is chosen, if it is one of them.
    pub selected: Option<usize>,
    /// The place in the manifest, for links from problems.
    #[prop_or_default]
    pub path: Option<AttrValue>,
    /// Told the number of the option that is chosen now.
    pub onchange: Callback<usize>,
}

/// A choice of one from a few: radio buttons that look like one control.
#[component]
pub fn Segmented(props: &SegmentedProps) -> Html {
    let option = |(number, text): (usize, &AttrValue)| {
        let checked = props.selected == Some(number);
        let onchange = props.onchange.reform(move |_: Event| number);
        html! {
            <label class={classes!(checked.then_some("on"))}>
                <input
                    type="radio"
                    name={props.id.clone()}
                    value={number.to_string()}
                    {checked}
                    {onchange}
                />
                <span>{ text.clone() }</span>
            </label>
        }
    };
    html! {
        <div
            class="segmented"
            role="radiogroup"
            id={props.id.clone()}
            aria-label={props.label.clone()}
            data-path={props.path.clone()}
        >
            { for props.options.iter().enumerate().map(option) }
        </div>
    }
}
