//! A snapshot of a cluster, read piece by piece: what is larger than a text that one edits.
//!
//! `kubectl get … -A -o yaml` prints one list of everything, tens of megabytes of which policies
//! can tell a hundredth. Here the list is cut at its items, some are read at a time, what counts is
//! kept and the rest dropped at once; so it takes little memory, can be stopped, and says how far it
//! is. What is left of the text without its items is read last: only if that is the list it seemed
//! to be are the pieces what the whole is. At any surprise all is read again, as one reads a text
//! that is not cut; so the outcome never depends on the way. Secrets and the like are never kept.

mod kept;
mod write;

use crate::edit::objects;
use crate::path::FieldPath;
use crate::text::{after, find, has, part, unspaced, until};
use crate::value::Value;
use crate::yaml::{self, Document, Notation, Piece};

use kept::Kept;
pub use kept::{ENDED, Snapshot, Unreadable};
pub use write::cluster_text;

/// About as many bytes are read in one step; few where tests count on many steps.
const STEP: usize = if cfg!(test) { 64 } else { 1 << 18 };

/// The kind of what is never kept.
const SECRET: &str = "Secret";

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
    /// How many objects in JSON the text began with.
    objects: usize,
    kept: Kept,
}

/// Reads a text that holds secrets as a snapshot, so that they are not kept; `None` if it holds none.
///
/// Where a text that cannot be read mentions one, there may be one.
///
/// ```
/// use netpol_core::snapshot::without_secrets;
/// let text = "kind: Pod\nmetadata: {name: web}\n---\nkind: Secret\ndata: {key: c2VjcmV0}\n";
/// let files = without_secrets(text).map(|kept| kept.into_files("shop/web.yaml")).unwrap_or_default();
/// assert_eq!((files.len(), files[0].0.as_str()), (1, "shop/web.cluster.json"));
/// assert!(!files[0].1.contains("c2VjcmV0"));
/// assert_eq!(without_secrets("kind: Pod\nmetadata: {name: Secret}\n"), None);
/// ```
pub fn without_secrets(text: &str) -> Option<Snapshot> {
    // Most texts need not be read twice.
    if !has(text, SECRET) {
        return None;
    }
    let mut reader = SnapshotReader::new(text.to_owned());
    while reader.step() {}
    let snapshot = reader.finish();
    snapshot.has_secrets.then_some(snapshot)
}

/// Where the reader is.
#[derive(Clone, Debug)]
enum Mode {
    /// At the start of a document.
    Document,
    /// At an item of a list.
    Items(List),
    /// Reading all again: the documents that are not read yet, the last one first.
    Again(Vec<Piece>),
}

/// A list that is read item by item.
#[derive(Clone, Copy, Debug)]
struct List {
    /// Where its document starts.
    start: usize,
    /// Where its first item is.
    items: usize,
    layout: Layout,
}

/// How the items of a list stand in the text.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// At dashes after so many spaces, in a document with this end.
    Dashes { indent: usize, end: usize },
    /// As objects in JSON.
    Json,
}

/// Something that only reading all of the text can tell.
#[derive(Clone, Copy, Debug)]
struct Surprise;

