//! The shapes of what comes out, as a table: TypeScript is written from it, and a test holds what
//! really comes out against it.

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Whatever JSON can say.
    Any,
    /// A list of texts.
    Texts,
    /// A list of objects of a shape.
    List(&'static str),
}

/// A field of a shape.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// Whether it is always there.
    pub always: bool,
    /// What it means.
    pub doc: &'static str,
}

/// An object that comes out.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// What it has.
    pub fields: &'static [Field],
}

const fn field(name: &'static str, holds: Type, doc: &'static str) -> Field {
    Field { name, holds, always: true, doc }
}

const fn maybe(name: &'static str, holds: Type, doc: &'static str) -> Field {
    Field { name, holds, always: false, doc }
}

use Type::{Any, Flag, List, Number, Text, Texts};

/// All shapes.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "Validation",
        doc: "What the API server answers to an object.",
        fields: &[
            field("file", Text, "The name of the file, as it was given."),
            field("document", Number, "The number of the object in the file, from 0."),
            field(
                "stage",
                Text,
                "How far it came: `parse`, `envelope`, `decode`, `validate` or `accepted`.",
            ),
            field("accepted", Flag, "Whether the server stores it."),
            maybe("message", Text, "The server's message, word for word."),
            maybe("causes", List("Cause"), "The server's causes, in its order."),
            maybe("strict", Texts, "What strict field validation complains about."),
            maybe("warnings", Texts, "The warnings that come with the answer."),
            maybe("stored", Any, "The object as it is stored, with its defaults."),
            maybe("diagnostics", List("Diagnostic"), "All findings, in this project's words."),
        ],
    },
    Shape {
        name: "Cause",
        doc: "One reason of the server.",
        fields: &[
            field("type", Text, "Its kind, such as `FieldValueInvalid`."),
            maybe("field", Text, "The field that it is about."),
            field("message", Text, "What it says."),
        ],
    },
    Shape {
        name: "Diagnostic",
        doc: "Something wrong or surprising, with its place.",
        fields: &[
            field("severity", Text, "`error`, `warning` or `advice`."),
            field("code", Text, "Its code, such as `NP004`."),
            field("name", Text, "What the code is called."),
            maybe("line", Number, "Where it begins, from 1."),
            maybe("column", Number, "Where in the line, from 1."),
            maybe("endLine", Number, "Where it ends."),
            maybe("endColumn", Number, "Where in that line."),
            maybe("field", Text, "The field that it is about."),
            field("message", Text, "What is wrong."),
            maybe("help", Text, "What to do about it."),
            maybe("related", List("Related"), "Other places that have to do with it."),
        ],
    },
    Shape {
        name: "Related",
        doc: "Another place that has to do with a finding.",
        fields: &[
            maybe("line", Number, "Where it begins, from 1."),
            maybe("column", Number, "Where in the line, from 1."),
            maybe("endLine", Number, "Where it ends."),
            maybe("endColumn", Number, "Where in that line."),
            maybe("field", Text, "The field there."),
            field("message", Text, "What it has to do with it."),
        ],
    },
    Shape {
        name: "Description",
        doc: "What a policy means.",
        fields: &[
            field("file", Text, "The name of the file, as it was given."),
            field("document", Number, "The number of the object in the file, from 0."),
            maybe("name", Text, "`metadata.name`"),
            maybe("namespace", Text, "`metadata.namespace`"),
            field(
                "accepted",
                Flag,
                "Whether the server stores it; of a refused one nothing is said.",
            ),
            maybe("message", Text, "The server's message."),
            maybe("diagnostics", List("Diagnostic"), "Why it is refused."),
            maybe("summary", Text, "The meaning in one line."),
            maybe("sentences", Texts, "The meaning in full."),
            maybe("notes", List("Note"), "What its author should know."),
        ],
    },
    Shape {
        name: "Note",
        doc: "Something that the author of a policy should know.",
        fields: &[
            field("level", Text, "`caution` or `fact`."),
            maybe("field", Text, "The field that it is about."),
            field("text", Text, "What it is."),
        ],
    },
    Shape {
        name: "Parsed",
        doc: "A document as `kubectl` reads it.",
        fields: &[
            maybe("value", Any, "Its value."),
            maybe("message", Text, "Why it cannot be read."),
        ],
    },
    Shape {
        name: "Connection",
        doc: "Two ends that may connect.",
        fields: &[
            field("from", Text, "`namespace/name[Kind]`, or a range of addresses."),
            field("to", Text, "`namespace/name[Kind]`, or a range of addresses."),
            field("connections", List("Ports"), "On what."),
        ],
    },
    Shape {
        name: "Ports",
        doc: "Ports of a protocol.",
        fields: &[
            field("protocol", Text, "`TCP`, `UDP` or `SCTP`."),
            field("ports", Text, "`53,80-90`, or `all`."),
        ],
    },
    Shape {
        name: "Probed",
        doc: "Which probes get through.",
        fields: &[
            field("probes", Texts, "The probes, as they were given."),
            field("connections", List("Pair"), "An entry for every pair of ends."),
        ],
    },
    Shape {
        name: "Pair",
        doc: "What gets from one end to another.",
        fields: &[
            field("from", Text, "A pod or an address."),
            field("to", Text, "A pod or an address."),
            field("allowed", Texts, "The probes that get through."),
        ],
    },
];

