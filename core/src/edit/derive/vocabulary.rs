//! The labels and namespaces that a document mentions, as choices for the form.

use crate::edit::file::Content;
use crate::order;
use crate::value::Value;

/// Label keys in order, each with the values that were seen, in order too.
pub type LabelChoices = Vec<(String, Vec<String>)>;

/// Label keys with their values, and namespaces, that are mentioned anywhere in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Labels of pods: keys, with the values seen.
    pub pod_labels: LabelChoices,
    /// Labels of namespaces: keys, with the values seen.
    pub namespace_labels: LabelChoices,
    /// Names of namespaces, in order.
    pub namespaces: Vec<String>,
}

/// What is mentioned, as often as it is: keys with values, which are empty for a key alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mentions {
    pod_labels: Vec<(String, String)>,
    namespace_labels: Vec<(String, String)>,
    namespaces: Vec<String>,
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
    /// Puts what the manifests mention in order, each thing once.
    pub(super) fn gather<'a>(parts: impl Iterator<Item = &'a Mentions>) -> Self {
        let mut whole = Mentions::default();
        for part in parts {
            whole.pod_labels.extend_from_slice(&part.pod_labels);
            whole.namespace_labels.extend_from_slice(&part.namespace_labels);
            whole.namespaces.extend_from_slice(&part.namespaces);
        }
        let Mentions { pod_labels, mut namespace_labels, namespaces } = whole;
        let mut namespaces = order::sorted(namespaces, String::cmp);
        namespaces.dedup();
        for name in &namespaces {
            namespace_labels.push((NAMESPACE_NAME_LABEL.to_owned(), name.clone()));
        }
        Vocabulary {
            pod_labels: label_choices(pod_labels),
            namespace_labels: label_choices(namespace_labels),
            namespaces,
        }
    }
}

/// The labels that are mentioned, each once.
fn label_choices(mentions: Vec<(String, String)>) -> LabelChoices {
    let mut choices = LabelChoices::new();
    for (key, value) in order::sorted(mentions, Ord::cmp) {
        if choices.last().is_none_or(|(last, _)| *last != key) {
            choices.push((key, Vec::new()));
        }
        let Some((_, values)) = choices.last_mut() else { continue };
        if !value.is_empty() && values.last() != Some(&value) {
            values.push(value);
        }
    }
    choices
}

/// The items in order, each once.
fn once<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut once = order::sorted(items, Ord::cmp);
    once.dedup();
    once
}

impl Mentions {
    /// What a manifest mentions, of whatever kind it is.
    pub(super) fn of(manifest: &Content) -> Self {
        let mut mentions = Mentions::default();
        match manifest {
            Content::Policy(draft) => mentions.read_object(&draft.to_value()),
            Content::Other(value) => mentions.read_object(value),
            Content::Broken { last: Some(draft) } => mentions.read_object(&draft.to_value()),
            Content::Broken { last: None } => {}
        }
        // A list may have thousands of pods with the same labels.
        Mentions {
            pod_labels: once(mentions.pod_labels),
            namespace_labels: once(mentions.namespace_labels),
            namespaces: once(mentions.namespaces),
        }
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
            self.namespaces.push(name.to_owned());
        }
    }

    fn add_label(&mut self, subject: Subject, key: &str, value: &str) {
        if !value.is_empty() {
            self.add(subject, key, value);
        }
    }

    fn add_key(&mut self, subject: Subject, key: &str) {
        self.add(subject, key, "");
    }

    fn add(&mut self, subject: Subject, key: &str, value: &str) {
        if !key.is_empty() {
            let labels = match subject {
                Subject::Pods => &mut self.pod_labels,
                Subject::Namespaces => &mut self.namespace_labels,
            };
            labels.push((key.to_owned(), value.to_owned()));
        }
    }
}
