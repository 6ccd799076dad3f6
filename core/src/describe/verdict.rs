//! Why a connection is allowed or not, in words.
//!
//! The reasons come from [`analysis`](crate::analysis); here they get the names of pods and policies.
//! Each sentence stands by itself, so that a view can put a link or a place beside it.

use std::rc::Rc;

use super::sentence::Sentence;
use super::{port as port_entry, rule};
use crate::analysis::{
    Analysis, ChangeKind, Explanation, IdleName, Openness, PortSet, RulePlace, Side, Step, Unnamed,
};
use crate::cluster::Cluster;
use crate::expect::Outcome;
use crate::model::{Direction, Policy, Port, PortRule, Ports, Protocol};
use crate::path::FieldPath;

/// A connection that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// The source, as it is shown: `shop/web`, or an address.
    pub from: &'a str,
    /// The destination, as it is shown.
    pub to: &'a str,
    /// The protocol and the port of the destination; `None` asks about all of them.
    pub port: Option<(Protocol, u16)>,
}

impl Question<'_> {
    /// The end whose policies have a say in a direction.
    pub fn subject(&self, direction: Direction) -> &str {
        match direction {
            Direction::Egress => self.from,
            Direction::Ingress => self.to,
        }
    }

    /// The end that the policies of the other one see.
    pub fn other(&self, direction: Direction) -> &str {
        self.subject(direction.opposite())
    }

    /// The port that is asked about: `TCP 80`, or `every port`.
    fn ports(&self) -> Sentence {
        match self.port {
            Some((protocol, port)) => numbered(protocol, port, port),
            None => Sentence::of("every port"),
        }
    }
}

/// Answers with yes or no: `shop/web may connect to shop/db on TCP 5432.`
pub fn answer(question: &Question, explanation: &Explanation) -> Sentence {
    let may = if explanation.is_allowed() { " may connect to " } else { " cannot connect to " };
    let both = Sentence::of_term(question.from).text(may).term(question.to);
    both.text(" on ").then(question.ports()).finished()
}

/// Answers with all ports that there are: `shop/web may connect to shop/db on TCP 5432.`
pub fn answer_all(question: &Question, allowed: &PortSet) -> Sentence {
    let from = Sentence::of_term(question.from);
    match allowed.is_empty() {
        true => from.text(" cannot connect to ").term(question.to).text(" on any port."),
        false => {
            let both = from.text(" may connect to ").term(question.to);
            both.text(" on ").then(ports(allowed)).finished()
        }
    }
}

/// Says on which ports a connection is other than expected.
pub fn otherwise(question: &Question, expected_allowed: bool, ports: &PortSet) -> Sentence {
    let verb = if expected_allowed { " cannot connect to " } else { " may connect to " };
    let both = Sentence::of_term(question.from).text(verb).term(question.to);
    both.text(" on ").then(self::ports(ports)).finished()
}

/// Says what of an expectation could not be checked; nothing in most cases.
pub fn unchecked(outcome: &Outcome) -> Option<Sentence> {
    if outcome.idle.is_empty() {
        let text = "there is nothing to check: no two different ends are found";
        return (outcome.pairs == 0).then(|| Sentence::of(text));
    }
    let names = Sentence::list(outcome.idle.iter().map(Sentence::of_term), " or ");
    Some(Sentence::of("no destination has a port named ").then(names))
}

/// The ports of a set: `every port`, `TCP 80–90 and every UDP port`, `no port`.
pub fn ports(set: &PortSet) -> Sentence {
    if set.is_all() {
        return Sentence::of("every port");
    }
    let mut all = Vec::new();
    for protocol in Protocol::ALL {
        if set.has_all_of(protocol) {
            all.push(Sentence::of("every ").text(protocol.as_str()).text(" port"));
            continue;
        }
        for &(first, last) in set.intervals(protocol) {
            all.push(numbered(protocol, first, last));
        }
    }
    if all.is_empty() { Sentence::of("no port") } else { Sentence::list(all, " and ") }
}

