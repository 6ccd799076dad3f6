//! `netpol render`: the same policies for each kind of page.

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD};

const TWO: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: api}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
    ports: [{port: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
";

#[test]
fn each_form_has_all_policies() {
    let directory = Directory::with(&[("p.yaml", TWO)]);
    directory.netpol("render p.yaml").is_golden("render-html.txt");
    directory
        .netpol("render --output markdown --heading 3 p.yaml")
        .is_golden("render-markdown.txt");
    directory.netpol("render --output mermaid p.yaml").is_golden("render-mermaid.txt");
    directory.netpol("render --output svg --policy shop/api p.yaml").is_golden("render-svg.txt");
}

#[test]
fn what_cannot_be_written_is_told() {
    let stream = format!("{GOOD}---\n{DEPLOYMENT}---\n{BAD}");
    let directory =
        Directory::with(&[("two.yaml", TWO), ("mixed.yaml", &stream), ("app.yaml", DEPLOYMENT)]);
    let check = |arguments: &str, status: i32, told: &str| {
        let ran = directory.netpol(&format!("render {arguments}"));
        assert_eq!(ran.status, status, "{arguments}: {}", ran.err);
        assert!(ran.err.contains(told), "{arguments}: {}", ran.err);
        ran.out
    };
    assert_eq!(check("--output svg two.yaml", 2, "--policy shop/deny\n"), "");
    assert_eq!(check("--policy shop/none two.yaml", 2, "shop/none: error: there is no"), "");
    assert_eq!(check("app.yaml", 2, "there is no NetworkPolicy in these files"), "");
    check("--heading 7 two.yaml", 2, "7 is not in 1..=6");
    // The accepted ones are written all the same.
    let page = check("mixed.yaml", 1, "mixed.yaml:");
    assert_eq!(page.matches("<section>").count(), 1);
}
