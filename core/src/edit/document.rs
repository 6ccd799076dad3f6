//! The ground state: the files of a workspace, each with its text and what was read from it.

use std::rc::Rc;

use super::ahead::Ahead;
use super::file::{Content, File, Manifest, Part};
use super::names;
use super::reread::{Matching, Reader};
use super::write::{write_draft, write_stripped, write_without};
use crate::command::{FileId, ManifestId};
use crate::draft::{Ids, ItemId, PolicyDraft};
use crate::path::FieldPath;
use crate::yaml;

/// The files that are being worked on; immutable, cheap to clone and to keep for undo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub(super) files: Vec<Rc<File>>,
    pub(super) ids: Ids,
    next_manifest: u32,
    next_file: u32,
}

/// Where a manifest is: its file, and its part of that, by their positions.
#[derive(Clone, Copy)]
struct Place {
    file: usize,
    part: usize,
}

impl Document {
    /// Reads a workspace from one text, which becomes a file; without text there is none.
    pub fn from_text(text: &str) -> Self {
        let mut document = Document::default();
        if !text.is_empty() {
            document.add_file(None, text, Some(text.into()));
        }
        document
    }

    /// The files in the order of the workspace.
    pub fn files(&self) -> &[Rc<File>] {
        &self.files
    }

    /// The workspace with the texts that its files were opened with, and without those made here.
    pub(super) fn as_opened(&self) -> Document {
        let mut document = self.clone();
        document.files.retain(|file| file.opened.is_some());
        for file in document.files.clone() {
            if let Some(opened) = file.opened.as_ref().filter(|_| file.is_changed()) {
                document.set_text(file.id, opened);
            }
        }
        document
    }

    /// The file with an id.
    pub fn file(&self, id: FileId) -> Option<&Rc<File>> {
        self.files.iter().find(|file| file.id == id)
    }

    /// The file that a manifest is in.
    pub fn file_of(&self, manifest: ManifestId) -> Option<&Rc<File>> {
        self.place(manifest).map(|place| &self.files[place.file])
    }

    /// The part that a manifest is in.
    pub fn part_of(&self, manifest: ManifestId) -> Option<&Rc<Part>> {
        self.place(manifest).map(|place| &self.files[place.file].parts[place.part])
    }

    /// The manifests of all files, in the order of the workspace.
    pub fn manifests(&self) -> Vec<&Rc<Manifest>> {
        let mut manifests = Vec::new();
        for part in self.files.iter().flat_map(|file| &file.parts) {
            for manifest in &part.manifests {
                manifests.push(manifest);
            }
        }
        manifests
    }

    /// The manifest with an id.
    pub fn manifest(&self, id: ManifestId) -> Option<&Rc<Manifest>> {
        self.part_of(id)?.manifest(id)
    }

    /// The id that the next rule, peer, port or row will get.
    pub fn next_item(&self) -> ItemId {
        self.ids.clone().fresh()
    }

    /// The id that the next manifest will get.
    pub fn next_manifest(&self) -> ManifestId {
        ManifestId(self.next_manifest)
    }

    /// The id that the next file will get.
    pub fn next_file(&self) -> FileId {
        FileId(self.next_file)
    }

    /// The text of the only file as it is; the texts of several files as one stream of documents.
    pub fn to_text(&self) -> String {
        if let [only] = self.files.as_slice() {
            return only.text();
        }
        let mut text = String::new();
        for file in &self.files {
            for (number, part) in file.parts.iter().enumerate() {
                let own = part.text().trim_start_matches('\u{feff}');
                let own = if text.is_empty() { part.text() } else { own };
                // Objects of JSON that need nothing between them need it in another stream.
                let needs_separator = number == 0 || part.is_json();
                if needs_separator && !text.is_empty() && !own.is_empty() {
                    separate(&mut text, own);
                }
                text.push_str(own);
            }
        }
        text
    }

    /// Adds a file and returns its id. It gets the name, that of its first object if there is none,
    /// or one like it that no other file has.
    pub(super) fn add_file(
        &mut self,
        name: Option<&str>,
        text: &str,
        opened: Option<Rc<str>>,
    ) -> FileId {
        let parts = self.reader(Matching::ByName).read(text, &[]);
        self.add_parts(name, parts, opened)
    }

