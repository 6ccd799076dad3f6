//! What views draw, rendered without a browser and compared with files.
//!
//! A view is a function of a [`View`], so a state is made as the page makes it, of a text and what
//! happens to it, and the markup is that of a region. `UPDATE_EXPECT=1` writes the files anew; what has
//! changed in them is to be read, as a page is to be looked at.

use std::future::Future;
use std::path::PathBuf;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use netpol_core::command::Command;
use netpol_core::edit::{Asked, Document, Environment, Origin, Transaction, derive};
use netpol_tests::golden;
use netpol_web::panels::toolbar::SaveState;
use netpol_web::panels::{form_region, notices, offer, output, reading, toolbar, workspace};
use netpol_web::state::{
    After, Connections, Dispatch, EditorAction, EditorState, Main, OutputTab, Reading, UiAction,
    UiState, View, selected,
};
use yew::prelude::*;
use yew::{LocalServerRenderer, Properties};

const POLICY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: api}}
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
    ports: [{port: http}, {port: 5000, endPort: 6000}]
";
const WRONG: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: Wrong_Name}
spec:
  podSelector: {}
  ingress: [{ports: [{port: 70000}]}]
";
const PODS: &str = "\
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{ports: [{name: http, containerPort: 80}]}]}}}
---
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {template: {metadata: {labels: {app: api}}}}
";

/// A page in a state.
struct Page {
    editor: Rc<EditorState>,
    ui: Rc<UiState>,
}

impl Page {
    /// With a text in it, as after it was set.
    fn of(text: &str) -> Self {
        let editor = Rc::new(EditorState::new(Document::from_text(text)));
        let mut page = Page { editor, ui: Rc::default() };
        page.open_form();
        page
    }

    fn ui(mut self, action: UiAction) -> Self {
        self.ui = self.ui.reduce(action);
        self.open_form();
        self
    }

    fn editor(mut self, action: EditorAction) -> Self {
        self.editor = self.editor.reduce(action);
        self.open_form();
        self
    }

    fn open_form(&mut self) {
        let form = selected(&self.editor, &self.ui).map(|shown| shown.manifest.id());
        self.editor.open_form(form);
    }

    fn view(&self) -> View {
        let (editor, ui) = (&self.editor, &self.ui);
        let known = Connections::are_shown(ui).then(|| Connections::of(editor, ui, None));
        let dispatch = Dispatch::new(Callback::noop());
        View::new(Rc::clone(editor), Rc::clone(ui), known, dispatch)
    }
}

#[derive(Clone, Properties)]
struct ShownProps {
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for ShownProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.draw, &other.draw)
    }
}

/// Draws what it is given.
struct Shown;

impl Component for Shown {
    type Message = ();
    type Properties = ShownProps;

    fn create(_: &yew::Context<Self>) -> Self {
        Shown
    }

    fn view(&self, context: &yew::Context<Self>) -> Html {
        (context.props().draw)()
    }
}

/// The markup of a view, each element on a line of its own.
fn rendered(draw: impl Fn() -> Html + 'static) -> String {
    let props = ShownProps { draw: Rc::new(draw) };
    let renderer = LocalServerRenderer::<Shown>::with_props(props).hydratable(false);
    let mut rendering = pin!(renderer.render());
    // Nothing here waits for anything, so it is done when it is asked again often enough.
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000 {
        if let Poll::Ready(html) = rendering.as_mut().poll(&mut context) {
            return html.replace("><", ">\n<") + "\n";
        }
    }
    unreachable!("a view waits for something");
}

/// Compares a view of a page with the file of a name.
fn check(name: &str, page: Page, draw: fn(&View) -> Html) {
    let path: PathBuf = golden::workspace(&format!("web/tests/views/{name}.html"));
    let view = page.view();
    golden::compare(&path, &rendered(move || draw(&view)))
        .unwrap_or_else(|told| unreachable!("{told}"));
}

#[test]
fn a_first_visit_shows_what_to_do() {
    check("welcome", Page::of(""), form_region);
    check("workspace-empty", Page::of(""), workspace::view);
    check("toolbar-empty", Page::of(""), |view| toolbar::view(view, SaveState::Silent));
    check("output-empty", Page::of(""), output::view);
}

