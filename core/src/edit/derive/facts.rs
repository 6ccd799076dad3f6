//! Facts for the parts of a form: small, and equal as long as they look the same.

use std::rc::Rc;

use super::matched::{Matched, Matcher, Population};
use crate::describe;
use crate::diagnostic::Diagnostic;
use crate::draft::{Field, Item, ItemId, PolicyDraft, RuleDraft};
use crate::model::{Direction, Rule};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::validate::Judgement;

/// Facts for the form of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyFacts {
    /// What is wrong outside of the rules: name, namespace, labels, selector, policy types.
    pub scope: Rc<Findings>,
    /// What the policy selects, if its form is open and there is something to select.
    pub selected: Option<Matched>,
    /// Facts about the rules of ingress and egress, in their order.
    rules: [Vec<(ItemId, Rc<RuleFacts>)>; 2],
    /// Facts about ingress and egress.
    pub directions: [DirectionFacts; 2],
}

/// What is wrong or surprising in a part of a form.
///
/// The places in the text are left out: they move with every line above them, and a part of a form
/// that looks the same must not be drawn anew for that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(pub Vec<Diagnostic>);

/// Facts about what a policy does in a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectionFacts {
    /// How many rules are in the manifest and allow something.
    pub allowing_rules: usize,
    /// How many rules of the form are not in the manifest, because they allow nothing.
    pub unwritten_rules: usize,
    /// Whether a rule allows everything, so that the others have no effect.
    pub allows_everything: bool,
}

/// Facts about one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFacts {
    /// Where it is in the manifest; `None` for a rule that is not written.
    pub path: Option<FieldPath>,
    /// What it means, if it is right.
    pub sentence: Option<Sentence>,
    /// What is wrong in it.
    pub findings: Findings,
    /// Whether another rule of its direction allows everything, so that this one has no effect.
    pub void: bool,
    /// What each of its peers matches, by its position, if the form is open and there is something to
    /// match.
    pub matched: Vec<Option<Matched>>,
}

impl Findings {
    /// Those about a field itself or something below it that has no field of its own.
    pub fn at<'a>(&'a self, path: &'a FieldPath) -> impl Iterator<Item = &'a Diagnostic> {
        self.0.iter().filter(move |found| found.path == *path)
    }

    /// Those about a field or anything below it.
    pub fn within<'a>(&'a self, path: &'a FieldPath) -> impl Iterator<Item = &'a Diagnostic> {
        self.0.iter().filter(move |found| path.contains(&found.path))
    }

    fn of(diagnostics: &[Diagnostic], belongs: &dyn Fn(&FieldPath) -> bool) -> Self {
        let mut mine = Vec::new();
        for found in diagnostics {
            if belongs(&found.path) {
                mine.push(Diagnostic { span: None, ..found.clone() });
            }
        }
        Findings(mine)
    }
}

impl PolicyFacts {
    /// The rule that is written at a place.
    pub fn rule_at(&self, path: &FieldPath) -> Option<ItemId> {
        let mut all = self.rules.iter().flatten();
        all.find(|(_, facts)| facts.path.as_ref() == Some(path)).map(|(id, _)| *id)
    }

    /// Collects the facts, taking over from `before` what looks the same.
    pub(super) fn of(
        draft: &PolicyDraft,
        judgement: &Judgement,
        diagnostics: &[Diagnostic],
        population: Option<&Population>,
        before: Option<&PolicyFacts>,
    ) -> Self {
        let matcher = population.and_then(|them| Matcher::new(them, &judgement.parts));
        let selector = judgement.parts.pod_selector.as_ref();
        let spec = FieldPath::root().key("spec");
        let [ingress, egress] = Direction::ALL;
        let rule_lists = [spec.key(ingress.rules_key()), spec.key(egress.rules_key())];
        let in_rules = |path: &FieldPath| rule_lists.iter().any(|list| list.contains(path));
        let scope = Rc::new(Findings::of(diagnostics, &|path| !in_rules(path)));
        let mut facts = PolicyFacts {
            scope: keep(scope, before.map(|before| &before.scope)),
            selected: matcher.zip(selector).map(|(matcher, it)| matcher.selected(it)),
            rules: [Vec::new(), Vec::new()],
            directions: [direction_facts(draft, ingress), direction_facts(draft, egress)],
        };
        for direction in Direction::ALL {
            facts.add_rules(draft, direction, judgement, diagnostics, matcher, before);
        }
        facts
    }

