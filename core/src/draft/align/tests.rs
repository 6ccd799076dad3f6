//! Who is who after an edit of the text, list by list.

use super::super::{Ids, ItemId};
use super::*;
use crate::yaml;

fn draft(spec: &str, ids: &mut Ids) -> PolicyDraft {
    let text = ["spec: {", spec, "}"].concat();
    let Some(value) = yaml::parse(&text).pop().and_then(|found| found.content.into_value()) else {
        unreachable!("{text}")
    };
    PolicyDraft::from_value(value, ids).unwrap_or_default()
}

/// The ids of the ingress rules of a draft, and of what is in them, in the order of the text.
fn ids(draft: &PolicyDraft) -> Vec<ItemId> {
    let mut ids = Vec::new();
    let spec = draft.spec.written();
    let selector = |ids: &mut Vec<ItemId>, selector: &Field<SelectorDraft>| {
        let Some(selector) = selector.written() else { return };
        ids.extend(selector.labels().iter().map(|row| row.id));
        for row in selector.expressions() {
            ids.push(row.id);
            let values = row.field.written().and_then(|row| row.values.written());
            ids.extend(values.into_iter().flatten().map(|value| value.id));
        }
    };
    spec.into_iter().for_each(|spec| selector(&mut ids, &spec.pod_selector));
    for rule in spec.map_or(&[][..], |spec| spec.rules(Direction::Ingress)) {
        ids.push(rule.id);
        let Some(rule) = rule.field.written() else { continue };
        for peer in rule.peers.items() {
            ids.push(peer.id);
            let Some(peer) = peer.field.written() else { continue };
            selector(&mut ids, &peer.pod_selector);
            let except = peer.ip_block.written().and_then(|block| block.except.written());
            ids.extend(except.into_iter().flatten().map(|range| range.id));
        }
        ids.extend(rule.ports.items().iter().map(|port| port.id));
    }
    ids
}

/// Checks which of the entries before, counted in the order of the text, the entries after an
/// edit of the text are; `n` is a new one.
#[track_caller]
fn check(before: &str, after: &str, expected: &str) {
    let mut fresh = Ids::default();
    let before = Rc::new(draft(before, &mut fresh));
    let read = draft(after, &mut fresh);
    let said = read.to_value();
    let after = keep(read, Some(&before));
    assert_eq!(after.to_value(), said, "the draft says what the text says");
    let known = ids(&before);
    let shown = |id: &ItemId| match known.iter().position(|before| before == id) {
        Some(at) => at.to_string(),
        None => "n".to_owned(),
    };
    let found: Vec<String> = ids(&after).iter().map(shown).collect();
    assert_eq!(found.join(" "), expected);
}

#[test]
fn rules_stay_who_they_are() {
    let rule = |port: &str| ["{ports: [{port: ", port, "}]}"].concat();
    let rules = |ports: &str| {
        let rules: Vec<String> = ports.split_whitespace().map(rule).collect();
        ["ingress: [", &rules.join(", "), "]"].concat()
    };
    // Each rule is followed by its only port.
    for (before, after, expected) in [
        ("a b c", "a b c", "0 1 2 3 4 5"),
        ("a b c", "a x b c", "0 1 n n 2 3 4 5"),
        ("a b c", "x a b c", "n n 0 1 2 3 4 5"),
        ("a b c", "a b c x", "0 1 2 3 4 5 n n"),
        ("a b c", "a c", "0 1 4 5"),
        ("a b c", "a x c", "0 1 2 3 4 5"),
        ("a b c", "b c a", "2 3 4 5 0 1"),
        ("a b c d", "d b c a", "6 7 2 3 4 5 0 1"),
        ("a a", "a", "0 1"),
        ("a", "a a", "0 1 n n"),
        ("a b", "x y z", "0 1 2 3 n n"),
        ("a b c d e", "x b d y", "0 1 2 3 6 7 4 5"),
        ("", "a", "n n"),
        ("a", "", ""),
    ] {
        check(&rules(before), &rules(after), expected);
    }
}

