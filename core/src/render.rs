//! Policies for pages without a program: for READMEs, documentation and what is printed.
//!
//! The same sentences and connections as everywhere else, in the notation of the page: a picture, a
//! diagram in Mermaid, Markdown, or a page in HTML. The same policies are the same text, byte for
//! byte. What people wrote is never taken for notation.

mod html;
mod markdown;
mod mermaid;
mod view;

pub use html::html;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use view::{Part, view};

use crate::describe;
use crate::graph::Graph;
use crate::model::Policy;
use crate::sentence::Language;

/// Draws a policy as a picture that stands by itself: an SVG with a title, a description in words, and
/// its colors, light and dark.
///
/// ```
/// # use netpol_core::review::review;
/// # use netpol_core::validate::ServerVersion;
/// let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: quiet}\n\
///             spec: {podSelector: {}}\n";
/// let policy = review(text, ServerVersion::LATEST).remove(0).judgement.policy.expect("a policy");
/// let svg = netpol_core::render::svg(&policy);
/// assert!(svg.starts_with("<svg") && svg.contains("<desc>"));
/// ```
pub fn svg(policy: &Policy) -> String {
    let mut said = Vec::new();
    for sentence in describe::policy(policy) {
        said.push(sentence.to_string());
    }
    let mut svg = Graph::of(policy, &Language::ENGLISH).to_file(&said.join(" "));
    svg.push('\n');
    svg
}

/// Writes a text as a command that hands it to `kubectl apply`, to be pasted into a terminal.
///
/// The shell takes nothing in the text for its own, and the text ends where it ends.
///
/// ```
/// let command = netpol_core::render::command("kind: Namespace\n");
/// assert_eq!(command, "kubectl apply -f - <<'EOF'\nkind: Namespace\nEOF\n");
/// ```
pub fn command(text: &str) -> String {
    let mut end = String::from("EOF");
    while text.lines().any(|line| line == end) {
        end.push('_');
    }
    let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    ["kubectl apply -f - <<'", &end, "'\n", text, line_break, &end, "\n"].concat()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::review::review;
    use crate::validate::ServerVersion;

    /// Two policies, with as much in their texts as the API lets through.
    pub fn policies() -> Vec<Rc<Policy>> {
        let text = "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: my_api.v1}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
    ports: [{port: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: open}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
";
        let reviews = review(text, ServerVersion::LATEST);
        reviews.into_iter().filter_map(|review| review.judgement.policy).collect()
    }

    #[test]
    fn a_command_ends_where_its_text_does() {
        let text = "a: |\n  $(rm) `x` EOF\nEOF\nb: 1";
        let expected = format!("kubectl apply -f - <<'EOF_'\n{text}\nEOF_\n");
        assert_eq!(command(text), expected);
    }

    #[test]
    fn a_picture_says_what_it_shows() {
        let svg = svg(&policies()[0]);
        assert!(svg.contains("<title>Connections of "), "{svg}");
        assert!(svg.contains("<desc>") && svg.contains("TCP 8080"), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark") && svg.ends_with("</svg>\n"), "{svg}");
    }
}
