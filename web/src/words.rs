//! Every word of the page that does not come from core: one place to read them all, and to
//! translate them from.

mod form;
mod table;

use netpol_core::diagnostic::{Cause, Code, Diagnostic, Severity, codes};
use netpol_core::edit::{Content, DerivedManifest, Document, Health};
use netpol_core::expect;
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use netpol_core::preset::ArgumentError;
use netpol_core::sentence::Sentence;
use netpol_core::share::ShareError;
use netpol_core::snapshot::{ENDED, Snapshot};
use netpol_core::validate::Stage;

pub use form::*;
pub use reach::*;
pub use table::{count, count_with, fill, said, say, speak, spoken};

use crate::panels::toolbar::{Export, SaveState};
use crate::state::{Notice, OutputTab, Region};

macro_rules! words {
    ($($name:ident = $text:expr;)*) => {
        $(#[doc = $text] pub const $name: &str = $text;)*
    };
}

mod reach;

words! {
    TITLE = "Netpol Designer";
    REGIONS = "Parts of the page";
    REGION_WORKSPACE = "Workspace";
    REGION_FORM = "Form";
    REGION_OUTPUT = "Consequences";
    POLICIES = "Policies";
    NO_POLICIES = "No policy yet.";
    NEW_POLICY = "New policy";
    NEW_POLICY_NAME = "new-policy";
    READ_ONLY = "This page only shows the policies; nothing has changed.";
    UNSHARED = "An alias shared this with other places; here it is written out now.";
    STALE = "The text cannot be read, so the form shows what it said before.";
    OPEN_FILES = "Open files";
    CATALOGUE = "Catalogue";
    BROWSE_CATALOGUE = "Browse the catalogue";
    RENAME = "Rename";
    DUPLICATE = "Duplicate";
    DELETE = "Delete";
    UNDO = "Undo";
    DISMISS = "Dismiss";
    CLOSE = "Close";
    SHOW = "Show";

    WELCOME_TITLE = "Design a NetworkPolicy";
    WELCOME_TEXT = "Fill in a form, read what it means, take the YAML with you. What is accepted here, the API server accepts.";
    START_FROM = "Or start from a ready-made policy";
    PRIVACY = "Nothing leaves this browser: what you write and open is sent to nobody.";
    SEARCH_CATALOGUE = "Search the catalogue";
    SEARCH_PLACEHOLDER = "deny, namespace, port …";
    BACK_TO_CATALOGUE = "Back to the catalogue";
    PREVIEW = "What will be added";
    WATCH_OUT = "Watch out";

    APPLIES_TO = "Applies to";
    NAME = "Name";
    NAMESPACE = "Namespace";
    NAMESPACE_PLACEHOLDER = "current namespace of kubectl";
    NO_NAMESPACE_HINT = "Without one, kubectl uses the namespace of its current context.";
    SELECTED_PODS = "Selected pods";
    ALL_PODS_SELECTED = "No condition: all pods in the namespace.";
    LABELS_AND_ANNOTATIONS = "Labels and annotations of the policy";
    LABELS = "Labels";
    ANNOTATIONS = "Annotations";
    ADD_LABEL = "Label";
    ADD_ANNOTATION = "Annotation";

    ADD_CONDITION = "Condition";
    LABEL_KEY = "Label key";
    LABEL_VALUE = "Label value";
    LABEL_VALUES = "Label values";
    OPERATOR = "Operator";
    KEY_PLACEHOLDER = "key";
    VALUE_PLACEHOLDER = "value";
    ADD_VALUE = "add a value, then Enter";
    NO_VALUE = "with any value";
    AND = "and";
    OR = "or";

    UNREADABLE_RULES = "These rules are no list, so there is no form for them. Change them in the YAML.";
    UNREADABLE_RULE = "This rule is no map of fields, so there is no form for it. Change it in the YAML.";
    RULE_PRESET = "What the rule allows";
    TAG_ALLOW = "Allow";
    TAG_NOTHING = "Nothing";
    TAG_REFUSED = "Refused";
    REFUSED = "refused";
    VOID_RULE = "Another rule allows everything in this direction, so this one has no effect.";
    MOVE_UP = "Move rule up";
    MOVE_DOWN = "Move rule down";
    DUPLICATE_RULE = "Duplicate rule";
    REMOVE_RULE = "Remove rule";

    NAMESPACES = "Namespaces";
    PODS = "Pods";
    ALL_NAMESPACES = "No condition: all namespaces, the policy's own included.";
    ALL_PODS_THERE = "No condition: all pods of these namespaces.";
    ALL_PODS_HERE = "No condition: all pods in the policy's namespace.";
    OTHER_PEER = "Something else";
    EMPTY_PEER = "Nothing is named here, which the API server refuses. Choose a kind above.";
    CIDR = "Address range (CIDR)";
    CIDR_PLACEHOLDER = "203.0.113.0/24";
    EXCEPT = "Except";
    EXCEPT_PLACEHOLDER = "203.0.113.128/25";
    ADD_EXCEPT = "Excluded range";
    USE_ALL_ADDRESSES = "Use all addresses, IPv4 and IPv6";
    POD_IPS = "For addresses outside the cluster: pod IPs change with every restart.";

    PORTS = "Ports";
    PORT = "Port number or name";
    PORT_PLACEHOLDER = "number or name";
    END_PORT = "Last port of a range";
    END_PORT_PLACEHOLDER = "end of range";
    PROTOCOL = "Protocol";
    EVERY_PORT = "Every port";
    TO = "to";
    ADD_PORT = "Port";
    REMOVE_PORT = "Remove port";
    NO_PORTS = "No port yet.";

    NOTHING_YET = "What follows from the form is shown here.";
    YAML_TEXT = "YAML of the selected policy";
    EDITOR_KEYS = "Escape, then Tab leaves the text. F8: next problem, Ctrl+F: find, Ctrl+Space: suggestions.";
    SUGGESTIONS = "Suggestions";
    TO_FIELD = "Go to its field";
    FIND = "Find in the text";
    FIND_NEXT = "Next match";
    FIND_PREVIOUS = "Previous match";
    NOT_FOUND = "not found";
    COPY = "Copy";
    COPIED = "Copied.";
    COPY_REFUSED = "The browser does not allow copying here. Download the file instead.";
    DOWNLOAD = "Download YAML";
    DOWNLOAD_THIS = "Download";
    DOWNLOAD_REFUSED = "The browser refused the download. Copy the text instead.";
    ALL_FILE_NAME = "networkpolicies.yaml";
    NO_MEANING = "There is nothing to say yet: the API server refuses this policy. See Problems.";
    NO_MEANING_OTHER = "This is no NetworkPolicy, so it allows and denies nothing.";
    TO_KNOW = "Good to know about this policy";
    PICTURE = "Picture of the connections";
    SAVE_SVG = "Save as SVG";
    SAVE_PNG = "Save as PNG";
    AS_TABLE = "As a table";
    ALWAYS_TRUE = "True for every policy";
    SHOW_PROBLEMS = "Show problems";
    SERVER_SAYS = "What the API server says";
    SERVER = "Judge as Kubernetes";
    COMPARED_WITH = "Compared with";
    AS_OPENED = "the files as opened";
    NO_CHANGES = "No file has changed since it was opened. What you change is shown here, line by line.";
    NO_DIFFERENCE = "Not a line is different.";
    SIDE_BY_SIDE = "Side by side";
    COPY_PATCH = "Copy as patch";
    COPY_AS_COMMAND = "Copy as command";
    COPY_AS_MARKDOWN = "Copy as Markdown";
    COPY_AS_FRAME = "Copy as iframe";
    LINE_ADDED = "added: ";
    LINE_REMOVED = "removed: ";
    NO_LINE_BREAK = " (no line break at the end)";
    STEPS = "Steps";
    STEPS_START = "Start";
    COPY_LINK = "Copy link";
    LINK_COPIED = "Copied a link that holds all files. Who opens it is asked before they are added.";
    LINK_TOO_LONG = "All files together are too much for a link, which holds 8 KB.";
    SHARED = "Shared with you";
    SHARED_HINT = "Nothing is added before you say so.";
    OPEN_SHARED = "Add the files";
    REPLACE_BY_SHARED = "Replace mine";
    IGNORE_SHARED = "Ignore";
    BROKEN = "This text cannot be read as YAML. It is kept as it is; see Problems.";
    OPEN_FOLDER = "Open folder";
    FILE_NAME = "Name of the file";
    FILE_CHANGED = "changed since it was opened";
    REVERT = "Revert to what was opened";
    REMOVE_FILE = "Remove file";
    NO_MANIFEST = "There is no manifest in this file.";
    STRIP = "Remove what the cluster added";
    FOLLOWED = "Another tab has changed the workspace, and this one follows. Undo brings back what was here.";
    READING = "Reading {0}";
    CANCEL = "Cancel";
    EXPORT = "Export";
    LANGUAGE = "Language";
    ZIP_NAME = "networkpolicies.zip";
}

/// The languages that words can be said in: codes, and what each calls itself. What stands for the first
/// code in a table is its own.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("de", "Deutsch"), ("ja", "日本語")];

/// The choices of [`SERVER`].
pub const SERVERS: [&str; 2] = ["1.36 and later", "1.35 and before"];

/// Whether a rule is about every port.
pub const PORT_SCOPES: [&str; 2] = ["Every port", "Only these"];

/// The regions of the page.
pub const fn region(region: Region) -> &'static str {
    match region {
        Region::Workspace => "Policies",
        Region::Form => "Form",
        Region::Output => "Result",
    }
}

