//! Label selectors.

use super::*;

#[track_caller]
fn check(objects: Objects, requirements: &[&str], expected: &str) {
    assert_eq!(selector(&select(requirements), objects).to_string(), expected);
}

#[test]
fn every_operator_has_its_words() {
    let pods = Objects::Pods;
    check(pods, &[], "all pods");
    check(pods, &["app=web"], "pods with app=web");
    check(pods, &["env in (prod)"], "pods with env=prod");
    check(pods, &["env in (prod, staging)"], "pods whose label env is prod or staging");
    check(pods, &["env notin (prod)"], "pods whose label env is not prod (or is missing)");
    check(
        pods,
        &["env notin (prod, staging)"],
        "pods whose label env is neither prod nor staging (or is missing)",
    );
    check(
        pods,
        &["env notin (a, b, c)"],
        "pods whose label env is neither a, b nor c (or is missing)",
    );
    check(pods, &["team"], "pods that have the label team");
    check(pods, &["!team"], "pods that do not have the label team");
}

#[test]
fn requirements_are_joined_by_and() {
    let pods = Objects::Pods;
    check(pods, &["app=web", "tier=frontend"], "pods with app=web and tier=frontend");
    check(pods, &["a=1", "b=2", "c=3"], "pods with a=1, b=2 and c=3");
    check(
        pods,
        &["app=web", "env in (prod, staging)"],
        "pods with app=web and whose label env is prod or staging",
    );
    check(
        pods,
        &["app=web", "env in (prod, staging)", "!canary"],
        "pods with app=web, whose label env is prod or staging and that do not have the label \
         canary",
    );
}

#[test]
fn a_label_that_must_be_there_is_not_said_to_be_missing() {
    check(
        Objects::Pods,
        &["env notin (prod)", "env"],
        "pods whose label env is not prod and that have the label env",
    );
}

#[test]
fn an_empty_value_is_visible() {
    check(Objects::Pods, &["role="], "pods with role=\"\"");
    check(Objects::Pods, &["role in (, a)"], "pods whose label role is \"\" or a");
}

#[test]
fn namespaces_are_called_by_name_where_the_selector_does() {
    let namespaces = Objects::Namespaces;
    check(namespaces, &[], "all namespaces");
    check(namespaces, &["env=prod"], "namespaces with env=prod");
    check(namespaces, &["kubernetes.io/metadata.name=shop"], "namespace shop");
    check(namespaces, &["kubernetes.io/metadata.name in (a, b)"], "namespace a or b");
    check(
        namespaces,
        &["kubernetes.io/metadata.name notin (a, b)"],
        "all namespaces except a and b",
    );
    check(
        namespaces,
        &["kubernetes.io/metadata.name=shop", "env=prod"],
        "namespaces with kubernetes.io/metadata.name=shop and env=prod",
    );
    check(
        namespaces,
        &["kubernetes.io/metadata.name="],
        "namespaces with kubernetes.io/metadata.name=\"\"",
    );
    check(
        Objects::Pods,
        &["kubernetes.io/metadata.name=a"],
        "pods with kubernetes.io/metadata.name=a",
    );
}
