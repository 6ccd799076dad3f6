//! How long reading, judging, deriving and editing take, by the size of the workspace.
//!
//! `cargo bench -p netpol-core` prints medians. They are for comparing two builds on one machine, so
//! nothing here fails for being slow.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::hint::black_box;
use std::rc::Rc;

use netpol_core::command::{Command, Edit};
use netpol_core::edit::{Document, Environment, apply, derive};
use netpol_core::validate::validate;
use netpol_core::yaml::{Content, parse};
use netpol_tests::timing::median;

const SIZES: [usize; 3] = [10, 100, 1_000];
/// How often the smallest size is measured; larger ones are measured less often.
const RUNS: usize = 400;

fn main() {
    println!(
        "{:>8}  {:>10}  {:>10}  {:>10}  {:>10}  {:>10}",
        "policies", "parse", "validate", "derive", "apply", "keystroke"
    );
    for size in SIZES {
        let runs = (RUNS * SIZES[0] / size).max(20);
        let environment = Environment::default();
        let text = workspace(size);
        let documents = parse(&text);
        let document = Rc::new(Document::from_text(&text));
        let form = document.manifests().first().map(|first| first.id());
        let derived = derive(&document, environment, form, None);
        let times = [
            median(runs, |_| {
                black_box(parse(&text));
            }),
            median(runs, |_| {
                for document in &documents {
                    if let Content::Read(value) = &document.content {
                        black_box(validate(value, environment.server));
                    }
                }
            }),
            median(runs, |_| {
                black_box(derive(&document, environment, form, None));
            }),
            median(runs, |run| {
                black_box(typed(&document, run));
            }),
            median(runs, |run| {
                black_box(derive(&typed(&document, run), environment, form, Some(&derived)));
            }),
        ];
        let [parse, validate, derive, apply, keystroke] =
            times.map(|time| format!("{:.3} ms", time.as_secs_f64() * 1_000.0));
        println!(
            "{size:>8}  {parse:>10}  {validate:>10}  {derive:>10}  {apply:>10}  {keystroke:>10}"
        );
    }
}

/// The workspace after one character was typed into the name of a policy.
fn typed(document: &Rc<Document>, run: usize) -> Rc<Document> {
    let manifest = &document.manifests()[run % document.manifests().len()];
    let edit = Edit::SetName(format!("typed-{run}"));
    let command = Command::Edit { manifest: manifest.id(), edit };
    apply(document, &command).unwrap_or_else(|_| Rc::clone(document))
}

/// Policies of the size that people write: two rules, three peers, a range and a name.
fn workspace(size: usize) -> String {
    let policy = |number: usize| {
        format!(
            "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: policy-{number}
  namespace: team-{team}
spec:
  podSelector:
    matchLabels:
      app: app-{number}
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          env: prod
      podSelector:
        matchExpressions:
        - key: tier
          operator: In
          values:
          - web
          - api
    - ipBlock:
        cidr: 10.0.0.0/8
        except:
        - 10.1.0.0/16
    ports:
    - protocol: TCP
      port: 8080
      endPort: 8090
  egress:
  - to:
    - podSelector:
        matchLabels:
          app: db-{number}
    ports:
    - protocol: TCP
      port: postgres
",
            team = number % 20
        )
    };
    (0..size).map(policy).collect::<Vec<String>>().join("---\n")
}
