//! Who may connect to whom: a matrix of all ends, one connection with its reasons, the expectations,
//! and what is known of what enforces the policies.

mod matrix;

use netpol_core::edit::{Answer, AnswerSide, Checked, Decisive, Mistake, Surprise, Written};
use netpol_core::model::{Direction, Protocol};
use netpol_core::sentence::Sentence;
use yew::prelude::*;

use super::problems::{field_link, line_link};
use crate::icons::{Icon, icon};
use crate::panels::workspace::open_button;
use crate::state::{Connections, ReachState, UiAction, View};
use crate::widgets::button::{Copied, copy_button};
use crate::widgets::field::{self, LabelStyle, TextField, text_input};
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::widgets::sentence::{fact, sentence};
use crate::widgets::tag::{Tag, component, div, group, p, plain_button, span, tag};
use crate::words;
use matrix::{Matrix, MatrixProps};

/// How many surprises are told one by one.
const SURPRISES: usize = 10;

/// Who may connect to whom.
pub fn view(view: &View) -> Html {
    let pods = &view.editor.derived.cluster().pods;
    if pods.is_empty() {
        return empty(view);
    }
    let Some(connections) = &view.connections else {
        return p("hint empty").child(words::WORKING).view();
    };
    let is_current = connections.are_of(&view.editor, &view.ui);
    div("reach-pane")
        .attr("aria-busy", (!is_current).then_some("true"))
        .child(controls(view))
        .child(component::<Matrix>(
            MatrixProps {
                connections: connections.clone(),
                reach: view.ui.reach.clone(),
                dispatch: view.dispatch.clone(),
            },
            "matrix",
        ))
        .child(surprises(view, &connections.surprises))
        .child(question(view, connections))
        .child(expectations(view, &connections.expectations))
        .child(engine(view))
        .view()
}

/// What to do where there are no pods.
fn empty(view: &View) -> Html {
    let checked = view.connections.as_ref().map(|known| expectations(view, &known.expectations));
    div("reach-pane")
        .child(tag("p").child(words::REACH_EMPTY))
        .child(open_button(words::OPEN_FILES))
        .child(p("hint").child(words::SNAPSHOT_HINT))
        .child(tag("pre").child(words::SNAPSHOT_COMMAND))
        .child(copy_button(Copied::Snapshot, words::COPY_COMMAND))
        .child(checked)
        .view()
}

/// What the question is with something else in it.
fn ask(view: &View, change: impl Fn(&mut ReachState)) -> UiAction {
    let mut reach = ReachState::clone(&view.ui.reach);
    change(&mut reach);
    UiAction::Ask(reach)
}

fn controls(view: &View) -> Tag {
    let reach = &view.ui.reach;
    let mut options = Vec::new();
    let mut actions = Vec::new();
    let mut selected = None;
    for (number, (grouping, label)) in words::GROUPINGS.into_iter().enumerate() {
        options.push(label);
        actions.push(ask(view, |reach| reach.grouping = grouping));
        if grouping == reach.grouping {
            selected = Some(number);
        }
    }
    let grouping = Segmented {
        id: "grouping".to_owned(),
        label: words::GROUPED_BY,
        options,
        selected,
        onchange: view.dispatch.on_choice(actions),
    };
    let filter = TextField {
        id: "reach-filter".to_owned(),
        label: words::FILTER,
        label_style: LabelStyle::Quiet,
        value: reach.filter.clone(),
        placeholder: words::FILTER_PLACEHOLDER,
        own_undo: true,
        oninput: on_text(view, |reach, text| reach.filter = text),
        ..TextField::default()
    };
    div("pane-actions").child(grouping.view()).child(filter.view())
}

fn on_text(view: &View, change: fn(&mut ReachState, String)) -> Callback<String> {
    let reach = view.ui.reach.clone();
    view.dispatch.on_text(move |text| {
        let mut reach = ReachState::clone(&reach);
        change(&mut reach, text);
        UiAction::Ask(reach)
    })
}