/// The functions of the module, with what they come back with.
const FUNCTIONS: &str = "\
export interface Files { [name: string]: string }
export interface ServerOptions { /** Such as `1.35`; the newest if it is left out. */ kubernetesVersion?: string; file?: string }
export interface EngineOptions extends ServerOptions {
  /** Whether something enforces policies at all. Default: yes. */
  enforced?: boolean;
  /** Whether an `ipBlock` is about the addresses of pods too. Default: no. */
  ipBlocksMatchPods?: boolean;
  /** Whether pods on the network of their node are treated like others. Default: no. */
  hostNetworkLikePods?: boolean;
  /** Whether SCTP is carried. Default: yes. */
  sctp?: boolean;
  /** Which pods are one end: those of a `workload` (the default), or each `pod`. */
  by?: \"workload\" | \"pod\";
}
/** Settles once the module is ready; in Node it is when this is imported. */
export const ready: Promise<void>;
/** What the API server answers to each object of a text. */
export function validate(text: string, options?: ServerOptions): Validation[];
/** What each policy of a text means. */
export function describe(text: string, options?: { file?: string }): Description[];
/** Each document of a text as `kubectl` reads it. */
export function parse(text: string): Parsed[];
/** A value as YAML that `kubectl` reads as this value. */
export function emit(value: unknown): string;
/** Who may connect to whom: only pairs that may. */
export function reach(files: Files, options?: EngineOptions): Connection[];
/** Which probes, each like `TCP 80`, get through between all pods and addresses. */
export function probe(files: Files, probes: string[], addresses?: string[], options?: EngineOptions): Probed;
";

/// The declarations as TypeScript.
pub fn declarations() -> String {
    let mut text = String::from("// Made from js/src/types.rs.\n\n");
    for shape in SHAPES {
        text.push_str(&["/** ", shape.doc, " */\nexport interface ", shape.name, " {\n"].concat());
        for field in shape.fields {
            let mark = if field.always { ": " } else { "?: " };
            let line = ["  /** ", field.doc, " */\n  ", field.name, mark, &written(field.holds)];
            text.push_str(&line.concat());
            text.push_str(";\n");
        }
        text.push_str("}\n\n");
    }
    text.push_str(FUNCTIONS);
    text
}

fn written(holds: Type) -> String {
    match holds {
        Type::Text => "string".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Flag => "boolean".to_owned(),
        Type::Any => "unknown".to_owned(),
        Type::Texts => "string[]".to_owned(),
        Type::List(shape) => [shape, "[]"].concat(),
    }
}
