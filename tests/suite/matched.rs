//! What selectors match among the pods and workloads of the open files, live.

use netpol_core::analysis::Settings;
use netpol_core::command::{Command, ManifestId};
use netpol_core::edit::{Derived, Document, Environment, Matched, apply, derive};
use netpol_core::model::Direction::Ingress;
use std::rc::Rc;

const POLICY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - from:
    - podSelector: {}
    - namespaceSelector: {matchLabels: {team: ops}}
    - ipBlock: {cidr: 10.0.0.0/8}
    - namespaceSelector: {}
      podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}
";

/// A Deployment, two pods of one ReplicaSet, a pod alone, and namespaces with and without labels.
const CLUSTER: &str = "\
kind: Namespace
metadata: {name: ops, labels: {team: ops}}
---
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}}}
---
kind: List
items:
- kind: Pod
  metadata: {name: api-1, namespace: shop, labels: {app: api}, ownerReferences: [{kind: ReplicaSet, name: api, controller: true}]}
- kind: Pod
  metadata: {name: cron, namespace: ops}
- kind: Pod
  metadata: {name: api-2, namespace: shop, labels: {app: api}, ownerReferences: [{kind: ReplicaSet, name: api, controller: true}]}
";

/// With the form of the first policy open.
fn derived(document: &Document, before: Option<&Derived>) -> Derived {
    derive(document, Environment::default(), policies(document).first().copied(), before)
}

fn policies(document: &Document) -> Vec<ManifestId> {
    let manifests = document.manifests().into_iter();
    manifests.filter(|one| one.policy().is_some()).map(|one| one.id()).collect()
}

fn matched(count: usize, of: usize, names: &[&str]) -> Option<Matched> {
    Some(Matched { count, of, names: names.iter().map(|&name| name.to_owned()).collect() })
}

/// What the policy selects, and what the peers of its first rule match.
fn seen(derived: &Derived) -> (Option<Matched>, Vec<Option<Matched>>) {
    let policy = derived.manifests.iter().find(|one| one.is_policy()).expect("a policy");
    let facts = policy.facts.as_ref().expect("facts");
    (facts.selected.clone(), facts.rules_of(Ingress)[0].matched.clone())
}

#[test]
fn selectors_tell_what_they_match_as_soon_as_there_is_something_to_match() {
    let policy = Rc::new(Document::from_text(POLICY));
    let alone = derived(&policy, None);
    assert_eq!(seen(&alone), (None, vec![]), "nothing is said where nothing is known");
    let open = Command::AddFile { name: "cluster.yaml".to_owned(), text: CLUSTER.to_owned() };
    let both = apply(&policy, &open).expect("opened");
    let together = derived(&both, Some(&alone));
    let expected = (
        matched(1, 2, &["web"]),
        vec![
            matched(2, 2, &["web", "api"]),
            matched(1, 3, &["ops/cron"]),
            None,
            matched(2, 3, &["api", "ops/cron"]),
        ],
    );
    assert_eq!(seen(&together), expected);
    assert_eq!(seen(&derived(&both, None)), expected, "whatever is taken over");
    let file = both.files()[1].id();
    let text = CLUSTER.replace("{app: web}", "{app: shop}");
    let renamed = apply(&both, &Command::SetText { file, text }).expect("typed");
    let after = derived(&renamed, Some(&together));
    assert_eq!(seen(&after).0, matched(0, 2, &[]));
}

#[test]
fn a_policy_is_not_judged_again_as_long_as_no_pod_changes() {
    let text =
        [POLICY, "---\n", CLUSTER, "---\n", &POLICY.replace("name: web", "name: b")].concat();
    let document = Rc::new(Document::from_text(&text));
    let before = derived(&document, None);
    let file = document.files()[0].id();
    let text = text.replace("name: b,", "name: c,");
    let after = apply(&document, &Command::SetText { file, text }).expect("typed");
    let after = derived(&after, Some(&before));
    let same = |at: usize| Rc::ptr_eq(&before.manifests[at], &after.manifests[at]);
    let last = after.manifests.len() - 1;
    assert!((0..last).all(same) && !same(last));
}

#[test]
fn matches_are_counted_for_the_open_form_and_for_no_other() {
    let text =
        [POLICY, "---\n", &POLICY.replace("name: web", "name: b"), "---\n", CLUSTER].concat();
    let document = Rc::new(Document::from_text(&text));
    let forms: Vec<Option<ManifestId>> = policies(&document).into_iter().map(Some).collect();
    let counted = |derived: &Derived| {
        let facts = derived.manifests.iter().filter_map(|one| one.facts.as_ref());
        facts.map(|facts| facts.selected.is_some()).collect::<Vec<_>>()
    };
    let environment = Environment::default();
    let first = derive(&document, environment, forms[0], None);
    assert_eq!(counted(&first), [true, false]);
    let second = derive(&document, environment, forms[1], Some(&first));
    assert_eq!(counted(&second), [false, true]);
    assert_eq!(second, derive(&document, environment, forms[1], None));
    let none = derive(&document, environment, None, Some(&second));
    assert_eq!(counted(&none), [false, false]);
}

#[test]
fn another_pod_costs_only_the_policy_whose_form_is_open() {
    let text =
        [POLICY, "---\n", &POLICY.replace("name: web", "name: b"), "---\n", CLUSTER].concat();
    let document = Rc::new(Document::from_text(&text));
    let before = derived(&document, None);
    let file = document.files()[0].id();
    let text = text.replace("name: cron,", "name: tick,");
    let edited = apply(&document, &Command::SetText { file, text }).expect("typed");
    let after = derived(&edited, Some(&before));
    assert_eq!(seen(&after).1[1], matched(1, 3, &["ops/tick"]));
    assert!(!Rc::ptr_eq(&before.manifests[0], &after.manifests[0]));
    assert!(Rc::ptr_eq(&before.manifests[1], &after.manifests[1]));
}

#[test]
fn pods_of_host_networks_count_where_they_are_like_others() {
    let cluster = CLUSTER.replace(
        "spec: {template: {metadata: {labels: {app: web}}}}",
        "spec: {template: {metadata: {labels: {app: web}}, spec: {hostNetwork: true}}}",
    );
    let document = Rc::new(Document::from_text(&[POLICY, "---\n", &cluster].concat()));
    let before = derived(&document, None);
    assert_eq!(seen(&before).0, matched(0, 1, &[]));
    let engine = Settings { host_network_like_pods: true, ..Settings::default() };
    let environment = Environment { engine, ..Environment::default() };
    let after = derive(&document, environment, before.form, Some(&before));
    assert_eq!(seen(&after), seen(&derive(&document, environment, before.form, None)));
    assert_eq!(seen(&after).0, matched(1, 2, &["web"]));
    assert_eq!(seen(&after).1[0], matched(2, 2, &["web", "api"]));
    assert_eq!(seen(&derived(&document, Some(&after))), seen(&before), "and back");
}
