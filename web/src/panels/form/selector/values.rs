//! The values of a selector row: one, several, or none, as its operator asks for.

use netpol_core::command::{Edit, Operator, SelectorEdit, SelectorPlace};
use netpol_core::draft::ItemId;
use yew::prelude::*;

use super::row::Row;
use crate::icons::{Icon, icon};
use crate::panels::form::{choices, element_id};
use crate::state::PolicyDispatch;
use crate::widgets::field::{LabelStyle, TextField, input_of, text_input};
use crate::widgets::tag::{div, span, tag};
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
            span("no-value").child(words::NO_VALUE).view()
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
        id: element_id("value", row.id),
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
    let input_id = element_id("value", row.id);
    let commit = commit_value(place, row.id, dispatch);
    let onkeydown = {
        let commit = commit.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == "," {
                event.prevent_default();
                commit.emit(event.into());
            }
        })
    };
    let chip = |value: &(ItemId, String)| view_chip(place, row.id, value, &input_id, dispatch);
    let choices = choices::values(place, &row.key);
    let input = text_input(input_id.clone(), Some(choices), described.is_some(), described)
        .attr("placeholder", words::ADD_VALUE)
        .onkeydown(onkeydown)
        .onchange(commit);
    let chips = tag("ul").attr("class", "chips").children(row.values.iter().map(chip));
    div(LabelStyle::Quiet.class())
        .child(tag("label").attr("for", input_id.clone()).child(words::LABEL_VALUES))
        .child(div("chips-box").child(chips).child(input))
        .view()
}

/// Takes the typed values over, which happens at Enter, at a comma, and when the box is left.
fn commit_value(place: SelectorPlace, row: ItemId, dispatch: &PolicyDispatch) -> Callback<Event> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: Event| {
        let Some(input) = input_of(&event) else { return };
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
    let button = tag("button")
        .attr("type", "button")
        .attr("aria-label", words::remove_value(value))
        .onclick(remove)
        .child(icon(Icon::Close));
    let value = tag("span").child(value.clone());
    tag("li").key(&id.number().to_string()).child(value).child(button).view()
}
