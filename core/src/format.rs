//! Manifests in one layout: `yaml::format`, with the order of keys that a NetworkPolicy has.

use crate::draft::KIND;
use crate::value::Value;
use crate::yaml::{self, Formatted, KeyOrder};

/// Formats every document of a text, with its comments.
///
/// The keys of a NetworkPolicy come in the order in which a draft is written; objects of other kinds
/// keep theirs. What the layout is, and what stays as it is, says [`yaml::format()`].
///
/// ```
/// let text = "kind: NetworkPolicy\napiVersion: networking.k8s.io/v1 # stable\n";
/// let formatted = netpol_core::format::format(text);
/// assert_eq!(
///     formatted.text,
///     "apiVersion: networking.k8s.io/v1 # stable\nkind: NetworkPolicy\n"
/// );
/// ```
pub fn format(text: &str) -> Formatted {
    yaml::format(text, &order)
}

fn order(document: &Value) -> &'static KeyOrder {
    let text = |key| document.get(key).and_then(Value::as_str).unwrap_or_default();
    let is_ours = text("kind") == KIND && text("apiVersion").starts_with("networking.k8s.io/");
    if is_ours { &POLICY } else { &KeyOrder::AS_WRITTEN }
}

const AS_WRITTEN: &KeyOrder = &KeyOrder::AS_WRITTEN;

static POLICY: KeyOrder = KeyOrder {
    keys: &[
        ("apiVersion", AS_WRITTEN),
        ("kind", AS_WRITTEN),
        ("metadata", &METADATA),
        ("spec", &SPEC),
    ],
};

static METADATA: KeyOrder = KeyOrder {
    keys: &[
        ("name", AS_WRITTEN),
        ("namespace", AS_WRITTEN),
        ("labels", AS_WRITTEN),
        ("annotations", AS_WRITTEN),
    ],
};

static SPEC: KeyOrder = KeyOrder {
    keys: &[
        ("podSelector", &SELECTOR),
        ("policyTypes", AS_WRITTEN),
        ("ingress", &RULE),
        ("egress", &RULE),
    ],
};

static RULE: KeyOrder = KeyOrder { keys: &[("from", &PEER), ("to", &PEER), ("ports", &PORT)] };

static PEER: KeyOrder = KeyOrder {
    keys: &[
        ("namespaceSelector", &SELECTOR),
        ("podSelector", &SELECTOR),
        ("ipBlock", &KeyOrder { keys: &[("cidr", AS_WRITTEN), ("except", AS_WRITTEN)] }),
    ],
};

static PORT: KeyOrder =
    KeyOrder { keys: &[("protocol", AS_WRITTEN), ("port", AS_WRITTEN), ("endPort", AS_WRITTEN)] };

static SELECTOR: KeyOrder =
    KeyOrder { keys: &[("matchLabels", AS_WRITTEN), ("matchExpressions", &REQUIREMENT)] };

static REQUIREMENT: KeyOrder =
    KeyOrder { keys: &[("key", AS_WRITTEN), ("operator", AS_WRITTEN), ("values", AS_WRITTEN)] };
