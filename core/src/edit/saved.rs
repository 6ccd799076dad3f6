//! A workspace as text that a browser can keep, and back.
//!
//! The manifests are kept as they are. A rule of the form that allows nothing yet is in no manifest,
//! but what was typed into it must survive too: its policy is kept once more, as the form has it.

use super::document::{Content, Document, Manifest, read_documents};
use crate::draft::{Ids, PolicyDraft};
use crate::value::Value;
use crate::yaml;

const VERSION: i64 = 1;

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
        let manifests = self.manifests().iter().map(|manifest| save_manifest(manifest)).collect();
        let saved = Value::Map(vec![
            ("version".to_owned(), Value::from(VERSION)),
            ("manifests".to_owned(), Value::List(manifests)),
        ]);
        saved.to_json()
    }

    /// Reads a workspace back. Text that was not written by [`Document::to_saved`] is taken for
    /// manifests, so that nothing is lost.
    pub fn from_saved(saved: &str) -> Self {
        match saved_manifests(saved) {
            Some(manifests) => {
                let mut document = Document::default();
                for manifest in &manifests {
                    restore_manifest(&mut document, manifest);
                }
                document
            }
            None => Document::from_text(saved),
        }
    }
}

fn save_manifest(manifest: &Manifest) -> Value {
    let mut entries = vec![("text".to_owned(), Value::from(manifest.text().as_ref()))];
    if let Content::Policy(draft) = manifest.content()
        && draft.has_unwritten_rules()
    {
        entries.push(("form".to_owned(), draft.to_form_value()));
    }
    Value::Map(entries)
}

fn saved_manifests(saved: &str) -> Option<Vec<Value>> {
    let [document] = <[yaml::Document; 1]>::try_from(yaml::parse(saved)).ok()?;
    let yaml::Content::Read(value) = document.content else { return None };
    if value.get("version") != Some(&Value::from(VERSION)) {
        return None;
    }
    value.get("manifests")?.as_list().map(<[Value]>::to_vec)
}

fn restore_manifest(document: &mut Document, saved: &Value) {
    let text = saved.get("text").and_then(Value::as_str).unwrap_or_default();
    let form = saved.get("form").and_then(|form| read_form(form, text, &mut document.ids));
    document.push_saved(text, form);
}

/// The form, if it says what the text says but for the rules that are not written.
fn read_form(form: &Value, text: &str, ids: &mut Ids) -> Option<PolicyDraft> {
    let draft = PolicyDraft::from_form_value(form.clone(), ids).ok()?;
    let read = read_documents(text, &mut Ids::default());
    let [(_, Content::Policy(written))] = read.as_slice() else { return None };
    (written.to_value() == draft.to_value()).then_some(draft)
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