/// One connection: what is asked, the answer, and why.
fn question(view: &View, connections: &Connections) -> Tag {
    let asked = &view.ui.reach.asked;
    let nothing = Mistake::default();
    let mistake = connections.answer.as_ref().err().unwrap_or(&nothing);
    let text_box = |id: &'static str, label, value: &str, mistake: &Option<Sentence>, change| {
        let described = mistake.as_ref().map(|_| [id, "-mistake"].concat());
        let input = text_input(
            id.to_owned(),
            (id != "asked-port").then(|| "ends".to_owned()),
            mistake.is_some(),
            described.clone(),
        );
        let input = input
            .value(value.to_owned())
            .attr(
                "placeholder",
                if id == "asked-port" { words::ANY_PORT } else { words::END_PLACEHOLDER },
            )
            .flag("data-own-undo", true)
            .oninput(field::on_text(on_text(view, change)));
        div("field").child(tag("label").attr("for", id).child(label)).child(input).child(
            mistake.clone().map(|text| p("finding error").attr("id", described).child(fact(&text))),
        )
    };
    let (mut protocols, mut actions) = (Vec::new(), Vec::new());
    for protocol in Protocol::ALL {
        protocols.push(protocol.as_str());
        actions.push(ask(view, |reach| reach.asked.protocol = protocol));
    }
    let protocol = Select {
        id: "asked-protocol".to_owned(),
        label: words::PROTOCOL,
        options: protocols,
        selected: Some(asked.protocol as usize),
        onchange: view.dispatch.on_choice(actions),
        ..Select::default()
    };
    let mut ends = tag("datalist").attr("id", "ends");
    for name in connections.names.iter() {
        ends = ends.child(tag("option").attr("value", name.clone()));
    }
    let fields = div("asked")
        .child(text_box("asked-from", words::FROM, &asked.from, &mistake.from, |reach, text| {
            reach.asked.from = text;
        }))
        .child(text_box("asked-to", words::TO_END, &asked.to, &mistake.to, |reach, text| {
            reach.asked.to = text;
        }))
        .child(protocol.view())
        .child(text_box(
            "asked-port",
            words::PORT_ASKED,
            &asked.port,
            &mistake.port,
            |reach, text| {
                reach.asked.port = text;
            },
        ));
    let told = match &connections.answer {
        Ok(answer) => self::answer(view, answer),
        Err(_) => p("hint").child(words::TRY_HINT).view(),
    };
    tag("section")
        .attr("aria-labelledby", "try")
        .child(tag("h2").attr("id", "try").child(words::TRY))
        .child(fields)
        .child(ends)
        .child(div("answer").attr("role", "status").child(told))
}

fn answer(view: &View, answer: &Answer) -> Html {
    let paragraph = |text| tag("p").child(sentence(text)).view();
    let (class, symbol, word) = match answer.is_allowed {
        true => ("verdict allow", Icon::Check, words::ALLOWED),
        false => ("verdict deny", Icon::Error, words::DENIED),
    };
    let head = div(class).part("verdict").child(icon(symbol)).child(
        tag("p")
            .child(tag("strong").child(words::stopped(word)))
            .child(" ")
            .child(sentence(&answer.verdict)),
    );
    let remedy = answer.remedy.as_ref().map(|remedy| {
        let (dispatch, commands) = (view.dispatch.clone(), remedy.commands.clone());
        let make = Callback::from(move |_| dispatch.import(commands.clone()));
        div("remedy")
            .child(tag("h3").child(words::TO_TURN_IT))
            .children(remedy.steps.iter().map(paragraph))
            .child(plain_button("", make).child(words::MAKE_CHANGE))
    });
    group(vec![
        head.view(),
        group(answer.notes.iter().map(paragraph).collect()),
        group(answer.sides.iter().map(|side| view_side(view, side)).collect()),
        remedy.map(Tag::view).unwrap_or_default(),
    ])
}

fn view_side(view: &View, side: &AnswerSide) -> Html {
    let class = if side.allows { "side allow" } else { "side deny" };
    let word = match side.direction {
        Direction::Egress => words::FROM,
        Direction::Ingress => words::TO_END,
    };
    let rules = side.decisive.iter().map(|decisive| view_decisive(view, decisive));
    div(class)
        .child(span("visually-hidden").child(word))
        .child(icon(if side.allows { Icon::Check } else { Icon::Error }))
        .child(
            tag("div")
                .child(tag("p").child(sentence(&side.reason)))
                .child(tag("ul").children(rules)),
        )
        .view()
}

