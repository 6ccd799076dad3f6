//! The objects: what can be set, and what answers are made of.

use super::{Field, Object, Type, field, optional};

const TEXTS: Type = Type::List(&Type::Text);
const PROTOCOL: Type = Type::Words(&["TCP", "UDP", "SCTP"]);
const SEVERITY: Type = Type::Words(&["error", "warning"]);
const DIAGNOSTICS: Type = Type::List(&Type::Object("Diagnostic"));
const PORTS: Type = Type::List(&Type::Object("Ports"));

const FILE: Field = optional("file", Type::Text, "The name of the text, if it has one.");
const DOCUMENT: Field = field(
    "document",
    Type::Number,
    "The number of the document in its text, from 0; empty ones do not count.",
);
const SPAN: [Field; 4] = [
    optional("line", Type::Number, "The line, from 1."),
    optional("column", Type::Number, "The column, from 1, in characters."),
    optional("endLine", Type::Number, "The line where it ends."),
    optional("endColumn", Type::Number, "The column behind its last character."),
];
const FIELD: Field =
    optional("field", Type::Text, "The path of the field, as the server writes it.");
const FROM: Field = field("from", Type::Text, "The source.");
const TO: Field = field("to", Type::Text, "The destination.");
const BY: Field = optional(
    "by",
    Type::Words(&["workload", "pod"]),
    "What one end is: all pods with the same owner (the default), or each pod.",
);

