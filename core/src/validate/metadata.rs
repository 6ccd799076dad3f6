//! The rules of `metadata`, in the server's order.

use super::go::{invalid, invalid_shown, is_printable, json_list, required, too_long, unsupported};
use super::names::{self, Flaw};
use super::report::{Report, tick};
use super::schema::OWNER_REFERENCE;
use super::{items, map, nearest, store, text};
use crate::diagnostic::{Code, codes};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// All annotations together, keys and values, in bytes.
const MAX_ANNOTATIONS: usize = 256 * 1024;
const MAX_MANAGER: usize = 128;
const MAX_SUBRESOURCE: usize = 256;

/// The finalizers that need no domain.
const STANDARD_FINALIZERS: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];

/// Applies the rules of `metadata`.
pub(super) fn check(tree: &Value, report: &mut Report) {
    let path = FieldPath::root().key("metadata");
    let metadata = map(tree, "metadata");
    name(tree, metadata, &path, report);
    namespace(metadata, &path, report);
    if let Some(labels) = metadata.get("labels") {
        self::labels(labels, &path.key("labels"), codes::METADATA_LABELS, report);
    }
    if let Some(Value::Map(annotations)) = metadata.get("annotations") {
        self::annotations(annotations, &path.key("annotations"), report);
    }
    owner_references(items(metadata, "ownerReferences"), &path.key("ownerReferences"), report);
    let finalizers = items(metadata, "finalizers");
    self::finalizers(finalizers, &path.key("finalizers"), report);
    managed_fields(items(metadata, "managedFields"), &path.key("managedFields"), report);
    finalizer_domains(finalizers, &path.key("finalizers"), report);
}

/// Checks keys and values of a map of labels. The server's field is the map, ours the entry.
pub(super) fn labels(labels: &Value, path: &FieldPath, code: Code, report: &mut Report) {
    for (key, value) in labels.as_map().unwrap_or_default() {
        let value = value.as_str().unwrap_or_default();
        let (of_key, of_value) = (names::label_key(key), names::label_value(value));
        if of_key.is_empty() && of_value.is_empty() {
            continue;
        }
        let at = (code, &path.key(key), path);
        report.refuse_flaws(of_key, "the label key {0} {1}", key, at, KEY_HELP.into());
        report.refuse_flaws(of_value, "the label value {0} {1}", value, at, VALUE_HELP.into());
    }
}

/// What to do about a bad label key.
pub(super) const KEY_HELP: &str =
    "use at most 63 letters, digits, `-`, `_` and `.`, perhaps behind a domain and `/`";
/// What to do about a bad label value.
pub(super) const VALUE_HELP: &str = "use at most 63 letters, digits, `-`, `_` and `.`";

fn name(tree: &Value, metadata: &Value, path: &FieldPath, report: &mut Report) {
    let (name, start) = (text(metadata, "name"), text(metadata, "generateName"));
    let start_flaws = if start.is_empty() { Vec::new() } else { names::generate_name(start) };
    let generated_is_bad = !start_flaws.is_empty();
    refuse_name(start_flaws, start, &path.key("generateName"), codes::NAME, report);
    let path = match tree.get("metadata") {
        Some(_) => nearest(metadata, path, "name"),
        None => FieldPath::root(),
    };
    match (name, start) {
        ("", "") => {
            let field = FieldPath::root().key("metadata").key("name");
            let cause = required(&field, "name or generateName is required");
            let message = Sentence::of("the policy has no name");
            let help = Sentence::of("add `name` under `metadata`");
            report.refuse(codes::NAME, path, cause, message, help);
        }
        // The server adds five letters or digits. What is wrong with the start is said already.
        ("", start) if !generated_is_bad => {
            let cut = start.get(..58).unwrap_or(start);
            let flaws = names::policy_name(&[cut, "x"].concat());
            let field = FieldPath::root().key("metadata").key("name");
            refuse_name(flaws, start, &field, codes::NAME, report);
        }
        ("", _) => {}
        (name, _) => refuse_name(names::policy_name(name), name, &path, codes::NAME, report),
    }
}

fn namespace(metadata: &Value, path: &FieldPath, report: &mut Report) {
    let namespace = text(metadata, "namespace");
    if !namespace.is_empty() {
        let path = path.key("namespace");
        refuse_name(names::namespace(namespace), namespace, &path, codes::NAMESPACE, report);
    }
}

fn refuse_name(flaws: Vec<Flaw>, name: &str, path: &FieldPath, code: Code, report: &mut Report) {
    if flaws.is_empty() {
        return;
    }
    let help = match names::slug(name, code == codes::NAME) {
        Some(slug) => Sentence::of("write `{0}`").as_is(slug),
        None => Sentence::of("use a-z, 0-9 and `-`, with a letter or digit at both ends"),
    };
    report.refuse_flaws(flaws, "the name {0} {1}", name, (code, path, path), help);
}

