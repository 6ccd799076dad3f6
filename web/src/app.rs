//! The page: state on top, three regions below, and what happens to the page as a whole.

use std::rc::Rc;

use netpol_core::command::Command;
use netpol_core::edit::{Document, apply, derive};
use netpol_core::share::{self, ShareError};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::js_api::Change;
use crate::panels::output::changes;
use crate::panels::toolbar::SaveState;
use crate::panels::{form_region, notices, offer, output, toolbar, workspace};
use crate::platform::storage::NotSaved;
use crate::platform::{focus, storage};
use crate::state::{
    Action, Dispatch, EditorAction, EditorState, Focus, Notice, Region, UiAction, UiState, View,
};
use crate::widgets::tag::{div, tag};
use crate::words;

/// A text that the host page has set; the revision tells two settings of one text apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostValue {
    /// YAML, one or many documents.
    pub text: AttrValue,
    /// Counts how often the host page has set it.
    pub revision: u32,
}

/// Files that the user has opened; the revision tells one opening from the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenedFiles {
    /// Their names.
    pub names: Vec<String>,
    /// Their texts.
    pub texts: Vec<String>,
    /// Whether some were no text, and so are not here.
    pub refused: bool,
    /// Counts how often files were opened.
    pub revision: u32,
}

/// What this browser has kept from the last time.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kept {
    /// The host page has not asked for it.
    #[default]
    NotAsked,
    /// Nothing yet.
    Nothing,
    /// The browser keeps nothing for this page.
    Denied,
    /// A workspace, as [`Document::to_saved`] wrote it.
    Workspace(AttrValue),
}

/// What the host page gives to a designer.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DesignerProps {
    /// The workspace to start with, and to change to when it is set anew.
    #[prop_or_default]
    pub value: HostValue,
    /// What was kept the last time; it goes before `value`.
    #[prop_or_default]
    pub kept: Kept,
    /// The key under which the workspace is kept in this browser; without one it is not kept.
    #[prop_or_default]
    pub autosave: Option<AttrValue>,
    /// The files that the user has opened last.
    #[prop_or_default]
    pub opened: OpenedFiles,
    /// Told after each change, and once at the start when a kept workspace was opened.
    #[prop_or_default]
    pub on_change: Callback<Change>,
}

/// The designer; it has the state of the page.
pub struct Designer {
    editor: Rc<EditorState>,
    ui: Rc<UiState>,
    dispatch: Dispatch,
    saved: SaveState,
    root: NodeRef,
    /// The document that the host page was told of and that is kept.
    told: Rc<Document>,
    /// The action after which the keyboard was put where it belongs.
    focused: u32,
}

/// What a designer hears.
pub enum Message {
    /// Something happens to the state of the page.
    Happens(Action),
    /// Whether the document is kept now.
    Saved(SaveState),
    /// A link has brought something.
    Shared(Result<Vec<Command>, ShareError>),
    /// Copying has ended, by its place among [`words::COPY_OUTCOMES`].
    Copied(usize),
}

impl Component for Designer {
    type Message = Message;
    type Properties = DesignerProps;

    fn create(context: &Context<Self>) -> Self {
        let props = context.props();
        let (document, saved) = match &props.kept {
            Kept::Workspace(saved) => (Document::from_saved(saved), SaveState::Saved),
            Kept::NotAsked | Kept::Nothing => {
                (Document::from_text(&props.value.text), SaveState::Silent)
            }
            Kept::Denied => {
                let denied = SaveState::NotSaved(NotSaved::Denied);
                (Document::from_text(&props.value.text), denied)
            }
        };
        let editor = EditorState::new(document);
        Designer {
            told: Rc::clone(editor.history.document()),
            focused: editor.revision,
            editor: Rc::new(editor),
            ui: Rc::default(),
            dispatch: Dispatch::new(context.link().callback(Message::Happens)),
            saved,
            root: NodeRef::default(),
        }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Happens(Action::Editor(action)) => self.editor = self.editor.reduce(action),
            Message::Happens(Action::Ui(action)) => self.ui = self.ui.reduce(action),
            Message::Saved(saved) if saved == self.saved => return false,
            Message::Saved(saved) => self.saved = saved,
            Message::Shared(Ok(files)) => self.offer(&files),
            Message::Shared(Err(error)) => self.say(words::broken_link(error)),
            Message::Copied(outcome) => {
                self.say(words::COPY_OUTCOMES.get(outcome).copied().unwrap_or_default());
            }
        }
        true
    }

    /// Follows the host page when it sets another value; nothing else is drawn by what it gives.
    fn changed(&mut self, context: &Context<Self>, old: &DesignerProps) -> bool {
        let value = &context.props().value;
        if value.revision != old.value.revision {
            self.dispatch.replace(Document::from_text(&value.text));
        }
        let opened = &context.props().opened;
        if opened.revision != old.opened.revision {
            self.open(opened);
        }
        false
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let view = self.state();
        let class = match view.ui.region {
            Region::Workspace => "designer show-workspace",
            Region::Form => "designer show-form",
            Region::Output => "designer show-output",
        };
        let regions = div("regions")
            .child(workspace::view(&view))
            .child(form_region(&view))
            .child(output::view(&view));
        div(class)
            .node_ref(&self.root)
            .onkeydown(undo_keys(&view.dispatch))
            .child(offer::view(&view))
            .child(toolbar::view(&view, self.saved))
            .child(region_tabs(&view))
            .child(regions)
            .child(notices::view(&view))
            .view()
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        let props = context.props();
        let document = self.editor.history.document();
        if first {
            // The host page does not know yet what was restored.
            if matches!(props.kept, Kept::Workspace(_)) {
                self.tell(props);
            }
        } else if !Rc::ptr_eq(document, &self.told) {
            // An edit makes another document, and comparing the two would cost more than this.
            self.told = Rc::clone(document);
            self.tell(props);
            if let Some(key) = &props.autosave {
                let saved = match storage::save(key, &self.told.to_saved()) {
                    Ok(()) => SaveState::Saved,
                    Err(reason) => SaveState::NotSaved(reason),
                };
                context.link().send_message(Message::Saved(saved));
            }
        }
        if self.focused != self.editor.revision {
            self.focused = self.editor.revision;
            self.focus();
        }
    }
}

