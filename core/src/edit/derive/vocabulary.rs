//! The labels and namespaces that a document mentions, as choices for the form.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::document::Content;
use crate::value::Value;

/// Label keys, each with the values that were seen.
pub type LabelChoices = BTreeMap<String, BTreeSet<String>>;

/// Label keys with their values, and namespaces, that are mentioned anywhere in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Labels of pods: keys, with the values seen.
    pub pod_labels: LabelChoices,
    /// Labels of namespaces: keys, with the values seen.
    pub namespace_labels: LabelChoices,
    /// Names of namespaces.
    pub namespaces: BTreeSet<String>,
}

/// Whose labels a selector or a label map is about.
#[derive(Clone, Copy)]
enum Subject {
    Pods,
    Namespaces,
}

/// The label with a namespace's name, which the API server sets on each.
const NAMESPACE_NAME_LABEL: &str = "kubernetes.io/metadata.name";

impl Vocabulary {
    /// What a manifest mentions, of whatever kind it is.
    pub(super) fn of(manifest: &Content) -> Self {
        let mut vocabulary = Vocabulary::default();
        match manifest {
            Content::Policy(draft) => vocabulary.read_object(&draft.to_value()),
            Content::Other(value) => vocabulary.read_object(value),
            Content::Broken => {}
        }
        for name in vocabulary.namespaces.clone() {
            vocabulary.add_label(Subject::Namespaces, NAMESPACE_NAME_LABEL, &name);
        }
        vocabulary
    }

    /// What any of these mentions.
    pub(super) fn gather<'a>(parts: impl Iterator<Item = &'a Vocabulary>) -> Self {
        let mut whole = Vocabulary::default();
        for part in parts {
            whole.namespaces.extend(part.namespaces.iter().cloned());
            for (labels, more) in [
                (&mut whole.pod_labels, &part.pod_labels),
                (&mut whole.namespace_labels, &part.namespace_labels),
            ] {
                for (key, values) in more {
                    labels.entry(key.clone()).or_default().extend(values.iter().cloned());
                }
            }
        }
        whole
    }

    fn read_object(&mut self, object: &Value) {
        if let Some(items) = object.get("items").and_then(Value::as_list) {
            for item in items {
                self.read_object(item);
            }
        }
        let Some(metadata) = object.get("metadata") else { return };
        self.add_namespace(metadata.get("namespace"));
        match object.get("kind").and_then(Value::as_str) {
            Some("Namespace") => {
                self.add_namespace(metadata.get("name"));
                self.read_labels(Subject::Namespaces, metadata.get("labels"));
            }
            Some("Pod") => self.read_labels(Subject::Pods, metadata.get("labels")),
            _ => {}
        }
        if let Some(spec) = object.get("spec") {
            self.read_below(spec);
        }
    }

    /// Selectors and pod templates, wherever they stand below `spec`.
    fn read_below(&mut self, value: &Value) {
        for item in value.as_list().unwrap_or_default() {
            self.read_below(item);
        }
        for (key, below) in value.as_map().unwrap_or_default() {
            match key.as_str() {
                "podSelector" => self.read_selector(Subject::Pods, below),
                "namespaceSelector" => self.read_selector(Subject::Namespaces, below),
                "template" => {
                    let labels = below.get("metadata").and_then(|metadata| metadata.get("labels"));
                    self.read_labels(Subject::Pods, labels);
                }
                _ => self.read_below(below),
            }
        }
    }

    fn read_selector(&mut self, subject: Subject, selector: &Value) {
        self.read_labels(subject, selector.get("matchLabels"));
        let expressions = selector.get("matchExpressions").and_then(Value::as_list);
        for expression in expressions.unwrap_or_default() {
            let Some(key) = expression.get("key").and_then(Value::as_str) else { continue };
            self.add_key(subject, key);
            let values = expression.get("values").and_then(Value::as_list).unwrap_or_default();
            for value in values.iter().filter_map(Value::as_str) {
                self.add_label(subject, key, value);
            }
        }
    }

    fn read_labels(&mut self, subject: Subject, labels: Option<&Value>) {
        for (key, value) in labels.and_then(Value::as_map).unwrap_or_default() {
            match value.as_str() {
                Some(value) => self.add_label(subject, key, value),
                None => self.add_key(subject, key),
            }
        }
    }

    fn add_namespace(&mut self, name: Option<&Value>) {
        if let Some(name) = name.and_then(Value::as_str).filter(|name| !name.is_empty()) {
            self.namespaces.insert(name.to_owned());
        }
    }

    fn add_label(&mut self, subject: Subject, key: &str, value: &str) {
        if !key.is_empty() && !value.is_empty() {
            self.labels_mut(subject).entry(key.to_owned()).or_default().insert(value.to_owned());
        }
    }

    fn add_key(&mut self, subject: Subject, key: &str) {
        if !key.is_empty() {
            self.labels_mut(subject).entry(key.to_owned()).or_default();
        }
    }

    fn labels_mut(&mut self, subject: Subject) -> &mut LabelChoices {
        match subject {
            Subject::Pods => &mut self.pod_labels,
            Subject::Namespaces => &mut self.namespace_labels,
        }
    }
}
