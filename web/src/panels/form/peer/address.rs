//! An IP block: its range, and the ranges that are left out.

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{IpBlockDraft, Item, ItemId};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::TextField;
use crate::words;

/// Draws a range of addresses and its exceptions.
pub fn view(
    id: ItemId,
    block: Option<&IpBlockDraft>,
    path: &FieldPath,
    findings: &Findings,
    dispatch: &PolicyDispatch,
) -> Html {
    let at = |path: &FieldPath| findings.at(path).cloned().collect::<Vec<_>>();
    let cidr = block.map(|block| block.cidr.text().into_owned()).unwrap_or_default();
    let add_id = format!("add-except-{}", id.number());
    let all_addresses = dispatch.on_click(Edit::SetPeerKind(id, NewPeer::AllAddresses));
    let add = dispatch.on_add(Edit::AddExcept(id));
    let except = block.and_then(|block| block.except.written()).map(Vec::as_slice);
    let row = |(index, item): (usize, &Rc<Item<String>>)| {
        let path = path.key("except").index(index);
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                { view_except(item, &path, at(&path), &add_id, dispatch) }
            </li>
        }
    };
    html! {
        <div class="addresses">
            { view_cidr(id, &cidr, at(path).into_iter().chain(at(&path.key("cidr"))), path, dispatch) }
            if cidr.is_empty() {
                <button type="button" class="link" onclick={all_addresses}>
                    { words::USE_ALL_ADDRESSES }
                </button>
            }
            <ul class="rows">{ for except.unwrap_or_default().iter().enumerate().map(row) }</ul>
            { add_button(Some(add_id.clone()), words::ADD_EXCEPT, add) }
            <p class="hint">{ words::POD_IPS }</p>
        </div>
    }
}

fn view_cidr(
    id: ItemId,
    cidr: &str,
    findings: impl Iterator<Item = Diagnostic>,
    path: &FieldPath,
    dispatch: &PolicyDispatch,
) -> Html {
    TextField {
        id: format!("cidr-{}", id.number()),
        label: words::CIDR,
        value: cidr.to_owned(),
        placeholder: words::CIDR_PLACEHOLDER,
        path: Some(path.key("cidr").to_string()),
        findings: findings.collect(),
        oninput: dispatch.on_text(Edit::SetCidr(id, String::new())),
        ..TextField::default()
    }
    .view()
}

fn view_except(
    item: &Item<String>,
    path: &FieldPath,
    findings: Vec<Diagnostic>,
    next_focus: &str,
    dispatch: &PolicyDispatch,
) -> Html {
    let id = item.id;
    let value = item.field.text().into_owned();
    let name = words::remove_except(&value);
    let remove = dispatch.on_remove(Edit::RemoveExcept(id), next_focus);
    let field = TextField {
        id: format!("except-{}", id.number()),
        label: words::EXCEPT,
        value,
        placeholder: words::EXCEPT_PLACEHOLDER,
        path: Some(path.to_string()),
        findings,
        oninput: dispatch.on_text(Edit::SetExcept(id, String::new())),
        ..TextField::default()
    };
    html! { <div class="row except">{ field.view() }{ icon_button(Icon::Close, name, remove) }</div> }
}