fn numbered(protocol: Protocol, first: u16, last: u16) -> Sentence {
    let port = if first == last { Port::Number(first) } else { Port::Range(first, last) };
    port_entry(&PortRule { protocol, port })
}

/// Says that an answer is not that of every pair, and for which the reasons are given.
pub fn pods_differ(from: &str, to: &str) -> Sentence {
    let start = Sentence::of(
        "Policies tell pods of these ends apart: this is what at least one pair may do. The reasons \
         are those of ",
    );
    let ends = [from, to].into_iter().filter(|name| !name.is_empty());
    start.then(Sentence::list(ends.map(Sentence::of_term), " and ")).text(".")
}

/// Says why nothing is allowed though both sides have rules for each other.
pub const NO_COMMON_PORT: &str =
    "Each side lets something through, but they have no port in common.";

/// Says that there is nothing to answer for two addresses outside.
pub const BOTH_OUTSIDE: &str =
    "both ends are addresses outside of the cluster; policies are about pods";

/// How many pods are named before the others are only counted.
const NAMED: usize = 5;

/// Says which pods nothing restricts, because they are on the network of their node.
pub fn on_nodes(cluster: &Cluster, analysis: &Analysis) -> Option<String> {
    let on_node = |&pod: &usize| analysis.is_on_node(analysis.pod(pod));
    let on_nodes: Vec<usize> = (0..cluster.pods.len()).filter(on_node).collect();
    let mut message = "on the network of their node, so taken as not restricted".to_owned();
    for (number, &pod) in on_nodes.iter().take(NAMED).enumerate() {
        message.push_str(if number == 0 { ": " } else { ", " });
        message.push_str(&cluster.pod_name(pod));
    }
    if on_nodes.len() > NAMED {
        let more = (on_nodes.len() - NAMED).to_string();
        message.push_str(&[" and ", &more, " more"].concat());
    }
    (!on_nodes.is_empty()).then_some(message)
}

/// Says that the name of a port stands for nothing.
pub fn idle_name(idle: &IdleName) -> String {
    let start = "no container that this rule allows connections to has a ";
    let end = "`, so the name allows nothing";
    [start, idle.protocol.as_str(), " port named `", &idle.name, end].concat()
}

/// The path of the entry of `ports` that has a name, in the policy that it is of.
pub fn named_port(idle: &IdleName, policy: &Policy) -> FieldPath {
    let path = path(idle.place);
    match &policy.isolation(idle.place.direction).rules()[idle.place.rule].ports {
        Ports::Only(ports) => {
            let is_it = Port::Named(idle.name.clone());
            let mut ports = ports.iter();
            let at = ports.position(|it| it.protocol == idle.protocol && it.port == is_it);
            at.map_or(path.clone(), |at| path.key("ports").index(at))
        }
        Ports::All => path,
    }
}

/// Says why a text names no end of a connection, and what to write.
pub fn unnamed(text: &str, unnamed: &Unnamed, cluster: &Cluster) -> String {
    match unnamed {
        Unnamed::Unreadable => {
            ["`", text, "` is neither NAMESPACE/NAME nor an address; write shop/web, or 10.0.0.1"]
                .concat()
        }
        Unnamed::Missing => ["there is no pod or workload `", text, "` in these files"].concat(),
        Unnamed::Several(pods) => {
            let mut names = Vec::with_capacity(pods.len());
            for &pod in pods {
                names.push([&cluster.pod_name(pod), "[", &cluster.pods[pod].kind, "]"].concat());
            }
            let names = names.join(", ");
            ["`", text, "` is several that policies tell apart; name one: ", &names].concat()
        }
    }
}

/// Says what overrules both sides; nothing in most cases.
pub fn beyond_policies(explanation: &Explanation) -> Option<Sentence> {
    let text = "Nothing carries SCTP in this cluster, whatever policies allow.";
    (!explanation.is_carried).then(|| Sentence::of(text))
}