impl SnapshotReader {
    /// Prepares to read a text.
    pub fn new(text: String) -> Self {
        SnapshotReader { text, at: 0, mode: Mode::Document, objects: 0, kept: Kept::default() }
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
            let outcome = match &mut self.mode {
                Mode::Document => self.document(),
                Mode::Items(list) => match (*list, list.layout) {
                    (list, Layout::Dashes { indent, end }) => self.dashes(list, indent, end),
                    (list, Layout::Json) => self.json(list),
                },
                Mode::Again(pieces) => {
                    match pieces.pop() {
                        Some(piece) => self.at = self.kept.document(&self.text, 0, piece),
                        None => self.at = self.text.len(),
                    }
                    Ok(())
                }
            };
            if outcome.is_err() {
                // Where it would have come to does not count any more.
                self.again();
                return true;
            }
        }
        self.at < self.text.len()
    }

    /// Begins anew, with documents that are read as a whole.
    fn again(&mut self) {
        let mut pieces = yaml::cut(&self.text);
        pieces.reverse();
        (self.at, self.mode, self.kept) = (0, Mode::Again(pieces), Kept::default());
    }

    /// What was read.
    pub fn finish(self) -> Snapshot {
        self.kept.finish()
    }

    /// Reads a document, or goes to the first item of the list that it seems to be.
    fn document(&mut self) -> Result<(), Surprise> {
        let start = self.at;
        let rest = after(&self.text, start);
        let is_json = rest.trim_start().starts_with('{');
        let list = match is_json {
            true => first_in_json(rest).map(|items| (items, Layout::Json)),
            // One object may be followed by YAML, two may not; and anything else may be JSON too.
            false if self.objects > 1 => return Err(Surprise),
            false if self.objects == 1 && !rest.starts_with("---") => return Err(Surprise),
            false => {
                let end = find(rest, "\n---").map_or(self.text.len(), |length| start + length + 1);
                match first_dash(part(&self.text, start, end)) {
                    Some((items, indent)) => Some((items, Layout::Dashes { indent, end })),
                    None => return self.lone(end, false),
                }
            }
        };
        self.objects += usize::from(is_json);
        match list {
            Some((items, layout)) => {
                self.at += items;
                self.mode = Mode::Items(List { start, items: self.at, layout });
                Ok(())
            }
            None => self.lone(start + json_end(rest, 0), true),
        }
    }

    /// Reads a document that is no list, or no long one.
    fn lone(&mut self, end: usize, is_json: bool) -> Result<(), Surprise> {
        let text = part(&self.text, self.at, end);
        let separator = text.lines().next().unwrap_or_default();
        let mut pieces = yaml::cut(text);
        match (pieces.pop(), pieces.is_empty()) {
            // Where a line ends at CR alone depends on whether it is the first of the stream.
            (Some(piece), true)
                if (piece.notation() == Notation::Json) == is_json && !separator.contains('\r') =>
            {
                self.kept.document(&self.text, self.at, piece);
                self.go_on_at(end);
                Ok(())
            }
            _ => Err(Surprise),
        }
    }

    /// Goes to the document after one that ends there.
    fn go_on_at(&mut self, end: usize) {
        let rest = after(&self.text, end);
        self.mode = Mode::Document;
        self.at = match self.objects {
            0 => end,
            _ => self.text.len() - unspaced(rest).len(),
        };
    }

    /// Reads some items of a list in YAML.
    fn dashes(&mut self, list: List, indent: usize, end: usize) -> Result<(), Surprise> {
        let rest = part(&self.text, self.at, end);
        let text = until(rest, items_length(rest, indent));
        let (Some(Value::List(items)), false) = (read(text, false), has_marker(text)) else {
            return Err(Surprise);
        };
        items.iter().try_for_each(|item| self.kept.item(item))?;
        self.at += text.len();
        match line_of(after(rest, text.len()), indent) {
            Line::Item => Ok(()),
            _ => self.list(list, &[" ".repeat(indent).as_str(), "- {}\n"].concat(), end),
        }
    }

    /// Reads an item of a list in JSON.
    fn json(&mut self, list: List) -> Result<(), Surprise> {
        let rest = after(&self.text, self.at);
        let text = until(rest, json_end(rest, 0));
        let item = read(text, true).ok_or(Surprise)?;
        self.kept.item(&item)?;
        let next = unspaced(after(rest, text.len()));
        match next.strip_prefix(',') {
            Some(next) => {
                let next = unspaced(next);
                self.at = self.text.len() - next.len();
                if next.starts_with('{') { Ok(()) } else { Err(Surprise) }
            }
            None => {
                self.at = self.text.len() - next.len();
                // The list and the object around it are open.
                self.list(list, "{}", self.at + json_end(next, 2))
            }
        }
    }

    /// Leaves a list behind its last item, if the document with another item in place of all of
    /// them is nothing but a list.
    fn list(&mut self, list: List, item: &str, end: usize) -> Result<(), Surprise> {
        let text = |from, to| part(&self.text, from, to);
        let rest = [text(list.start, list.items), item, text(self.at, end)].concat();
        let value = read(&rest, matches!(list.layout, Layout::Json)).ok_or(Surprise)?;
        let place = FieldPath::root().key("items").index(0);
        let is_list = value.at(&place) == Some(&Value::Map(Vec::new()));
        if !is_list || objects::places(&value) != [place] {
            return Err(Surprise);
        }
        self.go_on_at(end);
        Ok(())
    }
}

