//! The text of the selected manifest, highlighted, with its problems beside the lines.

mod highlight;

use std::rc::Rc;

use netpol_core::diagnostic::{Severity, Span};
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::panels::toolbar::file_name;
use crate::platform::clipboard::{self, Copied};
use crate::platform::{download, focus};
use crate::state::{Notice, OutputTab, UiAction, use_dispatch};
use crate::widgets::findings::severity_icon;
use crate::words;
use highlight::{Token, tokens};

/// What the [`YamlPane`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct YamlProps {
    /// The selected manifest.
    pub manifest: Rc<DerivedManifest>,
    /// Bytes to be pointed out.
    #[prop_or_default]
    pub highlight: Option<Span>,
}

/// The text of the selected manifest.
#[component]
pub fn YamlPane(props: &YamlProps) -> Html {
    let manifest = &props.manifest;
    let root = use_node_ref();
    {
        let root = root.clone();
        use_effect_with(props.highlight.clone(), move |highlight| {
            if let (Some(_), Some(root)) = (highlight, root.cast::<web_sys::Element>()) {
                focus::scroll_to(&root, ".yaml .pointed-out");
            }
        });
    }
    let marks = line_marks(manifest);
    let pointed_out = props.highlight.as_ref().map(|span| {
        let line = |offset| manifest.line_at(offset);
        line(span.start)..=line(span.end.saturating_sub(1).max(span.start))
    });
    let line = |(index, text): (usize, &str)| {
        let number = index + 1;
        let pointed_out = pointed_out.as_ref().is_some_and(|lines| lines.contains(&number));
        let mark = marks.iter().find(|mark| mark.line == number).cloned();
        html! { <Line key={number} {number} text={text.to_owned()} {mark} {pointed_out} /> }
    };
    html! {
        <div class="yaml-pane" ref={root}>
            <YamlActions manifest={Rc::clone(manifest)} />
            <ol class="yaml" aria-label={words::YAML_LINES}>
                { for manifest.manifest.text().lines().enumerate().map(line) }
            </ol>
        </div>
    }
}

/// The worst problem of a line.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    line: usize,
    severity: Severity,
    message: String,
    problem: usize,
}

fn line_marks(manifest: &DerivedManifest) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (problem, found) in manifest.diagnostics.iter().enumerate() {
        let Some(span) = &found.span else { continue };
        let line = manifest.line_at(span.start);
        // They are sorted by place, then severity: the first one of a line is its worst or nearest.
        if marks.iter().all(|mark| mark.line != line) {
            let message = words::sentence_case(&found.message);
            marks.push(Mark { line, severity: found.severity, message, problem });
        }
    }
    marks
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct LineProps {
    number: usize,
    text: String,
    mark: Option<Mark>,
    pointed_out: bool,
}

#[component]
fn Line(props: &LineProps) -> Html {
    let token = |token: Token<'_>| match token.class {
        "" => html! { { token.text.to_owned() } },
        class => html! { <span {class}>{ token.text.to_owned() }</span> },
    };
    let severity = props.mark.as_ref().map(|mark| mark.severity.word());
    html! {
        <li class={classes!(severity, props.pointed_out.then_some("pointed-out"))}>
            <span class="line-number" aria-hidden="true">{ props.number }</span>
            <code>{ for tokens(&props.text).into_iter().map(token) }</code>
            if let Some(mark) = &props.mark {
                <LineMark mark={mark.clone()} />
            }
        </li>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct MarkProps {
    mark: Mark,
}

/// The sign beside a line with a problem; it leads to the problem.
#[component]
fn LineMark(props: &MarkProps) -> Html {
    let dispatch = use_dispatch();
    let problem = format!("problem-{}", props.mark.problem);
    let onclick = move |_: MouseEvent| {
        dispatch.ui(UiAction::OpenTab(OutputTab::Problems));
        dispatch.focus(crate::state::Focus::Element(problem.clone()));
    };
    html! {
        <button type="button" class="line-mark" title={props.mark.message.clone()} {onclick}>
            { severity_icon(props.mark.severity) }
            <span>{ props.mark.message.clone() }</span>
        </button>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ActionsProps {
    manifest: Rc<DerivedManifest>,
}

#[component]
fn YamlActions(props: &ActionsProps) -> Html {
    let dispatch = use_dispatch();
    let text = Rc::clone(props.manifest.manifest.text());
    let name = file_name(props.manifest.manifest.content());
    let copy = {
        let (dispatch, text) = (dispatch.clone(), Rc::clone(&text));
        move |_: MouseEvent| {
            let dispatch = dispatch.clone();
            let done = Callback::from(move |copied| {
                dispatch.say(Notice::Said(match copied {
                    Copied::Yes => words::COPIED,
                    Copied::Refused => words::COPY_REFUSED,
                }));
            });
            clipboard::copy(&text, done);
        }
    };
    let save = move |_: MouseEvent| {
        if download::save_as(&name, &text).is_err() {
            dispatch.say(Notice::Said(words::DOWNLOAD_REFUSED));
        }
    };
    html! {
        <div class="pane-actions">
            <span class="hint">{ words::verdict(&props.manifest) }</span>
            <button type="button" onclick={copy}>
                <IconView icon={Icon::Copy} /><span>{ words::COPY }</span>
            </button>
            <button type="button" onclick={save}>
                <IconView icon={Icon::Download} /><span>{ words::DOWNLOAD_THIS }</span>
            </button>
        </div>
    }
}