/// Answers for a pod and itself, which no policy can part.
pub fn itself(pod: &str) -> Sentence {
    Sentence::of_term(pod).text(" always reaches itself; policies have no say in that.")
}

/// Says what one side of the connection has to do with it: who isolates the pod, and whether some
/// rule allows this.
pub fn side(
    question: &Question,
    direction: Direction,
    side: &Side,
    policies: &[Rc<Policy>],
) -> Sentence {
    let subject = question.subject(direction);
    match side {
        Side::Open(openness) => open_side(subject, direction, *openness),
        Side::Isolated { by, allowing } => {
            let names = by.iter().filter_map(|&policy| policies.get(policy));
            let names = Sentence::list(names.map(|policy| policy_name(policy)), " and ");
            let one = by.len() == 1;
            let start = if one { "The policy " } else { "The policies " };
            let isolates = if one { " isolates " } else { " isolate " };
            let sentence = Sentence::of(start).then(names).text(isolates).term(subject);
            let rules = match (allowing.len(), one) {
                (0, true) => ", and no rule of it allows ",
                (0, false) => ", and no rule of them allows ",
                (1, _) => ", and one rule allows ",
                _ => ", and more than one rule allows ",
            };
            let sentence = sentence.text(" for ").text(direction.rules_key()).text(rules);
            match question.port {
                Some(_) => sentence.text("this connection."),
                None => {
                    sentence.text("connections with ").term(question.other(direction)).text(".")
                }
            }
        }
    }
}

fn open_side(subject: &str, direction: Direction, openness: Openness) -> Sentence {
    let subject = Sentence::of_term(subject);
    match openness {
        Openness::NotIsolated => {
            let start = Sentence::of("No policy isolates ").then(subject).text(" for ");
            let open = match direction {
                Direction::Egress => ", so it may open every connection.",
                Direction::Ingress => ", so it may receive every connection.",
            };
            start.text(direction.rules_key()).text(open)
        }
        Openness::Outside => subject.text(" is outside of the cluster, where policies do not act."),
        Openness::HostNetwork => subject.text(
            " is on the network of its node, where few network plugins restrict anything, so it is \
             taken as not restricted.",
        ),
        Openness::NotEnforced => {
            Sentence::of("Nothing enforces policies, so nothing restricts ").then(subject).text(".")
        }
    }
}

/// Names a policy with its namespace: `shop/web`.
pub fn policy_name(policy: &Policy) -> Sentence {
    let namespace = policy.namespace();
    Sentence::of_term([namespace, "/", &policy.name].concat())
}

/// Says what a rule allows, and whose it is: `spec.ingress[0] of shop/web: Pods with app=api that are
/// in namespace shop may connect on TCP 80.`
pub fn allowing(place: RulePlace, policies: &[Rc<Policy>]) -> Option<Sentence> {
    let policy = policies.get(place.policy)?;
    let said = policy.isolation(place.direction).rules().get(place.rule)?;
    let said = rule(place.direction, said, policy.namespace.as_deref()).finished();
    let path = Sentence::of_term(path(place).to_string());
    Some(path.text(" of ").then(policy_name(policy)).text(": ").then(said))
}

/// Says what one change to the policies would be, as an instruction.
pub fn step(question: &Question, step: &Step, policies: &[Rc<Policy>]) -> Sentence {
    match step {
        Step::AddRule { direction, policies: isolating } => {
            let names = isolating.iter().filter_map(|&policy| policies.get(policy));
            let names = Sentence::list(names.map(|policy| policy_name(policy)), " or ");
            let rule = Sentence::of("Add a rule to ").then(names).text(" that allows ");
            let preposition = match direction {
                Direction::Ingress => " from ",
                Direction::Egress => " to ",
            };
            let rule = rule.text(direction.rules_key()).text(preposition);
            rule.term(question.other(*direction)).text(" on ").then(question.ports()).text(".")
        }
        Step::RemoveRule(place) => {
            let policy =
                policies.get(place.policy).map(|policy| policy_name(policy)).unwrap_or_default();
            let path = Sentence::of("Remove ").term(path(*place).to_string());
            path.text(" of ").then(policy).text(", and with it all else that it allows.")
        }
        Step::Isolate(direction) => {
            let isolates = Sentence::of("Add a policy that isolates ");
            let subject = isolates.term(question.subject(*direction)).text(" for ");
            subject.text(direction.rules_key()).text(" and does not allow this.")
        }
    }
}

