//! Elements, put together by ordinary calls.
//!
//! `html!` writes the code that makes an element into every view again; here it exists once
//! (docs/design.md has the numbers). An element that may be missing leaves an empty place behind, as in `html!`, so that its neighbors are not taken for
//! each other in the next drawing.

use std::rc::Rc;

use yew::html::{BaseComponent, onchange, onclick, oninput, onkeydown, onscroll};
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, VChild, VList, VTag, VText};

#[cfg(target_arch = "wasm32")]
use crate::platform::markup;
use crate::words::said;

/// An element that is being put together.
// Boxed, so that a chain of calls hands on one pointer.
pub struct Tag(Box<Parts>);

struct Parts {
    tag: VTag,
    children: Vec<Html>,
}

/// An element by its name.
pub fn tag(name: &'static str) -> Tag {
    Tag(Box::new(Parts { tag: VTag::new(name), children: Vec::new() }))
}

/// A `div` of a class.
pub fn div(class: &'static str) -> Tag {
    tag("div").attr("class", class)
}

/// A `p` of a class.
pub fn p(class: &'static str) -> Tag {
    tag("p").attr("class", class)
}

/// A `span` of a class.
pub fn span(class: &'static str) -> Tag {
    tag("span").attr("class", class)
}

/// A `button` that does nothing but what it is told.
pub fn plain_button(class: &'static str, onclick: Callback<MouseEvent>) -> Tag {
    tag("button").attr("type", "button").attr("class", class).onclick(onclick)
}

/// An entry of a keyed list, found by its number when it is to get the keyboard.
pub fn list_item(number: u32) -> Tag {
    let number = number.to_string();
    tag("li").key(&number).attr("data-item", number)
}

/// A component; the key tells it from its neighbors in the next drawing, if there are any.
pub fn component<C: BaseComponent>(props: C::Properties, key: &str) -> Html {
    VChild::<C>::new(props, (!key.is_empty()).then(|| Key::from(key))).into()
}

impl Tag {
    /// Sets an attribute; nothing leaves it out.
    pub fn attr(self, name: &'static str, value: impl Attribute) -> Self {
        value.add_to(self, name)
    }

    /// Names the element for the styles of a host page; `netpol-js` lists all such names.
    pub fn part(self, name: &'static str) -> Self {
        self.attr("part", name)
    }

    /// Sets an attribute that is there or not.
    pub fn flag(self, name: &'static str, set: bool) -> Self {
        if set { self.attr(name, "") } else { self }
    }

    /// Adds what stands in the element, after what is there already.
    pub fn child(self, child: impl Content) -> Self {
        child.add_to(self)
    }

    /// Adds several elements.
    pub fn children(mut self, children: impl Iterator<Item = Html>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// What stands in the element, as markup that the core has written.
    #[cfg(target_arch = "wasm32")]
    pub fn markup(mut self, markup: &str) -> Self {
        self.0.tag.add_property(markup::PROPERTY, markup::trusted(markup));
        self
    }

    /// The same outside of a browser, where there are no properties.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn markup(self, markup: &str) -> Self {
        self.child(Html::from_html_unchecked(AttrValue::from(markup.to_owned())))
    }

    /// Tells the element from its neighbors in the next drawing.
    pub fn key(mut self, key: &str) -> Self {
        self.0.tag.key = Some(key.into());
        self
    }

    /// Where the element is found once it is in the page.
    pub fn node_ref(mut self, node_ref: &NodeRef) -> Self {
        self.0.tag.node_ref = node_ref.clone();
        self
    }

    /// What an input box holds.
    pub fn value(mut self, value: String) -> Self {
        self.0.tag.set_value(AttrValue::from(value));
        self
    }

    /// Whether an option is the chosen one: as a property, because the attribute says nothing any
    /// more about an option that someone has chosen once.
    pub fn selected(mut self, selected: bool) -> Self {
        self.0.tag.add_property("selected", selected);
        self
    }

    /// Whether a box or radio button is checked.
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.tag.set_checked(checked);
        self
    }

    /// Hears clicks.
    pub fn onclick(self, callback: Callback<MouseEvent>) -> Self {
        self.on(Rc::new(onclick::Wrapper::new(callback)))
    }

    /// Hears that another value was chosen.
    pub fn onchange(self, callback: Callback<Event>) -> Self {
        self.on(Rc::new(onchange::Wrapper::new(callback)))
    }

    /// Hears typing.
    pub fn oninput(self, callback: Callback<InputEvent>) -> Self {
        self.on(Rc::new(oninput::Wrapper::new(callback)))
    }

    /// Hears keys.
    pub fn onkeydown(self, callback: Callback<KeyboardEvent>) -> Self {
        self.on(Rc::new(onkeydown::Wrapper::new(callback)))
    }

    /// Hears that its content was moved.
    pub fn onscroll(self, callback: Callback<Event>) -> Self {
        self.on(Rc::new(onscroll::Wrapper::new(callback)))
    }

    /// The finished element.
    pub fn view(self) -> Html {
        let Parts { mut tag, children } = *self.0;
        if let Some(place) = tag.children_mut() {
            *place = VList::with_children(children, None).into();
        }
        tag.into()
    }

    fn on(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.tag.add_listener(listener);
        self
    }
}

/// What an attribute can be set to.
pub trait Attribute {
    /// Sets the attribute.
    fn add_to(self, tag: Tag, name: &'static str) -> Tag;
}

impl Attribute for AttrValue {
    fn add_to(self, mut tag: Tag, name: &'static str) -> Tag {
        tag.0.tag.add_attribute(name, self);
        tag
    }
}

/// The attributes that people read or hear, so that words in them are said in the page's language.
const SAID: [&str; 3] = ["aria-label", "placeholder", "title"];

impl Attribute for &'static str {
    fn add_to(self, tag: Tag, name: &'static str) -> Tag {
        let value = if SAID.contains(&name) { said(self) } else { self };
        AttrValue::Static(value).add_to(tag, name)
    }
}

impl Attribute for String {
    fn add_to(self, tag: Tag, name: &'static str) -> Tag {
        AttrValue::from(self).add_to(tag, name)
    }
}

impl<A: Attribute> Attribute for Option<A> {
    fn add_to(self, tag: Tag, name: &'static str) -> Tag {
        match self {
            Some(value) => value.add_to(tag, name),
            None => tag,
        }
    }
}

/// What can stand in an element.
pub trait Content {
    /// Adds it after what is there already.
    fn add_to(self, tag: Tag) -> Tag;
}

impl Content for Html {
    fn add_to(self, mut tag: Tag) -> Tag {
        tag.0.children.push(self);
        tag
    }
}

impl Content for Tag {
    fn add_to(self, tag: Tag) -> Tag {
        self.view().add_to(tag)
    }
}

/// Words, which are said in the page's language.
impl Content for &'static str {
    fn add_to(self, tag: Tag) -> Tag {
        Html::from(VText::new(said(self))).add_to(tag)
    }
}

impl Content for String {
    fn add_to(self, tag: Tag) -> Tag {
        text(self).add_to(tag)
    }
}

impl<C: Content> Content for Option<C> {
    fn add_to(self, tag: Tag) -> Tag {
        match self {
            Some(child) => child.add_to(tag),
            None => Html::default().add_to(tag),
        }
    }
}

/// Text by itself.
pub fn text(text: String) -> Html {
    VText::new(text).into()
}

/// Several elements without one around them.
pub fn group(children: Vec<Html>) -> Html {
    VList::with_children(children, None).into()
}
