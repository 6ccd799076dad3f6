//! A text with policies as the inside of an element that only shows it.
//!
//! Each piece has a `part`, by which the page around the element styles it.

use super::html::{push_notes, push_sentence, push_table};
use crate::describe::{self, around, verdict};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Graph, push_text};
use crate::review::{Review, Subject, review};
use crate::sentence::Language;
use crate::text::part;
use crate::validate::ServerVersion;
use crate::yaml::LineIndex;

/// What of a policy is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is wrong with it, and what will surprise.
    Problems,
    /// What it does, in sentences.
    Meaning,
    /// Its connections as a picture.
    Graph,
    /// The same as a table.
    Table,
    /// What to know about it.
    Notes,
    /// Its text.
    Yaml,
}

impl Part {
    /// All parts, in the order in which they are shown.
    pub const ALL: [Part; 6] =
        [Part::Problems, Part::Meaning, Part::Graph, Part::Table, Part::Notes, Part::Yaml];

    /// What it is called where it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Problems => "problems",
            Part::Meaning => "meaning",
            Part::Graph => "graph",
            Part::Table => "table",
            Part::Notes => "notes",
            Part::Yaml => "yaml",
        }
    }

    /// The parts that some words ask for; what no part is called is the error.
    ///
    /// # Errors
    ///
    /// The first word that is none.
    pub fn read(words: &str) -> Result<Vec<Part>, &str> {
        let mut parts = Vec::new();
        for word in words.split_ascii_whitespace() {
            parts.push(Part::ALL.into_iter().find(|part| part.word() == word).ok_or(word)?);
        }
        Ok(parts)
    }
}

/// Writes what the asked parts show of each policy in a text, in a language; objects of other kinds are
/// passed over.
pub fn view(text: &str, server: ServerVersion, parts: &[Part], language: &Language) -> String {
    let source = Source { text, lines: LineIndex::new(text), language };
    let mut page = String::new();
    for review in review(text, server) {
        if review.subject != Subject::OtherKind {
            push_policy(&mut page, &source, &review, parts);
        }
    }
    if page.is_empty() {
        page.push_str("<p part=\"empty\">");
        push_text(&mut page, language.said(around::NO_POLICY));
        page.push_str("</p>\n");
    }
    page
}

/// What is shown, and in which language.
struct Source<'a> {
    text: &'a str,
    lines: LineIndex,
    language: &'a Language,
}

fn push_policy(page: &mut String, source: &Source, review: &Review, parts: &[Part]) {
    let language = source.language;
    let policy = review.judgement.policy.as_ref();
    page.push_str(match policy {
        Some(_) => "<section part=\"policy accepted\">\n",
        None => "<section part=\"policy refused\">\n",
    });
    if let Some(policy) = policy {
        page.push_str("<p part=\"name\">");
        push_sentence(page, &verdict::policy_name(policy), language);
        page.push_str("</p>\n");
    } else {
        page.push_str("<p part=\"verdict\">");
        push_text(page, language.said(around::REFUSED));
        page.push_str("</p>\n");
    }
    // Why it is refused is told even where nobody asks for problems.
    let has_problems = parts.contains(&Part::Problems);
    let told = |found: &&Diagnostic| has_problems || found.severity == Severity::Error;
    let told: Vec<&Diagnostic> = review.diagnostics.iter().filter(told).collect();
    if !told.is_empty() {
        page.push_str("<ul part=\"problems\">\n");
        for found in told {
            push_problem(page, found, source);
        }
        page.push_str("</ul>\n");
    }
    for shown in Part::ALL.iter().filter(|shown| parts.contains(shown)) {
        match (shown, policy) {
            (Part::Meaning, Some(policy)) => {
                page.push_str("<div part=\"meaning\">");
                for sentence in describe::policy(policy) {
                    page.push_str("<p part=\"sentence\">");
                    push_sentence(page, &sentence, language);
                    page.push_str("</p>");
                }
                page.push_str("</div>\n");
            }
            (Part::Graph, Some(policy)) => {
                page.push_str("<figure part=\"graph\" tabindex=\"0\">");
                page.push_str(&Graph::of(policy, language).to_svg());
                page.push_str("</figure>\n");
            }
            (Part::Table, Some(policy)) => {
                push_table(page, policy, "<table part=\"table\">", language);
            }
            (Part::Notes, Some(policy)) => {
                push_notes(page, &describe::notes(policy), "<ul part=\"notes\">", language);
            }
            (Part::Yaml, _) => {
                page.push_str("<pre part=\"yaml\" tabindex=\"0\"><code>");
                let text = part(source.text, review.span.start, review.span.end);
                push_text(page, text.trim_start_matches("---"));
                page.push_str("</code></pre>\n");
            }
            _ => {}
        }
    }
    page.push_str("</section>\n");
}

fn push_problem(page: &mut String, found: &Diagnostic, source: &Source) {
    let (class, language) = (found.severity.word(), source.language);
    page.push_str(&["<li part=\"problem ", class, "\"><b part=\"severity\">"].concat());
    push_text(page, language.said(class));
    page.push_str("</b> ");
    if let Some(span) = &found.span {
        let line = source.lines.position(source.text, span.start).0.to_string();
        let line = language.fill(around::LINE, &[&line]);
        page.push_str("<span part=\"line\">");
        push_text(page, &line);
        page.push_str("</span> ");
    }
    push_code(page, &found.message.clone().finished().text_in(language));
    if let Some(help) = &found.help {
        page.push_str("<span part=\"help\">");
        push_code(page, &help.clone().finished().text_in(language));
        page.push_str("</span>");
    }
    page.push_str("</li>\n");
}

/// A text with what stands in backticks as code.
fn push_code(page: &mut String, text: &str) {
    for (number, piece) in text.split('`').enumerate() {
        let is_code = number % 2 == 1;
        page.push_str(if is_code { "<code>" } else { "" });
        push_text(page, piece);
        page.push_str(if is_code { "</code>" } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: quiet}\nspec: {podSelector: {}}\n";

    /// What is shown of a text.
    fn shown(text: &str, words: &str) -> String {
        view(text, ServerVersion::LATEST, &Part::read(words).expect("parts"), &Language::ENGLISH)
    }

    #[test]
    fn only_what_is_asked_for_is_shown() {
        let all = "problems meaning graph table notes yaml";
        for part in Part::ALL {
            let page = shown(POLICY, part.word());
            for other in Part::ALL {
                let is_there = page.contains(&format!("part=\"{}\"", other.word()));
                // Nothing is wrong with this policy.
                let expected = part == other && part != Part::Problems;
                assert_eq!(is_there, expected, "{} for {}: {page}", other.word(), part.word());
            }
        }
        assert_eq!(Part::read(all).map(|parts| parts.len()), Ok(6));
        assert_eq!(Part::read("graph picture"), Err("picture"));
    }

    #[test]
    fn a_refused_policy_says_why_and_every_text_is_only_text() {
        let page = shown(&POLICY.replace("quiet", "\"<b>\""), "graph");
        assert!(page.contains("part=\"policy refused\"") && page.contains("line 3"), "{page}");
        assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
        assert!(shown("a: [", "meaning").contains("part=\"problem error\""));
        assert!(shown("kind: Pod\n", "yaml").contains("part=\"empty\""));
    }
}