/// The tabs of the consequences.
pub const fn tab(tab: OutputTab) -> &'static str {
    match tab {
        OutputTab::Yaml => "YAML",
        OutputTab::Meaning => "What it does",
        OutputTab::Problems => "Problems",
        OutputTab::Reach => "Reach",
        OutputTab::Changes => "Changes",
    }
}

/// A fact as a full sentence.
pub fn full(fact: &Sentence) -> String {
    fact.clone().finished().text_in(&spoken())
}

/// What the page says once, after an action.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Rejected(rejected) => {
            let help = rejected.help.map(|help| full(&help.into())).unwrap_or_default();
            [&full(&rejected.message.into()), " ", &help].concat().trim_end().to_owned()
        }
        Notice::Removed(label) => fill("Done: {0}.", &[&in_sentence(label)]),
        Notice::Undone(label) => fill("Undone: {0}.", &[&in_sentence(label)]),
        Notice::Redone(label) => fill("Done again: {0}.", &[&in_sentence(label)]),
        Notice::Said(text) => say(text),
        Notice::Told(text) => text.clone(),
    }
}

/// What a step is called within a sentence.
fn in_sentence(label: &'static str) -> String {
    let mut name = say(label);
    // "CIDR" is no word to be written small, and other languages have rules of their own.
    let is_word = !name.chars().nth(1).is_some_and(|next| next.is_ascii_uppercase());
    if is_word
        && spoken().is_english()
        && let Some(first) = name.get_mut(..1)
    {
        first.make_ascii_lowercase();
    }
    name
}

