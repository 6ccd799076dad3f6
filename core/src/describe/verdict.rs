//! Why a connection is allowed or not, in words.
//!
//! The reasons come from [`analysis`](crate::analysis); here they get the names of pods and policies.
//! Each sentence stands by itself, so that a view can put a link or a place beside it.

use std::rc::Rc;

use super::{port as port_entry, rule};
use crate::analysis::{
    Analysis, ChangeKind, Difference, Explanation, IdleName, Openness, PortSet, RulePlace, Side,
    Step, Unnamed,
};
use crate::cluster::Cluster;
use crate::expect::Outcome;
use crate::model::{Direction, Policy, Port, PortRule, Ports, Protocol};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::validate::tick;

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
    connects(question, explanation.is_allowed(), question.ports())
}

fn connects(question: &Question, is_allowed: bool, ports: Sentence) -> Sentence {
    let template = match is_allowed {
        true => "{0} may connect to {1} on {2}.",
        false => "{0} cannot connect to {1} on {2}.",
    };
    Sentence::of(template).term(question.from).term(question.to).with(ports)
}

/// Answers with all ports that there are: `shop/web may connect to shop/db on TCP 5432.`
pub fn answer_all(question: &Question, allowed: &PortSet) -> Sentence {
    if allowed.is_empty() {
        let none = Sentence::of("{0} cannot connect to {1} on any port.");
        return none.term(question.from).term(question.to);
    }
    connects(question, true, ports(allowed))
}

/// Says on which ports a connection is other than expected.
pub fn otherwise(question: &Question, expected_allowed: bool, ports: &PortSet) -> Sentence {
    connects(question, !expected_allowed, self::ports(ports))
}

/// Says what of an expectation could not be checked; nothing in most cases.
pub fn unchecked(outcome: &Outcome) -> Option<Sentence> {
    if outcome.idle.is_empty() {
        let text = "there is nothing to check: no two different ends are found";
        return (outcome.pairs == 0).then(|| Sentence::of(text));
    }
    let names = Sentence::list(outcome.idle.iter().map(Sentence::of_term), " or ");
    Some(Sentence::of("no destination has a port named {0}").with(names))
}

