//! The rules of an entry of `ports`.

use super::go::{invalid, invalid_shown, unsupported};
use super::names;
use super::report::{Report, tick};
use crate::diagnostic::{Code, codes};
use crate::model::Protocol;
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// Applies the rules of an entry of `ports`.
pub(super) fn check(entry: &Value, path: &FieldPath, report: &mut Report) {
    if let Some(Value::String(protocol)) = entry.get("protocol")
        && Protocol::parse(protocol).is_none()
    {
        self::protocol(protocol, path.key("protocol"), report);
    }
    let end = whole(entry.get("endPort"));
    let mut end = EndPort { end, path: path.key("endPort"), report };
    match entry.get("port") {
        Some(Value::String(name)) => {
            end.refuse(
                codes::END_PORT_NAMED,
                "may not be specified when `port` is non-numeric",
                || {
                    (
                        Sentence::of("a range cannot begin with the port name {0}")
                            .as_is(tick(name)),
                        "write the number of the port, or remove `endPort`",
                    )
                },
            );
            port_name(name, path.key("port"), end.report);
        }
        port @ Some(_) => {
            let start = whole(port).unwrap_or_default();
            if !is_port(start) {
                let path = path.key("port");
                let cause = invalid_shown(&path, &start.to_string(), OUT_OF_RANGE);
                let message = range_message(
                    start,
                    ["port `{0}` is smaller than 1", "port `{0}` is larger than 65535"],
                );
                end.report.refuse(codes::PORT_RANGE, path, cause, message, RANGE_HELP.into());
            }
            range(start, &mut end);
        }
        None => {
            end.refuse(
                codes::END_PORT_ALONE,
                "may not be specified when `port` is not specified",
                || {
                    (
                        Sentence::of("`endPort` stands without `port`"),
                        "add the first port of the range as `port`",
                    )
                },
            );
        }
    }
}

const OUT_OF_RANGE: &str = "must be between 1 and 65535, inclusive";
const RANGE_HELP: &str = "write a number from 1 to 65535";

/// The end of a range, where one is given.
struct EndPort<'a> {
    end: Option<i64>,
    path: FieldPath,
    report: &'a mut Report,
}

impl EndPort<'_> {
    /// Refuses the end, if there is one.
    fn refuse(
        &mut self,
        code: Code,
        detail: &str,
        words: impl FnOnce() -> (Sentence, &'static str),
    ) {
        if let Some(end) = self.end {
            let (message, help) = words();
            let cause = invalid_shown(&self.path, &end.to_string(), detail);
            self.report.refuse(code, self.path.clone(), cause, message, help.into());
        }
    }
}

fn range(start: i64, end: &mut EndPort) {
    let last = end.end.unwrap_or(start);
    if last < start {
        end.refuse(codes::END_PORT_ORDER, "must be greater than or equal to `port`", || {
            let message = Sentence::of("the range ends at `{0}`, before it begins at `{1}`");
            let message = message.as_is(last.to_string()).as_is(start.to_string());
            (message, "write the smaller number as `port`")
        });
    }
    if !is_port(last) {
        end.refuse(codes::PORT_RANGE, OUT_OF_RANGE, || {
            let templates =
                ["endPort `{0}` is smaller than 1", "endPort `{0}` is larger than 65535"];
            (range_message(last, templates), RANGE_HELP)
        });
    }
}

fn range_message(number: i64, [small, large]: [&'static str; 2]) -> Sentence {
    Sentence::of(if number < 1 { small } else { large }).as_is(number.to_string())
}

fn port_name(name: &str, path: FieldPath, report: &mut Report) {
    let number = name.parse().ok().filter(|number| is_port(*number));
    for flaw in names::port_name(name) {
        let cause = invalid(&path, name, &flaw.server);
        // Digits in quotes have one flaw only, the missing letter.
        match number {
            Some(number) => {
                let message =
                    Sentence::of("`\"{0}\"` in quotes is the name of a port, not its number");
                let help = Sentence::of("write {0} without quotes").as_is(format!("`{number}`"));
                report.refuse(
                    codes::PORT_QUOTED,
                    path.clone(),
                    cause,
                    message.as_is(name.to_owned()),
                    help,
                );
            }
            None => {
                let message = Sentence::of("the port name {0} {1}").as_is(tick(name));
                let message = message.with(flaw.ours);
                let help =
                    Sentence::of("use the name that the container gives its port, or the number");
                report.refuse(codes::PORT_NAME, path.clone(), cause, message, help);
            }
        }
    }
}

fn protocol(protocol: &str, path: FieldPath, report: &mut Report) {
    let names = Protocol::ALL.map(Protocol::as_str);
    let cause = unsupported(&path, protocol, &names);
    let upper = protocol.to_ascii_uppercase();
    let (message, help) = match upper.as_str() {
        "TCP" | "UDP" | "SCTP" => {
            let help = Sentence::of("write `{0}`").as_is(upper);
            let message = Sentence::of("the protocol {0} is not in upper case");
            return report.refuse(
                codes::PROTOCOL,
                path,
                cause,
                message.as_is(tick(protocol)),
                help,
            );
        }
        "ICMP" | "ICMPV4" | "ICMPV6" => (
            "{0} cannot be named in a NetworkPolicy",
            "remove the entry; ports are about TCP, UDP and SCTP only",
        ),
        "ANY" | "ALL" | "*" => {
            ("there is no protocol {0}", "leave out `ports` to allow every port of every protocol")
        }
        "" => (
            "the protocol is empty",
            "write `TCP`, `UDP` or `SCTP`, or leave `protocol` out for TCP",
        ),
        _ => ("there is no protocol {0}", "write `TCP`, `UDP` or `SCTP`"),
    };
    let message = Sentence::of(message).as_is(tick(protocol));
    report.refuse(codes::PROTOCOL, path, cause, message, help.into());
}

fn is_port(number: i64) -> bool {
    (1..=65535).contains(&number)
}

fn whole(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    }
}
