//! Reads answers into what presets build from.
//!
//! The types here cannot be empty, so no preset can turn a blank answer into a rule that is open to
//! everyone: what means everything is written `*`.

use crate::sentence::Sentence;
use crate::text::has;

/// What is wrong with an answer, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) message: Sentence,
    pub(super) help: Sentence,
}

/// What is wrong with what was given, which stands in the place of the message.
fn wrong(message: &'static str, given: &str, help: &'static str) -> Wrong {
    Wrong { message: Sentence::of(message).as_is(given.to_owned()), help: Sentence::of(help) }
}

/// At least one label, each key once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) struct Labels(Vec<(String, String)>);

impl Labels {
    /// The labels, as keys and values in the order of the answer.
    pub(in crate::preset) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// What stands in for labels that could not be read; the server refuses it.
    pub(super) fn stand_in() -> Self {
        Labels::one("", "")
    }

    /// One label that is known to be well formed.
    pub(in crate::preset) fn one(key: &str, value: &str) -> Self {
        Labels(vec![(key.to_owned(), value.to_owned())])
    }
}

/// Pods of one namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) enum Pods {
    /// All of them, asked for by `*`.
    All,
    /// Those with all of these labels.
    With(Labels),
}

/// Namespaces other than by being the policy's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) enum Namespaces {
    /// The one with this name.
    Named(String),
    /// Those with all of these labels.
    With(Labels),
}

/// The ports of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) enum Ports {
    /// Every port of every protocol, asked for by `*`.
    All,
    /// These; at least one.
    Only(Vec<PortEntry>),
}

/// One entry of `ports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) struct PortEntry {
    /// `TCP`, `UDP` or `SCTP`.
    pub(in crate::preset) protocol: &'static str,
    /// Which ports of it.
    pub(in crate::preset) numbers: PortNumbers,
}

/// The ports of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preset) enum PortNumbers {
    /// Every port of the protocol.
    Every,
    /// One port.
    One(u16),
    /// First and last port; the first is smaller.
    Range(u16, u16),
    /// The name of a container port.
    Named(String),
}

const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];

pub(super) fn namespace(text: &str) -> Result<&str, Wrong> {
    if text.is_empty() || is_dns_label(text) {
        return Ok(text);
    }
    Err(wrong(
        "`{0}` cannot be the name of a namespace",
        text,
        "use at most 63 lower-case letters, digits and hyphens, with no hyphen at the ends",
    ))
}

pub(super) fn labels(text: &str) -> Result<Labels, Wrong> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for entry in text.split(',').map(str::trim) {
        let (key, value) = label(entry)?;
        if pairs.iter().any(|(before, _)| before == key) {
            return Err(wrong(
                "the label `{0}` stands here twice",
                key,
                "give each label one value; an object cannot have two",
            ));
        }
        pairs.push((key.to_owned(), value.to_owned()));
    }
    Ok(Labels(pairs))
}

fn label(entry: &str) -> Result<(&str, &str), Wrong> {
    const HELP: &str = "write key and value as in `app=web`, several joined by commas";
    if entry.is_empty() {
        return Err(wrong("a label is missing", "", HELP));
    }
    let Some((key, value)) = entry.split_once('=') else {
        return Err(wrong("`{0}` has no `=`", entry, HELP));
    };
    let (key, value) = (key.trim(), value.trim());
    if !is_label_key(key) {
        return Err(wrong(
            "`{0}` cannot be the key of a label",
            key,
            "use letters, digits, `-`, `_` and `.`, after a prefix such as `example.com/` if any",
        ));
    }
    if !value.is_empty() && !is_label_word(value) {
        return Err(wrong(
            "`{0}` cannot be the value of a label",
            value,
            "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at the ends",
        ));
    }
    Ok((key, value))
}

pub(super) fn label_sets(text: &str) -> Result<Vec<Labels>, Wrong> {
    let mut sets = Vec::new();
    for set in text.split(';') {
        sets.push(labels(set.trim())?);
    }
    Ok(sets)
}

pub(super) fn pods(text: &str) -> Result<Pods, Wrong> {
    match text {
        "*" => Ok(Pods::All),
        "" => Err(wrong(
            "no pods are named",
            "",
            "write labels such as `app=web`, or `*` for all pods of the namespace",
        )),
        _ => labels(text).map(Pods::With),
    }
}

pub(super) fn namespaces(text: &str) -> Result<Namespaces, Wrong> {
    const HELP: &str = "write a name such as `monitoring`, or labels such as `team=a`";
    if text.contains('=') {
        return labels(text).map(Namespaces::With);
    }
    match text {
        "" => Err(wrong("no namespace is named", "", HELP)),
        _ if is_dns_label(text) => Ok(Namespaces::Named(text.to_owned())),
        _ => Err(wrong("`{0}` cannot be the name of a namespace", text, HELP)),
    }
}

