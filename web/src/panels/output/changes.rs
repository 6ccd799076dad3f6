//! What is different: in each file from how it was opened, or in the selected one from another.

mod connections;

use netpol_core::diff::{self, CONTEXT, Change, Line};
use netpol_core::edit::{Compared, DerivedManifest};
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Base, UiAction, View, compared};
use crate::widgets::button::{Copied, copy_button};
use crate::widgets::select::Select;
use crate::widgets::tag::{Tag, div, p, plain_button, span, tag};
use crate::words;

/// How many lines are drawn at most; a patch has all of them.
const LINES: usize = 1_000;

/// What is compared, and what else could be.
#[derive(Default)]
struct Comparison<'a> {
    /// What could be chosen to compare with, after the files as they were opened.
    bases: Vec<Base>,
    /// What each of these is called.
    names: Vec<String>,
    /// The number of the one that is chosen; none is zero.
    selected: usize,
    /// The texts that differ.
    pairs: Vec<Pair<'a>>,
}

/// Two texts that are compared.
struct Pair<'a> {
    /// The name of the old one; `None` for nothing.
    old_name: Option<&'a str>,
    name: &'a str,
    old: &'a str,
    new: &'a str,
}

/// What is different, with the choice of what from.
pub fn view(view: &View, manifest: &DerivedManifest) -> Html {
    let Comparison { bases, names, selected, pairs } = Comparison::new(view, manifest);
    let mut drawing = Drawing { side_by_side: view.ui.side_by_side, room: LINES, left: 0 };
    let mut list = tag("div");
    for pair in &pairs {
        list = list.child(drawing.pair(pair));
    }
    let has_some = !pairs.is_empty();
    if !has_some {
        let text = if selected == 0 { words::NO_CHANGES } else { words::NO_DIFFERENCE };
        list = div("all-fine").child(icon(Icon::Check)).child(tag("p").child(text));
    }
    let dispatch = view.dispatch.clone();
    let choice = Select {
        id: "compared-with".to_owned(),
        label: words::COMPARED_WITH,
        options: vec![words::AS_OPENED],
        names,
        selected: Some(selected),
        onchange: Callback::from(move |number: usize| {
            let base = bases.get(number.wrapping_sub(1));
            dispatch.ui(UiAction::CompareWith(base.copied().unwrap_or_default()));
        }),
        ..Select::default()
    };
    let side_by_side = plain_button("wide", view.dispatch.on_click(UiAction::ToggleSideBySide))
        .attr("aria-pressed", if view.ui.side_by_side { "true" } else { "false" })
        .child(words::SIDE_BY_SIDE);
    let actions = div("pane-actions")
        .child(choice.view())
        .child(has_some.then_some(side_by_side))
        .child(has_some.then(|| copy_button(Copied::Patch, words::COPY_PATCH)));
    let more = (drawing.left > 0).then(|| p("hint empty").child(words::more_changes(drawing.left)));
    let connections = has_some.then(|| connections::view(view));
    div("changes-pane").child(actions).child(connections).child(list).child(more).view()
}

/// What is different as a patch for all of it.
pub fn patch(view: &View, manifest: &DerivedManifest) -> String {
    let mut patch = String::new();
    for pair in Comparison::new(view, manifest).pairs {
        patch.push_str(&diff::git(pair.old_name, pair.name, pair.old, pair.new));
    }
    patch
}

impl<'a> Comparison<'a> {
    /// Compares the selected file or manifest with what was chosen, or each file with what it was when
    /// it was opened.
    fn new(view: &'a View, manifest: &'a DerivedManifest) -> Self {
        let (derived, compared) = (&view.editor.derived, compared(&view.editor, &view.ui));
        let mut all = Comparison::default();
        let Some(own) = derived.file(manifest.file) else { return all };
        let mut have_several = false;
        for file in &derived.files {
            have_several |= file.file.manifests().nth(1).is_some();
            if file.file.id() != manifest.file {
                let names = [file.file.name(), own.file.name()];
                let is_chosen =
                    matches!(compared, Compared::Files { old, .. } if old == file.file.id());
                all.add(Base::File(file.file.id()), is_chosen, names, [&file.text, &own.text]);
            }
        }
        for other in &derived.manifests {
            let id = other.manifest.id();
            if have_several && id != manifest.manifest.id() {
                let names = [title(other), title(manifest)];
                let is_chosen = matches!(compared, Compared::Manifests { old, .. } if old == id);
                all.add(Base::Manifest(id), is_chosen, names, [other.text(), manifest.text()]);
            }
        }
        if compared == Compared::Opened {
            for file in &derived.files {
                let (name, opened) = (file.file.name(), file.file.opened());
                let old = opened.map_or("", |opened| opened);
                all.push(Pair { old_name: opened.map(|_| name), name, old, new: &file.text });
            }
        }
        all
    }

