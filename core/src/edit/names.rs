//! Names that are not taken yet.

use std::rc::Rc;

use super::document::Document;
use super::file::{File, Part};
use crate::command::FileId;

/// The name of a file whose objects have none.
const FILE_NAME: &str = "networkpolicy";

/// A name like `wanted` that no policy of the namespace has: `web`, `web-2`, `web-3`.
pub(super) fn free_name(document: &Document, namespace: &str, wanted: &str) -> String {
    let manifests = document.manifests();
    let taken = |name: &str| {
        manifests
            .iter()
            .filter_map(|manifest| manifest.policy())
            .any(|policy| policy.name() == name && policy.namespace() == namespace)
    };
    // No name is no clash: the server refuses each policy without one.
    if wanted.is_empty() || !taken(wanted) {
        return wanted.to_owned();
    }
    // As many tries as there are manifests are enough: one of these names must be free.
    numbered(wanted, "", manifests.len(), &taken)
}

/// A name like `wanted` that no other file has: `web.yaml`, `web-2.yaml`.
pub(super) fn free_file_name(files: &[Rc<File>], own: Option<FileId>, wanted: &str) -> String {
    let wanted = match wanted.trim() {
        "" => [FILE_NAME, ".yaml"].concat(),
        wanted => wanted.to_owned(),
    };
    let taken = |name: &str| files.iter().any(|file| Some(file.id) != own && file.name == name);
    if !taken(&wanted) {
        return wanted;
    }
    // A dot at the start of a name, or in a folder's name, begins no ending.
    let start = wanted.rfind('/').map_or(0, |slash| slash + 1);
    let dot = wanted[start..].rfind('.').filter(|dot| *dot > 0);
    let (stem, ending) = wanted.split_at(dot.map_or(wanted.len(), |dot| start + dot));
    numbered(stem, ending, files.len(), &taken)
}

/// The first numbered name that is not taken by one of so many: `web-2.yaml`, `web-3.yaml`.
fn numbered(stem: &str, ending: &str, others: usize, taken: &dyn Fn(&str) -> bool) -> String {
    for number in 2..others + 2 {
        let name = [stem, "-", &number.to_string(), ending].concat();
        if !taken(&name) {
            return name;
        }
    }
    [stem, "-", &(others + 2).to_string(), ending].concat()
}

/// The name for a file with these parts: that of its first object that has one.
pub(super) fn file_name_of(parts: &[Rc<Part>]) -> String {
    let ending = if parts.first().is_some_and(|part| part.is_json()) { ".json" } else { ".yaml" };
    let mut name = String::new();
    for manifest in parts.iter().flat_map(|part| part.manifests()) {
        if name.is_empty() {
            name = manifest.content().name();
        }
    }
    [&safe_stem(&name), ending].concat()
}

/// A name with nothing in it that a system of files takes for something else.
fn safe_stem(name: &str) -> String {
    let is_safe = |char: char| char.is_ascii_alphanumeric() || ".-_".contains(char);
    let mut safe = String::with_capacity(name.len());
    for char in name.chars() {
        safe.push(if is_safe(char) { char } else { '-' });
    }
    let safe = safe.trim_matches(['.', '-']);
    (if safe.is_empty() { FILE_NAME } else { safe }).to_owned()
}
