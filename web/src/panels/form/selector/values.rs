//! The values of a selector row: one, several, or none, as its operator asks for.

use netpol_core::command::{Edit, Operator, SelectorEdit, SelectorPlace};
use netpol_core::draft::ItemId;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::row::Row;
use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::field::TextField;
use crate::words;

/// What [`RowValues`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RowValuesProps {
    /// Which selector.
    pub place: SelectorPlace,
    /// The row.
    pub row: Row,
    /// Values that were seen with the row's key.
    pub choices: Vec<AttrValue>,
    /// Whether something is wrong with the row.
    pub invalid: bool,
}

/// The values of a row.
#[component]
pub fn RowValues(props: &RowValuesProps) -> Html {
    let dispatch = use_policy_dispatch();
    let (place, id) = (props.place, props.row.id);
    match props.row.operator {
        Some(Operator::Equals) => {
            let set_value = Callback::from(move |value| {
                dispatch.edit(Edit::Selector(place, SelectorEdit::SetValue(id, value)));
            });
            html! {
                <TextField
                    id={format!("value-{}", id.number())}
                    label={words::LABEL_VALUE}
                    quiet_label=true
                    value={props.row.value.clone()}
                    placeholder={words::VALUE_PLACEHOLDER}
                    choices={props.choices.clone()}
                    oninput={set_value}
                />
            }
        }
        Some(Operator::Exists | Operator::DoesNotExist) if props.row.values.is_empty() => {
            html! { <span class="no-value">{ words::NO_VALUE }</span> }
        }
        _ => html! { <ValueChips ..props.clone() /> },
    }
}

/// Several values: those that are there as chips, and a box for the next one.
#[component]
fn ValueChips(props: &RowValuesProps) -> Html {
    let input_id = format!("value-{}", props.row.id.number());
    let list_id = format!("{input_id}-choices");
    let (onkeydown, onchange) = use_commit_value(props.place, props.row.id);
    let chip = |(value_id, value): &(ItemId, String)| {
        html! {
            <Chip
                key={value_id.number()}
                place={props.place}
                row={props.row.id}
                value_id={*value_id}
                value={value.clone()}
                next_focus={input_id.clone()}
            />
        }
    };
    html! {
        <div class="field quiet">
            <label for={input_id.clone()}>{ words::LABEL_VALUES }</label>
            <div class="chips-box">
                <ul class="chips">{ for props.row.values.iter().map(chip) }</ul>
                <input
                    type="text"
                    id={input_id.clone()}
                    placeholder={words::ADD_VALUE}
                    list={list_id.clone()}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={props.invalid.then_some("true")}
                    {onkeydown}
                    {onchange}
                />
                <datalist id={list_id}>
                    { for props.choices.iter().map(|value| html! { <option value={value.clone()} /> }) }
                </datalist>
            </div>
        </div>
    }
}

/// Takes the typed value over at Enter, at a comma, and when the box is left.
#[hook]
fn use_commit_value(
    place: SelectorPlace,
    row: ItemId,
) -> (Callback<KeyboardEvent>, Callback<Event>) {
    let dispatch = use_policy_dispatch();
    let commit = Callback::from(move |input: HtmlInputElement| {
        let typed = input.value();
        for value in typed.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let edit = SelectorEdit::AddValue(row, value.to_owned());
            dispatch.edit(Edit::Selector(place, edit));
        }
        input.set_value("");
    });
    let on_key = {
        let commit = commit.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == "," {
                event.prevent_default();
                if let Some(input) = input_of(&event) {
                    commit.emit(input);
                }
            }
        })
    };
    let on_leave = Callback::from(move |event: Event| {
        if let Some(input) = input_of(&event) {
            commit.emit(input);
        }
    });
    (on_key, on_leave)
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ChipProps {
    place: SelectorPlace,
    row: ItemId,
    value_id: ItemId,
    value: AttrValue,
    next_focus: AttrValue,
}

#[component]
fn Chip(props: &ChipProps) -> Html {
    let dispatch = use_policy_dispatch();
    let ChipProps { place, row, value_id, value, next_focus } = props.clone();
    let remove = move |_: MouseEvent| {
        let edit = Edit::Selector(place, SelectorEdit::RemoveValue(row, value_id));
        dispatch.remove(edit, &next_focus);
    };
    html! {
        <li>
            <span>{ value.clone() }</span>
            <button type="button" aria-label={words::remove_value(&value)} onclick={remove}>
                <IconView icon={Icon::Close} />
            </button>
        </li>
    }
}