#[test]
fn a_form_shows_rules_mistakes_and_why_it_cannot_be_used() {
    check("form", Page::of(POLICY), form_region);
    check("form-with-pods", Page::of(&[POLICY, PODS].join("---\n")), form_region);
    check("form-wrong", Page::of(WRONG), form_region);
    check("form-of-another-kind", Page::of(PODS), form_region);
    let page = Page::of(POLICY);
    let file = page.editor.history.document().files()[0].id();
    let text = ["a: [\n", POLICY].concat();
    let typed = Transaction::new(Command::SetText { file, text }, Origin::Yaml, 0);
    check("form-stale", page.editor(EditorAction::Run(typed, After::Stay)), form_region);
}

#[test]
fn the_catalogue_shows_what_is_searched_for() {
    check("catalogue", Page::of(POLICY).ui(UiAction::Show(Main::Catalogue)), form_region);
    let searched = Page::of("")
        .ui(UiAction::Show(Main::Catalogue))
        .ui(UiAction::Search("deny all".to_owned()));
    check("catalogue-search", searched, form_region);
}

#[test]
fn the_workspace_lists_policies_and_files() {
    let all = [POLICY, WRONG, PODS].join("---\n");
    check("workspace", Page::of(&all), workspace::view);
    check("workspace-read-only", Page::of(&all).ui(UiAction::SetReadOnly(true)), workspace::view);
    let open =
        |name: &str, text: &str| Command::AddFile { name: name.to_owned(), text: text.to_owned() };
    let commands = vec![open("web.yaml", POLICY), open("pods.yaml", PODS)];
    let opened = Transaction { commands, origin: Origin::Import, at_ms: 0 };
    let page = Page::of("").editor(EditorAction::Run(opened, After::Stay));
    check("workspace-files", page, workspace::view);
}

#[test]
fn the_toolbar_tells_whether_the_workspace_is_kept() {
    check("toolbar", Page::of(POLICY), |view| toolbar::view(view, SaveState::Saved));
    check("toolbar-full", Page::of(POLICY), |view| toolbar::view(view, SaveState::Full));
}

#[test]
fn consequences_are_shown_tab_by_tab() {
    let tab = |text: &str, tab| Page::of(text).ui(UiAction::OpenTab(tab));
    check("meaning", tab(POLICY, OutputTab::Meaning), output::view);
    check("problems", tab(WRONG, OutputTab::Problems), output::view);
    check("problems-none", tab(POLICY, OutputTab::Problems), output::view);
    check("changes-none", tab(POLICY, OutputTab::Changes), output::view);
    check("reach-empty", tab(POLICY, OutputTab::Reach), output::view);
    let page = tab(&[POLICY, PODS].join("---\n"), OutputTab::Reach);
    let asked = Asked {
        from: "shop/api".to_owned(),
        to: "shop/web".to_owned(),
        port: "80".to_owned(),
        ..Asked::default()
    };
    let reach = netpol_web::state::ReachState { asked, ..Default::default() };
    check("reach", page.ui(UiAction::Ask(reach)), output::view);
}

#[test]
fn what_is_said_and_asked_once_is_drawn() {
    let page = Page::of(POLICY);
    let manifest = page.editor.history.document().manifests()[0].id();
    let removed = Transaction::new(Command::Remove(manifest), Origin::Form, 0);
    let page = page.editor(EditorAction::Run(removed, After::Removed("new-policy".to_owned())));
    check("notice-removed", page, notices::view);
    let shared = derive(&Document::from_text(POLICY), Environment::default(), None, None);
    let page = Page::of(WRONG).ui(UiAction::Offer(Some(Rc::new(shared))));
    check("offer", page, offer::view);
    let known = Reading { name: "cluster.yaml".to_owned(), percent: 40 };
    let page = Page::of("").ui(UiAction::Reading(Some(known)));
    check("reading", page, |view| reading::view(view.ui.reading.as_ref()));
}