    /// Facts about a direction.
    pub fn direction(&self, direction: Direction) -> &DirectionFacts {
        &self.directions[direction as usize]
    }

    /// Facts about all rules, ingress first.
    pub fn rules(&self) -> impl Iterator<Item = (ItemId, &Rc<RuleFacts>)> {
        self.rules.iter().flatten().map(|(id, facts)| (*id, facts))
    }

    /// Facts about a rule.
    pub fn rule(&self, id: ItemId) -> Option<&Rc<RuleFacts>> {
        let known = self.rules.iter().flatten().find(|(known, _)| *known == id);
        known.map(|(_, facts)| facts)
    }

    /// Facts about the rules of a direction, in their order.
    pub fn rules_of(&self, direction: Direction) -> Vec<Rc<RuleFacts>> {
        let mut all = Vec::new();
        for (_, facts) in &self.rules[direction as usize] {
            all.push(Rc::clone(facts));
        }
        all
    }

    fn add_rules(
        &mut self,
        draft: &PolicyDraft,
        direction: Direction,
        judgement: &Judgement,
        diagnostics: &[Diagnostic],
        matcher: Option<Matcher<'_>>,
        before: Option<&PolicyFacts>,
    ) {
        let list = FieldPath::root().key("spec").key(direction.rules_key());
        let parts = judgement.parts.rules(direction);
        let namespace = judgement.parts.namespace.as_deref();
        let everything = self.direction(direction).allows_everything;
        let mut written = 0;
        for item in rules_of(draft, direction) {
            let position = is_written(item).then_some(written);
            written += usize::from(position.is_some());
            let path = position.map(|position| list.index(position));
            let rule: Option<&Rule> = position.and_then(|at| parts.get(at)?.as_ref());
            let facts = Rc::new(RuleFacts {
                sentence: rule.map(|rule| describe::rule(direction, rule, namespace)),
                findings: Findings::of(diagnostics, &|found| {
                    path.as_ref().is_some_and(|path| path.contains(found))
                }),
                void: everything && !allows_everything(item),
                matched: matcher
                    .zip(rule)
                    .map(|(matcher, rule)| matcher.peers(rule))
                    .unwrap_or_default(),
                path,
            });
            let before = before.and_then(|before| before.rule(item.id));
            self.rules[direction as usize].push((item.id, keep(facts, before)));
        }
    }
}

/// The old value where it equals the new one, so that comparing pointers is enough later.
pub(super) fn keep<T: PartialEq>(new: Rc<T>, old: Option<&Rc<T>>) -> Rc<T> {
    match old {
        Some(old) if *old == new => Rc::clone(old),
        _ => new,
    }
}

fn direction_facts(draft: &PolicyDraft, direction: Direction) -> DirectionFacts {
    let rules = rules_of(draft, direction);
    let written = rules.iter().filter(|item| is_written(item)).count();
    DirectionFacts {
        allowing_rules: written,
        unwritten_rules: rules.len() - written,
        allows_everything: rules.iter().any(|item| allows_everything(item)),
    }
}

fn rules_of(draft: &PolicyDraft, direction: Direction) -> &[Rc<Item<RuleDraft>>] {
    draft.spec.written().map_or(&[], |spec| spec.rules(direction))
}

fn is_written(item: &Item<RuleDraft>) -> bool {
    item.field.written().is_none_or(RuleDraft::is_written)
}

fn allows_everything(item: &Item<RuleDraft>) -> bool {
    match &item.field {
        Field::Written(rule) => rule.allows_everything(),
        Field::Absent | Field::Null => true,
        Field::Unreadable(_) => false,
    }
}