impl Designer {
    /// What its views are a function of.
    fn state(&self) -> View {
        let (editor, ui) = (Rc::clone(&self.editor), Rc::clone(&self.ui));
        View::new(editor, ui, self.dispatch.clone())
    }

    /// The text that a button copies, by [`Copied::word`](crate::widgets::button::Copied::word).
    pub fn text_of(&self, copied: &str) -> String {
        let view = self.state();
        match (copied, &view.selected) {
            ("link", _) => share::encode(self.editor.history.document()),
            (_, None) => String::new(),
            ("patch", Some(selected)) => changes::patch(&view, selected),
            (_, Some(selected)) => view
                .editor
                .derived
                .file(selected.file)
                .map(|file| file.text.to_string())
                .unwrap_or_default(),
        }
    }

    /// Shows files that a link has brought, without adding them.
    fn offer(&mut self, files: &[Command]) {
        let mut shared = Rc::new(Document::default());
        for file in files {
            if let Ok(next) = apply(&shared, file) {
                shared = next;
            }
        }
        let derived = derive(&shared, self.editor.server, None);
        self.ui = self.ui.reduce(UiAction::Offer(Some(Rc::new(derived))));
    }

    fn say(&mut self, text: &'static str) {
        self.editor = self.editor.reduce(EditorAction::Say(Notice::Said(text)));
    }

    /// Adds files to the workspace, all of them as one step, and shows the first of what is in them.
    fn open(&self, opened: &OpenedFiles) {
        let first = self.editor.history.document().next_manifest();
        let mut commands = Vec::new();
        for (name, text) in opened.names.iter().zip(&opened.texts) {
            commands.push(Command::AddFile { name: name.clone(), text: text.clone() });
        }
        self.dispatch.import(commands);
        self.dispatch.ui(UiAction::Select(first));
        let told = if opened.refused { words::NOT_OPENED } else { words::OPENED };
        self.dispatch.say(Notice::Said(told));
    }

    /// Tells the host page what the document is.
    fn tell(&self, props: &DesignerProps) {
        let (yaml, derived) = (self.told.to_text(), Rc::clone(&self.editor.derived));
        props.on_change.emit(Change { yaml, derived });
    }

    /// Puts the keyboard where the last action asks for it.
    fn focus(&self) {
        let (Some(wanted), Some(root)) = (&self.editor.focus, self.root.cast::<Element>()) else {
            return;
        };
        match wanted {
            Focus::Item(id) => focus::item(&root, id.number()),
            Focus::Element(id) => focus::element(&root, id),
            Focus::Path(path) => focus::path(&root, path),
        }
    }
}

/// The switch between the regions that a narrow screen has instead of columns.
fn region_tabs(view: &View) -> Html {
    let mut tabs = div("region-tabs").attr("role", "group").attr("aria-label", words::REGIONS);
    for region in Region::ALL {
        let open = view.dispatch.on_click(UiAction::OpenRegion(region));
        let button = tag("button")
            .attr("type", "button")
            .attr("aria-current", (view.ui.region == region).then_some("true"))
            .onclick(open)
            .child(words::region(region));
        tabs = tabs.child(button);
    }
    tabs.view()
}

/// Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (with Cmd on a Mac), from anywhere in the page.
///
/// They act on the document even while a field has the keyboard: the browser's own undo would
/// change the field's text behind the document's back.
fn undo_keys(dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || has_own_undo(&event) {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => dispatch.undo(),
            ("z", true) | ("y", false) => dispatch.redo(),
            _ => return,
        }
        event.prevent_default();
    })
}

/// Whether a key was pressed in a field that is no part of the document.
fn has_own_undo(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.has_attribute("data-own-undo"))
}
