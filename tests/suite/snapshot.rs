//! A snapshot that is read piece by piece is the one that is read as a whole.

use std::fs;
use std::path::Path;

use netpol_core::cluster::{Cluster, Reader};
use netpol_core::edit::objects::for_each;
use netpol_core::snapshot::{Snapshot, SnapshotReader};
use netpol_core::value::Value;
use netpol_core::yaml;

fn objects(text: &str) -> Vec<Value> {
    yaml::parse(text).into_iter().filter_map(|document| document.content.into_value()).collect()
}

fn cluster(objects: &[Value]) -> Cluster {
    let mut reader = Reader::default();
    for object in objects {
        for_each(object, &mut |object, _| {
            reader.add(object);
        });
    }
    reader.finish()
}

fn read(text: String) -> Snapshot {
    let mut reader = SnapshotReader::new(text);
    while reader.step() {}
    reader.finish()
}

#[test]
fn a_snapshot_read_piece_by_piece_is_the_whole_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/connectivity");
    let mut scenarios = 0;
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        let text = |name: &str| fs::read_to_string(path.join(name)).expect("a scenario");
        let stream = [text("cluster.yaml"), text("policies.yaml")].join("\n---\n");
        let objects = objects(&stream);
        let expected = cluster(&objects);
        let policies = objects.len() - expected_count(&objects);
        let list = Value::map(vec![
            ("apiVersion", "v1".into()),
            ("items", Value::List(objects)),
            ("kind", "List".into()),
        ]);
        for text in [stream, yaml::emit(&list), list.to_json()] {
            let snapshot = read(text);
            let kept = self::objects(&snapshot.cluster);
            assert_eq!(cluster(&kept), expected, "{path:?}");
            assert_eq!(snapshot.policy_count, policies, "{path:?}");
            assert_eq!(self::objects(&snapshot.policies).len(), policies, "{path:?}");
            assert!(snapshot.left_out.is_empty() && snapshot.unreadable.is_empty(), "{path:?}");
        }
        scenarios += 1;
    }
    assert_eq!(scenarios, 210);
}

/// How many of some objects are about the cluster.
fn expected_count(objects: &[Value]) -> usize {
    let mut reader = Reader::default();
    objects.iter().filter(|object| reader.add(object)).count()
}

#[test]
fn a_namespace_that_is_only_known_by_its_pods_takes_no_labels_away() {
    let real = "{kind: Namespace, metadata: {name: x, labels: {team: red}}}\n";
    let pod = "{kind: Pod, metadata: {name: a, namespace: x}}\n";
    let written = read(pod.to_owned()).cluster;
    let cluster = cluster(&objects(&[real, "---\n", &written].concat()));
    assert_eq!((cluster.namespaces.len(), cluster.pods.len()), (1, 1));
    assert_eq!(cluster.namespaces[0].labels.get("team"), Some("red"));
}
