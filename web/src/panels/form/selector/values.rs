//! The values of a selector row: one, several, or none, as its operator asks for.

use netpol_core::command::{Edit, Operator, SelectorEdit, SelectorPlace};
use netpol_core::draft::ItemId;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::row::Row;
use crate::icons::{Icon, icon};
use crate::panels::form::choices;
use crate::state::PolicyDispatch;
use crate::widgets::field::{LabelStyle, TextField};
use crate::words;

/// Draws the values of a row.
pub fn view(
    row: &Row,
    place: SelectorPlace,
    described: Option<String>,
    dispatch: &PolicyDispatch,
) -> Html {
    match row.operator {
        Some(Operator::Equals) => view_single(row, place, described, dispatch),
        Some(Operator::Exists | Operator::DoesNotExist) if row.values.is_empty() => {
            html! { <span class="no-value">{ words::NO_VALUE }</span> }
        }
        _ => view_chips(row, place, described, dispatch),
    }
}

fn view_single(
    row: &Row,
    place: SelectorPlace,
    described: Option<String>,
    dispatch: &PolicyDispatch,
) -> Html {
    let edit = Edit::Selector(place, SelectorEdit::SetValue(row.id, String::new()));
    TextField {
        id: format!("value-{}", row.id.number()),
        label: words::LABEL_VALUE,
        label_style: LabelStyle::Quiet,
        value: row.value.clone(),
        placeholder: words::VALUE_PLACEHOLDER,
        described,
        choices: Some(choices::values(place, &row.key)),
        oninput: dispatch.on_text(edit),
        ..TextField::default()
    }
    .view()
}

/// Several values: those that are there as chips, and a box for the next one.
fn view_chips(
    row: &Row,
    place: SelectorPlace,
    described: Option<String>,
    dispatch: &PolicyDispatch,
) -> Html {
    let input_id = format!("value-{}", row.id.number());
    let commit = commit_value(place, row.id, dispatch);
    let onkeydown = {
        let commit = commit.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == "," {
                event.prevent_default();
                commit.emit(event.into());
            }
        }
    };
    let chip = |value: &(ItemId, String)| view_chip(place, row.id, value, &input_id, dispatch);
    html! {
        <div class={LabelStyle::Quiet.class()}>
            <label for={input_id.clone()}>{ words::LABEL_VALUES }</label>
            <div class="chips-box">
                <ul class="chips">{ for row.values.iter().map(chip) }</ul>
                <input
                    type="text"
                    id={input_id.clone()}
                    placeholder={words::ADD_VALUE}
                    list={choices::values(place, &row.key)}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={described.is_some().then_some("true")}
                    aria-describedby={described}
                    {onkeydown}
                    onchange={commit}
                />
            </div>
        </div>
    }
}

/// Takes the typed values over, which happens at Enter, at a comma, and when the box is left.
fn commit_value(place: SelectorPlace, row: ItemId, dispatch: &PolicyDispatch) -> Callback<Event> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let typed = input.value();
        for value in typed.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let edit = SelectorEdit::AddValue(row, value.to_owned());
            dispatch.edit(Edit::Selector(place, edit));
        }
        input.set_value("");
    })
}

fn view_chip(
    place: SelectorPlace,
    row: ItemId,
    (id, value): &(ItemId, String),
    next_focus: &str,
    dispatch: &PolicyDispatch,
) -> Html {
    let remove = Edit::Selector(place, SelectorEdit::RemoveValue(row, *id));
    let remove = dispatch.on_remove(remove, next_focus);
    html! {
        <li key={id.number()}>
            <span>{ value.clone() }</span>
            <button type="button" aria-label={words::remove_value(value)} onclick={remove}>
                { icon(Icon::Close) }
            </button>
        </li>
    }
}
