//! The one line of a policy in a list.

use super::*;

#[track_caller]
fn check(one: &Policy, expected: &str) {
    assert_eq!(summary(one).to_string(), expected);
}

#[test]
fn denials_are_short() {
    let none = || only(vec![]);
    check(&of_shop(&[], none(), none()), "denies all traffic in and out");
    check(&of_shop(&[], none(), OPEN), "denies all incoming traffic");
    check(&of_shop(&[], OPEN, none()), "denies all outgoing traffic");
    check(&of_shop(&["app=api"], none(), none()), "denies all traffic to and from api");
    check(&of_shop(&["app=api"], none(), OPEN), "denies all traffic to api");
    check(&of_shop(&["tier=db"], OPEN, none()), "denies all traffic from pods with tier=db");
    check(&of_shop(&[], OPEN, OPEN), "restricts nothing");
}

#[test]
fn a_rule_is_said_whole() {
    let from_web = pods_of(&["env=prod"], Some(&["app=web"]));
    let ingress = only(vec![allow(vec![from_web], &["TCP 8080-8090"])]);
    check(
        &of_shop(&["app=api"], ingress, OPEN),
        "api accepts TCP 8080–8090 from web in prod namespaces",
    );
    let ingress = only(vec![allow(vec![pods(&[])], &[])]);
    check(&of_shop(&[], ingress, OPEN), "all pods accept everything from all pods in shop");
    let ingress = only(vec![allow(vec![], &["TCP 80"])]);
    check(&of_shop(&["a=1"], ingress, OPEN), "pods with a=1 accept TCP 80 from anyone");
    let dns = pods_of(&["kubernetes.io/metadata.name=kube-system"], Some(&["k8s-app=dns"]));
    let egress = only(vec![allow(vec![dns], &["UDP 53", "TCP 53"])]);
    check(
        &of_shop(&[], OPEN, egress),
        "all pods may connect to dns in kube-system on UDP 53 and TCP 53",
    );
    let egress = only(vec![allow(vec![], &["TCP 443"])]);
    check(&of_shop(&[], OPEN, egress), "all pods may connect to anything on TCP 443");
}

#[test]
fn peers_keep_what_tells_them_apart() {
    let from = |peer| of_shop(&["app=api"], only(vec![allow(vec![peer], &[])]), OPEN);
    check(&from(pods_of(&[], None)), "api accepts everything from all pods in all namespaces");
    check(&from(pods_of(&[], Some(&["app=a"]))), "api accepts everything from a in any namespace");
    check(
        &from(pods_of(&["team=x"], Some(&["app=a", "b=c"]))),
        "api accepts everything from pods with app=a and b=c in namespaces with team=x",
    );
    check(
        &from(block("0.0.0.0/0", &["10.0.0.0/8"])),
        "api accepts everything from all IPv4 addresses except 10.0.0.0/8",
    );
    check(
        &from(block("10.0.0.0/8", &["10.1.0.0/16", "10.2.0.0/16"])),
        "api accepts everything from 10.0.0.0/8 except 2 ranges",
    );
    let mut unnamed = from(pods(&[]));
    unnamed.namespace = None;
    check(&unnamed, "api accepts everything from all pods in the policy's own namespace");
}

#[test]
fn both_directions_stand_side_by_side() {
    let web = || only(vec![allow(vec![pods(&["app=web"])], &["TCP 80"])]);
    let all = || only(vec![allow(vec![], &[])]);
    check(
        &of_shop(&["app=api"], web(), only(vec![])),
        "api accepts TCP 80 from web; may connect to nothing",
    );
    check(
        &of_shop(&["app=api"], only(vec![]), web()),
        "api accepts nothing; may connect to web on TCP 80",
    );
    check(&of_shop(&[], all(), all()), "all pods accept everything; may connect to everything");
}

#[test]
fn what_is_left_out_is_counted() {
    let rule = |app: &str| allow(vec![pods(&[&format!("app={app}")])], &["TCP 80"]);
    let rules = |apps: &[&str]| only(apps.iter().map(|app| rule(app)).collect());
    check(
        &of_shop(&["app=api"], rules(&["a", "b"]), OPEN),
        "api accepts TCP 80 from a, and TCP 80 from b",
    );
    check(
        &of_shop(&["app=api"], rules(&["a", "b", "c"]), OPEN),
        "api accepts TCP 80 from a, and TCP 80 from b, and more by 1 other rule",
    );
    check(
        &of_shop(&["app=api"], rules(&["a", "b", "c", "d"]), OPEN),
        "api accepts TCP 80 from a, and TCP 80 from b, and more by 2 other rules",
    );
    let many = ["TCP 1", "TCP 2", "TCP 3", "TCP 4"];
    check(
        &of_shop(&[], OPEN, only(vec![allow(vec![], &many)])),
        "all pods may connect to anything on TCP 1, TCP 2 and 2 more",
    );
}

#[test]
fn two_peers_are_not_taken_for_one_with_two_conditions() {
    let apart = vec![pods_of(&["team=x"], None), pods(&["role=a"])];
    check(
        &of_shop(&["app=api"], only(vec![allow(apart, &["TCP 80"])]), OPEN),
        "api accepts TCP 80 from all pods in namespaces with team=x or from pods with role=a",
    );
    let many = ["a", "b", "c", "d"].map(|app| pods(&[&format!("app={app}")]));
    check(
        &of_shop(&["app=api"], OPEN, only(vec![allow(many.to_vec(), &["TCP 80"])])),
        "api may connect to a, to b or 2 more on TCP 80",
    );
}
