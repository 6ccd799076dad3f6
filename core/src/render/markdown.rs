//! Policies in Markdown, as GitHub and the tools for documentation read it.

use crate::describe::{self, around, verdict};
use crate::graph::{Graph, Row};
use crate::model::Policy;
use crate::sentence::{Language, Phrase, Sentence};

/// Writes for each policy a heading, what it does, a table of its connections, and what to know about
/// it; headings begin at `level`, from 1 to 6.
pub fn markdown(policies: &[&Policy], level: usize) -> String {
    let mut text = String::new();
    for policy in policies {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&"#".repeat(level.clamp(1, 6)));
        text.push(' ');
        push_sentence(&mut text, &verdict::policy_name(policy));
        text.push_str("\n\n");
        for (number, sentence) in describe::policy(policy).iter().enumerate() {
            text.push_str(if number == 0 { "" } else { " " });
            push_sentence(&mut text, sentence);
        }
        text.push_str("\n\n");
        push_row(&mut text, around::HEADS);
        text.push_str("|---|---|---|\n");
        for Row { direction, who, ports, .. } in Graph::of(policy, &Language::ENGLISH).rows() {
            push_row(&mut text, [direction.policy_type(), &who, &ports]);
        }
        let notes = describe::notes(policy);
        for (number, note) in notes.iter().enumerate() {
            text.push_str(if number == 0 { "\n- " } else { "- " });
            push_sentence(&mut text, &note.text);
            text.push('\n');
        }
    }
    text
}

fn push_row(text: &mut String, cells: [&str; 3]) {
    for cell in cells {
        text.push_str("| ");
        push_text(text, cell);
        text.push(' ');
    }
    text.push_str("|\n");
}

fn push_sentence(text: &mut String, sentence: &Sentence) {
    for phrase in sentence.phrases() {
        match phrase {
            Phrase::Text(words) => push_text(text, &words),
            Phrase::Term(term) => push_code(text, term),
        }
    }
}

/// A span of code: no escape counts in it, so it stands between more backticks than it has in a row.
fn push_code(text: &mut String, code: &str) {
    let (mut most, mut run) = (0, 0);
    for char in code.chars() {
        run = if char == '`' { run + 1 } else { 0 };
        most = most.max(run);
    }
    let fence = "`".repeat(most + 1);
    let space = if most > 0 { " " } else { "" };
    text.push_str(&[&fence, space, code, space, &fence].concat());
}

fn push_text(text: &mut String, words: &str) {
    for char in words.chars() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => text.extend(['\\', char]),
            '&' => text.push_str("&amp;"),
            '\n' | '\r' => text.push(' '),
            _ => text.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::policies;

    #[test]
    fn every_connection_is_a_row() {
        let policies = policies();
        let text = markdown(&[&policies[0], &policies[1]], 2);
        assert!(text.starts_with("## `shop/api`\n\n"), "{text}");
        assert!(text.contains("\n\n## `default/open`\n"), "{text}");
        assert!(
            text.contains(
                "| Direction | Who | Ports |\n|---|---|---|\n| Ingress | pods with app=web"
            ),
            "{text}"
        );
        assert!(text.contains("`app=my_api.v1`"), "{text}");
    }

    #[test]
    fn what_people_wrote_is_no_notation() {
        let mut text = String::new();
        push_text(&mut text, "a|b <c> *d* `e` &f\n");
        assert_eq!(text, r"a\|b \<c\> \*d\* \`e\` &amp;f ");
        text.clear();
        push_code(&mut text, "a``b");
        assert_eq!(text, "``` a``b ```");
    }
}