/// Whether the workspace is kept.
pub const fn save_state(state: SaveState) -> &'static str {
    match state {
        SaveState::Silent => "",
        SaveState::Saved => "saved in this browser",
        SaveState::Denied => "not saved: this browser keeps nothing for this page",
        SaveState::Full => "not saved: the storage of this page is full",
    }
}

/// The button that takes the last step back.
pub fn undo(label: Option<&'static str>) -> String {
    with_label(UNDO, "Undo: {0}", label)
}

/// The button that does it again.
pub fn redo(label: Option<&'static str>) -> String {
    with_label("Redo", "Redo: {0}", label)
}

fn with_label(word: &'static str, with: &'static str, label: Option<&'static str>) -> String {
    label.map_or_else(|| say(word), |label| fill(with, &[&in_sentence(label)]))
}

/// "3 policies".
pub fn policies(number: usize) -> String {
    count(number, "{0} policy|{0} policies")
}

/// "2 objects".
pub fn objects(number: usize) -> String {
    count(number, "{0} object|{0} objects")
}

/// "2 errors".
pub fn errors(number: usize) -> String {
    count(number, "{0} error|{0} errors")
}

/// "problem" or "problems", for a number that stands beside it.
pub fn problems_noun(number: usize) -> String {
    count(number, "problem|problems")
}

/// How many problems there are now, for those who do not see the badge: also that there is none any more.
pub fn problems_live(number: usize) -> String {
    count(number, "{0} problem|{0} problems")
}

/// "12 lines added, 3 lines removed".
pub fn changes(added: usize, removed: usize) -> String {
    let mut words = Vec::new();
    for (number, forms) in
        [(added, "{0} line added|{0} lines added"), (removed, "{0} line removed|{0} lines removed")]
    {
        if number > 0 {
            words.push(count(number, forms));
        }
    }
    list(&words)
}

/// What opens a stretch of lines that are the same.
pub fn folded(lines: usize) -> String {
    count(lines, "{0} line as before|{0} lines as before")
}