#[test]
fn entries_of_all_lists_stay_who_they_are() {
    let labels = |labels: &str| ["podSelector: {matchLabels: {", labels, "}}"].concat();
    check(&labels("a: b, c: d"), &labels("a: b, x: y, c: d"), "0 n 1");
    check(&labels("a: b, c: d"), &labels("c: d"), "1");
    check(&labels("a: b, c: d"), &labels("a: x, c: d"), "0 1");
    check(&labels("a: b, c: d"), &labels("c: d, a: b"), "1 0");

    let rows = |rows: &str| ["podSelector: {matchExpressions: [", rows, "]}"].concat();
    let (first, second) = ("{key: a, operator: In, values: [x, y]}", "{key: b}");
    let longer = "{key: a, operator: In, values: [x, z, y]}";
    check(&rows(first), &rows(longer), "0 1 n 2");
    check(&rows(&[first, ", ", second].concat()), &rows(second), "3");

    let peers = |peers: &str| ["ingress: [{from: [", peers, "]}]"].concat();
    let (web, api) = ("{podSelector: {matchLabels: {app: web}}}", "{podSelector: {}}");
    check(&peers(&[web, ", ", api].concat()), &peers(api), "0 3");
    check(&peers(web), &peers(&[api, ", ", web].concat()), "0 n 1 2");
    let block = |except: &str| peers(&["{ipBlock: {cidr: a, except: [", except, "]}}"].concat());
    check(&block("a, b"), &block("b, c"), "0 1 3 2");

    let ports = |ports: &str| ["ingress: [{ports: [", ports, "]}]"].concat();
    check(&ports("{port: 80}, {port: 90}"), &ports("{port: 80}, {port: 91}"), "0 1 2");
    check(&ports("80, {port: 90}"), &ports("80"), "0 1");
}

#[test]
fn what_says_the_same_stays_the_very_same() {
    let mut fresh = Ids::default();
    let rules = "ingress: [{ports: [{port: a}]}, {ports: [{port: b}]}]";
    let before = Rc::new(draft(rules, &mut fresh));
    assert!(Rc::ptr_eq(&keep(draft(rules, &mut fresh), Some(&before)), &before));
    let changed = "ingress: [{ports: [{port: a}]}, {ports: [{port: c}]}]";
    let after = keep(draft(changed, &mut fresh), Some(&before));
    let rules = |draft: &PolicyDraft| match draft.spec.written() {
        Some(spec) => spec.rules(Direction::Ingress).to_vec(),
        None => Vec::new(),
    };
    let (before, after) = (rules(&before), rules(&after));
    assert!(Rc::ptr_eq(&before[0], &after[0]));
    assert!(!Rc::ptr_eq(&before[1], &after[1]) && before[1].id == after[1].id);
}

#[test]
fn rules_that_are_in_no_text_stay_behind_the_one_they_followed() {
    // A list that is a map here is marked as closed.
    let closed = |name: &str| ["{from: {}, name: ", name, "}"].concat();
    let rule = |name: &str| ["{ports: [{port: ", name, "}]}"].concat();
    let rules = |names: &str| {
        let one = |name: &str| match name.strip_prefix('-') {
            Some(name) => closed(name),
            None => rule(name),
        };
        let rules: Vec<String> = names.split_whitespace().map(one).collect();
        ["ingress: [", &rules.join(", "), "]"].concat()
    };
    for (before, after, expected) in [
        ("-x a -q b -z", "a b", "-x a -q b -z"),
        ("-x a -q b -z", "b", "-x -q b -z"),
        ("-x a -q b -z", "", "-x -q -z"),
        ("-x a -q b -z", "a c b", "-x a -q c b -z"),
        ("a b -x -q", "b a", "b -x -q a"),
    ] {
        let mut fresh = Ids::default();
        let mut before = draft(&rules(before), &mut fresh);
        before.for_each_rule(RuleDraft::unmark_closed);
        let after = keep(draft(&rules(after), &mut fresh), Some(&Rc::new(before)));
        let spec = after.spec.written().map_or(&[][..], |spec| spec.rules(Direction::Ingress));
        let name = |rule: &Rc<Item<RuleDraft>>| {
            let rule = rule.field.written().cloned().unwrap_or_default();
            match (rule.others.first(), rule.ports.items().first()) {
                (Some((_, name)), _) => ["-", name.as_str().unwrap_or_default()].concat(),
                (None, Some(port)) => {
                    let port = port.field.written().map(|port| port.port.text().into_owned());
                    port.unwrap_or_default()
                }
                (None, None) => String::new(),
            }
        };
        let names: Vec<String> = spec.iter().map(name).collect();
        assert_eq!(names.join(" "), expected);
    }
}

#[test]
fn long_lists_are_aligned_in_a_moment() {
    let many = |from: usize| {
        let port = |at: usize| ["{port: ", &(at % 65_535).to_string(), "}"].concat();
        let ports: Vec<String> = (from..from + 5_000).map(port).collect();
        ["ingress: [{ports: [", &ports.join(", "), "]}]"].concat()
    };
    let mut fresh = Ids::default();
    let before = Rc::new(draft(&many(0), &mut fresh));
    let after = keep(draft(&many(2_500), &mut fresh), Some(&before));
    assert_eq!(ids(&after)[0], ids(&before)[0]);
}
