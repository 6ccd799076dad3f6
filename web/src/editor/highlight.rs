//! Colors for YAML, a line at a time.
//!
//! What a line needs to know of the lines above it is a small [`State`], so that after a change
//! only the lines are looked at whose state is another one than before. Colors are a help for the
//! eye: nothing here judges a text, and joined the tokens are always the line.

/// What lines above leave open at the start of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The least indentation of a block scalar's lines, plus one; 0 outside of one.
    block: u16,
    /// The quote of a text that has not ended, or 0.
    quote: u8,
    /// How many brackets are open.
    flow: u8,
}

/// A piece of a line, from the end of the piece before to `end`, with the class that colors it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The first byte behind it.
    pub end: usize,
    /// `key`, `string`, `number`, `comment`, `tag` or nothing.
    pub class: &'static str,
}

/// Cuts a line into tokens and says what is open at its end.
pub fn tokens(line: &str, state: State) -> (Vec<Token>, State) {
    let mut scan = Scan { line: line.as_bytes(), at: 0, state, tokens: Vec::new() };
    scan.line();
    (scan.tokens, scan.state)
}

struct Scan<'a> {
    line: &'a [u8],
    at: usize,
    state: State,
    tokens: Vec<Token>,
}

impl Scan<'_> {
    fn line(&mut self) {
        let indent = self.line.iter().take_while(|&&byte| byte == b' ').count();
        if self.state.block > 0 {
            if indent + 1 >= usize::from(self.state.block) || indent == self.line.len() {
                return self.push(self.line.len(), "string");
            }
            self.state.block = 0;
        }
        let mut column = 0;
        if self.state.quote == 0 && self.state.flow == 0 {
            if self.line.starts_with(b"---") || self.line.starts_with(b"...") {
                self.push(3, "comment");
            }
            column = self.dashes();
        }
        while self.at < self.line.len() {
            self.piece(column);
        }
    }

    /// Passes indentation and dashes; gives the column that a block scalar must be deeper than.
    fn dashes(&mut self) -> usize {
        let mut end = self.at;
        let mut dash = None;
        while let Some(byte) = self.line.get(end) {
            match byte {
                b' ' => {}
                b'-' if matches!(self.line.get(end + 1), None | Some(b' ')) => dash = Some(end),
                _ => break,
            }
            end += 1;
        }
        self.push(end, "");
        // The text right behind a dash is deeper than the dash; behind a key, than the key.
        if matches!(self.line.get(end), Some(b'|' | b'>')) { dash.unwrap_or(0) } else { end }
    }

    /// One piece of the rest of a line.
    fn piece(&mut self, column: usize) {
        let byte = self.line[self.at];
        if self.state.quote != 0 {
            return self.quoted(self.at, self.state.quote);
        }
        match byte {
            b' ' | b'\t' => {
                let blanks = self.line[self.at..].iter().take_while(|b| matches!(b, b' ' | b'\t'));
                self.push(self.at + blanks.count(), "");
            }
            b'#' if self.at == 0 || matches!(self.line[self.at - 1], b' ' | b'\t') => {
                self.push(self.line.len(), "comment");
            }
            b'"' | b'\'' => self.quoted(self.at + 1, byte),
            b'[' | b'{' => {
                self.state.flow = self.state.flow.saturating_add(1);
                self.push(self.at + 1, "");
            }
            b']' | b'}' if self.state.flow > 0 => {
                self.state.flow -= 1;
                self.push(self.at + 1, "");
            }
            b',' | b':' if self.state.flow > 0 => self.push(self.at + 1, ""),
            b':' if matches!(self.line.get(self.at + 1), None | Some(b' ' | b'\t')) => {
                self.push(self.at + 1, "");
            }
            b'&' | b'*' | b'!' => {
                let rest = &self.line[self.at..];
                let end = rest.iter().position(|b| matches!(b, b' ' | b',' | b']' | b'}'));
                self.push(end.map_or(self.line.len(), |end| self.at + end), "tag");
            }
            b'|' | b'>' if self.state.flow == 0 && self.is_block_header() => {
                self.state.block = u16::try_from(column + 2).unwrap_or(u16::MAX);
                let rest = &self.line[self.at..];
                let end = rest.iter().position(|&b| b == b' ').unwrap_or(rest.len());
                self.push(self.at + end, "tag");
            }
            _ => self.plain(),
        }
    }

    fn is_block_header(&self) -> bool {
        let rest = &self.line[self.at + 1..];
        let header = rest.iter().take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')).count();
        let rest = &rest[header..];
        rest.iter().find(|&&b| b != b' ').is_none_or(|&b| b == b'#' && rest[0] == b' ')
    }

    /// A quoted text, from behind its first quote to its last or the end of the line.
    fn quoted(&mut self, from: usize, quote: u8) {
        let mut at = from;
        let opened_here = self.state.quote == 0;
        self.state.quote = quote;
        while let Some(&byte) = self.line.get(at) {
            at += 1;
            if byte == b'\\' && quote == b'"' {
                at += 1;
            } else if byte == quote {
                if quote == b'\'' && self.line.get(at) == Some(&quote) {
                    at += 1;
                    continue;
                }
                self.state.quote = 0;
                break;
            }
        }
        let is_key = opened_here && self.state.quote == 0 && self.line.get(at) == Some(&b':');
        self.push(at.min(self.line.len()), if is_key { "key" } else { "string" });
    }

    /// A text without quotes: a key, or a value.
    fn plain(&mut self) {
        let start = self.at;
        let mut end = start;
        let mut is_key = false;
        while let Some(&byte) = self.line.get(end) {
            let next = self.line.get(end + 1).copied();
            match byte {
                b':' if matches!(next, None | Some(b' ' | b'\t')) => {
                    is_key = true;
                    break;
                }
                b' ' if next == Some(b'#') => break,
                b',' | b'[' | b']' | b'{' | b'}' if self.state.flow > 0 => break,
                _ => end += 1,
            }
        }
        let value = self.line[start..end].trim_ascii_end();
        let class = match value {
            _ if is_key => "key",
            b"true" | b"false" | b"null" | b"~" => "number",
            _ if value.iter().all(u8::is_ascii_digit) => "number",
            _ => "string",
        };
        // A bracket that closes nothing stops the loop above at once.
        self.push(end.max(start + 1), class);
    }

    fn push(&mut self, end: usize, class: &'static str) {
        if end > self.at {
            self.tokens.push(Token { end, class });
            self.at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines with their tokens as `class:text`, what has no color as it is.
    fn check(text: &str, expected: &[&str]) {
        let mut state = State::default();
        let colored = text.lines().map(|line| {
            let (tokens, after) = tokens(line, state);
            state = after;
            let mut start = 0;
            let mut out = String::new();
            for token in tokens {
                let piece = &line[start..token.end];
                start = token.end;
                match token.class {
                    "" => out.push_str(piece),
                    class => out.push_str(&format!("<{class} {piece}>")),
                }
            }
            assert_eq!(start, line.len(), "joined, the tokens are {line:?}");
            out
        });
        assert_eq!(colored.collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn keys_values_and_comments_are_told_apart() {
        check("spec:", &["<key spec>:"]);
        check("  - port: 80", &["  - <key port>: <number 80>"]);
        check("- - a: true", &["- - <key a>: <number true>"]);
        check("a: b # c", &["<key a>: <string b> <comment # c>"]);
        check("# all", &["<comment # all>"]);
        check("a: b#c", &["<key a>: <string b#c>"]);
        check("- 10.0.0.0/8", &["- <string 10.0.0.0/8>"]);
        check("podSelector: {}", &["<key podSelector>: {}"]);
        check("cidr: ::/0", &["<key cidr>: <string ::/0>"]);
        check("---", &["<comment --->"]);
        check("-1", &["<string -1>"]);
        check("a: &x !t *y", &["<key a>: <tag &x> <tag !t> <tag *y>"]);
        check("ü: ä", &["<key ü>: <string ä>"]);
        check("", &[]);
        check("]", &["<string ]>"]);
    }

    #[test]
    fn quotes_hold_what_looks_like_yaml() {
        check("\"a: b\": c", &["<key \"a: b\">: <string c>"]);
        check("a: \"x # y\"", &["<key a>: <string \"x # y\">"]);
        check(r#"a: "x \" y" # z"#, &[r#"<key a>: <string "x \" y"> <comment # z>"#]);
        check("a: 'it''s' # z", &["<key a>: <string 'it''s'> <comment # z>"]);
        check("a: don't # z", &["<key a>: <string don't> <comment # z>"]);
        check(
            "a: \"x\n  b: y\"\nc: d",
            &["<key a>: <string \"x>", "<string   b: y\">", "<key c>: <string d>"],
        );
        check("\"\\", &["<string \"\\>"]);
    }

    #[test]
    fn block_scalars_last_as_long_as_they_are_indented() {
        check(
            "a: |\n  b: c\n\n  # d\ne: f",
            &["<key a>: <tag |>", "<string   b: c>", "", "<string   # d>", "<key e>: <string f>"],
        );
        check(
            "- a: >- # x\n    b: c\n  d: e",
            &["- <key a>: <tag >-> <comment # x>", "<string     b: c>", "  <key d>: <string e>"],
        );
        check("- |\n  a: b\n- c", &["- <tag |>", "<string   a: b>", "- <string c>"]);
        check("a: |b", &["<key a>: <string |b>"]);
    }

    #[test]
    fn brackets_may_span_lines() {
        check(
            "a: {b: c, d: [1, x]}",
            &["<key a>: {<key b>: <string c>, <key d>: [<number 1>, <string x>]}"],
        );
        check(
            "a: [1,\n- b\n]\nc: d",
            &["<key a>: [<number 1>,", "<string - b>", "]", "<key c>: <string d>"],
        );
    }
}
