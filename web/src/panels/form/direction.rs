//! Ingress or egress as a whole: its state first, then its rules.

use std::collections::BTreeMap;
use std::rc::Rc;

use netpol_core::command::{DirectionState, Edit, RulePreset};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, ItemId, RuleDraft, SpecDraft};
use netpol_core::edit::{DirectionFacts, Findings, RuleFacts, direction_state};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::rule::{RuleCard, RulePlace};
use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::findings::FindingList;
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
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DirectionProps {
    /// Which direction.
    pub direction: Direction,
    /// The spec, narrowed to what is shown.
    pub spec: Rc<SpecDraft>,
    /// Facts about the direction.
    pub direction_facts: DirectionFacts,
    /// Facts about the rules of the policy.
    pub rules: BTreeMap<ItemId, Rc<RuleFacts>>,
    /// What is wrong outside of the rules.
    pub findings: Rc<Findings>,
}

/// Ingress or egress.
#[component]
pub fn DirectionSection(props: &DirectionProps) -> Html {
    let direction = props.direction;
    let state = direction_state(&props.spec, direction);
    let key = direction.rules_key();
    let path = FieldPath::root().key("spec").key(key);
    let own: Vec<Diagnostic> = props.findings.at(&path).cloned().collect();
    html! {
        <section class="section direction" aria-labelledby={format!("{key}-title")} data-path={path.to_string()}>
            <div class="direction-head">
                <h2 id={format!("{key}-title")}>{ direction.policy_type() }</h2>
                <StateTag {direction} {state} facts={props.direction_facts} />
            </div>
            <StateChoice {direction} {state} />
            <p class="hint">{ words::state_hint(direction, state, &props.spec) }</p>
            <FindingList id={format!("{key}-findings")} findings={own} />
            if state != DirectionState::NotRestricted {
                <RuleList ..props.clone() />
            }
            <AddRule {direction} {state} />
        </section>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Properties)]
struct StateProps {
    direction: Direction,
    state: DirectionState,
    #[prop_or_default]
    facts: Option<DirectionFacts>,
}

/// The state in a word, with a sign.
#[component]
fn StateTag(props: &StateProps) -> Html {
    let allowing = props.facts.map_or(0, |facts| facts.allowing_rules);
    let (icon, class) = match props.state {
        DirectionState::NotRestricted => (Icon::Open, "plain"),
        DirectionState::DenyAll => (Icon::Blocked, "deny"),
        DirectionState::Listed if allowing == 0 => (Icon::Blocked, "deny"),
        DirectionState::Listed | DirectionState::AllowAll => (Icon::Check, "allow"),
    };
    html! {
        <span class={classes!("tag", class)}>
            <IconView {icon} />{ words::state_tag(props.direction, props.state, allowing) }
        </span>
    }
}

#[component]
fn StateChoice(props: &StateProps) -> Html {
    let dispatch = use_policy_dispatch();
    let direction = props.direction;
    let onchange = Callback::from(move |number: usize| {
        let state = STATES.get(number).copied().unwrap_or(DirectionState::Listed);
        dispatch.edit(Edit::SetDirection(direction, state));
    });
    html! {
        <Segmented
            id={format!("{}-state", direction.rules_key())}
            label={words::state_label(direction)}
            options={STATES.map(|state| words::state(state).into()).to_vec()}
            selected={STATES.iter().position(|state| *state == props.state)}
            {onchange}
        />
    }
}

#[component]
fn RuleList(props: &DirectionProps) -> Html {
    let direction = props.direction;
    let rules = props.spec.rules(direction);
    let add_id = add_id(direction);
    let card = |(index, item): (usize, &Rc<Item<RuleDraft>>)| {
        let facts = props.rules.get(&item.id)?;
        let place = RulePlace { direction, first: index == 0, last: index + 1 == rules.len() };
        Some(html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                <RuleCard rule={Rc::clone(item)} facts={Rc::clone(facts)} {place} next_focus={add_id.clone()} />
            </li>
        })
    };
    let unreadable = matches!(props.spec.rules_field(direction), Field::Unreadable(_));
    html! {
        <>
            if unreadable {
                <p class="blank">{ words::UNREADABLE_RULES }</p>
            }
            <ol class="rules" aria-label={words::rules(direction)}>
                { for rules.iter().enumerate().filter_map(card) }
            </ol>
        </>
    }
}

fn add_id(direction: Direction) -> AttrValue {
    format!("add-{}-rule", direction.rules_key()).into()
}

#[component]
fn AddRule(props: &StateProps) -> Html {
    let dispatch = use_policy_dispatch();
    let direction = props.direction;
    let add = |preset: RulePreset| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.add(Edit::AddRule(direction, preset))
    };
    html! {
        <div class="add-buttons">
            <button type="button" class="add" id={add_id(direction)} onclick={add(RulePreset::Custom)}>
                <IconView icon={Icon::Plus} /><span>{ words::add_rule(direction) }</span>
            </button>
        </div>
    }
}
