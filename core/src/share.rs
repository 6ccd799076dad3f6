//! A workspace as one text that fits into a link, and back.
//!
//! Only files travel, each with its name: no history, and nothing that was not written. The text
//! begins with the version of its format. Then each file has a line with the bytes of its name and
//! of its text, followed by both, so that reading takes one pass and can be fooled by nothing that
//! stands in a file. Packing the text is up to whoever makes the link.

use crate::command::Command;
use crate::edit::Document;

/// How many files are read at most; a text that says anything can say a million.
pub const MAX_FILES: usize = 500;

const VERSION: &str = "1";

/// Why a text is no workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// It was written by a later version of the designer.
    Newer,
    /// It has more than [`MAX_FILES`], or whoever unpacked it stopped.
    TooLarge,
    /// It was cut off, or was never one.
    Damaged,
}

/// Writes the files of a document as one text for [`decode`].
///
/// ```
/// use netpol_core::{edit::Document, share};
/// let text = share::encode(&Document::from_text("kind: NetworkPolicy\n"));
/// assert_eq!(text, "1\n18 20\nnetworkpolicy.yamlkind: NetworkPolicy\n");
/// assert_eq!(share::decode(&text).map(|files| files.len()), Ok(1));
/// ```
pub fn encode(document: &Document) -> String {
    let mut out = [VERSION, "\n"].concat();
    for file in document.files() {
        let (name, text) = (file.name(), file.text());
        let lengths = [name.len(), text.len()].map(|length| length.to_string());
        for part in [&*lengths[0], " ", &*lengths[1], "\n", name, &text] {
            out.push_str(part);
        }
    }
    out
}

/// Reads what [`encode`] wrote, as the commands that add the files to a document.
///
/// Anyone can have written the text: whatever it says, this ends soon and keeps no more of it than
/// it is long.
///
/// # Errors
/// [`ShareError`] if it is nothing that this version can read as a whole.
pub fn decode(text: &str) -> Result<Vec<Command>, ShareError> {
    let (version, mut rest) = text.split_once('\n').ok_or(ShareError::Damaged)?;
    if version != VERSION {
        let is_number =
            version.len() < 4 && version.parse::<usize>().is_ok_and(|number| number > 1);
        return Err(if is_number { ShareError::Newer } else { ShareError::Damaged });
    }
    let mut files = Vec::new();
    while files.is_empty() || !rest.is_empty() {
        if files.len() == MAX_FILES {
            return Err(ShareError::TooLarge);
        }
        let (file, after) = split_file(rest).ok_or(ShareError::Damaged)?;
        files.push(file);
        rest = after;
    }
    Ok(files)
}

fn split_file(text: &str) -> Option<(Command, &str)> {
    let (lengths, rest) = text.split_once('\n')?;
    let (name, text) = lengths.split_once(' ')?;
    let (name, rest) = rest.split_at_checked(name.parse().ok()?)?;
    let (text, rest) = rest.split_at_checked(text.parse().ok()?)?;
    let is_name = name.len() < 256 && !name.contains(char::is_control);
    is_name.then(|| (Command::AddFile { name: name.to_owned(), text: text.to_owned() }, rest))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::edit::apply;

    fn add((name, text): (&str, &str)) -> Command {
        Command::AddFile { name: name.to_owned(), text: text.to_owned() }
    }

    fn workspace(files: &[(&str, &str)]) -> Rc<Document> {
        files.iter().fold(Rc::default(), |document, file| {
            apply(&document, &add(*file)).expect("a file can always be added")
        })
    }

    #[test]
    fn files_come_back_byte_for_byte() {
        let files = [
            ("web.yaml", "kind: NetworkPolicy # mine\n---\nkind: NetworkPolicy\n"),
            ("größe ä.yaml", "\u{feff}a: [ # broken\r\n9 9\n"),
            ("empty.yaml", ""),
            ("service.json", "{\"kind\": \"Service\"}"),
        ];
        assert_eq!(decode(&encode(&workspace(&files))), Ok(files.map(add).to_vec()));
    }

    #[test]
    fn what_was_not_written_here_is_refused() {
        let check = |text: &str, expected| assert_eq!(decode(text), Err(expected), "{text:?}");
        for text in [
            "",
            "1",
            "1\n",
            "0\n1 1\nab",
            "x\n1 1\nab",
            "1\n1 1\na",
            "1\n1 1\nabc",
            "1\n1 1 1\nabc",
            "1\n1\nab",
            "1\n-1 1\nab",
            // In the middle of a character.
            "1\n1 1\nü",
            "1\n18446744073709551615 1\nab",
            "1\n99999999999999999999 1\nab",
            "1\n1 1\n\na",
            "99999\n1 1\nab",
            "kind: NetworkPolicy\n",
        ] {
            check(text, ShareError::Damaged);
        }
        check("2\nwho knows", ShareError::Newer);
        check(&["1\n", &"1 0\na".repeat(MAX_FILES + 1)].concat(), ShareError::TooLarge);
        check(&["1\n999 0\n", &"a".repeat(999)].concat(), ShareError::Damaged);
        assert!(decode(&["1\n", &"1 0\na".repeat(MAX_FILES)].concat()).is_ok());
    }

    #[test]
    fn a_text_that_is_cut_off_anywhere_is_noticed_unless_a_file_ends_there() {
        let whole = encode(&workspace(&[("a.yaml", "a: ü\n"), ("b.yaml", "b: 1\n")]));
        let first_ends = whole.find("6 5\nb").expect("the second file is there");
        for (end, _) in whole.char_indices() {
            let complete = end == first_ends;
            assert_eq!(decode(&whole[..end]).is_ok(), complete, "{:?}", &whole[..end]);
        }
    }
}
