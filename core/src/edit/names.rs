//! Names that are not taken yet.

use super::document::Document;

/// A name like `wanted` that no policy of the namespace has: `web`, `web-2`, `web-3`.
pub(super) fn free_name(document: &Document, namespace: &str, wanted: &str) -> String {
    let taken = |name: &str| {
        document
            .manifests()
            .iter()
            .filter_map(|manifest| manifest.policy())
            .any(|policy| policy.name() == name && policy.namespace() == namespace)
    };
    // No name is no clash: the server refuses each policy without one.
    if wanted.is_empty() || !taken(wanted) {
        return wanted.to_owned();
    }
    // As many tries as there are manifests are enough: one of these names must be free.
    let numbered = (2..=document.manifests().len() + 2).map(|number| format!("{wanted}-{number}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_else(|| wanted.to_owned())
}
