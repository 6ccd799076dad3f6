//! Clusters of any size as text: the same text for the same size, whatever runs it.
//!
//! For benchmarks and for tests of them. They are made to be like those that people have: workloads
//! with some pods each, labels that policies name and labels that they do not, ports with names,
//! and in each namespace some of five common kinds of policies.

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub policies: usize,
    pub pods: usize,
    pub namespaces: usize,
    /// Workloads in each namespace. No policy can tell the pods of one apart, so they say how many
    /// classes there are, and `pods` how large those are.
    pub workloads: usize,
}

impl Size {
    /// A cluster of a team.
    pub const SMALL: Size = Size { policies: 50, pods: 500, namespaces: 10, workloads: 10 };
    /// A cluster of a company.
    pub const MIDDLE: Size = Size { policies: 1_000, pods: 10_000, namespaces: 200, workloads: 10 };
    /// The largest that is measured.
    pub const LARGE: Size = Size { policies: 2_000, pods: 100_000, namespaces: 500, workloads: 20 };

    /// The manifests of all namespaces, pods and policies, one after the other.
    pub fn manifests(self) -> impl Iterator<Item = String> {
        let namespaces = (0..self.namespaces).map(namespace);
        let pods = (0..self.pods).map(move |number| self.pod(number));
        let policies = (0..self.policies).map(move |number| self.policy(number));
        namespaces.chain(pods).chain(policies)
    }

    /// All manifests as one text.
    pub fn text(self) -> String {
        let mut text = String::new();
        for manifest in self.manifests() {
            text.push_str("---\n");
            text.push_str(&manifest);
        }
        text
    }

    fn pod(self, number: usize) -> String {
        let namespace = number % self.namespaces;
        let workload = number / self.namespaces % self.workloads;
        let port = 8080 + workload % 3;
        let (high, low) = (number / 250 % 250, number % 250);
        format!(
            "apiVersion: v1
kind: Pod
metadata:
  name: app-{workload}-{number:x}
  namespace: team-{namespace}
  labels:
    app: app-{workload}
    tier: {tier}
    pod-template-hash: {hash:x}
    example.com/build: build-{number}
  ownerReferences:
  - apiVersion: apps/v1
    controller: true
    kind: ReplicaSet
    name: app-{workload}-{hash:x}
spec:
  containers:
  - name: main
    image: registry.example.com/app-{workload}:1.0
    ports:
    - name: http
      containerPort: {port}
      protocol: TCP
    - name: metrics
      containerPort: 9090
  nodeName: node-{node}
status:
  phase: Running
  podIP: 10.{net}.{high}.{low}
  podIPs:
  - ip: 10.{net}.{high}.{low}
",
            tier = tier(workload),
            hash = 0x5b_0000 + workload * 4_099,
            node = number % 97,
            net = 128 + number / 62_500,
        )
    }

    fn policy(self, number: usize) -> String {
        let namespace = number % self.namespaces;
        let round = number / self.namespaces;
        let app = (number * 7 + round) % self.workloads;
        let mut text = format!(
            "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: policy-{number}
  namespace: team-{namespace}
spec:
"
        );
        let rest = match (round + namespace) % 5 {
            0 => DENY_ALL.to_owned(),
            1 => from_tiers(app),
            2 => from_teams(app, number % 7),
            3 => to_addresses(app, number % 200),
            _ => from_monitoring(app),
        };
        text.push_str(&rest);
        text
    }
}

fn namespace(number: usize) -> String {
    format!(
        "apiVersion: v1
kind: Namespace
metadata:
  name: team-{number}
  labels:
    department: department-{department}
    stage: {stage}
    purpose: {purpose}
",
        department = number % 7,
        stage = ["prod", "test"][number % 2],
        purpose = if number % 50 == 1 { "monitoring" } else { "work" },
    )
}

fn tier(workload: usize) -> &'static str {
    ["web", "api", "data"][workload % 3]
}

/// Nobody from outside of the namespace, and names looked up in one place.
const DENY_ALL: &str = "  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - podSelector: {}
  egress:
  - to:
    - namespaceSelector:
        matchLabels:
          stage: prod
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: team-0
    ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
";

fn from_tiers(app: usize) -> String {
    format!(
        "  podSelector:
    matchLabels:
      app: app-{app}
  ingress:
  - from:
    - podSelector:
        matchExpressions:
        - key: tier
          operator: In
          values: [web, api]
    ports:
    - port: http
  - from:
    - podSelector:
        matchLabels:
          app: app-{next}
    ports:
    - port: 5432
",
        next = app + 1
    )
}

fn from_teams(app: usize, department: usize) -> String {
    format!(
        "  podSelector:
    matchLabels:
      app: app-{app}
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          department: department-{department}
      podSelector:
        matchExpressions:
        - key: tier
          operator: NotIn
          values: [data]
    ports:
    - port: 8000
      endPort: {last}
  - from:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [10.0.0.0/8]
    ports:
    - port: 443
",
        last = 8_080 + app
    )
}

fn to_addresses(app: usize, net: usize) -> String {
    format!(
        "  podSelector:
    matchLabels:
      app: app-{app}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - podSelector: {{}}
  egress:
  - to:
    - ipBlock:
        cidr: 172.16.{net}.0/24
    - ipBlock:
        cidr: 10.{net}.0.0/16
        except: [10.{net}.7.0/24]
    ports:
    - port: 443
  - to:
    - podSelector:
        matchLabels:
          tier: data
    - namespaceSelector:
        matchLabels:
          stage: prod
      podSelector:
        matchLabels:
          app: app-{app}
"
    )
}

fn from_monitoring(app: usize) -> String {
    format!(
        "  podSelector:
    matchExpressions:
    - key: app
      operator: NotIn
      values: [app-{app}]
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          purpose: monitoring
    ports:
    - port: metrics
"
    )
}
