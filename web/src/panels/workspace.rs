//! The left region: all manifests by namespace, and the details of the selected one.

use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::diagnostic::Severity;
use netpol_core::edit::{DerivedFile, DerivedManifest, Health, Origin};
use yew::prelude::*;

use super::details;
use crate::icons::{Icon, icon, named_icon};
use crate::state::{Dispatch, Focus, Main, UiAction, View};
use crate::widgets::button::icon_button;
use crate::widgets::field::{input_of, text_input};
use crate::widgets::kept::{address, kept};
use crate::widgets::tag::{Tag, div, p, plain_button, span, tag};
use crate::words;

/// The left region.
pub fn view(view: &View) -> Html {
    let current = view.selected.as_ref();
    let empty = view.editor.derived.files.is_empty();
    div("workspace-region")
        .part("workspace")
        .attr("role", "group")
        .attr("aria-label", words::REGION_WORKSPACE)
        .child(new_buttons(view))
        .child(empty.then(|| p("hint empty").child(words::NO_POLICIES)))
        .child(manifests(view))
        .child(current.map(|manifest| details::view(manifest, view)))
        .child(language())
        .view()
}

/// The choice of a language, where the host page leaves it to the user; the element's script hears it.
fn language() -> Tag {
    let mut select = tag("select").flag("data-language", true).attr("aria-label", words::LANGUAGE);
    for (code, name) in words::LANGUAGES {
        let is_spoken = words::said(words::LANGUAGES[0].0) == code;
        select = select.child(
            tag("option").attr("value", code).attr("lang", code).selected(is_spoken).child(name),
        );
    }
    div("language").child(select)
}

/// All manifests: by the files that were opened, or by namespace where that is the only file.
fn manifests(view: &View) -> Html {
    let derived = &view.editor.derived;
    let list = tag("div").attr("role", "group").attr("aria-label", words::POLICIES);
    let is_opened = derived.files.iter().any(|file| file.file.opened().is_some());
    let mut sections = Vec::new();
    if !is_opened || derived.files.len() < 2 {
        let head = derived.files.first().filter(|_| is_opened);
        sections.extend(head.map(|file| div("group").child(file_head(file, &[], view)).view()));
        for (name, manifests) in by_namespace(&derived.manifests) {
            let title = tag("h2")
                .child(tag("span").child(name.clone()))
                .child(tag("span").child(manifests.len().to_string()));
            sections.push(section(&name, title, &manifests, view));
        }
        return list.children(sections.into_iter()).view();
    }
    let mut rest = derived.manifests.as_slice();
    for file in &derived.files {
        let id = file.file.id();
        let count = rest.iter().take_while(|manifest| manifest.file == id).count();
        let (own, others) = rest.split_at(count);
        rest = others;
        let own: Vec<_> = own.iter().collect();
        let head = file_head(file, &own, view);
        // No namespace is called like that.
        let key = ["/", &id.number().to_string()].concat();
        sections.push(section(&key, head, &own, view));
    }
    list.attr("class", "files").children(sections.into_iter()).view()
}

/// What a file is called, and what can be done to it while it is the open one.
///
/// One without manifests is always that, as nothing in it can be selected.
fn file_head(file: &DerivedFile, own: &[&Rc<DerivedManifest>], view: &View) -> Tag {
    let id = file.file.id();
    let changed = file.changed.then(|| {
        span("changed")
            .attr("role", "img")
            .attr("title", words::FILE_CHANGED)
            .attr("aria-label", words::FILE_CHANGED)
    });
    let is_selected = view.selected.as_ref().is_some_and(|selected| selected.file == id);
    if !is_selected && !own.is_empty() {
        let name = tag("span").child(file.file.name().to_owned());
        return tag("h2").child(name).child(changed);
    }
    let dispatch = view.dispatch.clone();
    let rename = Callback::from(move |event: Event| {
        let name = input_of(&event).map(|input| input.value()).unwrap_or_default();
        dispatch.run(Command::RenameFile { file: id, name }, Origin::Form);
    });
    let element = ["file-", &id.number().to_string()].concat();
    let revert = view.dispatch.on_remove(Command::RevertFile(id), element.clone());
    let remove = view.dispatch.on_remove(Command::RemoveFile(id), "new-policy".to_owned());
    let name = text_input(element, None, false, None)
        .value(file.file.name().to_owned())
        .attr("class", "file-name")
        .attr("aria-label", words::FILE_NAME)
        .attr("title", file.file.name().to_owned())
        .flag("data-own-undo", true)
        .flag("readonly", view.ui.read_only)
        .onchange(rename);
    let revert = file.changed.then(|| icon_button(Icon::Undo, words::say(words::REVERT), revert));
    let remove = icon_button(Icon::Trash, words::say(words::REMOVE_FILE), remove);
    tag("h2").attr("class", "open").child(name).child(changed).child(revert).child(remove)
}

/// Adds a blank policy in the namespace of the selected one, and opens its form.
pub fn new_policy(view: &View) -> Callback<MouseEvent> {
    let dispatch = view.dispatch.clone();
    let selected = view.selected.as_ref();
    let namespace = selected.map(|selected| selected.namespace.clone()).unwrap_or_default();
    let next = view.editor.history.document().next_manifest();
    Callback::from(move |_| {
        let name = words::NEW_POLICY_NAME.to_owned();
        dispatch.run(Command::NewPolicy { name, namespace: namespace.clone() }, Origin::Form);
        open_form(&dispatch, next);
    })
}