pub(super) fn ports(text: &str) -> Result<Ports, Wrong> {
    if text == "*" {
        return Ok(Ports::All);
    }
    let mut entries = Vec::new();
    for entry in text.split(',') {
        entries.push(port(entry)?);
    }
    Ok(Ports::Only(entries))
}

pub(super) fn port_range(text: &str) -> Result<Ports, Wrong> {
    let entry = port(text)?;
    match entry.numbers {
        PortNumbers::Range(..) => Ok(Ports::Only(vec![entry])),
        _ => Err(wrong("`{0}` is no range", text, "write one such as `TCP 8000-8080`")),
    }
}

fn port(entry: &str) -> Result<PortEntry, Wrong> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let (protocol, numbers) = match words.as_slice() {
        [] => {
            return Err(wrong(
                "a port is missing",
                "",
                "write ports such as `TCP 80, UDP 53, 8000-8080, http`, or `*` for every port",
            ));
        }
        [word] => match protocol(word) {
            Some(protocol) => (protocol, PortNumbers::Every),
            None => ("TCP", port_numbers(word)?),
        },
        [first, second] => {
            let protocol = protocol(first).ok_or_else(|| unknown_protocol(first))?;
            (protocol, port_numbers(second)?)
        }
        _ => {
            return Err(wrong(
                "`{0}` is more than one port",
                entry.trim(),
                "put commas between ports, as in `TCP 80, UDP 53`",
            ));
        }
    };
    Ok(PortEntry { protocol, numbers })
}

fn protocol(word: &str) -> Option<&'static str> {
    PROTOCOLS.into_iter().find(|protocol| protocol.eq_ignore_ascii_case(word))
}

fn unknown_protocol(word: &str) -> Wrong {
    wrong("a policy cannot name the protocol `{0}`", word, "use TCP, UDP or SCTP")
}

fn port_numbers(word: &str) -> Result<PortNumbers, Wrong> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(word) {
        return port_number(word).map(PortNumbers::One);
    }
    if let Some((first, last)) = word.split_once(['-', '–'])
        && digits(first)
        && digits(last)
    {
        let (first, last) = (port_number(first)?, port_number(last)?);
        return match first.cmp(&last) {
            std::cmp::Ordering::Less => Ok(PortNumbers::Range(first, last)),
            std::cmp::Ordering::Equal => Ok(PortNumbers::One(first)),
            std::cmp::Ordering::Greater => Err(wrong(
                "the range `{0}` ends before it starts",
                word,
                "write the smaller port first",
            )),
        };
    }
    // They look like a port's name, and would silently be one.
    if ["icmp", "any", "all"].iter().any(|name| name.eq_ignore_ascii_case(word)) {
        return Err(unknown_protocol(word));
    }
    if is_port_name(word) {
        return Ok(PortNumbers::Named(word.to_owned()));
    }
    Err(wrong(
        "`{0}` is neither a port nor the name of one",
        word,
        "write a number, a range such as `8000-8080`, or a name such as `http`",
    ))
}

fn port_number(digits: &str) -> Result<u16, Wrong> {
    digits
        .parse()
        .ok()
        .filter(|number| *number != 0)
        .ok_or_else(|| wrong("there is no port `{0}`", digits, "write a number from 1 to 65535"))
}

