//! A snapshot of a cluster, read piece by piece: what is larger than a text that one edits.
//!
//! `kubectl get … -A -o yaml` prints one list of everything, tens of megabytes of which policies
//! can tell a hundredth. Here the list is cut at its items, each is read by itself, what counts is
//! kept and the rest dropped at once; so it takes little memory, can be stopped, and says how far it
//! is. What has another form is read as a whole, with the same outcome. Secrets and the like are
//! never kept.

mod write;

use crate::cluster::Reader;
use crate::edit::objects;
use crate::edit::without_live_fields;
use crate::expect::EXPECTATIONS;
use crate::order;
use crate::review::{Subject, subject_of};
use crate::text::{after, find, has, part, until};
use crate::value::Value;
use crate::yaml::{self, Content};

pub use write::cluster_text;

/// About as many bytes are read in one step.
const STEP: usize = 1 << 18;

/// Reads a snapshot in steps.
///
/// ```
/// use netpol_core::snapshot::SnapshotReader;
/// let list = "items:\n- kind: Pod\n  metadata: {name: web}\n- kind: Secret\nkind: List\n";
/// let mut reader = SnapshotReader::new(list.to_owned());
/// while reader.step() {
///     assert!(reader.done() <= list.len());
/// }
/// let snapshot = reader.finish();
/// assert_eq!((snapshot.pods, snapshot.left_out), (1, vec![("Secret".to_owned(), 1)]));
/// ```
#[derive(Clone, Debug)]
pub struct SnapshotReader {
    text: String,
    /// How far it is read.
    at: usize,
    mode: Mode,
    kept: Kept,
    /// What was kept before the list that is being read, if one is.
    before: Option<Kept>,
}

/// What is kept while reading.
#[derive(Clone, Debug, Default)]
struct Kept {
    reader: Reader,
    policies: String,
    policy_count: usize,
    /// The kinds of what is left out, one for each object.
    left_out: Vec<String>,
    unreadable: Vec<Unreadable>,
}

/// What of a snapshot counts for policies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The policies and expectations, as a stream of documents: those of the stream as they were
    /// written, those of lists without what the cluster has added.
    pub policies: String,
    /// Namespaces, pods and workloads as one list in JSON, with no more than policies can tell.
    pub cluster: String,
    /// How many policies there are.
    pub policy_count: usize,
    /// How many namespaces there are.
    pub namespaces: usize,
    /// How many pods there are, and workloads without pods of their own.
    pub pods: usize,
    /// What is left out: kinds, and how many objects of each.
    pub left_out: Vec<(String, usize)>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A piece of a text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line that it begins in, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
}

/// Where the reader is.
#[derive(Clone, Copy, Debug)]
enum Mode {
    /// At the start of a document.
    Document,
    /// At an item of a list in YAML, in a document with this start and end.
    Items { start: usize, end: usize },
    /// At an item of a list in JSON, or between two, in an object that starts there.
    JsonItems { start: usize },
}

impl SnapshotReader {
    /// Prepares to read a text.
    pub fn new(text: String) -> Self {
        SnapshotReader { text, at: 0, mode: Mode::Document, kept: Kept::default(), before: None }
    }

    /// How many bytes are read.
    pub fn done(&self) -> usize {
        self.at
    }

    /// How many bytes there are.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// Reads some more; whether there is more to be read after that.
    pub fn step(&mut self) -> bool {
        let aim = self.text.len().min(self.at + STEP);
        while self.at < aim {
            match self.mode {
                Mode::Document => self.document(),
                Mode::Items { start, end } => self.item(start, end),
                Mode::JsonItems { start } => self.json_item(start),
            }
        }
        self.at < self.text.len()
    }

    /// What was read.
    pub fn finish(self) -> Snapshot {
        let Kept { reader, policies, policy_count, left_out: kinds, unreadable } = self.kept;
        let mut left_out: Vec<(String, usize)> = Vec::new();
        for kind in order::sorted(kinds, Ord::cmp) {
            match left_out.last_mut() {
                Some((last, count)) if *last == kind => *count += 1,
                _ => left_out.push((kind, 1)),
            }
        }
        let cluster = reader.finish();
        Snapshot {
            policies,
            cluster: cluster_text(&cluster),
            policy_count,
            namespaces: cluster.namespaces.len(),
            pods: cluster.pods.len(),
            left_out,
            unreadable,
        }
    }