/// A rule or a policy that decides, with links to its form and its line.
fn view_decisive(view: &View, decisive: &Decisive) -> Html {
    tag("li")
        .child(tag("p").child(sentence(&decisive.text)))
        .child(places(view, &decisive.place))
        .view()
}

/// Links to where something is written, in its form and in its text.
fn places(view: &View, Written { manifest: id, path, line }: &Written) -> Tag {
    let manifests = &view.editor.derived.manifests;
    let manifest = manifests.iter().find(|manifest| manifest.manifest.id() == *id);
    let span = manifest.map(|manifest| manifest.source.nearest(path)).unwrap_or_default();
    p("places").child(field_link(*id, path, &view.dispatch)).child(" ").child(line_link(
        *id,
        span,
        *line,
        &view.dispatch,
    ))
}

/// What surprises about the policies and pods that the matrix is about.
fn surprises(view: &View, surprises: &[Surprise]) -> Html {
    if surprises.is_empty() {
        return Html::default();
    }
    let mut list = tag("ul").attr("class", "surprises");
    for surprise in surprises.iter().take(SURPRISES) {
        let text = tag("p").child(fact(&surprise.text));
        let place = surprise.place.as_ref().map(|place| places(view, place));
        let content = tag("div").child(text).child(place);
        list = list
            .child(tag("li").attr("class", "side warn").child(icon(Icon::Warning)).child(content));
    }
    let more = surprises.len().saturating_sub(SURPRISES);
    tag("section")
        .attr("aria-labelledby", "surprises")
        .child(tag("h2").attr("id", "surprises").child(words::SURPRISES))
        .child(list)
        .child((more > 0).then(|| p("hint").child(words::more_surprises(more))))
        .view()
}

/// The expectations, those that are not met first.
fn expectations(view: &View, checked: &[Checked]) -> Html {
    if checked.is_empty() {
        return Html::default();
    }
    let met = checked.iter().filter(|checked| checked.is_met).count();
    let mut list = tag("ul").attr("class", "expectations");
    for wanted in [false, true] {
        for checked in checked.iter().filter(|checked| checked.is_met == wanted) {
            list = list.child(view_checked(view, checked));
        }
    }
    tag("section")
        .child(tag("h2").child(words::EXPECTATIONS).child(" ").child(
            span("hint").attr("role", "status").child(words::expectations(met, checked.len())),
        ))
        .child(list)
        .view()
}

fn view_checked(view: &View, checked: &Checked) -> Html {
    let reasons = checked.reasons.iter().map(|text| p("hint").child(sentence(text)).view());
    let manifests = &view.editor.derived.manifests;
    let manifest = manifests.iter().find(|other| other.manifest.id() == checked.manifest);
    let line = manifest.map(|manifest| {
        let span = manifest.source.nearest(&checked.path);
        let line = view.editor.derived.line_of(manifest, span.start);
        line_link(checked.manifest, span, line, &view.dispatch)
    });
    let (class, symbol) =
        if checked.is_met { ("side allow", Icon::Check) } else { ("side deny", Icon::Error) };
    let name = tag("p").child(checked.name.text_in(&words::spoken())).child(" ").child(line);
    tag("li")
        .attr("class", class)
        .child(icon(symbol))
        .child(tag("div").child(name).children(reasons))
        .view()
}

/// What is known of what enforces the policies.
fn engine(view: &View) -> Tag {
    let environment = view.editor.environment;
    let settings = environment.engine;
    let is_set = [
        settings.enforced,
        settings.ip_blocks_match_pods,
        settings.host_network_like_pods,
        settings.sctp,
    ];
    let mut list = tag("details").child(tag("summary").child(words::ENGINE));
    for (number, is_set) in is_set.into_iter().enumerate() {
        let mut toggled = environment;
        let settings = &mut toggled.engine;
        let all = [
            &mut settings.enforced,
            &mut settings.ip_blocks_match_pods,
            &mut settings.host_network_like_pods,
            &mut settings.sctp,
        ];
        for (other, setting) in all.into_iter().enumerate() {
            *setting ^= other == number;
        }
        let dispatch = view.dispatch.clone();
        let onchange = Callback::from(move |_| dispatch.assume(toggled));
        let input = tag("input").attr("type", "checkbox").checked(is_set).onchange(onchange);
        list = list.child(
            tag("label").attr("class", "check").child(input).child(words::ENGINE_SETTINGS[number]),
        );
    }
    list
}
