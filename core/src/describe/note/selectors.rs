//! Notes about what selectors select without saying it.

use super::{NoteKind, Notes};
use crate::describe;
use crate::describe::selector::{Objects, may_be_absent};
use crate::model::{Namespaces, Policy, Requirement, Selector};
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// The selected pods of a policy.
pub(super) fn selected_pods(policy: &Policy, path: &FieldPath, notes: &mut Notes) {
    if policy.pod_selector.is_everything() {
        let text = "The pod selector is blank, which selects {0}.";
        let text = Sentence::of(text).with(describe::selected_pods(policy));
        notes.add(NoteKind::AllPodsSelected, path, text);
    }
    absent_labels(&policy.pod_selector, Objects::Pods, path, notes);
}

/// The selectors of a source or destination.
pub(super) fn peer(
    namespaces: &Namespaces,
    pods: Option<&Selector>,
    path: &FieldPath,
    notes: &mut Notes,
) {
    let by_namespace = path.key("namespaceSelector");
    match namespaces {
        Namespaces::Own => {}
        Namespaces::Matching(selector) if !selector.is_everything() => {
            absent_labels(selector, Objects::Namespaces, &by_namespace, notes);
        }
        Namespaces::All | Namespaces::Matching(_) => {
            let text = "A blank namespace selector selects all namespaces, the policy's own \
                        included.";
            notes.add(NoteKind::OwnNamespaceIncluded, &by_namespace, Sentence::of(text));
        }
    }
    if let Some(pods) = pods {
        absent_labels(pods, Objects::Pods, &path.key("podSelector"), notes);
    }
}

/// `NotIn` selects objects without the label too.
///
/// Source: <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement>
fn absent_labels(selector: &Selector, objects: Objects, path: &FieldPath, notes: &mut Notes) {
    let expressions = selector
        .requirements()
        .iter()
        .filter(|requirement| !matches!(requirement, Requirement::Equals { .. }));
    for (index, requirement) in expressions.enumerate() {
        let Requirement::NotIn { key, .. } = requirement else { continue };
        if !may_be_absent(key, selector, objects) {
            continue;
        }
        let template = objects.choose(
            "This also selects pods without the label {0}. Add a row that the label exists to \
             leave them out.",
            "This also selects namespaces without the label {0}. Add a row that the label exists \
             to leave them out.",
        );
        let text = Sentence::of(template).term(key.as_str());
        let path = path.key("matchExpressions").index(index).key("operator");
        notes.add(NoteKind::AbsentLabelSelected, &path, text);
    }
}