fn annotations(annotations: &[(String, Value)], path: &FieldPath, report: &mut Report) {
    let mut size = 0;
    for (key, value) in annotations {
        size += key.len() + value.as_str().map_or(0, str::len);
        let mut lower = String::with_capacity(key.len());
        for char in key.chars() {
            lower.push(go_lowercase(char));
        }
        let flaws = names::label_key(&lower);
        if !flaws.is_empty() {
            let at = (codes::METADATA_LABELS, &path.key(key), path);
            report.refuse_flaws(flaws, "the annotation key {0} {1}", key, at, KEY_HELP.into());
        }
    }
    if size > MAX_ANNOTATIONS {
        let message = Sentence::of("the annotations are {0} bytes long, and may be {1}");
        let message = message.as_is(size.to_string()).as_is(MAX_ANNOTATIONS.to_string());
        let cause = too_long(path, MAX_ANNOTATIONS);
        report.refuse(codes::METADATA_LABELS, path.clone(), cause, message, "shorten them".into());
    }
}

/// Go's lower case of a character, or another one in its place that gives the same answer.
///
/// No key may have what is not ASCII in it. Which letter it is cannot be seen in the answer, only how
/// many bytes it has, so the tables of Unicode are not needed for it.
fn go_lowercase(char: char) -> char {
    match char {
        // The only two outside ASCII that become a part of it.
        'İ' => 'i',
        '\u{212a}' => 'k',
        // Three bytes become two.
        '\u{1e9e}'
        | '\u{2126}'
        | '\u{212b}'
        | '\u{2c62}'
        | '\u{2c64}'
        | '\u{2c6d}'..='\u{2c70}'
        | '\u{2c7e}'
        | '\u{2c7f}'
        | '\u{a78d}'
        | '\u{a7aa}'..='\u{a7ae}'
        | '\u{a7b0}'..='\u{a7b2}'
        | '\u{a7c5}' => 'ß',
        // Two become three.
        '\u{23a}' | '\u{23e}' => '\u{2c65}',
        _ => char.to_ascii_lowercase(),
    }
}

fn owner_references(references: &[Value], path: &FieldPath, report: &mut Report) {
    let mut controller: Option<String> = None;
    for (index, reference) in references.iter().enumerate() {
        owner_reference(reference, &path.index(index), report);
        if reference.get("controller") != Some(&Value::Bool(true)) {
            continue;
        }
        let name = [text(reference, "kind"), "/", text(reference, "name")].concat();
        let Some(first) = &controller else {
            controller = Some(name);
            continue;
        };
        let detail = format!(
            "Only one reference can have Controller set to true. Found \"true\" in references for \
             {first} and {name}"
        );
        let mut shown = Vec::with_capacity(references.len());
        for reference in references {
            shown.push(owner_json(reference));
        }
        let cause = invalid_shown(path, &["[", &shown.join(","), "]"].concat(), &detail);
        let message = Sentence::of("both {0} and {1} are the controller");
        let message = message.as_is(tick(first)).as_is(tick(&name));
        let path = path.index(index).key("controller");
        report.refuse(
            codes::METADATA,
            path,
            cause,
            message,
            "leave `controller: true` at one owner".into(),
        );
    }
}

fn owner_reference(reference: &Value, path: &FieldPath, report: &mut Report) {
    let api_version = text(reference, "apiVersion");
    let version = api_version.split_once('/').map_or(api_version, |(_, version)| version);
    if !api_version.is_empty() && (version.is_empty() || version.contains('/')) {
        let detail = "must be <group>/<version> or <version>";
        let field = path.key("apiVersion");
        let message = Sentence::of("{0} is not an API version").as_is(tick(api_version));
        let cause = invalid(&field, api_version, detail);
        report.refuse(codes::METADATA, field, cause, message, "write it like `apps/v1`".into());
    }
    for key in ["apiVersion", "kind", "name", "uid"] {
        if text(reference, key).is_empty() {
            let message = Sentence::of("the owner reference has no {0}").as_is(tick(key));
            let cause = required(&path.key(key), "must not be empty");
            let help = Sentence::of("complete the owner reference, or remove it");
            report.refuse(codes::METADATA, nearest(reference, path, key), cause, message, help);
        }
    }
    if matches!(api_version, "v1" | "/v1") && text(reference, "kind") == "Event" {
        let detail = "/v1, Kind=Event is disallowed from being an owner";
        let cause = invalid_shown(path, &owner_json(reference), detail);
        let message = Sentence::of("an Event cannot own anything");
        let help = Sentence::of("remove the owner reference");
        report.refuse(codes::METADATA, path.clone(), cause, message, help);
    }
}

