//! What a policy does in a direction as a whole, and what a rule does as a whole.

use std::rc::Rc;

use super::Rejected;
use crate::command::{DirectionState, RulePreset};
use crate::draft::{EmptyForm, Field, Ids, Item, Restriction, RuleDraft, SpecDraft, new_item};
use crate::model::Direction;
use crate::value::Value;

/// What the policy does in a direction, as the form shows it.
pub fn direction_state(spec: &SpecDraft, direction: Direction) -> DirectionState {
    if !spec.isolates(direction) {
        return DirectionState::NotRestricted;
    }
    match spec.rules(direction) {
        [] if spec.rules_field(direction).written().is_some()
            || spec.rules_field(direction).is_missing() =>
        {
            DirectionState::DenyAll
        }
        [only] if rule_preset(only) == RulePreset::AllowAll => DirectionState::AllowAll,
        _ => DirectionState::Listed,
    }
}

/// What a rule does, as its card shows it.
pub fn rule_preset(rule: &Item<RuleDraft>) -> RulePreset {
    match &rule.field {
        // The API reads `null` as a rule without peers and ports.
        Field::Absent | Field::Null => RulePreset::AllowAll,
        Field::Unreadable(_) => RulePreset::Custom,
        Field::Written(rule) => preset_of(rule),
    }
}

fn preset_of(rule: &RuleDraft) -> RulePreset {
    match (&rule.peers, &rule.ports) {
        (Restriction::Open(_), Restriction::Open(_)) => RulePreset::AllowAll,
        (Restriction::Closed, Restriction::Closed) => RulePreset::DenyAll,
        _ => RulePreset::Custom,
    }
}

pub(super) fn set_state(
    spec: &mut SpecDraft,
    direction: Direction,
    state: DirectionState,
    ids: &mut Ids,
) -> Result<(), Rejected> {
    let is_state = direction_state(spec, direction) == state
        && spec.rules_field(direction).written().is_some();
    if is_state && !spec.has_unknown_type() {
        return Ok(());
    }
    let other_isolated = spec.isolates(direction.opposite());
    if state == DirectionState::NotRestricted && !other_isolated {
        return Err(Rejected::NO_DIRECTION);
    }
    let isolated = state != DirectionState::NotRestricted;
    set_policy_types(spec, direction, isolated, other_isolated);
    if is_state {
        return Ok(());
    }
    let rules = spec.rules_field_mut(direction);
    match state {
        DirectionState::NotRestricted => *rules = Field::Absent,
        DirectionState::DenyAll => *rules = Field::Written(Vec::new()),
        DirectionState::AllowAll => {
            *rules = Field::Written(vec![new_item(new_rule(RulePreset::AllowAll), ids)]);
        }
        DirectionState::Listed => {
            let kept = rules.or_default();
            kept.retain(|rule| rule_preset(rule) != RulePreset::AllowAll);
            if kept.is_empty() {
                kept.push(new_item(new_rule(RulePreset::Custom), ids));
            }
        }
    }
    Ok(())
}

/// Adds a rule and isolates the direction, since a rule without its policy type has no effect.
pub(super) fn add_rule(
    spec: &mut SpecDraft,
    direction: Direction,
    preset: RulePreset,
    ids: &mut Ids,
) {
    push_rule(spec, direction, new_item(new_rule(preset), ids));
}

/// Adds a rule as a manifest has it; what cannot be read stays what it is, for the server to refuse.
pub(super) fn add_given_rule(
    spec: &mut SpecDraft,
    direction: Direction,
    rule: &Value,
    ids: &mut Ids,
) {
    let id = ids.fresh();
    let field = match RuleDraft::from_value(rule.clone(), direction.peers_key(), ids) {
        Ok(rule) => Field::Written(rule),
        Err(unreadable) => Field::Unreadable(unreadable),
    };
    push_rule(spec, direction, Rc::new(Item { id, field }));
}

fn push_rule(spec: &mut SpecDraft, direction: Direction, rule: Rc<Item<RuleDraft>>) {
    let other_isolated = spec.isolates(direction.opposite());
    set_policy_types(spec, direction, true, other_isolated);
    spec.rules_field_mut(direction).or_default().push(rule);
}

/// A rule that already is what is asked for stays: a custom one whose last port was taken away
/// allows nothing, and must not be opened by asking for a custom one once more.
pub(super) fn set_preset(rule: &mut RuleDraft, preset: RulePreset) {
    if preset_of(rule) != preset {
        let fresh = new_rule(preset);
        rule.peers = fresh.peers;
        rule.ports = fresh.ports;
    }
}

pub(super) fn new_rule(preset: RulePreset) -> RuleDraft {
    let (peers, ports) = match preset {
        RulePreset::AllowAll => {
            (Restriction::Open(EmptyForm::Absent), Restriction::Open(EmptyForm::Absent))
        }
        RulePreset::DenyAll => (Restriction::Closed, Restriction::Closed),
        RulePreset::Custom => (Restriction::Closed, Restriction::Open(EmptyForm::Absent)),
    };
    RuleDraft { peers, ports, ..RuleDraft::default() }
}

/// Writes `policyTypes` out, which is always done as soon as the form touches a direction.
fn set_policy_types(
    spec: &mut SpecDraft,
    direction: Direction,
    isolated: bool,
    other_isolated: bool,
) {
    let isolates =
        |candidate: Direction| if candidate == direction { isolated } else { other_isolated };
    write_policy_types(spec, &isolates);
}

pub(super) fn write_policy_types(spec: &mut SpecDraft, isolates: &dyn Fn(Direction) -> bool) {
    let mut types = Vec::new();
    for direction in Direction::those(isolates) {
        types.push(Field::Written(direction.policy_type().to_owned()));
    }
    spec.policy_types = Field::Written(types);
}
