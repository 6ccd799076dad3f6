//! What we write comes back the same: for us, for kubectl's table, and for another reader.

use netpol_core::value::{Number, Value};
use netpol_core::yaml::{self, Content};
use proptest::prelude::*;

use crate::scalars::recorded;

fn read(text: &str) -> Value {
    match yaml::parse(text).as_slice() {
        [document] => match &document.content {
            Content::Read(value) => Value::clone(value),
            Content::Empty => Value::Null,
            Content::Broken => panic!("{text:?} is refused: {:?}", document.diagnostics),
        },
        documents => panic!("{text:?} is {} documents", documents.len()),
    }
}

/// Checks that a text survives as value, as key and as item, for us and for another reader.
#[track_caller]
fn check(text: &str) {
    let item = Value::List(vec![Value::from(text)]);
    let map = |value: Value| Value::Map(vec![(text.to_owned(), value)]);
    let value = map(Value::List(vec![map(Value::from(text)), item.clone()]));
    let written = yaml::emit(&value);
    assert_eq!(read(&written), value, "{written}");
    let other: yaml_serde::Value = yaml_serde::from_str(&written).expect(&written);
    assert_eq!(other[text][0][text].as_str(), Some(text), "{written}");
    assert_eq!(other[text][1][0].as_str(), Some(text), "{written}");
    assert_eq!(read(&yaml::emit(&Value::from(text))), Value::from(text));
    assert_eq!(read(&yaml::emit(&item)), item);
}

fn is_quoted(text: &str) -> bool {
    yaml::emit(&Value::from(text)).starts_with('"')
}

#[test]
fn recorded_scalars_survive_and_are_quoted_only_where_kubectl_needs_it() {
    let recorded = recorded();
    let mut quoted = 0;
    for case in &recorded {
        check(&case.plain);
        let same = case.value.as_ref().and_then(|value| value.as_str()) == Some(&case.plain);
        let same_key = case.key.as_ref() == Some(&case.plain);
        // At the start of a line it would separate documents.
        let separator = case.plain.starts_with("---") || case.plain.starts_with("...");
        // Blanks other than the space are shown as escapes, because nobody can see them.
        let hidden = case.plain.contains(|char: char| char.is_whitespace() && char != ' ');
        quoted += usize::from(is_quoted(&case.plain));
        assert_eq!(
            is_quoted(&case.plain),
            separator || hidden || !(same && same_key),
            "{:?}",
            case.plain
        );
    }
    println!("{} recorded scalars written, {quoted} of them in quotes", recorded.len());
}

#[test]
fn what_policies_are_made_of_needs_no_quotes() {
    let plain = [
        "10.0.0.0/8",
        "0.0.0.0/0",
        "2001:db8::/32",
        "::/0",
        "app.kubernetes.io/name",
        "8080-tcp",
        "a@b",
        "v1.2.3",
        "TCP",
        "web",
        "https://example.org/x?y=1#z",
        "it's",
        "a, b",
        "kube-system",
        "-1a",
    ];
    for text in plain {
        check(text);
        assert!(!is_quoted(text), "{text}");
    }
    let quoted = [
        "", "80", "on", "y", "No", "null", "~", "1e3", "0x1F", "1_000", "*", "a: b", "{{ x }}",
        "- a", "a ", "---", "a #b",
    ];
    for text in quoted {
        check(text);
        assert!(is_quoted(text), "{text}");
    }
}

/// Strings of characters that mean something to YAML, next to any others.
fn strings() -> impl Strategy<Value = String> {
    let syntax = r#"[-?:,\[\]{}#&*!|>'"%@`~<=.+_ \n\r\t\\/a-fnoxyNOTY0-9]{0,12}"#;
    let lines = "([ -~]{0,9}\n){0,4}[ -~]{0,3}";
    prop_oneof![syntax, lines, ".{0,16}", any::<String>(), "[a-z]{1,5}(: |:| #|#)[a-z]{0,3}"]
}

fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(|number| Value::Number(Number::from(number))),
        // Without negative zero, which JSON's readers take for the integer.
        any::<f64>().prop_filter_map("finite", |float| {
            Number::from_f64(float + 0.0).map(Value::Number)
        }),
    ]
}

pub fn values() -> impl Strategy<Value = Value> {
    let scalars = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        numbers(),
        strings().prop_map(Value::String),
    ];
    scalars.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            proptest::collection::btree_map(strings(), inner, 0..5)
                .prop_map(|entries| Value::Map(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_survives_as_value_and_as_key(text in strings()) {
        check(&text);
    }

    #[test]
    fn any_value_survives(value in values()) {
        let written = yaml::emit(&value);
        prop_assert!(written.ends_with('\n'));
        prop_assert_eq!(read(&written), value, "{}", written);
    }

    #[test]
    fn any_value_survives_as_json(value in values()) {
        let object = Value::Map(vec![("x".to_owned(), value)]);
        prop_assert_eq!(read(&object.to_json()), object);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in strings(), more in strings()) {
        let text = format!("{text}:\n- {more}\n---\n{more}");
        let documents = yaml::parse(&text);
        let whole: String = documents.iter().map(|document| &text[document.span.clone()]).collect();
        prop_assert_eq!(whole, text);
    }
}
