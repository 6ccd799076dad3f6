//! `spec.ingress[0].ports[0].port=8443`: one field of a value, set or taken away by its path.
//!
//! For whoever has a path and a text instead of a form. Nothing is made up on the way: what a path
//! goes through has to be there, so that a slip in it is an error and not a new field.

use std::fmt;

use crate::path::{FieldPath, Step};
use crate::value::Value;
use crate::yaml::{self, Content};

/// What is to become of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The field.
    pub path: FieldPath,
    /// Its new value; `None` takes the field away.
    pub new: Option<Value>,
}

/// Why a field cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignError {
    /// How far the path, or its text, can be followed.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

impl AssignError {
    fn new(place: impl fmt::Display, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        AssignError { place: place.to_string(), reason: reason.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for AssignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.reason, self.remedy)
    }
}

impl std::error::Error for AssignError {}

impl Assignment {
    /// Reads `path=value`, or `path-` to take a field away.
    ///
    /// The value is read as kubectl reads it in a manifest: `80` is a number, `"80"` and `web` are
    /// text, `[Ingress]` is a list; nothing is null.
    ///
    /// # Errors
    /// There is no `=`, the path has no form of a path, or the value is no YAML.
    ///
    /// ```
    /// use netpol_core::assign::Assignment;
    /// let set = Assignment::parse("metadata.labels[app.kubernetes.io/name]=web").unwrap();
    /// assert_eq!(set.path.steps().len(), 3);
    /// assert_eq!(set.new.unwrap().as_str(), Some("web"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, AssignError> {
        let (path, rest) = read_path(text)?;
        let new = match rest.split_at_checked(1) {
            Some(("=", value)) => Some(read_value(&path, value)?),
            Some(("-", "")) => None,
            _ => {
                let remedy = "write the path, `=`, and the value, or the path and `-`";
                return Err(AssignError::new(text, "this says no value", remedy));
            }
        };
        Ok(Assignment { path, new })
    }
}

/// Reads a path, as messages show it: `spec.ingress[0].from`.
///
/// A key with a dot is written in brackets, `metadata.labels[app.kubernetes.io/name]`, and one that
/// looks like a number in quotes within them, `["80"]`.
///
/// # Errors
/// The text has another form.
pub fn parse_path(text: &str) -> Result<FieldPath, AssignError> {
    match read_path(text)? {
        (path, "") => Ok(path),
        (path, rest) => Err(AssignError::new(
            path,
            format!("`{rest}` is no step of a path"),
            "write `.key` or `[0]`; a key with other characters goes into brackets: `[a.b/c]`",
        )),
    }
}

/// Reads a path, up to a character that cannot be in one.
fn read_path(text: &str) -> Result<(FieldPath, &str), AssignError> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let bracket = rest.strip_prefix('[');
        let key = if steps.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
        let (step, after) = match (bracket, key) {
            (Some(inside), _) => in_brackets(inside).ok_or_else(|| {
                let remedy = "write `[0]` for an item, or `[key]` for a key";
                AssignError::new(text, "this bracket holds no step, or is not closed", remedy)
            })?,
            (None, Some(key)) => {
                let (key, after) = key.split_at(key_length(key));
                if key.is_empty() {
                    let remedy = "write a path such as `spec.podSelector`";
                    return Err(AssignError::new(text, "a key is missing", remedy));
                }
                (Step::Key(key.to_owned()), after)
            }
            (None, None) => return Ok((steps.into_iter().collect(), rest)),
        };
        steps.push(step);
        rest = after;
    }
}

/// How long the key is that a text starts with; a dash at the end is not part of it.
fn key_length(text: &str) -> usize {
    let end = text.find(['.', '[', ']', '=']).unwrap_or(text.len());
    match text[..end].strip_suffix('-') {
        Some(key) if end == text.len() => key.len(),
        _ => end,
    }
}

/// Reads what is after a `[`: a number, a key, or a key in quotes.
fn in_brackets(text: &str) -> Option<(Step, &str)> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let (key, after) = quoted.split_once(quote)?;
            return Some((Step::Key(key.to_owned()), after.strip_prefix(']')?));
        }
    }
    let (inside, after) = text.split_once(']')?;
    let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    let step = match inside.parse() {
        Ok(index) if is_number => Step::Index(index),
        Err(_) if is_number || inside.is_empty() => return None,
        _ => Step::Key(inside.to_owned()),
    };
    Some((step, after))
}

fn read_value(path: &FieldPath, text: &str) -> Result<Value, AssignError> {
    let documents = yaml::parse(text);
    let [document] = documents.as_slice() else {
        let reason = "the value has a line of `---`, which ends a document";
        return Err(AssignError::new(path, reason, "write one value"));
    };
    match &document.content {
        Content::Read(value) => Ok(Value::clone(value)),
        Content::Empty if text.trim_start().starts_with('#') => {
            let reason = format!("`{text}` is a comment, no value");
            Err(AssignError::new(path, reason, "put the value in quotes"))
        }
        Content::Empty => Ok(Value::Null),
        Content::Broken => {
            let found = document.diagnostics.first();
            let reason = found.map_or("this is no YAML".into(), |found| found.message.clone());
            let help = found.and_then(|found| found.help.clone());
            let remedy = help.unwrap_or("put the value in quotes".into()).to_string();
            Err(AssignError::new(path, format!("`{text}` is no value: {reason}"), &remedy))
        }
    }
}

