//! Whole policies.

use super::*;

#[track_caller]
fn check(one: &Policy, expected: &[&str]) {
    let said: Vec<String> = policy(one).iter().map(Sentence::to_string).collect();
    assert_eq!(said, expected);
}

const ALL: &str = "This policy selects all pods in namespace shop.";
const INGRESS_ALONE: &str = "It does not restrict connections to them.";
const EGRESS_ALONE: &str = "It does not restrict connections from them.";

#[test]
fn no_rules_are_not_the_same_as_no_restriction() {
    let none = || only(vec![]);
    check(
        &of_shop(&[], none(), OPEN),
        &[ALL, "It allows no connection to them; only another policy can.", EGRESS_ALONE],
    );
    check(
        &of_shop(&[], OPEN, none()),
        &[ALL, INGRESS_ALONE, "It allows no connection from them; only another policy can."],
    );
    check(
        &of_shop(&[], none(), none()),
        &[ALL, "It allows no connection to or from them; only another policy can."],
    );
    check(&of_shop(&[], OPEN, OPEN), &[ALL, INGRESS_ALONE, EGRESS_ALONE]);
}

#[test]
fn the_selected_pods_are_said_first() {
    let mut one = of_shop(&["app=api"], OPEN, OPEN);
    let subject = |one: &Policy| policy(one)[0].to_string();
    assert_eq!(subject(&one), "This policy selects pods with app=api that are in namespace shop.");
    one.namespace = None;
    assert_eq!(
        subject(&one),
        "This policy selects pods with app=api that are in the policy's own namespace."
    );
}

#[test]
fn each_rule_has_a_sentence() {
    let ingress =
        only(vec![allow(vec![pods(&["app=web"])], &["TCP 8080"]), allow(vec![], &["TCP 9090"])]);
    let egress = only(vec![allow(vec![pods(&["app=db"])], &["TCP 5432"])]);
    check(
        &of_shop(&[], ingress, egress),
        &[
            ALL,
            "It allows only these connections to them; another policy can allow more.",
            "Pods with app=web that are in namespace shop may connect on TCP 8080.",
            "Anyone, inside the cluster or outside, may connect on TCP 9090.",
            "It allows only these connections from them; another policy can allow more.",
            "The selected pods may connect to pods with app=db that are in namespace shop on \
             TCP 5432.",
        ],
    );
}

#[test]
fn a_rule_that_allows_everything_silences_the_others() {
    let open = || allow(vec![], &[]);
    let other = || allow(vec![pods(&["app=web"])], &[]);
    let every = "It allows every connection to them.";
    check(&of_shop(&[], only(vec![open()]), OPEN), &[ALL, every, EGRESS_ALONE]);
    check(
        &of_shop(&[], only(vec![other(), open()]), OPEN),
        &[ALL, every, "The other ingress rule adds nothing to that.", EGRESS_ALONE],
    );
    check(
        &of_shop(&[], OPEN, only(vec![other(), open(), other()])),
        &[
            ALL,
            INGRESS_ALONE,
            "It allows every connection from them.",
            "The other 2 egress rules add nothing to that.",
        ],
    );
}
