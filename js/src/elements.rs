//! The custom elements of the package, as data.
//!
//! The one place where it is written down what a page can say to them and hear from them: their
//! declarations for TypeScript and JSX, the manifest of custom elements and the data for editors are
//! made of it, and tests hold the elements' scripts, styles and markup against it. Native only: no
//! element needs it.

mod written;

pub use written::{declarations, editor_data, elements_manifest, for_jsx, for_react};

/// A custom element.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// Its tag.
    pub tag: &'static str,
    /// Its class in JavaScript.
    pub class: &'static str,
    /// The file of the package that defines it.
    pub module: &'static str,
    /// What it is.
    pub about: &'static str,
    /// What stands between its tags, if that counts.
    pub content: Option<&'static str>,
    /// Its attributes.
    pub attributes: &'static [Attribute],
    /// Its properties besides those of every element: name, type and meaning.
    pub properties: &'static [Property],
    /// Its events.
    pub events: &'static [Event],
    /// The custom properties of CSS that it heeds, each with its meaning.
    pub styles: &'static [(&'static str, &'static str)],
    /// The parts that can be styled, each with its meaning.
    pub parts: &'static [(&'static str, &'static str)],
}

/// An attribute of an element.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it can be; none for any text.
    pub words: &'static [&'static str],
    /// Whether it only has to be there.
    pub is_flag: bool,
    /// What it does.
    pub about: &'static str,
}

/// A property of an element.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type in TypeScript.
    pub of: &'static str,
    /// Whether it can only be read.
    pub is_fixed: bool,
    /// What it is.
    pub about: &'static str,
}

/// An event of an element; all of them bubble, out of shadow trees too.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The fields of its detail in TypeScript, each with its meaning.
    pub detail: &'static [(&'static str, &'static str, &'static str)],
    /// When it is sent.
    pub about: &'static str,
}

const fn attribute(name: &'static str, about: &'static str) -> Attribute {
    Attribute { name, words: &[], is_flag: false, about }
}

const VALUE: Property = Property {
    name: "value",
    of: "string",
    is_fixed: false,
    about: "YAML, one or many documents.",
};

const THEME: Attribute = Attribute {
    name: "theme",
    words: &["light", "dark"],
    is_flag: false,
    about: "Its colors; those of the page if it is left out.",
};