/// Sets a field of a value, or takes it away; the value itself stays as it is.
///
/// A key that is not there is added after the others, and an item right behind the last of a list
/// is appended. The last item of a list is not taken away: in a policy, an empty list means
/// everything in one place and nothing in another, so whoever wants it has to write it.
///
/// # Errors
/// What holds the field is not there or is of another type, there is nothing to take away, or a
/// list would be left empty.
///
/// ```
/// use netpol_core::{assign::{assign, parse_path}, value::Value};
/// let path = parse_path("a").unwrap();
/// let after = assign(&Value::EMPTY_MAP, &path, Some(Value::from(1))).unwrap();
/// assert_eq!(after.to_json(), r#"{"a":1}"#);
/// ```
pub fn assign(value: &Value, path: &FieldPath, new: Option<Value>) -> Result<Value, AssignError> {
    let Some((last, way)) = path.steps().split_last() else {
        let remedy = "name one of its fields";
        return Err(AssignError::new("the path", "it names the whole manifest", remedy));
    };
    let mut changed = value.clone();
    let mut at = &mut changed;
    let mut here = FieldPath::root();
    for step in way {
        here = here.with(step);
        at = child(at, step).ok_or_else(|| missing(value, &here))?;
    }
    if matches!((&*at, last, &new), (Value::List(items), Step::Index(0), None) if items.len() == 1)
    {
        let remedy = format!("set `{here}=[]` if that is meant, or take `{here}` away");
        return Err(AssignError::new(path, "it is the last item of its list", remedy));
    }
    let fits = match (at, last, new) {
        (Value::Map(entries), Step::Key(key), new) => put_entry(entries, key, new),
        (Value::List(items), Step::Index(index), new) => put_item(items, *index, new),
        _ => false,
    };
    if fits { Ok(changed) } else { Err(missing(value, path)) }
}

fn put_entry(entries: &mut Vec<(String, Value)>, key: &str, new: Option<Value>) -> bool {
    let found = entries.iter().position(|(name, _)| name == key);
    match (found, new) {
        (Some(at), Some(new)) => entries[at].1 = new,
        (None, Some(new)) => entries.push((key.to_owned(), new)),
        (Some(at), None) => {
            entries.remove(at);
        }
        (None, None) => return false,
    }
    true
}

fn put_item(items: &mut Vec<Value>, index: usize, new: Option<Value>) -> bool {
    match new {
        Some(new) if index == items.len() => items.push(new),
        Some(new) if index < items.len() => items[index] = new,
        None if index < items.len() => {
            items.remove(index);
        }
        _ => return false,
    }
    true
}

