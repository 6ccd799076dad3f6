//! What is said about every policy of the corpus that the API server accepts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use netpol_core::describe::{self, Note, NoteKind};
use netpol_core::model::Policy;
use netpol_core::path::{FieldPath, Step};
use netpol_core::sentence::{Phrase, Sentence};
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::value::Value;
use netpol_core::yaml::{Content, parse};
use netpol_tests::golden;

/// Calls with every manifest of the corpus that is accepted by some server, and its policy.
fn for_each_accepted(mut visit: impl FnMut(&str, &Value, &Policy)) -> usize {
    let mut files = Vec::new();
    collect(&golden::workspace("tests/corpus/validation"), &mut files);
    let mut accepted = 0;
    for file in files {
        let text = fs::read(&file).expect("a readable file");
        for document in parse(&String::from_utf8_lossy(&text)) {
            let Content::Read(manifest) = document.content else { continue };
            for server in [ServerVersion::LATEST, ServerVersion { major: 1, minor: 35 }] {
                if let Some(policy) = validate(&manifest, server).policy {
                    accepted += 1;
                    visit(&file, &manifest, &policy);
                }
            }
        }
    }
    accepted
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "yaml") {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    files.sort();
}

/// What is wrong with a sentence as a sentence.
fn flaw(sentence: &Sentence) -> Option<&'static str> {
    let text = sentence.to_string();
    let phrases = sentence.phrases();
    let begins_with_term = matches!(phrases.first(), Some(Phrase::Term(_)));
    let starts_small = text.starts_with(char::is_lowercase) && !begins_with_term;
    let two_texts = |pair: &[Phrase]| matches!(pair, [Phrase::Text(_), Phrase::Text(_)]);
    if starts_small {
        Some("starts with a small letter")
    } else if !text.ends_with('.') {
        Some("has no full stop")
    } else if ["  ", " ,", " .", ",,", "..", "\n"].iter().any(|slip| text.contains(slip)) {
        Some("has a slip of punctuation")
    } else if phrases.iter().any(|phrase| phrase.as_str().is_empty()) {
        Some("has an empty piece")
    } else if phrases.windows(2).any(two_texts) {
        Some("has our words in two pieces")
    } else {
        None
    }
}

#[test]
fn everything_accepted_is_described_in_clean_sentences() {
    let accepted = for_each_accepted(|file, _, policy| {
        let sentences = describe::policy(policy);
        let notes = describe::notes(policy);
        for sentence in sentences.iter().chain(notes.iter().map(|note| &note.text)) {
            assert_eq!(flaw(sentence), None, "{file}: {sentence}");
        }
        let line = describe::summary(policy);
        assert_eq!(flaw(&line.clone().finished()), None);
        assert!(!line.to_string().ends_with('.'), "{file}: {line}");
    });
    assert!(accepted > 300, "only {accepted} accepted");
}

/// The value at a path, if there is one.
fn at<'a>(manifest: &'a Value, path: &FieldPath) -> Option<&'a Value> {
    path.steps().iter().try_fold(manifest, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.as_list()?.get(*index),
    })
}

/// Notes about what is absent or blank; all others are about something that is written.
fn may_be_about_nothing(note: &Note) -> bool {
    matches!(
        note.kind,
        NoteKind::NoIngressRules
            | NoteKind::NoEgressRules
            | NoteKind::AllPodsSelected
            | NoteKind::NoNamespace
    )
}

#[test]
fn notes_are_about_the_field_they_name() {
    let mut kinds = BTreeSet::new();
    for_each_accepted(|file, manifest, policy| {
        for note in describe::notes(policy) {
            let field = at(manifest, &note.path);
            kinds.insert(note.kind);
            let label = format!("{file}: {} {:?}", note.path, note.kind);
            assert!(field.is_some() || may_be_about_nothing(&note), "{label}");
            let text = field.and_then(Value::as_str);
            match note.kind {
                NoteKind::AbsentLabelSelected => assert_eq!(text, Some("NotIn"), "{label}"),
                NoteKind::NamedPort => {
                    assert!(text.is_some_and(|name| note.text.to_string().contains(name)))
                }
                NoteKind::PrivateAddresses | NoteKind::PodsInRange | NoteKind::OneFamily => {
                    assert!(text.is_some_and(|cidr| cidr.contains('/')), "{label}");
                }
                _ => {}
            }
        }
    });
    assert!(kinds.len() > 10, "the corpus has notes of {kinds:?} only");
}
