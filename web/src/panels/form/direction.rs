//! Ingress or egress as a whole: its state first, then its rules.

use std::rc::Rc;

use netpol_core::command::{DirectionState, Edit, RulePreset};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, RuleDraft, SpecDraft};
use netpol_core::edit::{DirectionFacts, Findings, RuleFacts, direction_state};
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

/// What a [`DirectionSection`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct DirectionProps {
    /// Which direction.
    pub direction: Direction,
    /// The spec, narrowed to what is shown.
    pub spec: Rc<SpecDraft>,
    /// Facts about the direction.
    pub facts: DirectionFacts,
    /// Facts about its rules, in their order.
    pub rules: Vec<Rc<RuleFacts>>,
    /// What is wrong outside of the rules.
    pub findings: Rc<Findings>,
    /// Where edits go.
    pub dispatch: PolicyDispatch,
}

/// Ingress or egress.
#[component]
pub fn DirectionSection(props: &DirectionProps) -> Html {
    let dispatch = &props.dispatch;
    let direction = props.direction;
    let state = direction_state(&props.spec, direction);
    let key = direction.rules_key();
    let path = FieldPath::root().key("spec").key(key);
    let own: Vec<Diagnostic> = props.findings.at(&path).cloned().collect();
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
                { state_tag(props, state) }
            </div>
            { state_choice(direction, state, dispatch) }
            <p class="hint">{ words::state_hint(direction, state, &props.spec) }</p>
            { finding_list(&format!("{key}-findings"), &own) }
            if state != DirectionState::NotRestricted {
                { rule_list(props, &add_id) }
            }
            <div class="add-buttons">
                { add_button(Some(add_id.clone()), words::add_rule(direction), add) }
            </div>
        </section>
    }
}

/// The state in a word, with a sign.
fn state_tag(props: &DirectionProps, state: DirectionState) -> Html {
    let allowing = props.facts.allowing_rules;
    if props.rules.iter().any(|facts| has_errors(&facts.findings.0)) {
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
            { icon(symbol) }{ words::state_tag(props.direction, state, allowing) }
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

fn rule_list(props: &DirectionProps, add_id: &str) -> Html {
    let direction = props.direction;
    let rules = props.spec.rules(direction);
    let card = |(index, (item, facts)): (usize, (&Rc<Item<RuleDraft>>, &Rc<RuleFacts>))| {
        let place = RulePlace { direction, first: index == 0, last: index + 1 == rules.len() };
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <RuleCard
                    rule={Rc::clone(item)}
                    facts={Rc::clone(facts)}
                    {place}
                    next_focus={add_id.to_owned()}
                    dispatch={props.dispatch.clone()}
                />
            </li>
        }
    };
    let unreadable = matches!(props.spec.rules_field(direction), Field::Unreadable(_));
    html! {
        <>
            if unreadable {
                <p class="blank">{ words::UNREADABLE_RULES }</p>
            }
            <ol class="rules" aria-label={words::rules(direction)}>
                { for rules.iter().zip(&props.rules).enumerate().map(card) }
            </ol>
        </>
    }
}
