//! YAML text as tokens, by the rules of libyaml, which kubectl reads with.
//!
//! Where indentation starts and ends a list or a map there is a token without bytes, so that the
//! parser sees brackets everywhere. What makes reading YAML hard is that a key is known as one only
//! when its `:` comes: until then its token waits (see [`Key`]), for one line and 1,024 characters
//! at most. Facts from the scanner of go.yaml.in/yaml 2.4, which `sigs.k8s.io/yaml` uses.
//!
//! Directives (`%YAML 1.1`) are refused: kubectl cuts a text at every `---`, so none can be read.

mod text;

use super::problem::{Fault, Refusal};
use crate::diagnostic::Span;
use crate::text::{after, part};

/// How many characters a key may have, from its first to its `:`.
const LONGEST_KEY: usize = 1_024;

/// A piece of the text that has a meaning of its own.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// What a scalar says, or the tag in full; empty for all others.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// The end of the text.
    End,
    /// `---` or `...` at the start of a line.
    DocumentStart,
    DocumentEnd,
    /// Indentation starts a list or a map, or ends the innermost of them; no bytes.
    BlockList,
    BlockMap,
    BlockEnd,
    /// `[`, `]`, `{`, `}` and `,`.
    FlowList,
    FlowListEnd,
    FlowMap,
    FlowMapEnd,
    Comma,
    /// `- `.
    Dash,
    /// `? `, or no bytes before a key that has none.
    Key,
    /// `: `.
    Value,
    /// `*name`, `&name` and `!tag`.
    Alias,
    Anchor,
    Tag,
    /// Text without quotes, and text in quotes or in a block.
    Plain,
    Quoted,
}

/// Finds the tokens of one document, one after the other.
pub(super) struct Scanner<'text> {
    body: &'text str,
    at: usize,
    /// The byte after the last line break.
    line_start: usize,
    /// The tokens that were found and not taken, since one of them may be a key.
    waiting: Vec<Token>,
    /// How many tokens were taken.
    taken: usize,
    /// The tokens that may be keys, at most one for each level of brackets.
    keys: Vec<Key>,
    /// Whether a key may start here.
    key_allowed: bool,
    /// The column of the innermost list or map that indentation made, and of those around it;
    /// -1 outside of all.
    indent: isize,
    outer_indents: Vec<isize>,
    /// How many brackets are open.
    brackets: usize,
}

/// A token that is a key if a `:` follows on its line.
struct Key {
    /// The number of the token, counted from the first of the text.
    token: usize,
    at: usize,
    line_start: usize,
    /// Nothing but a key can stand here, so a missing `:` is an error.
    required: bool,
    brackets: usize,
}

impl<'text> Scanner<'text> {
    /// Starts at the first byte of a document, or after its byte order mark.
    pub fn new(body: &'text str) -> Self {
        let start = if body.starts_with('\u{feff}') { 3 } else { 0 };
        Scanner {
            body,
            at: start,
            line_start: start,
            waiting: Vec::new(),
            taken: 0,
            keys: Vec::new(),
            key_allowed: true,
            indent: -1,
            outer_indents: Vec::new(),
            brackets: 0,
        }
    }

    /// Takes the next token; after the end it is the end again and again.
    pub fn take(&mut self) -> Result<Token, Refusal> {
        self.find()?;
        self.taken += 1;
        Ok(self.waiting.remove(0))
    }

    /// The kind and place of the next token.
    pub fn peek(&mut self) -> Result<(TokenKind, Span), Refusal> {
        self.find()?;
        let next = &self.waiting[0];
        Ok((next.kind, next.span.clone()))
    }

    /// Goes on until it is known whether the first token that waits is a key.
    fn find(&mut self) -> Result<(), Refusal> {
        while self.waiting.is_empty() || self.first_may_be_key()? {
            self.fetch()?;
        }
        Ok(())
    }

    fn first_may_be_key(&mut self) -> Result<bool, Refusal> {
        match self.keys.first() {
            Some(key) if key.token == self.taken => {
                let too_late = self.is_too_late(key);
                if too_late {
                    let key = self.keys.remove(0);
                    self.not_required(&key)?;
                }
                Ok(!too_late)
            }
            _ => Ok(false),
        }
    }