/// Adds to a step that it is for all pods of a namespace, since no label tells apart what was named.
pub fn for_whole_namespace(step: Sentence, name: &str, namespace: &str) -> Sentence {
    let step = step.text(" This is for every pod of namespace ").term(namespace);
    step.text(", since no lasting label tells ").term(name).text(" apart.")
}

/// Adds to a step that it is for some more pods, if there are any.
pub fn for_others(step: Sentence, count: usize) -> Sentence {
    match count {
        0 => step,
        1 => step.text(" This is for 1 more pod too, which has the same labels."),
        _ => {
            let step = step.text(" This is for ").text(count.to_string());
            step.text(" more pods too, which have the same labels.")
        }
    }
}

/// Names what has become of a connection: `added`, `removed`, `widened`, `narrowed` or `changed`.
pub const fn change(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Widened => "widened",
        ChangeKind::Narrowed => "narrowed",
        ChangeKind::Altered => "changed",
    }
}

/// The path of a rule in its policy.
pub fn path(place: RulePlace) -> FieldPath {
    FieldPath::root().key("spec").key(place.direction.rules_key()).index(place.rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Isolation, Peers, Ports, Rule, Selector};

    const QUESTION: Question =
        Question { from: "shop/web", to: "shop/db", port: Some((Protocol::Tcp, 5432)) };

    fn policies() -> Vec<Rc<Policy>> {
        let rule = Rule { peers: Peers::Any, ports: Ports::All };
        let policy = |name: &str, namespace: Option<&str>| Policy {
            name: name.to_owned(),
            namespace: namespace.map(str::to_owned),
            pod_selector: Selector::EVERYTHING,
            ingress: Isolation::Isolated(vec![rule.clone()]),
            egress: Isolation::NotIsolated,
        };
        vec![policy("a", Some("shop")).into(), policy("b", None).into()]
    }

    fn isolated(by: &[usize], rules: &[usize]) -> Side {
        let place = |&policy: &usize| RulePlace { policy, direction: Direction::Ingress, rule: 0 };
        Side::Isolated { by: by.to_vec(), allowing: rules.iter().map(place).collect() }
    }

    #[test]
    fn each_side_names_its_end_and_what_isolates_it() {
        let (ingress, egress) = (Direction::Ingress, Direction::Egress);
        let open = Side::Open;
        let cases = [
            (
                egress,
                open(Openness::NotIsolated),
                "No policy isolates shop/web for egress, so it may open every connection.",
            ),
            (
                ingress,
                open(Openness::NotIsolated),
                "No policy isolates shop/db for ingress, so it may receive every connection.",
            ),
            (
                ingress,
                open(Openness::Outside),
                "shop/db is outside of the cluster, where policies do not act.",
            ),
            (
                egress,
                open(Openness::HostNetwork),
                "shop/web is on the network of its node, where few network plugins restrict \
                 anything, so it is taken as not restricted.",
            ),
            (
                ingress,
                open(Openness::NotEnforced),
                "Nothing enforces policies, so nothing restricts shop/db.",
            ),
            (
                ingress,
                isolated(&[0], &[]),
                "The policy shop/a isolates shop/db for ingress, and no rule of it allows this \
                 connection.",
            ),
            (
                ingress,
                isolated(&[0, 1], &[]),
                "The policies shop/a and default/b isolate shop/db for ingress, and no rule of \
                 them allows this connection.",
            ),
            (
                ingress,
                isolated(&[0, 1], &[1]),
                "The policies shop/a and default/b isolate shop/db for ingress, and one rule \
                 allows this connection.",
            ),
            (
                ingress,
                isolated(&[0], &[0, 0]),
                "The policy shop/a isolates shop/db for ingress, and more than one rule allows \
                 this connection.",
            ),
        ];
        for (direction, case, expected) in cases {
            assert_eq!(side(&QUESTION, direction, &case, &policies()).to_string(), expected);
        }
    }

    #[test]
    fn the_answer_takes_both_sides_and_the_protocol() {
        let open = || Side::Open(Openness::NotIsolated);
        let cases = [
            (true, open(), open(), "may connect"),
            (true, isolated(&[0], &[0]), open(), "may connect"),
            (true, isolated(&[0], &[]), open(), "cannot connect"),
            (true, open(), isolated(&[0], &[]), "cannot connect"),
            (false, open(), open(), "cannot connect"),
        ];
        for (is_carried, egress, ingress, expected) in cases {
            let explanation = Explanation { is_carried, egress, ingress };
            let expected = format!("shop/web {expected} to shop/db on TCP 5432.");
            assert_eq!(answer(&QUESTION, &explanation).to_string(), expected);
            assert_eq!(beyond_policies(&explanation).is_none(), is_carried);
        }
    }

    #[test]
    fn an_allowing_rule_is_told_with_its_policy() {
        let place = RulePlace { policy: 1, direction: Direction::Ingress, rule: 0 };
        assert_eq!(
            allowing(place, &policies()).map(|it| it.to_string()).as_deref(),
            Some(
                "spec.ingress[0] of default/b: Anyone, inside the cluster or outside, may connect \
                 on every port."
            )
        );
        let gone = [RulePlace { policy: 2, ..place }, RulePlace { rule: 1, ..place }];
        assert_eq!(gone.map(|place| allowing(place, &policies())), [None, None]);
    }

    #[test]
    fn all_ports_are_answered_together() {
        let question = Question { port: None, ..QUESTION };
        let check = |ports: &[(Protocol, u16, u16)], expected: &str| {
            let mut set = PortSet::default();
            for &(protocol, first, last) in ports {
                set.add(protocol, first, last);
            }
            assert_eq!(answer_all(&question, &set).to_string(), expected);
        };
        check(&[], "shop/web cannot connect to shop/db on any port.");
        check(&[(Protocol::Tcp, 80, 80)], "shop/web may connect to shop/db on TCP 80.");
        check(
            &[(Protocol::Tcp, 80, 90), (Protocol::Tcp, 443, 443), (Protocol::Udp, 1, 65535)],
            "shop/web may connect to shop/db on TCP 80–90, TCP 443 and every UDP port.",
        );
        let all = answer_all(&question, &PortSet::all()).to_string();
        assert_eq!(all, "shop/web may connect to shop/db on every port.");
        assert_eq!(
            side(&question, Direction::Ingress, &isolated(&[0], &[0]), &policies()).to_string(),
            "The policy shop/a isolates shop/db for ingress, and one rule allows connections with \
             shop/web."
        );
    }

    #[test]
    fn a_change_is_an_instruction() {
        let (ingress, egress) = (Direction::Ingress, Direction::Egress);
        let add = |direction, policies: &[usize]| Step::AddRule {
            direction,
            policies: policies.to_vec(),
        };
        let cases = [
            (
                add(ingress, &[0, 1]),
                "Add a rule to shop/a or default/b that allows ingress from shop/web on TCP 5432.",
            ),
            (add(egress, &[0]), "Add a rule to shop/a that allows egress to shop/db on TCP 5432."),
            (
                Step::RemoveRule(RulePlace { policy: 1, direction: ingress, rule: 0 }),
                "Remove spec.ingress[0] of default/b, and with it all else that it allows.",
            ),
            (
                Step::Isolate(egress),
                "Add a policy that isolates shop/web for egress and does not allow this.",
            ),
        ];
        for (change, expected) in cases {
            assert_eq!(step(&QUESTION, &change, &policies()).to_string(), expected);
        }
    }
}
