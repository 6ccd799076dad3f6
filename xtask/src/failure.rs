//! What went wrong and what to do about it: the one error type of this crate.
//!
//! A failure that a person can mend says how, in a command where there is one. Must not be
//! flattened to text before it reaches the terminal.

use std::fmt::{self, Display};

/// What every fallible function here returns.
pub type Outcome<T = ()> = Result<T, Failure>;

/// One reason why a command stopped.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    message: String,
    remedy: Option<String>,
}

/// Who has to act: the caller on the command line, or somebody on the work itself.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Usage,
    Work,
}

impl Failure {
    /// A step that did not work.
    pub fn new(message: impl Into<String>) -> Self {
        Self { kind: Kind::Work, message: message.into(), remedy: None }
    }

    /// A command line that cannot be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), remedy: None }
    }

    /// Adds what to do about it.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Whether the command line itself was wrong.
    pub fn is_usage(&self) -> bool {
        self.kind == Kind::Usage
    }

    /// What went wrong, without the remedy.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n help: {}", remedy.replace('\n', "\n       ")),
            None => Ok(()),
        }
    }
}

/// Turns a library's error into a failure that says what was being done.
pub trait During<T> {
    /// `doing` completes the sentence "cannot …".
    fn during(self, doing: impl Display) -> Outcome<T>;
}

impl<T, E: Display> During<T> for Result<T, E> {
    fn during(self, doing: impl Display) -> Outcome<T> {
        // `{:#}` prints an `anyhow` error with all its causes, and any other error as usual.
        self.map_err(|error| Failure::new(format!("cannot {doing}: {error:#}")))
    }
}
