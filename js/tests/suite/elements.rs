//! What is written down of the custom elements is what their scripts, styles and markup do.

use std::collections::BTreeSet;
use std::fs;

use netpol_core::render::{self, Part};
use netpol_core::sentence::Language;
use netpol_core::validate::ServerVersion;
use netpol_js::elements::{
    ELEMENTS, Element, declarations, editor_data, elements_manifest, for_jsx, for_react,
};
use netpol_tests::golden;

fn source(path: &str) -> String {
    fs::read_to_string(golden::workspace(path)).expect("a source")
}

fn element(tag: &str) -> &'static Element {
    ELEMENTS.iter().find(|element| element.tag == tag).expect("declared")
}

/// What follows each `before` in a text, up to a character that no name has.
fn names<'a>(text: &'a str, before: &'static str) -> BTreeSet<&'a str> {
    let is_end = |byte: char| !byte.is_ascii_alphanumeric() && byte != '-';
    text.split(before).skip(1).filter_map(|rest| rest.split(is_end).next()).collect()
}

#[test]
fn files_for_tools_are_made_of_the_table() {
    let files = [
        ("js/elements/element.d.ts", declarations("element.js")),
        ("js/elements/view.d.ts", declarations("view.js")),
        ("js/elements/jsx.d.ts", for_jsx()),
        ("js/elements/react.d.ts", for_react()),
        ("js/elements/custom-elements.json", elements_manifest()),
        ("js/elements/html-data.json", editor_data()),
    ];
    for (path, expected) in &files {
        golden::compare(&golden::workspace(path), expected).expect(path);
    }
    for (path, json) in files.iter().filter(|(path, _)| path.ends_with(".json")) {
        let documents = netpol_core::yaml::parse(json);
        assert!(documents.iter().all(|document| document.diagnostics.is_empty()), "{path}");
    }
}

#[test]
fn attributes_and_events_are_those_of_the_scripts() {
    let scripts = [
        ("netpol-designer", "web/js/netpol-designer.js", "web/css/netpol-designer.css"),
        ("netpol-view", "view/js/netpol-view.js", "view/js/netpol-view.js"),
    ];
    for (tag, path, styles) in scripts {
        let (script, element) = (source(path), element(tag));
        let (_, observed) = script.split_once("static observedAttributes = [").expect("a list");
        let (observed, _) = observed.split_once(']').expect("its end");
        let mut read: BTreeSet<&str> =
            observed.split(", ").map(|it| it.trim_matches('"')).collect();
        for call in ["getAttribute(\"", "hasAttribute(\""] {
            read.extend(names(&script, call));
        }
        if source(styles).contains(":host([theme=") {
            read.insert("theme");
        }
        if script.contains("static formAssociated = true") {
            read.insert("name");
        }
        let declared: BTreeSet<&str> = element.attributes.iter().map(|it| it.name).collect();
        assert_eq!(declared, read, "{tag}");
        let mut sent = names(&script, "new CustomEvent(\"");
        sent.extend(names(&script, "#tell(\""));
        sent.remove("");
        let declared: BTreeSet<&str> = element.events.iter().map(|it| it.name).collect();
        assert_eq!(declared, sent, "{tag}");
        for property in element.properties {
            assert!(script.contains(&format!("get {}()", property.name)), "{}", property.name);
        }
    }
}

#[test]
fn custom_properties_are_those_of_the_styles() {
    let styles = [
        ("netpol-designer", "web/css/netpol-designer.css"),
        ("netpol-view", "view/js/netpol-view.js"),
    ];
    for (tag, path) in styles {
        let style = source(path);
        let set = style.lines().filter_map(|line| line.trim().strip_prefix("--netpol-"));
        let set: BTreeSet<String> =
            set.filter_map(|rest| Some(format!("--netpol-{}", rest.split_once(':')?.0))).collect();
        let declared: BTreeSet<String> =
            element(tag).styles.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(declared, set, "{tag}");
    }
}

#[test]
fn parts_are_those_of_the_markup() {
    let accepted = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: \
                    {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}\n";
    let refused = accepted.replace("name: a", "name: A").replace("spec", "hint: 1\nspec");
    let old = ServerVersion { major: 1, minor: 35 };
    let mut pages = String::new();
    for text in [accepted, &refused, "kind: Pod\n"] {
        pages.push_str(&render::view(text, old, &Part::ALL, &Language::ENGLISH));
    }
    let parts = pages.split("part=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let seen: BTreeSet<&str> = parts.flat_map(str::split_ascii_whitespace).collect();
    let declared: BTreeSet<&str> =
        element("netpol-view").parts.iter().map(|(name, _)| *name).collect();
    assert_eq!(declared, seen);
    let script = source("view/js/netpol-view.js");
    assert!(names(&script, "[part=").is_subset(&declared));
}

/// The tags that the policy of the elements lets in.
#[test]
fn markup_has_no_other_tags_than_the_elements_let_in() {
    let script = source("web/shared/text.js");
    let (_, rest) = script.split_once("const TAGS = /^(").expect("a pattern");
    let (known, _) = rest.split_once(')').expect("its end");
    let known: BTreeSet<&str> =
        known.replace("h[1-6]", "h1|h2|h3|h4|h5|h6").leak().split('|').collect();
    let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, x: 1}\nspec: \
                {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}\n";
    let mut markup = String::new();
    for text in [text, "kind: Pod\n", &text.replace(", x: 1", "")] {
        markup.push_str(&render::view(
            text,
            ServerVersion { major: 1, minor: 35 },
            &Part::ALL,
            &Language::ENGLISH,
        ));
    }
    for source in ["frame.rs", "layer.rs", "popup.rs", "surface/problems.rs"] {
        let path = ["web/src/editor/", source].concat();
        markup.extend(self::source(&path).lines().filter(|line| line.contains("\"<")));
    }
    let seen = names(&markup, "<");
    let seen: BTreeSet<&str> = seen.into_iter().filter(|tag| !tag.is_empty()).collect();
    assert!(seen.len() > 15, "{seen:?}");
    assert!(seen.is_subset(&known), "{:?}", seen.difference(&known));
}

#[test]
fn parts_of_the_designer_are_those_of_its_views() {
    let mut seen = BTreeSet::new();
    let mut folders = vec![golden::workspace("web/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).expect("a source");
            seen.extend(names(&text, ".part(\"").into_iter().map(str::to_owned));
        }
    }
    let declared = element("netpol-designer").parts.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(declared.collect::<BTreeSet<_>>(), seen);
}

#[test]
fn the_readme_names_everything() {
    let readme = source("README.md");
    for Element { tag, attributes, events, styles, parts, .. } in ELEMENTS {
        let (_, about) = readme.split_once(&format!("\n<{tag} ")).expect(tag);
        let about = about.split("\n#").next().unwrap_or_default();
        let has = |name: &str| about.contains(&format!("`{name}`"));
        for attribute in *attributes {
            assert!(has(attribute.name), "{tag} {}", attribute.name);
        }
        for event in *events {
            assert!(has(event.name), "{tag} {}", event.name);
        }
        for (name, _) in *styles {
            assert!(has(name.strip_prefix("--netpol-").unwrap_or(name)), "{tag} {name}");
        }
        for (name, _) in *parts {
            assert!(has(name), "{tag} {name}");
        }
    }
}
