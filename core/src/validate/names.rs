//! The rules of names, label keys, label values and port names, each flaw in the server's words and
//! in ours.
//!
//! The facts are those of `apimachinery` 1.37: `pkg/api/validate/content` and
//! `pkg/util/validation`. Lengths are counted in bytes.

use std::borrow::Cow;

use crate::sentence::Sentence;
use crate::text::has;

/// One thing that is wrong with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The detail of the server's message.
    pub server: Cow<'static, str>,
    /// What follows the quoted name in ours: `is longer than 63 characters`.
    pub ours: Sentence,
}

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const DNS_LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_KEY: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/// The longest subdomain.
const MAX_SUBDOMAIN: usize = 253;
/// The longest DNS label, label value, and name part of a label key.
const MAX_LABEL: usize = 63;
/// The longest port name.
const MAX_PORT_NAME: usize = 15;

/// Checks the name of a policy.
pub(super) fn policy_name(name: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if name.len() > MAX_SUBDOMAIN {
        flaws.push(too_long("must be no more than 253 characters", MAX_SUBDOMAIN));
    }
    if !is_subdomain(name) {
        flaws.push(flaw(SUBDOMAIN, subdomain_words(name)));
    }
    flaws
}

/// Checks the start of a name that the server completes.
///
/// The server looks at it with a trailing `-` taken for part of a longer name; it drops one more
/// character than it should, which makes it accept some starts that no name can have.
pub(super) fn generate_name(start: &str) -> Vec<Flaw> {
    let cut = start.strip_suffix('-').filter(|start| !start.is_empty());
    let Some(cut) = cut.and_then(|start| {
        // Bytes are dropped there, which matters only for text that is refused anyway.
        let end = start.char_indices().next_back().map(|(index, _)| index)?;
        start.get(..end)
    }) else {
        return policy_name(start);
    };
    policy_name(&[cut, "a"].concat())
}

/// Checks the name of a namespace.
pub(super) fn namespace(name: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if name.len() > MAX_LABEL {
        flaws.push(too_long("must be no more than 63 characters", MAX_LABEL));
    }
    if is_dns_label(name) {
        return flaws;
    }
    flaws.push(if is_subdomain(name) {
        flaw("must not contain dots", "contains dots, which a namespace's name cannot")
    } else {
        flaw(DNS_LABEL, subdomain_words(name))
    });
    flaws
}

/// Checks a label key: `name` or `prefix/name`.
pub(super) fn label_key(key: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let name = match key.split_once('/') {
        None => key,
        Some((_, rest)) if rest.contains('/') => {
            let server = [
                "a valid label key ",
                LABEL_KEY,
                " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
            ];
            return vec![flaw(server.concat(), "contains more than one `/`")];
        }
        Some((prefix, name)) => {
            key_prefix(prefix, &mut flaws);
            name
        }
    };
    if name.is_empty() {
        flaws.push(flaw("name part must be non-empty", "has no name"));
    } else if name.len() > MAX_LABEL {
        flaws.push(too_long("name part must be no more than 63 bytes", MAX_LABEL));
    }
    if !is_label_word(name) {
        flaws.push(flaw(["name part ", LABEL_KEY].concat(), word_words(name)));
    }
    flaws
}

fn key_prefix(prefix: &str, flaws: &mut Vec<Flaw>) {
    if prefix.is_empty() {
        flaws.push(flaw("prefix part must be non-empty", "has nothing before the `/`"));
        return;
    }
    if prefix.len() > MAX_SUBDOMAIN {
        let ours = "has a prefix that is longer than 253 characters";
        flaws.push(flaw("prefix part must be no more than 253 bytes", ours));
    }
    if !is_subdomain(prefix) {
        let ours = "has a prefix that is no DNS name in lower case";
        flaws.push(flaw(["prefix part ", SUBDOMAIN].concat(), ours));
    }
}

/// Checks a label value; an empty one is fine.
pub(super) fn label_value(value: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if value.len() > MAX_LABEL {
        flaws.push(too_long("must be no more than 63 bytes", MAX_LABEL));
    }
    if !value.is_empty() && !is_label_word(value) {
        flaws.push(flaw(LABEL_VALUE, word_words(value)));
    }
    flaws
}

/// Checks the name of a port.
pub(super) fn port_name(name: &str) -> Vec<Flaw> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let mut flaws = Vec::new();
    if name.len() > MAX_PORT_NAME {
        flaws.push(too_long("must be no more than 15 characters", MAX_PORT_NAME));
    }
    if name.is_empty() || !name.bytes().all(allowed) {
        let server = "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        let ours = if name.is_empty() {
            "is empty"
        } else {
            "contains something else than `a-z`, `0-9` and `-`"
        };
        flaws.push(flaw(server, ours));
    }
    if !name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        let ours = "contains no letter from `a` to `z`";
        flaws.push(flaw("must contain at least one letter (a-z)", ours));
    }
    if has(name, "--") {
        flaws.push(flaw("must not contain consecutive hyphens", "contains `--`"));
    }
    if name.starts_with('-') || name.ends_with('-') {
        let ours = "begins or ends with `-`";
        flaws.push(flaw("must not begin or end with a hyphen", ours));
    }
    flaws
}

