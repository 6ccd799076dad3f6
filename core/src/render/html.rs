//! Policies as a page in HTML that needs no script, no other file, and prints well.

use super::svg;
use crate::describe::{self, Level, Note, around, verdict};
use crate::graph::{Graph, Row, push_text};
use crate::model::Policy;
use crate::sentence::{Language, Phrase, Sentence};

const STYLE: &str = include_str!("page.css");

/// Writes a whole page about some policies: of each what it does, a picture, the same as a table, and
/// what to know about it.
pub fn html(policies: &[&Policy], title: &str) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
    );
    push_text(&mut page, title);
    page.push_str("</title>\n<style>\n");
    page.push_str(STYLE);
    page.push_str("</style>\n<h1>");
    push_text(&mut page, title);
    page.push_str("</h1>\n");
    let language = &Language::ENGLISH;
    for policy in policies {
        page.push_str("<section>\n<h2>");
        push_sentence(&mut page, &verdict::policy_name(policy), language);
        page.push_str("</h2>\n");
        for sentence in describe::policy(policy) {
            page.push_str("<p>");
            push_sentence(&mut page, &sentence, language);
            page.push_str("</p>\n");
        }
        page.push_str("<figure>");
        page.push_str(svg(policy).trim_end());
        page.push_str("</figure>\n");
        push_table(&mut page, policy, "<table>", language);
        push_notes(&mut page, &describe::notes(policy), "<ul>", language);
        page.push_str("</section>\n");
    }
    if !policies.is_empty() {
        page.push_str("<h2>About every policy</h2>\n");
        push_notes(&mut page, &describe::general_notes(), "<ul>", language);
    }
    page.push_str("</html>\n");
    page
}

/// Writes the connections of a policy as a table that begins so.
pub(super) fn push_table(page: &mut String, policy: &Policy, begin: &str, language: &Language) {
    page.push_str(begin);
    page.push_str("\n<tr>");
    for head in around::HEADS {
        page.push_str("<th scope=\"col\">");
        push_text(page, language.said(head));
        page.push_str("</th>");
    }
    page.push_str("</tr>\n");
    for Row { direction, who, ports, .. } in Graph::of(policy, language).rows() {
        page.push_str("<tr>");
        for cell in [direction.policy_type(), &who, &ports] {
            page.push_str("<td>");
            push_text(page, cell);
            page.push_str("</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

/// Writes notes, if there are some, as a list that begins so.
pub(super) fn push_notes(page: &mut String, notes: &[Note], begin: &str, language: &Language) {
    if notes.is_empty() {
        return;
    }
    page.push_str(begin);
    page.push('\n');
    for note in notes {
        page.push_str(match note.level() {
            Level::Caution => "<li class=\"caution\">",
            Level::Fact => "<li>",
        });
        push_sentence(page, &note.text, language);
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
}

pub(super) fn push_sentence(page: &mut String, sentence: &Sentence, language: &Language) {
    for phrase in sentence.phrases_in(language) {
        match phrase {
            Phrase::Text(words) => push_text(page, &words),
            Phrase::Term(term) => {
                page.push_str("<code>");
                push_text(page, term);
                page.push_str("</code>");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::policies;

    #[test]
    fn every_policy_has_a_section_a_picture_and_a_table() {
        let policies = policies();
        let page = html(&[&policies[0], &policies[1]], "What <shop> allows");
        assert!(page.contains("<h1>What &lt;shop&gt; allows</h1>"), "{page}");
        for part in ["<section>", "<figure><svg", "<table>", "<desc>"] {
            assert_eq!(page.matches(part).count(), 2, "{part}");
        }
        assert!(page.contains("<h2><code>shop/api</code></h2>"), "{page}");
        assert!(!page.contains("<script") && !page.contains("http://e"), "{page}");
    }
}