    /// Finds one more token, with those that indentation makes before it.
    fn fetch(&mut self) -> Result<(), Refusal> {
        self.skip_blanks();
        let Some(&byte) = self.body.as_bytes().get(self.at) else { return self.end() };
        self.unroll(self.column());
        let alone = self.is_blank_or_end(self.at + 1);
        let block = self.brackets == 0;
        match byte {
            b'%' if self.column() == 0 => self.refuse(Fault::Directive, self.at, self.at + 1),
            b'-' if self.is_document_marker() => self.document_marker(TokenKind::DocumentStart),
            b'.' if self.is_document_marker() => self.document_marker(TokenKind::DocumentEnd),
            b'[' => self.open(TokenKind::FlowList),
            b'{' => self.open(TokenKind::FlowMap),
            b']' => self.close(TokenKind::FlowListEnd),
            b'}' => self.close(TokenKind::FlowMapEnd),
            b',' => self.indicator(TokenKind::Comma, true),
            b'-' if alone => self.dash(),
            b'?' if alone || !block => self.explicit_key(),
            b':' if alone || !block => self.value(),
            b'*' => self.name(TokenKind::Alias),
            b'&' => self.name(TokenKind::Anchor),
            b'!' => self.tag(),
            b'|' | b'>' if block => self.block(byte == b'>'),
            b'\'' | b'"' => self.quoted(byte),
            b'\t' => self.refuse(Fault::Tab, self.at, self.at + 1),
            b'|' | b'>' | b'%' | b'@' | b'`' => {
                self.refuse(Fault::FirstCharacter, self.at, self.at + 1)
            }
            _ => self.plain(),
        }
    }

    /// Skips spaces, comments and line breaks; tabs only where no key can start.
    fn skip_blanks(&mut self) {
        loop {
            match self.byte(0) {
                b' ' => self.at += 1,
                b'\t' if self.brackets > 0 || !self.key_allowed => self.at += 1,
                b'#' => self.skip_line(),
                _ if self.line_break() => self.key_allowed |= self.brackets == 0,
                _ => return,
            }
        }
    }

    fn end(&mut self) -> Result<(), Refusal> {
        self.unroll(-1);
        // Whatever could have been a key is none, as the last line ends here too.
        while let Some(key) = self.keys.pop() {
            self.not_required(&key)?;
        }
        self.push(TokenKind::End, self.at);
        Ok(())
    }

    fn document_marker(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.unroll(-1);
        self.forget_key()?;
        self.key_allowed = false;
        self.at += 3;
        self.push(kind, self.at - 3);
        Ok(())
    }

    fn open(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.may_be_key()?;
        self.brackets += 1;
        self.key_allowed = true;
        self.at += 1;
        self.push(kind, self.at - 1);
        Ok(())
    }

    fn close(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.forget_key()?;
        self.brackets = self.brackets.saturating_sub(1);
        self.key_allowed = false;
        self.at += 1;
        self.push(kind, self.at - 1);
        Ok(())
    }

    /// A character with a meaning, after which a key is allowed or not.
    fn indicator(&mut self, kind: TokenKind, key_allowed: bool) -> Result<(), Refusal> {
        self.forget_key()?;
        self.key_allowed = key_allowed;
        self.at += 1;
        self.push(kind, self.at - 1);
        Ok(())
    }

    fn dash(&mut self) -> Result<(), Refusal> {
        self.start_block(TokenKind::BlockList, Fault::DashPlace)?;
        self.indicator(TokenKind::Dash, true)
    }

    fn explicit_key(&mut self) -> Result<(), Refusal> {
        self.start_block(TokenKind::BlockMap, Fault::KeyPlace)?;
        self.indicator(TokenKind::Key, self.brackets == 0)
    }

