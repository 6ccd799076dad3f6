//! The questions of a preset, and the policies that its answers make.

use netpol_core::command::{Command, ManifestId};
use netpol_core::describe;
use netpol_core::edit::Origin;
use netpol_core::preset::{ArgumentError, Arguments, Kind, Parameter, Preset};
use netpol_core::review::{Review, review};
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use netpol_core::yaml;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::panels::workspace::open_form;
use crate::state::{Dispatch, UiAction};
use crate::widgets::field::TextField;
use crate::widgets::select::Select;
use crate::widgets::sentence::sentence;
use crate::words;

/// What a [`PresetForm`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct PresetProps {
    /// The preset.
    pub preset: &'static Preset,
    /// The namespace that is being worked on.
    pub namespace: String,
    /// The server that judges the preview.
    pub server: ServerVersion,
    /// The id that the first added manifest will get.
    pub next: ManifestId,
    /// Where commands go.
    pub dispatch: Dispatch,
}

/// The questions of a preset, with a preview.
#[component]
pub fn PresetForm(props: &PresetProps) -> Html {
    let preset = props.preset;
    let dispatch = &props.dispatch;
    let arguments = use_state_eq(|| first_arguments(preset, &props.namespace));
    let back = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.ui(UiAction::ClosePreset)
    };
    let (preview, errors) = match preset.build(&arguments) {
        Ok(manifests) => {
            let text = text_of(&manifests);
            let reviews = review(&text, props.server);
            (view_preview(text, &reviews, props.next, dispatch), Vec::new())
        }
        Err(errors) => (Html::default(), errors),
    };
    let question = |parameter: &'static Parameter| view_question(parameter, &arguments, &errors);
    html! {
        <div class="catalogue preset-form">
            <button type="button" class="link" onclick={back}>{ words::BACK_TO_CATALOGUE }</button>
            <h2>{ preset.title }<span class="code">{ preset.id }</span></h2>
            <p>{ preset.summary }</p>
            { for preset.parameters.iter().map(question) }
            { preview }
            { view_caveats(preset) }
        </div>
    }
}

fn text_of(manifests: &[Value]) -> String {
    let texts: Vec<String> = manifests.iter().map(yaml::emit).collect();
    yaml::join(texts.iter().map(String::as_str))
}

/// A policy for the namespace that is being worked on is the likeliest wish.
fn first_arguments(preset: &Preset, namespace: &str) -> Arguments {
    let own = preset.parameters.iter().find(|parameter| parameter.kind == Kind::Namespace);
    match own.filter(|_| !namespace.is_empty()) {
        Some(parameter) => Arguments::default().with(parameter.name, namespace),
        None => Arguments::default(),
    }
}

fn view_question(
    parameter: &'static Parameter,
    arguments: &UseStateHandle<Arguments>,
    errors: &[ArgumentError],
) -> Html {
    let id = format!("parameter-{}", parameter.name);
    let answer = arguments.text(parameter).to_owned();
    let arguments = arguments.clone();
    let give = move |answer: &str| arguments.set((*arguments).clone().with(parameter.name, answer));
    if let Kind::Choice(choices) = parameter.kind {
        let onchange = Callback::from(move |number: usize| {
            if let Some(choice) = choices.get(number) {
                give(choice.value);
            }
        });
        return Select {
            id,
            label: parameter.label,
            options: choices.iter().map(|choice| choice.label).collect(),
            selected: choices.iter().position(|choice| choice.value == answer),
            onchange,
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
        oninput: Callback::from(move |answer: String| give(&answer)),
        ..TextField::default()
    }
    .view()
}

/// What the answers make: in words and as text, with the button that takes it over.
fn view_preview(text: String, reviews: &[Review], next: ManifestId, dispatch: &Dispatch) -> Html {
    let add = {
        let (dispatch, text) = (dispatch.clone(), text.clone());
        move |_: MouseEvent| {
            dispatch.run(Command::AddText(text.clone()), Origin::Preset);
            dispatch.ui(UiAction::ClosePreset);
            open_form(&dispatch, next);
        }
    };
    let meaning = |review: &Review| {
        let policy = review.judgement.policy.as_ref()?;
        Some(html! { <li>{ sentence(&describe::summary(policy)) }</li> })
    };
    html! {
        <section role="group" class="preview" aria-label={words::PREVIEW}>
            <ul class="prose">{ for reviews.iter().filter_map(meaning) }</ul>
            <button type="button" class="primary" onclick={add}>
                { icon(Icon::Plus) }<span>{ words::add_policies(reviews.len()) }</span>
            </button>
            <pre class="preview-yaml" tabindex="0" aria-label={words::PREVIEW}>{ text }</pre>
        </section>
    }
}

/// What to watch out for, as the preset's page has it.
fn view_caveats(preset: &Preset) -> Html {
    let item = |item: &&'static str| html! { <li>{ icon(Icon::Info) }<p>{ item }</p></li> };
    html! {
        <section>
            <h3>{ words::WATCH_OUT }</h3>
            <ul class="notes">{ for preset.caveats.iter().map(item) }</ul>
        </section>
    }
}
