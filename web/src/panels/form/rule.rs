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
use crate::icons::{Icon, icon};
use crate::state::PolicyDispatch;
use crate::widgets::button::{icon_button, icon_button_if};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::segmented::Segmented;
use crate::widgets::sentence::sentence;
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
#[derive(Clone, PartialEq, Properties)]
pub struct RuleCardProps {
    /// The rule.
    pub rule: Rc<Item<RuleDraft>>,
    /// Facts about it.
    pub facts: Rc<RuleFacts>,
    /// Where it is.
    pub place: RulePlace,
    /// What gets the keyboard when the rule is taken away.
    pub next_focus: AttrValue,
    /// Where edits go.
    pub dispatch: PolicyDispatch,
}

/// One rule; a component, so that typing in one rule draws only that one.
#[component]
pub fn RuleCard(props: &RuleCardProps) -> Html {
    let dispatch = &props.dispatch;
    let preset = rule_preset(&props.rule);
    let direction = props.place.direction;
    let (facts, id) = (&props.facts, props.rule.id);
    let whole: Vec<Diagnostic> = match &facts.path {
        Some(path) => facts.findings.at(path).cloned().collect(),
        None => Vec::new(),
    };
    let body = match (&props.rule.field, preset) {
        (Field::Unreadable(_), _) => html! { <p class="blank">{ words::UNREADABLE_RULE }</p> },
        (Field::Written(rule), RulePreset::Custom) => {
            let path = facts.path.as_ref();
            let findings = &facts.findings;
            let peers = PeerSection {
                rule: id,
                peers: &rule.peers,
                direction,
                path: path.map(|path| path.key(direction.peers_key())),
                findings,
                dispatch,
            };
            let ports = PortSection {
                rule: id,
                ports: &rule.ports,
                path: path.map(|path| path.key("ports")),
                findings,
                dispatch,
            };
            html! { <>{ peers.view() }{ ports.view() }</> }
        }
        _ => Html::default(),
    };
    html! {
        <article
            class="card"
            aria-label={words::rule_name(direction)}
            data-path={facts.path.as_ref().map(ToString::to_string)}
        >
            <header>{ headline(props, preset) }{ actions(props, dispatch) }</header>
            <div class="card-body">
                { preset_choice(id, preset, dispatch) }
                { finding_list(&format!("rule-{}-findings", id.number()), &whole) }
                { body }
            </div>
        </article>
    }
}

/// The sentence that is made of the rule, or why there is none.
fn headline(props: &RuleCardProps, preset: RulePreset) -> Html {
    let facts = &props.facts;
    let refused = has_errors(&facts.findings.0);
    let (symbol, class, tag) = match facts.path {
        None => (Icon::Blocked, "deny", words::TAG_NOTHING),
        Some(_) if refused => (Icon::Error, "error", words::TAG_REFUSED),
        Some(_) => (Icon::Check, "allow", words::TAG_ALLOW),
    };
    let text = match (&facts.sentence, &facts.path) {
        (Some(text), _) => sentence(text),
        (None, None) => html! { { words::unwritten_rule(preset) } },
        (None, Some(_)) => html! { { words::rule_errors(&facts.findings.0) } },
    };
    html! {
        <div class="headline">
            <span class={classes!("tag", class)}>{ icon(symbol) }{ tag }</span>
            <p>{ text }</p>
            if facts.void {
                <p class="hint">{ words::VOID_RULE }</p>
            }
        </div>
    }
}

fn actions(props: &RuleCardProps, dispatch: &PolicyDispatch) -> Html {
    let id = props.rule.id;
    let remove = dispatch.on_remove(Edit::RemoveRule(id), &props.next_focus);
    let RulePlace { first, last, .. } = props.place;
    let button = |enabled, symbol, name: &str, edit| {
        icon_button_if(enabled, symbol, name.to_owned(), dispatch.on_click(edit))
    };
    html! {
        <div class="button-group">
            { button(!first, Icon::Up, words::MOVE_UP, Edit::MoveRule(id, Shift::Up)) }
            { button(!last, Icon::Down, words::MOVE_DOWN, Edit::MoveRule(id, Shift::Down)) }
            { button(true, Icon::Copy, words::DUPLICATE_RULE, Edit::DuplicateRule(id)) }
            { icon_button(Icon::Trash, words::REMOVE_RULE.to_owned(), remove) }
        </div>
    }
}

fn preset_choice(id: ItemId, preset: RulePreset, dispatch: &PolicyDispatch) -> Html {
    Segmented {
        id: format!("preset-{}", id.number()),
        label: words::RULE_PRESET,
        options: PRESETS.map(words::preset).to_vec(),
        selected: PRESETS.iter().position(|known| *known == preset),
        onchange: dispatch.on_choice(PRESETS.map(|preset| Edit::SetRulePreset(id, preset))),
    }
    .view()
}
