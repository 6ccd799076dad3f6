//! The page: state on top, three regions below, and what happens to the page as a whole.

use std::rc::Rc;

use netpol_core::command::Command;
use netpol_core::edit::{
    Ahead, AheadReader, DerivedManifest, Document, Environment, Origin, Transaction, apply, derive,
};
use netpol_core::render;
use netpol_core::share::{self, ShareError};
use netpol_core::snapshot::without_secrets;
use netpol_core::validate::ServerVersion;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::element::Host;
use crate::js_api::diagnostics_to_js;
use crate::panels::output::changes;
use crate::panels::toolbar::{Export, SaveState};
use crate::panels::{form_region, notices, offer, output, reading, toolbar, workspace};
use crate::platform::{clock, focus};
use crate::state::{
    Action, After, Connections, Dispatch, EditorAction, EditorState, Focus, Notice, OutputTab,
    Reading, Region, UiAction, UiState, View, selected,
};
use crate::widgets::tag::{div, tag};
use crate::words;

/// What the host page gives to a designer.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DesignerProps {
    /// The element that the designer is in at first.
    pub host: Host,
}

/// The designer; it has the state of the page.
pub struct Designer {
    /// The element that the designer is in.
    host: Host,
    /// Counts the elements that it was in: what was to be done in an earlier one is done no more.
    life: u32,
    editor: Rc<EditorState>,
    ui: Rc<UiState>,
    connections: Option<Rc<Connections>>,
    /// Whether the connections are to be worked out as soon as the page is drawn.
    looks: bool,
    /// How long that took the last time, in milliseconds.
    looked_ms: u64,
    /// Whether the host page is to be told soon.
    tells: bool,
    /// The document as it was last edited, and when that was.
    edited: (Rc<Document>, u64),
    dispatch: Dispatch,
    saved: SaveState,
    /// What is being added, the first of them at the moment.
    openings: Vec<Opening>,
    /// Counts the languages that words were said in: what is kept of a drawing is of one of them.
    languages: u32,
    root: NodeRef,
    /// The document that the host page was told of and that is kept.
    told: Rc<Document>,
    /// The document that another page has kept, which is not to be kept again.
    followed: Option<Rc<Document>>,
    /// The action after which the keyboard was put where it belongs.
    focused: u32,
}

/// Files that are added as one step, once what is long of them is read.
struct Opening {
    commands: Vec<Command>,
    /// What there is to tell then.
    told: String,
    reading: Vec<AheadReader>,
    read: Vec<Ahead>,
}

/// A text of more bytes is read a little at a time.
const LONG: usize = 1 << 18;

/// What takes no longer than this leaves a frame the time to be drawn, in milliseconds.
const QUICK_MS: u64 = 12;

/// How long typing rests before megabytes are written, in milliseconds.
const REST_MS: i32 = 300;

/// What a designer hears.
pub enum Message {
    /// Something happens to the state of the page, in a life of the designer.
    Happens(u32, Action),
    /// The host page has set another workspace.
    Replace(String),
    /// The host is another one, so all starts anew.
    Renew(Host),
    /// The user has opened files.
    Open {
        /// Their names; a text that was pasted has none.
        names: Vec<String>,
        /// Their texts.
        texts: Vec<String>,
        /// The names of those that could not be opened.
        refused: Vec<String>,
        /// What there is to tell about them, if that is more than that they are open.
        told: Option<String>,
    },
    /// What was opened is read a little more, or drawn.
    OpenMore,
    /// The host page asks for something by an attribute.
    Configure {
        /// Whether the workspace is only shown.
        read_only: bool,
        /// The tab of the consequences to be open.
        tab: Option<OutputTab>,
        /// The server that judges.
        server: Option<ServerVersion>,
    },
    /// Words are said in another language.
    Speak,
    /// A large file is being read, or no longer.
    Reading(Option<Reading>),
    /// Another page has kept another workspace.
    Follow(String),
    /// A link has brought something.
    Shared(Result<Vec<Command>, ShareError>),
    /// The page is drawn, so there is time for what takes longer.
    Look,
    /// The host page is to be told of the document, which is to be kept, now.
    Tell,
    /// The same, because the page may be left: with all that is being opened.
    Leave,
    /// The same, unless someone is still typing.
    TellWhenRested,
    /// Copying has ended, by its place among [`words::COPY_OUTCOMES`].
    Copied(usize),
}

impl Component for Designer {
    type Message = Message;
    type Properties = DesignerProps;