/// All objects, each before those that are made of it.
pub const OBJECTS: &[Object] = &[
    Object {
        name: "Judging",
        about: "How manifests are judged.",
        extends: None,
        fields: &[optional(
            "kubernetesVersion",
            Type::Text,
            "The version of the API server, such as `1.35`; the latest where it is left out.",
        )],
    },
    Object {
        name: "Settings",
        about: "How policies are enforced; each is as it is for `netpol reach`.",
        extends: Some("Judging"),
        fields: &[
            optional("notEnforced", Type::Truth, "Nothing enforces policies."),
            optional(
                "ipBlocksMatchPods",
                Type::Truth,
                "An `ipBlock` is about addresses of pods too.",
            ),
            optional(
                "hostNetworkLikePods",
                Type::Truth,
                "Pods on the network of their node are restricted and selected like others.",
            ),
            optional("noSctp", Type::Truth, "SCTP is not carried at all."),
        ],
    },
    Object {
        name: "ReachOptions",
        about: "What `reach` can be told.",
        extends: Some("Settings"),
        fields: &[BY],
    },
    Object {
        name: "ProbeOptions",
        about: "What `probe` is told.",
        extends: Some("Settings"),
        fields: &[
            field("probes", TEXTS, "What is tried, such as `TCP 80`."),
            optional("ips", TEXTS, "Addresses outside of the cluster."),
        ],
    },
    Object {
        name: "DiffOptions",
        about: "What `diff` can be told.",
        extends: Some("Settings"),
        fields: &[BY, optional("cluster", Type::Files, "Pods and namespaces of both versions.")],
    },
    Object {
        name: "Related",
        about: "Another place that a finding is about.",
        extends: None,
        fields: &[
            SPAN[0],
            SPAN[1],
            SPAN[2],
            SPAN[3],
            FIELD,
            field("message", Type::Text, "What is there."),
        ],
    },
    Object {
        name: "Diagnostic",
        about: "A finding.",
        extends: None,
        fields: &[
            field("severity", SEVERITY, "How bad it is."),
            field("code", Type::Text, "Its number, such as `NP004`."),
            field("name", Type::Text, "Its name, such as `cidr-invalid`."),
            SPAN[0],
            SPAN[1],
            SPAN[2],
            SPAN[3],
            FIELD,
            field("message", Type::Text, "One fact."),
            optional("help", Type::Text, "What helps."),
            optional("related", Type::List(&Type::Object("Related")), "Other places."),
        ],
    },
    Object {
        name: "Cause",
        about: "A reason of the API server, in its words.",
        extends: None,
        fields: &[
            field("type", Type::Text, "Its kind, such as `FieldValueInvalid`."),
            FIELD,
            field("message", Type::Text, "The server's message."),
        ],
    },
    Object {
        name: "Reading",
        about: "A document as kubectl reads it.",
        extends: None,
        fields: &[
            FILE,
            DOCUMENT,
            optional("value", Type::Anything, "What it says; nothing if it cannot be read."),
            optional("diagnostics", DIAGNOSTICS, "What there is to say about the reading."),
        ],
    },
    Object {
        name: "Canonical",
        about: "A document as kubectl would send it.",
        extends: None,
        fields: &[
            FILE,
            DOCUMENT,
            optional("json", Type::Text, "JSON on one line, keys sorted, numbers as they are."),
            optional("diagnostics", DIAGNOSTICS, "Why it cannot be read."),
        ],
    },
    Object {
        name: "Validation",
        about: "The API server's answer to a document.",
        extends: None,
        fields: &[
            FILE,
            DOCUMENT,
            field(
                "stage",
                Type::Words(&["parse", "decode", "validate", "accepted"]),
                "How far it came.",
            ),
            field("accepted", Type::Truth, "Whether the server takes it."),
            optional("message", Type::Text, "The server's message."),
            optional("causes", Type::List(&Type::Object("Cause")), "The server's reasons."),
            optional("strict", TEXTS, "What strict field validation refuses."),
            optional("warnings", TEXTS, "The server's warnings."),
            optional("stored", Type::Anything, "The object as it would be stored."),
            optional("diagnostics", DIAGNOSTICS, "Our findings; none for other kinds of objects."),
        ],
    },
    Object {
        name: "Note",
        about: "What an author should know about a policy.",
        extends: None,
        fields: &[
            field("level", Type::Words(&["caution", "fact"]), "Whether it needs attention."),
            FIELD,
            field("text", Type::Text, "A sentence or more."),
        ],
    },
    Object {
        name: "Description",
        about: "What a policy does, in words.",
        extends: None,
        fields: &[
            FILE,
            DOCUMENT,
            optional("name", Type::Text, "`metadata.name`"),
            optional("namespace", Type::Text, "`metadata.namespace`"),
            field("accepted", Type::Truth, "Whether the server takes it; if not, it does nothing."),
            optional("message", Type::Text, "The server's message."),
            optional("diagnostics", DIAGNOSTICS, "Why it is refused."),
            optional("summary", Type::Text, "One line."),
            optional("sentences", TEXTS, "A paragraph."),
            optional("notes", Type::List(&Type::Object("Note")), "What there is to know besides."),
        ],
    },
    Object {
        name: "Ports",
        about: "Ports of one protocol.",
        extends: None,
        fields: &[
            field("protocol", PROTOCOL, "The protocol."),
            field("ports", Type::Text, "`53,80-90`, or `all`."),
        ],
    },
    Object {
        name: "Connection",
        about: "A pair of ends that may be connected.",
        extends: None,
        fields: &[FROM, TO, field("connections", PORTS, "On which ports.")],
    },
    Object {
        name: "ProbedPair",
        about: "A pair of ends and what gets through.",
        extends: None,
        fields: &[FROM, TO, field("allowed", TEXTS, "Those of the probes that get through.")],
    },
    Object {
        name: "Probed",
        about: "What gets through between every two ends.",
        extends: None,
        fields: &[
            field("probes", TEXTS, "What was tried."),
            field("connections", Type::List(&Type::Object("ProbedPair")), "All pairs."),
        ],
    },
    Object {
        name: "Change",
        about: "A connection that is not the same in both versions.",
        extends: None,
        fields: &[
            FROM,
            TO,
            field(
                "change",
                Type::Words(&["added", "removed", "widened", "narrowed", "changed"]),
                "What has become of it.",
            ),
            field("before", PORTS, "The ports in the first version."),
            field("after", PORTS, "The ports in the second version."),
        ],
    },
    Object {
        name: "Differences",
        about: "What differs between two versions.",
        extends: None,
        fields: &[
            field("onlyBefore", TEXTS, "Ends that only the first version has."),
            field("onlyAfter", TEXTS, "Ends that only the second version has."),
            field("changes", Type::List(&Type::Object("Change")), "Connections that differ."),
        ],
    },
    Object {
        name: "Version",
        about: "What this is.",
        extends: None,
        fields: &[
            field("version", Type::Text, "The version of this package."),
            field("kubernetesVersion", Type::Text, "The API server that it answers like."),
        ],
    },
];
