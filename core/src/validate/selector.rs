//! The rules of label selectors, the same wherever one stands.

use super::go::{forbidden, invalid, invalid_shown, json_quote, required};
use super::metadata::{KEY_HELP, VALUE_HELP, labels};
use super::names;
use super::report::{Report, tick};
use super::{items, nearest, text};
use crate::diagnostic::codes::SELECTOR_SYNTAX;
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// The operators of `matchExpressions`.
pub(crate) const OPERATORS: [&str; 4] = ["In", "NotIn", "Exists", "DoesNotExist"];

/// Applies the rules of a label selector.
pub(super) fn check(selector: &Value, path: &FieldPath, report: &mut Report) {
    if let Some(match_labels) = selector.get("matchLabels") {
        labels(match_labels, &path.key("matchLabels"), SELECTOR_SYNTAX, report);
    }
    let path = path.key("matchExpressions");
    for (index, requirement) in items(selector, "matchExpressions").iter().enumerate() {
        self::requirement(requirement, &path.index(index), report);
    }
}

fn requirement(requirement: &Value, path: &FieldPath, report: &mut Report) {
    let values = items(requirement, "values");
    operator(requirement, values, path, report);
    let key = text(requirement, "key");
    for flaw in names::label_key(key) {
        let message = match requirement.get("key") {
            Some(_) => Sentence::of("the label key {0} {1}").as_is(tick(key)).with(flaw.ours),
            None => Sentence::of("the requirement has no `key`"),
        };
        let cause = invalid(&path.key("key"), key, &flaw.server);
        report.refuse(
            SELECTOR_SYNTAX,
            nearest(requirement, path, "key"),
            cause,
            message,
            KEY_HELP.into(),
        );
    }
    for (index, value) in values.iter().filter_map(Value::as_str).enumerate() {
        let flaws = names::label_value(value);
        if !flaws.is_empty() {
            let path = path.key("values").index(index);
            let at = (SELECTOR_SYNTAX, &path, &path);
            report.refuse_flaws(flaws, "the label value {0} {1}", value, at, VALUE_HELP.into());
        }
    }
}

fn operator(requirement: &Value, values: &[Value], path: &FieldPath, report: &mut Report) {
    let operator = text(requirement, "operator");
    let field = path.key("values");
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            let cause = required(&field, "must be specified when `operator` is 'In' or 'NotIn'");
            let message = Sentence::of("{0} has no values").as_is(tick(operator));
            let help = Sentence::of("list at least one value under `values`");
            report.refuse(
                SELECTOR_SYNTAX,
                nearest(requirement, path, "values"),
                cause,
                message,
                help,
            );
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            let message = Sentence::of("{0} takes no values").as_is(tick(operator));
            let help = Sentence::of("remove `values`, or use `In` or `NotIn`");
            report.refuse(SELECTOR_SYNTAX, field.clone(), forbidden(&field, detail), message, help);
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        _ => unknown_operator(requirement, operator, path, report),
    }
}

fn unknown_operator(requirement: &Value, operator: &str, path: &FieldPath, report: &mut Report) {
    let detail = "not a valid selector operator";
    let cause = invalid_shown(&path.key("operator"), &json_quote(operator), detail);
    let message = match operator {
        "" => Sentence::of("the requirement has no `operator`"),
        _ => Sentence::of("{0} is not an operator").as_is(tick(operator)),
    };
    let meant = OPERATORS.into_iter().find(|known| known.eq_ignore_ascii_case(operator));
    let help = match (meant, operator) {
        (Some(meant), _) => Sentence::of("write `{0}`").as_is(meant),
        (None, "=" | "==" | "Equals") => {
            Sentence::of("write `In`, with the one value under `values`")
        }
        (None, "!=") => Sentence::of("write `NotIn`, with the one value under `values`"),
        (None, _) => Sentence::of("write `In`, `NotIn`, `Exists` or `DoesNotExist`"),
    };
    let path = nearest(requirement, path, "operator");
    report.refuse(SELECTOR_SYNTAX, path, cause, message, help);
}
