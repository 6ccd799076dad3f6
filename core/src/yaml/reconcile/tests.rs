//! Edits by table: a text, a place, what comes there (as JSON), and the text after.

use super::*;
use crate::yaml::Content;

/// Reads a path as messages write it: `spec.ingress[0]`.
fn path(text: &str) -> FieldPath {
    let mut path = FieldPath::root();
    for part in text.split(['.', '[']).filter(|part| !part.is_empty()) {
        path = match part.strip_suffix(']').and_then(|index| index.parse().ok()) {
            Some(index) => path.index(index),
            None => path.key(part),
        };
    }
    path
}

fn json(text: &str) -> Value {
    let documents = parse(&format!("x: {text}"));
    match &documents[0].content {
        Content::Read(value) => value.get("x").cloned().unwrap_or(Value::Null),
        _ => unreachable!("{text}"),
    }
}

fn run(text: &str, place: &str, after: &str) -> Reconciled {
    let documents = parse(text);
    // Comments above the first separator are a document of their own.
    let document = documents.iter().find(|read| read.content != Content::Empty);
    let document = document.unwrap_or(&documents[0]);
    reconcile(text, document, &path(place), &json(after), &Origins::default())
}

#[track_caller]
fn check(text: &str, place: &str, after: &str, expected: &str) {
    let done = run(text, place, after);
    assert_eq!(done.text, expected, "{place} = {after}\nedits: {:?}", done.edits);
}

#[test]
fn a_scalar_keeps_its_quotes_and_its_comment() {
    check("a: 80 # http\n", "a", "8080", "a: 8080 # http\n");
    check("a: 'x' # c\n", "a", "\"it's\"", "a: 'it''s' # c\n");
    check("a: \"x\"\n", "a", "z", "a: \"z\"\n");
    check("a: x\n", "a", "\"yes\"", "a: \"yes\"\n");
    check("a: 'x'\n", "a", "\"yes\"", "a: 'yes'\n");
    check("a: '80'\n", "a", "80", "a: 80\n");
    check("- x # one\n- y # two\n", "[1]", "z", "- x # one\n- z # two\n");
    check("a: {b: x, c: y} # z\n", "a.c", "\"q, r\"", "a: {b: x, c: \"q, r\"} # z\n");
}

#[test]
fn a_value_that_was_left_out_is_written_behind_its_key() {
    check("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n");
    check("a:   # note\nb: 1\n", "a", "x", "a: x   # note\nb: 1\n");
    check("a: # note\nb: 1\n", "a", "{c: d}", "a: # note\n  c: d\nb: 1\n");
    check("-\n- 1\n", "[0]", "{c: d, e: f}", "- c: d\n  e: f\n- 1\n");
    check("a: !!null\nb: 1\n", "a", "x", "a: x\nb: 1\n");
}

#[test]
fn what_is_new_takes_the_look_of_what_is_around_it() {
    check("a:\n  b: 1\n", "", "{a: {b: 1, c: 2}}", "a:\n  b: 1\n  c: 2\n");
    check("a:\n    b: 1\n", "", "{a: {b: 1}, c: {d: 2}}", "a:\n    b: 1\nc:\n    d: 2\n");
    check("a:\n  - 1\n", "", "{a: [1], c: [2]}", "a:\n  - 1\nc:\n  - 2\n");
    check("a:\n- 1\n", "", "{a: [1, {b: 2}]}", "a:\n- 1\n- b: 2\n");
    check("a: 1\r\nb: 2\r\n", "", "{a: 1, b: 2, c: 3}", "a: 1\r\nb: 2\r\nc: 3\r\n");
    check("a: 1", "", "{a: 1, b: 2}", "a: 1\nb: 2");
    check("- 1\n- 2", "", "[1, 2, 3]", "- 1\n- 2\n- 3");
    check("- 1\n- 2", "", "[1]", "- 1");
    check("\u{feff}a: 1\n", "", "{a: 1, b: 2}", "\u{feff}a: 1\nb: 2\n");
}

