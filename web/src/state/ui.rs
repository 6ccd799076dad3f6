//! What is open, selected or in view. It never changes what a policy means.

use std::rc::Rc;

use netpol_core::analysis::Grouping;
use netpol_core::command::{FileId, ManifestId};
use netpol_core::diagnostic::Span;
use netpol_core::edit::{Asked, Derived};
use netpol_core::preset::Arguments;
use netpol_core::text::has;

/// What is open on screen.
#[derive(Clone, Debug, Default)]
pub struct UiState {
    /// The manifest whose form is open, if the document still has it.
    pub selected: Option<ManifestId>,
    /// What the middle of the page shows.
    pub main: Main,
    /// The preset that is open in the catalogue, by id.
    pub preset: Option<&'static str>,
    /// What is searched for in the catalogue.
    pub search: String,
    /// What has been answered to the questions of the open preset.
    pub arguments: Arguments,
    /// The tab of the consequences.
    pub tab: OutputTab,
    /// The region that a narrow screen shows.
    pub region: Region,
    /// Whether the workspace is only shown.
    pub read_only: bool,
    /// Bytes of the selected manifest's text to be shown once; the number tells two askings apart.
    pub reveal: Option<(Span, u32)>,
    /// What the changes are counted from.
    pub base: Base,
    /// Whether old and new stand side by side where there is room.
    pub side_by_side: bool,
    /// What is asked about connections.
    pub reach: Rc<ReachState>,
    /// What a link has brought. Nobody has agreed to it yet.
    pub offer: Option<Rc<Derived>>,
    /// The large file that is being read.
    pub reading: Option<Reading>,
    /// Counts what was asked to be shown.
    revealed: u32,
}

impl ReachState {
    /// Whether an end with this name is shown.
    pub fn shows(&self, name: &str) -> bool {
        has(name, self.filter.trim())
    }
}

/// A large file that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// How much of it is read.
    pub percent: u32,
}

/// What texts are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// Each file with what it was when it was opened.
    #[default]
    Opened,
    /// The selected file with another one.
    File(FileId),
    /// The selected manifest with another one.
    Manifest(ManifestId),
}

/// What the middle of the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Main {
    /// The form of the selected policy.
    #[default]
    Form,
    /// The catalogue of presets.
    Catalogue,
}

/// The tabs of the consequences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputTab {
    /// The text.
    #[default]
    Yaml,
    /// The meaning in words.
    Meaning,
    /// What is wrong or surprising.
    Problems,
    /// Who may connect to whom.
    Reach,
    /// What is not as it was opened.
    Changes,
}

/// What is asked about connections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReachState {
    /// Which pods are one end.
    pub grouping: Grouping,
    /// What the names of the ends that are shown have in them.
    pub filter: String,
    /// Whether the connections are drawn too.
    pub is_drawn: bool,
    /// The connection that is looked at.
    pub asked: Asked,
}

impl OutputTab {
    /// By which a page asks for it.
    pub const fn word(self) -> &'static str {
        match self {
            OutputTab::Yaml => "yaml",
            OutputTab::Meaning => "meaning",
            OutputTab::Problems => "problems",
            OutputTab::Reach => "reach",
            OutputTab::Changes => "changes",
        }
    }

    /// All tabs in their order.
    pub const ALL: [OutputTab; 5] = [
        OutputTab::Yaml,
        OutputTab::Meaning,
        OutputTab::Problems,
        OutputTab::Reach,
        OutputTab::Changes,
    ];
}

/// The three regions of the page; a narrow screen shows one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// The workspace.
    Workspace,
    /// The form.
    #[default]
    Form,
    /// The consequences.
    Output,
}

impl Region {
    /// All regions in the order of the page.
    pub const ALL: [Region; 3] = [Region::Workspace, Region::Form, Region::Output];
}

/// What can happen on screen.
#[derive(Clone, Debug)]
pub enum UiAction {
    /// Open the form of a manifest.
    Select(ManifestId),
    /// Show the form or the catalogue.
    Show(Main),
    /// Search the catalogue.
    Search(String),
    /// Answer a question of the open preset.
    Answer(&'static str, String),
    /// Open a preset in the catalogue, with the answers that are likely.
    OpenPreset(&'static str, Arguments),
    /// Go back to the list of presets.
    ClosePreset,
    /// Open a tab of the consequences.
    OpenTab(OutputTab),
    /// Show a region on a narrow screen.
    OpenRegion(Region),
    /// Show bytes of the text of a manifest, with the keyboard there.
    ShowText(ManifestId, Span),
    /// Ask something else about connections.
    Ask(ReachState),
    /// Compare with something else.
    CompareWith(Base),
    /// Show old and new side by side, or one below the other.
    ToggleSideBySide,
    /// Only show the workspace, or let it be changed.
    SetReadOnly(bool),
    /// Show how far a large file is read, or no more.
    Reading(Option<Reading>),
    /// Ask about what a link has brought, or ask no more.
    Offer(Option<Rc<Derived>>),
}

impl UiState {
    /// The state after an action.
    pub fn reduce(&self, action: UiAction) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            UiAction::Select(manifest) => {
                next.selected = Some(manifest);
                next.reveal_text(0..0);
                next.main = Main::Form;
                next.region = next.home();
            }
            UiAction::Show(main) => {
                next.main = main;
                next.region = Region::Form;
            }
            UiAction::OpenPreset(id, likely) => {
                next.main = Main::Catalogue;
                next.region = Region::Form;
                next.preset = Some(id);
                next.arguments = likely;
            }
            UiAction::Search(text) => next.search = text,
            UiAction::Answer(parameter, answer) => {
                next.arguments = next.arguments.with(parameter, &answer);
            }
            UiAction::ClosePreset => next.preset = None,
            UiAction::OpenTab(tab) => {
                next.tab = tab;
                // Who opens the text by its tab keeps the keyboard there.
                next.reveal_text(0..0);
            }
            UiAction::OpenRegion(Region::Form) => next.region = next.home(),
            UiAction::OpenRegion(region) => next.region = region,
            UiAction::ShowText(manifest, span) => {
                next.selected = Some(manifest);
                next.tab = OutputTab::Yaml;
                next.region = Region::Output;
                next.reveal_text(span);
            }
            UiAction::Ask(reach) => next.reach = Rc::new(reach),
            UiAction::CompareWith(base) => next.base = base,
            UiAction::ToggleSideBySide => next.side_by_side ^= true,
            UiAction::SetReadOnly(read_only) if read_only == self.read_only => {}
            UiAction::SetReadOnly(read_only) => {
                next.read_only = read_only;
                next.region = next.home();
            }
            UiAction::Reading(reading) => next.reading = reading,
            UiAction::Offer(offer) => next.offer = offer,
        }
        Rc::new(next)
    }

    /// Where a manifest is looked at on a narrow screen.
    fn home(&self) -> Region {
        if self.read_only { Region::Output } else { Region::Form }
    }

    fn reveal_text(&mut self, span: Span) {
        self.revealed = self.revealed.wrapping_add(1);
        self.reveal = Some((span, self.revealed));
    }
}
