//! What is known of connections: dear to work out, so only for what shows it.

use std::rc::Rc;

use netpol_core::analysis::Changes;
use netpol_core::edit::{
    Answer, Asked, Checked, Compared, Derived, Document, Environment, Mistake, Surprise, Survey,
};

use super::editor::EditorState;
use super::selected;
use super::ui::{Base, OutputTab, UiState};

/// How many ends are offered to be chosen from.
const OFFERED: usize = 300;

/// As many pods under as many policies are answered for within a frame.
const AT_ONCE: usize = 50_000;

/// What is known of the connections of a workspace.
pub struct Connections {
    document: Rc<Document>,
    environment: Environment,
    asked: Asked,
    compared: Compared,
    /// The pods under the policies.
    pub survey: Rc<Survey>,
    /// What surprises about the answers.
    pub surprises: Rc<[Surprise]>,
    /// The expectations among the manifests.
    pub expectations: Rc<[Checked]>,
    /// Names that can be asked about.
    pub names: Rc<[String]>,
    /// What came of the question.
    pub answer: Result<Answer, Mistake>,
    /// How the connections have changed from what is compared, if that was asked for; within, nothing
    /// if they are too many.
    pub changes: Option<Option<Changes>>,
}

/// What the selected file or manifest is compared with, if what was chosen is still there and is
/// something else.
pub fn compared(editor: &EditorState, ui: &UiState) -> Compared {
    let derived = &editor.derived;
    let Some(selected) = selected(editor, ui) else { return Compared::Opened };
    let (file, manifest) = (selected.file, selected.manifest.id());
    let have_several = || derived.files.iter().any(|it| it.file.manifests().nth(1).is_some());
    let is_there = |id| derived.manifests.iter().any(|it| it.manifest.id() == id);
    match ui.base {
        Base::File(old) if old != file && derived.file(old).is_some() => {
            Compared::Files { old, new: file }
        }
        // In files with a manifest each, these would be the same again.
        Base::Manifest(old) if old != manifest && have_several() && is_there(old) => {
            Compared::Manifests { old, new: manifest }
        }
        _ => Compared::Opened,
    }
}

impl Connections {
    /// Works out what is shown; takes over what still holds from `previous`.
    pub fn of(editor: &EditorState, ui: &UiState, previous: Option<&Connections>) -> Rc<Self> {
        let derived = &editor.derived;
        let same = previous.filter(|known| known.is_about(editor));
        let (survey, surprises, expectations, names) = match same {
            // Only the question is another one.
            Some(known) => (
                Rc::clone(&known.survey),
                Rc::clone(&known.surprises),
                Rc::clone(&known.expectations),
                Rc::clone(&known.names),
            ),
            None => {
                let survey = Survey::of(derived, previous.map(|known| known.survey.as_ref()));
                let known = previous.filter(|known| survey.has_same_pods(&known.survey));
                let names = match known {
                    Some(known) => Rc::clone(&known.names),
                    None => survey.names(OFFERED).into(),
                };
                let (surprises, expectations) = (survey.surprises(), survey.expectations());
                (Rc::new(survey), surprises.into(), expectations.into(), names)
            }
        };
        let compared = compared(editor, ui);
        let changes = (ui.tab == OutputTab::Changes)
            .then(|| survey.changes(editor.history.document(), compared));
        Rc::new(Connections {
            document: Rc::clone(editor.history.document()),
            environment: editor.environment,
            asked: ui.reach.asked.clone(),
            compared,
            answer: survey.answer(&ui.reach.asked),
            survey,
            surprises,
            expectations,
            names,
            changes,
        })
    }

    /// Whether something shows connections.
    pub fn are_shown(ui: &UiState) -> bool {
        matches!(ui.tab, OutputTab::Reach | OutputTab::Changes)
    }

    /// Whether this is what would be worked out now.
    pub fn are_of(&self, editor: &EditorState, ui: &UiState) -> bool {
        self.is_about(editor)
            && self.asked == ui.reach.asked
            && (ui.tab != OutputTab::Changes
                || self.changes.is_some() && self.compared == compared(editor, ui))
    }

    /// Whether the document is the same, and the cluster that it is for; another form that is open makes
    /// no difference.
    fn is_about(&self, editor: &EditorState) -> bool {
        Rc::ptr_eq(&self.document, editor.history.document())
            && self.environment == editor.environment
    }

    /// Whether the changes are those from what is chosen to compare with.
    pub fn are_compared(&self, compared: Compared) -> bool {
        self.compared == compared && self.changes.is_some()
    }

    /// Whether working them out takes so long that the page is drawn first.
    pub fn are_many(derived: &Derived) -> bool {
        derived.cluster().pods.len() * (derived.manifests.len() + 10) > AT_ONCE
    }
}