#[test]
fn keys_come_where_the_value_has_them_and_leave_with_their_lines() {
    check("a: 1\nc: 3\n", "", "{a: 1, b: 2, c: 3}", "a: 1\nb: 2\nc: 3\n");
    check("b: 2\n", "", "{a: 1, b: 2}", "a: 1\nb: 2\n");
    check("- b: 2\n  c: 3\n", "[0]", "{a: 1, b: 2, c: 3}", "- a: 1\n  b: 2\n  c: 3\n");
    check("a: 1 # one\n# two\nb: 2\n", "", "{b: 2}", "# two\nb: 2\n");
    check("a: 1\n# two\nb: 2 # here\nc: 3\n", "", "{a: 1, c: 3}", "a: 1\n# two\nc: 3\n");
    check("- a: 1\n  # two\n  b: 2\n", "[0]", "{b: 2}", "- # two\n  b: 2\n");
    check("- a: 1\n  b: 2\n  c: 3\n", "[0]", "{c: 3}", "- c: 3\n");
    check("x:\n  a: 1\ny: 2\n", "x", "{}", "x: {}\ny: 2\n");
    check(
        "a:\n  b: 1\n  # inside\n\nc: 2\n",
        "",
        "{a: {b: 1}, m: 0, c: 2}",
        "a:\n  b: 1\n  # inside\nm: 0\n\nc: 2\n",
    );
}

#[test]
fn a_key_that_changes_keeps_its_value() {
    check(
        "app: web # ui\ntier: x\n",
        "",
        "{application: web, tier: x}",
        "application: web # ui\ntier: x\n",
    );
    check("\"app\": web\n", "", "{b: web}", "\"b\": web\n");
    check("{app: web, b: 1}\n", "", "{'on': web, b: 1}", "{\"on\": web, b: 1}\n");
}

#[test]
fn an_empty_collection_opens_below_its_key() {
    check("s: {} # all\nt: 1\n", "s", "{m: {a: b}}", "s: # all\n  m:\n    a: b\nt: 1\n");
    check("i: []\n", "i", "[{f: 1}, {}]", "i:\n- f: 1\n- {}\n");
    check("i:\n- {}\n", "i[0]", "{f: [1]}", "i:\n- f:\n  - 1\n");
}

#[test]
fn items_come_and_go_with_their_lines() {
    let text = "i:\n# first\n- a: 1 # one\n  b: 2\n\n# second\n- a: 2\n# end\nj: 1\n";
    check(
        text,
        "i",
        "[{a: 1, b: 2}]",
        "i:\n# first\n- a: 1 # one\n  b: 2\n\n# second\n# end\nj: 1\n",
    );
    check(text, "i", "[{a: 2}]", "i:\n# first\n\n# second\n- a: 2\n# end\nj: 1\n");
    check(
        text,
        "i",
        "[{a: 1, b: 2}, {a: 2}, {a: 3}]",
        "i:\n# first\n- a: 1 # one\n  b: 2\n\n# second\n- a: 2\n- a: 3\n# end\nj: 1\n",
    );
    check(
        text,
        "i",
        "[{a: 2}, {a: 1, b: 2}]",
        "i:\n\n# second\n- a: 2\n# first\n- a: 1 # one\n  b: 2\n# end\nj: 1\n",
    );
    check(
        text,
        "i",
        "[{a: 1, b: 3}, {a: 2}]",
        "i:\n# first\n- a: 1 # one\n  b: 3\n\n# second\n- a: 2\n# end\nj: 1\n",
    );
    check(text, "i", "[]", "i: []\n# first\n# end\nj: 1\n");
}

#[test]
fn origins_tell_equal_items_apart() {
    let text = "- a # first\n- a # second\n";
    let origins = Origins(vec![(FieldPath::root(), vec![Some(1)])]);
    let documents = parse(text);
    let done = reconcile(text, &documents[0], &FieldPath::root(), &json("[a]"), &origins);
    assert_eq!(done.text, "- a # second\n");
}