    fn create(context: &Context<Self>) -> Self {
        Designer::start(context, context.props().host.clone(), 0)
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Happens(life, _) if life != self.life => return false,
            Message::Happens(
                _,
                Action::Editor(
                    EditorAction::Run(..)
                    | EditorAction::Undo
                    | EditorAction::Redo
                    | EditorAction::GoTo(_),
                ),
            )
            | Message::Open { .. }
                if self.ui.read_only =>
            {
                self.say(Notice::Said(words::READ_ONLY));
            }
            Message::Happens(_, Action::Editor(action)) => self.editor = self.editor.reduce(action),
            Message::Happens(_, Action::Ui(action)) => self.ui = self.ui.reduce(action),
            Message::Happens(_, Action::Save(name, bytes)) => {
                if self.host.save(&name, &bytes) {
                    return false;
                }
                self.say(Notice::Said(words::DOWNLOAD_REFUSED));
            }
            Message::Replace(text) => {
                self.openings.clear();
                let document = Document::from_text(&text);
                self.editor = self.editor.reduce(EditorAction::Replace(document));
            }
            Message::Open { names, texts, refused, told } => {
                let told = told.unwrap_or_else(|| words::opened(names.len(), &refused));
                let opening = opening(names, texts, told);
                self.openings.push(opening);
                if self.openings.len() == 1 && !self.open_more(context) {
                    return false;
                }
            }
            Message::OpenMore if self.ui.read_only => {
                self.openings.clear();
                self.say(Notice::Said(words::READ_ONLY));
            }
            Message::OpenMore => {
                if !self.open_more(context) {
                    return false;
                }
            }
            Message::Renew(host) => {
                *self = Designer::start(context, host, self.life.wrapping_add(1));
                self.greet();
            }
            Message::Configure { read_only, tab, server } => {
                self.ui = self.ui.reduce(UiAction::SetReadOnly(read_only));
                if let Some(tab) = tab {
                    self.ui = self.ui.reduce(UiAction::OpenTab(tab));
                }
                let known = self.editor.environment;
                let server = server.unwrap_or(known.server);
                let action = EditorAction::Assume(Environment { server, ..known });
                self.editor = self.editor.reduce(action);
            }
            Message::Reading(reading) => self.ui = self.ui.reduce(UiAction::Reading(reading)),
            Message::Speak => self.languages = self.languages.wrapping_add(1),
            Message::Follow(saved) => self.follow(saved),
            Message::Shared(Ok(files)) => self.offer(&files),
            Message::Shared(Err(error)) => self.say(Notice::Said(words::broken_link(error))),
            Message::Look => {
                self.looks = false;
                self.look();
                return true;
            }
            Message::Tell => return self.tell_and_keep(),
            Message::Leave => {
                // Who leaves the page has opened what is still being read.
                while let Some(opening) = self.openings.first_mut() {
                    match opening.reading.last_mut() {
                        Some(reader) => {
                            while reader.step() {}
                            self.read_ahead();
                        }
                        None => _ = self.open_more(context),
                    }
                }
                return self.tell_and_keep();
            }
            Message::TellWhenRested => return self.tell_when_rested(context),
            Message::Copied(outcome) => {
                let told = words::COPY_OUTCOMES.get(outcome).copied();
                self.say(Notice::Said(told.unwrap_or_default()));
            }
        }
        self.open_form();
        self.look_when_due(context);
        true
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
            .key(&self.languages.to_string())
            .node_ref(&self.root)
            .onkeydown(keys(&view))
            .child(offer::view(&view))
            .child(reading::view(view.ui.reading.as_ref()))
            .child(toolbar::view(&view, self.saved))
            .child(region_tabs(&view))
            .child(regions)
            .child(notices::view(&view))
            .view()
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        let document = self.editor.history.document();
        if first {
            self.greet();
        } else if !Rc::ptr_eq(document, &self.told) {
            if !Connections::are_many(&self.editor.derived) {
                context.link().send_message(Message::Tell);
            } else {
                if !Rc::ptr_eq(document, &self.edited.0) {
                    self.edited = (Rc::clone(document), clock::now_ms());
                }
                if !std::mem::replace(&mut self.tells, true) {
                    Self::tell_later(context);
                }
            }
        }
        if self.focused != self.editor.revision {
            self.focused = self.editor.revision;
            self.focus();
        }
    }
}

