//! An IP block: its range, and the ranges that are left out.

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{IpBlockDraft, Item, ItemId};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::Icon;
use crate::panels::form::{element_id, findings_at};
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button, link};
use crate::widgets::field::TextField;
use crate::widgets::tag::{div, list_item, p, tag};
use crate::words;

/// Draws a range of addresses and its exceptions.
pub fn view(
    id: ItemId,
    block: Option<&IpBlockDraft>,
    path: &FieldPath,
    findings: &Findings,
    dispatch: &PolicyDispatch,
) -> Html {
    let cidr = block.map(|block| block.cidr.text().into_owned()).unwrap_or_default();
    let add_id = element_id("add-except", id);
    let all_addresses = dispatch.on_click(Edit::SetPeerKind(id, NewPeer::AllAddresses));
    let add = dispatch.on_add(Edit::AddExcept(id));
    let except = block.and_then(|block| block.except.written()).map(Vec::as_slice);
    let row = |(index, item): (usize, &Rc<Item<String>>)| {
        let path = path.key("except").index(index);
        let findings = findings_at(findings, Some(&path));
        list_item(item.id.number())
            .child(view_except(item, &path, findings, &add_id, dispatch))
            .view()
    };
    let mut own = findings_at(findings, Some(path));
    own.extend(findings_at(findings, Some(&path.key("cidr"))));
    let all = || link(words::say(words::USE_ALL_ADDRESSES), all_addresses);
    let rows = except.unwrap_or_default().iter().enumerate().map(row);
    div("addresses")
        .child(view_cidr(id, &cidr, own, path, dispatch))
        .child(cidr.is_empty().then(all))
        .child(tag("ul").attr("class", "rows").children(rows))
        .child(add_button(Some(add_id.clone()), words::ADD_EXCEPT, add))
        .child(p("hint").child(words::POD_IPS))
        .view()
}

fn view_cidr(
    id: ItemId,
    cidr: &str,
    findings: Vec<Diagnostic>,
    path: &FieldPath,
    dispatch: &PolicyDispatch,
) -> Html {
    TextField {
        id: element_id("cidr", id),
        label: words::CIDR,
        value: cidr.to_owned(),
        placeholder: words::CIDR_PLACEHOLDER,
        path: Some(path.key("cidr").to_string()),
        findings,
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
        id: element_id("except", id),
        label: words::EXCEPT,
        value,
        placeholder: words::EXCEPT_PLACEHOLDER,
        path: Some(path.to_string()),
        findings,
        oninput: dispatch.on_text(Edit::SetExcept(id, String::new())),
        ..TextField::default()
    };
    div("row except").child(field.view()).child(icon_button(Icon::Close, name, remove)).view()
}
