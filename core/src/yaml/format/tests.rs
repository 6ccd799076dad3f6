//! One layout, notation by notation.

use super::*;

/// Checks the lines of a formatted text, in which nothing may be kept.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let formatted = format(text, &order);
    assert_eq!(formatted.text.lines().collect::<Vec<_>>(), expected, "{text:?}");
    assert_eq!(formatted.kept, Vec::<Span>::new(), "{text:?}");
    assert!(formatted.text.is_empty() || formatted.text.ends_with('\n'), "{text:?}");
    assert_eq!(format(&formatted.text, &order).text, formatted.text, "a second time: {text:?}");
}

/// Checks that a text stays byte for byte, and is said to.
#[track_caller]
fn check_kept(text: &str) {
    let whole = 0..text.len();
    assert_eq!(format(text, &order), Formatted { text: text.to_owned(), kept: vec![whole] });
}

fn order(_: &Value) -> &'static KeyOrder {
    static INNER: KeyOrder = KeyOrder { keys: &[("top", &KeyOrder::AS_WRITTEN)] };
    static ORDER: KeyOrder =
        KeyOrder { keys: &[("first", &KeyOrder::AS_WRITTEN), ("inner", &INNER)] };
    &ORDER
}

#[test]
fn two_blanks_a_level_and_dashes_at_the_indent_of_their_key() {
    check(
        "a:\n     b:\n        - c:   1\n          d:\n             - 2\n",
        &["a:", "  b:", "  - c: 1", "    d:", "    - 2"],
    );
    check("-  - 1\n   -   - 2\n-\n  a: 1\n", &["- - 1", "  - - 2", "- a: 1"]);
    check("a:\n- \n-\n- b:\nc:", &["a:", "-", "-", "- b:", "c:"]);
    check("? a\n: 1\n? b\n", &["a: 1", "b:"]);
    check("", &[]);
    check("\n \n", &[]);
}

#[test]
fn short_brackets_of_scalars_stay_and_others_become_blocks() {
    check("a: [ 1,2 , 'x' ]\nb: {c:   1,}", &["a: [1, 2, x]", "b: {c: 1}"]);
    check("a: [\n  1,\n  2\n]", &["a: [1, 2]"]);
    check("a: {b: {c: 1}}", &["a:", "  b: {c: 1}"]);
    check("a: [{}, []]", &["a: [{}, []]"]);
    check("[a, b]", &["- a", "- b"]);
    check("{a: 1}", &["a: 1"]);
    check("a: {b, c: }", &["a:", "  b:", "  c:"]);
    check("a: [b: 1]", &["a:", "- b: 1"]);
    check("a: [ # why\n  1]", &["a: [1] # why"]);
    check("a: [1, # one\n  2]", &["a:", "- 1 # one", "- 2"]);
    check("a: [\n  # none\n]", &["# none", "a: []"]);
    let word = "x".repeat(36);
    let fits = format!("aa: [{word}, {word}]");
    check(&fits, &[&fits]);
    check(&format!("aaa: [{word}, {word}]"), &["aaa:", &format!("- {word}"), &format!("- {word}")]);
}

#[test]
fn quotes_stay_where_they_say_something() {
    check(
        "a: \"b\"\n'c': 'on'\nd: 'x: \"y\"'\ne: \"80\"\nf: '${G}'\nh: 'it''s'\n",
        &["a: b", "c: \"on\"", "d: 'x: \"y\"'", "e: \"80\"", "f: '${G}'", "h: it's"],
    );
    check("a: ['b,c', \"d:e\", 'f']", &["a: [\"b,c\", \"d:e\", f]"]);
    check("a: !!str '80'\nb: !x \"y\"", &["a: !!str '80'", "b: !x \"y\""]);
    check(
        "a: \"x\n    y\n\n     z\"\nb: x\n      y",
        &["a: \"x", "  y", "", "  z\"", "b: x", "  y"],
    );
    check("a: 0x10\nb: yes\nc: ~", &["a: 0x10", "b: yes", "c: ~"]);
}

#[test]
fn blocks_of_text_stay_exactly_what_they_are() {
    check(
        "a: |\n      x\n        y\n\n      z\n\n\nb: 1",
        &["a: |", "  x", "    y", "", "  z", "", "b: 1"],
    );
    check("a: >-  # why\n    x\n    y\n", &["a: >- # why", "  x", "  y"]);
    check("a:\n  - |+\n     x\n\n\n  - y", &["a:", "- |+", "  x", "", "", "- y"]);
    check("a: |4\n       x\n      y\n", &["a: |2", "     x", "    y"]);
    check("a: |2-\n  x\n", &["a: |-", "  x"]);
    check("a: |\nb: >+\n", &["a: |", "b: >+"]);
    check("a: |\n  # no comment\n# one\n", &["a: |", "  # no comment", "# one"]);
}