/// The value that a text is, if it is one document about which nothing is to be said.
fn read(text: &str, is_json: bool) -> Option<Value> {
    let mut pieces = yaml::cut(text);
    let piece = pieces.pop()?;
    if !pieces.is_empty() || (piece.notation() == Notation::Json) != is_json {
        return None;
    }
    match piece.read(text) {
        Document { content, diagnostics, .. } if diagnostics.is_empty() => content.into_value(),
        _ => None,
    }
}

/// What a line is in a list in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The first line of an item.
    Item,
    /// A further line of an item, or one without content.
    Within,
    /// Not of the list.
    Outside,
}

/// What the line at the start of a text is, in a list with dashes after so many spaces.
fn line_of(text: &str, indent: usize) -> Line {
    let bytes = text.as_bytes();
    let spaces = bytes.iter().take_while(|byte| **byte == b' ').count();
    match bytes.get(spaces) {
        Some(b'-') if spaces == indent && is_alone(bytes.get(spaces + 1)) => Line::Item,
        Some(b'\n' | b'\r' | b'#') => Line::Within,
        Some(_) if spaces > indent => Line::Within,
        _ => Line::Outside,
    }
}

/// Whether a dash with this after it begins an item.
fn is_alone(next: Option<&u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\n' | b'\r'))
}

/// Where in a document in YAML the first item of a list is, and the spaces before its dash.
fn first_dash(document: &str) -> Option<(usize, usize)> {
    const ITEMS: &str = "items:";
    let at = match document.starts_with(ITEMS) {
        true => 0,
        false => find(document, "\nitems:")? + 1,
    };
    let rest = after(document, at + ITEMS.len());
    let line = until(rest, find(rest, "\n")? + 1);
    let items = after(rest, line.len());
    let indent = items.len() - items.trim_start_matches(' ').len();
    let is_list = line.trim().is_empty() && line_of(items, indent) == Line::Item;
    is_list.then_some((document.len() - items.len(), indent))
}

/// The length of the items at the start of a text, of so many that it makes a step.
fn items_length(items: &str, indent: usize) -> usize {
    let mut at = 0;
    while let Some(length) = find(after(items, at), "\n") {
        at += length + 1;
        match line_of(after(items, at), indent) {
            Line::Item if at >= STEP => return at,
            Line::Outside => return at,
            Line::Item | Line::Within => {}
        }
    }
    items.len()
}

/// Whether a document ends within a text for the parser of YAML, but not for what cuts the stream,
/// which knows no other line breaks than LF.
fn has_marker(text: &str) -> bool {
    const MARKERS: [&str; 8] = [
        "\r---",
        "\r...",
        "\u{85}---",
        "\u{85}...",
        "\u{2028}---",
        "\u{2028}...",
        "\u{2029}---",
        "\u{2029}...",
    ];
    MARKERS.iter().any(|marker| has(text, marker))
}

