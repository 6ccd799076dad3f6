//! The list of what could be written at the caret.

use netpol_core::complete::Completions;
use web_sys::{Element, HtmlElement};

use super::area::set_style;
use super::layer::push_escaped;
use crate::platform::markup;
use crate::words::said;

/// The list box, open or closed.
pub struct Popup {
    list: HtmlElement,
    area: Element,
    open: Option<Completions>,
    active: usize,
}

impl Popup {
    /// A list that is closed; `area` is the field that it belongs to.
    pub fn new(list: HtmlElement, area: Element) -> Self {
        Popup { list, area, open: None, active: 0 }
    }

    /// What is offered, while the list is open.
    pub fn offered(&self) -> Option<&Completions> {
        self.open.as_ref()
    }

    /// The number of the one that would be taken.
    pub fn active(&self) -> usize {
        self.active
    }

    /// Opens the list at a place of the code, or closes it when there is nothing to offer.
    pub fn show(&mut self, offered: Option<Completions>, style: &str) {
        self.open = offered.filter(|offered| !offered.items.is_empty());
        self.active = 0;
        let Some(offered) = &self.open else { return self.close() };
        let mut html = String::new();
        for (number, item) in offered.items.iter().enumerate() {
            html.push_str("<li role=\"option\" data-do=\"option\" data-number=\"");
            html.push_str(&number.to_string());
            html.push_str("\" id=\"");
            html.push_str(&option_id(number));
            html.push_str("\"><span>");
            push_escaped(&mut html, &item.label);
            html.push_str("</span> <small>");
            push_escaped(&mut html, said(item.detail));
            html.push_str("</small></li>");
        }
        markup::set(&self.list, &html);
        set_style(&self.list, style);
        self.list.set_hidden(false);
        self.set_active(0);
    }

    /// Closes the list.
    pub fn close(&mut self) {
        self.open = None;
        self.list.set_hidden(true);
        let _removed = self.area.remove_attribute("aria-activedescendant");
    }

    /// Goes up or down by some options, around the ends.
    pub fn step(&mut self, by: isize) {
        let count = self.open.as_ref().map_or(1, |offered| offered.items.len());
        let next = (self.active as isize + by).rem_euclid(count as isize);
        self.set_active(next as usize);
    }

    /// The number of an option's element.
    pub fn number_of(&self, option: &Element) -> usize {
        let number = option.get_attribute("data-number");
        number.and_then(|number| number.parse().ok()).unwrap_or_default()
    }

    fn set_active(&mut self, active: usize) {
        let children = self.list.children();
        for number in [self.active, active] {
            if let Some(option) = children.item(number as u32) {
                let selected = if number == active { "true" } else { "false" };
                // The name of the attribute is a valid one.
                let _set = option.set_attribute("aria-selected", selected);
                if number == active {
                    crate::platform::focus::scroll(&option);
                }
            }
        }
        self.active = active;
        let id = option_id(active);
        let _set = self.area.set_attribute("aria-activedescendant", &id);
    }
}

fn option_id(number: usize) -> String {
    ["editor-options-", &number.to_string()].concat()
}
