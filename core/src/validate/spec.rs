//! The rules of `spec` and of its rules, peers and IP blocks, in the server's order.

use super::cidr::{Cidr, Spelling};
use super::go::{forbidden, invalid, invalid_shown, json_list, quote, required, unsupported};
use super::report::{Report, tick};
use super::{items, nearest, ports, selector, text};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Direction;
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// Applies the rules of `spec`.
pub(super) fn check(spec: &Value, report: &mut Report) {
    let path = FieldPath::root().key("spec");
    if let Some(pods) = spec.get("podSelector") {
        selector::check(pods, &path.key("podSelector"), report);
    }
    for direction in Direction::ALL {
        let path = path.key(direction.rules_key());
        for (index, rule) in items(spec, direction.rules_key()).iter().enumerate() {
            self::rule(rule, direction, &path.index(index), report);
        }
    }
    policy_types(items(spec, "policyTypes"), &path.key("policyTypes"), report);
}

fn rule(rule: &Value, direction: Direction, path: &FieldPath, report: &mut Report) {
    let ports = path.key("ports");
    for (index, port) in items(rule, "ports").iter().enumerate() {
        ports::check(port, &ports.index(index), report);
    }
    let peers = path.key(direction.peers_key());
    for (index, peer) in items(rule, direction.peers_key()).iter().enumerate() {
        self::peer(peer, direction, &peers.index(index), report);
    }
}

fn peer(peer: &Value, direction: Direction, path: &FieldPath, report: &mut Report) {
    let mut selectors = 0;
    for key in ["podSelector", "namespaceSelector"] {
        if let Some(given) = peer.get(key) {
            selectors += 1;
            selector::check(given, &path.key(key), report);
        }
    }
    let block = peer.get("ipBlock");
    if let Some(block) = block {
        ip_block(block, &path.key("ipBlock"), report);
    }
    match (block, selectors) {
        (None, 0) => {
            let message = Sentence::of("this entry names nobody");
            let help = Sentence::of(
                "write `podSelector: {}` for all pods here, or remove `{0}` for everyone",
            );
            let help = help.as_is(direction.peers_key());
            let cause = required(path, "must specify a peer");
            report.refuse(codes::EMPTY_PEER, path.clone(), cause, message, help);
        }
        (Some(_), 1..) => {
            let message = Sentence::of("an IP block stands next to a selector in one entry");
            let help = Sentence::of("make two entries of it; either of them is then enough");
            let cause = forbidden(path, "may not specify both ipBlock and another peer");
            report.refuse(codes::IP_BLOCK_MIXED, path.clone(), cause, message, help);
        }
        _ => {}
    }
}

fn ip_block(block: &Value, path: &FieldPath, report: &mut Report) {
    let excepts = || items(block, "except").iter().filter_map(Value::as_str).enumerate();
    let except_path = path.key("except");
    let range = text(block, "cidr");
    if range.is_empty() {
        let cause = required(&path.key("cidr"), "");
        let message = Sentence::of("the IP block has no range");
        let help =
            Sentence::of("write `cidr`; all addresses are two entries, `0.0.0.0/0` and `::/0`");
        report.refuse_last(codes::CIDR_MISSING, nearest(block, path, "cidr"), cause, message, help);
    }
    let outer = (!range.is_empty()).then(|| cidr(range, &path.key("cidr"), report)).flatten();
    for (index, except) in excepts() {
        let path = except_path.index(index);
        // Without a range to compare with, the server does not look at what is excluded. It warns.
        let Some(outer) = &outer else {
            warn(except, Cidr::parse(except).as_ref(), &path, report);
            continue;
        };
        if let Some(inner) = cidr(except, &path, report)
            && !outer.strictly_contains(&inner)
        {
            let message = Sentence::of("{0} is not strictly inside {1}");
            let message = message.as_is(tick(except)).as_is(tick(range));
            let cause = invalid(&path, except, "must be a strict subset of `cidr`");
            let help = Sentence::of("exclude a smaller range inside the block, or remove this one");
            report.refuse(codes::EXCEPT_NOT_INSIDE, path, cause, message, help);
        }
    }
}

/// Reads a range, and refuses or warns about how it is written.
fn cidr(text: &str, path: &FieldPath, report: &mut Report) -> Option<Cidr> {
    let range = Cidr::parse(text);
    let strict = report.server.refuses_sloppy_cidrs();
    let (detail, words) = match &range {
        None => ("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)", no_range(text)),
        Some(range) if strict => match (sloppy(range), words(text, range)) {
            (Some(detail), Some(words)) => (detail, words),
            _ => {
                warn(text, Some(range), path, report);
                return Some(*range);
            }
        },
        Some(range) => {
            warn(text, Some(range), path, report);
            return Some(*range);
        }
    };
    let cause = invalid(path, text, detail);
    report.refuse(codes::CIDR_INVALID, path.clone(), cause, words.0, words.1);
    if let Some(range) = &range {
        report.warnings.append(&mut warnings(text, range, path));
    }
    range
}

