//! Every code there is, in one place: a number is never given out twice and never reused.

use super::Code;

/// A peer without any key.
pub const EMPTY_PEER: Code = Code::new("NP001", "empty-peer");
/// An IP block next to a selector in one peer.
pub const IP_BLOCK_MIXED: Code = Code::new("NP002", "ipblock-mixed");
/// An IP block without a CIDR.
pub const CIDR_MISSING: Code = Code::new("NP003", "cidr-missing");
/// A CIDR that the server refuses.
pub const CIDR_INVALID: Code = Code::new("NP004", "cidr-invalid");
/// An excluded range that is not strictly inside its block.
pub const EXCEPT_NOT_INSIDE: Code = Code::new("NP005", "except-not-inside");
/// A port number outside 1 to 65535.
pub const PORT_RANGE: Code = Code::new("NP006", "port-range");
/// A port number in quotes, which makes it a name.
pub const PORT_QUOTED: Code = Code::new("NP007", "port-quoted");
/// An `endPort` without a `port`.
pub const END_PORT_ALONE: Code = Code::new("NP008", "endport-alone");
/// An `endPort` next to a port name.
pub const END_PORT_NAMED: Code = Code::new("NP009", "endport-named");
/// An `endPort` below its `port`.
pub const END_PORT_ORDER: Code = Code::new("NP010", "endport-order");
/// A port name that the server refuses.
pub const PORT_NAME: Code = Code::new("NP011", "port-name");
/// A protocol that the server refuses.
pub const PROTOCOL: Code = Code::new("NP012", "protocol");
/// Policy types that the server refuses.
pub const POLICY_TYPES: Code = Code::new("NP013", "policy-types");
/// A label selector that the server refuses.
pub const SELECTOR_SYNTAX: Code = Code::new("NP014", "selector-syntax");
/// A label value that YAML reads as something else than text.
pub const LABEL_VALUE_TYPE: Code = Code::new("NP015", "label-value-type");
/// A key that is written twice.
pub const DUPLICATE_KEY: Code = Code::new("NP016", "duplicate-yaml-key");
/// A name that the server refuses.
pub const NAME: Code = Code::new("NP017", "name");
/// A field that the API does not have.
pub const UNKNOWN_FIELD: Code = Code::new("NP018", "unknown-field");
/// Another `apiVersion` or `kind` than those of a NetworkPolicy.
pub const API_VERSION: Code = Code::new("NP019", "api-version");
/// Text that is no YAML.
pub const YAML_SYNTAX: Code = Code::new("NP021", "yaml-syntax");
/// Text that goes beyond a limit of the reader.
pub const YAML_LIMIT: Code = Code::new("NP022", "yaml-limit");
/// A value of another type than the field's.
pub const WRONG_TYPE: Code = Code::new("NP023", "wrong-type");
/// A label or annotation of the policy itself that the server refuses.
pub const METADATA_LABELS: Code = Code::new("NP024", "metadata-labels");
/// A namespace that the server refuses.
pub const NAMESPACE: Code = Code::new("NP025", "namespace");
/// Other metadata that the server refuses.
pub const METADATA: Code = Code::new("NP026", "metadata");
/// An entry of a file of expectations that says nothing that can be checked.
pub const EXPECTATION: Code = Code::new("NP032", "expectation");

/// `from: []` or `to: []`, which means everyone.
pub const EMPTY_PEER_LIST: Code = Code::new("NP103", "empty-peer-list");
/// `ports: []`, which means every port.
pub const EMPTY_PORT_LIST: Code = Code::new("NP104", "empty-port-list");
/// A rule that allows everything next to others.
pub const ALLOW_ALL_RULE: Code = Code::new("NP105", "allow-all-rule");
/// `egress: []` that isolates nothing, because `policyTypes` is missing.
pub const EGRESS_EMPTY_NO_TYPE: Code = Code::new("NP106", "egress-empty-no-type");
/// Egress rules that deny all ingress as well, because `policyTypes` is missing.
pub const EGRESS_ALSO_DENIES_INGRESS: Code = Code::new("NP107", "egress-only-also-denies-ingress");
/// Rules of a direction that is not in `policyTypes`.
pub const RULES_WITHOUT_TYPE: Code = Code::new("NP108", "rules-without-type");
/// A policy without a namespace.
pub const NAMESPACE_MISSING: Code = Code::new("NP110", "namespace-missing");
/// A CIDR with bits set after the prefix, on a server that accepts it.
pub const CIDR_HOST_BITS: Code = Code::new("NP124", "cidr-host-bits");
/// A CIDR in an unusual spelling, on a server that accepts it.
pub const CIDR_NON_CANONICAL: Code = Code::new("NP126", "cidr-noncanonical");
/// Two policies with the same namespace and name.
pub const DUPLICATE_OBJECT: Code = Code::new("NP131", "duplicate-object");
