//! A workspace as text that a browser can keep, and back.
//!
//! The manifests are kept as they are. A rule of the form that allows nothing yet is in no manifest,
//! but what was typed into it must survive too: its policy is kept once more, as the form has it.

use std::rc::Rc;

use super::document::Document;
use super::file::{Content, File, Manifest, Part};
use crate::command::FileId;
use crate::draft::PolicyDraft;
use crate::value::Value;
use crate::yaml;

const VERSION: i64 = 2;

/// The version that kept manifests one by one, without files.
const MANIFESTS_ONLY: i64 = 1;

impl Document {
    /// Writes the workspace for [`Document::from_saved`].
    ///
    /// ```
    /// use netpol_core::edit::Document;
    /// let document = Document::from_text("kind: NetworkPolicy # mine\n");
    /// let saved = document.to_saved();
    /// assert_eq!(Document::from_saved(&saved).to_text(), "kind: NetworkPolicy # mine\n");
    /// ```
    pub fn to_saved(&self) -> String {
        let mut files = Vec::new();
        for file in self.files() {
            files.push(save_file(file));
        }
        let saved = Value::Map(vec![
            ("version".to_owned(), Value::from(VERSION)),
            ("files".to_owned(), Value::List(files)),
        ]);
        saved.to_json()
    }

    /// Reads a workspace back. Text that was not written by [`Document::to_saved`] is taken for
    /// manifests, so that nothing is lost.
    pub fn from_saved(saved: &str) -> Self {
        let Some(value) = read_json(saved) else { return Document::from_text(saved) };
        let mut document = Document::default();
        if let Some(files) = list_of(&value, VERSION, "files") {
            files.iter().for_each(|file| restore_file(&mut document, file));
        } else if let Some(manifests) = list_of(&value, MANIFESTS_ONLY, "manifests") {
            manifests.iter().for_each(|manifest| restore_manifest(&mut document, manifest));
        } else {
            return Document::from_text(saved);
        }
        document
    }

    /// Becomes a workspace that was saved elsewhere, with as much as possible of what is here.
    pub(super) fn follow(&mut self, saved: &str) -> Option<()> {
        let value = read_json(saved)?;
        let files = list_of(&value, VERSION, "files")?;
        for (at, saved) in files.iter().enumerate() {
            let name = text_of(saved, "name");
            let is_elsewhere =
                |file: &File| files.iter().any(|other| text_of(other, "name") == file.name());
            let rest = self.files.get(at..).unwrap_or_default();
            let own = rest.iter().position(|file| file.name() == name);
            // One that has another name there is still at its place.
            let own = own.or(rest.first().filter(|file| !is_elsewhere(file)).map(|_| 0));
            let file = match own {
                Some(own) => self.files.remove(at + own),
                None => {
                    restore_file(self, saved);
                    self.files.pop()?
                }
            };
            let (id, is_same) = (file.id(), save_file(&file) == *saved);
            self.files.insert(at, file);
            if !is_same {
                follow_file(self, id, saved);
            }
        }
        self.files.truncate(files.len());
        Some(())
    }
}

/// The list under a key of what a version has saved.
fn list_of<'a>(value: &'a Value, version: i64, key: &str) -> Option<&'a [Value]> {
    let is_version = value.get("version") == Some(&Value::from(version));
    value.get(key).filter(|_| is_version).and_then(Value::as_list)
}

fn save_file(file: &File) -> Value {
    let text = file.text();
    let mut entries = vec![("name".to_owned(), Value::from(file.name()))];
    if let Some(opened) = file.opened() {
        // The text as it was opened is most often the text as it is.
        let opened = if **opened == *text { Value::Bool(true) } else { Value::from(&**opened) };
        entries.push(("opened".to_owned(), opened));
    }
    entries.push(("text".to_owned(), Value::from(text)));
    let mut forms = Vec::new();
    for (number, part) in file.parts().iter().enumerate() {
        for (item, manifest) in part.manifests().iter().enumerate() {
            forms.extend(save_form(part, manifest, [number, item]));
        }
    }
    if !forms.is_empty() {
        entries.push(("forms".to_owned(), Value::List(forms)));
    }
    Value::Map(entries)
}

/// What is known of a manifest that cannot be read from its text, with the number of its part and
/// its own in that.
fn save_form(part: &Part, manifest: &Manifest, numbers: [usize; 2]) -> Option<Value> {
    let form = match manifest.content() {
        Content::Policy(draft) if draft.has_unwritten_rules() => Some(draft),
        Content::Broken { last: None } if numbers[1] == 0 && !part.is_blank() => return None,
        Content::Broken { last } => last.as_ref(),
        Content::Policy(_) | Content::Other(_) => return None,
    };
    let mut entries: Vec<(String, Value)> = Vec::new();
    for (key, number) in ["part", "item"].into_iter().zip(numbers) {
        entries.push((key.to_owned(), Value::from(i64::try_from(number).ok()?)));
    }
    if let Some(form) = form {
        entries.push(("form".to_owned(), form.to_form_value()));
    }
    Some(Value::Map(entries))
}

fn read_json(saved: &str) -> Option<Value> {
    let [document] = <[yaml::Document; 1]>::try_from(yaml::parse(saved)).ok()?;
    document.content.into_value()
}