    fn value(&mut self) -> Result<(), Refusal> {
        match self.keys.pop_if(|key| key.brackets == self.brackets) {
            Some(key) if !self.is_too_late(&key) => {
                let place = key.token - self.taken;
                let column = (key.at - key.line_start) as isize;
                let none = key.at..key.at;
                self.waiting.insert(place, Token::new(TokenKind::Key, none));
                self.roll(column, place, TokenKind::BlockMap, key.at);
                self.indicator(TokenKind::Value, false)
            }
            key => {
                if let Some(key) = key {
                    self.not_required(&key)?;
                }
                self.start_block(TokenKind::BlockMap, Fault::ValuePlace)?;
                self.indicator(TokenKind::Value, self.brackets == 0)
            }
        }
    }

    /// `*name` or `&name`.
    fn name(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        let start = self.value_start()?;
        self.at += 1;
        self.skip_word();
        let ends = self.is_blank_or_end(self.at) || b"?:,]}%@`".contains(&self.byte(0));
        if self.at == start + 1 && self.is_blank_or_end(self.at) {
            return self.refuse(Fault::NameMissing, start, self.at);
        } else if self.at == start + 1 || !ends {
            return self.refuse_word(Fault::Name, start);
        }
        self.push(kind, start);
        Ok(())
    }

    /// `!tag`, `!!tag` of YAML, `!<tag>` or `!` alone.
    fn tag(&mut self) -> Result<(), Refusal> {
        let start = self.value_start()?;
        self.at += 1;
        let mut tag = Vec::new();
        let mut is_tag = true;
        if self.byte(0) == b'<' {
            self.at += 1;
            is_tag = self.tag_text(&mut tag) && self.byte(0) == b'>';
            self.at += 1;
        } else {
            self.skip_word();
            if self.byte(0) == b'!' {
                // Between two marks could only be a name that a directive had defined.
                is_tag = self.at == start + 1;
                self.at += 1;
                tag.extend(b"tag:yaml.org,2002:");
                is_tag &= self.tag_text(&mut tag);
            } else {
                tag.extend(part(self.body, start, self.at).bytes());
                self.tag_text(&mut tag);
            }
        }
        match String::from_utf8(tag) {
            Ok(tag) if is_tag && self.is_blank_or_end(self.at) => {
                self.push_text(TokenKind::Tag, start, tag);
                Ok(())
            }
            _ => self.refuse_word(Fault::Tag, start),
        }
    }

    /// Reads on within a tag; whether there was anything.
    fn tag_text(&mut self, tag: &mut Vec<u8>) -> bool {
        let start = self.at;
        loop {
            let mut byte = self.byte(0);
            if byte == b'%' {
                let digits = part(self.body, self.at + 1, self.at + 3);
                let Ok(number) = u8::from_str_radix(digits, 16) else { break };
                byte = number;
                self.at += 2;
            } else if !is_word(byte) && !b";/?:@&=+$,.!~*'()[]".contains(&byte) {
                break;
            }
            tag.push(byte);
            self.at += 1;
        }
        self.at > start
    }

    /// Starts a list or a map at a column that is further right, if that is allowed here.
    fn start_block(&mut self, kind: TokenKind, fault: Fault) -> Result<(), Refusal> {
        if self.brackets == 0 {
            if !self.key_allowed {
                return self.refuse(fault, self.at, self.at + 1);
            }
            self.roll(self.column(), self.waiting.len(), kind, self.at);
        }
        Ok(())
    }

    fn roll(&mut self, column: isize, place: usize, kind: TokenKind, at: usize) {
        if self.brackets == 0 && self.indent < column {
            self.outer_indents.push(self.indent);
            self.indent = column;
            self.waiting.insert(place, Token::new(kind, at..at));
        }
    }

    /// Ends the lists and maps that are further right than a column.
    fn unroll(&mut self, column: isize) {
        while self.brackets == 0 && self.indent > column {
            self.push(TokenKind::BlockEnd, self.at);
            self.indent = self.outer_indents.pop().unwrap_or(-1);
        }
    }

    /// Notes that a value starts here; returns where.
    fn value_start(&mut self) -> Result<usize, Refusal> {
        self.may_be_key()?;
        self.key_allowed = false;
        Ok(self.at)
    }

