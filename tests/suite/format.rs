//! One layout for every text: what kubectl reads and every comment survive, and a second time
//! changes nothing.

use std::fs;
use std::path::Path;

use netpol_core::format::format;
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content};
use netpol_tests::golden;
use proptest::prelude::*;

use crate::emit::values;

/// How many manifests there are to be formatted, in the corpora, the presets and the examples.
const FILES: usize = 500;

#[test]
fn every_manifest_of_the_project_keeps_its_values_and_comments() {
    let mut files = Vec::new();
    for directory in ["tests/corpus", "examples", "core/src/preset/presets"] {
        collect(&golden::workspace(directory), &mut files);
    }
    let (mut formatted, mut kept) = (0, 0);
    for (name, text) in &files {
        let found = check(name, text);
        formatted += 1;
        kept += found.len();
        for span in found {
            let broken = yaml::parse(text).into_iter().any(|document| {
                document.span == span
                    && (document.content == Content::Broken || !document.diagnostics.is_empty())
            });
            assert!(broken, "{name}: {:?} is kept for no reason", &text[span.clone()]);
        }
    }
    println!("{formatted} files formatted, {kept} documents kept");
    assert!(formatted >= FILES, "{formatted} files");
}

/// The manifests below a directory, by name.
fn collect(directory: &Path, files: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).expect("a text");
            files.push((path.display().to_string(), text));
        }
    }
}

/// Checks what has to hold for any text; returns what was kept as it was.
#[track_caller]
fn check(name: &str, text: &str) -> Vec<std::ops::Range<usize>> {
    let formatted = format(text);
    assert_eq!(contents(text), contents(&formatted.text), "{name}\n{text}\n=>\n{}", formatted.text);
    assert_eq!(comments(text), comments(&formatted.text), "{name}\n{text}\n=>\n{}", formatted.text);
    let again = format(&formatted.text);
    assert_eq!(again.text, formatted.text, "{name}: a second time\n{text}");
    assert_eq!(again.kept.len(), formatted.kept.len(), "{name}: a second time\n{text}");
    if let Ok(other) = by_another_reader(text) {
        let found = by_another_reader(&formatted.text).expect(name);
        assert_eq!(found, other, "{name}: by another reader\n{text}\n=>\n{}", formatted.text);
    }
    formatted.kept
}

/// What a reader with other rules gets from a text, if it is one document for it.
///
/// The line break at the end, which kubectl adds, is content for it if a block of text comes last.
fn by_another_reader(text: &str) -> Result<yaml_serde::Value, yaml_serde::Error> {
    let line_end = if text.ends_with('\n') { "" } else { "\n" };
    yaml_serde::from_str(&[text, line_end].concat())
}

/// What kubectl gets from a text, as JSON with sorted keys; `None` for what it refuses.
fn contents(text: &str) -> Vec<Option<serde_json::Value>> {
    let contents = yaml::parse(text).into_iter().map(|document| document.content);
    contents
        .filter(|content| *content != Content::Empty)
        .map(|content| match content {
            Content::Read(value) => serde_json::from_str(&value.to_json()).ok(),
            _ => None,
        })
        .collect()
}

/// The ends of all lines from a `#` on that may begin a comment, without blanks, sorted.
///
/// A second opinion on what a comment is, which knows no YAML: text with a ` #` in quotes counts
/// too, and comes out again as well.
fn comments(text: &str) -> Vec<String> {
    let start = |line: &str| match line.trim_start().starts_with('#') {
        true => line.find('#'),
        false => line.find(" #").map(|at| at + 1),
    };
    let mut comments: Vec<String> =
        text.lines().filter_map(|line| Some(line[start(line)?..].trim_end().to_owned())).collect();
    comments.sort();
    comments
}

/// Comments and empty lines to be put between the lines of a text.
fn noise() -> impl Strategy<Value = Vec<(usize, usize, u8)>> {
    proptest::collection::vec((0..40_usize, 0..9_usize, 0..4_u8), 0..12)
}

