//! The smallest text edits that make a text say another value.
//!
//! Who edits a manifest by a form did not ask for another layout, so what is not touched keeps its
//! bytes: comments, blank lines, the order of keys, quotes, brackets, indentation, anchors, line
//! breaks. What is new takes the look of what is around it. An edit inside of something that an
//! alias or a merge shares is made in that one place only, and the result says so.
//!
//! The way of an edit: `Editor` walks the nodes of the text beside the values before and after, and
//! collects edits (`block` and `flow` for collections, `slot` for a value as a whole, `share` for
//! anchors). What it does not know how to edit in place it writes anew, the smallest node that holds
//! it. The result is then read back, the lines around the edits or (see `window`) all of it; if it does not say what was asked for, the same is done with
//! larger nodes, up to the whole document. So the text after is right by construction, and the rules
//! of layout here can be wrong only by taking more than they need.
//!
//! Nothing here knows what a policy is.

mod block;
mod flow;
mod lines;
mod matching;
mod share;
mod slot;
mod style;
mod window;

use super::tree::{Kind, NodeId, Tree};
use super::{Content, Document, emit, parse};
use crate::diagnostic::Span;
use crate::order;
use crate::path::{FieldPath, Step};
use crate::text::{find, part, until};
use crate::value::Value;
use lines::Lines;
use slot::Slot;
use style::Surroundings;

pub use matching::{Origins, same};

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes that go; none for an insertion.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

/// A text that says another value, and how it came about.
#[derive(Clone, Debug)]
pub struct Reconciled {
    /// The edits, in the order of the text and without overlaps; none if nothing had to change.
    pub edits: Vec<TextEdit>,
    /// The text after them.
    pub text: String,
    /// Where a value was shared by an alias or a merge, and is not any more.
    pub unshared: Vec<FieldPath>,
}

/// How deep the editing goes before a node is written anew, one try after the other.
///
/// The first try is right but for texts that are laid out in ways nobody foresaw.
const DEPTHS: [usize; 5] = [usize::MAX, 6, 4, 2, 0];

/// Makes one value of a document another one, by the smallest edits of its text.
///
/// `document` was read from `text` (its spans count from the start of it), `place` leads to the
/// value, which becomes `after`. Only the values count: an `after` that has the keys of a map in
/// another order changes nothing. `origins` tells which items of a list are which; without it items
/// are recognized by what they say.
///
/// ```
/// use netpol_core::path::FieldPath;
/// use netpol_core::value::Value;
/// use netpol_core::yaml::{self, Origins, reconcile};
/// let text = "port: 80 # http\nprotocol: TCP\n";
/// let document = &yaml::parse(text)[0];
/// let place = FieldPath::root().key("port");
/// let done = reconcile(text, document, &place, &Value::from(8080), &Origins::default());
/// assert_eq!(done.text, "port: 8080 # http\nprotocol: TCP\n");
/// ```
pub fn reconcile(
    text: &str,
    document: &Document,
    place: &FieldPath,
    after: &Value,
    origins: &Origins,
) -> Reconciled {
    let change = Change { text, document, place, after, origins };
    change.carry_out(&mut |editor, edits, edited| {
        let windows = editor.windows(edits, place);
        let is_right = windows.iter().rev().any(|window| window.says(edited, text, place, after));
        is_right || change.read_back(edited).is_some()
    })
}

/// The same, for who needs the reading of the document after anyway; there is none where nothing
/// had to change.
pub fn reconcile_and_read(
    text: &str,
    document: &Document,
    place: &FieldPath,
    after: &Value,
    origins: &Origins,
) -> (Reconciled, Option<Document>) {
    let change = Change { text, document, place, after, origins };
    let mut reading = None;
    let done = change.carry_out(&mut |_, _, edited| {
        reading = change.read_back(edited);
        reading.is_some()
    });
    (done, reading)
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Change<'a> {
    text: &'a str,
    document: &'a Document,
    place: &'a FieldPath,
    after: &'a Value,
    origins: &'a Origins,
}

/// Whether edits of an editor make a text that says what was asked for.
type IsRight<'a> = &'a mut dyn FnMut(&Editor<'_>, &[TextEdit], &str) -> bool;

impl Change<'_> {
    fn whole(&self) -> &Value {
        match &self.document.content {
            Content::Read(value) => value,
            Content::Empty | Content::Broken => &Value::Null,
        }
    }

    fn carry_out(&self, is_right: IsRight<'_>) -> Reconciled {
        let Change { text, document, place, after, origins } = *self;
        if self.whole().at(place).is_some_and(|before| same(before, after)) {
            return Reconciled { edits: Vec::new(), text: text.to_owned(), unshared: Vec::new() };
        }
        for depth in DEPTHS {
            let mut editor = Editor::new(text, document, origins, depth);
            let Some(edits) = editor.run(self.whole(), place, after) else { continue };
            let Some(edited) = apply_edits(text, &edits) else { continue };
            if is_right(&editor, &edits, &edited) {
                return Reconciled { edits, text: edited, unshared: editor.unshared };
            }
        }
        write_anew(text, document, &self.whole().with(place, after))
    }

    /// Reads the whole document after the edits; none if it does not say what was asked for.
    fn read_back(&self, edited: &str) -> Option<Document> {
        let end = edited.len() + self.document.span.end - self.text.len();
        let mut documents = parse(edited.get(self.document.span.start..end)?);
        let read = documents.pop().filter(|_| documents.is_empty())?;
        let expected = self.whole().with(self.place, self.after);
        matches!(&read.content, Content::Read(says) if same(says, &expected)).then_some(read)
    }
}

