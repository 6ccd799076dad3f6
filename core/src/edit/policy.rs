//! Carrying out the edits of a form on a draft.
//!
//! INVARIANT: no edit here opens a rule by taking something away. A list that loses its last entry
//! is `Restriction::Closed`, a box that is emptied holds something that the server refuses.

mod direction;
mod peers;
mod ports;
mod selectors;

use std::rc::Rc;

use super::rejected::Rejected;
use crate::command::{Edit, RulePreset, Shift};
use crate::draft::{
    Field, Ids, Item, ItemId, Items, MetadataDraft, PolicyDraft, RuleDraft, SpecDraft, Typed,
};
use crate::model::Direction;

pub use direction::{direction_state, rule_preset};
pub use ports::{PortShape, port_shape};

/// Changes a draft as asked.
pub(super) fn edit(draft: &mut PolicyDraft, edit: &Edit, ids: &mut Ids) -> Result<(), Rejected> {
    let isolated = isolated(draft);
    change(draft, edit, ids)?;
    if !matches!(edit, Edit::SetDirection(..)) {
        keep_isolated(draft, &isolated);
    }
    Ok(())
}

/// The directions in which the policy isolates its pods, if it has a readable `spec`.
fn isolated(draft: &PolicyDraft) -> Vec<Direction> {
    let Some(spec) = draft.spec.written() else { return Vec::new() };
    Direction::those(&|direction| spec.isolates(direction))
}

/// Writes `policyTypes` where a direction would be left open without it.
///
/// Without `policyTypes` the API isolates for egress only as long as there is an egress rule, so
/// that taking the last one away would allow everything.
fn keep_isolated(draft: &mut PolicyDraft, before: &[Direction]) {
    let after = isolated(draft);
    if before.iter().all(|direction| after.contains(direction)) {
        return;
    }
    let kept = |direction| before.contains(&direction) || after.contains(&direction);
    direction::write_policy_types(spec(draft), &kept);
}

fn change(draft: &mut PolicyDraft, edit: &Edit, ids: &mut Ids) -> Result<(), Rejected> {
    match edit {
        Edit::SetName(name) => metadata(draft).name = <String as Typed>::typed(name),
        Edit::SetNamespace(name) => metadata(draft).namespace = <String as Typed>::typed(name),
        Edit::Metadata(map, edit) => selectors::edit_metadata(metadata(draft), *map, edit, ids)?,
        Edit::Selector(place, edit) => selectors::edit_selector(spec(draft), *place, edit, ids)?,
        Edit::SetDirection(direction, state) => {
            direction::set_state(spec(draft), *direction, *state, ids)?;
        }
        Edit::AddRule(direction, preset) => {
            direction::add_rule(spec(draft), *direction, *preset, ids);
        }
        Edit::AddGivenRule(direction, rule) => {
            direction::add_given_rule(spec(draft), *direction, rule, ids);
        }
        Edit::SetRulePreset(rule, preset) => {
            direction::set_preset(rule_mut(draft, *rule)?, *preset);
        }
        Edit::DuplicateRule(rule) => duplicate_rule(draft, *rule, ids)?,
        Edit::MoveRule(rule, shift) => move_rule(draft, *rule, *shift)?,
        Edit::RemoveRule(rule) => {
            let (rules, position) = rules_with(draft, *rule)?;
            rules.remove(position);
        }
        Edit::AddPeer(rule, kind) => peers::add(rule_mut(draft, *rule)?, *kind, ids),
        Edit::SetPeerKind(peer, kind) => peers::set_kind(spec(draft), *peer, *kind, ids)?,
        Edit::RemovePeer(peer) => peers::remove(spec(draft), *peer)?,
        Edit::SetPeerScope(rule, scope) => peers::set_scope(rule_mut(draft, *rule)?, *scope),
        Edit::SetCidr(peer, cidr) => peers::set_cidr(spec(draft), *peer, cidr)?,
        Edit::AddExcept(peer) => peers::add_except(spec(draft), *peer, ids)?,
        Edit::SetExcept(row, cidr) => peers::set_except(spec(draft), *row, cidr)?,
        Edit::RemoveExcept(row) => peers::remove_except(spec(draft), *row)?,
        Edit::SetPortScope(rule, scope) => ports::set_scope(rule_mut(draft, *rule)?, *scope, ids),
        Edit::AddPort(rule) => ports::add(rule_mut(draft, *rule)?, ids),
        Edit::RemovePort(port) => ports::remove(spec(draft), *port)?,
        Edit::SetProtocol(port, protocol) => ports::set_protocol(spec(draft), *port, protocol)?,
        Edit::SetEveryPort(port, scope) => ports::set_every_port(spec(draft), *port, *scope)?,
        Edit::SetPort(port, text) => ports::set_port(spec(draft), *port, text)?,
        Edit::SetEndPort(port, text) => ports::set_end_port(spec(draft), *port, text)?,
    }
    Ok(())
}

fn metadata(draft: &mut PolicyDraft) -> &mut MetadataDraft {
    draft.metadata.or_default()
}

fn spec(draft: &mut PolicyDraft) -> &mut SpecDraft {
    draft.spec.or_default()
}

/// The rules among which one with this id is, and where it is.
fn rules_with(
    draft: &mut PolicyDraft,
    rule: ItemId,
) -> Result<(&mut Items<RuleDraft>, usize), Rejected> {
    let spec = spec(draft);
    let holds = |items: &[Rc<Item<RuleDraft>>]| items.iter().position(|item| item.id == rule);
    for direction in Direction::ALL {
        if let Some(position) = holds(spec.rules(direction)) {
            let rules = spec.rules_field_mut(direction).written_mut();
            return Ok((rules.ok_or(Rejected::GONE)?, position));
        }
    }
    Err(Rejected::GONE)
}

/// The rule with this id. What was `null` allows everything, as the API reads it; what could not be
/// read becomes a rule that allows nothing until something is listed.
fn rule_mut(draft: &mut PolicyDraft, rule: ItemId) -> Result<&mut RuleDraft, Rejected> {
    let (rules, position) = rules_with(draft, rule)?;
    let item = Rc::make_mut(rules.get_mut(position).ok_or(Rejected::GONE)?);
    if matches!(item.field, Field::Unreadable(_)) {
        item.field = Field::Written(direction::new_rule(RulePreset::Custom));
    }
    Ok(item.field.or_default())
}

fn duplicate_rule(draft: &mut PolicyDraft, rule: ItemId, ids: &mut Ids) -> Result<(), Rejected> {
    let (rules, position) = rules_with(draft, rule)?;
    let mut copy = Item::clone(&rules[position]);
    copy.id = ids.fresh();
    if let Field::Written(rule) = &mut copy.field {
        rule.renew_ids(ids);
    }
    rules.insert(position + 1, Rc::new(copy));
    Ok(())
}

fn move_rule(draft: &mut PolicyDraft, rule: ItemId, shift: Shift) -> Result<(), Rejected> {
    let (rules, position) = rules_with(draft, rule)?;
    let target = match shift {
        Shift::Up => position.checked_sub(1),
        Shift::Down => Some(position + 1).filter(|target| *target < rules.len()),
    };
    if let Some(target) = target {
        rules.swap(position, target);
    }
    Ok(())
}