    /// Adds a file whose text has been read already.
    pub(super) fn add_read_file(&mut self, name: &str, ahead: &Ahead) -> FileId {
        let parts = self.reader(Matching::ByName).take_over(&ahead.0);
        self.add_parts(Some(name), parts, Some(Rc::clone(&ahead.0.text)))
    }

    fn add_parts(
        &mut self,
        name: Option<&str>,
        parts: Vec<Rc<Part>>,
        opened: Option<Rc<str>>,
    ) -> FileId {
        let id = self.next_file();
        self.next_file = self.next_file.wrapping_add(1);
        let wanted = name.map_or_else(|| names::file_name_of(&parts), str::to_owned);
        let name = names::free_file_name(&self.files, None, &wanted);
        self.files.push(Rc::new(File { id, name, opened, parts }));
        id
    }

    /// Gives a file another text.
    pub(super) fn set_text(&mut self, id: FileId, text: &str) {
        let Some(at) = self.files.iter().position(|file| file.id == id) else { return };
        let file = Rc::clone(&self.files[at]);
        let parts = self.reader(Matching::ByName).read(text, &file.parts);
        self.set_parts(at, parts);
    }

    /// Gives a file another name, or one like it if that is taken.
    pub(super) fn rename_file(&mut self, id: FileId, name: &str) {
        let name = names::free_file_name(&self.files, Some(id), name);
        if let Some(file) = self.files.iter_mut().find(|file| file.id == id) {
            *file = Rc::new(File { name, ..File::clone(file) });
        }
    }

    pub(super) fn remove_file(&mut self, id: FileId) {
        if let Some(at) = self.files.iter().position(|file| file.id == id) {
            self.files.remove(at);
        }
    }

    /// Changes a policy to what a draft says, in its text too if that says something else.
    pub(super) fn replace_draft(&mut self, id: ManifestId, draft: PolicyDraft) {
        let Some(Place { file: at, part: number }) = self.place(id) else { return };
        let file = Rc::clone(&self.files[at]);
        let part = &file.parts[number];
        let Some(manifest) = part.manifest(id) else { return };
        let Some(old) = manifest.policy() else { return };
        let (done, reading) = write_draft(part, &manifest.place, old, &draft);
        let draft = Rc::new(draft);
        // A rule that is not written yet changes the form only, and has no edits.
        if done.edits.is_empty() {
            return self.set_content(id, Content::Policy(draft));
        }
        let mut reader = self.reader(Matching::InOrder);
        reader.known = Some((id, draft));
        reader.fresh = reading.map(|reading| (done.text.clone(), reading));
        let parts = reader.read(&file.text_with(number, &done.text), &file.parts);
        self.set_parts(at, parts);
    }

    /// Takes a manifest away: its part, or the item of a list that it is. A file without any
    /// manifest left goes with it.
    pub(super) fn remove(&mut self, id: ManifestId) {
        let Some(Place { file: at, part: number }) = self.place(id) else { return };
        let file = Rc::clone(&self.files[at]);
        let part = &file.parts[number];
        let Some(manifest) = part.manifest(id) else { return };
        let mut before = file.parts.clone();
        let text = if part.manifests.len() == 1 {
            before.remove(number);
            text_of_rest(&file, number)
        } else {
            before[number] = Rc::new(part_without(part, id));
            file.text_with(number, &write_without(part, &manifest.place))
        };
        if before.iter().all(|part| part.manifests.is_empty()) {
            self.files.remove(at);
            return;
        }
        let parts = self.reader(Matching::ByName).read(&text, &before);
        self.set_parts(at, parts);
    }

    /// The file that a manifest is in, and its text without what a cluster has added to that.
    pub(super) fn stripped(&self, id: ManifestId) -> Option<(FileId, String)> {
        let Place { file, part: number } = self.place(id)?;
        let file = &self.files[file];
        let part = &file.parts[number];
        let text = write_stripped(part, &part.manifest(id)?.place);
        Some((file.id, file.text_with(number, &text)))
    }

