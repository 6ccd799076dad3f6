//! Edits of a text, tried at random on every manifest of the corpora: what must hold for each.
//!
//! - The text after says the new value, and nothing else has changed.
//! - Only bytes of the node that was touched change, or of the node around it.
//! - Every comment outside of it is still there; where only something is added, every comment is.
//! - Taking the edits back gives the very same bytes; a change that changes nothing has no edits.

mod changes;

use std::fs;
use std::path::{Path, PathBuf};

use granit_parser::{Event, Parser};
use netpol_core::path::FieldPath;
use netpol_core::value::Value;
use netpol_core::yaml::{
    self, Content, Origins, Reconciled, TextEdit, apply_edits, reconcile, same,
};
use netpol_tests::noise::{Noise, seed};
use netpol_tests::report_conformance;

use changes::{Change, Kind};

/// How many edits are tried; `NETPOL_EDITS` asks for more.
const EDITS: usize = 100_000;

/// How many failures are shown together.
const SHOWN_FAILURES: usize = 5;

/// A document that is edited, alone in its text.
struct Case {
    name: String,
    text: String,
    value: Value,
    /// Whether a place is written once and means one place.
    is_plain: bool,
}

fn files(folder: &str, found: &mut Vec<PathBuf>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder);
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("a folder of the corpus");
        for entry in entries.map(|entry| entry.expect("an entry").path()) {
            match entry.extension().and_then(|extension| extension.to_str()) {
                None if entry.is_dir() => folders.push(entry),
                Some("yaml" | "yml") => found.push(entry),
                Some("json") if entry.with_extension("yaml").exists() => {}
                Some("json") if !entry.to_string_lossy().contains("validation") => {
                    found.push(entry)
                }
                _ => {}
            }
        }
    }
}

/// Every document of the corpora that says something.
fn cases() -> Vec<Case> {
    let mut found = Vec::new();
    for folder in ["layouts", "validation", "forms"] {
        files(folder, &mut found);
    }
    found.sort();
    let mut cases = Vec::new();
    for file in found {
        let text = fs::read_to_string(&file).expect("a text");
        for document in yaml::parse(&text) {
            let Some(value) = document.content.into_value() else { continue };
            let text = text[document.span].to_owned();
            // Some are documents of another kind when they stand alone.
            let alone = yaml::parse(&text);
            let [alone] = alone.as_slice() else { continue };
            if alone.content.clone().into_value().as_ref() != Some(&value) {
                continue;
            }
            let is_plain =
                !text.contains(['&', '*']) && !text.contains("<<") && !text.contains("? ");
            cases.push(Case { name: file.display().to_string(), text, value, is_plain });
        }
    }
    // The layouts are few and have most to show.
    for _ in 0..4 {
        let more: Vec<Case> = cases
            .iter()
            .filter(|case| case.name.contains("layouts"))
            .map(|case| Case {
                name: case.name.clone(),
                text: case.text.clone(),
                value: case.value.clone(),
                is_plain: case.is_plain,
            })
            .collect();
        cases.extend(more);
    }
    cases
}

