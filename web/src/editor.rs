//! A text editor: a textarea with its lines colored, its problems marked, and choices offered.
//!
//! What is typed goes into a real `<textarea>`, so that selecting, input methods, screen readers
//! and touch keyboards work as everywhere; its characters are transparent, and a layer below shows
//! them in color. The component is only a place in the page; what is in it is drawn by `surface`,
//! because a key must be seen within a frame. It knows nothing
//! about policies, and never judges a text.
//!
//! The first modules are pure: `buffer` has the text by lines, `highlight` the colors, `keys` what
//! keys do, `find` the search. `area`, `layer` and `popup` are parts of the page, `frame` is what
//! they stand in.

mod area;
mod buffer;
mod find;
mod frame;
mod highlight;
mod keys;
mod layer;
mod popup;
mod surface;

use std::rc::Rc;

use netpol_core::complete::Completions;
use netpol_core::diagnostic::{Severity, Span};
use yew::prelude::*;

use crate::widgets::tag::div;
use surface::Surface;

/// Something to be pointed out in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What the page knows it by.
    pub id: usize,
    /// The bytes it is about.
    pub span: Span,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence; what stands in backticks is code.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Finds what could be written at a byte of a text.
pub type Complete = dyn Fn(&str, usize) -> Option<Completions>;

/// What an editor shows, and who is told.
pub struct Setup {
    /// The text; what is being typed is kept while this is an echo of it.
    pub text: Rc<str>,
    /// What is to be pointed out, by place.
    pub marks: Vec<Mark>,
    /// Bytes to select and show, with the keyboard there; another number asks anew.
    pub reveal: Option<(Span, u32)>,
    /// Whether these bytes are only brought into view, so that the keyboard stays where it is.
    pub quiet: bool,
    /// What the text is.
    pub label: &'static str,
    /// Whether it may only be read.
    pub read_only: bool,
    /// What could be written at a byte of a text.
    pub complete: Box<Complete>,
    /// The words of the button from a problem to what [`Said::Follow`] makes of it.
    pub follow: Option<&'static str>,
    /// Told what happens.
    pub on_said: Box<dyn Fn(Said)>,
}

/// What an editor tells.
pub enum Said {
    /// The whole text, at every key or, if it is long, when keys rest.
    Text(String),
    /// Take the last step back; the history is not the editor's.
    Undo,
    /// Do a step again.
    Redo,
    /// Follow the mark with this id.
    Follow(usize),
}

/// The properties of a [`TextEditor`].
#[derive(Clone, Properties)]
pub struct EditorProps {
    /// What it shows, and who is told.
    pub setup: Rc<Setup>,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.setup, &other.setup)
    }
}

/// A text editor.
pub struct TextEditor {
    root: NodeRef,
    surface: Option<Surface>,
}

impl Component for TextEditor {
    type Message = ();
    type Properties = EditorProps;

    fn create(_: &Context<Self>) -> Self {
        TextEditor { root: NodeRef::default(), surface: None }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        div("editor").node_ref(&self.root).view()
    }

    fn rendered(&mut self, context: &Context<Self>, _first: bool) {
        let setup = &context.props().setup;
        if self.surface.is_none() {
            self.surface = self.root.cast().and_then(|root| Surface::new(root, setup));
        }
        if let Some(surface) = &self.surface {
            surface.update(setup);
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        // What was typed last is sent while there is still somebody who hears it.
        self.surface = None;
    }
}
