//! Facts about a policy that its author should meet at the moment they matter.
//!
//! A note is no finding: the policy is valid and may be just what was meant. It says what an empty
//! field means, or what the field depends on, next to that field. Judging policies is for `lint`.
//! Unless a note names another source, its fact is in the Kubernetes documentation at
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

mod outside;
mod selectors;

use super::rule::Family;
use super::{allows_everything, denies};
use crate::model::{Direction, IpBlock, Peer, Peers, Policy, Port, Ports, Rule};
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// One fact and the field it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Which fact.
    pub kind: NoteKind,
    /// The field it is about, which may be absent from the manifest.
    pub path: FieldPath,
    /// The fact, in full sentences.
    pub text: Sentence,
}

impl Note {
    /// How much attention it asks for.
    pub fn level(&self) -> Level {
        self.kind.level()
    }
}

/// How much attention a note asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Traffic may flow or stop that the author did not think of.
    Caution,
    /// Says what the field means.
    Fact,
}

/// The facts that there are notes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Ingress is restricted and no rule allows any.
    NoIngressRules,
    /// Egress is restricted and no rule allows any.
    NoEgressRules,
    /// The pod selector is blank, so the policy is about all pods of the namespace.
    AllPodsSelected,
    /// The manifest names no namespace.
    NoNamespace,
    /// A blank namespace selector includes the policy's own namespace.
    OwnNamespaceIncluded,
    /// A selector with `NotIn` also selects what does not have the label.
    AbsentLabelSelected,
    /// An IP block inside a private range may be about pods, whose addresses change.
    PrivateAddresses,
    /// An IP block that contains private ranges may or may not cover pods.
    PodsInRange,
    /// All addresses of one family and none of the other.
    OneFamily,
    /// A rule allows everything, so the others of its direction do nothing.
    OtherRulesIdle,
    /// A named port stands for what the destination's containers give this name.
    NamedPort,
    /// There are egress rules, and none allows DNS.
    NoDns,
    /// Egress rules allow DNS over one of its two protocols.
    HalfOfDns,
    /// There are egress rules, and none names an address, so nothing that is no pod can be reached.
    PlatformUnreachable,
    /// Policies only do something where a network engine enforces them.
    NeedsEngine,
    /// Policies add up.
    PoliciesAddUp,
    /// Both ends of a connection have to allow it.
    BothEnds,
    /// Replies need no rule.
    RepliesFlow,
}

impl NoteKind {
    /// How much attention a note of this kind asks for.
    pub const fn level(self) -> Level {
        match self {
            NoteKind::NoIngressRules
            | NoteKind::NoEgressRules
            | NoteKind::PrivateAddresses
            | NoteKind::PodsInRange
            | NoteKind::OneFamily
            | NoteKind::OtherRulesIdle
            | NoteKind::NoDns
            | NoteKind::HalfOfDns
            | NoteKind::PlatformUnreachable
            | NoteKind::NeedsEngine => Level::Caution,
            NoteKind::AllPodsSelected
            | NoteKind::NoNamespace
            | NoteKind::OwnNamespaceIncluded
            | NoteKind::AbsentLabelSelected
            | NoteKind::NamedPort
            | NoteKind::PoliciesAddUp
            | NoteKind::BothEnds
            | NoteKind::RepliesFlow => Level::Fact,
        }
    }
}

/// What holds for every policy, to be shown once for all of them.
pub fn general_notes() -> Vec<Note> {
    let note = |kind, text| Note { kind, path: FieldPath::root(), text: Sentence::of(text) };
    vec![
        note(
            NoteKind::NeedsEngine,
            "A policy does nothing by itself: the cluster needs a network plugin that enforces \
             policies. Without one the API server still accepts them.",
        ),
        note(
            NoteKind::PoliciesAddUp,
            "Policies add up: what one of them allows, no other can deny. The order of policies \
             and rules has no meaning.",
        ),
        note(
            NoteKind::BothEnds,
            "A connection between two pods has to be allowed at both ends: as egress of its \
             source and as ingress of its destination.",
        ),
        note(
            NoteKind::RepliesFlow,
            "Policies are about who opens a connection. Replies to an allowed one need no rule.",
        ),
    ]
}