#[test]
fn every_edit_says_what_was_asked_for_and_touches_nothing_else() {
    let cases = cases();
    let count = std::env::var("NETPOL_EDITS").ok().and_then(|text| text.parse().ok());
    let count: usize = count.unwrap_or(EDITS);
    let seed = seed(1);
    let mut noise = Noise::new(seed);
    let mut failures = Vec::new();
    let (mut made, mut comments, mut anew) = (0, 0, 0);
    while made < count {
        let case = &cases[noise.below(cases.len())];
        let Some(change) = Change::any(&case.value, &mut noise) else { continue };
        made += 1;
        let told = |what: &str, after: &str| {
            format!(
                "{what}\nseed {seed}, edit {made}: {change:?}\nof {}\n{}\n--- became\n{after}",
                case.name, case.text
            )
        };
        match check(case, &change) {
            Ok(found) => {
                comments += found.comments;
                anew += usize::from(found.is_anew);
            }
            Err((what, after)) => failures.push(told(what, &after)),
        }
        if failures.len() == SHOWN_FAILURES {
            break;
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    // What is written anew as a whole document is right too, but nobody wants it.
    assert!(anew * 200 <= made, "{anew} of {made} edits wrote the whole document");
    report_conformance(&format!(
        "{made} edits of {} texts (seed {seed}), {anew} of them whole documents, {comments} comments kept",
        cases.len()
    ));
}

/// What was found about an edit that is right.
struct Found {
    comments: usize,
    /// Whether the whole document was written anew.
    is_anew: bool,
}

fn check(case: &Case, change: &Change) -> Result<Found, (&'static str, String)> {
    let documents = yaml::parse(&case.text);
    let document = &documents[0];
    let expected = change.apply(&case.value);
    let done = reconcile(&case.text, document, &FieldPath::root(), &expected, &Origins::default());
    let fail = |what| Err((what, done.text.clone()));
    let says = match yaml::parse(&done.text).as_slice() {
        [document] => match &document.content {
            Content::Read(value) => Value::clone(value),
            _ => Value::Null,
        },
        _ => return fail("it is no single document any more"),
    };
    if !same(&says, &expected) {
        return fail("it says something else");
    }
    if apply_edits(&case.text, &done.edits).as_deref() != Some(done.text.as_str()) {
        return fail("the edits do not make the text");
    }
    if same(&case.value, &expected) != done.edits.is_empty() {
        return fail("there are edits without a change, or the other way round");
    }
    if take_back(&case.text, &done) != case.text {
        return fail("taking it back does not give the bytes back");
    }
    let touched = touched_lines(case, document, change);
    let is_wide =
        done.edits.iter().any(|edit| edit.span.start < touched.0 || edit.span.end > touched.1);
    if is_wide && case.is_plain {
        return fail("bytes outside of the touched node changed");
    }
    let kept = comments(&done.text);
    let must_stay = |comment: &(usize, String)| match change.kind {
        Kind::Add => true,
        Kind::Set | Kind::Remove | Kind::Move | Kind::Rename => {
            comment.0 < touched.0 || comment.0 >= touched.1
        }
    };
    let before = comments(&case.text);
    if !is_wide {
        let lost = before.iter().filter(|comment| must_stay(comment)).find(|(_, text)| {
            let count =
                |all: &[(usize, String)]| all.iter().filter(|(_, other)| other == text).count();
            count(&kept) < before.iter().filter(|c| must_stay(c) && c.1 == *text).count()
        });
        if lost.is_some() {
            return fail("a comment outside of the touched node is gone");
        }
    }
    let is_anew = done.edits.iter().any(|edit| edit.span == document.span);
    Ok(Found { comments: kept.len(), is_anew })
}

/// The text before, from the text after and the edits.
fn take_back(before: &str, done: &Reconciled) -> String {
    let mut shift = 0_isize;
    let mut back = Vec::new();
    for edit in &done.edits {
        let start = edit.span.start.checked_add_signed(shift).expect("a place in the text");
        back.push(TextEdit {
            span: start..start + edit.text.len(),
            text: before[edit.span.clone()].to_owned(),
        });
        shift += edit.text.len() as isize - edit.span.len() as isize;
    }
    apply_edits(&done.text, &back).expect("edits that can be taken back")
}

/// The lines of the node that a change is about: the collection that gets, loses or holds
/// something, from the line of its key to the last comment that belongs to it.
fn touched_lines(case: &Case, document: &yaml::Document, change: &Change) -> (usize, usize) {
    let source = &document.source;
    if change.path == FieldPath::root() {
        return (0, case.text.len());
    }
    let value = source.value(&change.path).unwrap_or(0..case.text.len());
    let start = source.key(&change.path).map_or(value.start, |key| key.start.min(value.start));
    let line = case.text[..start].rfind('\n').map_or(0, |at| at + 1);
    // The dash of an item may stand lines above it.
    let line = match case.text[line..start].contains('-') || source.key(&change.path).is_some() {
        true => line,
        false => case.text[..start]
            .rfind('-')
            .map_or(line, |at| case.text[..at].rfind('\n').map_or(0, |at| at + 1)),
    };
    let mut end = value.end.max(start);
    end += case.text[end..].find('\n').map_or(case.text.len() - end, |at| at + 1);
    let indent = start - line;
    for text in case.text[end..].split_inclusive('\n') {
        let content = text.trim_start();
        let is_deeper = text.len() - content.len() > indent.min(text.len());
        if !(content.is_empty() || content.starts_with('#') && is_deeper) {
            break;
        }
        end += text.len();
    }
    (line, end)
}

/// The comments of a text, each with its first byte, as another reader finds them.
fn comments(text: &str) -> Vec<(usize, String)> {
    let events = Parser::new_from_str(text).map_while(Result::ok);
    let comment = |(event, span): (Event<'_>, granit_parser::Span)| match event {
        Event::Comment(text, _) => {
            Some((span.byte_range().unwrap_or_default().start, text.trim().to_owned()))
        }
        _ => None,
    };
    events.filter_map(comment).collect()
}
