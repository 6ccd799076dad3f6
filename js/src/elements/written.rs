//! The description of the elements as files that other tools read.

use std::fmt::Write;

use super::{Attribute, ELEMENTS, Element};

const MADE: &str = "// Made of js/src/elements.rs by the tests of netpol-js.\n";

/// The classes of the elements of a module for TypeScript.
pub fn declarations(module: &str) -> String {
    let elements = || ELEMENTS.iter().filter(|element| element.module == module);
    let mut text = MADE.to_owned();
    if uses(elements(), "Diagnostic[]") {
        text.push_str("import type { Diagnostic } from \"./core.js\";\n");
    }
    if uses(elements(), "DesignerDiagnostic[]") {
        text.push_str(
            "\n/** Something wrong or surprising in the workspace. */\nexport interface \
             DesignerDiagnostic {\n  /** The number of the manifest, from 0. */\n  document: number;\n  \
             severity: \"error\" | \"warning\";\n  /** Its number, such as `NP004`. */\n  code: \
             string;\n  /** The field, as the server writes it. */\n  path: string;\n  message: \
             string;\n  help?: string;\n}\n",
        );
    }
    for element in elements() {
        class(element, &mut text);
    }
    text.push_str("\ndeclare global {\n  interface HTMLElementTagNameMap {\n");
    for Element { tag, class, .. } in elements() {
        line(&mut text, format_args!("    \"{tag}\": {class};"));
    }
    text.push_str("  }\n}\n");
    text
}

fn uses<'a>(elements: impl Iterator<Item = &'a Element>, what: &str) -> bool {
    let mut events = elements.flat_map(|element| element.events);
    events.any(|event| event.detail.iter().any(|(_, of, _)| *of == what))
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _written = writeln!(text, "{line}");
}

fn class(Element { tag, class, about, properties, events, .. }: &Element, text: &mut String) {
    for event in *events {
        line(text, format_args!("\n/** The detail of `{}` of `<{tag}>`. */", event.name));
        line(text, format_args!("export interface {} {{", detail_name(class, event.name)));
        for (name, of, about) in event.detail {
            line(text, format_args!("  /** {about} */\n  {name}: {of};"));
        }
        text.push_str("}\n");
    }
    line(text, format_args!("\n/** {about} */\nexport class {class} extends HTMLElement {{"));
    for property in *properties {
        let fixed = if property.is_fixed { "readonly " } else { "" };
        line(text, format_args!("  /** {} */", property.about));
        line(text, format_args!("  {fixed}{}: {};", property.name, property.of));
    }
    for (method, options) in [
        ("addEventListener", "boolean | AddEventListenerOptions"),
        ("removeEventListener", "boolean | EventListenerOptions"),
    ] {
        for event in *events {
            let detail = detail_name(class, event.name);
            line(text, format_args!("  /** {} */", event.about));
            line(
                text,
                format_args!(
                    "  {method}(type: \"{}\", listener: (event: CustomEvent<{detail}>) => void, \
                     options?: {options}): void;",
                    event.name
                ),
            );
        }
        let of_every_element = "<K extends keyof HTMLElementEventMap>(type: K, listener: (this: \
                                HTMLElement, event: HTMLElementEventMap[K]) => unknown";
        line(text, format_args!("  {method}{of_every_element}, options?: {options}): void;"));
        let of_any = "(type: string, listener: EventListenerOrEventListenerObject";
        line(text, format_args!("  {method}{of_any}, options?: {options}): void;"));
    }
    text.push_str("}\n");
}

/// `NetpolViewChange` for `netpol-change` of the view.
fn detail_name(class: &str, event: &str) -> String {
    let word = event.strip_prefix("netpol-").unwrap_or(event);
    let (first, rest) = word.split_at(1);
    format!("{class}{}{rest}", first.to_uppercase())
}

/// The type of an attribute in JSX.
fn attribute_type(attribute: &Attribute) -> String {
    match (attribute.is_flag, attribute.words) {
        (true, _) => "boolean | \"\"".to_owned(),
        (false, []) => "string".to_owned(),
        (false, words) => {
            words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
        }
    }
}

/// What may stand on any element.
const ON_ALL: &str = "
/** Attributes of every element, as far as they are common. */
export interface CommonAttributes {
  id?: string;
  class?: string;
  className?: string;
  style?: unknown;
  title?: string;
  lang?: string;
  dir?: string;
  role?: string;
  slot?: string;
  part?: string;
  tabIndex?: number;
  hidden?: boolean;
  children?: unknown;
  key?: string | number | bigint | null;
  ref?: unknown;
}
";

fn jsx_attributes() -> String {
    let mut text = ON_ALL.to_owned();
    for Element { tag, class, about, attributes, .. } in ELEMENTS {
        line(&mut text, format_args!("\n/** Attributes of `<{tag}>`. {about} */"));
        line(
            &mut text,
            format_args!("export interface {class}Attributes extends CommonAttributes {{"),
        );
        for attribute in *attributes {
            let of = attribute_type(attribute);
            line(&mut text, format_args!("  /** {} */", attribute.about));
            line(&mut text, format_args!("  \"{}\"?: {of};", attribute.name));
        }
        text.push_str("}\n");
    }
    text
}

fn intrinsic(indent: &str) -> String {
    let mut text = String::new();
    for Element { tag, class, .. } in ELEMENTS {
        line(&mut text, format_args!("{indent}\"{tag}\": {class}Attributes;"));
    }
    text
}

