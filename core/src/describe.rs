//! What selectors, rules and policies mean, in sentences for their author.
//!
//! Everything here starts from [`model`](crate::model), so only of what the API server accepts is
//! anything ever said. This is the only place that makes sentences about policies; the page and the
//! command line show them. A [`Sentence`] keeps our words apart from the author's own data, and is plain
//! English unless a [`Language`] is given. Therefore each template is something whole, and where other
//! languages would bend its words, it is one of its own: "in all namespaces", not "in " and "all
//! namespaces".
//!
//! The wording is exact about three things that are easily confused: the empties (no rule allows
//! nothing, a rule without peers allows everyone), AND and OR (both selectors of one peer, against
//! two peers), and the part of a single policy in the whole (it can only add to what others allow).

pub mod around;
mod note;
mod rule;
mod selector;
mod summary;
pub mod verdict;

pub use note::{Level, Note, NoteKind, general_notes, notes};
pub use rule::{peer, port, ports, rule};
pub use selector::{Objects, selector};
pub use summary::summary;

use crate::model::{Direction, Isolation, Namespaces, Peers, Policy, Ports, Rule};
use crate::sentence::{Language, Sentence};
use crate::value::Value;
use crate::yaml;

/// A language by its table, JSON of English texts in order and what stands for each, and what says which
/// form a number wants. Without a text it is English.
///
/// ```
/// use netpol_core::describe::{self, Objects};
/// use netpol_core::model::Selector;
/// let one_or_many = Box::new(|number| usize::from(number != 1));
/// let german = describe::language(r#"{"all pods": "alle Pods"}"#, one_or_many);
/// let everything = describe::selector(&Selector::EVERYTHING, Objects::Pods);
/// assert_eq!(everything.text_in(&german), "alle Pods");
/// assert_eq!(everything.to_string(), "all pods");
/// ```
pub fn language(table: &str, form: Box<dyn Fn(usize) -> usize>) -> Language {
    let table = yaml::parse(table).pop().and_then(|table| table.content.into_value());
    let mut texts = Vec::new();
    for (key, text) in table.as_ref().and_then(Value::as_map).unwrap_or_default() {
        texts.push((key.clone(), text.as_str().unwrap_or(key).to_owned()));
    }
    Language::new(texts, form)
}

/// Tells a policy in a paragraph: whom it selects, then each direction with a sentence a rule.
pub fn policy(policy: &Policy) -> Vec<Sentence> {
    let subject = Sentence::of("this policy selects {0}").with(selected_pods(policy));
    let mut paragraph = vec![subject.finished()];
    if denies(&policy.ingress) && denies(&policy.egress) {
        let text = "It allows no connection to or from them; only another policy can.";
        paragraph.push(Sentence::of(text));
        return paragraph;
    }
    for direction in Direction::ALL {
        describe_direction(policy, direction, &mut paragraph);
    }
    paragraph
}

/// The pods that a policy is about: `pods with app=api that are in namespace shop`.
pub fn selected_pods(policy: &Policy) -> Sentence {
    let own = policy.namespace.as_deref();
    selector::pods_in(Some(&policy.pod_selector), &Namespaces::Own, own)
}

fn describe_direction(policy: &Policy, direction: Direction, paragraph: &mut Vec<Sentence>) {
    let isolation = policy.isolation(direction);
    let rules = isolation.rules();
    let connections = match direction {
        Direction::Ingress => "to them",
        Direction::Egress => "from them",
    };
    let template = match isolation {
        Isolation::NotIsolated => "It does not restrict connections {0}.",
        Isolation::Isolated(rules) if rules.is_empty() => {
            "It allows no connection {0}; only another policy can."
        }
        Isolation::Isolated(rules) if rules.iter().any(allows_everything) => {
            "It allows every connection {0}."
        }
        Isolation::Isolated(_) => {
            "It allows only these connections {0}; another policy can allow more."
        }
    };
    paragraph.push(Sentence::of(template).with(Sentence::of(connections)));
    if rules.iter().any(allows_everything) {
        paragraph.extend(idle_rules(direction, rules.len() - 1));
    } else {
        let namespace = policy.namespace.as_deref();
        for one in rules {
            paragraph.push(rule(direction, one, namespace).finished());
        }
    }
}

/// What becomes of the other rules next to one that allows everything.
fn idle_rules(direction: Direction, others: usize) -> Option<Sentence> {
    let forms =
        "The other {1} rule adds nothing to that.|The other {0} {1} rules add nothing to that.";
    let key = direction.rules_key();
    (others > 0).then(|| Sentence::count(others, forms).as_is(key))
}

fn denies(isolation: &Isolation) -> bool {
    matches!(isolation, Isolation::Isolated(rules) if rules.is_empty())
}

fn allows_everything(rule: &Rule) -> bool {
    matches!((&rule.peers, &rule.ports), (Peers::Any, Ports::All))
}

#[cfg(test)]
mod tests;
