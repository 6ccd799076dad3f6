//! Where one document of a stream ends and the next begins, as `kubectl apply -f` decides it.
//!
//! A text that starts with `{` is read as JSON objects one after the other, until one is no JSON.
//! Anything else is cut at every line that starts with `---`, whatever the line stands in (even a
//! block of text); nothing but a comment may follow on that line. Facts from `YAMLOrJSONDecoder`
//! and `YAMLReader` of k8s.io/apimachinery 0.37.

use super::tree::Tree;
use super::{MAX_BYTES, json};
use crate::diagnostic::Span;
use crate::text::{after, unspaced};

const SEPARATOR: &str = "---";

/// The bytes of one document, and how they are to be read.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub span: Span,
    pub form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    /// JSON, read already: only reading tells where it ends.
    Json(Tree),
    /// The bytes that are given to the YAML parser: those after the separator.
    Yaml(Span),
    /// A separator line with something after the dashes, which kubectl refuses.
    BadSeparator(Span),
    /// Something else after two or more JSON objects, which kubectl refuses.
    NotJson(Span),
    /// More bytes than are read at all.
    TooLarge,
}

impl Chunk {
    /// The same document as if its text were all there is.
    pub fn by_itself(self) -> Chunk {
        let start = self.span.start;
        let moved = |span: Span| span.start - start..span.end - start;
        let form = match self.form {
            Form::Json(mut tree) => {
                for node in &mut tree.nodes {
                    node.span = moved(node.span.clone());
                }
                Form::Json(tree)
            }
            Form::Yaml(body) => Form::Yaml(moved(body)),
            Form::BadSeparator(line) => Form::BadSeparator(moved(line)),
            Form::NotJson(rest) => Form::NotJson(moved(rest)),
            Form::TooLarge => Form::TooLarge,
        };
        Chunk { span: moved(self.span), form }
    }
}

/// Cuts a text into documents; their spans together are the whole text.
pub(super) fn split(text: &str) -> Vec<Chunk> {
    if text.len() > MAX_BYTES {
        return vec![Chunk { span: 0..text.len(), form: Form::TooLarge }];
    }
    let mut chunks = Vec::new();
    let mut end = 0;
    if text.trim_start().starts_with('{') {
        end = json_objects(text, &mut chunks);
    }
    if chunks.len() > 1 && end < text.len() {
        chunks.push(Chunk { span: end..text.len(), form: Form::NotJson(end..text.len()) });
    } else if chunks.is_empty() || end < text.len() {
        yaml_documents(text, end, &mut chunks);
    }
    chunks
}

/// Reads objects until the text ends or goes on with something else; returns how far it came.
fn json_objects(text: &str, chunks: &mut Vec<Chunk>) -> usize {
    let mut end = 0;
    while let Some((tree, next)) = json::read(text, end) {
        let next = text.len() - unspaced(after(text, next)).len();
        chunks.push(Chunk { span: end..next, form: Form::Json(tree) });
        end = next;
        if end == text.len() {
            break;
        }
    }
    end
}

fn yaml_documents(text: &str, from: usize, chunks: &mut Vec<Chunk>) {
    let mut start = from;
    let mut form = Form::Yaml(from..text.len());
    let mut at = from;
    for line in after(text, from).split_inclusive('\n') {
        let end = at + line.len();
        if let Some(rest) = line.strip_prefix(SEPARATOR) {
            if at > start {
                chunks.push(Chunk { span: start..at, form: until(form, at) });
            }
            start = at;
            // Only the first separator is read by the parser too, and ends with CR for it.
            let line_end = match rest.find('\r').filter(|_| at == from) {
                Some(end) => at + SEPARATOR.len() + end + 1,
                None => end,
            };
            let rest = rest.trim();
            form = match rest.is_empty() || rest.starts_with('#') {
                true => Form::Yaml(line_end..text.len()),
                false => Form::BadSeparator(at..at + line.trim_end().len()),
            };
        }
        at = end;
    }
    chunks.push(Chunk { span: start..text.len(), form });
}

fn until(form: Form, end: usize) -> Form {
    match form {
        Form::Yaml(body) => Form::Yaml(body.start..end),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the documents of a text, each as the bytes that are read, or the refusal.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let chunks = split(text);
        let whole: String = chunks.iter().map(|chunk| &text[chunk.span.clone()]).collect();
        assert_eq!(whole, text);
        let read: Vec<String> = chunks
            .iter()
            .map(|chunk| match &chunk.form {
                Form::Json(_) => format!("json {}", text[chunk.span.clone()].trim()),
                Form::Yaml(body) => text[body.clone()].to_owned(),
                Form::BadSeparator(line) => format!("bad {}", &text[line.clone()]),
                Form::NotJson(rest) => format!("not json {}", &text[rest.clone()]),
                Form::TooLarge => "too large".to_owned(),
            })
            .collect();
        assert_eq!(read, expected, "{text:?}");
    }

    #[test]
    fn every_line_of_three_dashes_separates() {
        check("", &[""]);
        check("a: 1", &["a: 1"]);
        check("a: 1\n---\nb: 2\n", &["a: 1\n", "b: 2\n"]);
        check("---\na: 1\n--- # next\n", &["a: 1\n", ""]);
        check("---\n---\n---", &["", "", ""]);
        check("a: |\n  x\n---\ny: 1", &["a: |\n  x\n", "y: 1"]);
        check("a: 1\r\n---\r\nb: 2", &["a: 1\r\n", "b: 2"]);
        check("a: 1\n ---\n", &["a: 1\n ---\n"]);
    }

    #[test]
    fn a_separator_with_content_is_refused() {
        check("a: 1\n--- {b: 2}\nc: 3\n---\nd: 4", &["a: 1\n", "bad --- {b: 2}", "d: 4"]);
        check("----\n", &["bad ----"]);
    }

    #[test]
    fn json_objects_need_no_separator() {
        check("{}", &["json {}"]);
        check(" {\"a\":1}\n{\"b\":2} \n", &["json {\"a\":1}", "json {\"b\":2}"]);
        check("{\"a\":1}\n---\nb: 2\n", &["json {\"a\":1}", "b: 2\n"]);
        check("{a: 1}\n---\nb: 2\n", &["{a: 1}\n", "b: 2\n"]);
        check("{}\n{}\n---\nb: 2", &["json {}", "json {}", "not json ---\nb: 2"]);
    }
}
