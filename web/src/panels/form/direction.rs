//! Ingress or egress as a whole: its state first, then its rules.

use std::rc::Rc;

use netpol_core::command::{DirectionState, Edit, RulePreset};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, RuleDraft, SpecDraft};
use netpol_core::edit::{PolicyFacts, RuleFacts, direction_state};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::rule::{RuleCard, RulePlace};
use crate::icons::{Icon, icon};
use crate::state::PolicyDispatch;
use crate::widgets::button::add_button;
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::segmented::Segmented;
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
    let own: Vec<Diagnostic> = facts.scope.at(&path).cloned().collect();
    let add_id = format!("add-{key}-rule");
    let add = dispatch.on_add(Edit::AddRule(direction, RulePreset::Custom));
    html! {
        <section role="group"
            class="section direction"
            aria-labelledby={format!("{key}-title")}
            data-path={path.to_string()}
        >
            <div class="direction-head">
                <h2 id={format!("{key}-title")}>{ direction.policy_type() }</h2>
                { state_tag(direction, state, &rules) }
            </div>
            { state_choice(direction, state, dispatch) }
            <p class="hint">{ words::state_hint(direction, state, spec) }</p>
            { finding_list(&format!("{key}-findings"), &own) }
            if state != DirectionState::NotRestricted {
                { rule_list(direction, spec, &rules, &add_id, dispatch) }
            }
            <div class="add-buttons">
                { add_button(Some(add_id.clone()), words::add_rule(direction), add) }
            </div>
        </section>
    }
}

/// The state in a word, with a sign.
fn state_tag(direction: Direction, state: DirectionState, rules: &[Rc<RuleFacts>]) -> Html {
    let allowing = rules.iter().filter(|facts| facts.path.is_some()).count();
    if rules.iter().any(|facts| has_errors(&facts.findings.0)) {
        return html! { <span class="tag error">{ icon(Icon::Error) }{ words::REFUSED }</span> };
    }
    let (symbol, class) = match state {
        DirectionState::NotRestricted => (Icon::Open, "plain"),
        DirectionState::DenyAll => (Icon::Blocked, "deny"),
        DirectionState::Listed if allowing == 0 => (Icon::Blocked, "deny"),
        DirectionState::Listed | DirectionState::AllowAll => (Icon::Check, "allow"),
    };
    html! {
        <span class={classes!("tag", class)}>
            { icon(symbol) }{ words::state_tag(direction, state, allowing) }
        </span>
    }
}

fn state_choice(direction: Direction, state: DirectionState, dispatch: &PolicyDispatch) -> Html {
    Segmented {
        id: format!("{}-state", direction.rules_key()),
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
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <RuleCard
                    rule={Rc::clone(item)}
                    facts={Rc::clone(facts)}
                    {place}
                    next_focus={add_id.to_owned()}
                    dispatch={dispatch.clone()}
                />
            </li>
        }
    };
    let unreadable = matches!(spec.rules_field(direction), Field::Unreadable(_));
    html! {
        <>
            if unreadable {
                <p class="blank">{ words::UNREADABLE_RULES }</p>
            }
            <ol class="rules" aria-label={words::rules(direction)}>
                { for rules.iter().zip(facts).enumerate().map(card) }
            </ol>
        </>
    }
}