fn child<'value>(value: &'value mut Value, step: &Step) -> Option<&'value mut Value> {
    match (value, step) {
        (Value::Map(entries), Step::Key(key)) => {
            entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
        }
        (Value::List(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    }
}

/// Says where a path stops and why.
fn missing(value: &Value, path: &FieldPath) -> AssignError {
    let mut at = value;
    let mut here = FieldPath::root();
    for step in path.steps() {
        let next = match (at, step) {
            (Value::Map(_), Step::Key(key)) => at.get(key),
            (Value::List(items), Step::Index(index)) => items.get(*index),
            _ => return wrong_type(&here, at, step),
        };
        let Some(next) = next else {
            return match (at, step) {
                (Value::List(items), _) => no_item(&here, items.len()),
                _ => no_key(&here.with(step), at),
            };
        };
        (here, at) = (here.with(step), next);
    }
    AssignError::new(here, "it cannot be set", "check the path")
}

fn wrong_type(here: &FieldPath, value: &Value, step: &Step) -> AssignError {
    let place =
        if *here == FieldPath::root() { "the manifest".to_owned() } else { here.to_string() };
    let wanted = match step {
        Step::Key(key) => format!("it has no key `{key}`"),
        Step::Index(index) => format!("it has no item {index}"),
    };
    let (is, remedy) = match value {
        Value::Null => ("null", "set it to a map `{}` or a list `[]` first"),
        Value::Bool(_) => ("a boolean", "set it as a whole"),
        Value::Number(_) => ("a number", "set it as a whole"),
        Value::String(_) => ("text", "set it as a whole"),
        Value::List(_) => ("a list", "name an item: `[0]`"),
        Value::Map(_) => ("a map", "name a key; one that is a number goes into quotes: `[\"0\"]`"),
    };
    AssignError::new(place, format!("this is {is}, so {wanted}"), remedy)
}

fn no_item(list: &FieldPath, length: usize) -> AssignError {
    let reason = match length {
        0 => "the list is empty".to_owned(),
        1 => "the list has one item, [0]".to_owned(),
        length => format!("the list has {length} items, [0] to [{}]", length - 1),
    };
    AssignError::new(list, reason, format!("use one of them, or set [{length}] to add one"))
}

fn no_key(path: &FieldPath, map: &Value) -> AssignError {
    let keys: Vec<&str> =
        map.as_map().unwrap_or_default().iter().map(|(key, _)| key.as_str()).collect();
    let remedy = match keys.as_slice() {
        [] => "the map is empty; set this field first".to_owned(),
        keys => format!("there is {}; or set this field first", keys.join(", ")),
    };
    AssignError::new(path, "there is no such field", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"spec\": {\"ports\": [{\"port\": 80}], \"egress\": null, \"on\": true}}";

    /// Carries out an assignment on [`TEXT`]; the result as JSON, or the error.
    fn result(assignment: &str) -> String {
        let documents = yaml::parse(TEXT);
        let Content::Read(value) = &documents[0].content else { unreachable!("{TEXT}") };
        let done = Assignment::parse(assignment)
            .and_then(|assignment| assign(value, &assignment.path, assignment.new));
        match done {
            Ok(value) => value.get("spec").map_or_else(String::new, Value::to_json),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (assignment, expected) in cases {
            assert_eq!(result(assignment), *expected, "{assignment}");
        }
    }

    #[test]
    fn fields_are_set_added_and_taken_away() {
        check(&[
            ("spec.ports[0].port=8443", r#"{"ports":[{"port":8443}],"egress":null,"on":true}"#),
            (
                "spec.ports[1]={port: web}",
                r#"{"ports":[{"port":80},{"port":"web"}],"egress":null,"on":true}"#,
            ),
            ("spec.ports-", r#"{"egress":null,"on":true}"#),
            ("spec=[a, 'b', \"80\", 010, on]", r#"["a","b","80",8,true]"#),
            ("spec=", "null"),
            ("spec=''", "\"\""),
            ("spec=a=b", "\"a=b\""),
            ("spec.ports=x-", r#"{"ports":"x-","egress":null,"on":true}"#),
            ("spec[on]=1", r#"{"ports":[{"port":80}],"egress":null,"on":1}"#),
        ]);
        assert!(result("spec[a.b/c]=1").ends_with(r#","a.b/c":1}"#));
        assert!(result("spec[\"0\"]=1").ends_with(r#","0":1}"#));
        assert!(result("spec.a-b=1").ends_with(r#","a-b":1}"#));
        assert!(result("['spec'].x=1").ends_with(r#","x":1}"#));
    }

    #[test]
    fn what_does_not_fit_is_said_with_its_place_and_remedy() {
        check(&[
            (
                "spec.port[0].port=1",
                "spec.port: there is no such field (there is ports, egress, on; or set this \
                     field first)",
            ),
            (
                "spec.ports[2]=1",
                "spec.ports: the list has one item, [0] (use one of them, or set [1] to add one)",
            ),
            (
                "spec.ports[1]-",
                "spec.ports: the list has one item, [0] (use one of them, or set [1] to add one)",
            ),
            (
                "spec.ports.port=1",
                "spec.ports: this is a list, so it has no key `port` (name an item: `[0]`)",
            ),
            (
                "spec.egress[0]=1",
                "spec.egress: this is null, so it has no item 0 (set it to a map `{}` or a list \
                     `[]` first)",
            ),
            (
                "spec.ports[0]-",
                "spec.ports[0]: it is the last item of its list (set `spec.ports=[]` if that is \
                     meant, or take `spec.ports` away)",
            ),
            ("spec.on.x=1", "spec.on: this is a boolean, so it has no key `x` (set it as a whole)"),
            (
                "[0]=1",
                "the manifest: this is a map, so it has no item 0 (name a key; one that is a \
                     number goes into quotes: `[\"0\"]`)",
            ),
            (
                "spec.x-",
                "spec.x: there is no such field (there is ports, egress, on; or set this field \
                     first)",
            ),
        ]);
    }

    #[test]
    fn what_is_no_assignment_is_refused() {
        for text in [
            "",
            "=1",
            "spec",
            "spec.",
            "spec..a=1",
            "spec[=1",
            "spec[]=1",
            "spec.a]=1",
            "spec['a]=1",
            "spec[99999999999999999999]=1",
            "spec-x",
            "a=#b",
            "a=1\n---\n2",
            "a=[",
            "a={{ x }}",
        ] {
            let error = Assignment::parse(text).expect_err(text);
            assert!(!error.reason.is_empty() && !error.remedy.is_empty(), "{text}");
        }
        assert!(parse_path("spec.a-b").is_ok() && parse_path("spec=1").is_err());
        assert!(assign(&Value::Null, &FieldPath::root(), None).is_err());
        let two = Value::List(vec![Value::from(1), Value::from(2)]);
        let first = FieldPath::root().index(0);
        assert_eq!(assign(&two, &first, None).map(|list| list.to_json()), Ok("[2]".to_owned()));
    }
}
