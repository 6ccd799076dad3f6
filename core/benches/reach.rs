//! How long it takes to know who may connect to whom, by the size of the cluster.
//!
//! `cargo bench -p netpol-core --bench reach` prints medians, and how the time grows with the number
//! of pods where no policy can tell more of them apart. See `docs/benchmarks.md`.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use netpol_core::analysis::{Analysis, Class, Matrix, SetId, Settings};
use netpol_core::cluster::{Cluster, Reader};
use netpol_core::model::{Isolation, Policy};
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::yaml::{Content, parse};
use netpol_tests::clusters::Size;
use netpol_tests::timing::median;

/// The sizes at which the growth is measured.
const GROWTH: [usize; 5] = [1_000, 3_000, 10_000, 30_000, 100_000];
/// How wide the longest bar of the plot is.
const BAR: f64 = 40.0;

fn main() {
    for size in [Size::SMALL, Size::MIDDLE, Size::LARGE] {
        measure(size);
    }
    growth();
}

fn measure(size: Size) {
    let (cluster, policies) = in_parts(size);
    let analysis = analyze(&cluster, &policies);
    println!(
        "{} policies, {} pods, {} namespaces: {} classes",
        size.policies,
        size.pods,
        size.namespaces,
        analysis.classes()
    );
    if size.pods <= Size::MIDDLE.pods {
        let text = size.text();
        print(
            &format!("  read {} KB and validate", text.len() / 1_000),
            median(9, |_| {
                black_box(read([text.as_str()].into_iter()));
            }),
        );
    }
    print("  analyze", median(21, |_| drop(black_box(analyze(&cluster, &policies)))));
    print(
        "  all pairs of classes",
        median(3, |_| {
            black_box(all_rows(&analysis, size.pods));
        }),
    );
    let (mut edited, mut revised) = (policies.clone(), analysis);
    print(
        "  one policy edited, and a row",
        median(41, |run| {
            let before = edited.clone();
            let at = run * 37 % edited.len();
            edit(Rc::make_mut(&mut edited[at]));
            revised = Rc::new(revised.revised(&cluster, &before, &edited));
            let from = revised.pod(run * 61 % cluster.pods.len());
            black_box(Matrix::new(&revised).row(from));
        }),
    );
}

/// One rule more than before, or one less.
fn edit(policy: &mut Policy) {
    if let Isolation::Isolated(rules) = &mut policy.ingress {
        let Some(last) = rules.pop() else { return };
        if rules.is_empty() {
            rules.extend([last.clone(), last]);
        }
    }
}

/// How many of all pairs of classes may connect somehow.
fn all_rows(analysis: &Rc<Analysis>, pods: usize) -> usize {
    let mut matrix = Matrix::new(analysis);
    let of_pods = (0..pods).map(|pod| analysis.pod(pod));
    let mut classes: Vec<Class> =
        of_pods.chain(analysis.ranges().map(|(_, class)| class)).collect();
    classes.sort_unstable();
    classes.dedup();
    let connected = |from| matrix.row(from).iter().filter(|&&set| set != SetId::NONE).count();
    classes.into_iter().map(connected).sum()
}

fn growth() {
    let mut times = Vec::new();
    for pods in GROWTH {
        let size = Size { policies: 500, pods, namespaces: 50, workloads: 20 };
        let (cluster, policies) = in_parts(size);
        times.push(median(21, |_| drop(black_box(analyze(&cluster, &policies)))));
    }
    println!("500 policies, 50 namespaces, 1,000 workloads, and more and more pods: analyze");
    let longest = times[times.len() - 1].as_secs_f64();
    for (pods, time) in GROWTH.into_iter().zip(&times) {
        let width = (time.as_secs_f64() / longest * BAR).ceil() as usize;
        let each = time.as_secs_f64() * 1e9 / pods as f64;
        let bar = "#".repeat(width);
        println!("{pods:>8} pods {:>9.2} ms {each:>7.0} ns a pod  {bar}", milliseconds(*time));
    }
    let more_pods = GROWTH[GROWTH.len() - 1] / GROWTH[0];
    let longer = longest / times[0].as_secs_f64();
    println!("{more_pods} times the pods take {longer:.0} times as long");
}

fn analyze(cluster: &Cluster, policies: &[Rc<Policy>]) -> Rc<Analysis> {
    Rc::new(Analysis::new(cluster, policies, Settings::default()))
}

/// Reads a cluster without having all of its text and trees at once.
fn in_parts(size: Size) -> (Cluster, Vec<Rc<Policy>>) {
    read(size.manifests())
}

fn read(texts: impl Iterator<Item = impl AsRef<str>>) -> (Cluster, Vec<Rc<Policy>>) {
    let (mut reader, mut policies) = (Reader::default(), Vec::new());
    for text in texts {
        for document in parse(text.as_ref()) {
            let Content::Read(object) = document.content else { continue };
            if !reader.add(&object) {
                policies.extend(validate(&object, ServerVersion::LATEST).policy);
            }
        }
    }
    (reader.finish(), policies)
}

fn print(what: &str, time: Duration) {
    println!("{what:<34} {:>10.2} ms", milliseconds(time));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
