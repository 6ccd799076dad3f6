//! Form edits as text: the one place where what a draft says is put into the text of its part.

use super::file::Part;
use super::objects;
use crate::draft::PolicyDraft;
use crate::path::FieldPath;
use crate::value::Value;
use crate::yaml;

/// The text of a part after the object at a place was changed to what the draft says.
///
/// The document is written anew below its separator and the comments on top.
pub(super) fn write_draft(part: &Part, place: &FieldPath, draft: &PolicyDraft) -> String {
    write_object(part, place, Some(draft.to_value()))
}

/// The text of a part without the item of a list at a place.
pub(super) fn write_without(part: &Part, place: &FieldPath) -> String {
    write_object(part, place, None)
}

fn write_object(part: &Part, place: &FieldPath, object: Option<Value>) -> String {
    let document = part.value().cloned().unwrap_or(Value::Null);
    let document = objects::with(document, place, object);
    let text = part.text();
    if part.is_json() {
        let end = &text[text.trim_end().len()..];
        return [&document.to_json(), end].concat();
    }
    [head(text), &yaml::emit(&document)].concat()
}

/// What stands above the content: a byte order mark, the separator, comments and blank lines.
fn head(text: &str) -> &str {
    const BOM: char = '\u{feff}';
    let mut end = text.len() - text.trim_start_matches(BOM).len();
    for line in text[end..].split_inclusive('\n') {
        let rest = line.strip_prefix("---").unwrap_or(line).trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            break;
        }
        end += line.len();
    }
    &text[..end]
}
