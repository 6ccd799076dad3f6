//! Ports.

use std::rc::Rc;

use super::Rejected;
use super::peers::find_rule;
use crate::command::Scope;
use crate::draft::{
    EmptyForm, Field, Ids, ItemId, PortDraft, PortValue, Restriction, RuleDraft, SpecDraft, Typed,
    new_item,
};
use crate::model::Protocol;
use crate::value::Number;

/// How a port entry is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortShape {
    /// Every port of the protocol.
    Every,
    /// A number, a name, or a range.
    Named,
}

/// How a port entry is shown.
pub fn port_shape(port: &PortDraft) -> PortShape {
    if port.port.is_missing() && port.end_port.is_missing() {
        PortShape::Every
    } else {
        PortShape::Named
    }
}

pub(super) fn set_scope(rule: &mut RuleDraft, scope: Scope, ids: &mut Ids) {
    match scope {
        Scope::All => rule.ports = Restriction::Open(EmptyForm::Absent),
        Scope::Listed => match rule.ports {
            Restriction::Open(_) | Restriction::Closed => add(rule, ids),
            Restriction::Only(_) | Restriction::Unreadable(_) => {}
        },
    }
}

pub(super) fn add(rule: &mut RuleDraft, ids: &mut Ids) {
    let protocol = Field::Written(Protocol::Tcp.as_str().to_owned());
    rule.ports.push(new_item(PortDraft { protocol, ..unnamed() }, ids));
}

pub(super) fn remove(spec: &mut SpecDraft, id: ItemId) -> Result<(), Rejected> {
    rule_of_port(spec, id)?.ports.remove(id);
    Ok(())
}

pub(super) fn set_protocol(spec: &mut SpecDraft, id: ItemId, name: &str) -> Result<(), Rejected> {
    port_mut(spec, id)?.protocol = Field::Written(name.to_owned());
    Ok(())
}

pub(super) fn set_every_port(
    spec: &mut SpecDraft,
    id: ItemId,
    scope: Scope,
) -> Result<(), Rejected> {
    let port = port_mut(spec, id)?;
    match scope {
        Scope::All => {
            port.port = Field::Absent;
            port.end_port = Field::Absent;
        }
        Scope::Listed if port.port.is_missing() => port.port = PortValue::typed(""),
        Scope::Listed => {}
    }
    Ok(())
}

pub(super) fn set_port(spec: &mut SpecDraft, id: ItemId, text: &str) -> Result<(), Rejected> {
    port_mut(spec, id)?.port = PortValue::typed(text.trim());
    Ok(())
}

pub(super) fn set_end_port(spec: &mut SpecDraft, id: ItemId, text: &str) -> Result<(), Rejected> {
    let port = port_mut(spec, id)?;
    // An end without a start is refused; without either it would be every port.
    if port.port.is_missing() && !port.end_port.is_missing() {
        port.port = PortValue::typed("");
    }
    port.end_port = Number::typed(text.trim());
    Ok(())
}

/// A port that is still to be named, which the server refuses.
fn unnamed() -> PortDraft {
    PortDraft { port: PortValue::typed(""), ..PortDraft::default() }
}

/// The port with an id. One that could not be read is one to be named, never every port.
fn port_mut(spec: &mut SpecDraft, id: ItemId) -> Result<&mut PortDraft, Rejected> {
    let rule = rule_of_port(spec, id)?;
    let Restriction::Only(items) = &mut rule.ports else { return Err(Rejected::GONE) };
    let item = items.iter_mut().find(|item| item.id == id).ok_or(Rejected::GONE)?;
    let field = &mut Rc::make_mut(item).field;
    if matches!(field, Field::Unreadable(_)) {
        *field = Field::Written(unnamed());
    }
    Ok(field.or_default())
}

fn rule_of_port(spec: &mut SpecDraft, id: ItemId) -> Result<&mut RuleDraft, Rejected> {
    find_rule(spec, &|rule| rule.ports.items().iter().any(|item| item.id == id))
}