impl Designer {
    /// Starts with what a host says.
    fn start(context: &Context<Self>, host: Host, life: u32) -> Self {
        let document = match host.kept() {
            Some(kept) => Document::from_saved(&kept),
            None => Document::from_text(&host.value()),
        };
        let editor = EditorState::new(document);
        let happens = move |action| Message::Happens(life, action);
        let mut designer = Designer {
            saved: SaveState::from_number(host.saving()),
            host,
            life,
            told: Rc::clone(editor.history.document()),
            edited: (Rc::clone(editor.history.document()), 0),
            followed: None,
            focused: editor.revision,
            editor: Rc::new(editor),
            ui: Rc::default(),
            connections: None,
            looks: false,
            looked_ms: u64::MAX,
            tells: false,
            dispatch: Dispatch::new(context.link().callback(happens)),
            openings: Vec::new(),
            languages: 0,
            root: NodeRef::default(),
        };
        designer.open_form();
        designer
    }

    /// What its views are a function of.
    fn state(&self) -> View {
        let (editor, ui) = (Rc::clone(&self.editor), Rc::clone(&self.ui));
        View::new(editor, ui, self.connections.clone(), self.dispatch.clone())
    }

    fn open_form(&mut self) {
        let form = selected(&self.editor, &self.ui).map(|shown| shown.manifest.id());
        self.editor.open_form(form);
    }

    /// Sees to it that what is shown about connections is that of the document: at once if that is
    /// quick, and else after the page was drawn.
    fn look_when_due(&mut self, context: &Context<Self>) {
        let (editor, ui) = (&self.editor, &self.ui);
        let is_known = |known: &Rc<Connections>| known.are_of(editor, ui);
        if !Connections::are_shown(ui) || self.connections.as_ref().is_some_and(is_known) {
            return;
        }
        if !Connections::are_many(&editor.derived) {
            return self.look();
        }
        if !std::mem::replace(&mut self.looks, true) {
            let link = context.link().clone();
            let look = move || link.send_message(Message::Look);
            // What is quick is seen in one frame with the key, and what is not does not keep it waiting.
            match self.looked_ms <= QUICK_MS {
                true => clock::before_drawing(look),
                false => clock::after_drawing(look),
            }
        }
    }

    fn look(&mut self) {
        let (known, start) = (self.connections.as_deref(), clock::now_ms());
        self.connections = Some(Connections::of(&self.editor, &self.ui, known));
        self.looked_ms = clock::now_ms() - start;
    }