/// All elements.
pub const ELEMENTS: &[Element] = &[
    Element {
        tag: "netpol-designer",
        class: "NetpolDesigner",
        module: "element.js",
        about: "The whole designer: form, text, meaning, problems and connections of a workspace of \
                NetworkPolicies.",
        content: Some("YAML, one or many documents, readable until the designer is there."),
        attributes: &[
            attribute(
                "value",
                "YAML, one or many documents; setting it replaces the workspace. It goes before \
                 content.",
            ),
            attribute(
                "src",
                "The address of a file of the page's own site, which replaces the workspace.",
            ),
            attribute(
                "autosave",
                "A key: the workspace is kept in this browser under it, and goes before `value` at \
                 the next visit.",
            ),
            Attribute {
                name: "share",
                words: &[],
                is_flag: true,
                about: "Links to the page can hold the workspace; for the one designer of a page. The word \
                        `frames` adds a button that copies a frame.",
            },
            Attribute {
                name: "readonly",
                words: &[],
                is_flag: true,
                about: "The workspace is only shown; so it is in a `fieldset` that is disabled.",
            },
            Attribute {
                name: "view",
                words: &["yaml", "meaning", "problems", "reach", "changes"],
                is_flag: false,
                about: "The tab of the consequences that is open.",
            },
            attribute("kubernetes-version", "The server that judges, as in `1.35`."),
            THEME,
            attribute(
                "lang",
                "The language of its own words, `en`, `de` or `ja`, or that of the page around it; left \
                 empty, that of the browser, with a choice. A page has one.",
            ),
            attribute("name", "The name of its text among what a form sends."),
        ],
        properties: &[
            VALUE,
            Property {
                name: "ready",
                of: "Promise<void> | null",
                is_fixed: true,
                about: "Settles once the designer is drawn.",
            },
        ],
        events: &[
            Event {
                name: "netpol-change",
                detail: &[
                    ("yaml", "string", "The text of all manifests."),
                    ("diagnostics", "DesignerDiagnostic[]", "What is wrong or surprising in it."),
                ],
                about: "After each change.",
            },
            Event {
                name: "netpol-error",
                detail: &[("message", "string", "Why.")],
                about: "When a file cannot be loaded, or the designer has stopped; the text stays.",
            },
        ],
        styles: &[
            ("--netpol-bg", "Behind everything."),
            ("--netpol-surface", "Behind forms and text."),
            ("--netpol-sunken", "Behind what lies deeper."),
            ("--netpol-line", "Lines between things."),
            ("--netpol-line-strong", "Lines around controls."),
            ("--netpol-ink", "Text."),
            ("--netpol-ink-2", "Text that matters less."),
            ("--netpol-accent", "What is selected or can be pressed."),
            ("--netpol-accent-ink", "Text on that."),
            ("--netpol-accent-soft", "Behind what is selected."),
            ("--netpol-allow", "What is allowed."),
            ("--netpol-allow-soft", "Behind what is allowed."),
            ("--netpol-deny", "What is not allowed, and errors."),
            ("--netpol-deny-soft", "Behind those."),
            ("--netpol-warn", "Warnings."),
            ("--netpol-warn-soft", "Behind warnings."),
            ("--netpol-key", "Keys in YAML."),
            ("--netpol-comment", "Comments in YAML."),
            ("--netpol-radius", "How round corners are."),
            ("--netpol-font", "The font of text."),
            ("--netpol-mono", "The font of YAML."),
        ],
        parts: &[
            ("toolbar", "The bar on top."),
            ("workspace", "The list of what is open, and what is beside it."),
            ("item", "An entry of that list."),
            ("details", "What is known of the selected one."),
            ("form", "The region of the form."),
            ("welcome", "What is there in place of a form in the beginning."),
            ("catalogue", "The presets."),
            ("rule", "The card of a rule."),
            ("output", "The region of the consequences."),
            ("tabs", "Their tabs."),
            ("pane", "What is below the tabs."),
            ("yaml", "The text, with its buttons."),
            ("meaning", "What the policy does."),
            ("problem", "Something that is wrong."),
            ("matrix", "Who may connect to whom."),
            ("verdict", "The answer to a question about a connection."),
            ("notice", "What is said once."),
            ("offer", "What a link has brought."),
        ],
    },
    Element {
        tag: "netpol-view",
        class: "NetpolView",
        module: "view.js",
        about: "Shows NetworkPolicies, and only shows them: what they do, what is wrong, a picture, a \
                table, their text.",
        content: Some("YAML, one or many documents, readable before anything has loaded."),
        attributes: &[
            attribute("value", "YAML, one or many documents; goes before content and `src`."),
            attribute("src", "The address of a file of the page's own site."),
            attribute(
                "view",
                "What to show, of `problems`, `meaning`, `graph`, `table`, `notes` and `yaml`; all \
                 but `table` and `yaml` if it is left out.",
            ),
            attribute("kubernetes-version", "The server that judges, as in `1.35`."),
            THEME,
            attribute(
                "lang",
                "The language of its words, `en`, `de` or `ja`, or that of the page around it.",
            ),
        ],
        properties: &[VALUE],
        events: &[
            Event {
                name: "netpol-change",
                detail: &[
                    ("yaml", "string", "The text that is shown."),
                    ("diagnostics", "Diagnostic[]", "What is wrong or surprising in it."),
                ],
                about: "After each drawing.",
            },
            Event {
                name: "netpol-error",
                detail: &[("message", "string", "Why.")],
                about: "When something cannot be shown; the text stays readable.",
            },
        ],
        styles: &[
            ("--netpol-ink", "Text."),
            ("--netpol-ink-2", "Text that matters less."),
            ("--netpol-bg", "Behind everything."),
            ("--netpol-line", "Lines between things."),
            ("--netpol-line-strong", "Lines of boxes in the picture."),
            ("--netpol-accent", "What the policy selects, and the focus."),
            ("--netpol-accent-soft", "Behind code and what the policy selects."),
            ("--netpol-allow", "What is allowed."),
            ("--netpol-deny", "What is not allowed, and errors."),
            ("--netpol-warn", "Warnings."),
            ("--netpol-radius", "How round corners are."),
            ("--netpol-padding", "Between the border and what is shown."),
            ("--netpol-gap", "Between what is shown."),
            ("--netpol-font", "The font of text."),
            ("--netpol-font-size", "The size of text."),
            ("--netpol-line-height", "The height of lines of text."),
            ("--netpol-mono", "The font of YAML."),
            ("--netpol-mono-size", "The size of YAML."),
            ("--netpol-border", "The border around each policy."),
            ("--netpol-graph-width", "The least width of the picture."),
        ],
        parts: &[
            ("policy", "All that is shown of a policy."),
            ("accepted", "A policy that the server accepts."),
            ("refused", "A policy that the server refuses."),
            ("name", "The namespace and the name."),
            ("verdict", "That the server refuses it."),
            ("problems", "The list of what is wrong."),
            ("problem", "One of those."),
            ("error", "A problem because of which the server refuses."),
            ("warning", "Another problem."),
            ("severity", "The word for how bad it is."),
            ("line", "The line that it is in."),
            ("help", "What to do about it."),
            ("meaning", "What the policy does."),
            ("sentence", "A sentence of that."),
            ("graph", "The picture."),
            ("table", "The same as a table."),
            ("notes", "What to know about the policy."),
            ("yaml", "Its text."),
            ("empty", "That there is no policy."),
        ],
    },
];
