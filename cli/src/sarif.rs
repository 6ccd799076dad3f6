//! Expectations that are not met as findings in SARIF 2.1.0, which code hosts show beside the lines.

use std::io::{self, Write};

use netpol_core::answers::{JsonMap, list};
use netpol_core::value::Value;

use crate::check::{Checked, Told};
use crate::output::Output;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes a log of what is not met.
pub fn write(all: &[Checked], out: &mut Output) -> io::Result<()> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut results = Vec::new();
    for checked in all {
        let Some(rule) = rule(&checked.told) else { continue };
        let index = rules.iter().position(|known| known.id == rule.id);
        let index = index.unwrap_or_else(|| {
            rules.push(rule);
            rules.len() - 1
        });
        results.push(result(checked, rules[index].id, index));
    }
    let mut driver = JsonMap::default();
    driver.put("name", "netpol");
    driver.put("version", env!("CARGO_PKG_VERSION"));
    driver.put("rules", list(rules, Rule::to_value));
    let mut run = JsonMap::default();
    run.put("tool", map("driver", driver.finish()));
    run.put("columnKind", "unicodeCodePoints");
    let mut log = JsonMap::default();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    // An empty list of results says that all is well; without one nothing was looked at.
    log.put("runs", Value::List(vec![with(run.finish(), "results", Value::List(results))]));
    writeln!(out, "{}", log.finish().to_json())
}

#[derive(Clone, Copy)]
struct Rule {
    id: &'static str,
    name: &'static str,
    text: &'static str,
}

impl Rule {
    fn to_value(self) -> Value {
        let mut rule = JsonMap::default();
        rule.put("id", self.id);
        rule.put("name", self.name);
        rule.put("shortDescription", map("text", Value::from(self.text)));
        rule.finish()
    }
}

/// The rule that is broken, if one is.
fn rule(told: &Told) -> Option<Rule> {
    let rule = |id, name, text| Some(Rule { id, name, text });
    match told {
        Told::Met => None,
        Told::Otherwise(_) => rule(
            "expectation-not-met",
            "ExpectationNotMet",
            "A connection is allowed or denied otherwise than expected.",
        ),
        Told::Nothing(_) => rule(
            "expectation-without-ends",
            "ExpectationWithoutEnds",
            "An expectation finds no two ends or no port of a name, so that it says nothing.",
        ),
        Told::Unreadable(found) => {
            rule(found.code.id, found.code.name, "An expectation cannot be read.")
        }
    }
}

fn result(checked: &Checked, rule: &str, index: usize) -> Value {
    let (line, column) = checked.position;
    let mut text = [checked.name.as_str(), ": ", &checked.told.message()].concat();
    for detail in checked.told.details() {
        text.push('\n');
        text.push_str(&detail);
    }
    let mut region = JsonMap::default();
    region.put("startLine", number(line));
    region.put("startColumn", number(column));
    let mut place = JsonMap::default();
    place.put("artifactLocation", map("uri", Value::from(uri(&checked.file))));
    place.put("region", region.finish());
    let mut result = JsonMap::default();
    result.put("ruleId", rule);
    result.put("ruleIndex", number(index));
    result.put("level", "error");
    result.put("message", map("text", Value::from(text)));
    result.put("locations", Value::List(vec![map("physicalLocation", place.finish())]));
    result.finish()
}

/// A path as a reference: what has no meaning of its own in an address stays, the rest is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for &byte in path.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

fn map(key: &str, value: Value) -> Value {
    with(Value::EMPTY_MAP, key, value)
}

fn with(map: Value, key: &str, value: Value) -> Value {
    let mut entries = match map {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    };
    entries.push((key.to_owned(), value));
    Value::Map(entries)
}

fn number(number: usize) -> Value {
    Value::from(i64::try_from(number).unwrap_or(i64::MAX))
}
