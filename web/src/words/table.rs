//! The words of the page in the language that it speaks.

use std::cell::Cell;

use netpol_core::sentence::Language;

thread_local! {
    /// The language of all designers of the page.
    static SPOKEN: Cell<Language> = const { Cell::new(Language::ENGLISH) };
}

/// Has all words said in a language.
pub fn speak(language: Language) {
    SPOKEN.with(|spoken| spoken.set(language));
}

/// The language that all words are said in.
pub fn spoken() -> Language {
    SPOKEN.with(Cell::get)
}

/// What stands for a text.
pub fn said(text: &'static str) -> &'static str {
    spoken().said(text)
}

/// The same as a text of its own.
pub fn say(text: &'static str) -> String {
    said(text).to_owned()
}

/// What stands for a text, with something in its places.
pub fn fill(text: &'static str, parts: &[&str]) -> String {
    spoken().fill(text, parts)
}

/// The form of a text that a number wants, with the number in its place `{0}`.
pub fn count(number: usize, forms: &'static str) -> String {
    count_with(number, forms, &[])
}

/// The same, with something in the places behind that of the number.
pub fn count_with(number: usize, forms: &'static str, parts: &[&str]) -> String {
    spoken().count(number, forms, parts)
}
