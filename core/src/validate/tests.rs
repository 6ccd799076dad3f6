//! The rules, tried on manifests: which code, where, and in which words. What the server says is
//! held against its recorded answers in `tests/suite/conformance.rs`.

use super::*;
use crate::diagnostic::Code;
use crate::diagnostic::codes::*;
use crate::model::{IpBlock, Namespaces, Peer, Peers, Port, Ports, Protocol};
use crate::yaml::{Content, parse};

/// A manifest with this below `spec:`, each line indented by two.
fn with_spec(spec: &str) -> String {
    let spec = spec.replace('\n', "\n  ");
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n\
         spec:\n  {spec}\n"
    )
}

fn with_metadata(metadata: &str) -> String {
    format!("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {metadata}\n")
}

fn judge(yaml: &str, server: ServerVersion) -> Judgement {
    let Content::Read(value) = &parse(yaml)[0].content else { panic!("unreadable: {yaml}") };
    validate(value, server)
}

/// Checks what is said about a manifest, each as `code severity path: message -> help`.
fn check_with(yaml: &str, server: ServerVersion, expected: &[(Code, &str, &str, &str)]) {
    let judgement = judge(yaml, server);
    let found: Vec<_> = judgement
        .diagnostics
        .iter()
        .map(|found| {
            let help = found.help.as_ref().map(|help| help.to_string()).unwrap_or_default();
            (found.code, found.path.to_string(), found.message.to_string(), help)
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|&(code, path, message, help)| {
            (code, path.to_owned(), message.to_owned(), help.to_owned())
        })
        .collect();
    assert_eq!(found, expected, "\n{yaml}");
    for found in &judgement.diagnostics {
        check_style(&found.message.to_string());
        found.help.as_ref().inspect(|help| check_style(&help.to_string()));
    }
}

fn check(yaml: &str, expected: &[(Code, &str, &str, &str)]) {
    check_with(yaml, ServerVersion::LATEST, expected);
}

/// Lower-case start or a quotation, one line, no full stop.
fn check_style(text: &str) {
    let right = text.starts_with(|first: char| first.is_ascii_lowercase() || first == '`')
        && !text.ends_with(['.', '?', '!'])
        && !text.contains('\n');
    assert!(right, "{text:?}");
}

#[test]
fn a_whole_policy_is_accepted_and_understood() {
    let judgement = judge(
        &with_spec(
            "podSelector: {matchLabels: {app: web}}\n\
             ingress:\n\
             - from: [{podSelector: {}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]\n\
             \x20 ports: [{port: 80, endPort: 90}, {port: dns, protocol: UDP}]\n\
             egress: [{}]",
        ),
        ServerVersion::LATEST,
    );
    assert_eq!((judgement.stage, judgement.message.as_str()), (Stage::Accepted, ""));
    let policy = judgement.policy.as_ref().expect("it is accepted");
    assert_eq!((policy.name.as_str(), &policy.namespace), ("web", &None));
    let [rule] = policy.ingress.rules() else { panic!("one ingress rule") };
    let Peers::Only(peers) = &rule.peers else { panic!("peers") };
    let network = |text: &str| text.parse().expect("a range");
    assert_eq!(
        peers.as_slice(),
        [
            Peer::Pods { namespaces: Namespaces::All, pods: Some(Selector::EVERYTHING) },
            Peer::IpBlock(IpBlock {
                cidr: network("10.0.0.0/8"),
                except: vec![network("10.1.0.0/16")]
            }),
        ]
    );
    let Ports::Only(ports) = &rule.ports else { panic!("ports") };
    let ports: Vec<_> = ports.iter().map(|rule| (rule.protocol, rule.port.clone())).collect();
    assert_eq!(
        ports,
        [(Protocol::Tcp, Port::Range(80, 90)), (Protocol::Udp, Port::Named("dns".to_owned()))]
    );
    // No policyTypes, but egress rules: both directions.
    assert_eq!(policy.egress.rules().len(), 1);
    let stored = judgement.stored().map(|stored| stored.to_json()).expect("it is accepted");
    assert!(stored.contains(r#""policyTypes":["Ingress","Egress"]"#), "{stored}");
    assert!(stored.contains(r#""namespace":"default""#), "{stored}");
}

#[test]
fn empty_egress_without_types_isolates_ingress_only() {
    let judgement = judge(&with_spec("podSelector: {}\negress: []"), ServerVersion::LATEST);
    assert_eq!(judgement.parts.policy_types, Some(vec![Direction::Ingress]));
}

#[test]
fn what_is_right_is_understood_next_to_what_is_wrong() {
    let judgement = judge(
        &with_spec(
            "podSelector: {}\ningress: [{from: [{}]}, {}, {ports: [{port: x y}]}]\negress: {}",
        ),
        ServerVersion::LATEST,
    );
    assert_eq!(judgement.stage, Stage::Decode);
    assert_eq!(judgement.policy, None);
    let parts = judgement.parts;
    assert_eq!(parts.pod_selector, Some(Selector::EVERYTHING));
    let understood: Vec<bool> =
        parts.rules(Direction::Ingress).iter().map(Option::is_some).collect();
    assert_eq!(understood, [false, true, false]);
    assert_eq!(parts.rules(Direction::Egress), []);
}

#[test]
fn the_envelope_has_to_be_that_of_a_network_policy() {
    let spec = "metadata: {name: web}";
    check(
        &format!("{spec}\n"),
        &[
            (
                API_VERSION,
                "",
                "`apiVersion` is missing",
                "write `apiVersion: networking.k8s.io/v1`",
            ),
            (API_VERSION, "", "`kind` is missing", "write `kind: NetworkPolicy`"),
        ],
    );
    check(
        &format!("apiVersion: extensions/v1beta1\nkind: NetworkPolicy\n{spec}\n"),
        &[(
            API_VERSION,
            "apiVersion",
            "`extensions/v1beta1` is not the API version of a NetworkPolicy",
            "write `apiVersion: networking.k8s.io/v1`",
        )],
    );
    check(
        &format!("apiVersion: networking.k8s.io/v1\nkind: networkPolicy\n{spec}\n"),
        &[(
            API_VERSION,
            "kind",
            "`networkPolicy` is not the kind of a NetworkPolicy",
            "write `kind: NetworkPolicy`",
        )],
    );
    check(
        &format!("apiVersion: 1\nkind: NetworkPolicy\n{spec}\n"),
        &[(
            API_VERSION,
            "apiVersion",
            "`apiVersion` is not text",
            "write `apiVersion: networking.k8s.io/v1`",
        )],
    );
    check("- a\n", &[(API_VERSION, "", "this is no object", "begin with `apiVersion` and `kind`")]);
}

#[test]
fn an_empty_api_version_is_taken_for_the_servers_own() {
    let yaml = "apiVersion: ''\nkind: NetworkPolicy\nmetadata: {name: web}\n";
    assert!(judge(yaml, ServerVersion::LATEST).is_accepted());
}

#[test]
fn unknown_fields_are_refused_with_a_guess() {
    check(
        &with_spec("podSelector: {}\ningress: [{form: []}]"),
        &[(
            UNKNOWN_FIELD,
            "spec.ingress[0].form",
            "an ingress rule has no field `form`",
            "write `from`",
        )],
    );
    check(
        &with_spec("podSelector: {}\ningress: [{from: [{podSelector: {}, ports: []}]}]"),
        &[(
            UNKNOWN_FIELD,
            "spec.ingress[0].from[0].ports",
            "a peer has no field `ports`",
            "move it out of `from`: it is a field of an ingress rule",
        )],
    );
}

#[test]
fn an_unknown_field_does_not_bring_follow_up_errors() {
    // Without `podSelectors` the peer is empty; that is not worth a second message.
    check(
        &with_spec("podSelector: {}\ningress: [{from: [{podSelectors: {}}]}]"),
        &[(
            UNKNOWN_FIELD,
            "spec.ingress[0].from[0].podSelectors",
            "a peer has no field `podSelectors`",
            "write `podSelector`",
        )],
    );
}

#[test]
fn wrong_types_are_explained() {
    check(
        &with_spec("podSelector: {matchLabels: {app: on}}"),
        &[(
            LABEL_VALUE_TYPE,
            "spec.podSelector.matchLabels.app",
            "the label value is the boolean `true`, not text",
            "put the value in quotes",
        )],
    );
    check(
        &with_spec("podSelector: {matchExpressions: [{key: v, operator: In, values: [1.0]}]}"),
        &[(
            LABEL_VALUE_TYPE,
            "spec.podSelector.matchExpressions[0].values[0]",
            "the label value is the number `1`, not text",
            "put the value in quotes",
        )],
    );
    check(
        &with_spec("podSelector: {}\ningress: {from: []}"),
        &[(
            WRONG_TYPE,
            "spec.ingress",
            "`ingress` is a map, but must be a list",
            "begin each entry with `- `",
        )],
    );
    check(
        &with_spec("podSelector: {}\ningress: [{ports: [{port: 80, endPort: '90'}]}]"),
        &[(
            WRONG_TYPE,
            "spec.ingress[0].ports[0].endPort",
            "`endPort` is text, but must be a whole number in range",
            "write `90` without quotes",
        )],
    );
    check(
        &with_metadata("{name: 123}"),
        &[(
            WRONG_TYPE,
            "metadata.name",
            "`name` is the number `123`, but must be text",
            "put the value in quotes",
        )],
    );
    check(
        &with_metadata("{name: web, creationTimestamp: now}"),
        &[(
            WRONG_TYPE,
            "metadata.creationTimestamp",
            "`now` is not a time",
            "write it like `2026-01-31T09:30:00Z`, or leave the field out",
        )],
    );
}

#[test]
fn null_is_absent() {
    let yaml = with_spec("podSelector: null\ningress: null\npolicyTypes: null");
    assert!(judge(&yaml, ServerVersion::LATEST).is_accepted());
    check(
        &with_spec("podSelector: {}\ningress: [{from: [null]}]"),
        &[(
            EMPTY_PEER,
            "spec.ingress[0].from[0]",
            "this entry names nobody",
            "write `podSelector: {}` for all pods here, or remove `from` for everyone",
        )],
    );
}

#[test]
fn names_are_checked() {
    check(
        &with_metadata("{name: Web_1}"),
        &[(
            NAME,
            "metadata.name",
            "the name `Web_1` contains something else than `a-z`, `0-9`, `-` and `.`",
            "write `web-1`",
        )],
    );
    check(
        &with_metadata("{}"),
        &[(NAME, "metadata", "the policy has no name", "add `name` under `metadata`")],
    );
    check(
        &with_metadata("{name: web, namespace: a.b}"),
        &[(
            NAMESPACE,
            "metadata.namespace",
            "the name `a.b` contains dots, which a namespace's name cannot",
            "write `a-b`",
        )],
    );
    check(
        &with_metadata("{name: web, labels: {a: b c}}"),
        &[(
            METADATA_LABELS,
            "metadata.labels.a",
            "the label value `b c` contains something else than letters, digits, `-`, `_` and `.`",
            "use at most 63 letters, digits, `-`, `_` and `.`",
        )],
    );
    check(
        &with_metadata("{name: web, finalizers: [mine]}"),
        &[(
            METADATA,
            "metadata.finalizers[0]",
            "the finalizer `mine` has no domain",
            "write it like `example.com/name`",
        )],
    );
}

#[test]
fn a_start_of_a_name_is_enough() {
    let judgement = judge(&with_metadata("{generateName: web-}"), ServerVersion::LATEST);
    assert!(judgement.is_accepted());
    assert_eq!(judgement.stored(), None);
    // The server lets this start pass and then refuses the name that it makes of it.
    let judgement = judge(&with_metadata("{generateName: a.-}"), ServerVersion::LATEST);
    assert_eq!(judgement.stage, Stage::Validate);
}

#[test]
fn selectors_are_checked() {
    let expression =
        |expression: &str| with_spec(&format!("podSelector: {{matchExpressions: [{expression}]}}"));
    let at = |key: &str| format!("spec.podSelector.matchExpressions[0]{key}");
    check(
        &expression("{key: a, operator: in, values: [b]}"),
        &[(SELECTOR_SYNTAX, &at(".operator"), "`in` is not an operator", "write `In`")],
    );
    check(
        &expression("{key: a, operator: In}"),
        &[(
            SELECTOR_SYNTAX,
            &at(""),
            "`In` has no values",
            "list at least one value under `values`",
        )],
    );
    check(
        &expression("{key: a, operator: Exists, values: [b]}"),
        &[(
            SELECTOR_SYNTAX,
            &at(".values"),
            "`Exists` takes no values",
            "remove `values`, or use `In` or `NotIn`",
        )],
    );
}

#[test]
fn the_place_is_more_precise_than_the_servers_field() {
    let judgement =
        judge(&with_spec("podSelector: {matchLabels: {app: a b}}"), ServerVersion::LATEST);
    let [found] = judgement.diagnostics.as_slice() else { panic!("one error") };
    assert_eq!(found.path.to_string(), "spec.podSelector.matchLabels.app");
    let field = found.cause.as_ref().map(|cause| cause.field.as_str());
    assert_eq!(field, Some("spec.podSelector.matchLabels"));
}

#[test]
fn peers_name_one_kind_of_thing() {
    check(
        &with_spec(
            "podSelector: {}\negress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]",
        ),
        &[(
            IP_BLOCK_MIXED,
            "spec.egress[0].to[0]",
            "an IP block stands next to a selector in one entry",
            "make two entries of it; either of them is then enough",
        )],
    );
}

#[test]
fn older_servers_only_warn_about_sloppy_ranges() {
    let block = |block: &str| {
        with_spec(&format!("podSelector: {{}}\negress: [{{to: [{{ipBlock: {block}}}]}}]"))
    };
    let path = "spec.egress[0].to[0].ipBlock.cidr";
    let host_bits = "`10.0.0.5/24` has bits set after the prefix";
    let host_help = "write `10.0.0.0/24`, or `10.0.0.5/32` for one address";
    let zeros = "`010.0.0.0/8` has leading zeros";
    let old = ServerVersion { major: 1, minor: 35 };
    check(&block("{cidr: 10.0.0.5/24}"), &[(CIDR_INVALID, path, host_bits, host_help)]);
    check_with(&block("{cidr: 10.0.0.5/24}"), old, &[(CIDR_HOST_BITS, path, host_bits, host_help)]);
    check(&block("{cidr: 010.0.0.0/8}"), &[(CIDR_INVALID, path, zeros, "write `10.0.0.0/8`")]);
    check_with(
        &block("{cidr: 010.0.0.0/8}"),
        old,
        &[(CIDR_NON_CANONICAL, path, zeros, "write `10.0.0.0/8`")],
    );
    check(
        &block("{cidr: '2001:DB8::/32'}"),
        &[(
            CIDR_NON_CANONICAL,
            path,
            "`2001:DB8::/32` is not in the usual spelling",
            "write `2001:db8::/32`",
        )],
    );
    check(
        &block("{cidr: '::ffff:10.0.0.0/104'}"),
        &[(
            CIDR_INVALID,
            path,
            "`::ffff:10.0.0.0/104` is an IPv4 range written as IPv6",
            "write `10.0.0.0/8`",
        )],
    );
    check(
        &block("{cidr: 10.0.0.1}"),
        &[(
            CIDR_INVALID,
            path,
            "`10.0.0.1` is not an address range",
            "write `10.0.0.1/32` for this one address",
        )],
    );
    check(
        &block("{except: [10.0.0.0/8]}"),
        &[(
            CIDR_MISSING,
            "spec.egress[0].to[0].ipBlock",
            "the IP block has no range",
            "write `cidr`; all addresses are two entries, `0.0.0.0/0` and `::/0`",
        )],
    );
    check(
        &block("{cidr: 10.0.0.0/16, except: [10.0.0.0/16]}"),
        &[(
            EXCEPT_NOT_INSIDE,
            "spec.egress[0].to[0].ipBlock.except[0]",
            "`10.0.0.0/16` is not strictly inside `10.0.0.0/16`",
            "exclude a smaller range inside the block, or remove this one",
        )],
    );
}

#[test]
fn ports_are_checked() {
    let check_port = |port: &str, code: Code, key: &str, message: &str, help: &str| {
        let yaml = with_spec(&format!("podSelector: {{}}\ningress: [{{ports: [{{{port}}}]}}]"));
        check(&yaml, &[(code, &format!("spec.ingress[0].ports[0].{key}"), message, help)]);
    };
    let range = "write a number from 1 to 65535";
    check_port("port: 70000", PORT_RANGE, "port", "port `70000` is larger than 65535", range);
    check_port("port: 0", PORT_RANGE, "port", "port `0` is smaller than 1", range);
    check_port(
        "port: '80'",
        PORT_QUOTED,
        "port",
        "`\"80\"` in quotes is the name of a port, not its number",
        "write `80` without quotes",
    );
    check_port(
        "port: Http",
        PORT_NAME,
        "port",
        "the port name `Http` contains something else than `a-z`, `0-9` and `-`",
        "use the name that the container gives its port, or the number",
    );
    check_port(
        "endPort: 90",
        END_PORT_ALONE,
        "endPort",
        "`endPort` stands without `port`",
        "add the first port of the range as `port`",
    );
    check_port(
        "port: http, endPort: 90",
        END_PORT_NAMED,
        "endPort",
        "a range cannot begin with the port name `http`",
        "write the number of the port, or remove `endPort`",
    );
    check_port(
        "port: 90, endPort: 80",
        END_PORT_ORDER,
        "endPort",
        "the range ends at `80`, before it begins at `90`",
        "write the smaller number as `port`",
    );
    check_port(
        "protocol: tcp",
        PROTOCOL,
        "protocol",
        "the protocol `tcp` is not in upper case",
        "write `TCP`",
    );
    check_port(
        "protocol: ICMP",
        PROTOCOL,
        "protocol",
        "`ICMP` cannot be named in a NetworkPolicy",
        "remove the entry; ports are about TCP, UDP and SCTP only",
    );
    check_port(
        "protocol: ANY",
        PROTOCOL,
        "protocol",
        "there is no protocol `ANY`",
        "leave out `ports` to allow every port of every protocol",
    );
}

#[test]
fn policy_types_are_checked() {
    check(
        &with_spec("podSelector: {}\npolicyTypes: [ingress]"),
        &[(
            POLICY_TYPES,
            "spec.policyTypes[0]",
            "`ingress` is not a policy type",
            "write `Ingress`",
        )],
    );
    check(
        &with_spec("podSelector: {}\npolicyTypes: [Ingress, Egress, Ingress]"),
        &[(
            POLICY_TYPES,
            "spec.policyTypes",
            "`policyTypes` has 3 entries, and there are two types",
            "write `Ingress`, `Egress` or both, each once",
        )],
    );
}

#[test]
fn versions_are_read_as_tools_print_them() {
    let version = |text: &str| text.parse::<ServerVersion>().map(|version| version.to_string());
    assert_eq!(version("1.35").as_deref(), Ok("1.35"));
    assert_eq!(version("v1.36.2").as_deref(), Ok("1.36"));
    assert_eq!(version("v1.33.5-gke.1080000").as_deref(), Ok("1.33"));
    assert_eq!(version("1.37+").as_deref(), Ok("1.37"));
    for text in ["", "1", "new", "1.x"] {
        assert_eq!(version(text), Err(NotAVersion));
    }
}