fn text_of<'a>(saved: &'a Value, key: &str) -> &'a str {
    saved.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn restore_file(document: &mut Document, saved: &Value) {
    let (name, text) = (text_of(saved, "name"), text_of(saved, "text"));
    let file = document.add_file(Some(name), text, opened_of(saved));
    restore_forms(document, file, saved);
}

/// Makes a file one that was saved elsewhere.
fn follow_file(document: &mut Document, id: FileId, saved: &Value) {
    document.set_text(id, text_of(saved, "text"));
    document.rename_file(id, text_of(saved, "name"));
    if let Some(file) = document.files.iter_mut().find(|file| file.id == id) {
        *file = Rc::new(File { opened: opened_of(saved), ..File::clone(file) });
    }
    // Rules that are in no text are those that were saved, so first there are none.
    let parts = document.file(id).map_or(Vec::new(), |file| file.parts().to_vec());
    for (number, part) in parts.iter().enumerate() {
        for (item, manifest) in part.manifests().iter().enumerate() {
            if let Some(draft) = manifest.policy().filter(|draft| draft.has_unwritten_rules()) {
                restore_form(document, id, [number, item], Some(&draft.to_value()));
            }
        }
    }
    restore_forms(document, id, saved);
}

fn opened_of(saved: &Value) -> Option<Rc<str>> {
    match saved.get("opened") {
        Some(Value::Bool(true)) => Some(text_of(saved, "text").into()),
        Some(Value::String(opened)) => Some(opened.as_str().into()),
        _ => None,
    }
}

fn restore_forms(document: &mut Document, file: FileId, saved: &Value) {
    for form in saved.get("forms").and_then(Value::as_list).unwrap_or_default() {
        let number = |key| match form.get(key) {
            Some(Value::Number(number)) => number.as_str().parse().ok(),
            _ => None,
        };
        if let (Some(part), Some(item)) = (number("part"), number("item")) {
            restore_form(document, file, [part, item], form.get("form"));
        }
    }
}

fn restore_manifest(document: &mut Document, saved: &Value) {
    let text = text_of(saved, "text");
    let id = document.add_file(None, text, None);
    // Remarks above it are a part of their own.
    let parts = document.file(id).map(|file| file.parts()).unwrap_or_default();
    let number = parts.iter().position(|part| !part.manifests().is_empty()).unwrap_or_default();
    restore_form(document, id, [number, 0], saved.get("form"));
}

/// Puts a form back, if it says what the text says but for the rules that are not written; one
/// whose text cannot be read is what it was before.
fn restore_form(
    document: &mut Document,
    file: FileId,
    [number, item]: [usize; 2],
    form: Option<&Value>,
) {
    let read = |form: &Value| PolicyDraft::from_form_value(form.clone(), &mut document.ids).ok();
    let draft = form.and_then(read).map(Rc::new);
    let part = document.file(file).and_then(|file| file.parts().get(number));
    let Some(part) = part.map(Rc::clone) else { return };
    let content = match (part.manifests().get(item).map(|manifest| manifest.content()), draft) {
        (Some(Content::Policy(written)), Some(draft)) if written.to_value() == draft.to_value() => {
            Content::Policy(draft)
        }
        (Some(Content::Policy(_) | Content::Other(_)), _) => return,
        (None, _) if part.value().is_some() => return,
        (Some(Content::Broken { .. }) | None, last) => Content::Broken { last },
    };
    match part.manifests().get(item) {
        Some(manifest) => document.set_content(manifest.id(), content),
        None => document.push_broken(file, number, content),
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::command::{Command, Edit, RulePreset};
    use crate::edit::apply;
    use crate::model::Direction;

    #[test]
    fn comments_broken_text_and_other_kinds_survive() {
        let text = "a: [ # broken\n---\nkind: Service\n---\n# mine\nkind: NetworkPolicy\n";
        let document = Document::from_text(text);
        let restored = Document::from_saved(&document.to_saved());
        assert_eq!(document.manifests().len(), 3);
        assert_eq!(restored.to_text(), document.to_text());
    }

    #[test]
    fn a_rule_that_is_not_written_yet_survives_with_its_ports() {
        let mut document = Rc::new(Document::from_text("kind: NetworkPolicy\n"));
        let manifest = document.manifests()[0].id();
        let run = |document: &mut Rc<Document>, edit| {
            let command = Command::Edit { manifest, edit };
            *document = apply(document, &command).expect("the policy is there");
        };
        let rule = document.next_item();
        run(&mut document, Edit::AddRule(Direction::Ingress, RulePreset::Custom));
        let port = document.next_item();
        run(&mut document, Edit::AddPort(rule));
        run(&mut document, Edit::SetPort(port, "8080".to_owned()));
        assert!(!document.to_text().contains("8080"), "the rule names no source yet");

        let restored = Document::from_saved(&document.to_saved());
        assert_eq!(restored.to_text(), document.to_text());
        assert_eq!(restored.to_saved(), document.to_saved());
        assert!(restored.to_saved().contains("8080"));
    }

    #[test]
    fn text_that_was_never_saved_is_taken_for_manifests() {
        let document = Document::from_saved("kind: NetworkPolicy\n");
        assert_eq!(document.manifests().len(), 1);
    }
}
