//! An IP block: its range, and the ranges that are left out.

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{IpBlockDraft, Item, ItemId};
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::field::TextField;
use crate::words;

/// What [`AddressFields`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AddressProps {
    /// The peer's id.
    pub id: ItemId,
    /// The block.
    pub block: IpBlockDraft,
    /// Where it is in the manifest.
    pub path: FieldPath,
    /// What is wrong in the rule.
    pub findings: Rc<Findings>,
}

/// A range of addresses and its exceptions.
#[component]
pub fn AddressFields(props: &AddressProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.id;
    let cidr = props.block.cidr.text().into_owned();
    let path = props.path.key("cidr");
    let set_cidr = {
        let dispatch = dispatch.clone();
        Callback::from(move |cidr| dispatch.edit(Edit::SetCidr(id, cidr)))
    };
    let all_addresses = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.edit(Edit::SetPeerKind(id, NewPeer::AllAddresses))
    };
    let add_id = AttrValue::from(format!("add-except-{}", id.number()));
    let add = move |_: MouseEvent| dispatch.add(Edit::AddExcept(id));
    let at = |path: &FieldPath| props.findings.at(path).cloned().collect::<Vec<_>>();
    let except = props.block.except.written().map(Vec::as_slice).unwrap_or_default();
    let row = |(index, item): (usize, &Rc<Item<String>>)| {
        let path = props.path.key("except").index(index);
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <ExceptRow
                    item={Rc::clone(item)}
                    path={path.to_string()}
                    findings={at(&path)}
                    next_focus={add_id.clone()}
                />
            </li>
        }
    };
    html! {
        <div class="addresses">
            <TextField
                id={format!("cidr-{}", id.number())}
                label={words::CIDR}
                value={cidr.clone()}
                placeholder={words::CIDR_PLACEHOLDER}
                path={path.to_string()}
                findings={at(&path)}
                oninput={set_cidr}
            />
            if cidr.is_empty() {
                <button type="button" class="link" onclick={all_addresses}>{ words::USE_ALL_ADDRESSES }</button>
            }
            <ul class="rows">{ for except.iter().enumerate().map(row) }</ul>
            <button type="button" class="add" id={add_id.clone()} onclick={add}>
                <IconView icon={Icon::Plus} /><span>{ words::ADD_EXCEPT }</span>
            </button>
            <p class="hint">{ words::POD_IPS }</p>
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ExceptProps {
    item: Rc<Item<String>>,
    path: AttrValue,
    findings: Vec<Diagnostic>,
    next_focus: AttrValue,
}

#[component]
fn ExceptRow(props: &ExceptProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.item.id;
    let value = props.item.field.text().into_owned();
    let name = words::remove_except(&value);
    let set = {
        let dispatch = dispatch.clone();
        Callback::from(move |cidr| dispatch.edit(Edit::SetExcept(id, cidr)))
    };
    let remove = {
        let next_focus = props.next_focus.clone();
        move |_: MouseEvent| dispatch.remove(Edit::RemoveExcept(id), &next_focus)
    };
    html! {
        <div class="row except">
            <TextField
                id={format!("except-{}", id.number())}
                label={words::EXCEPT}
                {value}
                placeholder={words::EXCEPT_PLACEHOLDER}
                path={props.path.clone()}
                findings={props.findings.clone()}
                oninput={set}
            />
            <button type="button" class="icon-button" title={name.clone()} aria-label={name} onclick={remove}>
                <IconView icon={Icon::Close} />
            </button>
        </div>
    }
}