/// Opens the form of a manifest, with the keyboard in its name.
pub fn open_form(dispatch: &Dispatch, manifest: ManifestId) {
    dispatch.ui(UiAction::Select(manifest));
    dispatch.focus(Focus::Element("name".to_owned()));
}

/// Opens the catalogue.
pub fn browse_catalogue(dispatch: &Dispatch) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.ui(UiAction::Show(Main::Catalogue)))
}

fn new_buttons(view: &View) -> Html {
    div("new-buttons")
        .child(labelled("new-policy", Icon::Plus, words::NEW_POLICY, new_policy(view)))
        .child(labelled(
            "open-catalogue",
            Icon::Book,
            words::CATALOGUE,
            browse_catalogue(&view.dispatch),
        ))
        .child(open_button(words::OPEN_FILES))
        .child(open_button(words::OPEN_FOLDER))
        .view()
}

/// Lets files be chosen, or a folder; the element reads them, as it reads what is dropped.
pub fn open_button(label: &'static str) -> Html {
    let is_folder = label == words::OPEN_FOLDER;
    let files = tag("input")
        .attr("type", "file")
        .attr("class", "visually-hidden")
        .attr("accept", ".yaml,.yml,.json")
        .flag("multiple", true)
        .flag("webkitdirectory", is_folder);
    tag("label")
        .attr("class", if is_folder { "button folder" } else { "button" })
        .child(icon(if is_folder { Icon::Folder } else { Icon::File }))
        .child(label)
        .child(files)
        .view()
}

fn labelled(
    id: &'static str,
    symbol: Icon,
    label: &'static str,
    onclick: Callback<MouseEvent>,
) -> Html {
    let words = tag("span").child(label).view();
    plain_button("", onclick).attr("id", id).child(icon(symbol)).child(words).view()
}

/// Groups in alphabetical order, manifests in that of the document.
fn by_namespace(manifests: &[Rc<DerivedManifest>]) -> Vec<(String, Vec<&Rc<DerivedManifest>>)> {
    let mut groups: Vec<(String, Vec<_>)> = Vec::new();
    for manifest in manifests {
        let name = words::group(manifest);
        match groups.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(position) => groups[position].1.push(manifest),
            Err(position) => groups.insert(position, (name, vec![manifest])),
        }
    }
    groups
}

fn section(key: &str, title: Tag, manifests: &[&Rc<DerivedManifest>], view: &View) -> Html {
    let mut items = tag("ul");
    for manifest in manifests {
        let id = manifest.manifest.id();
        let is_current =
            view.selected.as_ref().is_some_and(|selected| selected.manifest.id() == id);
        let has_own = !manifest.namespace.is_empty() && manifest.namespace != key;
        let shows = vec![address(manifest), usize::from(is_current), usize::from(has_own)];
        let (manifest, dispatch) = (Rc::clone(manifest), view.dispatch.clone());
        let draw = move || view_item(&manifest, has_own, is_current, &dispatch);
        // There may be a thousand, of which an edit changes one.
        items = items.child(kept(shows, &id.number().to_string(), draw));
    }
    let none = || p("hint").child(words::NO_MANIFEST);
    tag("section")
        .attr("class", "group")
        .key(key)
        .child(title)
        .child(items)
        .child(manifests.is_empty().then(none))
        .view()
}

/// An entry of the list, with its namespace where that is not what the section is about.
fn view_item(
    manifest: &DerivedManifest,
    has_namespace: bool,
    is_current: bool,
    dispatch: &Dispatch,
) -> Html {
    let id = manifest.manifest.id();
    let number = id.number().to_string();
    let texts = span("item-text")
        .child(tag("strong").child(words::title(manifest)))
        .child(has_namespace.then(|| span("code").child(manifest.namespace.clone())))
        .child(tag("small").child(one_line(manifest)));
    let button = plain_button("item", dispatch.on_click(UiAction::Select(id)))
        .part("item")
        .attr("id", ["manifest-", &number].concat())
        .attr("aria-current", is_current.then_some("true"))
        .child(health_icon(manifest.health()))
        .child(texts);
    tag("li").child(button).view()
}

fn one_line(manifest: &DerivedManifest) -> String {
    let is_nameless = manifest.title.is_empty() && manifest.kind.is_empty();
    match (manifest.count(Severity::Error), &manifest.summary) {
        (0, Some(summary)) => summary.text_in(&words::spoken()),
        (0, None) => match manifest.objects {
            Some(objects) => words::objects(objects),
            None => manifest.kind.clone(),
        },
        // Text that cannot be read is known by how it begins.
        _ if is_nameless => words::first_line(manifest.text()),
        (errors, _) => words::errors(errors),
    }
}

fn health_icon(health: Health) -> Html {
    let (icon, class) = match health {
        Health::Fine => (Icon::Check, "health fine"),
        Health::Warned => (Icon::Warning, "health warning"),
        Health::Refused => (Icon::Error, "health error"),
        Health::NotJudged => (Icon::File, "health plain"),
    };
    span(class).child(named_icon(icon, words::health(health))).view()
}
