//! What selectors match among the pods and workloads of the open files, live.

use netpol_core::analysis::Settings;
use netpol_core::command::Command;
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

fn derived(document: &Document, before: Option<&Derived>) -> Derived {
    derive(document, Environment::default(), before)
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
    let after = derive(&document, environment, Some(&before));
    assert_eq!(seen(&after), seen(&derive(&document, environment, None)));
    assert_eq!(seen(&after).0, matched(1, 2, &["web"]));
    assert_eq!(seen(&after).1[0], matched(2, 2, &["web", "api"]));
    assert_eq!(seen(&derived(&document, Some(&after))), seen(&before), "and back");
}