#[test]
fn comments_stay_with_what_they_are_about() {
    check(
        "x: # beside\n   # above\n   y: 1   # one\n\n\n   # below\n# next\nz: 2\n\n# end\n\n",
        &[
            "x: # beside",
            "  # above",
            "  y: 1 # one",
            "",
            "  # below",
            "# next",
            "z: 2",
            "",
            "# end",
        ],
    );
    check(
        "a:\n    # first\n    - # dash\n      # key\n      b: 1\n    # last\nc:\n- 1\n# next\nd: 1",
        &["a:", "# first", "# dash", "# key", "- b: 1", "# last", "c:", "- 1", "# next", "d: 1"],
    );
    check("a: # one\n  # two\n  b # three\n", &["# two", "# one", "a: b # three"]);
    check("\n# only\n\n\n# comments\n", &["# only", "", "# comments"]);
    check("#a\n---  #b\n#c\n---\n\n#d\nx: 1", &["#a", "--- #b", "#c", "---", "#d", "x: 1"]);
    check("a: b# no comment\n", &["a: b# no comment"]);
}

#[test]
fn keys_are_ordered_with_their_comments() {
    check(
        "# head\nother: 1\n\n# inner\ninner: # is\n- z: 1 # z\n  # why\n  top: 2\nfirst: 1 # one\n",
        &[
            "# head",
            "first: 1 # one",
            "",
            "# inner",
            "inner: # is",
            "# why",
            "- top: 2",
            "  z: 1 # z",
            "other: 1",
        ],
    );
    check(
        "{\"other\": 1, \"first\": [2]}",
        &["{", "  \"first\": [", "    2", "  ],", "  \"other\": 1", "}"],
    );
    // Where a later key wins, or an anchor has to come first, the order means something.
    check("other: 1\nfirst: 1\nother: 2", &["other: 1", "first: 1", "other: 2"]);
    check("other: &a 1\nfirst: *a", &["other: &a 1", "first: *a"]);
}

#[test]
fn anchors_aliases_merges_and_tags_stay() {
    check(
        "a: &x   {b: 1}\nc:\n   <<: *x\n   d: &y\n     - *x\ne : 1\n",
        &["a: &x {b: 1}", "c:", "  <<: *x", "  d: &y", "  - *x", "e: 1"],
    );
    check("- &a\n    k: v\n- !t\n  - 1\n- &b c\n", &["- &a", "  k: v", "- !t", "  - 1", "- &b c"]);
    check("&a k: v\n*a : w\n", &["&a k: v", "*a : w"]);
    check("!!map\na: !!str\nb: &c\n", &["!!map", "a: !!str", "b: &c"]);
    check("- &a x\n- [*a, *a]\n- {b: *a}", &["- &a x", "- [*a, *a]", "- {b: *a}"]);
}

#[test]
fn streams_keep_their_separators_and_line_breaks() {
    check(
        "\n\n---\na:  1\n\n---\n---\n...\nb: 1\n".split("...").next().unwrap_or_default(),
        &["---", "a: 1", "---", "---"],
    );
    check("a: 1\n...\n# end\n", &["a: 1", "# end"]);
    check("{\"a\":1}{\"b\":[]}", &["{", "  \"a\": 1", "}", "{", "  \"b\": []", "}"]);
    check("{\"a\":1}\n---\nb:   2", &["{", "  \"a\": 1", "}", "---", "b: 2"]);
    assert_eq!(format("a:   1\r\nb: |\r\n    x\r\n", &order).text, "a: 1\r\nb: |\r\n  x\r\n");
    assert_eq!(format("a:   1\r\nb: 2\n", &order).text, "a: 1\nb: 2\n");
    assert_eq!(format("\u{feff}a:   1", &order).text, "\u{feff}a: 1\n");
}

#[test]
fn what_cannot_be_written_in_another_way_stays() {
    check_kept("a:   [\n");
    check_kept("a:   {{ .Values.a }}");
    check_kept("? |\n   a\n: 1");
    check_kept("a:   1\n...\nb: 2\n");
    check_kept("<<<<<<< x\na: 1\n");
    let text = "a:   1\n---\nb:   [\n---\nc:   1\n";
    let formatted = format(text, &order);
    assert_eq!(formatted.text, "a: 1\n---\nb:   [\n---\nc: 1\n");
    assert_eq!(&text[formatted.kept[0].clone()], "---\nb:   [\n");
}

/// Texts that make careless writers slow.
#[test]
fn hostile_texts_are_formatted_in_linear_time() {
    let many = 10_000;
    let texts = [
        "- # c\n".repeat(many),
        "# c\n".repeat(many),
        format!("[{}]", "a, ".repeat(many)),
        format!("a: [{}]", "{b: [c]}, ".repeat(many)),
        format!("a: [{}]", "b: c, ".repeat(many)),
        format!("{}x", "- ".repeat(900)),
        format!("a:{} b", "\n".repeat(many)),
        format!("a: |+\n{}", "\n".repeat(many)),
        format!("a: '{}'", "b\n\n".repeat(many)),
        "a: 1\n---\n".repeat(many),
        "a: |\n  x\n---\n".repeat(many),
    ];
    for text in texts {
        let formatted = format(&text, &order);
        assert!(formatted.kept.is_empty(), "{}", &text[..20]);
    }
}
