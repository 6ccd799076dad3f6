//! Sentences as lines of a terminal.

use std::io::{self, Write};

use netpol_core::sentence::{Phrase, Sentence};

use crate::output::{Output, Role, plain};

/// How wide a line may get, in characters.
const WIDTH: usize = 80;

/// One word of a paragraph, of pieces without blanks between them.
#[derive(Default)]
struct Word<'a> {
    pieces: Vec<(&'a str, bool)>,
}

impl Word<'_> {
    fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text.chars().count()).sum()
    }
}

/// Writes sentences as one paragraph: `first` before its first line, blanks before the others.
///
/// The author's own data stands out and is never broken.
pub fn paragraph(first: &str, sentences: &[Sentence], out: &mut Output) -> io::Result<()> {
    let indent = first.chars().count();
    let style = out.style();
    let mut column = indent;
    write!(out, "{first}")?;
    let phrases: Vec<Vec<Phrase>> = sentences.iter().map(Sentence::phrases).collect();
    for (index, word) in words(&phrases).iter().enumerate() {
        let width = word.width();
        if index > 0 && column + 1 + width > WIDTH {
            write!(out, "\n{:indent$}", "")?;
            column = indent;
        } else if index > 0 {
            write!(out, " ")?;
            column += 1;
        }
        for (text, is_term) in &word.pieces {
            match is_term {
                true => write!(out, "{}", style.paint(Role::Strong, text))?,
                false => write!(out, "{}", plain(text))?,
            }
        }
        column += width;
    }
    writeln!(out)
}

fn words<'a>(sentences: &'a [Vec<Phrase<'a>>]) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    for sentence in sentences {
        let mut word = Word::default();
        for phrase in sentence {
            match phrase {
                Phrase::Term(term) => word.pieces.push((term, true)),
                Phrase::Text(text) => {
                    for (index, piece) in text.split(' ').enumerate() {
                        if index > 0 {
                            words.push(std::mem::take(&mut word));
                        }
                        if !piece.is_empty() {
                            word.pieces.push((piece, false));
                        }
                    }
                }
            }
        }
        words.push(word);
    }
    words.retain(|word| !word.pieces.is_empty());
    words
}
