//! A choice of one from a few, all of them in view.

use yew::prelude::*;

use super::tag::{div, tag};

/// A choice of one from a few: radio buttons that look like one control.
#[derive(Default)]
pub struct Segmented {
    /// The group's id, and the name that its buttons share.
    pub id: String,
    /// What is chosen, for those who do not see the page's layout.
    pub label: &'static str,
    /// What can be chosen.
    pub options: Vec<&'static str>,
    /// Which of the options is chosen, if it is one of them.
    pub selected: Option<usize>,
    /// Told the number of the option that is chosen now.
    pub onchange: Callback<usize>,
}

impl Segmented {
    /// Draws the control.
    pub fn view(self) -> Html {
        let options =
            self.options.iter().enumerate().map(|(number, text)| self.option(number, text));
        div("segmented")
            .attr("role", "radiogroup")
            .attr("id", self.id.clone())
            .attr("aria-label", self.label)
            .children(options)
            .view()
    }

    fn option(&self, number: usize, text: &'static str) -> Html {
        let checked = self.selected == Some(number);
        let onchange = self.onchange.clone();
        let button = tag("input")
            .attr("type", "radio")
            .attr("name", self.id.clone())
            .value(number.to_string())
            .checked(checked)
            .onchange(Callback::from(move |_| onchange.emit(number)));
        tag("label")
            .attr("class", checked.then_some("on"))
            .child(button)
            .child(tag("span").child(text))
            .view()
    }
}