    /// The text that a button copies, by [`Copied::word`](crate::widgets::button::Copied::word).
    pub fn text_of(&self, copied: &str) -> String {
        let view = self.state();
        match (copied, &view.selected) {
            ("snapshot", _) => words::SNAPSHOT_COMMAND.to_owned(),
            ("link" | "frame", _) => share::encode(self.editor.history.document()),
            (_, None) => String::new(),
            ("patch", Some(selected)) => changes::patch(&view, selected),
            ("markdown", Some(selected)) => {
                let policy = selected.judgement.policy.as_ref();
                policy.map(|policy| render::markdown(&[policy], 2)).unwrap_or_default()
            }
            (copied, Some(selected)) => {
                let file = view.editor.derived.file(selected.file);
                let text = file.map_or("", |file| &file.text);
                if copied == "command" { render::command(text) } else { text.to_owned() }
            }
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
        let derived = derive(&shared, self.editor.environment, None, None);
        self.ui = self.ui.reduce(UiAction::Offer(Some(Rc::new(derived))));
    }

    /// Reads on what was opened, or adds it; whether that is to be drawn at once.
    ///
    /// Of what is long, reading, adding and drawing are tasks of their own, so that whoever clicks or types
    /// meanwhile is heard between them.
    fn open_more(&mut self, context: &Context<Self>) -> bool {
        let Some(opening) = self.openings.first_mut() else { return true };
        if let Some(reader) = opening.reading.last_mut() {
            let end = clock::now_ms() + QUICK_MS;
            while reader.step() {
                if clock::now_ms() >= end {
                    Self::open_later(context);
                    return false;
                }
            }
            self.read_ahead();
            Self::open_later(context);
            return false;
        }
        let Opening { commands, told, read, .. } = self.openings.remove(0);
        self.add(commands, &read, told);
        if read.is_empty() && self.openings.is_empty() {
            return true;
        }
        self.open_form();
        Self::open_later(context);
        false
    }

    /// Puts a text that is read with what is read of the first opening.
    fn read_ahead(&mut self) {
        if let Some(opening) = self.openings.first_mut() {
            opening.read.extend(opening.reading.pop().and_then(AheadReader::finish));
        }
    }

    fn open_later(context: &Context<Self>) {
        let link = context.link().clone();
        clock::after(0, move || link.send_message(Message::OpenMore));
    }

    /// Adds files to the workspace, all of them as one step, and shows the first policy in them.
    fn add(&mut self, commands: Vec<Command>, read: &[Ahead], told: String) {
        let first = self.editor.history.document().next_manifest();
        let transaction = Transaction { commands, origin: Origin::Import, at_ms: clock::now_ms() };
        self.editor = self.editor.reduce_read(EditorAction::Run(transaction, After::Stay), read);
        let mut shown: Option<&Rc<DerivedManifest>> = None;
        for new in &self.editor.derived.manifests {
            let is_better = shown.is_none_or(|shown| !shown.is_policy() && new.is_policy());
            if new.manifest.id() >= first && is_better {
                shown = Some(new);
            }
        }
        if let Some(shown) = shown {
            self.ui = self.ui.reduce(UiAction::Select(shown.manifest.id()));
        }
        self.say(Notice::Told(told));
    }

    /// Takes over what another page has kept; all of it until the next edit here is one step.
    fn follow(&mut self, saved: String) {
        let before = Rc::clone(self.editor.history.document());
        let transaction = Transaction::new(Command::Follow(saved), Origin::Import, 0);
        self.editor = self.editor.reduce(EditorAction::Run(transaction, After::Stay));
        let after = self.editor.history.document();
        // One that cannot be read has been told already.
        if !Rc::ptr_eq(&before, after) {
            self.followed = Some(Rc::clone(after));
            self.saved = SaveState::Saved;
            self.say(Notice::Said(words::FOLLOWED));
        }
    }

    fn say(&mut self, notice: Notice) {
        self.editor = self.editor.reduce(EditorAction::Say(notice));
    }

    fn tell_later(context: &Context<Self>) {
        let link = context.link().clone();
        clock::after(REST_MS, move || link.send_message(Message::TellWhenRested));
    }

    /// Tells and keeps the document, but not megabytes while they are being typed in: writing them would
    /// hold up the next letter.
    fn tell_when_rested(&mut self, context: &Context<Self>) -> bool {
        let is_typing = self.tells && clock::now_ms() < self.edited.1 + REST_MS as u64;
        if is_typing {
            Self::tell_later(context);
            return false;
        }
        self.tell_and_keep()
    }

    /// Tells the host page what the document is, and keeps it; whether anything is to be drawn.
    fn tell_and_keep(&mut self) -> bool {
        self.tells = false;
        let document = self.editor.history.document();
        // An edit makes another document, and comparing the two would cost more than this.
        if Rc::ptr_eq(document, &self.told) {
            return false;
        }
        self.told = Rc::clone(document);
        self.tell();
        let followed = self.followed.take();
        if followed.is_some_and(|followed| Rc::ptr_eq(&followed, &self.told)) {
            return false;
        }
        let saved = SaveState::from_number(self.host.keep(&self.told.to_saved()));
        std::mem::replace(&mut self.saved, saved) != saved
    }

    /// Tells the host page what was restored, which it does not know yet.
    fn greet(&self) {
        if self.saved == SaveState::Saved {
            self.tell();
        }
    }

    /// Tells the host page what the document is.
    fn tell(&self) {
        self.host.changed(&self.told.to_text(), diagnostics_to_js(&self.editor.derived));
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

/// What adds files: those with secrets without them.
fn opening(names: Vec<String>, texts: Vec<String>, mut told: String) -> Opening {
    let mut commands = Vec::new();
    for (name, text) in names.into_iter().zip(texts) {
        if let Some(kept) = without_secrets(&text) {
            told.push(' ');
            told.push_str(&words::snapshot(&kept));
            let name = if name.is_empty() { "pasted" } else { &name };
            for (name, text) in kept.into_files(name) {
                commands.push(Command::AddFile { name, text });
            }
            continue;
        }
        commands.push(match name.is_empty() {
            true => Command::AddText(text),
            false => Command::AddFile { name, text },
        });
    }
    let mut reading = Vec::new();
    for command in &commands {
        if let Command::AddFile { text, .. } = command
            && text.len() > LONG
        {
            reading.push(AheadReader::new(text));
        }
    }
    Opening { commands, told, reading, read: Vec::new() }
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

/// Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y and Ctrl+S (with Cmd on a Mac), from anywhere in the page.
///
/// They act on the document even while a field has the keyboard: the browser's own undo would
/// change the field's text behind the document's back.
fn keys(view: &View) -> Callback<KeyboardEvent> {
    let (dispatch, selected) = (view.dispatch.clone(), view.selected.clone());
    let document = Rc::clone(view.editor.history.document());
    Callback::from(move |event: KeyboardEvent| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key(), &selected) {
            ("s", false, Some(selected)) => {
                Export::File(selected.file).save(&document, &dispatch);
            }
            ("z" | "y", ..) if has_own_undo(&event) => return,
            ("z", false, _) => dispatch.undo(),
            ("z", true, _) | ("y", false, _) => dispatch.redo(),
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
