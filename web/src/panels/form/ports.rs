//! The ports of a rule.

use std::rc::Rc;

use netpol_core::command::{Edit, Scope};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Item, ItemId, PortDraft, Restriction};
use netpol_core::edit::{PortShape, RuleFacts, port_shape};
use netpol_core::model::Protocol;
use netpol_core::path::FieldPath;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::field::TextField;
use crate::widgets::findings::FindingList;
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::words;

/// What a [`PortSection`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PortSectionProps {
    /// The rule's id.
    pub rule: ItemId,
    /// Its ports.
    pub ports: Restriction<PortDraft>,
    /// Facts about the rule.
    pub facts: Rc<RuleFacts>,
}

/// The ports of a rule: every port, or what is listed.
#[component]
pub fn PortSection(props: &PortSectionProps) -> Html {
    let dispatch = use_policy_dispatch();
    let rule = props.rule;
    let path = props.facts.path.as_ref().map(|path| path.key("ports"));
    let add_id = AttrValue::from(format!("add-port-{}", rule.number()));
    let set_scope = {
        let dispatch = dispatch.clone();
        Callback::from(move |number: usize| {
            let scope = if number == 0 { Scope::All } else { Scope::Listed };
            dispatch.edit(Edit::SetPortScope(rule, scope));
        })
    };
    let add = move |_: MouseEvent| dispatch.add(Edit::AddPort(rule));
    let row = |(index, item): (usize, &Rc<Item<PortDraft>>)| {
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <PortRow
                    item={Rc::clone(item)}
                    path={path.as_ref().map(|path| path.index(index))}
                    facts={Rc::clone(&props.facts)}
                    next_focus={add_id.clone()}
                />
            </li>
        }
    };
    let open = matches!(props.ports, Restriction::Open(_));
    html! {
        <fieldset class="ports" data-path={path.as_ref().map(ToString::to_string)}>
            <legend>{ words::PORTS }</legend>
            <Segmented
                id={format!("port-scope-{}", rule.number())}
                label={words::PORTS}
                options={words::PORT_SCOPES.map(AttrValue::from).to_vec()}
                selected={usize::from(!open)}
                onchange={set_scope}
            />
            if matches!(props.ports, Restriction::Closed) {
                <p class="blank">{ words::NO_PORTS }</p>
            }
            <ul class="rows">{ for props.ports.items().iter().enumerate().map(row) }</ul>
            if !open {
                <button type="button" class="add" id={add_id.clone()} onclick={add}>
                    <IconView icon={Icon::Plus} /><span>{ words::ADD_PORT }</span>
                </button>
            }
        </fieldset>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PortRowProps {
    item: Rc<Item<PortDraft>>,
    path: Option<FieldPath>,
    facts: Rc<RuleFacts>,
    next_focus: AttrValue,
}

/// One port, range, or protocol.
#[component]
fn PortRow(props: &PortRowProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.item.id;
    let port = props.item.field.written().cloned().unwrap_or_default();
    let findings: Vec<Diagnostic> = match &props.path {
        Some(path) => props.facts.findings.within(path).cloned().collect(),
        None => Vec::new(),
    };
    let findings_id = format!("port-{}-findings", id.number());
    let remove = {
        let next_focus = props.next_focus.clone();
        move |_: MouseEvent| dispatch.remove(Edit::RemovePort(id), &next_focus)
    };
    html! {
        <div class="row port" data-path={props.path.as_ref().map(ToString::to_string)}>
            <ProtocolChoice {id} protocol={port.protocol.text().into_owned()} path={props.path.clone()} />
            <EveryPort {id} every={port_shape(&port) == PortShape::Every} />
            if port_shape(&port) == PortShape::Named {
                <PortNumbers {id} {port} path={props.path.clone()} />
            }
            <button
                type="button"
                class="icon-button"
                title={words::REMOVE_PORT}
                aria-label={words::REMOVE_PORT}
                onclick={remove}
            >
                <IconView icon={Icon::Close} />
            </button>
            <FindingList id={findings_id} {findings} />
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ProtocolProps {
    id: ItemId,
    protocol: String,
    path: Option<FieldPath>,
}

#[component]
fn ProtocolChoice(props: &ProtocolProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.id;
    let onchange = Callback::from(move |number: usize| {
        let protocol = Protocol::ALL.get(number).copied().unwrap_or(Protocol::Tcp);
        dispatch.edit(Edit::SetProtocol(id, protocol.as_str().to_owned()));
    });
    // Where the manifest names no protocol, it means TCP.
    let written = if props.protocol.is_empty() { "TCP" } else { props.protocol.as_str() };
    html! {
        <Select
            id={format!("protocol-{}", id.number())}
            label={words::PROTOCOL}
            quiet_label=true
            options={Protocol::ALL.map(|protocol| protocol.as_str().into()).to_vec()}
            selected={Protocol::ALL.iter().position(|known| known.as_str() == written)}
            other={props.protocol.clone()}
            path={props.path.as_ref().map(|path| AttrValue::from(path.key("protocol").to_string()))}
            {onchange}
        />
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct EveryPortProps {
    id: ItemId,
    every: bool,
}

#[component]
fn EveryPort(props: &EveryPortProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.id;
    let onchange = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let every = input.is_some_and(|input| input.checked());
        let scope = if every { Scope::All } else { Scope::Listed };
        dispatch.edit(Edit::SetEveryPort(id, scope));
    };
    html! {
        <label class="check">
            <input type="checkbox" id={format!("every-{}", id.number())} checked={props.every} {onchange} />
            <span>{ words::EVERY_PORT }</span>
        </label>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PortNumbersProps {
    id: ItemId,
    port: PortDraft,
    path: Option<FieldPath>,
}

/// A number or name, and the end of a range.
#[component]
fn PortNumbers(props: &PortNumbersProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.id;
    let path =
        |key: &str| props.path.as_ref().map(|path| AttrValue::from(path.key(key).to_string()));
    let set = |edit: fn(ItemId, String) -> Edit| {
        let dispatch = dispatch.clone();
        Callback::from(move |text: String| dispatch.edit(edit(id, text.trim().to_owned())))
    };
    html! {
        <>
            <TextField
                id={format!("port-{}", id.number())}
                label={words::PORT}
                quiet_label=true
                value={props.port.port.text().into_owned()}
                placeholder={words::PORT_PLACEHOLDER}
                path={path("port")}
                oninput={set(Edit::SetPort)}
            />
            <span class="to" aria-hidden="true">{ words::TO }</span>
            <TextField
                id={format!("end-port-{}", id.number())}
                label={words::END_PORT}
                quiet_label=true
                value={props.port.end_port.text().into_owned()}
                placeholder={words::END_PORT_PLACEHOLDER}
                inputmode="numeric"
                path={path("endPort")}
                oninput={set(Edit::SetEndPort)}
            />
        </>
    }
}