/// The nearest name that is allowed, if anything of the text can stay.
pub(super) fn slug(text: &str, dots: bool) -> Option<String> {
    let letter = |char: char| match char {
        '.' if dots => '.',
        _ if char.is_ascii_alphanumeric() => char.to_ascii_lowercase(),
        _ => '-',
    };
    let mut slug = String::with_capacity(text.len());
    for char in text.chars() {
        slug.push(letter(char));
    }
    let slug = slug.trim_matches(['-', '.']);
    let limit = if dots { MAX_SUBDOMAIN } else { MAX_LABEL };
    let right = is_subdomain(slug) && slug.len() <= limit && slug != text;
    right.then(|| slug.to_owned())
}

fn flaw(server: impl Into<Cow<'static, str>>, ours: impl Into<Sentence>) -> Flaw {
    Flaw { server: server.into(), ours: ours.into() }
}

fn too_long(server: &'static str, limit: usize) -> Flaw {
    flaw(server, Sentence::of("is longer than {0} characters").as_is(limit.to_string()))
}

/// What breaks the rule of DNS names, most telling first.
fn subdomain_words(name: &str) -> &'static str {
    let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.');
    if !name.chars().all(allowed) {
        "contains something else than `a-z`, `0-9`, `-` and `.`"
    } else if name.chars().any(|char| char.is_ascii_uppercase()) {
        "contains upper-case letters"
    } else {
        "does not begin and end with a letter or digit at each dot"
    }
}

/// What breaks the rule of label keys and values, most telling first.
fn word_words(word: &str) -> &'static str {
    if word.is_empty() {
        "does not begin with a letter or digit"
    } else if word.bytes().all(is_word_byte) {
        "does not begin and end with a letter or digit"
    } else {
        "contains something else than letters, digits, `-`, `_` and `.`"
    }
}

fn is_subdomain(name: &str) -> bool {
    name.split('.').all(is_dns_label)
}

fn is_dns_label(name: &str) -> bool {
    let bytes = name.as_bytes();
    let edge = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let inner = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    edge(bytes.first()) && edge(bytes.last()) && bytes.iter().all(inner)
}

fn is_label_word(word: &str) -> bool {
    let bytes = word.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    edge(bytes.first()) && edge(bytes.last()) && word.bytes().all(is_word_byte)
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&str) -> Vec<Flaw>, text: &str, flaws: &[&str]) {
        let found: Vec<_> = rule(text).into_iter().map(|flaw| flaw.ours.to_string()).collect();
        assert_eq!(found, flaws, "{text:?}");
    }

    #[test]
    fn policy_names_are_dns_subdomains() {
        check(policy_name, "a.b-c.1", &[]);
        check(policy_name, &"a".repeat(253), &[]);
        check(policy_name, &"a".repeat(254), &["is longer than 253 characters"]);
        check(policy_name, "Web", &["contains upper-case letters"]);
        check(policy_name, "a..b", &["does not begin and end with a letter or digit at each dot"]);
        check(policy_name, "a_b", &["contains something else than `a-z`, `0-9`, `-` and `.`"]);
        check(policy_name, "a\n", &["contains something else than `a-z`, `0-9`, `-` and `.`"]);
    }

    #[test]
    fn generated_names_may_end_with_a_dash() {
        check(generate_name, "web-", &[]);
        check(generate_name, "_-", &[]);
        check(generate_name, "-", &["does not begin and end with a letter or digit at each dot"]);
        check(
            generate_name,
            "web.",
            &["does not begin and end with a letter or digit at each dot"],
        );
    }

    #[test]
    fn namespaces_are_dns_labels() {
        check(namespace, "shop-1", &[]);
        check(namespace, "a.b", &["contains dots, which a namespace's name cannot"]);
        check(namespace, &"a".repeat(64), &["is longer than 63 characters"]);
        check(namespace, "Shop", &["contains upper-case letters"]);
    }

    #[test]
    fn label_keys_have_a_name_and_perhaps_a_prefix() {
        check(label_key, "app.kubernetes.io/name", &[]);
        check(label_key, "A_b.C-1", &[]);
        check(label_key, "", &["has no name", "does not begin with a letter or digit"]);
        check(label_key, "/a", &["has nothing before the `/`"]);
        check(label_key, "a/b/c", &["contains more than one `/`"]);
        check(label_key, "Ex.com/a", &["has a prefix that is no DNS name in lower case"]);
        check(label_key, "a/_", &["does not begin and end with a letter or digit"]);
    }

    #[test]
    fn label_values_may_be_empty() {
        check(label_value, "", &[]);
        check(label_value, "1.0_B", &[]);
        check(
            label_value,
            "a b",
            &["contains something else than letters, digits, `-`, `_` and `.`"],
        );
        check(label_value, &"a".repeat(64), &["is longer than 63 characters"]);
    }

    #[test]
    fn port_names_need_a_letter() {
        check(port_name, "http-2", &[]);
        check(port_name, "80", &["contains no letter from `a` to `z`"]);
        check(port_name, "a--b", &["contains `--`"]);
        check(port_name, "-a", &["begins or ends with `-`"]);
        check(port_name, "abcdefghijklmnop", &["is longer than 15 characters"]);
        check(port_name, "", &["is empty", "contains no letter from `a` to `z`"]);
    }
}
