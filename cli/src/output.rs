//! Where text goes, in color or not.
//!
//! A reader that went away (`netpol … | head`) is no error: what is written after that is dropped,
//! and the exit status is the same as if it had been read.

use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};
use std::{env, fmt};

use clap::ValueEnum;

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that can, unless NO_COLOR is set.
    Auto,
    /// In files and pipes too.
    Always,
    /// Not at all.
    Never,
}

/// A stream, and whether it is colored.
pub struct Output {
    stream: Box<dyn Write>,
    style: Style,
}

/// Whether text is colored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Only text.
    Plain,
    /// Text with the escape sequences of terminals.
    Colored,
}

impl Output {
    /// The standard output, written in large pieces.
    pub fn stdout(color: Color) -> Self {
        let style = Style::of(color, io::stdout().is_terminal());
        let stream = BufWriter::with_capacity(1 << 16, Lenient::<Stdout>::new(io::stdout()));
        Output { stream: Box::new(stream), style }
    }

    /// The standard error.
    pub fn stderr(color: Color) -> Self {
        let style = Style::of(color, io::stderr().is_terminal());
        Output { stream: Box::new(Lenient::<Stderr>::new(io::stderr())), style }
    }

    /// Whether text is colored.
    pub fn style(&self) -> Style {
        self.style
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A stream that takes everything, whether or not anybody reads it.
struct Lenient<W> {
    stream: W,
    is_closed: bool,
}

impl<W> Lenient<W> {
    fn new(stream: W) -> Self {
        Lenient { stream, is_closed: false }
    }

    fn forgive<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Lenient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.stream.write(bytes);
        self.forgive(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stream.flush();
        self.forgive(flushed, ())
    }
}

/// What a piece of text is, so that it can look like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What cannot be applied.
    Error,
    /// What will surprise.
    Warning,
    /// What could be better.
    Advice,
    /// What helps to find one's way: line numbers, the names of fields.
    Margin,
    /// What is worth reading first, and the author's own data in a sentence.
    Strong,
}

impl Role {
    const fn escape(self) -> &'static str {
        match self {
            Role::Error => "\x1b[1;31m",
            Role::Warning => "\x1b[1;33m",
            Role::Advice => "\x1b[1;36m",
            Role::Margin => "\x1b[34m",
            Role::Strong => "\x1b[1m",
        }
    }
}

impl Style {
    fn of(color: Color, is_terminal: bool) -> Self {
        let refused = || {
            let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            no_color || env::var_os("TERM").is_some_and(|term| term == "dumb")
        };
        match color {
            Color::Always => Style::Colored,
            Color::Auto if is_terminal && !refused() => Style::Colored,
            Color::Auto | Color::Never => Style::Plain,
        }
    }

    /// The text as its role looks, with everything that could command a terminal made harmless.
    pub fn paint<'a>(self, role: Role, text: &'a str) -> Painted<'a> {
        let role = match self {
            Style::Plain => None,
            Style::Colored => Some(role),
        };
        Painted { role, text }
    }
}

/// Text that is printed as it is, with everything that could command a terminal made harmless.
pub fn plain(text: &str) -> Painted<'_> {
    Painted { role: None, text }
}

/// Text ready for a terminal.
///
/// Manifests come from anywhere, and their text is quoted in messages: control characters, and the
/// characters that change the direction of writing, are shown as `\u{1b}`.
pub struct Painted<'a> {
    role: Option<Role>,
    text: &'a str,
}

impl fmt::Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role.map_or("", Role::escape))?;
        let mut rest = self.text;
        while let Some(at) = rest.find(is_harmful) {
            let (before, from) = rest.split_at(at);
            f.write_str(before)?;
            let mut chars = from.chars();
            let harmful = chars.next().map_or(0, u32::from);
            write!(f, "\\u{{{harmful:x}}}")?;
            rest = chars.as_str();
        }
        f.write_str(rest)?;
        f.write_str(if self.role.is_some() { "\x1b[0m" } else { "" })
    }
}

/// Whether a character does something else than be seen.
pub fn is_harmful(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
