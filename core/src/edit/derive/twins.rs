//! Labels whose key the form has twice, while it is typed: only the last one is in the text.

use std::rc::Rc;

use crate::diagnostic::{Diagnostic, codes};
use crate::draft::{Field, Item, LabelsDraft, PolicyDraft, RuleDraft, SelectorDraft};
use crate::model::Direction;
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// A warning for each label that another row of the form takes the place of.
pub(super) fn twins(draft: &PolicyDraft) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let root = FieldPath::root();
    if let Some(metadata) = draft.metadata.written() {
        let path = root.key("metadata");
        labels(&metadata.labels, &path.key("labels"), &mut found);
        labels(&metadata.annotations, &path.key("annotations"), &mut found);
    }
    let Some(spec) = draft.spec.written() else { return found };
    let path = root.key("spec");
    selector(&spec.pod_selector, &path.key("podSelector"), &mut found);
    for direction in Direction::ALL {
        let written = |item: &&Rc<Item<RuleDraft>>| is_written(item);
        for (at, item) in spec.rules(direction).iter().filter(written).enumerate() {
            let Some(rule) = item.field.written() else { continue };
            let path = path.key(direction.rules_key()).index(at).key(direction.peers_key());
            for (at, item) in rule.peers.items().iter().enumerate() {
                let Some(peer) = item.field.written() else { continue };
                let path = path.index(at);
                selector(&peer.namespace_selector, &path.key("namespaceSelector"), &mut found);
                selector(&peer.pod_selector, &path.key("podSelector"), &mut found);
            }
        }
    }
    found
}

/// Whether a rule has a place in the manifest.
fn is_written(item: &Item<RuleDraft>) -> bool {
    item.field.written().is_none_or(RuleDraft::is_written)
}

fn selector(field: &Field<SelectorDraft>, path: &FieldPath, found: &mut Vec<Diagnostic>) {
    if let Some(selector) = field.written() {
        labels(&selector.match_labels, &path.key("matchLabels"), found);
    }
}

fn labels(field: &Field<LabelsDraft>, path: &FieldPath, found: &mut Vec<Diagnostic>) {
    let rows = field.written().map_or(&[][..], |labels| labels.0.as_slice());
    let key = |at: usize| rows[at].field.written().map(|label| label.key.as_str());
    for at in 0..rows.len() {
        let Some(name) = key(at).filter(|name| !name.is_empty()) else { continue };
        if (at + 1..rows.len()).any(|other| key(other) == Some(name)) {
            let message = Sentence::of("`{0}` is there twice, and only the last one counts");
            let message = message.as_is(name.to_owned());
            let twin = Diagnostic::warning(codes::DUPLICATE_KEY, path.key(name), message);
            found.push(twin.with_help("give one of them another key, or remove it"));
        }
    }
}
