//! Cases: a text with `|` at the caret, and what could be written there.

use super::*;

fn vocabulary() -> Vocabulary {
    let labels = |key: &str, values: &[&str]| {
        (key.to_owned(), values.iter().map(|&value| value.to_owned()).collect())
    };
    Vocabulary {
        pod_labels: vec![labels("app", &["api", "web"]), labels("on", &["yes"])],
        namespace_labels: vec![labels("kubernetes.io/metadata.name", &["kube-system", "shop"])],
        namespaces: vec!["kube-system".to_owned(), "shop".to_owned()],
    }
}

/// Each item as it would be written.
fn offers(marked: &str, expected: &[&str]) {
    check(marked, expected, None);
}

/// Each item as it would be written, and the text with the first one taken.
fn check(marked: &str, expected: &[&str], taken: Option<&str>) {
    let offset = marked.find('|').expect("a caret");
    let text = marked.replacen('|', "", 1);
    let found = complete(&text, offset, &vocabulary());
    let items = found.iter().flat_map(|found| &found.items);
    let written: Vec<&str> = items.map(|item| item.insert.as_str()).collect();
    assert_eq!(written, expected, "{marked}");
    if let (Some(found), Some(taken)) = (found, taken) {
        let mut after = text;
        after.replace_range(found.span, &found.items[0].insert);
        assert_eq!(after, taken, "{marked}");
    }
}

#[test]
fn keys_are_those_of_the_place_that_are_not_there_yet() {
    offers("|", &["apiVersion: ", "kind: ", "metadata:", "spec:"]);
    offers("kind: NetworkPolicy\nme|", &["metadata:"]);
    offers("kind: NetworkPolicy\n|\nspec:\n", &["apiVersion: ", "metadata:"]);
    offers("spec:\n  |\n  ingress:\n", &["podSelector:", "egress:", "policyTypes:"]);
    offers("spec:\n  policyTypes:\n  - Ingress\n  |", &["podSelector:", "ingress:", "egress:"]);
    offers("metadata:\n  na|", &["name: ", "namespace: "]);
    offers("spec:\n  ingress:\n  - |", &["ports:", "from:"]);
    offers("spec:\n  ingress:\n    - |", &["ports:", "from:"]);
    offers("spec:\n  ingress:\n  |- from:", &[]);
    offers("spec:\n  ingress:\n  - from: []\n    |", &["ports:"]);
    offers("spec:\n  ingress:\n  - ports: []\n  - |", &["ports:", "from:"]);
    offers("spec:\n  egress:\n  - |\n    ports: []\n  - to: []", &["to:"]);
    offers("spec:\n  egress:\n  - to:\n    - ip|", &["ipBlock:"]);
    offers("spec:\n  ingress:\n  - from:\n    - ipBlock:\n        c|", &["cidr: "]);
    offers("spec:\n  ingress:\n  - ports:\n    - protocol: TCP\n      |", &["port: ", "endPort: "]);
    offers("spec:\n  podSelector:\n    matchExpressions:\n    - k|: a", &["key"]);
    offers("spec:\n  ingress:\n    |", &["- ports:", "- from:"]);
    offers("spec:\n  POD|", &["podSelector:"]);
    offers("spec:\n  xyz|", &[]);
    offers("unknown:\n  |", &[]);
    offers("metadata:\n  managed|", &["managedFields:"]);
    offers("metadata:\n  uid|", &[]);
}

#[test]
fn values_are_those_of_the_field() {
    offers("apiVersion: |", &["networking.k8s.io/v1"]);
    offers("kind: N|", &["NetworkPolicy"]);
    offers("kind:|", &[" NetworkPolicy"]);
    offers("spec:\n  policyTypes:\n  - |", &["Ingress", "Egress"]);
    offers("spec:\n  policyTypes:\n    |", &["- Ingress", "- Egress"]);
    offers("spec:\n  egress:\n  - ports:\n    - protocol: |", &["TCP", "UDP", "SCTP"]);
    let operator = "spec:\n  podSelector:\n    matchExpressions:\n    - key: a\n      operator: ";
    offers(&[operator, "|"].concat(), &["In", "NotIn", "Exists", "DoesNotExist"]);
    offers("metadata:\n  ownerReferences:\n  - controller: t|", &["true"]);
    offers("spec:\n  ingress:\n  - ports:\n    - port: |", &[]);
}

#[test]
fn labels_and_namespaces_are_those_that_were_seen() {
    offers("metadata:\n  namespace: s|", &["shop"]);
    offers("spec:\n  podSelector:\n    matchLabels:\n      |", &["app: ", "\"on\": "]);
    offers("spec:\n  podSelector:\n    matchLabels:\n      app: a|", &["api"]);
    offers("spec:\n  podSelector:\n    matchLabels:\n      on: |", &["\"yes\""]);
    let namespaces =
        "spec:\n  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n";
    offers(&[namespaces, "          |"].concat(), &["kubernetes.io/metadata.name: "]);
    let name = "          kubernetes.io/metadata.name: k|";
    offers(&[namespaces, name].concat(), &["kube-system"]);
    let expression = "spec:\n  podSelector:\n    matchExpressions:\n    - key: ";
    offers(&[expression, "|"].concat(), &["app", "\"on\""]);
    offers(&[expression, "app\n      values:\n      - |"].concat(), &["api", "web"]);
    offers(&[expression, "\"app\"\n      values:\n        - w|"].concat(), &["web"]);
    offers("metadata:\n  labels:\n    |", &[]);
}

#[test]
fn an_item_replaces_the_whole_word() {
    check("spec:\n  pol|icy", &["policyTypes:"], Some("spec:\n  policyTypes:"));
    check("spec:\n  pol|icy: x", &["policyTypes"], Some("spec:\n  policyTypes: x"));
    check("metadata:\n  namespace: sh|xx # y", &["shop"], Some("metadata:\n  namespace: shop # y"));
}

#[test]
fn only_policies_and_only_the_document_around_count() {
    offers("kind: Pod\nspec:\n  |", &[]);
    offers("apiVersion: projectcalico.org/v3\nspec:\n  |", &[]);
    offers("kind: Pod\nspec: {}\n---\nkind: NetworkPolicy\nm|", &["metadata:"]);
    offers("kind: NetworkPolicy\nm|\n---\nkind: Pod\nmetadata: {}\n", &["metadata:"]);
    offers("---\nm|", &["metadata:"]);
    offers("kind: Pod\n---\n|", &["apiVersion: ", "kind: ", "metadata:", "spec:"]);
}

#[test]
fn comments_quotes_and_brackets_get_nothing() {
    for text in ["# |", "spec: # |", "spec: {|", "spec:\n  \"pod|", "\t|", "spec:\n  ü|ö"] {
        offers(text, &[]);
    }
}

#[test]
fn every_byte_of_any_text_has_an_answer() {
    let texts =
        ["", "-", "- - -", ":\n:", "a: b: c:", "ü: 'ö\n  - \"日", "---\n---\n--- #\n", "\r\n-\r\n"];
    for text in texts {
        for offset in 0..=text.len() + 1 {
            let found = complete(text, offset, &vocabulary());
            assert!(found.is_none_or(|found| found.span.end <= text.len()), "{text:?} at {offset}");
        }
    }
}
