//! Carrying out commands.

use std::rc::Rc;

use super::ahead::Ahead;
use super::document::Document;
use super::file::Content;
use super::names::free_name;
use super::policy;
use super::rejected::Rejected;
use super::write::write_draft;
use crate::command::{Command, Edit, FileId, ManifestId};
use crate::draft::{Field, PolicyDraft};
use crate::yaml;

/// Makes the document after a command; a command that changes nothing gives back the same `Rc`.
///
/// # Errors
/// [`Rejected`] when the command is about something that is not there, or asks for something that
/// a NetworkPolicy cannot say.
///
/// ```
/// use std::rc::Rc;
/// use netpol_core::command::Command;
/// use netpol_core::edit::{Document, apply};
///
/// let empty = Rc::new(Document::default());
/// let command = Command::NewPolicy { name: "web".to_owned(), namespace: "shop".to_owned() };
/// let document = apply(&empty, &command).expect("an empty document takes a policy");
/// assert!(document.to_text().starts_with("apiVersion: networking.k8s.io/v1\n"));
/// ```
pub fn apply(document: &Rc<Document>, command: &Command) -> Result<Rc<Document>, Rejected> {
    apply_read(document, command, &[])
}

/// The same where some texts of files have been read already.
pub(super) fn apply_read(
    document: &Rc<Document>,
    command: &Command,
    read: &[Ahead],
) -> Result<Rc<Document>, Rejected> {
    let mut next = Document::clone(document);
    match command {
        Command::NewPolicy { name, namespace } => {
            let name = free_name(document, namespace, name);
            let text = yaml::emit(&PolicyDraft::blank(&name, namespace).to_value());
            next.add_file(None, &text, None);
        }
        Command::AddFile { name, text } => {
            match read.iter().find(|ahead| *ahead.0.text == **text) {
                Some(ahead) => next.add_read_file(name, ahead),
                None => next.add_file(Some(name), text, Some(text.as_str().into())),
            };
        }
        Command::AddText(text) => {
            next.add_file(None, text, None);
            if next.next_manifest() == document.next_manifest() {
                return Ok(Rc::clone(document));
            }
        }
        Command::SetText { file, text } => return set_text(document, next, *file, text),
        Command::RenameFile { file, name } => {
            let current = document.file(*file).ok_or(Rejected::GONE)?;
            if name.trim().is_empty() {
                return Err(Rejected::NAMELESS);
            }
            next.rename_file(*file, name);
            if next.file(*file).is_some_and(|renamed| renamed.name() == current.name()) {
                return Ok(Rc::clone(document));
            }
        }
        Command::RevertFile(file) => {
            let opened = document.file(*file).ok_or(Rejected::GONE)?.opened();
            return set_text(document, next, *file, opened.ok_or(Rejected::MADE_HERE)?);
        }
        Command::RemoveFile(file) => {
            document.file(*file).ok_or(Rejected::GONE)?;
            next.remove_file(*file);
        }
        Command::Duplicate(manifest) => duplicate(document, &mut next, *manifest)?,
        Command::Remove(manifest) => remove(document, &mut next, *manifest)?,
        Command::Strip(manifest) => {
            let (file, text) = document.stripped(*manifest).ok_or(Rejected::GONE)?;
            return set_text(document, next, file, &text);
        }
        Command::Follow(saved) => {
            next.follow(saved).ok_or(Rejected::SAVED_BY_NEWER)?;
            let mut pairs = next.files().iter().zip(document.files());
            let same = pairs.all(|(next, file)| Rc::ptr_eq(next, file));
            if same && next.files().len() == document.files().len() {
                return Ok(Rc::clone(document));
            }
        }
        Command::Edit { manifest, edit } => {
            return edit_policy(document, next, *manifest, edit);
        }
    }
    Ok(Rc::new(next))
}

fn set_text(
    document: &Rc<Document>,
    mut next: Document,
    file: FileId,
    text: &str,
) -> Result<Rc<Document>, Rejected> {
    let current = document.file(file).ok_or(Rejected::GONE)?;
    if current.text() == text {
        return Ok(Rc::clone(document));
    }
    next.set_text(file, text);
    Ok(Rc::new(next))
}

fn remove(document: &Document, next: &mut Document, manifest: ManifestId) -> Result<(), Rejected> {
    let part = document.part_of(manifest).ok_or(Rejected::GONE)?;
    if part.value().is_none() && part.manifests().len() > 1 {
        return Err(Rejected::LIST_UNREADABLE);
    }
    next.remove(manifest);
    Ok(())
}

fn edit_policy(
    document: &Rc<Document>,
    mut next: Document,
    manifest: ManifestId,
    edit: &Edit,
) -> Result<Rc<Document>, Rejected> {
    let current = match document.manifest(manifest).map(|manifest| manifest.content()) {
        Some(Content::Policy(draft)) => draft,
        Some(Content::Broken { .. }) => return Err(Rejected::TEXT_UNREADABLE),
        Some(Content::Other(_)) | None => return Err(Rejected::GONE),
    };
    let mut draft = PolicyDraft::clone(current);
    policy::edit(&mut draft, edit, &mut next.ids)?;
    if draft == **current {
        return Ok(Rc::clone(document));
    }
    next.replace_draft(manifest, draft);
    Ok(Rc::new(next))
}

/// Whether an edit takes a value out of what an alias or a merge shares, so that it is written out
/// from then on; asked before it is carried out.
///
/// A text without aliases shares nothing, and is known at a glance.
pub fn unshares(document: &Document, command: &Command) -> bool {
    let Command::Edit { manifest, edit } = command else { return false };
    let Some(part) = document.part_of(*manifest) else { return false };
    if !part.text().contains('*') || !part.text().contains('&') {
        return false;
    }
    let found = part.manifest(*manifest).and_then(|found| Some((found, found.policy()?)));
    let Some((found, before)) = found else { return false };
    let mut after = PolicyDraft::clone(before);
    policy::edit(&mut after, edit, &mut document.ids.clone()).is_ok()
        && !write_draft(part, found.place(), before, &after).0.unshared.is_empty()
}

fn duplicate(
    document: &Document,
    next: &mut Document,
    manifest: ManifestId,
) -> Result<(), Rejected> {
    let original = document.manifest(manifest).and_then(|manifest| manifest.policy());
    let original = original.ok_or(Rejected::NO_POLICY)?;
    // Read anew, so that the copy's entries have ids of their own; as the form has it, so that the
    // rules that allow nothing yet are copied too.
    let copy = PolicyDraft::from_form_value(original.to_form_value(), &mut next.ids);
    let mut copy = copy.map_err(|_| Rejected::GONE)?;
    let wanted = format!("{}-copy", original.name());
    let name = free_name(document, &original.namespace(), wanted.trim_start_matches('-'));
    copy.metadata.or_default().name = Field::Written(name);
    next.push_behind(manifest, copy);
    Ok(())
}
