//! How long one edit takes in a document of 10,000 lines: from values to the text after.
//!
//! `cargo bench -p netpol-core --bench reconcile` prints medians beside the time it takes to read
//! such a document, which is what an edit would cost if all of it were read again.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::hint::black_box;
use std::time::Duration;

use netpol_core::path::FieldPath;
use netpol_core::value::{Number, Value};
use netpol_core::yaml::{Content, Origins, parse, reconcile};
use netpol_tests::timing::median;

const LINES: usize = 10_000;
const RUNS: usize = 200;

const RULE: &str = "  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: ingress # their own
      podSelector:
        matchLabels: {app: proxy}
    # what they call
    ports:
    - protocol: TCP
      port: 8443
";

fn main() {
    let rules = LINES / RULE.lines().count();
    let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: long\n";
    let text = format!("{head}spec:\n  podSelector: {{}}\n  ingress:\n{}", RULE.repeat(rules));
    let documents = parse(&text);
    let document = &documents[0];
    let Content::Read(value) = &document.content else { return };

    let ingress = FieldPath::root().key("spec").key("ingress");
    let port = ingress.index(rules / 2).key("ports").index(0).key("port");
    let number = |run: usize| Value::Number(Number::from(8_000 + run as i64));
    let rule = value.at(&ingress.index(7)).cloned().unwrap_or(Value::Null);
    let longer: Vec<Value> =
        value.at(&ingress).and_then(Value::as_list).map(<[Value]>::to_vec).unwrap_or_default();
    let longer = Value::List([longer, vec![rule]].concat());
    let none = Origins::default();

    println!("{} lines, {} bytes", text.lines().count(), text.len());
    let print =
        |what: &str, time: Duration| println!("{what:<34} {:.3} ms", time.as_secs_f64() * 1_000.0);
    print("read all of it", median(RUNS, |_| drop(black_box(parse(&text)))));
    print(
        "set a port, by its place",
        median(RUNS, |run| drop(black_box(reconcile(&text, document, &port, &number(run), &none)))),
    );
    let changed: Vec<Value> = (0..RUNS).map(|run| value.with(&port, &number(run))).collect();
    print(
        "set a port, by the whole policy",
        median(RUNS, |run| {
            let root = FieldPath::root();
            drop(black_box(reconcile(&text, document, &root, &changed[run], &none)));
        }),
    );
    print(
        "add a rule",
        median(RUNS, |_| drop(black_box(reconcile(&text, document, &ingress, &longer, &none)))),
    );
}
