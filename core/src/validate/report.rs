//! The rules of the object, in the server's order, and the message that comes of them.

use super::go::{invalid, is_printable, quote};
use super::names::Flaw;
use super::{ServerVersion, map, metadata, spec, text};
use crate::diagnostic::{Cause, Code, Diagnostic};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// What the rules say to a decoded manifest.
pub(super) struct Report {
    /// What the server refuses, in its order; each has a cause.
    pub errors: Vec<Diagnostic>,
    /// What the server warns about, in our words, where it does not also refuse it.
    pub cautions: Vec<Diagnostic>,
    /// The server's warnings.
    pub warnings: Vec<String>,
    /// Which server it is.
    pub server: ServerVersion,
    /// What the server reports behind everything else.
    last: Vec<Diagnostic>,
}

/// Applies the rules.
pub(super) fn check(tree: &Value, server: ServerVersion) -> Report {
    let mut report = Report {
        errors: Vec::new(),
        cautions: Vec::new(),
        warnings: Vec::new(),
        server,
        last: Vec::new(),
    };
    metadata::check(tree, &mut report);
    spec::check(map(tree, "spec"), &mut report);
    let mut last = std::mem::take(&mut report.last);
    report.errors.append(&mut last);
    report
}

impl Report {
    /// Adds what the server refuses: our words, and its cause.
    pub fn refuse(
        &mut self,
        code: Code,
        path: FieldPath,
        cause: Cause,
        message: Sentence,
        help: Sentence,
    ) {
        self.errors.push(refusal(code, path, cause, message, help));
    }

    /// Adds what is wrong with a name: `what` says whose it is, with places for it and for the flaw.
    pub fn refuse_flaws(
        &mut self,
        flaws: Vec<Flaw>,
        what: &'static str,
        name: &str,
        (code, path, field): (Code, &FieldPath, &FieldPath),
        help: Sentence,
    ) {
        for flaw in flaws {
            let message = Sentence::of(what).as_is(tick(name)).with(flaw.ours);
            let cause = invalid(field, name, &flaw.server);
            self.refuse(code, path.clone(), cause, message, help.clone());
        }
    }

    /// Adds what the server refuses by its generated rules, whose answers stand last.
    pub fn refuse_last(
        &mut self,
        code: Code,
        path: FieldPath,
        cause: Cause,
        message: Sentence,
        help: Sentence,
    ) {
        self.last.push(refusal(code, path, cause, message, help));
    }

    /// The server's message.
    pub fn message(&self, tree: &Value) -> String {
        let mut parts: Vec<String> = Vec::new();
        for cause in self.errors.iter().filter_map(|error| error.cause.as_ref()) {
            let part = [&cause.field, ": ", &cause.message].concat();
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let name = given_name(map(tree, "metadata"));
        let list = match parts.as_slice() {
            [part] => part.clone(),
            _ => ["[", &parts.join(", "), "]"].concat(),
        };
        ["NetworkPolicy.networking.k8s.io ", &quote(name), " is invalid: ", &list].concat()
    }

    /// The diagnostics, without those that only follow from what could not be decoded.
    pub fn worth_telling(&mut self, undecoded: &[Diagnostic]) -> Vec<Diagnostic> {
        let follows = |found: &Diagnostic| {
            undecoded.iter().any(|problem| {
                found.path.contains(&problem.path) || found.path.parent() == problem.path.parent()
            })
        };
        let mut found = std::mem::take(&mut self.errors);
        found.append(&mut self.cautions);
        found.retain(|found| !follows(found));
        found
    }
}

/// The name, or the start of the one that the server makes up.
fn given_name(metadata: &Value) -> &str {
    match text(metadata, "name") {
        "" => text(metadata, "generateName"),
        name => name,
    }
}

/// The user's own text for a message: in backticks, on one line, and not all of a long one.
pub(crate) fn tick(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, char) in text.chars().enumerate() {
        if count == MAX_SHOWN {
            shown.push('…');
            break;
        }
        if is_printable(char) {
            shown.push(char);
        } else {
            shown.extend(char.escape_default());
        }
    }
    shown.push('`');
    shown
}

/// How many characters of the user's text a message repeats.
const MAX_SHOWN: usize = 80;

fn refusal(
    code: Code,
    path: FieldPath,
    cause: Cause,
    message: Sentence,
    help: Sentence,
) -> Diagnostic {
    Diagnostic::error(code, path, message).with_cause(cause).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::tick;

    #[test]
    fn the_users_text_is_shown_on_one_short_line() {
        assert_eq!(tick("a b\n\u{85}"), "`a b\\n\\u{85}`");
        assert_eq!(tick(&"é".repeat(81)), format!("`{}…`", "é".repeat(80)));
    }
}