    /// Notes that the next token may be a key.
    fn may_be_key(&mut self) -> Result<(), Refusal> {
        if self.key_allowed {
            self.forget_key()?;
            self.keys.push(Key {
                token: self.taken + self.waiting.len(),
                at: self.at,
                line_start: self.line_start,
                required: self.brackets == 0 && self.indent == self.column(),
                brackets: self.brackets,
            });
        }
        Ok(())
    }

    /// Notes that what may have been a key at this level is none.
    fn forget_key(&mut self) -> Result<(), Refusal> {
        match self.keys.pop_if(|key| key.brackets == self.brackets) {
            Some(key) => self.not_required(&key),
            None => Ok(()),
        }
    }

    fn not_required(&self, key: &Key) -> Result<(), Refusal> {
        let fault = if self.brackets > 0 { Fault::Unclosed } else { Fault::Colon };
        match key.required {
            true => self.refuse(fault, key.at, key.at + 1),
            false => Ok(()),
        }
    }

    /// Whether a `:` that comes now is too far away to make this a key.
    fn is_too_late(&self, key: &Key) -> bool {
        let between = part(self.body, key.at, self.at);
        key.line_start < self.line_start
            || between.len() > LONGEST_KEY && between.chars().count() > LONGEST_KEY
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.waiting.push(Token::new(kind, start..self.at));
    }

    fn push_text(&mut self, kind: TokenKind, start: usize, text: String) {
        self.waiting.push(Token { kind, span: start..self.at, text });
    }

    /// Refuses some bytes, and what they leave of the last character.
    fn refuse<T>(&self, fault: Fault, start: usize, mut end: usize) -> Result<T, Refusal> {
        while end < self.body.len() && !self.body.is_char_boundary(end) {
            end += 1;
        }
        Err(Refusal { fault, span: start..end })
    }

    /// Refuses everything from a byte to the next blank.
    fn refuse_word<T>(&self, fault: Fault, start: usize) -> Result<T, Refusal> {
        let rest = after(self.body, start);
        let length = rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        self.refuse(fault, start, start + length)
    }

    /// The bytes since the last line break.
    ///
    /// libyaml counts characters, which are as many where it matters: before the first token of a
    /// line and after `- `, `? ` and `: `.
    fn column(&self) -> isize {
        self.at as isize - self.line_start as isize
    }

