//! What a run found, in one line.

use std::io::{self, Write};

use netpol_core::diagnostic::Severity;
use netpol_core::gather::Choice;
use netpol_core::review::{Review, Subject};

use crate::output::{Output, Role};

/// Counts what was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    accepted: usize,
    refused: usize,
    warnings: usize,
    others: usize,
    unknown: usize,
}

impl Tally {
    /// Counts a document, and says whether it is for us to judge.
    ///
    /// An object of another kind is none of our business. What may be no object at all is a mistake
    /// in a file that was named, and not in one that only lies in a directory.
    pub fn judges(&mut self, review: &Review, choice: Choice) -> bool {
        match (review.subject, choice) {
            (Subject::Policy, _) | (Subject::Unknown, Choice::Named) => {
                match review.judgement.is_accepted() {
                    true => self.accepted += 1,
                    false => self.refused += 1,
                }
                let warnings = review.diagnostics.iter();
                self.warnings +=
                    warnings.filter(|found| found.severity == Severity::Warning).count();
                return true;
            }
            (Subject::OtherKind, _) => self.others += 1,
            (Subject::Unknown, Choice::Found) => self.unknown += 1,
        }
        false
    }

    /// Whether a policy was accepted.
    pub fn has_accepted(self) -> bool {
        self.accepted > 0
    }

    /// Whether a policy was refused.
    pub fn has_refused(self) -> bool {
        self.refused > 0
    }

    /// Whether there was a warning.
    pub fn has_warned(self) -> bool {
        self.warnings > 0
    }

    /// Writes the line: `2 policies accepted, 1 refused, 3 warnings; 4 other objects not judged`.
    pub fn write(self, out: &mut Output) -> io::Result<()> {
        let style = out.style();
        let refused = match self.accepted {
            0 => format!("{} refused", count(self.refused, "document", "documents")),
            _ => format!("{} refused", self.refused),
        };
        let refused = style.paint(Role::Error, &refused);
        let accepted = count(self.accepted, "policy", "policies");
        match (self.accepted, self.refused) {
            (0, 0) => write!(out, "no NetworkPolicy found")?,
            (_, 0) => write!(out, "{accepted} accepted")?,
            (0, _) => write!(out, "{refused}")?,
            _ => write!(out, "{accepted} accepted, {refused}")?,
        }
        if self.warnings > 0 {
            let warnings = count(self.warnings, "warning", "warnings");
            write!(out, ", {}", style.paint(Role::Warning, &warnings))?;
        }
        if self.others > 0 {
            let others = count(self.others, "object of another kind", "objects of other kinds");
            write!(out, "; {others} not judged")?;
        }
        if self.unknown > 0 {
            let unknown = count(self.unknown, "document", "documents");
            write!(out, "; {unknown} without a kind, or not readable, passed over")?;
        }
        writeln!(out)
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