    /// Reads a document, or goes to the first item of the list that it is.
    fn document(&mut self) {
        let start = self.at;
        self.before = None;
        let rest = after(&self.text, start);
        if rest.trim_start().starts_with('{') {
            match json_items(rest) {
                Some(items) => self.list(start + items, Mode::JsonItems { start }),
                None => self.whole(start, start + json_end(rest, 0)),
            }
            return;
        }
        let end = find(rest, "\n---").map_or(self.text.len(), |length| start + length + 1);
        match first_item(part(&self.text, start, end)) {
            Some(item) => self.list(start + item, Mode::Items { start, end }),
            None => self.whole(start, end),
        }
    }

    /// Goes to the items of a list, which may turn out to be readable only as a whole.
    fn list(&mut self, at: usize, mode: Mode) {
        (self.at, self.mode) = (at, mode);
        self.before = Some(self.kept.clone());
    }

    /// Reads a document as one piece, whatever was read of it already.
    fn whole(&mut self, start: usize, end: usize) {
        if let Some(before) = self.before.take() {
            self.kept = before;
        }
        self.at = end;
        self.mode = Mode::Document;
        let text = part(&self.text, start, end).to_owned();
        for document in yaml::parse(&text) {
            match &document.content {
                Content::Read(value) => {
                    let places = objects::places(value);
                    for place in &places {
                        let Some(object) = objects::object_at(value, place) else { continue };
                        let own = part(&text, document.span.start, document.span.end);
                        self.object(&object, place.steps().is_empty().then_some(own));
                    }
                }
                Content::Broken => self.broken(start, &document),
                Content::Empty => {}
            }
        }
    }

    /// Reads an item of a list in YAML.
    fn item(&mut self, start: usize, end: usize) {
        let rest = part(&self.text, self.at, end);
        if !rest.starts_with("- ") {
            // What follows the items only says that this is a list.
            self.at = end;
            self.mode = Mode::Document;
            return;
        }
        let length = item_length(rest);
        let alone = ["  ", part(rest, 2, length)].concat();
        match read_item(&alone) {
            Some(object) => {
                self.at += length;
                self.object(&object, None);
            }
            // It may need what stands around it, an anchor for instance, or a kind.
            None => self.whole(start, end),
        }
    }

    /// Reads an item of a list in JSON.
    fn json_item(&mut self, start: usize) {
        let rest = after(&self.text, self.at);
        let item = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        self.at += rest.len() - item.len();
        if !item.starts_with('{') {
            // The end of the list; what follows only says that it is one.
            self.at += json_end(item, 2);
            self.mode = Mode::Document;
            return;
        }
        let length = json_end(item, 0);
        match read_item(part(item, 0, length)) {
            Some(object) => {
                self.at += length;
                self.object(&object, None);
            }
            None => {
                let end = start + json_end(after(&self.text, start), 0);
                self.whole(start, end);
            }
        }
    }

    /// Keeps what counts of an object; `own` is its text, if that has nothing else in it.
    fn object(&mut self, object: &Value, own: Option<&str>) {
        let kept = &mut self.kept;
        if kept.reader.add(object) {
            return;
        }
        let is_policy = subject_of(Some(object), "") == Subject::Policy;
        if !is_policy && object.get(EXPECTATIONS).is_none() {
            let kind = object.get("kind").and_then(Value::as_str).unwrap_or("other");
            kept.left_out.push(kind.to_owned());
            return;
        }
        kept.policy_count += usize::from(is_policy);
        let text = match own {
            Some(own) => own.trim_start_matches('-').trim_start_matches(['\r', '\n']).to_owned(),
            None => match without_live_fields(object) {
                Some(stripped) => yaml::emit(&stripped),
                None => yaml::emit(object),
            },
        };
        if !kept.policies.is_empty() {
            kept.policies.push_str("---\n");
        }
        kept.policies.push_str(&text);
        if !kept.policies.ends_with('\n') {
            kept.policies.push('\n');
        }
    }

    fn broken(&mut self, start: usize, document: &yaml::Document) {
        let found = document.diagnostics.first();
        let offset = found.and_then(|found| found.span.as_ref()).map_or(0, |span| span.start);
        let line = part(&self.text, 0, start + offset).matches('\n').count() + 1;
        let message = found.map(|found| found.message.clone()).unwrap_or_default();
        self.kept.unreadable.push(Unreadable { line, message });
    }
}

/// The object that a text is, if that says what kind it is of.
fn read_item(text: &str) -> Option<Value> {
    match yaml::parse(text).pop()?.content {
        Content::Read(object) if object.get("kind").is_some() => Some(object),
        _ => None,
    }
}

/// Where in a document in YAML the first item of a list is, as `kubectl` writes lists.
fn first_item(document: &str) -> Option<usize> {
    const ITEMS: &str = "items:\n- ";
    let at = match document.starts_with(ITEMS) {
        true => 0,
        false => find(document, &["\n", ITEMS].concat())? + 1,
    };
    Some(at + ITEMS.len() - 2)
}

