//! One rule as a card: its meaning as headline, sources or destinations and ports below.

use std::rc::Rc;

use netpol_core::command::{Edit, RulePreset, Shift};
use netpol_core::draft::{Field, Item, ItemId, RuleDraft};
use netpol_core::edit::{RuleFacts, rule_preset};
use netpol_core::model::Direction;
use yew::prelude::*;

use super::peer::PeerSection;
use super::ports::PortSection;
use super::{element_id, findings_at, findings_id, place};
use crate::icons::{Icon, icon};
use crate::state::PolicyDispatch;
use crate::widgets::button::{icon_button, icon_button_if};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::segmented::Segmented;
use crate::widgets::sentence::sentence;
use crate::widgets::tag::{div, group, p, span, tag, text};
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

/// What a rule card shows.
pub struct RuleCard {
    /// The rule.
    pub rule: Rc<Item<RuleDraft>>,
    /// Facts about it.
    pub facts: Rc<RuleFacts>,
    /// Where it is.
    pub place: RulePlace,
    /// What gets the keyboard when the rule is taken away.
    pub next_focus: String,
    /// Where edits go.
    pub dispatch: PolicyDispatch,
}

/// One rule.
pub fn view(props: &RuleCard) -> Html {
    let dispatch = &props.dispatch;
    let preset = rule_preset(&props.rule);
    let direction = props.place.direction;
    let (facts, id) = (&props.facts, props.rule.id);
    let whole = findings_at(&facts.findings, facts.path.as_ref());
    let body = match (&props.rule.field, preset) {
        (Field::Unreadable(_), _) => p("blank").child(words::UNREADABLE_RULE).view(),
        (Field::Written(rule), RulePreset::Custom) => {
            let path = facts.path.as_ref();
            let findings = &facts.findings;
            let peers = PeerSection {
                rule: id,
                peers: &rule.peers,
                matched: &facts.matched,
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
            group(vec![peers.view(), ports.view()])
        }
        _ => Html::default(),
    };
    let card_body = div("card-body")
        .child(preset_choice(id, preset, dispatch))
        .child(finding_list(&findings_id("rule", id), &whole))
        .child(body);
    tag("article")
        .attr("class", "card")
        .part("rule")
        .attr("aria-label", words::rule_name(direction))
        .attr("data-path", place(facts.path.as_ref()))
        .child(tag("header").child(headline(props, preset)).child(actions(props, dispatch)))
        .child(card_body)
        .view()
}

/// The sentence that is made of the rule, or why there is none.
fn headline(props: &RuleCard, preset: RulePreset) -> Html {
    let facts = &props.facts;
    let refused = has_errors(&facts.findings.0);
    let (symbol, class, word) = match facts.path {
        None => (Icon::Blocked, "tag deny", words::TAG_NOTHING),
        Some(_) if refused => (Icon::Error, "tag error", words::TAG_REFUSED),
        Some(_) => (Icon::Check, "tag allow", words::TAG_ALLOW),
    };
    let text = match (&facts.sentence, &facts.path) {
        (Some(text), _) => sentence(text),
        (None, None) => text(words::say(words::unwritten_rule(preset))),
        (None, Some(_)) => text(words::rule_errors(&facts.findings.0)),
    };
    div("headline")
        .child(span(class).child(icon(symbol)).child(word))
        .child(tag("p").child(text))
        .child(facts.void.then(|| p("hint").child(words::VOID_RULE)))
        .view()
}

fn actions(props: &RuleCard, dispatch: &PolicyDispatch) -> Html {
    let id = props.rule.id;
    let remove = dispatch.on_remove(Edit::RemoveRule(id), &props.next_focus);
    let RulePlace { first, last, .. } = props.place;
    let button = |enabled, symbol, name: &str, edit| {
        icon_button_if(enabled, symbol, name.to_owned(), dispatch.on_click(edit))
    };
    div("button-group")
        .child(button(!first, Icon::Up, words::MOVE_UP, Edit::MoveRule(id, Shift::Up)))
        .child(button(!last, Icon::Down, words::MOVE_DOWN, Edit::MoveRule(id, Shift::Down)))
        .child(button(true, Icon::Copy, words::DUPLICATE_RULE, Edit::DuplicateRule(id)))
        .child(icon_button(Icon::Trash, words::say(words::REMOVE_RULE), remove))
        .view()
}

fn preset_choice(id: ItemId, preset: RulePreset, dispatch: &PolicyDispatch) -> Html {
    Segmented {
        id: element_id("preset", id),
        label: words::RULE_PRESET,
        options: PRESETS.map(words::preset).to_vec(),
        selected: PRESETS.iter().position(|known| *known == preset),
        onchange: dispatch.on_choice(PRESETS.map(|preset| Edit::SetRulePreset(id, preset))),
    }
    .view()
}
