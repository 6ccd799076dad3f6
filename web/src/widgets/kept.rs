//! A part of the page that is drawn anew only when it shows something else.

use std::rc::Rc;

use yew::prelude::*;

use super::tag::component;

/// What a part shows, and how that is drawn.
#[derive(Clone, Properties)]
struct KeptProps {
    /// Addresses of what is shown, and numbers.
    ///
    /// INVARIANT: `draw` holds what the addresses are of, so that while they are compared nothing
    /// else can be there.
    shows: Vec<usize>,
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for KeptProps {
    fn eq(&self, other: &Self) -> bool {
        self.shows == other.shows
    }
}

struct Kept;

impl Component for Kept {
    type Message = ();
    type Properties = KeptProps;

    fn create(_: &Context<Self>) -> Self {
        Kept
    }

    fn view(&self, context: &Context<Self>) -> Html {
        (context.props().draw)()
    }
}

/// Draws a part, unless it shows the very things that were shown there before.
///
/// `shows` are addresses of what `draw` holds, and whatever numbers decide how it looks; the key tells
/// the part from its neighbors, if it has any.
pub fn kept(shows: Vec<usize>, key: &str, draw: impl Fn() -> Html + 'static) -> Html {
    component::<Kept>(KeptProps { shows, draw: Rc::new(draw) }, key)
}

/// Where something is, for what holds it.
pub fn address<T>(shown: &Rc<T>) -> usize {
    Rc::as_ptr(shown).cast::<()>() as usize
}