/// Carries out edits; `None` if they overlap or lie outside of the text.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start)?);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// What a document says; `null` for what cannot be read, which is never asked for.
fn read_back(text: &str) -> Value {
    let mut documents = parse(text);
    let document = documents.pop().filter(|_| documents.is_empty());
    document.and_then(|document| document.content.into_value()).unwrap_or(Value::Null)
}

/// Writes the document anew, below the comments that it starts with.
fn write_anew(text: &str, document: &Document, value: &Value) -> Reconciled {
    let own = text.get(document.span.clone()).unwrap_or_default();
    let mut kept = 0;
    for line in own.split_inclusive('\n') {
        let content = line.trim();
        if !(content.is_empty() || content.starts_with('#') || content.starts_with("---")) {
            break;
        }
        kept += line.len();
    }
    let mut head = own.get(..kept).unwrap_or_default().to_owned();
    if !head.is_empty() && !head.ends_with('\n') {
        head.push('\n');
    }
    let edit = TextEdit { span: document.span.clone(), text: head + &emit(value) };
    let text = apply_edits(text, std::slice::from_ref(&edit)).unwrap_or_default();
    Reconciled { edits: vec![edit], text, unshared: Vec::new() }
}

/// Something that is not edited in place, so that what holds it is written anew.
struct Unforeseen;

type Done = Result<(), Unforeseen>;

/// Collects the edits of one document.
struct Editor<'a> {
    text: &'a str,
    lines: Lines<'a>,
    tree: &'a Tree,
    around: Surroundings,
    origins: &'a Origins,
    /// How many levels below the place are still edited in place.
    depth: usize,
    /// Where we are, below the place that is edited.
    path: Vec<Step>,
    edits: Vec<TextEdit>,
    unshared: Vec<FieldPath>,
    /// What aliases stand for, each with its first alias.
    shared: Vec<(NodeId, NodeId)>,
    /// The brackets that we are in.
    brackets: Brackets,
}

/// Whether brackets that get too long can give way to lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brackets {
    /// There are none.
    Outside,
    /// They can: all of them are on one line, and what holds them is in block style.
    OnOneLine,
    /// They stay, for they have lines already or hold the place that is edited.
    Stay,
}

impl<'a> Editor<'a> {
    fn new(text: &'a str, document: &'a Document, origins: &'a Origins, depth: usize) -> Self {
        let tree = document.source.tree();
        let lines = Lines::new(text, document.span.clone());
        Editor {
            text,
            lines,
            tree,
            around: Surroundings::of(text, tree, lines),
            origins,
            depth,
            path: Vec::new(),
            edits: Vec::new(),
            unshared: Vec::new(),
            shared: share::shared(tree),
            brackets: Brackets::Outside,
        }
    }

    /// The edits that make the value at a place another one; `None` where that is not foreseen.
    fn run(&mut self, whole: &Value, place: &FieldPath, after: &Value) -> Option<Vec<TextEdit>> {
        if self.lines.has_bare_returns() {
            return None;
        }
        let root = self.tree.root?;
        self.descend(Slot::Root, root, whole, place.steps(), after).ok()?;
        let edits = std::mem::take(&mut self.edits);
        let by_place = |a: &TextEdit, b: &TextEdit| {
            (a.span.start, a.span.end).cmp(&(b.span.start, b.span.end))
        };
        Some(order::sorted(edits, by_place))
    }

    /// Goes to the place, and makes what is there another value.
    fn descend(
        &mut self,
        slot: Slot,
        id: NodeId,
        before: &Value,
        steps: &[Step],
        after: &Value,
    ) -> Done {
        let Some((step, below)) = steps.split_first() else {
            return self.change(slot, id, before, after);
        };
        if self.has_brackets(id) {
            self.brackets = Brackets::Stay;
        }
        let inner = before.child(step).ok_or(Unforeseen)?;
        let (slot, id) = self.child(id, step)?;
        self.descend(slot, id, inner, below, after)
    }