/// A DNS-1123 label, the form of a namespace's name.
fn is_dns_label(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_label_key(key: &str) -> bool {
    match key.split_once('/') {
        Some((prefix, name)) => {
            prefix.len() <= 253 && prefix.split('.').all(is_dns_label) && is_label_word(name)
        }
        None => is_label_word(key),
    }
}

/// The part of a label's key after the prefix, or a value that is not empty.
fn is_label_word(text: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let bytes = text.as_bytes();
    text.len() <= 63 && text.bytes().all(allowed) && ends(bytes.first()) && ends(bytes.last())
}

/// An IANA service name, the form of a container port's name.
fn is_port_name(text: &str) -> bool {
    text.len() <= 15
        && is_dns_label(text)
        && !has(text, "--")
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: std::fmt::Debug>(read: Result<T, Wrong>, message: &str, help: &str) {
        let wrong = read.expect_err("an error");
        assert_eq!((&*wrong.message.to_string(), &*wrong.help.to_string()), (message, help));
    }

    fn tcp(numbers: PortNumbers) -> PortEntry {
        PortEntry { protocol: "TCP", numbers }
    }

    #[test]
    fn ports_are_read_with_and_without_protocol() {
        let expected = vec![
            tcp(PortNumbers::One(80)),
            PortEntry { protocol: "UDP", numbers: PortNumbers::One(53) },
            tcp(PortNumbers::Range(8000, 8080)),
            tcp(PortNumbers::Named("http-alt".to_owned())),
            PortEntry { protocol: "SCTP", numbers: PortNumbers::Every },
            tcp(PortNumbers::One(9)),
        ];
        let text = "TCP 80, udp 53 ,8000-8080, http-alt, SCTP, 9–9";
        assert_eq!(ports(text), Ok(Ports::Only(expected)));
        assert_eq!(ports("*"), Ok(Ports::All));
    }

    #[test]
    fn a_blank_port_is_an_error_and_never_every_port() {
        let help = "write ports such as `TCP 80, UDP 53, 8000-8080, http`, or `*` for every port";
        for text in ["", " ", ",", "80,", "80,,443"] {
            check(ports(text), "a port is missing", help);
        }
    }

    #[test]
    fn wrong_ports_are_named() {
        check(ports("0"), "there is no port `0`", "write a number from 1 to 65535");
        check(ports("80, 70000"), "there is no port `70000`", "write a number from 1 to 65535");
        check(
            ports("90-80"),
            "the range `90-80` ends before it starts",
            "write the smaller port first",
        );
        let help = "use TCP, UDP or SCTP";
        check(ports("ICMP"), "a policy cannot name the protocol `ICMP`", help);
        check(ports("icmp 8"), "a policy cannot name the protocol `icmp`", help);
        let message = "`TCP 80 443` is more than one port";
        check(ports(" TCP 80 443"), message, "put commas between ports, as in `TCP 80, UDP 53`");
        let help = "write a number, a range such as `8000-8080`, or a name such as `http`";
        for text in ["HTTP", "a--b", "-80", "80-", "sixteen-letters1", "ab_c", "٣"] {
            check(ports(text), &format!("`{text}` is neither a port nor the name of one"), help);
        }
        check(port_range("80"), "`80` is no range", "write one such as `TCP 8000-8080`");
    }

    #[test]
    fn labels_are_read() {
        let read = labels("app = web,example.com/team=A_b.c, empty=").expect("labels");
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            read.pairs(),
            [pair("app", "web"), pair("example.com/team", "A_b.c"), pair("empty", "")]
        );
        assert_eq!(label_sets("app=a; app=b,c=d").map(|sets| sets.len()), Ok(2));
    }

    #[test]
    fn blank_labels_are_an_error_and_never_everything() {
        let help = "write key and value as in `app=web`, several joined by commas";
        for text in ["", ",", "app=web,"] {
            check(labels(text), "a label is missing", help);
        }
        for text in ["", ";", "app=web;"] {
            check(label_sets(text), "a label is missing", help);
        }
        check(
            pods(""),
            "no pods are named",
            "write labels such as `app=web`, or `*` for all pods of the namespace",
        );
        check(
            namespaces(""),
            "no namespace is named",
            "write a name such as `monitoring`, or labels such as `team=a`",
        );
    }

    #[test]
    fn wrong_labels_are_named() {
        check(
            labels("app"),
            "`app` has no `=`",
            "write key and value as in `app=web`, several joined by commas",
        );
        let help = "use letters, digits, `-`, `_` and `.`, after a prefix such as `example.com/` if \
                    any";
        for (text, key) in [("=a", ""), ("a b=c", "a b"), ("A.com/x=y", "A.com/x"), ("/x=y", "/x")]
        {
            check(labels(text), &format!("`{key}` cannot be the key of a label"), help);
        }
        check(
            labels("app=we b"),
            "`we b` cannot be the value of a label",
            "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at the ends",
        );
        check(
            labels("app=a,app=b"),
            "the label `app` stands here twice",
            "give each label one value; an object cannot have two",
        );
    }

    #[test]
    fn namespaces_have_names_or_labels() {
        assert_eq!(namespaces("shop"), Ok(Namespaces::Named("shop".to_owned())));
        assert_eq!(namespaces("team=a"), Ok(Namespaces::With(Labels::one("team", "a"))));
        check(
            namespaces("*"),
            "`*` cannot be the name of a namespace",
            "write a name such as `monitoring`, or labels such as `team=a`",
        );
        assert_eq!(namespace(""), Ok(""));
        check(
            namespace("Shop"),
            "`Shop` cannot be the name of a namespace",
            "use at most 63 lower-case letters, digits and hyphens, with no hyphen at the ends",
        );
    }
}