#[test]
fn brackets_stay_while_they_fit() {
    check("p: [80, 443] # web\n", "p", "[80, 443, 8080]", "p: [80, 443, 8080] # web\n");
    check("p: [80, 443]\n", "p", "[443]", "p: [443]\n");
    check("p: [80, 443]\n", "p", "[80]", "p: [80]\n");
    check("l: {a: b}\n", "l", "{a: b, c: 'd, e'}", "l: {a: b, c: \"d, e\"}\n");
    check("l: { a: b }\n", "l", "{c: d, a: b}", "l: { c: d, a: b }\n");
    check(
        "p: [\n  80, # http\n  443 # https\n]\n",
        "p",
        "[80, 443, 1]",
        "p: [\n  80, # http\n  443, # https\n  1\n]\n",
    );
    let long = "x".repeat(70);
    check(
        "l: {a: {b: [c]}}\n",
        "",
        &format!("{{l: {{a: {{b: [{long}]}}}}}}"),
        &format!("l:\n  a:\n    b:\n    - {long}\n"),
    );
    check(
        "l: {a: b}\n",
        "l",
        &format!("{{a: b, c: {long}}}"),
        &format!("l:\n  a: b\n  c: {long}\n"),
    );
}

#[test]
fn json_stays_json() {
    let text = "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": []\n    }\n}\n";
    check(text, "a", "\"x\"", &text.replace("1", "\"x\""));
    check(
        text,
        "b.c",
        "[{d: yes}]",
        &text.replace(
            "[]",
            "[\n            {\n                \"d\": true\n            }\n        ]",
        ),
    );
    check(text, "b", "{c: [], e: 'f'}", &text.replace("[]\n", "[],\n        \"e\": \"f\"\n"));
    check("{\"a\":1,\"b\":[2]}", "", "{a: 1, b: [2, 3]}", "{\"a\":1,\"b\":[2, 3]}");
    check("{\"a\":1,\"b\":2}", "", "{b: 2}", "{\"b\":2}");
}

#[test]
fn what_an_alias_shares_is_changed_in_one_place_only() {
    let text = "a: &x\n  k: 1 # one\nb: *x\nc: *x\n";
    let done = run(text, "b", "{k: 2}");
    assert_eq!(done.text, "a: &x\n  k: 1 # one\nb:\n  k: 2\nc: *x\n");
    assert_eq!(done.unshared, [FieldPath::root()]);
    check(text, "a", "{k: 3}", "a:\n  k: 3 # one\nb: &x\n  k: 1\nc: *x\n");
    check("a: &x 1\nb: *x\n", "a", "2", "a: 2\nb: &x 1\n");
    check(
        "m: &m {k: 1}\na:\n  <<: *m\n  j: 2\n",
        "a",
        "{k: 3, j: 2}",
        "m: &m {k: 1}\na:\n  <<: *m\n  j: 2\n  k: 3\n",
    );
    check("m: &m {k: 1}\na:\n  <<: *m\n  j: 2\n", "a", "{j: 2}", "m: &m {k: 1}\na:\n  j: 2\n");
}

#[test]
fn blocks_of_text_are_replaced_as_a_whole() {
    check("a: |\n  x\n  y\nb: 1\n", "a", "z", "a: z\nb: 1\n");
    check("a: >- # folded\n  x\n\nb: 1\n", "a", "z", "a: z # folded\n\nb: 1\n");
    check("a: |+\n  x\n\nb: 1\n", "", "{a: \"x\\n\\n\", m: 0, b: 1}", "a: |+\n  x\n\nm: 0\nb: 1\n");
    check("a:\n  b: |\n    x\n  c: 1\n  d: 2\n", "a", "{c: 1, d: 2}", "a:\n  c: 1\n  d: 2\n");
    check("a: x\n", "a", "\"x\\ny\\n\"", "a: \"x\\ny\\n\"\n");
}

#[test]
fn what_says_the_same_has_no_edits() {
    let text = "b: 2\na: {z: 1, x: 0x10}\n";
    let done = run(text, "", "{a: {x: 16, z: 1}, b: 2}");
    assert_eq!((done.edits.len(), done.text.as_str()), (0, text));
}

#[test]
fn comments_of_a_document_that_is_written_anew_stay_on_top() {
    // A carriage return alone ends a line too, but nobody edits such lines in place.
    check(
        "# mine\n--- # here\n# too\na: 1\rb: 2\n",
        "",
        "{b: 1}",
        "# mine\n--- # here\n# too\nb: 1\n",
    );
    check("# nothing\n", "", "{b: 1}", "# nothing\nb: 1\n");
}