/// Where in a text that starts with an object the first of its `items` seems to be.
fn first_in_json(text: &str) -> Option<usize> {
    const ITEMS: &str = "\"items\"";
    // What stands before them is short, or this is something else.
    let at = find(until(text, text.floor_char_boundary(4_096)), ITEMS)?;
    let colon = unspaced(after(text, at + ITEMS.len())).strip_prefix(':')?;
    let item = unspaced(unspaced(colon).strip_prefix('[')?);
    let is_of_first = !has(until(text, at), "}");
    (is_of_first && item.starts_with('{')).then_some(text.len() - item.len())
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
    fn a_label_is_left_out_only_where_it_comes_of_itself() {
        let key = "kubernetes.io/metadata.name";
        let text = format!("kind: Pod\nmetadata: {{name: a, labels: {{{key}: x}}}}\n");
        let kept = read(&text).cluster;
        assert!(kept.contains(&format!("\"{key}\":\"x\"")), "{kept}");
        assert_eq!(kept.matches(key).count(), 1, "{kept}");
    }

    #[test]
    fn a_pod_that_has_ended_later_is_gone() {
        let running = "kind: Pod\nmetadata: {name: a}\n---\n";
        let ended = "kind: Pod\nmetadata: {name: a}\nstatus: {phase: Succeeded}\n---\n";
        check(&[running, ended].concat(), 0, 0, "1 Pod that has ended");
        check(&[ended, running].concat(), 0, 1, "1 Pod that has ended");
    }

    #[test]
    fn secrets_of_any_shape_are_noticed() {
        let secrets = [
            "kind: Secret\ndata: {a: b}\n",
            "{\"kind\":\"Secret\",\"data\":{}}",
            "kind: List\nitems:\n- kind: &kind Secret\n",
            "kind: SecretList\nitems:\n- data: {a: b}\n",
            "kind: Secret\nstringData: {password: a: b}\n---\nkind: Pod\n",
            "items:\n- kind: Secret\n  data: {a: b}\n",
            "kind: Pod\n---\nkind: List\nitems: [{kind: List, items: [{\"kind\": !!str 'Secret'}]}]\n",
        ];
        for text in secrets {
            let kept = without_secrets(text).expect(text);
            assert!(!kept.policies.contains("Secret") && !kept.cluster.contains("Secret"));
        }
        for text in ["", "# Secret\nkind: Pod\n", POLICY, "kind: SecretStore\n"] {
            assert_eq!(without_secrets(text), None, "{text}");
        }
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
        check(
            "kind: Pod\n---\nkind: [\n---\nkind: Pod\n",
            0,
            2,
            "3: a list or map in brackets is not closed",
        );
        let breaks_off = "apiVersion: v1\nitems:\n- kind: Pod\n- kind: Pod\n";
        check(
            &["kind: Pod\n---\n", breaks_off].concat(),
            0,
            1,
            "6: there is no `kind` after these `items`, so the file may break off here",
        );
        check(
            r#"{"kind": "List", "items": [{"kind": "Pod"}, {"kind": "Pod"}"#,
            0,
            0,
            "1: a list or map in brackets is not closed",
        );
    }

    #[test]
    fn nothing_in_a_list_is_lost() {
        let nested =
            "items:\n- kind: List\n  items:\n  - kind: Pod\n  - kind: NetworkPolicy\nkind: List\n";
        check(nested, 1, 1, "");
        check(
            "items:\n- kind: Pod\n  status: {phase: Failed}\nkind: List\n",
            0,
            0,
            "1 Pod that has ended",
        );
        check(
            r#"{"items": [{"kind": "Pod"}, null, {"kind": "Pod"}], "kind": "List"}"#,
            0,
            2,
            "1 other",
        );
    }

    /// Texts that are cut, and ones that seem to be.
    fn texts() -> Vec<String> {
        let yaml = "apiVersion: v1\nitems:\n- kind: Pod\n  metadata:\n    name: a\n# b\n- kind: \
                    Secret\n  data: |\n    - kind: Pod\n- apiVersion: networking.k8s.io/v1\n  \
                    kind: NetworkPolicy\n  metadata: {name: c, uid: x}\nkind: List\nmetadata: {}\n";
        let json = r#"{ "items": [ {"kind": "Pod", "metadata": {"name": "a]\\\"}"}}, {"kind":
            "Secret"}, {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"} ],
            "kind": "List" }"#;
        let indented = |line| match line_of(line, 0) {
            Line::Outside => String::from(line),
            Line::Item | Line::Within => ["  ", line].concat(),
        };
        let two = [yaml, "---\n", yaml].concat();
        vec![
            yaml.replace('\n', "\r\n"),
            yaml.split_inclusive('\n').map(indented).collect(),
            two,
            [json, "\n", json].concat(),
            [json, "\n---\n", yaml].concat(),
            [json, " {\"kind\": \"Pod\"} ", json].concat(),
        ]
    }

    /// Compares the outcome with that of a text that is not cut.
    fn check_way(text: &str) {
        let mut reader = SnapshotReader::new(text.to_owned());
        reader.again();
        while reader.step() {}
        assert_eq!(read(text), reader.finish(), "{text}");
    }

    #[test]
    fn the_outcome_does_not_depend_on_the_way() {
        const MORE: [&str; 14] = [
            "", " ", "\n", "\r", "- ", "---\n", "...\n", "items:\n", "[", "]", "}", ",", "\"",
            "null",
        ];
        for text in texts() {
            let mut reader = SnapshotReader::new(text.clone());
            while reader.step() {}
            assert!(matches!(reader.mode, Mode::Document), "it is cut: {text}");
            for at in 0..text.len() {
                let (before, after) = text.split_at(at);
                check_way(before);
                check_way(&[before, &after[1..]].concat());
                for more in MORE {
                    check_way(&[before, more, after].concat());
                }
            }
        }
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