/// The notes about a policy, in the order of its fields.
pub fn notes(policy: &Policy) -> Vec<Note> {
    let mut notes = Notes::default();
    let spec = FieldPath::root().key("spec");
    if policy.namespace.is_none() {
        let path = FieldPath::root().key("metadata").key("namespace");
        let text = "The manifest names no namespace: kubectl puts the policy into that of its \
                    current context, or the one given with --namespace.";
        notes.add(NoteKind::NoNamespace, &path, Sentence::of(text));
    }
    selectors::selected_pods(policy, &spec.key("podSelector"), &mut notes);
    for direction in Direction::ALL {
        isolation(policy, direction, &spec.key(direction.rules_key()), &mut notes);
    }
    notes.0
}

/// Collects notes.
#[derive(Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, kind: NoteKind, path: &FieldPath, text: Sentence) {
        self.0.push(Note { kind, path: path.clone(), text });
    }
}

fn isolation(policy: &Policy, direction: Direction, path: &FieldPath, notes: &mut Notes) {
    let isolation = policy.isolation(direction);
    if denies(isolation) {
        let (kind, text) = match direction {
            Direction::Ingress => (
                NoteKind::NoIngressRules,
                "There is no ingress rule, so all ingress of the selected pods is denied, unless \
                 another policy allows it.",
            ),
            Direction::Egress => (
                NoteKind::NoEgressRules,
                "There is no egress rule, so all egress of the selected pods is denied, unless \
                 another policy allows it. That includes looking up names (DNS), the API server \
                 and, in a cloud, the metadata service.",
            ),
        };
        notes.add(kind, path, Sentence::of(text));
    }
    if let (Direction::Egress, rules @ [_, ..]) = (direction, isolation.rules()) {
        outside::dns(policy, rules, path, notes);
        outside::platform(rules, path, notes);
    }
    idle_rules(isolation.rules(), path, notes);
    for (index, one) in isolation.rules().iter().enumerate() {
        rule(direction, one, &path.index(index), notes);
    }
}

fn idle_rules(rules: &[Rule], path: &FieldPath, notes: &mut Notes) {
    let Some(open) = rules.iter().position(allows_everything) else { return };
    let text = match rules.len() - 1 {
        0 => return,
        1 => "This rule allows everything in its direction, so the other rule adds nothing.",
        _ => "This rule allows everything in its direction, so the other rules add nothing.",
    };
    notes.add(NoteKind::OtherRulesIdle, &path.index(open), Sentence::of(text));
}

fn rule(direction: Direction, rule: &Rule, path: &FieldPath, notes: &mut Notes) {
    if let Peers::Only(peers) = &rule.peers {
        let path = path.key(direction.peers_key());
        for (index, peer) in peers.iter().enumerate() {
            let path = path.index(index);
            match peer {
                Peer::Pods { namespaces, pods } => {
                    selectors::peer(namespaces, pods.as_ref(), &path, notes);
                }
                Peer::IpBlock(block) => {
                    outside::range(block, &path.key("ipBlock").key("cidr"), notes);
                    one_family(block, peers.as_slice(), &path.key("ipBlock").key("cidr"), notes);
                }
            }
        }
    }
    if let Ports::Only(ports) = &rule.ports {
        for (index, port) in ports.iter().enumerate() {
            if let Port::Named(name) = &port.port {
                let path = path.key("ports").index(index).key("port");
                notes.add(NoteKind::NamedPort, &path, named_port(direction, name));
            }
        }
    }
}

fn named_port(direction: Direction, name: &str) -> Sentence {
    let template = match direction {
        Direction::Ingress => {
            "The name {0} stands for the port that the containers of the selected pods give this \
             name; where none does, it matches nothing."
        }
        Direction::Egress => {
            "The name {0} stands for the port that the containers of the destination pod give this \
             name; where none does, it matches nothing. An address outside has no named ports."
        }
    };
    Sentence::of(template).term(name)
}

/// All addresses of a family, in a rule without any of the other.
fn one_family(block: &IpBlock, peers: &[Peer], path: &FieldPath, notes: &mut Notes) {
    let family = Family::of(&block.cidr);
    let of_other = |peer: &Peer| match peer {
        Peer::IpBlock(other) => Family::of(&other.cidr) != family,
        Peer::Pods { .. } => false,
    };
    if block.cidr.prefix_len() != 0 || peers.iter().any(of_other) {
        return;
    }
    let (other, all) = match family {
        Family::V4 => (Family::V6, "::/0"),
        Family::V6 => (Family::V4, "0.0.0.0/0"),
    };
    let text = "This is about {0} only. For {1} addresses add {2}.";
    let text = Sentence::of(text).as_is(family.name()).as_is(other.name()).term(all);
    notes.add(NoteKind::OneFamily, path, text);
}
