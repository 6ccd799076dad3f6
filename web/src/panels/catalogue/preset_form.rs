//! The questions of a preset, and the policies that its answers make.

use netpol_core::command::Command;
use netpol_core::describe;
use netpol_core::edit::{DerivedManifest, Origin};
use netpol_core::preset::{ArgumentError, Arguments, Kind, Parameter, Preset};
use netpol_core::review::{Review, review};
use netpol_core::value::Value;
use netpol_core::yaml;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::panels::workspace::open_form;
use crate::state::{Dispatch, UiAction, View};
use crate::widgets::button::{link, primary_button};
use crate::widgets::field::TextField;
use crate::widgets::select::Select;
use crate::widgets::sentence::sentence;
use crate::widgets::tag::{div, span, tag};
use crate::words;

/// The questions of a preset, with a preview.
pub fn view(preset: &'static Preset, view: &View) -> Html {
    let (arguments, dispatch) = (&view.ui.arguments, &view.dispatch);
    let (preview, errors) = match preset.build(arguments) {
        Ok(manifests) => (view_preview(text_of(&manifests), view), Vec::new()),
        Err(errors) => (Html::default(), errors),
    };
    let question =
        |parameter: &'static Parameter| view_question(parameter, arguments, &errors, dispatch);
    let back = dispatch.on_click(UiAction::ClosePreset);
    div("catalogue preset-form")
        .key(preset.id)
        .child(link(words::say(words::BACK_TO_CATALOGUE), back))
        .child(tag("h2").child(preset.title).child(span("code").child(preset.id)))
        .child(tag("p").child(preset.summary))
        .children(preset.parameters.iter().map(question))
        .child(preview)
        .child(view_caveats(preset))
        .view()
}

fn text_of(manifests: &[Value]) -> String {
    let texts: Vec<String> = manifests.iter().map(yaml::emit).collect();
    yaml::join(texts.iter().map(String::as_str))
}

/// A policy for the namespace that is being worked on is the likeliest wish.
pub fn likely_arguments(preset: &Preset, selected: Option<&DerivedManifest>) -> Arguments {
    let own = preset.parameters.iter().find(|parameter| parameter.kind == Kind::Namespace);
    let namespace = selected.map_or("", |selected| &selected.namespace);
    match own.filter(|_| !namespace.is_empty()) {
        Some(parameter) => Arguments::default().with(parameter.name, namespace),
        None => Arguments::default(),
    }
}

fn view_question(
    parameter: &'static Parameter,
    arguments: &Arguments,
    errors: &[ArgumentError],
    dispatch: &Dispatch,
) -> Html {
    let id = ["parameter-", parameter.name].concat();
    let answer = arguments.text(parameter).to_owned();
    let give = dispatch.on_text(|answer| UiAction::Answer(parameter.name, answer));
    if let Kind::Choice(choices) = parameter.kind {
        return Select {
            id,
            label: parameter.label,
            options: choices.iter().map(|choice| choice.label).collect(),
            selected: choices.iter().position(|choice| choice.value == answer),
            onchange: give.reform(|number: usize| {
                choices.get(number).map(|choice| choice.value.to_owned()).unwrap_or_default()
            }),
            ..Select::default()
        }
        .view();
    }
    let own = errors.iter().filter(|error| error.parameter == parameter.name);
    TextField {
        id,
        label: parameter.label,
        value: answer,
        hint: parameter.help,
        findings: own.map(words::argument_error).collect(),
        own_undo: true,
        oninput: give,
        ..TextField::default()
    }
    .view()
}

/// What the answers make: in words and as text, with the button that takes it over.
fn view_preview(text: String, view: &View) -> Html {
    let reviews = review(&text, view.editor.environment.server);
    let add = {
        let (dispatch, text) = (view.dispatch.clone(), text.clone());
        let next = view.editor.history.document().next_manifest();
        Callback::from(move |_| {
            dispatch.run(Command::AddText(text.clone()), Origin::Preset);
            dispatch.ui(UiAction::ClosePreset);
            open_form(&dispatch, next);
        })
    };
    let meaning = |review: &Review| {
        let policy = review.judgement.policy.as_ref()?;
        Some(tag("li").child(sentence(&describe::summary(policy))).view())
    };
    let yaml = tag("pre")
        .attr("class", "preview-yaml")
        .attr("tabindex", "0")
        .attr("aria-label", words::PREVIEW)
        .child(text);
    tag("section")
        .attr("role", "group")
        .attr("class", "preview")
        .attr("aria-label", words::PREVIEW)
        .child(tag("ul").attr("class", "prose").children(reviews.iter().filter_map(meaning)))
        .child(primary_button(Icon::Plus, words::add_policies(reviews.len()), add))
        .child(yaml)
        .view()
}

/// What to watch out for, as the preset's page has it.
fn view_caveats(preset: &Preset) -> Html {
    let item =
        |text: &&'static str| tag("li").child(icon(Icon::Info)).child(tag("p").child(*text)).view();
    tag("section")
        .child(tag("h3").child(words::WATCH_OUT))
        .child(tag("ul").attr("class", "notes").children(preset.caveats.iter().map(item)))
        .view()
}
