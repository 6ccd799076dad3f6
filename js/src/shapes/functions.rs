//! The functions.

use super::{Field, Function, Type, field, optional};

const FILES: Field = field("files", Type::Files, "The manifests.");

const fn options(name: &'static str) -> Field {
    optional("options", Type::Object(name), "What else there is to say.")
}

/// All functions, in the order of the documentation.
pub const FUNCTIONS: &[Function] = &[
    Function {
        name: "parse",
        about: "Reads texts: each document as the value that kubectl gets from it.",
        parameters: &[FILES],
        returns: Type::List(&Type::Object("Reading")),
    },
    Function {
        name: "validate",
        about: "Judges each document as the API server does. After one that is no YAML there are no \
                more answers for its text: kubectl stops there.",
        parameters: &[FILES, options("Judging")],
        returns: Type::List(&Type::Object("Validation")),
    },
    Function {
        name: "describe",
        about: "Says in words what each policy does. Objects of other kinds are left out.",
        parameters: &[FILES, options("Judging")],
        returns: Type::List(&Type::Object("Description")),
    },
    Function {
        name: "emit",
        about: "Writes plain data as YAML that kubectl reads as the same data.",
        parameters: &[field("value", Type::Anything, "The data.")],
        returns: Type::Text,
    },
    Function {
        name: "canonical",
        about: "Writes each document as kubectl would send it, before any check.",
        parameters: &[FILES],
        returns: Type::List(&Type::Object("Canonical")),
    },
    Function {
        name: "reach",
        about: "Lists everything that may be connected. A policy that is refused does nothing: ask `validate` too.",
        parameters: &[FILES, options("ReachOptions")],
        returns: Type::List(&Type::Object("Connection")),
    },
    Function {
        name: "probe",
        about: "Tries some ports between every two pods, and with some addresses.",
        parameters: &[FILES, field("options", Type::Object("ProbeOptions"), "What is tried.")],
        returns: Type::Object("Probed"),
    },
    Function {
        name: "diff",
        about: "Says which connections one version allows and the other does not.",
        parameters: &[
            field("before", Type::Files, "The first version."),
            field("after", Type::Files, "The second version."),
            options("DiffOptions"),
        ],
        returns: Type::Object("Differences"),
    },
    Function {
        name: "version",
        about: "Names the version of this package, and of the API server that it answers like.",
        parameters: &[],
        returns: Type::Object("Version"),
    },
];
