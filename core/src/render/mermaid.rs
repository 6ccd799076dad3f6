//! Policies as a flowchart in Mermaid, which GitHub and many wikis draw.

use crate::describe::verdict;
use crate::graph::{Graph, Row, Verdict};
use crate::model::{Direction, Policy};
use crate::sentence::Language;

/// Writes a flowchart with a frame for each policy: sources on the left, destinations on the right.
pub fn mermaid(policies: &[&Policy]) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, policy) in policies.iter().enumerate() {
        let graph = Graph::of(policy, &Language::ENGLISH);
        let own = ["p", &number.to_string()].concat();
        line(
            &mut text,
            1,
            &["subgraph ", &own, "[", &quoted(&verdict::policy_name(policy).to_string()), "]"],
        );
        line(&mut text, 2, &[&own, "_pods([", &quoted(&graph.selected), "])"]);
        for (at, Row { direction, who, ports, verdict }) in graph.rows().into_iter().enumerate() {
            let other = [&own, "_", &at.to_string()].concat();
            line(&mut text, 2, &[&other, "[", &quoted(&who), "]"]);
            let arrow = match verdict {
                Verdict::Open => " -.-> ",
                Verdict::Allowed => " --> ",
                Verdict::Denied => " --x ",
            };
            let label = if ports.is_empty() {
                String::new()
            } else {
                ["|", &quoted(&ports), "| "].concat()
            };
            let pods = [&own, "_pods"].concat();
            let (from, to) = match direction {
                Direction::Ingress => (&other, &pods),
                Direction::Egress => (&pods, &other),
            };
            line(&mut text, 2, &[from, arrow, &label, to]);
        }
        line(&mut text, 1, &["end"]);
    }
    text
}

fn line(text: &mut String, depth: usize, parts: &[&str]) {
    text.push_str(&"  ".repeat(depth));
    text.push_str(&parts.concat());
    text.push('\n');
}

/// A text that is nothing else to Mermaid, with what would end or change it as entities.
fn quoted(label: &str) -> String {
    let mut text = String::from("\"");
    for char in label.chars() {
        match char {
            '"' => text.push_str("#quot;"),
            '#' => text.push_str("#35;"),
            '<' => text.push_str("#lt;"),
            '>' => text.push_str("#gt;"),
            '&' => text.push_str("#amp;"),
            '`' => text.push_str("#96;"),
            '\n' | '\r' => text.push(' '),
            _ => text.push(char),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::policies;

    #[test]
    fn every_connection_is_an_arrow() {
        let policies = policies();
        let expected = r#"flowchart LR
  subgraph p0["shop/api"]
    p0_pods(["pods with app=my_api.v1 that are in namespace shop"])
    p0_0["pods with app=web that are in namespace shop"]
    p0_0 --> |"TCP 8080"| p0_pods
    p0_1["addresses in 10.0.0.0/8"]
    p0_1 --> |"TCP 8080"| p0_pods
    p0_2["nothing"]
    p0_pods --x p0_2
  end
"#;
        assert_eq!(mermaid(&[&policies[0]]), expected);
        assert!(
            mermaid(&[&policies[1]])
                .contains("p0_0[\"anyone: not restricted\"]\n    p0_0 -.-> p0_pods")
        );
    }

    #[test]
    fn what_people_wrote_is_no_notation() {
        assert_eq!(quoted("a\"] --> b#<c>"), "\"a#quot;] --#gt; b#35;#lt;c#gt;\"");
    }
}
