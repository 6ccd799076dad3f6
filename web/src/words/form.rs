//! The words of the form: directions, rules, peers, selectors.

use netpol_core::command::{DirectionState, NewPeer, Operator, RulePreset};
use netpol_core::diagnostic::{Diagnostic, Severity};
use netpol_core::draft::SpecDraft;
use netpol_core::edit::Matched;
use netpol_core::model::Direction;

use super::table::{count, count_with, fill, said, say};

/// What the choice between the states of a direction is about.
pub const fn state_label(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "What may connect to the selected pods",
        Direction::Egress => "What the selected pods may connect to",
    }
}

/// A state of a direction.
pub const fn state(state: DirectionState) -> &'static str {
    match state {
        DirectionState::NotRestricted => "Not restricted",
        DirectionState::DenyAll => "Deny all",
        DirectionState::Listed => "Only what is listed",
        DirectionState::AllowAll => "Allow all",
    }
}

/// A state of a direction as a tag.
pub fn state_tag(direction: Direction, state: DirectionState, allowing: usize) -> String {
    say(match (direction, state) {
        (_, DirectionState::NotRestricted) => "not restricted",
        (_, DirectionState::AllowAll) => "everything allowed",
        (_, DirectionState::Listed) if allowing > 0 => {
            return count(allowing, "{0} rule allowing|{0} rules allowing");
        }
        (Direction::Ingress, _) => "no ingress",
        (Direction::Egress, _) => "no egress",
    })
}

/// What a state of a direction means, where that is not plain from its name.
pub fn state_hint(direction: Direction, state: DirectionState, spec: &SpecDraft) -> &'static str {
    let unwritten = spec.rules_field(direction).is_missing();
    match (direction, state) {
        (Direction::Ingress, DirectionState::NotRestricted) => {
            "This policy leaves connections to the selected pods alone; others may restrict them."
        }
        (Direction::Egress, DirectionState::NotRestricted) => {
            "This policy leaves connections from the selected pods alone; others may restrict them."
        }
        (Direction::Ingress, DirectionState::DenyAll) if unwritten => {
            "There are no rules, so all ingress of the selected pods is denied."
        }
        (Direction::Ingress, DirectionState::DenyAll) => {
            "Nothing may connect to the selected pods, unless another policy allows it."
        }
        (Direction::Egress, DirectionState::DenyAll) => {
            "The selected pods may connect to nothing, DNS included, unless another policy allows it."
        }
        (_, DirectionState::AllowAll) => {
            "Everything is allowed. Policies add up: no other policy can take this away."
        }
        (direction, DirectionState::Listed) if !spec.has_written_rule(direction) => {
            "Nothing is listed yet, so nothing is allowed."
        }
        (Direction::Egress, DirectionState::Listed) => {
            "Everything else is denied. Pods need DNS, and often more that the cloud provides."
        }
        (Direction::Ingress, DirectionState::Listed) => {
            "Everything else is denied, unless another policy allows it."
        }
    }
}

/// The list of rules of a direction.
pub const fn rules(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Ingress rules",
        Direction::Egress => "Egress rules",
    }
}

/// The button that adds a rule.
pub const fn add_rule(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Ingress rule",
        Direction::Egress => "Egress rule",
    }
}

/// A rule, by its direction.
pub const fn rule_name(direction: Direction) -> &'static str {
    add_rule(direction)
}

/// What a rule does as a whole.
pub const fn preset(preset: RulePreset) -> &'static str {
    match preset {
        RulePreset::AllowAll => "Allow all",
        RulePreset::DenyAll => "Deny all",
        RulePreset::Custom => "Custom",
    }
}

/// Why a rule is not in the manifest.
pub const fn unwritten_rule(preset: RulePreset) -> &'static str {
    match preset {
        RulePreset::DenyAll => {
            "Allows nothing, and takes nothing away from other rules. It is left out of the YAML."
        }
        _ => "Allows nothing yet, so it is left out of the YAML.",
    }
}

/// The headline of a rule that the server refuses.
pub fn rule_errors(findings: &[Diagnostic]) -> String {
    let errors = findings.iter().filter(|found| found.severity == Severity::Error).count();
    fill("The API server refuses this rule: {0}.", &[&super::errors(errors)])
}

/// The peers of a rule.
pub const fn peers(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Sources",
        Direction::Egress => "Destinations",
    }
}

/// Whether a rule is about everyone.
pub const fn peer_scopes(direction: Direction) -> [&'static str; 2] {
    match direction {
        Direction::Ingress => ["Only these", "Anyone"],
        Direction::Egress => ["Only these", "Anywhere"],
    }
}

/// What a rule without peers yet means.
pub const fn no_peers(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "No source yet.",
        Direction::Egress => "No destination yet.",
    }
}

/// The group of buttons that add a peer.
pub const fn add_peer(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Add a source",
        Direction::Egress => "Add a destination",
    }
}

/// The button that adds a peer of a kind.
pub const fn new_peer(kind: NewPeer) -> &'static str {
    match kind {
        NewPeer::SameNamespace => "Same namespace",
        NewPeer::OtherNamespaces => "Other namespaces",
        NewPeer::IpBlock => "IP block",
        NewPeer::AllAddresses => "All addresses",
    }
}

/// A kind of peer.
pub const fn peer_kind(kind: NewPeer) -> &'static str {
    match kind {
        NewPeer::SameNamespace => "Pods in the same namespace",
        NewPeer::OtherNamespaces => "Pods in other namespaces",
        NewPeer::IpBlock => "IP block",
        NewPeer::AllAddresses => "All addresses",
    }
}

/// The choice between kinds of peers.
pub const fn peer_kind_label(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Kind of source",
        Direction::Egress => "Kind of destination",
    }
}

/// The button that takes a peer away.
pub const fn remove_peer(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Remove source",
        Direction::Egress => "Remove destination",
    }
}

/// An operator of a selector row.
pub const fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Equals => "=",
        Operator::In => "in",
        Operator::NotIn => "not in",
        Operator::Exists => "exists",
        Operator::DoesNotExist => "does not exist",
    }
}

/// The button that takes a condition or label away.
pub fn remove_condition(key: &str) -> String {
    if key.is_empty() { say("Remove row") } else { fill("Remove {0}", &[key]) }
}

/// The button that takes a value away.
pub fn remove_value(value: &str) -> String {
    fill("Remove value {0}", &[value])
}

/// The button that takes an excluded range away.
pub fn remove_except(cidr: &str) -> String {
    fill("Remove excluded range {0}", &[cidr]).trim_end().to_owned()
}

/// What a selector matches among the pods and workloads of the open files.
pub fn matched(matched: &Matched) -> String {
    let names = matched.names.join(said(", "));
    let [found, more] =
        [matched.count, matched.count - matched.names.len()].map(|it| it.to_string());
    let forms = match (matched.count, matched.of) {
        (_, 0) => return say("The open files have no workload there."),
        (0, _) => {
            "Matches none of {0} workload in the open files.|Matches none of {0} workloads in the open files."
        }
        _ if more == "0" => {
            "Matches {1} of {0} workload in the open files: {2}.|Matches {1} of {0} workloads in the open files: {2}."
        }
        _ => {
            "Matches {1} of {0} workload in the open files: {2} and {3} more.|Matches {1} of {0} workloads in the open files: {2} and {3} more."
        }
    };
    count_with(matched.of, forms, &[&found, &names, &more])
}
