//! Expectations as tests, in the XML of JUnit that CI systems read.
//!
//! An expectation that is not met is a failure; one that cannot be read is an error.

use std::io::{self, Write};

use crate::check::{Checked, Told};
use crate::output::{Output, plain};

/// Writes a report of all expectations.
pub fn write(all: &[Checked], out: &mut Output) -> io::Result<()> {
    let count = |is_it: fn(&Told) -> bool| all.iter().filter(|it| is_it(&it.told)).count();
    let failures = count(|told| matches!(told, Told::Otherwise(_) | Told::Nothing(_)));
    let errors = count(|told| matches!(told, Told::Unreadable(_)));
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"", all.len());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites {counts}>\n  <testsuite name=\"netpol check\" {counts}>")?;
    for checked in all {
        let (file, name) = (escaped(&checked.file), escaped(&checked.name));
        let line = checked.position.0;
        let case = format!("classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{line}\"");
        let element = match checked.told {
            Told::Met => {
                writeln!(out, "    <testcase {case}/>")?;
                continue;
            }
            Told::Otherwise(_) | Told::Nothing(_) => "failure",
            Told::Unreadable(_) => "error",
        };
        let message = escaped(&checked.told.message());
        writeln!(out, "    <testcase {case}>")?;
        write!(out, "      <{element} message=\"{message}\">{file}:{line}: {message}")?;
        for detail in checked.told.details() {
            write!(out, "\n{}", escaped(&detail))?;
        }
        writeln!(out, "</{element}>\n    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// A text without anything that XML would take for its own, or that it cannot hold at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in plain(text).to_string().chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