/// What stands behind the lines that are shown of many.
pub fn more_changes(lines: usize) -> String {
    count(
        lines,
        "{0} more line, all of them in the patch.|{0} more lines, all of them in the patch.",
    )
}

/// What is in a file that was shared: "2 policies, 1 error".
pub fn shared_file(policies: usize, errors: usize) -> String {
    let mut words = vec![self::policies(policies)];
    if errors > 0 {
        words.push(self::errors(errors));
    }
    list(&words)
}

/// Things one after the other, as the language lists them.
fn list(words: &[String]) -> String {
    words.join(said(", "))
}

/// Why there is nothing in a link.
pub const fn broken_link(error: ShareError) -> &'static str {
    match error {
        ShareError::Newer => {
            "The link was made by a later version of the designer. Reload the page, or ask for the files."
        }
        ShareError::TooLarge => "There is more in the link than can be opened. Ask for the files.",
        ShareError::Damaged => "The link is damaged or was cut off. Ask for it again.",
    }
}

/// What the page says when copying has ended, in the order of the element's script.
pub const COPY_OUTCOMES: [&str; 4] = [COPIED, LINK_COPIED, COPY_REFUSED, LINK_TOO_LONG];

/// "12 ready-made policies".
pub fn presets_found(number: usize) -> String {
    match number {
        0 => say("Nothing in the catalogue has these words."),
        number => count(number, "{0} ready-made policy|{0} ready-made policies"),
    }
}

/// The button that takes a preset over.
pub fn add_policies(number: usize) -> String {
    count(number, "Add {0} policy|Add {0} policies")
}

/// The group of a manifest in the list.
pub fn group(manifest: &DerivedManifest) -> String {
    match (manifest.is_policy(), manifest.namespace.as_str()) {
        (false, _) => say("Other manifests"),
        (true, "") => say("Current namespace"),
        (true, namespace) => namespace.to_owned(),
    }
}

/// The name of a manifest in the list.
pub fn title(manifest: &DerivedManifest) -> String {
    match (manifest.title.as_str(), manifest.kind.as_str()) {
        ("", "") => match manifest.manifest.content() {
            Content::Other(value) if value.get(expect::EXPECTATIONS).is_some() => say(EXPECTATIONS),
            _ => say("Unreadable text"),
        },
        ("", kind) => fill("{0} without a name", &[kind]),
        (title, _) => title.to_owned(),
    }
}

/// The line that a text begins with, but for comments and separators.
pub fn first_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '-']));
    first.unwrap_or_default().to_owned()
}

/// How a manifest is doing.
pub const fn health(health: Health) -> &'static str {
    match health {
        Health::Fine => "accepted",
        Health::Warned => "accepted, with warnings",
        Health::Refused => "refused",
        Health::NotJudged => "not a NetworkPolicy",
    }
}

/// The details of a manifest: terms and what they are.
pub fn details(manifest: &DerivedManifest) -> Vec<(&'static str, String)> {
    let mut rows = vec![("State", say(health(manifest.health())))];
    if let Some(facts) = &manifest.facts {
        for direction in Direction::ALL {
            let facts = facts.direction(direction);
            let mut words = vec![count(facts.allowing_rules, "{0} rule|{0} rules")];
            if facts.unwritten_rules > 0 {
                words.push(count(facts.unwritten_rules, "{0} not written"));
            }
            rows.push((direction.policy_type(), list(&words)));
        }
    }
    rows
}

/// What stands in place of a form for another kind of object.
pub fn no_form(manifest: &DerivedManifest) -> String {
    let object = say("object");
    let kind = if manifest.kind.is_empty() { &object } else { &manifest.kind };
    fill("This is a {0}. It is kept as it is, and its labels are offered as choices.", &[kind])
}

/// Why there is no meaning yet.
pub fn refused(manifest: &DerivedManifest) -> String {
    let errors = errors(manifest.count(Severity::Error));
    fill("The API server refuses this policy: {0}.", &[&errors])
}

/// Whether the text can be applied, above the text.
pub fn verdict(manifest: &DerivedManifest) -> String {
    match manifest.judgement.stage {
        _ if !manifest.is_policy() => manifest.kind.clone(),
        Stage::Accepted => say("The API server accepts this."),
        _ => say("The API server refuses this."),
    }
}

/// What the list of problems says when it is empty.
pub fn no_problems(manifest: &DerivedManifest) -> &'static str {
    match manifest.is_policy() {
        true => "No problems: the API server accepts this policy.",
        false => "Only NetworkPolicies are judged.",
    }
}