    /// The byte at some distance; 0, which no text has, behind the last.
    fn byte(&self, ahead: usize) -> u8 {
        self.body.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Letters, digits, `_` and `-`.
    fn skip_word(&mut self) {
        while is_word(self.byte(0)) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        while self.at < self.body.len() && self.break_length(self.at) == 0 {
            self.at += 1;
        }
    }

    /// Goes to the next line if this one ends here.
    fn line_break(&mut self) -> bool {
        let length = self.break_length(self.at);
        if length > 0 {
            self.at += length;
            self.line_start = self.at;
        }
        length > 0
    }

    /// The bytes of the line break at a byte: LF, CR LF, CR, or one of the three of Unicode.
    fn break_length(&self, at: usize) -> usize {
        match self.body.as_bytes().get(at..).unwrap_or_default() {
            [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => 0,
        }
    }

    fn is_blank_or_end(&self, at: usize) -> bool {
        match self.body.as_bytes().get(at) {
            None | Some(b' ' | b'\t') => true,
            Some(_) => self.break_length(at) > 0,
        }
    }

    /// Whether a line starts here with `---` or `...` alone.
    fn is_document_marker(&self) -> bool {
        let rest = after(self.body, self.at);
        self.at == self.line_start
            && (rest.starts_with("---") || rest.starts_with("..."))
            && self.is_blank_or_end(self.at + 3)
    }
}

impl Token {
    fn new(kind: TokenKind, span: Span) -> Self {
        Token { kind, span, text: String::new() }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text: those of indentation as `<` and `>`, all others as they are written.
    fn tokens(text: &str) -> String {
        let mut scanner = Scanner::new(text);
        let mut out = Vec::new();
        loop {
            let token = match scanner.take() {
                Ok(token) => token,
                Err(refusal) => {
                    out.push(format!("{:?} at {:?}", refusal.fault, &text[refusal.span]));
                    return out.join(" ");
                }
            };
            out.push(match token.kind {
                TokenKind::End => return out.join(" "),
                TokenKind::BlockList => "<-".to_owned(),
                TokenKind::BlockMap => "<:".to_owned(),
                TokenKind::BlockEnd => ">".to_owned(),
                TokenKind::Key if token.span.is_empty() => "key".to_owned(),
                TokenKind::Plain | TokenKind::Quoted | TokenKind::Tag => {
                    format!("({})", token.text.replace('\n', "/"))
                }
                _ => text[token.span].to_owned(),
            });
        }
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(tokens(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn indentation_opens_and_closes() {
        check(&[
            ("a: 1\nb:\n  c: 2\n", "<: key (a) : (1) key (b) : <: key (c) : (2) > >"),
            ("a:\n- b\n- c\n", "<: key (a) : - (b) - (c) >"),
            ("a:\n  - b\n", "<: key (a) : <- - (b) > >"),
            ("- - a\n  - b\n- c", "<- - <- - (a) - (b) > - (c) >"),
            ("? a\n: b\n", "<: ? (a) : (b) >"),
            ("\u{feff}a: 1", "<: key (a) : (1) >"),
        ]);
    }

    #[test]
    fn a_key_is_known_by_its_colon() {
        check(&[
            ("[a, b]: c", "<: key [ (a) , (b) ] : (c) >"),
            ("{a: b, c}", "{ key (a) : (b) , (c) }"),
            ("&a b: *a", "<: key &a (b) : *a >"),
            ("a\nb: c", "(a b) ValuePlace at \":\""),
            ("a: b: c", "<: key (a) : (b) ValuePlace at \":\""),
            ("a: 1\nb\nc: 2", "<: key (a) : (1) Colon at \"b\""),
            ("a: 1\n[b\nc]: 2", "<: key (a) : (1) Unclosed at \"[\""),
            ("a: - b", "<: key (a) : DashPlace at \"-\""),
        ]);
        let long = "é".repeat(LONGEST_KEY);
        check(&[(&format!("{long}: 1"), &format!("<: key ({long}) : (1) >"))]);
        check(&[(&format!("{long}é: 1"), &format!("({long}é) ValuePlace at \":\""))]);
    }

    #[test]
    fn text_is_what_it_means() {
        check(&[
            ("a b\n  c\n\n  d", "(a b c/d)"),
            ("'a''b\n c'", "(a'b c)"),
            (r#""a\tb\x41\u00e9\U0001F600""#, "(a\tbAé😀)"),
            ("\"a \\\n  b\n\n c\"", "(a b/c)"),
            ("|\n a\n  b\n\n", "(a/ b/)"),
            (">+\n a\n b\n\n  c\n d\n\n", "(a b// c/d//)"),
            ("|2-\n   a\n  b\n", "( a/b)"),
            ("a#b #c", "(a#b)"),
            ("a\u{2028} b", "(a\u{2028}b)"),
            ("!!str a", "(tag:yaml.org,2002:str) (a)"),
            ("!%61%C3%A9 a", "(!aé) (a)"),
        ]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_where_it_is() {
        check(&[
            ("\ta", "Tab at \"\\t\""),
            ("a: |\n \tb\n\tc", "<: key (a) : Tab at \"\\t\""),
            ("\"a\\/\"", "Escape at \"\\\\/\""),
            ("\"\\ud800\"", "Escape at \"\\\\u\""),
            ("'a", "Quote at \"'\""),
            ("a: @b", "<: key (a) : FirstCharacter at \"@\""),
            ("&a.b c", "Name at \"&a.b\""),
            ("*", "NameMissing at \"*\""),
            ("!a!b c", "Tag at \"!a!b\""),
            ("| a", "BlockHeader at \"| \""),
            ("%YAML 1.1", "Directive at \"%\""),
        ]);
    }
}
