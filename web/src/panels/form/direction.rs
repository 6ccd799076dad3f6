//! Ingress or egress as a whole: its state first, then its rules.

use std::rc::Rc;

use netpol_core::command::{DirectionState, Edit, RulePreset};
use netpol_core::draft::{Field, Item, RuleDraft, SpecDraft};
use netpol_core::edit::{PolicyFacts, RuleFacts, direction_state};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::findings_at;
use super::rule::{self, RuleCard, RulePlace};
use crate::icons::{Icon, icon};
use crate::state::PolicyDispatch;
use crate::widgets::button::add_button;
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::kept::{address, kept};
use crate::widgets::segmented::Segmented;
use crate::widgets::tag::{div, group, list_item, p, span, tag};
use crate::words;

/// The states in the order in which the form offers them.
const STATES: [DirectionState; 4] = [
    DirectionState::NotRestricted,
    DirectionState::DenyAll,
    DirectionState::Listed,
    DirectionState::AllowAll,
];

/// Ingress or egress.
pub fn view(
    direction: Direction,
    spec: &SpecDraft,
    facts: &PolicyFacts,
    dispatch: &PolicyDispatch,
) -> Html {
    let state = direction_state(spec, direction);
    let rules = facts.rules_of(direction);
    let key = direction.rules_key();
    let path = FieldPath::root().key("spec").key(key);
    let own = findings_at(&facts.scope, Some(&path));
    let add_id = ["add-", key, "-rule"].concat();
    let title_id = [key, "-title"].concat();
    let add = dispatch.on_add(Edit::AddRule(direction, RulePreset::Custom));
    let restricted = state != DirectionState::NotRestricted;
    let head = div("direction-head")
        .child(tag("h2").attr("id", title_id.clone()).child(direction.policy_type()))
        .child(state_tag(direction, state, &rules));
    tag("section")
        .attr("role", "group")
        .attr("class", "section direction")
        .attr("aria-labelledby", title_id)
        .attr("data-path", path.to_string())
        .child(head)
        .child(state_choice(direction, state, dispatch))
        .child(p("hint").child(words::state_hint(direction, state, spec)))
        .child(finding_list(&[key, "-findings"].concat(), &own))
        .child(restricted.then(|| rule_list(direction, spec, &rules, &add_id, dispatch)))
        .child(div("add-buttons").child(add_button(
            Some(add_id.clone()),
            words::add_rule(direction),
            add,
        )))
        .view()
}

/// The state in a word, with a sign.
fn state_tag(direction: Direction, state: DirectionState, rules: &[Rc<RuleFacts>]) -> Html {
    let allowing = rules.iter().filter(|facts| facts.path.is_some()).count();
    if rules.iter().any(|facts| has_errors(&facts.findings.0)) {
        return span("tag error").child(icon(Icon::Error)).child(words::REFUSED).view();
    }
    let (symbol, class) = match state {
        DirectionState::NotRestricted => (Icon::Open, "tag plain"),
        DirectionState::DenyAll => (Icon::Blocked, "tag deny"),
        DirectionState::Listed if allowing == 0 => (Icon::Blocked, "tag deny"),
        DirectionState::Listed | DirectionState::AllowAll => (Icon::Check, "tag allow"),
    };
    span(class).child(icon(symbol)).child(words::state_tag(direction, state, allowing)).view()
}

fn state_choice(direction: Direction, state: DirectionState, dispatch: &PolicyDispatch) -> Html {
    Segmented {
        id: [direction.rules_key(), "-state"].concat(),
        label: words::state_label(direction),
        options: STATES.map(words::state).to_vec(),
        selected: STATES.iter().position(|known| *known == state),
        onchange: dispatch.on_choice(STATES.map(|state| Edit::SetDirection(direction, state))),
    }
    .view()
}

fn rule_list(
    direction: Direction,
    spec: &SpecDraft,
    facts: &[Rc<RuleFacts>],
    add_id: &str,
    dispatch: &PolicyDispatch,
) -> Html {
    let rules = spec.rules(direction);
    let card = |(index, (item, facts)): (usize, (&Rc<Item<RuleDraft>>, &Rc<RuleFacts>))| {
        let place = RulePlace { direction, first: index == 0, last: index + 1 == rules.len() };
        let card = RuleCard {
            rule: Rc::clone(item),
            facts: Rc::clone(facts),
            place,
            next_focus: add_id.to_owned(),
            dispatch: dispatch.clone(),
        };
        // An edit makes a new one of what it changes, and facts that look as before are kept, so
        // that typing in one rule draws only that one.
        let looks = [place.first, place.last].map(usize::from);
        let shows = [address(item), address(facts), looks[0], looks[1], dispatch.number()];
        let card = kept(shows.to_vec(), "", move || rule::view(&card));
        list_item(item.id.number()).child(card).view()
    };
    let unreadable = matches!(spec.rules_field(direction), Field::Unreadable(_));
    let blank = unreadable.then(|| p("blank").child(words::UNREADABLE_RULES).view());
    let list = tag("ol")
        .attr("class", "rules")
        .attr("aria-label", words::rules(direction))
        .children(rules.iter().zip(facts).enumerate().map(card));
    group(vec![blank.unwrap_or_default(), list.view()])
}