    /// Adds what can be compared with: the names and texts of both.
    fn add(
        &mut self,
        base: Base,
        is_chosen: bool,
        [old_name, name]: [&'a str; 2],
        [old, new]: [&'a str; 2],
    ) {
        self.bases.push(base);
        self.names.push(old_name.to_owned());
        if is_chosen {
            self.selected = self.bases.len();
            self.push(Pair { old_name: Some(old_name), name, old, new });
        }
    }

    fn push(&mut self, pair: Pair<'a>) {
        if pair.old != pair.new {
            self.pairs.push(pair);
        }
    }
}

/// What a manifest is called among others: by its name, or by what it is.
fn title(manifest: &DerivedManifest) -> &str {
    if manifest.title.is_empty() { &manifest.kind } else { &manifest.title }
}

/// Changes on their way into the page.
struct Drawing {
    side_by_side: bool,
    /// How many lines may still be drawn.
    room: usize,
    /// How many there was no room for.
    left: usize,
}

impl Drawing {
    /// One text with what changed in it, and the lines around; other lines are folded away.
    fn pair(&mut self, pair: &Pair<'_>) -> Tag {
        let lines = diff::lines(pair.old, pair.new);
        let mut list = div(if self.side_by_side { "diff side" } else { "diff" });
        let (mut at, mut added, mut removed) = (0, 0, 0);
        let mut hunks = diff::hunks(&lines, CONTEXT);
        hunks.push(lines.len()..lines.len());
        for hunk in hunks {
            list = list.child(self.fold(&lines[at..hunk.start]));
            at = hunk.end;
            // What changed in one place stands side by side.
            let mut run = div("run");
            for line in &lines[hunk] {
                match line.change {
                    Change::Same => {
                        list = list.child(run);
                        run = div("run");
                    }
                    Change::Removed => removed += 1,
                    Change::Added => added += 1,
                }
                run = self.line(run, line);
            }
            list = list.child(run);
        }
        let counts = span("hint").child(words::changes(added, removed));
        let title = tag("h2").child(pair.name.to_owned()).child(" ").child(counts);
        tag("section").child(title).child(list)
    }

    /// Lines that are the same, in one piece.
    fn fold(&self, lines: &[Line<'_>]) -> Option<Tag> {
        let mut text = String::new();
        for line in lines {
            text.push_str(line.text);
        }
        let summary = || tag("summary").child(words::folded(lines.len()));
        (self.room > 0 && !lines.is_empty())
            .then(|| tag("details").child(summary()).child(tag("pre").child(text)))
    }

    fn line(&mut self, mut run: Tag, line: &Line<'_>) -> Tag {
        if self.room == 0 {
            self.left += 1;
            return run;
        }
        self.room -= 1;
        let (old, new) = line.before;
        if is_same(line) && self.side_by_side {
            // The same line on the left, where only the eye needs it.
            run = run.child(view_line(line, old).attr("aria-hidden", "true"));
        }
        run.child(view_line(line, if line.change == Change::Removed { old } else { new }))
    }
}

fn is_same(line: &Line<'_>) -> bool {
    line.change == Change::Same
}

fn view_line(line: &Line<'_>, before: usize) -> Tag {
    let (class, spoken) = match line.change {
        Change::Same => ("line", ""),
        Change::Removed => ("line removed", words::LINE_REMOVED),
        Change::Added => ("line added", words::LINE_ADDED),
    };
    div(class)
        .child(span("number").child((before + 1).to_string()))
        .child((!is_same(line)).then(|| span("visually-hidden").child(spoken)))
        .child(view_text(line))
}

/// The text of a line with the words that changed; of its break what is unusual.
fn view_text(line: &Line<'_>) -> Tag {
    let text = line.text.trim_end_matches(['\n', '\r']);
    let mut code = span("text");
    let mut at = 0;
    for marked in &line.marked {
        let before = text.get(at..marked.start).unwrap_or_default().to_owned();
        let words = text.get(marked.clone()).unwrap_or_default().to_owned();
        code = code.child(before).child(tag("mark").child(words));
        at = marked.end;
    }
    let end = match &line.text[text.len()..] {
        "\n" => "",
        _ if is_same(line) => "",
        "" => words::NO_LINE_BREAK,
        _ => "␍",
    };
    code.child(text.get(at..).unwrap_or_default().to_owned()).child(end)
}