/// An owner reference as Go's JSON encoder writes it.
fn owner_json(reference: &Value) -> String {
    // Only the strings can hold these, and Go escapes them for HTML.
    let json = store::object(&OWNER_REFERENCE, reference).to_json();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn finalizers(finalizers: &[Value], path: &FieldPath, report: &mut Report) {
    let names = || finalizers.iter().filter_map(Value::as_str);
    for (index, name) in names().enumerate() {
        let at = (codes::METADATA, &path.index(index), path);
        report.refuse_flaws(
            names::label_key(name),
            "the finalizer {0} {1}",
            name,
            at,
            KEY_HELP.into(),
        );
    }
    let has = |wanted: &str| names().any(|name| name == wanted);
    if has("orphan") && has("foregroundDeletion") {
        let detail = "finalizer orphan and foregroundDeletion cannot be both set";
        let cause = invalid_shown(path, &json_list(names()), detail);
        let message = "the finalizers `orphan` and `foregroundDeletion` exclude each other";
        report.refuse(
            codes::METADATA,
            path.clone(),
            cause,
            message.into(),
            "remove one of them".into(),
        );
    }
}

fn finalizer_domains(finalizers: &[Value], path: &FieldPath, report: &mut Report) {
    for (index, name) in finalizers.iter().filter_map(Value::as_str).enumerate() {
        if !name.contains('/') && !STANDARD_FINALIZERS.contains(&name) {
            let path = path.index(index);
            let detail = "name is neither a standard finalizer name nor is it fully qualified";
            let message = Sentence::of("the finalizer {0} has no domain").as_is(tick(name));
            let cause = invalid(&path, name, detail);
            report.refuse(
                codes::METADATA,
                path,
                cause,
                message,
                "write it like `example.com/name`".into(),
            );
        }
    }
}

fn managed_fields(entries: &[Value], path: &FieldPath, report: &mut Report) {
    for (index, entry) in entries.iter().enumerate() {
        managed_fields_entry(entry, &path.index(index), report);
    }
}

/// Checks an entry of `managedFields`, which only a server writes.
fn managed_fields_entry(entry: &Value, path: &FieldPath, report: &mut Report) {
    let mut refuse = |key: &str, cause, message: Sentence| {
        let help = Sentence::of("remove `managedFields`; the server keeps it itself");
        report.refuse(codes::METADATA, nearest(entry, path, key), cause, message, help);
    };
    let field = path.key("operation");
    match text(entry, "operation") {
        "Apply" | "Update" => {}
        "" => refuse(
            "operation",
            required(&field, "must not be empty"),
            "the entry has no `operation`".into(),
        ),
        other => {
            let cause = unsupported(&field, other, &["Apply", "Update"]);
            refuse("operation", cause, Sentence::of("{0} is not an operation").as_is(tick(other)));
        }
    }
    let fields_type = text(entry, "fieldsType");
    if !matches!(fields_type, "" | "FieldsV1") {
        let cause = invalid(&path.key("fieldsType"), fields_type, "must be `FieldsV1`");
        let message = Sentence::of("{0} is not a type of fields").as_is(tick(fields_type));
        refuse("fieldsType", cause, message);
    }
    let manager = text(entry, "manager");
    if manager.len() > MAX_MANAGER {
        let message = longer("`manager` is longer than {0} characters", MAX_MANAGER);
        refuse("manager", too_long(&path.key("manager"), MAX_MANAGER), message);
    }
    for (position, char) in manager.char_indices().filter(|(_, char)| !is_printable(*char)) {
        let code = char as u32;
        let detail = format!("invalid character U+{code:04X} (at position {position})");
        let message = Sentence::of("`manager` contains the unprintable character {0}");
        let message = message.as_is(format!("U+{code:04X}"));
        refuse("manager", invalid(&path.key("manager"), manager, &detail), message);
    }
    if text(entry, "subresource").len() > MAX_SUBRESOURCE {
        let message = longer("`subresource` is longer than {0} characters", MAX_SUBRESOURCE);
        refuse("subresource", too_long(&path.key("subresource"), MAX_SUBRESOURCE), message);
    }
}

fn longer(template: &'static str, limit: usize) -> Sentence {
    Sentence::of(template).as_is(limit.to_string())
}

#[cfg(test)]
mod tests {
    use super::go_lowercase;

    #[test]
    fn lower_case_is_that_of_unicode_as_far_as_a_key_can_tell() {
        // In newer versions of Unicode than Go's, or some of its versions.
        let new = ['\u{a7cb}', '\u{a7dc}'];
        for char in ('\0'..=char::MAX).filter(|char| !new.contains(char)) {
            let (ours, first) = (go_lowercase(char), char.to_lowercase().next().unwrap_or(char));
            assert_eq!(ours.len_utf8(), first.len_utf8(), "{char:?}");
            assert!(ours == first || !ours.is_ascii() && !first.is_ascii(), "{char:?}");
        }
    }
}