    /// Adds a policy as a document of its own behind the one that a manifest is in.
    pub(super) fn push_behind(&mut self, id: ManifestId, draft: PolicyDraft) {
        let Some(Place { file: at, part: number }) = self.place(id) else { return };
        let file = Rc::clone(&self.files[at]);
        let mut before = file.parts[number].text().to_string();
        let value = draft.to_value();
        if file.parts.iter().all(|part| part.is_json()) {
            if !before.ends_with('\n') {
                before.push('\n');
            }
            before.push_str(&value.to_json());
            before.push('\n');
        } else {
            let own = yaml::emit(&value);
            separate(&mut before, &own);
            before.push_str(&own);
        }
        let new = self.next_manifest();
        let text = file.text_with(number, &before);
        let parts = self.reader(Matching::ByName).read(&text, &file.parts);
        self.set_parts(at, parts);
        self.set_content(new, Content::Policy(Rc::new(draft)));
    }

    /// Puts the form of a manifest in place of what was read from its text.
    pub(super) fn set_content(&mut self, id: ManifestId, content: Content) {
        let Some(Place { file: at, part: number }) = self.place(id) else { return };
        let mut file = File::clone(&self.files[at]);
        let mut part = Part::clone(&file.parts[number]);
        for manifest in part.manifests.iter_mut().filter(|manifest| manifest.id == id) {
            let place = manifest.place.clone();
            *manifest = Rc::new(Manifest { id, place, content: content.clone() });
        }
        file.parts[number] = Rc::new(part);
        self.files[at] = Rc::new(file);
    }

    /// Adds a manifest to a part that cannot be read, which was in it before.
    pub(super) fn push_broken(&mut self, id: FileId, number: usize, content: Content) {
        let manifest = ManifestId(self.next_manifest);
        let Some(file) = self.files.iter_mut().find(|file| file.id == id) else { return };
        let mut next = File::clone(file);
        let Some(part) = next.parts.get_mut(number) else { return };
        let place = FieldPath::root();
        let mut changed = Part::clone(part);
        changed.manifests.push(Rc::new(Manifest { id: manifest, place, content }));
        *part = Rc::new(changed);
        *file = Rc::new(next);
        self.next_manifest = self.next_manifest.wrapping_add(1);
    }

    /// Gives a file other parts.
    fn set_parts(&mut self, at: usize, parts: Vec<Rc<Part>>) {
        let file = Rc::clone(&self.files[at]);
        let mut name = file.name.clone();
        // A file that was made here is called like its first object, until it is renamed.
        let after = names::file_name_of(&parts);
        if file.opened.is_none() && name != after && name == names::file_name_of(&file.parts) {
            name = names::free_file_name(&self.files, Some(file.id), &after);
        }
        let opened = file.opened.clone();
        self.files[at] = Rc::new(File { id: file.id, name, opened, parts });
    }

    fn place(&self, manifest: ManifestId) -> Option<Place> {
        self.files.iter().enumerate().find_map(|(file, found)| {
            let part = found.part_number(manifest)?;
            Some(Place { file, part })
        })
    }

    fn reader(&mut self, matching: Matching) -> Reader<'_> {
        let (ids, next_manifest) = (&mut self.ids, &mut self.next_manifest);
        Reader { ids, next_manifest, matching, known: None, fresh: None }
    }
}

/// Ends a document so that another one can follow.
fn separate(text: &mut String, next: &str) {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if !next.starts_with("---") {
        text.push_str("---\n");
    }
}

/// The text of a file without one of its parts.
///
/// A line that only separated the first document from the next goes with it.
fn text_of_rest(file: &File, number: usize) -> String {
    let text = file.text_with(number, "");
    let was_separator = number == 0 && !file.parts[0].text().starts_with("---");
    let rest = text.strip_prefix("---").filter(|_| was_separator);
    let rest = rest.and_then(|rest| rest.strip_prefix("\r\n").or(rest.strip_prefix('\n')));
    rest.map(str::to_owned).unwrap_or(text)
}

fn part_without(part: &Part, id: ManifestId) -> Part {
    let mut others = part.clone();
    if let Some(at) = others.manifests.iter().position(|manifest| manifest.id == id) {
        others.manifests.remove(at);
    }
    others
}