/// A text with comments above and beside its lines, as far as it stays the same for kubectl.
fn with_noise(text: &str, noise: &[(usize, usize, u8)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let before = contents(text);
    for (number, &(line, indent, kind)) in noise.iter().enumerate() {
        let at = line % (lines.len() + 1);
        let mut changed = lines.clone();
        match kind {
            0 => changed.insert(at, String::new()),
            1 if at < lines.len() => changed[at].push_str(&format!("   # beside {number}")),
            _ => changed.insert(at, format!("{}# above {number}", " ".repeat(indent))),
        }
        if contents(&changed.join("\n")) == before {
            lines = changed;
        }
    }
    lines.join("\n")
}

/// Text that can be a key or a value in any notation.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[a-z ]{1,9}", "on|no|80|~|1e3", "[a-z]: [a-z]", "[a-z]#[{},]"]
}

/// Values made of words, as maps in which keys of a policy turn up.
fn manifests() -> impl Strategy<Value = Value> {
    let scalars = prop_oneof![
        words().prop_map(Value::String),
        any::<u16>().prop_map(|number| Value::from(i64::from(number))),
        "[a-z]{1,4}\n[a-z ]{0,4}x\n".prop_map(Value::String),
    ];
    let keys = prop_oneof![
        words(),
        "spec|metadata|name|ingress|egress|from|ports|port|protocol|podSelector|ipBlock"
    ];
    let inner = scalars.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            proptest::collection::hash_map(keys.clone(), inner, 0..4)
                .prop_map(|entries| Value::Map(entries.into_iter().collect())),
        ]
    });
    let spec = proptest::collection::hash_map(
        "podSelector|policyTypes|ingress|egress|spec",
        inner.clone(),
        0..5,
    );
    (spec, inner, any::<bool>()).prop_map(|(spec, other, first)| {
        let mut entries = vec![
            ("spec".to_owned(), Value::Map(spec.into_iter().collect())),
            ("other".to_owned(), other),
            ("kind".to_owned(), Value::from("NetworkPolicy")),
            ("apiVersion".to_owned(), Value::from("networking.k8s.io/v1")),
        ];
        if first {
            entries.reverse();
        }
        Value::Map(entries)
    })
}

/// A value in a layout of its own: brackets from some depth on, deeper indents, needless quotes.
fn written(value: &Value, style: u8) -> String {
    let text = yaml::emit(value);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let blanks = line.len() - content.len();
        let scale = 1 + usize::from(style % 3);
        lines.push(format!("{}{content}", " ".repeat(blanks * scale)));
    }
    let changed = lines.join("\n");
    let text = if contents(&changed) == contents(&text) { changed } else { text };
    let brackets = format!("x: {}\ny: 1\n", value.to_json().replace(',', ", ").replace(':', ": "));
    if style % 5 == 4 && contents(&brackets)[0].is_some() { brackets } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 384, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn manifests_with_comments_anywhere_are_formatted(
        value in manifests(), style in any::<u8>(), noise in noise(), crlf in any::<bool>()
    ) {
        let mut text = with_noise(&written(&value, style), &noise);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let kept = check("generated", &text);
        prop_assert!(kept.is_empty(), "{}", text);
    }

    #[test]
    fn any_value_is_formatted(value in values()) {
        let text = yaml::emit(&value);
        let formatted = format(&text);
        prop_assert_eq!(contents(&text), contents(&formatted.text));
        prop_assert_eq!(&format(&formatted.text).text, &formatted.text);
        prop_assert!(formatted.kept.is_empty(), "{}", text);
    }

    #[test]
    fn any_json_stays_json(value in values()) {
        let text = Value::Map(vec![("x".to_owned(), value)]).to_json();
        let formatted = format(&text);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        prop_assert_eq!(read(&text), read(&formatted.text));
        prop_assert!(read(&text).is_some() && formatted.kept.is_empty());
        prop_assert_eq!(&format(&formatted.text).text, &formatted.text);
    }

    #[test]
    fn any_text_is_formatted_without_a_panic(
        text in r#"([-?:,\[\]{}#&*!|>'"%<=. \n\r\ta-c01]|- |: |\n  |---\n|#|\|\n){0,40}"#
    ) {
        let formatted = format(&text);
        prop_assert_eq!(contents(&text), contents(&formatted.text), "{}", formatted.text);
        prop_assert_eq!(format(&formatted.text).text, formatted.text);
    }
}
