//! Colors for one line of YAML.
//!
//! A line is looked at by itself, so that only lines that change are drawn anew. Inside block
//! scalars this colors what looks like YAML; it never changes a character.

/// A piece of a line with the class that colors it; no class for what has no color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The characters.
    pub text: &'a str,
    /// `key`, `string`, `number`, `comment` or nothing.
    pub class: &'static str,
}

/// Cuts a line into tokens; joined they are the line.
pub fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (code, comment) = line.split_at(comment_start(line));
    let body = code.trim_start_matches([' ', '-']);
    let (indent, body) = code.split_at(code.len() - body.len());
    push(&mut tokens, indent, "");
    match key_end(body) {
        Some(end) => {
            let (key, rest) = body.split_at(end);
            push(&mut tokens, key, "key");
            let value = rest.strip_prefix(':').unwrap_or(rest).trim_start_matches(' ');
            let (colon, value) = rest.split_at(rest.len() - value.len());
            push(&mut tokens, colon, "");
            push(&mut tokens, value, class_of(value));
        }
        None => push(&mut tokens, body, class_of(body)),
    }
    push(&mut tokens, comment, "comment");
    tokens
}

fn push<'a>(tokens: &mut Vec<Token<'a>>, text: &'a str, class: &'static str) {
    if !text.is_empty() {
        tokens.push(Token { text, class });
    }
}

fn class_of(value: &str) -> &'static str {
    match value.trim() {
        "" | "{}" | "[]" | "---" | "|" | ">" => "",
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => "number",
        "true" | "false" | "null" | "~" => "number",
        _ => "string",
    }
}

/// Where a comment starts: a `#` at the start or after a space, outside of quotes.
fn comment_start(line: &str) -> usize {
    let mut quote = None;
    let mut before = ' ';
    for (position, char) in line.char_indices() {
        match (quote, char) {
            (None, '#') if before.is_whitespace() => return position,
            (None, '"' | '\'') if !before.is_ascii_alphanumeric() => quote = Some(char),
            (Some(open), char) if open == char && before != '\\' => quote = None,
            _ => {}
        }
        before = char;
    }
    line.len()
}

/// Where the key of `key: value` ends.
fn key_end(body: &str) -> Option<usize> {
    if body.starts_with(['"', '\'']) {
        let close = body[1..].find(&body[..1])? + 2;
        return body[close..].starts_with(':').then_some(close);
    }
    let end = body.find(": ").or_else(|| body.trim_end().strip_suffix(':').map(str::len))?;
    (end > 0).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(&str, &str)]) {
        let found: Vec<_> = tokens(line).iter().map(|token| (token.text, token.class)).collect();
        assert_eq!(found, expected, "{line:?}");
        let joined: String = tokens(line).iter().map(|token| token.text).collect();
        assert_eq!(joined, line);
    }

    #[test]
    fn keys_values_and_comments_are_told_apart() {
        check("spec:", &[("spec", "key"), (":", "")]);
        check("  - port: 80", &[("  - ", ""), ("port", "key"), (": ", ""), ("80", "number")]);
        check("a: b # c", &[("a", "key"), (": ", ""), ("b ", "string"), ("# c", "comment")]);
        check("# all", &[("# all", "comment")]);
        check("- 10.0.0.0/8", &[("- ", ""), ("10.0.0.0/8", "string")]);
        check("podSelector: {}", &[("podSelector", "key"), (": ", ""), ("{}", "")]);
        check("\"a: b\": c", &[("\"a: b\"", "key"), (": ", ""), ("c", "string")]);
        check("a: \"x # y\"", &[("a", "key"), (": ", ""), ("\"x # y\"", "string")]);
        check("cidr: ::/0", &[("cidr", "key"), (": ", ""), ("::/0", "string")]);
        check("", &[]);
        check("'", &[("'", "string")]);
        check("ü: ä", &[("ü", "key"), (": ", ""), ("ä", "string")]);
    }
}