/// The link from a problem to its field.
pub fn place(path: &FieldPath) -> String {
    if path.steps().is_empty() { say("the manifest") } else { path.to_string() }
}

/// The link from a note to its field, for those who do not see the note beside it.
pub fn show_field(path: &FieldPath) -> String {
    fill("Show {0}", &[&place(path)])
}

/// The link from a problem to its line.
pub fn line(line: usize) -> String {
    fill("line {0}", &[&line.to_string()])
}

/// A code with its name.
pub fn code(code: Code) -> String {
    [code.id, " ", code.name].concat()
}

/// The API server's words for a problem.
pub fn server_cause(cause: &Cause) -> String {
    if cause.field.is_empty() {
        cause.message.clone()
    } else {
        [&cause.field, ": ", &cause.message].concat()
    }
}

/// What is wrong with an answer to a preset's question.
pub fn argument_error(error: &ArgumentError) -> Diagnostic {
    Diagnostic::error(codes::WRONG_TYPE, FieldPath::root(), error.message.clone())
        .with_help(error.help.clone())
}

/// Where a search is: "2 of 5".
pub fn found(number: usize, count: usize) -> String {
    fill("{0} of {1}", &[&number.to_string(), &count.to_string()])
}

/// What is said of the line that the caret is in.
pub fn problem_in_line(line: usize, message: &str) -> String {
    fill("Line {0}: {1}", &[&line.to_string(), message])
}

/// What was opened, and what was not.
pub fn opened(files: usize, refused: &[String]) -> String {
    let opened = match (files, refused) {
        (0, []) => say("There is no .yaml, .yml or .json file to open."),
        (0, _) => String::new(),
        _ => count(files, "{0} file opened. |{0} files opened. "),
    };
    let not = match refused {
        [] => String::new(),
        [only] => fill("Not opened, as no text or too much: {0}.", &[only]),
        [first, others @ ..] => {
            let forms = "Not opened, as no text or too much: {1} and {0} other.|Not opened, as no text or too much: {1} and {0} others.";
            count_with(others.len(), forms, &[first])
        }
    };
    opened + &not
}

/// What a large file had in it, and what of that is kept.
pub fn snapshot(snapshot: &Snapshot) -> String {
    let kept = [
        policies(snapshot.policy_count),
        count(snapshot.pods, "{0} pod or workload|{0} pods and workloads"),
        count(snapshot.namespaces, "{0} namespace|{0} namespaces"),
    ];
    let mut words = vec![fill("Kept: {0}.", &[&list(&kept)])];
    if !snapshot.left_out.is_empty() {
        let counted = |(kind, number): &(String, usize)| {
            // All others are kinds of Kubernetes.
            let kind = if kind == ENDED { said(ENDED) } else { kind };
            [&number.to_string(), " ", kind].concat()
        };
        let left_out: Vec<String> = snapshot.left_out.iter().map(counted).collect();
        words.push(fill("Left out: {0}.", &[&list(&left_out)]));
    }
    if let Some(first) = snapshot.unreadable.first() {
        let forms = "Not readable: {0} document, at line {1} ({2}).|Not readable: {0} documents, the first at line {1} ({2}).";
        let parts = [&*first.line.to_string(), &*first.message.text_in(&spoken())];
        words.push(count_with(snapshot.unreadable.len(), forms, &parts));
    }
    words.join(" ")
}

/// What can be taken out of the page as a file.
pub const fn export(what: Export) -> &'static str {
    match what {
        Export::File(_) => "This file",
        Export::Joined => "One file with everything",
        Export::Zip => "Zip archive",
    }
}

/// What comes out then.
pub fn exported(what: Export, document: &Document) -> String {
    match what {
        Export::File(id) => document.file(id).map_or(String::new(), |file| file.name().to_owned()),
        Export::Joined => {
            let forms = "{1}, {0} document|{1}, {0} documents";
            count_with(document.manifests().len(), forms, &[ALL_FILE_NAME])
        }
        Export::Zip => {
            let forms = match document.has_kustomization() {
                true => "{1}, {0} file|{1}, {0} files",
                false => {
                    "{1}, {0} file and kustomization.yaml|{1}, {0} files and kustomization.yaml"
                }
            };
            count_with(document.files().len(), forms, &[ZIP_NAME])
        }
    }
}

/// What a table of connections has.
pub const CONNECTIONS: [&str; 3] = ["Direction", "With", "Ports"];