/// What newer servers refuse a readable range for; the first that applies.
fn sloppy(range: &Cidr) -> Option<&'static str> {
    match range.spelling {
        Spelling::LeadingZeros => Some("must not have leading 0s in IP or prefix length"),
        Spelling::Mapped => Some("must not have an IPv4-mapped IPv6 address"),
        Spelling::Usual if range.has_host_bits() => {
            Some("must not have bits set beyond the prefix length")
        }
        Spelling::Usual => None,
    }
}

/// Adds the server's warnings about a range, and one of ours.
fn warn(text: &str, range: Option<&Cidr>, path: &FieldPath, report: &mut Report) {
    let Some(range) = range else { return };
    report.warnings.append(&mut warnings(text, range, path));
    if let Some((message, help)) = words(text, range) {
        let code = match range.spelling {
            Spelling::Usual if range.has_host_bits() => codes::CIDR_HOST_BITS,
            _ => codes::CIDR_NON_CANONICAL,
        };
        let warning = Diagnostic::warning(code, path.clone(), message);
        report.cautions.push(warning.with_help(help));
    }
}

/// The server's warnings about a range.
fn warnings(text: &str, range: &Cidr, path: &FieldPath) -> Vec<String> {
    let (value, network) = (quote(text), quote(&range.network.to_string()));
    let mut warnings = Vec::new();
    if range.has_host_bits() {
        let single = quote(&range.single_address());
        warnings.push(format!(
            "{path}: CIDR value {value} is ambiguous in this context (should be {network} or {single}?)"
        ));
    }
    if range.spelling != Spelling::Usual {
        warnings.push(format!("{path}: non-standard CIDR value {value} is invalid: use {network}"));
    }
    if warnings.is_empty()
        && let Some(canonical) = range.canonical(text)
    {
        let canonical = quote(&canonical);
        warnings.push(format!(
            "{path}: IPv6 CIDR value {value} should be in RFC 5952 canonical format ({canonical})"
        ));
    }
    warnings
}

/// What is unusual about a range, in our words, and what to write instead.
fn words(text: &str, range: &Cidr) -> Option<(Sentence, Sentence)> {
    let network = range.network.to_string();
    let instead = |text: String| Sentence::of("write `{0}`").as_is(text);
    let (message, help) = match range.spelling {
        Spelling::LeadingZeros => ("{0} has leading zeros", instead(network)),
        Spelling::Mapped => ("{0} is an IPv4 range written as IPv6", instead(network)),
        Spelling::Usual if range.has_host_bits() => {
            let help = Sentence::of("write `{0}`, or `{1}` for one address").as_is(network);
            ("{0} has bits set after the prefix", help.as_is(range.single_address()))
        }
        Spelling::Usual => {
            let canonical = range.canonical(text)?;
            ("{0} is not in the usual spelling", instead(canonical))
        }
    };
    Some((Sentence::of(message).as_is(tick(text)), help))
}

/// What to say about a text that is no range.
fn no_range(text: &str) -> (Sentence, Sentence) {
    let message = Sentence::of("{0} is not an address range").as_is(tick(text));
    // A bare address, or one with a prefix that is too long, is one address.
    let address = text.split('/').next().unwrap_or(text);
    let single = [32, 128].into_iter().find_map(|width| Cidr::parse(&format!("{address}/{width}")));
    let help = match single {
        Some(single) => {
            Sentence::of("write `{0}` for this one address").as_is(single.network.to_string())
        }
        None => Sentence::of("write it like `10.0.0.0/8` or `2001:db8::/32`"),
    };
    (message, help)
}

fn policy_types(types: &[Value], path: &FieldPath, report: &mut Report) {
    let names = || types.iter().filter_map(Value::as_str);
    if types.len() > 2 {
        let detail = "may not specify more than two policyTypes";
        let cause = invalid_shown(path, &json_list(names()), detail);
        let message = Sentence::of("`policyTypes` has {0} entries, and there are two types");
        let message = message.as_is(types.len().to_string());
        let help = Sentence::of("write `Ingress`, `Egress` or both, each once");
        report.refuse(codes::POLICY_TYPES, path.clone(), cause, message, help);
        return;
    }
    let known = Direction::ALL.map(Direction::policy_type);
    for (index, name) in names().enumerate().filter(|(_, name)| !known.contains(name)) {
        let path = path.index(index);
        let cause = unsupported(&path, name, &known);
        let help = match known.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
            Some(known) => Sentence::of("write `{0}`").as_is(known),
            None => Sentence::of("write `Ingress` or `Egress`"),
        };
        let message = Sentence::of("{0} is not a policy type").as_is(tick(name));
        report.refuse(codes::POLICY_TYPES, path, cause, message, help);
    }
}