/// The ports of a set: `every port`, `TCP 80–90 and every UDP port`, `no port`.
pub fn ports(set: &PortSet) -> Sentence {
    if set.is_all() {
        return Sentence::of("every port");
    }
    let mut all = Vec::new();
    for protocol in Protocol::ALL {
        if set.has_all_of(protocol) {
            all.push(port_entry(&PortRule { protocol, port: Port::Any }));
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
    let text = "Policies tell pods of these ends apart: this is what at least one pair may do. The \
                reasons are those of {0}.";
    let ends = [from, to].into_iter().filter(|name| !name.is_empty());
    Sentence::of(text).with(Sentence::list(ends.map(Sentence::of_term), " and "))
}

/// Says why nothing is allowed though both sides have rules for each other.
pub fn no_common_port() -> Sentence {
    Sentence::of("Each side lets something through, but they have no port in common.")
}

/// Says that there is nothing to answer for two addresses outside.
pub fn both_outside() -> Sentence {
    Sentence::of("both ends are addresses outside of the cluster; policies are about pods")
}

/// How many pods are named before the others are only counted.
const NAMED: usize = 5;

/// Says which pods nothing restricts, because they are on the network of their node.
pub fn on_nodes(cluster: &Cluster, analysis: &Analysis) -> Option<Sentence> {
    let on_node = |&pod: &usize| analysis.is_on_node(analysis.pod(pod));
    let mut on_nodes = (0..cluster.pods.len()).filter(on_node);
    let names: Vec<String> =
        on_nodes.by_ref().take(NAMED).map(|pod| cluster.pod_name(pod)).collect();
    let (named, more) = (names.join(", "), on_nodes.count());
    let said = match more {
        0 => Sentence::of("on the network of their node, so taken as not restricted: {0}"),
        _ => Sentence::count(
            more,
            "on the network of their node, so taken as not restricted: {1} and {0} more",
        ),
    };
    (!names.is_empty()).then(|| said.as_is(named))
}

/// Says that the name of a port stands for nothing.
pub fn idle_name(idle: &IdleName) -> Sentence {
    let text = "no container that this rule allows connections to has a {0} port named {1}, so the \
                name allows nothing";
    Sentence::of(text).as_is(idle.protocol.as_str()).as_is(tick(&idle.name))
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
pub fn unnamed(text: &str, unnamed: &Unnamed, cluster: &Cluster) -> Sentence {
    let said = Sentence::of(match unnamed {
        Unnamed::Unreadable => {
            "{0} is neither NAMESPACE/NAME nor an address; write shop/web, or 10.0.0.1"
        }
        Unnamed::Missing => "there is no pod or workload {0} in these files",
        Unnamed::Several(_) => "{0} is several that policies tell apart; name one: {1}",
    });
    let said = said.as_is(tick(text));
    let Unnamed::Several(pods) = unnamed else { return said };
    let mut names = Vec::with_capacity(pods.len());
    for &pod in pods {
        names.push([&cluster.pod_name(pod), "[", &cluster.pods[pod].kind, "]"].concat());
    }
    said.as_is(names.join(", "))
}

/// Says that a namespace has no pods to ask about.
pub fn no_pod_in(namespace: &str) -> Sentence {
    Sentence::of("there is no pod in namespace {0}").as_is(tick(namespace))
}

/// Says what a port can be that is asked about.
pub fn no_port() -> Sentence {
    Sentence::of("write a number from 1 to 65535, or nothing for every port")
}

/// Says that there are more pairs for which an expectation does not hold.
pub fn more_pairs(count: usize) -> Sentence {
    Sentence::count(count, "And {0} more.")
}

/// Says what overrules both sides; nothing in most cases.
pub fn beyond_policies(explanation: &Explanation) -> Option<Sentence> {
    let text = "Nothing carries SCTP in this cluster, whatever policies allow.";
    (!explanation.is_carried).then(|| Sentence::of(text))
}

/// Answers for a pod and itself, which no policy can part.
pub fn itself(pod: &str) -> Sentence {
    let text = "{0} always reaches itself; policies have no say in that.";
    Sentence::of(text).term(pod)
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
            let names = policy_names(by, policies, " and ");
            let forms = "The policy {1} isolates {2} for {3}|The policies {1} isolate {2} for {3}";
            let isolated = Sentence::count(by.len(), forms).with(names);
            let isolated = isolated.term(subject).as_is(direction.rules_key());
            let template = match (allowing.len(), by.len()) {
                (0, 1) => "no rule of it allows {0}",
                (0, _) => "no rule of them allows {0}",
                (1, _) => "one rule allows {0}",
                _ => "more than one rule allows {0}",
            };
            let what = match question.port {
                Some(_) => Sentence::of("this connection"),
                None => Sentence::of("connections with {0}").term(question.other(direction)),
            };
            let allows = Sentence::of(template).with(what);
            Sentence::of("{0}, and {1}.").with(isolated).with(allows)
        }
    }
}

fn open_side(subject: &str, direction: Direction, openness: Openness) -> Sentence {
    let template = match (openness, direction) {
        (Openness::NotIsolated, Direction::Egress) => {
            "No policy isolates {0} for {1}, so it may open every connection."
        }
        (Openness::NotIsolated, Direction::Ingress) => {
            "No policy isolates {0} for {1}, so it may receive every connection."
        }
        (Openness::Outside, _) => "{0} is outside of the cluster, where policies do not act.",
        (Openness::HostNetwork, _) => {
            "{0} is on the network of its node, where few network plugins restrict anything, so it \
             is taken as not restricted."
        }
        (Openness::NotEnforced, _) => "Nothing enforces policies, so nothing restricts {0}.",
    };
    Sentence::of(template).term(subject).as_is(direction.rules_key())
}

/// Names a policy with its namespace: `shop/web`.
pub fn policy_name(policy: &Policy) -> Sentence {
    let namespace = policy.namespace();
    Sentence::of_term([namespace, "/", &policy.name].concat())
}

/// Names policies by their numbers, as a list.
fn policy_names(numbers: &[usize], policies: &[Rc<Policy>], last: &'static str) -> Sentence {
    let known = numbers.iter().filter_map(|&number| policies.get(number));
    Sentence::list(known.map(|policy| policy_name(policy)), last)
}

/// Says what a rule allows, and whose it is: `spec.ingress[0] of shop/web: Pods with app=api that are
/// in namespace shop may connect on TCP 80.`
pub fn allowing(place: RulePlace, policies: &[Rc<Policy>]) -> Option<Sentence> {
    let policy = policies.get(place.policy)?;
    let said = policy.isolation(place.direction).rules().get(place.rule)?;
    let said = rule(place.direction, said, policy.namespace.as_deref()).finished();
    let rule = Sentence::of("{0} of {1}: {2}").term(path(place).to_string());
    Some(rule.with(policy_name(policy)).with(said))
}

/// Says what one change to the policies would be, as an instruction.
pub fn step(question: &Question, step: &Step, policies: &[Rc<Policy>]) -> Sentence {
    match step {
        Step::AddRule { direction, policies: isolating } => {
            let names = policy_names(isolating, policies, " or ");
            let template = match direction {
                Direction::Ingress => "Add a rule to {0} that allows {1} from {2} on {3}.",
                Direction::Egress => "Add a rule to {0} that allows {1} to {2} on {3}.",
            };
            let rule = Sentence::of(template).with(names).as_is(direction.rules_key());
            rule.term(question.other(*direction)).with(question.ports())
        }
        Step::RemoveRule(place) => {
            let all = Sentence::of("Remove {0} of {1}, and with it all else that it allows.");
            all.term(path(*place).to_string()).with(policy_names(&[place.policy], policies, ""))
        }
        Step::Isolate(direction) => {
            let text = "Add a policy that isolates {0} for {1} and does not allow this.";
            Sentence::of(text).term(question.subject(*direction)).as_is(direction.rules_key())
        }
    }
}

/// Adds to a step that it is for all pods of a namespace, since no label tells apart what was named.
pub fn for_whole_namespace(step: Sentence, name: &str, namespace: &str) -> Sentence {
    let text =
        "{0} This is for every pod of namespace {1}, since no lasting label tells {2} apart.";
    Sentence::of(text).with(step).term(namespace).term(name)
}

/// Adds to a step that it is for some more pods, if there are any.
pub fn for_others(step: Sentence, count: usize) -> Sentence {
    let forms = "{1} This is for {0} more pod too, which has the same labels.|{1} This is for {0} more \
                 pods too, which have the same labels.";
    if count == 0 { step } else { Sentence::count(count, forms).with(step) }
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

/// Says between whom something has become different, and on which ports: `shop/web → shop/db: TCP 5432`.
pub fn difference(from: &str, to: &str, difference: &Difference) -> Sentence {
    let Difference { kind, before, after } = difference;
    let (template, first) = match kind {
        ChangeKind::Added => ("{0} → {1}: {2}", after),
        ChangeKind::Removed => ("{0} → {1}: {2}", before),
        _ => ("{0} → {1}: {2}, now {3}", before),
    };
    Sentence::of(template).term(from).term(to).with(ports(first)).with(ports(after))
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