    /// The slot and node of one step down, if it is written where it belongs.
    fn child(&self, id: NodeId, step: &Step) -> Result<(Slot, NodeId), Unforeseen> {
        match (&self.tree.node(id).kind, step) {
            (Kind::Map(map), Step::Key(name)) => {
                let at = map.own(name).last().copied().ok_or(Unforeseen)? as usize;
                let entry = &map.entries[at];
                let slot = match self.has_brackets(id) {
                    true => Slot::Bracket { from: self.lines.colon(self.tree, entry.key)? + 1 },
                    false => self.entry_slot(entry.key)?,
                };
                Ok((slot, entry.value))
            }
            (Kind::List(items), Step::Index(at)) => {
                let item = *items.get(*at).ok_or(Unforeseen)?;
                let slot = match self.has_brackets(id) {
                    true => Slot::Bracket { from: self.bracket_from(id, items, *at) },
                    false => {
                        let blocks = self.item_blocks(Slot::Root, id, items)?;
                        let dash = blocks.get(*at).ok_or(Unforeseen)?.dash;
                        Slot::Item { dash, column: self.lines.column(dash) }
                    }
                };
                Ok((slot, item))
            }
            _ => Err(Unforeseen),
        }
    }

    /// Makes a value another one: inside of it as far as possible, else as a whole.
    fn change(&mut self, slot: Slot, id: NodeId, before: &Value, after: &Value) -> Done {
        if same(before, after) {
            return Ok(());
        }
        if let Kind::Alias(_) = self.tree.node(id).kind {
            self.unshared.push(FieldPath::along(&self.path));
            return self.replace(slot, id, after, None);
        }
        let anchor = self.keep_shared(slot, id, before)?;
        let mark = (self.edits.len(), self.path.len(), self.unshared.len());
        let outside = self.brackets;
        if outside == Brackets::Outside && self.has_brackets(id) {
            let has_lines = self.around.json || self.raw(id).contains('\n');
            self.brackets = if has_lines { Brackets::Stay } else { Brackets::OnOneLine };
        }
        let inside = self.change_inside(slot, id, before, after);
        self.brackets = outside;
        if inside.is_ok() {
            if let Some(anchor) = anchor {
                self.edits.push(anchor);
            }
            return Ok(());
        }
        self.edits.truncate(mark.0);
        self.path.truncate(mark.1);
        self.unshared.truncate(mark.2);
        // An anchor goes with what is replaced.
        self.replace(slot, id, after, None)
    }

    fn change_inside(&mut self, slot: Slot, id: NodeId, before: &Value, after: &Value) -> Done {
        if self.path.len() >= self.depth {
            return Err(Unforeseen);
        }
        match (&self.tree.node(id).kind, before, after) {
            (Kind::Map(map), Value::Map(_), Value::Map(to)) if !to.is_empty() => {
                match self.has_brackets(id) {
                    true => self.change_flow_map(id, map, before, to),
                    false => self.change_block_map(map, before, to),
                }
            }
            (Kind::List(items), Value::List(from), Value::List(to)) if !to.is_empty() => {
                match self.has_brackets(id) {
                    true => self.change_flow_list(id, items, from, to),
                    false => self.change_block_list(slot, id, items, from, to),
                }
            }
            _ => Err(Unforeseen),
        }
    }

    /// Makes the value of an entry or item another one, one step further down.
    fn change_below(
        &mut self,
        step: Step,
        slot: Slot,
        id: NodeId,
        before: &Value,
        after: &Value,
    ) -> Done {
        self.path.push(step);
        let done = self.change(slot, id, before, after);
        self.path.pop();
        done
    }

    fn edit(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(TextEdit { span, text: text.into() });
    }

    fn span(&self, id: NodeId) -> Span {
        self.tree.node(id).span.clone()
    }

    fn raw(&self, id: NodeId) -> &'a str {
        self.text.get(self.span(id)).unwrap_or_default()
    }

    /// The byte behind a value that stands somewhere behind `from`.
    ///
    /// Where a value is left out the tree has no bytes for it; then it is that behind its colon, or
    /// behind its anchor or tag. The line breaks that a block of text reaches over belong to it.
    fn end(&self, mut id: NodeId, mut from: usize) -> usize {
        loop {
            let span = self.span(id);
            match &self.tree.node(id).kind {
                Kind::Map(map) if !self.has_brackets(id) => {
                    let Some(last) = map.entries.last() else { return span.end };
                    id = last.value;
                    from = match self.lines.colon(self.tree, last.key) {
                        Ok(colon) => colon + 1,
                        Err(_) => self.span(last.key).end,
                    };
                }
                Kind::List(items) if !self.has_brackets(id) => {
                    let Some(last) = items.last() else { return span.end };
                    (id, from) = (*last, self.span(*last).start);
                }
                _ if span.is_empty() => {
                    let line_end = self.lines.end(from);
                    let line = part(self.text, from.min(line_end), line_end);
                    let comment = find(line, " #").unwrap_or(line.len());
                    return from + until(line, comment).trim_end().len();
                }
                _ => {
                    // A block of text may reach into the indentation of the line below it.
                    let text = self.raw(id).trim_end_matches(' ');
                    return if text.ends_with('\n') { span.start + text.len() } else { span.end };
                }
            }
        }
    }

    /// Whether a collection is written in brackets.
    fn has_brackets(&self, id: NodeId) -> bool {
        self.raw(id).starts_with(['[', '{'])
    }
}

#[cfg(test)]
mod tests;
