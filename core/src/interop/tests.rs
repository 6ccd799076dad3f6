//! Round trips: a policy that is written as an object and read again is the same policy.

use k8s_openapi::api::networking::v1::{NetworkPolicyEgressRule, NetworkPolicyIngressRule};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::model::{Protocol, Rule};
use crate::validate::Stage;

fn name() -> impl Strategy<Value = String> {
    "[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?"
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]([-A-Za-z0-9_.]{0,8}[A-Za-z0-9])?"
}

fn key() -> impl Strategy<Value = String> {
    (option::of(name()), word()).prop_map(|(prefix, word)| match prefix {
        Some(prefix) => format!("{prefix}/{word}"),
        None => word,
    })
}

fn values() -> impl Strategy<Value = NonEmpty<String>> {
    (word(), vec(word(), 0..3)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        NonEmpty::new(rest).expect("there is a first one")
    })
}

/// Labels in the order of a map, as they come back, then expressions.
fn selectors() -> impl Strategy<Value = Selector> {
    let expression = prop_oneof![
        (key(), values()).prop_map(|(key, values)| Requirement::In { key, values }),
        (key(), values()).prop_map(|(key, values)| Requirement::NotIn { key, values }),
        key().prop_map(|key| Requirement::Exists { key }),
        key().prop_map(|key| Requirement::DoesNotExist { key }),
    ];
    (btree_map(key(), word(), 0..3), vec(expression, 0..3)).prop_map(|(labels, expressions)| {
        let equals = |(key, value)| Requirement::Equals { key, value };
        Selector::new(labels.into_iter().map(equals).chain(expressions).collect())
    })
}

fn blocks() -> impl Strategy<Value = IpBlock> {
    let v4 = (any::<u32>(), 0..25u8, vec((any::<u32>(), 1..8u8), 0..3)).prop_map(
        |(address, prefix, holes)| {
            let net = |bits: u32, prefix| {
                ipnet::Ipv4Net::new(bits.into(), prefix).expect("at most 32").trunc()
            };
            let cidr = net(address, prefix);
            let mask = u32::from(cidr.hostmask());
            let hole = |(bits, more): (u32, u8)| {
                net(u32::from(cidr.network()) | bits & mask, prefix + more).into()
            };
            IpBlock { cidr: cidr.into(), except: holes.into_iter().map(hole).collect() }
        },
    );
    let v6 = (any::<u128>(), 0..129u8).prop_map(|(address, prefix)| {
        // Addresses of IPv4 in IPv6 are refused.
        let net = ipnet::Ipv6Net::new((address | 1 << 127).into(), prefix).expect("at most 128");
        IpBlock { cidr: net.trunc().into(), except: Vec::new() }
    });
    prop_oneof![v4, v6]
}

fn any_peer() -> impl Strategy<Value = Peer> {
    let namespaces = selectors().prop_map(|selector| match selector.is_everything() {
        true => Namespaces::All,
        false => Namespaces::Matching(selector),
    });
    prop_oneof![
        selectors().prop_map(|pods| Peer::Pods { namespaces: Namespaces::Own, pods: Some(pods) }),
        (namespaces, option::of(selectors()))
            .prop_map(|(namespaces, pods)| Peer::Pods { namespaces, pods }),
        blocks().prop_map(Peer::IpBlock),
    ]
}

fn any_port() -> impl Strategy<Value = PortRule> {
    let port = prop_oneof![
        Just(Port::Any),
        (1..=u16::MAX).prop_map(Port::Number),
        (1..=u16::MAX, 1..=u16::MAX).prop_map(|(a, b)| Port::Range(a.min(b), a.max(b))),
        "[a-z][a-z0-9]{0,14}".prop_map(Port::Named),
    ];
    (proptest::sample::select(Protocol::ALL.to_vec()), port)
        .prop_map(|(protocol, port)| PortRule { protocol, port })
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let rule = (vec(any_peer(), 0..3), vec(any_port(), 0..3)).prop_map(|(peers, ports)| Rule {
        peers: NonEmpty::new(peers).map_or(Peers::Any, Peers::Only),
        ports: NonEmpty::new(ports).map_or(Ports::All, Ports::Only),
    });
    vec(rule, 0..3)
}

fn policies() -> impl Strategy<Value = Policy> {
    let directions = prop_oneof![
        rules().prop_map(|rules| (Isolation::Isolated(rules), Isolation::NotIsolated)),
        rules().prop_map(|rules| (Isolation::NotIsolated, Isolation::Isolated(rules))),
        (rules(), rules()).prop_map(|(ingress, egress)| (
            Isolation::Isolated(ingress),
            Isolation::Isolated(egress)
        )),
    ];
    (name(), option::of(name()), selectors(), directions).prop_map(
        |(name, namespace, pod_selector, (ingress, egress))| Policy {
            name,
            namespace,
            pod_selector,
            ingress,
            egress,
        },
    )
}

proptest! {
    #[test]
    fn a_policy_survives_the_way_out_and_in(policy in policies()) {
        let object = NetworkPolicy::from(&policy);
        prop_assert_eq!(Policy::try_from(&object), Ok(policy));
    }
}

#[test]
fn an_object_that_the_server_refuses_is_no_policy() {
    let mut object = NetworkPolicy::from(&Policy {
        name: "web".to_owned(),
        namespace: None,
        pod_selector: Selector::EVERYTHING,
        ingress: Isolation::Isolated(Vec::new()),
        egress: Isolation::NotIsolated,
    });
    assert!(Policy::try_from(&object).is_ok());
    object.metadata.name = Some("Web".to_owned());
    let Err(Rejected::Refused(judgement)) = Policy::try_from(&object) else {
        panic!("an upper-case name was accepted");
    };
    assert_eq!(judgement.stage, Stage::Validate);
}

#[test]
fn the_defaults_of_the_server_are_spelled_out() {
    let object = NetworkPolicy {
        metadata: ObjectMeta { name: Some("web".to_owned()), ..ObjectMeta::default() },
        spec: Some(NetworkPolicySpec {
            ingress: Some(vec![NetworkPolicyIngressRule {
                ports: Some(vec![NetworkPolicyPort::default()]),
                from: None,
            }]),
            egress: Some(vec![NetworkPolicyEgressRule::default()]),
            ..NetworkPolicySpec::default()
        }),
    };
    let policy = Policy::try_from(&object).expect("the server takes it");
    let spec = NetworkPolicy::from(&policy).spec.expect("there is a spec");
    assert_eq!(spec.policy_types, Some(vec!["Ingress".to_owned(), "Egress".to_owned()]));
    let ports = spec.ingress.expect("a rule").remove(0).ports.expect("a port");
    assert_eq!(ports[0].protocol.as_deref(), Some("TCP"));
}

#[test]
fn a_label_that_is_required_twice_stays_required_twice() {
    let equals =
        |value: &str| Requirement::Equals { key: "app".to_owned(), value: value.to_owned() };
    let written = selector(&Selector::new(vec![equals("a"), equals("b")]));
    assert_eq!(written.match_labels.map(|labels| labels.len()), Some(1));
    assert_eq!(written.match_expressions.map(|expressions| expressions.len()), Some(1));
}
