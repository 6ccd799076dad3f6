//! `apiVersion` and `kind`: whether the manifest is a NetworkPolicy at all.
//!
//! kubectl looks first and wants both; the server looks with a reader that does not care for case
//! and takes an empty `apiVersion` for its own.

use super::decode::json_word;
use super::go::quote;
use super::report::tick;
use crate::diagnostic::{Diagnostic, codes};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

const GROUP: &str = "networking.k8s.io";
const VERSION: &str = "v1";
const KIND: &str = "NetworkPolicy";

/// The other kinds that the server knows in the same group and version.
const OTHER_KINDS: [&str; 9] = [
    "IPAddress",
    "IPAddressList",
    "Ingress",
    "IngressClass",
    "IngressClassList",
    "IngressList",
    "NetworkPolicyList",
    "ServiceCIDR",
    "ServiceCIDRList",
];

/// What `apiVersion` and `kind` say.
#[derive(Default)]
pub(super) struct Envelope {
    /// What is wrong, in our words.
    pub problems: Vec<Diagnostic>,
    /// The error that ends decoding, in the server's words; empty when there is none.
    pub error: String,
    /// Whether the manifest is something else, so that there is no use in reading on.
    pub is_foreign: bool,
}

impl Envelope {
    fn refuse(&mut self, key: &str, message: Sentence, help: &'static str) {
        let path = match key {
            "" => FieldPath::root(),
            _ => FieldPath::root().key(key),
        };
        let problem = Diagnostic::error(codes::API_VERSION, path, message);
        self.problems.push(problem.with_help(help));
    }
}

/// Looks at the envelope of a manifest.
pub(super) fn check(manifest: &Value) -> Envelope {
    let mut envelope = Envelope::default();
    let Value::Map(entries) = manifest else {
        let word = json_word(manifest);
        envelope.error = format!(
            "couldn't get version/kind; json parse error: json: cannot unmarshal {word} into Go \
             value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind \
             string \"json:\\\"kind,omitempty\\\"\" }}"
        );
        envelope.refuse("", "this is no object".into(), "begin with `apiVersion` and `kind`");
        envelope.is_foreign = true;
        return envelope;
    };
    missing(manifest, &mut envelope);
    if manifest.get("kind") == Some(&Value::from("")) {
        set(&mut envelope.error, "Object 'Kind' is missing".to_owned());
    }
    not_text(entries, &mut envelope);
    let given = |key| last(entries, key).and_then(Value::as_str);
    recognize(given("apiVersion"), given("kind"), &mut envelope);
    envelope
}

const WRITE_VERSION: &str = "write `apiVersion: networking.k8s.io/v1`";
const WRITE_KIND: &str = "write `kind: NetworkPolicy`";

/// What kubectl does not send.
fn missing(manifest: &Value, envelope: &mut Envelope) {
    let mut keys = Vec::new();
    for key in ["apiVersion", "kind"] {
        if manifest.get(key).is_none_or(Value::is_null) {
            keys.push(key);
        }
    }
    envelope.error = match keys.as_slice() {
        [] => return,
        [key] => [key, " not set"].concat(),
        keys => ["[", &keys.join(" not set, "), " not set]"].concat(),
    };
    for key in keys {
        let help = if key == "kind" { WRITE_KIND } else { WRITE_VERSION };
        let at = if manifest.get(key).is_some() { key } else { "" };
        envelope.refuse(at, Sentence::of("`{0}` is missing").as_is(key), help);
    }
}

/// Whether group, version and kind are those of a NetworkPolicy; `None` where there is no text.
fn recognize(api_version: Option<&str>, kind: Option<&str>, envelope: &mut Envelope) {
    let (group, version) = group_version(api_version.unwrap_or_default());
    let named = kind.unwrap_or_default();
    let is_ours = (group, version) == (GROUP, VERSION);
    if version.contains('/') {
        let given = api_version.unwrap_or_default();
        set(&mut envelope.error, ["unexpected GroupVersion string: ", given].concat());
    } else if named.is_empty() {
        set(&mut envelope.error, "Object 'Kind' is missing".to_owned());
    } else if version.is_empty() {
        set(&mut envelope.error, "Object 'apiVersion' is missing".to_owned());
    } else if is_ours && OTHER_KINDS.contains(&named) {
        set(&mut envelope.error, format!("not a {GROUP}/{VERSION} {KIND}"));
    } else if !is_ours || named != KIND {
        let slash = if group.is_empty() { "" } else { "/" };
        let version = quote(&[group, slash, version].concat());
        let kind = quote(named);
        let error = format!(
            "no kind {kind} is registered for version {version} in scheme \"pkg/runtime/scheme.go:111\""
        );
        set(&mut envelope.error, error);
    }
    if let Some(given) = api_version.filter(|_| !is_ours) {
        let message = Sentence::of("{0} is not the API version of a NetworkPolicy");
        envelope.refuse("apiVersion", message.as_is(tick(given)), WRITE_VERSION);
    }
    if let Some(given) = kind.filter(|kind| *kind != KIND) {
        envelope.refuse(
            "kind",
            Sentence::of("{0} is not the kind of a NetworkPolicy").as_is(tick(given)),
            WRITE_KIND,
        );
        envelope.is_foreign = !given.is_empty() && !given.eq_ignore_ascii_case(KIND);
    }
}

/// Splits an API version. The server fills in its own where the version is empty and the group is
/// empty or its own.
fn group_version(api_version: &str) -> (&str, &str) {
    match api_version.split_once('/').unwrap_or(("", api_version)) {
        ("" | GROUP, "") => (GROUP, VERSION),
        split => split,
    }
}

/// Keeps the first error, which is the one that the user gets.
fn set(error: &mut String, message: String) {
    if error.is_empty() {
        *error = message;
    }
}

/// Refuses what is there but no text.
fn not_text(entries: &[(String, Value)], envelope: &mut Envelope) {
    let wrong = |(name, value): &&(String, Value)| {
        let known = same_key(name, "apiVersion") || same_key(name, "kind");
        known && !matches!(value, Value::String(_) | Value::Null)
    };
    let Some((name, value)) = entries.iter().filter(wrong).min_by_key(|(name, _)| name) else {
        return;
    };
    let (key, help) = match same_key(name, "kind") {
        true => ("kind", WRITE_KIND),
        false => ("apiVersion", WRITE_VERSION),
    };
    let word = json_word(value);
    let error = format!(
        "couldn't get version/kind; json parse error: json: cannot unmarshal {word} into Go struct \
         field .{key} of type string"
    );
    set(&mut envelope.error, error);
    envelope.refuse(name, Sentence::of("{0} is not text").as_is(tick(name)), help);
}

/// The value under a key as this reader sees it: case does not matter, the entry that kubectl sends
/// last wins, and a null changes nothing.
fn last<'a>(entries: &'a [(String, Value)], key: &str) -> Option<&'a Value> {
    let same = |(name, value): &&(String, Value)| same_key(name, key) && !value.is_null();
    entries.iter().filter(same).max_by_key(|(name, _)| name).map(|(_, value)| value)
}

fn same_key(name: &str, key: &str) -> bool {
    name.eq_ignore_ascii_case(key)
}
