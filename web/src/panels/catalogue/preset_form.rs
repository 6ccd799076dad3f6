//! The questions of a preset, and the policies that its answers make.

use netpol_core::command::Command;
use netpol_core::edit::Origin;
use netpol_core::preset::{ArgumentError, Arguments, Kind, Parameter, Preset};
use netpol_core::review::{self, Review};
use netpol_core::value::Value;
use netpol_core::yaml;
use yew::prelude::*;

use super::PresetProps;
use crate::icons::{Icon, IconView};
use crate::panels::workspace::use_selected;
use crate::state::{Focus, UiAction, use_dispatch, use_editor};
use crate::widgets::field::TextField;
use crate::widgets::select::Select;
use crate::widgets::sentence::SentenceView;
use crate::words;

/// The questions of a preset, with a preview.
#[component]
pub fn PresetForm(props: &PresetProps) -> Html {
    let preset = props.preset;
    let namespace = use_selected().map(|selected| selected.namespace.clone()).unwrap_or_default();
    let arguments = use_state_eq(|| first_arguments(preset, &namespace));
    let dispatch = use_dispatch();
    let back = move |_: MouseEvent| dispatch.ui(UiAction::ClosePreset);
    let result = preset.build(&arguments).map(|manifests| text_of(&manifests));
    let errors = result.as_ref().err().cloned().unwrap_or_default();
    let question = |parameter: &'static Parameter| {
        let own = errors.iter().find(|error| error.parameter == parameter.name);
        html! {
            <Question {parameter} arguments={arguments.clone()} error={own.cloned()} />
        }
    };
    html! {
        <div class="catalogue preset-form">
            <button type="button" class="link" onclick={back}>{ words::BACK_TO_CATALOGUE }</button>
            <h2>{ preset.title }</h2>
            <p>{ preset.summary }</p>
            { for preset.parameters.iter().map(question) }
            if let Ok(text) = result {
                <Preview {text} />
            }
            <Caveats {preset} />
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

#[derive(Clone, Debug, Properties)]
struct QuestionProps {
    parameter: &'static Parameter,
    arguments: UseStateHandle<Arguments>,
    error: Option<ArgumentError>,
}

impl PartialEq for QuestionProps {
    fn eq(&self, other: &Self) -> bool {
        self.parameter.name == other.parameter.name
            && self.arguments == other.arguments
            && self.error == other.error
    }
}

#[component]
fn Question(props: &QuestionProps) -> Html {
    let parameter = props.parameter;
    let id = format!("parameter-{}", parameter.name);
    let answer = props.arguments.text(parameter).to_owned();
    let arguments = props.arguments.clone();
    let give = move |answer: &str| arguments.set((*arguments).clone().with(parameter.name, answer));
    match parameter.kind {
        Kind::Choice(choices) => {
            let onchange = Callback::from(move |number: usize| {
                if let Some(choice) = choices.get(number) {
                    give(choice.value);
                }
            });
            html! {
                <Select
                    {id}
                    label={parameter.label}
                    options={choices.iter().map(|choice| choice.label.into()).collect::<Vec<_>>()}
                    selected={choices.iter().position(|choice| choice.value == answer)}
                    {onchange}
                />
            }
        }
        _ => html! {
            <TextField
                {id}
                label={parameter.label}
                value={answer}
                hint={parameter.help}
                findings={props.error.iter().map(words::argument_error).collect::<Vec<_>>()}
                own_undo=true
                oninput={Callback::from(move |answer: String| give(&answer))}
            />
        },
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PreviewProps {
    text: String,
}

/// What the answers make: in words and as text, with the button that takes it over.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let dispatch = use_dispatch();
    let editor = use_editor();
    let reviews = review::review(&props.text, editor.server);
    let next = editor.history.document().next_manifest();
    let add = {
        let text = props.text.clone();
        move |_: MouseEvent| {
            dispatch.run(Command::AddText(text.clone()), Origin::Preset);
            dispatch.ui(UiAction::ClosePreset);
            dispatch.ui(UiAction::Select(next));
            dispatch.focus(Focus::Element("name".to_owned()));
        }
    };
    let meaning = |review: &Review| {
        let summary = review.judgement.policy.as_ref().map(netpol_core::describe::summary)?;
        Some(html! { <li><SentenceView sentence={summary} /></li> })
    };
    html! {
        <section class="preview" aria-label={words::PREVIEW}>
            <ul class="prose">{ for reviews.iter().filter_map(meaning) }</ul>
            <button type="button" class="primary" onclick={add}>
                <IconView icon={Icon::Plus} /><span>{ words::add_policies(reviews.len()) }</span>
            </button>
            <pre class="preview-yaml" tabindex="0" aria-label={words::PREVIEW}>{ props.text.clone() }</pre>
        </section>
    }
}

/// What to watch out for, as the preset's page has it.
#[component]
fn Caveats(props: &PresetProps) -> Html {
    let items = props.preset.caveats();
    html! {
        <section>
            <h3>{ words::WATCH_OUT }</h3>
            <ul class="notes">
                { for items.into_iter().map(|item| html! {
                    <li><IconView icon={Icon::Info} /><p>{ item }</p></li>
                }) }
            </ul>
        </section>
    }
}
