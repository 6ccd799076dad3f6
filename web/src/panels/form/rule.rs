//! One rule as a card: its meaning as headline, sources or destinations and ports below.

use std::rc::Rc;

use netpol_core::command::{Edit, RulePreset, Shift};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Field, Item, ItemId, RuleDraft};
use netpol_core::edit::{RuleFacts, rule_preset};
use netpol_core::model::Direction;
use yew::prelude::*;

use super::peer::PeerSection;
use super::ports::PortSection;
use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::field::has_errors;
use crate::widgets::findings::FindingList;
use crate::widgets::segmented::Segmented;
use crate::widgets::sentence::SentenceView;
use crate::words;

/// The presets of a rule in the order in which its card offers them.
const PRESETS: [RulePreset; 3] = [RulePreset::Custom, RulePreset::AllowAll, RulePreset::DenyAll];

/// Where a rule is among those of its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulePlace {
    /// The direction.
    pub direction: Direction,
    /// Whether it is the first one.
    pub first: bool,
    /// Whether it is the last one.
    pub last: bool,
}

/// What a [`RuleCard`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RuleCardProps {
    /// The rule.
    pub rule: Rc<Item<RuleDraft>>,
    /// Facts about it.
    pub facts: Rc<RuleFacts>,
    /// Where it is.
    pub place: RulePlace,
    /// What gets the keyboard when the rule is taken away.
    pub next_focus: AttrValue,
}

/// One rule.
#[component]
pub fn RuleCard(props: &RuleCardProps) -> Html {
    let preset = rule_preset(&props.rule);
    let direction = props.place.direction;
    let path = props.facts.path.as_ref().map(|path| AttrValue::from(path.to_string()));
    let id = props.rule.id;
    let whole: Vec<Diagnostic> = match &props.facts.path {
        Some(path) => props.facts.findings.at(path).cloned().collect(),
        None => Vec::new(),
    };
    html! {
        <article class="card" aria-label={words::rule_name(direction)} data-path={path}>
            <header>
                <Headline preset={preset} direction={direction} facts={Rc::clone(&props.facts)} />
                <RuleActions ..props.clone() />
            </header>
            <div class="card-body">
                <PresetChoice {id} {preset} {direction} />
                <FindingList id={format!("rule-{}-findings", id.number())} findings={whole} />
                { body(props, preset) }
            </div>
        </article>
    }
}

fn body(props: &RuleCardProps, preset: RulePreset) -> Html {
    let direction = props.place.direction;
    match (&props.rule.field, preset) {
        (Field::Unreadable(_), _) => html! { <p class="blank">{ words::UNREADABLE_RULE }</p> },
        (Field::Written(rule), RulePreset::Custom) => html! {
            <>
                <PeerSection
                    rule={props.rule.id}
                    peers={rule.peers.clone()}
                    facts={Rc::clone(&props.facts)}
                    {direction}
                />
                <PortSection
                    rule={props.rule.id}
                    ports={rule.ports.clone()}
                    facts={Rc::clone(&props.facts)}
                />
            </>
        },
        _ => Html::default(),
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct HeadlineProps {
    preset: RulePreset,
    direction: Direction,
    facts: Rc<RuleFacts>,
}

/// The sentence that is made of the rule, or why there is none.
#[component]
fn Headline(props: &HeadlineProps) -> Html {
    let facts = &props.facts;
    let refused = has_errors(&facts.findings.0);
    let (icon, class, tag) = match facts.path {
        None => (Icon::Blocked, "deny", words::TAG_NOTHING),
        Some(_) if refused => (Icon::Error, "error", words::TAG_REFUSED),
        Some(_) => (Icon::Check, "allow", words::TAG_ALLOW),
    };
    html! {
        <div class="headline">
            <span class={classes!("tag", class)}><IconView {icon} />{ tag }</span>
            <p>
                if let Some(sentence) = &facts.sentence {
                    <SentenceView sentence={sentence.clone()} />
                } else if facts.path.is_none() {
                    { words::unwritten_rule(props.direction, props.preset) }
                } else {
                    { words::rule_errors(&facts.findings.0) }
                }
            </p>
            if facts.void {
                <p class="hint">{ words::VOID_RULE }</p>
            }
        </div>
    }
}

#[component]
fn RuleActions(props: &RuleCardProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.rule.id;
    let button = |icon: Icon, name: &'static str, enabled: bool, edit: Edit| {
        let dispatch = dispatch.clone();
        let onclick = move |_: MouseEvent| {
            if enabled {
                dispatch.edit(edit.clone());
            }
        };
        html! {
            <button
                type="button"
                class="icon-button"
                title={name}
                aria-label={name}
                aria-disabled={(!enabled).then_some("true")}
                {onclick}
            >
                <IconView {icon} />
            </button>
        }
    };
    let remove = {
        let (dispatch, next_focus) = (dispatch.clone(), props.next_focus.clone());
        move |_: MouseEvent| dispatch.remove(Edit::RemoveRule(id), &next_focus)
    };
    html! {
        <div class="button-group">
            { button(Icon::Up, words::MOVE_UP, !props.place.first, Edit::MoveRule(id, Shift::Up)) }
            { button(Icon::Down, words::MOVE_DOWN, !props.place.last, Edit::MoveRule(id, Shift::Down)) }
            { button(Icon::Copy, words::DUPLICATE_RULE, true, Edit::DuplicateRule(id)) }
            <button
                type="button"
                class="icon-button"
                title={words::REMOVE_RULE}
                aria-label={words::REMOVE_RULE}
                onclick={remove}
            >
                <IconView icon={Icon::Trash} />
            </button>
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PresetProps {
    id: ItemId,
    preset: RulePreset,
    direction: Direction,
}

#[component]
fn PresetChoice(props: &PresetProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.id;
    let onchange = Callback::from(move |number: usize| {
        let preset = PRESETS.get(number).copied().unwrap_or(RulePreset::Custom);
        dispatch.edit(Edit::SetRulePreset(id, preset));
    });
    html! {
        <Segmented
            id={format!("preset-{}", id.number())}
            label={words::RULE_PRESET}
            options={PRESETS.map(|preset| words::preset(preset).into()).to_vec()}
            selected={PRESETS.iter().position(|preset| *preset == props.preset)}
            {onchange}
        />
    }
}
