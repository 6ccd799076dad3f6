//! One JSON object of many megabytes, read in steps, so that whoever waits for it can do something
//! between them. What comes out is what reading it at once gives.

use std::mem;

use super::json::Started;
use super::tree::{Kind, NodeId, Tree};
use super::{Document, MAX_BYTES, compose, document};
use crate::text::{after, unspaced};
use crate::value::Value;

/// About as many bytes, or half as many nodes, are looked at in one step; few where tests count on
/// many steps.
const STEP: usize = if cfg!(test) { 8 } else { 1 << 17 };

/// Reads a text that is one JSON object in steps.
///
/// ```
/// use netpol_core::yaml::{Steps, parse};
/// let text = r#"{"kind": "List", "items": [{"kind": "Pod"}]}"#;
/// let mut steps = Steps::new();
/// while steps.step(text) {}
/// assert_eq!(steps.finish(), parse(text).pop());
/// ```
#[derive(Debug)]
pub struct Steps(Stage);

/// What is done of the reading.
#[derive(Debug)]
enum Stage {
    /// Some of the text is read.
    Text(Started, usize),
    /// The keys of so many nodes are read.
    Names(Tree, NodeId),
    /// Items of the longest list in the object are composed.
    Items(Tree, NodeId, Vec<Value>),
    /// All of it.
    Done(Document),
    /// This is no text for reading in steps.
    Other,
}

impl Default for Steps {
    fn default() -> Self {
        Steps::new()
    }
}

impl Steps {
    /// Begins to read.
    pub fn new() -> Self {
        Steps(Stage::Text(Started::default(), 0))
    }

    /// Reads some more of the text, which is the same at each step; whether there is more to be read
    /// after that.
    pub fn step(&mut self, text: &str) -> bool {
        let stage = mem::replace(&mut self.0, Stage::Other);
        self.0 = stage.next(text).unwrap_or(Stage::Other);
        !matches!(self.0, Stage::Done(_) | Stage::Other)
    }

    /// What was read; `None` for a text that is anything but one JSON object, or is not read to its
    /// end.
    pub fn finish(self) -> Option<Document> {
        match self.0 {
            Stage::Done(document) => Some(document),
            _ => None,
        }
    }
}

impl Stage {
    fn next(self, text: &str) -> Option<Stage> {
        Some(match self {
            Stage::Text(mut started, at) => {
                let fits = text.len() <= MAX_BYTES && unspaced(text).starts_with('{');
                if !fits {
                    return None;
                }
                let aim = at + STEP;
                if !started.read_to(text, aim)? {
                    return Some(Stage::Text(started, aim));
                }
                let (tree, end) = started.finish()?;
                match unspaced(after(text, end)).is_empty() {
                    true => Stage::Names(tree, 0),
                    false => return None,
                }
            }
            Stage::Names(mut tree, from) => {
                let to = tree.nodes.len().min(from + STEP / 2);
                compose::name_fields(text, &mut tree, from..to).ok()?;
                if to < tree.nodes.len() {
                    return Some(Stage::Names(tree, to));
                }
                let list = longest_list(&tree)?;
                Stage::Items(tree, list, Vec::new())
            }
            Stage::Items(tree, list, mut items) => {
                let Kind::List(all) = &tree.node(list).kind else { return None };
                let Some(first) = all.get(items.len()) else {
                    let value = compose::value_around(&tree, list, items);
                    return Some(Stage::Done(document(0..text.len(), tree, value)));
                };
                let start = tree.node(*first).span.start;
                for &item in &all[items.len()..] {
                    if tree.node(item).span.start > start + STEP {
                        break;
                    }
                    items.push(compose::value_of(&tree, item)?);
                }
                Stage::Items(tree, list, items)
            }
            Stage::Done(_) | Stage::Other => return None,
        })
    }
}

/// The longest list right in the object.
fn longest_list(tree: &Tree) -> Option<NodeId> {
    let fields = &tree.map(tree.root?)?.entries;
    let lists = fields.iter().filter_map(|field| match &tree.node(field.value).kind {
        Kind::List(items) => Some((items.len(), field.value)),
        _ => None,
    });
    lists.max().map(|(_, list)| list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    fn read(text: &str) -> (Option<Document>, usize) {
        let (mut steps, mut count) = (Steps::new(), 1);
        while steps.step(text) {
            count += 1;
        }
        (steps.finish(), count)
    }

    #[test]
    fn a_text_that_is_read_in_steps_is_read_as_at_once() {
        let texts = [
            r#"{"items":[]}"#,
            r#" {"kind":"List","items":[{"a":1},{"b":["x",{}]},{"a":null},2,"three"]} "#,
            r#"{"items":[{"a":1,"a":2}],"items":[{"b":3,"c":"\u00e9"}],"others":[1,2]}"#,
            r#"{"items":[{"a":1e400}],"x":1}"#,
            r#"{"a":{"items":[1]},"b":["second","list","here"],"c":[]}"#,
            &format!(r#"{{"items":[{}{}]}}"#, r#"{"name":"web"},"#.repeat(50), 7),
        ];
        for text in texts {
            let (document, count) = read(text);
            let at_once = parse(text);
            match document {
                Some(document) => assert_eq!(vec![document], at_once, "{text}"),
                // What is wrong is said by who reads it at once.
                None => assert!(!at_once[0].diagnostics.is_empty(), "{text}"),
            }
            assert!(count > text.len() / STEP, "{count} steps for {text}");
        }
    }

    #[test]
    fn what_is_not_one_object_is_not_read_in_steps() {
        let nested = "[".repeat(2_000);
        let texts = [
            "",
            "a: 1",
            "[1]",
            "{}",
            r#"{"a":1}"#,
            r#"{"items":[1]} {"items":[2]}"#,
            r#"{"items":[1]"#,
            r#"{"items":[01]}"#,
            "{\"items\":[1]}\n---\na: 1",
            &nested,
        ];
        for text in texts {
            assert_eq!(read(text).0, None, "{text}");
        }
    }
}