/// The length of an item: up to the next line that is not below it.
fn item_length(item: &str) -> usize {
    let mut at = 0;
    while let Some(length) = find(after(item, at), "\n") {
        at += length + 1;
        match item.as_bytes().get(at) {
            Some(b' ' | b'\n' | b'\r' | b'#') => {}
            _ => return at,
        }
    }
    item.len()
}

/// Where in a text that starts with an object the first of its `items` is.
fn json_items(text: &str) -> Option<usize> {
    // What stands before them is short, or this is something else.
    let head = until(text, 4_096.min(text.len()));
    let at = find(head, "\"items\"")?;
    let rest =
        after(text, at + 7).trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let is_first_level = !has(after(until(head, at), 1), "{") && !has(until(head, at), "[");
    is_first_level.then_some(text.len() - rest.len())
}

/// Where so many open brackets, and those that open on the way, are closed; with none, where the
/// first one that opens is. The length of the text if that is nowhere.
fn json_end(text: &str, mut open: usize) -> usize {
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            (in_string, escaped) = (escaped || byte != b'"', byte == b'\\' && !escaped);
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Snapshot {
        let mut reader = SnapshotReader::new(text.to_owned());
        while reader.step() {}
        assert_eq!(reader.done(), text.len(), "{text}");
        reader.finish()
    }

    /// How many policies and pods are kept, what is left out, and what could not be read.
    fn check(text: &str, policies: usize, pods: usize, rest: &str) {
        let snapshot = read(text);
        assert_eq!((snapshot.policy_count, snapshot.pods), (policies, pods), "{text}");
        let mut told: Vec<String> = Vec::new();
        told.extend(snapshot.left_out.iter().map(|(kind, count)| format!("{count} {kind}")));
        told.extend(snapshot.unreadable.iter().map(|it| format!("{}: {}", it.line, it.message)));
        assert_eq!(told.join(", "), rest, "{text}");
    }

    const POLICY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n";

    #[test]
    fn lists_are_cut_at_their_items_and_anything_else_is_read_as_a_whole() {
        let list = "apiVersion: v1\nitems:\n- kind: Pod\n  metadata:\n    name: a\n\n- kind: \
                    Secret\n- kind: Service\n  spec:\n    x: |\n      - kind: Pod\n- kind: \
                    Service\nkind: List\nmetadata: {}\n";
        check(list, 0, 1, "1 Secret, 2 Service");
        check(&[list, "---\n", POLICY, "---\nkind: Pod\n"].concat(), 1, 2, "1 Secret, 2 Service");
        check("items: [{kind: Pod}, {kind: Secret}]\nkind: List\n", 0, 1, "1 Secret");
        check("items:\n- &a {kind: Pod}\n- *a\nkind: List\n", 0, 2, "");
        check("items:\n- metadata: {name: a}\nkind: PodList\n", 0, 1, "");
        check("expectations: []\n", 0, 0, "");
        check("", 0, 0, "");
    }

    #[test]
    fn json_is_cut_too() {
        let list = r#"{ "apiVersion": "v1", "items": [
            {"kind": "Pod", "metadata": {"name": "a]\\\"}"}}, {"kind": "Secret"} ], "kind": "List" }"#;
        check(list, 0, 1, "1 Secret");
        check(&[list, "\n{\"kind\": \"Pod\"}\n"].concat(), 0, 2, "1 Secret");
        check(r#"{"kind": "PodList", "items": [{"metadata": {"name": "a"}}]}"#, 0, 1, "");
        check(r#"{"kind": "Pod", "spec": {"items": [{"kind": "Pod"}]}}"#, 0, 1, "");
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let broken = "kind: Pod\n---\nkind: [\n---\nkind: Pod\n";
        let snapshot = read(broken);
        assert_eq!(snapshot.pods, 2);
        assert_eq!(snapshot.unreadable.len(), 1);
        assert_eq!(snapshot.unreadable[0].line, 3);
    }

    #[test]
    fn policies_keep_their_text_or_lose_what_the_cluster_added() {
        let written = [POLICY, "metadata: {name: a} # mine\n"].concat();
        let listed = "items:\n- apiVersion: networking.k8s.io/v1\n  kind: NetworkPolicy\n  \
                      metadata: {name: b, uid: x}\n  status: {}\nkind: List\n";
        let snapshot = read(&[&written, "---\n", listed].concat());
        let emitted = [POLICY, "metadata:\n  name: b\n"].concat();
        assert_eq!(snapshot.policies, [&written, "---\n", &emitted].concat());
    }
}
