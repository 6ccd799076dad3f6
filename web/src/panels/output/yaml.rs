//! The text of the selected manifest, highlighted, with its problems beside the lines.

mod highlight;

use std::rc::Rc;

use netpol_core::diagnostic::{Severity, Span};
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use crate::icons::Icon;
use crate::panels::toolbar::{file_name, save_as};
use crate::platform::clipboard::{self, Copied};
use crate::state::{Dispatch, Focus, Notice, OutputTab, UiAction};
use crate::widgets::button::button;
use crate::widgets::findings::severity_icon;
use crate::widgets::sentence::fact;
use crate::words;
use highlight::{Token, tokens};

/// The text of the selected manifest, with some bytes pointed out.
pub fn view(manifest: &DerivedManifest, highlight: Option<&Span>, dispatch: &Dispatch) -> Html {
    let marks = line_marks(manifest);
    let pointed_out = highlight.map(|span| {
        let last = span.end.saturating_sub(1).max(span.start);
        manifest.line_at(span.start)..=manifest.line_at(last)
    });
    let line = |(index, text): (usize, &str)| {
        let number = index + 1;
        let pointed_out = pointed_out.as_ref().is_some_and(|lines| lines.contains(&number));
        let mark = marks.iter().find(|mark| mark.line == number).cloned();
        let (text, dispatch) = (text.to_owned(), dispatch.clone());
        html! { <Line key={number} {number} {text} {mark} {pointed_out} {dispatch} /> }
    };
    html! {
        <div class="yaml-pane">
            { view_actions(manifest, dispatch) }
            <ol class="yaml" aria-label={words::YAML_LINES}>
                { for manifest.text().lines().enumerate().map(line) }
            </ol>
        </div>
    }
}

/// The first problem of a line.
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

#[derive(Clone, PartialEq, Properties)]
struct LineProps {
    number: usize,
    text: String,
    mark: Option<Mark>,
    pointed_out: bool,
    dispatch: Dispatch,
}

/// One line; a component, so that only lines that change are drawn anew.
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
                { view_mark(mark, &props.dispatch) }
            }
        </li>
    }
}

/// The sign below a line with a problem; it leads to the problem.
fn view_mark(mark: &Mark, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let problem = mark.problem;
    let onclick = move |_: MouseEvent| {
        dispatch.ui(UiAction::OpenTab(OutputTab::Problems));
        dispatch.focus(Focus::Element(format!("problem-{problem}")));
    };
    html! {
        <button type="button" class="line-mark" {onclick}>
            { severity_icon(mark.severity) }<span>{ fact(&mark.message) }</span>
        </button>
    }
}

fn view_actions(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    let text = Rc::clone(manifest.text());
    let save = save_as(dispatch, file_name(manifest.manifest.content()), Rc::clone(&text));
    let copy = {
        let dispatch = dispatch.clone();
        let done = Callback::from(move |copied| {
            dispatch.say(Notice::Said(match copied {
                Copied::Yes => words::COPIED,
                Copied::Refused => words::COPY_REFUSED,
            }));
        });
        Callback::from(move |_| clipboard::copy(&text, done.clone()))
    };
    html! {
        <div class="pane-actions">
            <span class="hint">{ words::verdict(manifest) }</span>
            { button(Icon::Copy, words::COPY, copy) }
            { button(Icon::Download, words::DOWNLOAD_THIS, save) }
        </div>
    }
}