/// The elements for JSX where it has one namespace for all: Preact, Solid and React before 19.
pub fn for_jsx() -> String {
    let (attributes, intrinsic) = (jsx_attributes(), intrinsic("      "));
    format!(
        "{MADE}{attributes}\ndeclare global {{\n  namespace JSX {{\n    interface IntrinsicElements \
         {{\n{intrinsic}    }}\n  }}\n}}\n"
    )
}

/// The elements for the JSX of React 19.
pub fn for_react() -> String {
    let classes: Vec<String> =
        ELEMENTS.iter().map(|element| format!("{}Attributes", element.class)).collect();
    let (classes, intrinsic) = (classes.join(", "), intrinsic("      "));
    format!(
        "{MADE}import type {{ {classes} }} from \"./jsx.js\";\n\ndeclare module \"react\" {{\n  \
         namespace JSX {{\n    interface IntrinsicElements {{\n{intrinsic}    }}\n  }}\n}}\n"
    )
}

/// A text in JSON.
fn quoted(text: &str) -> String {
    netpol_core::value::Value::from(text.to_owned()).to_json()
}

/// A list in JSON, an entry a line.
fn list(indent: usize, entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 2));
    match entries.is_empty() {
        true => "[]".to_owned(),
        false => format!("[\n{inner}{}\n{outer}]", entries.join(&format!(",\n{inner}"))),
    }
}

/// The manifest of custom elements, version 1.0.0 of its schema
/// (<https://github.com/webcomponents/custom-elements-manifest>).
pub fn elements_manifest() -> String {
    let modules = ELEMENTS.iter().map(|element| {
        let Element { tag, class, module, about, .. } = element;
        let members = element.properties.iter().map(|property| {
            format!(
                "{{ \"kind\": \"field\", \"name\": {}, \"type\": {{ \"text\": {} }}, \"readonly\": \
                 {}, \"description\": {} }}",
                quoted(property.name),
                quoted(property.of),
                property.is_fixed,
                quoted(property.about)
            )
        });
        let attributes = element.attributes.iter().map(|attribute| {
            format!(
                "{{ \"name\": {}, \"type\": {{ \"text\": {} }}, \"description\": {} }}",
                quoted(attribute.name),
                quoted(&attribute_type(attribute)),
                quoted(attribute.about)
            )
        });
        let events = element.events.iter().map(|event| {
            format!(
                "{{ \"name\": {}, \"type\": {{ \"text\": {} }}, \"description\": {} }}",
                quoted(event.name),
                quoted(&format!("CustomEvent<{}>", detail_name(class, event.name))),
                quoted(event.about)
            )
        });
        let described = |pairs: &'static [(&str, &str)]| {
            pairs.iter().map(|(name, about)| {
                format!("{{ \"name\": {}, \"description\": {} }}", quoted(name), quoted(about))
            })
        };
        let slots = element.content.map(|content| {
            format!("{{ \"name\": \"\", \"description\": {} }}", quoted(content))
        });
        format!(
            "{{\n      \"kind\": \"javascript-module\",\n      \"path\": {},\n      \
             \"declarations\": [\n        {{\n          \"kind\": \"class\",\n          \
             \"customElement\": true,\n          \"name\": {},\n          \"tagName\": {},\n          \
             \"description\": {},\n          \"superclass\": {{ \"name\": \"HTMLElement\" }},\n          \
             \"members\": {},\n          \"attributes\": {},\n          \"events\": {},\n          \
             \"slots\": {},\n          \"cssProperties\": {},\n          \"cssParts\": {}\n        \
             }}\n      ],\n      \"exports\": [\n        {{ \"kind\": \"js\", \"name\": {}, \
             \"declaration\": {{ \"name\": {} }} }},\n        {{ \"kind\": \
             \"custom-element-definition\", \"name\": {}, \"declaration\": {{ \"name\": {} }} }}\n      \
             ]\n    }}",
            quoted(module),
            quoted(class),
            quoted(tag),
            quoted(about),
            list(10, members),
            list(10, attributes),
            list(10, events),
            list(10, slots.into_iter()),
            list(10, described(element.styles)),
            list(10, described(element.parts)),
            quoted(class),
            quoted(class),
            quoted(tag),
            quoted(class),
        )
    });
    format!("{{\n  \"schemaVersion\": \"1.0.0\",\n  \"modules\": {}\n}}\n", list(2, modules))
}

/// The tags and attributes as editors read them: custom data of Visual Studio Code, version 1.1
/// (<https://github.com/microsoft/vscode-custom-data>).
pub fn editor_data() -> String {
    let tags = ELEMENTS.iter().map(|Element { tag, about, attributes, .. }| {
        let attributes = attributes.iter().map(|attribute| {
            let words =
                attribute.words.iter().map(|word| format!("{{ \"name\": {} }}", quoted(word)));
            let words: Vec<String> = words.collect();
            let words = match (attribute.is_flag, words.is_empty()) {
                (true, _) => ", \"valueSet\": \"v\"".to_owned(),
                (false, true) => String::new(),
                (false, false) => format!(", \"values\": [{}]", words.join(", ")),
            };
            let (name, about) = (quoted(attribute.name), quoted(attribute.about));
            format!("{{ \"name\": {name}, \"description\": {about}{words} }}")
        });
        format!(
            "{{\n      \"name\": {},\n      \"description\": {},\n      \"attributes\": {}\n    }}",
            quoted(tag),
            quoted(about),
            list(6, attributes)
        )
    });
    format!("{{\n  \"version\": 1.1,\n  \"tags\": {}\n}}\n", list(2, tags))
}
