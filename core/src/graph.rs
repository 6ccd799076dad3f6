//! A policy as a picture: sources on the left, the selected pods, destinations on the right.
//!
//! The layout is made by hand and depends on nothing but the policy, so the same policy is the same
//! SVG, byte for byte. Colors are classes of the host page; without a style sheet the attributes
//! count. Every connection of the picture is a row of [`Graph::rows`] too, for those who do not see
//! it.

mod edges;
mod network;

pub use edges::edges;
pub use network::{Edge, network};

use crate::describe::{self, around};
use crate::model::{Direction, Isolation, Peers, Policy, Rule};
use crate::sentence::Language;

/// What is drawn of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// The pods that the policy selects.
    pub selected: String,
    /// What the picture is called.
    title: String,
    /// What is on the left and on the right.
    sides: [Side; 2],
}

/// One side of the picture.
#[derive(Clone, Debug, PartialEq)]
struct Side {
    direction: Direction,
    verdict: Verdict,
    boxes: Vec<Box>,
}

/// What becomes of the connections of a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing restricts them.
    Open,
    /// These are allowed, and no others of this policy.
    Allowed,
    /// None is allowed.
    Denied,
}

/// Someone on the other end of a connection.
#[derive(Clone, Debug, PartialEq)]
struct Box {
    who: String,
    ports: String,
}

/// A connection of the picture in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Ingress, where the selected pods are the destination, or egress.
    pub direction: Direction,
    /// The other end.
    pub who: String,
    /// The ports; empty where nothing is allowed.
    pub ports: String,
    /// What becomes of such connections.
    pub verdict: Verdict,
}

/// The width of a column and of the gaps between columns, and how much room there is for text.
const COLUMN: usize = 184;
const GAP: usize = 56;
const LINE: usize = 16;
const PADDING: usize = 10;
const CHARACTERS: usize = 23;
const MOST_LINES: usize = 5;

/// What a picture looks like by itself: the colors of the page.
const STYLE: &str = "\
.graph{color:#1b1c1a}.graph rect{stroke:#85857d}.selected rect{stroke:#1f5fd1;fill:#e7effd}\
.allow{color:#17693a}.deny{color:#a8271b}.open{color:#5a5c57}.graph text{fill:#1b1c1a}\
.deny rect,.open rect,path.deny,path.open{stroke-dasharray:4 3}\
@media (prefers-color-scheme:dark){.graph{color:#ecede8}.graph rect{stroke:#85887f}\
.selected rect{stroke:#7fb0ff;fill:#1d2c47}.allow{color:#7fd6a0}.deny{color:#ff9a8d}\
.open{color:#a9aca3}.graph text{fill:#ecede8}}";

impl Graph {
    /// What is to be drawn of a policy, in a language.
    pub fn of(policy: &Policy, language: &Language) -> Self {
        let side = |direction| {
            let own = policy.namespace.as_deref();
            let (verdict, boxes) = match policy.isolation(direction) {
                Isolation::NotIsolated => {
                    (Verdict::Open, vec![Box::new(around::NOT_RESTRICTED, language)])
                }
                Isolation::Isolated(rules) if rules.is_empty() => {
                    (Verdict::Denied, vec![Box::new(around::NOTHING, language)])
                }
                Isolation::Isolated(rules) => {
                    let mut boxes = Vec::new();
                    for rule in rules {
                        add_boxes(rule, own, language, &mut boxes);
                    }
                    (Verdict::Allowed, boxes)
                }
            };
            Side { direction, verdict, boxes }
        };
        let selected = describe::selected_pods(policy).text_in(language);
        Graph {
            title: language.fill(around::CONNECTIONS_OF, &[&selected]),
            selected,
            sides: Direction::ALL.map(side),
        }
    }

    /// The connections in words, from the left to the right and from the top to the bottom.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for side in &self.sides {
            for Box { who, ports } in &side.boxes {
                let (who, ports) = (who.clone(), ports.clone());
                rows.push(Row { direction: side.direction, who, ports, verdict: side.verdict });
            }
        }
        rows
    }

    /// The picture, for a page that says what it looks like.
    pub fn to_svg(&self) -> String {
        self.draw("")
    }

    /// The picture for anywhere: with its own colors, light and dark, and in words what it shows.
    pub fn to_file(&self, description: &str) -> String {
        let mut head = String::from("<desc>");
        push_text(&mut head, description);
        head.push_str("</desc><style>");
        head.push_str(STYLE);
        head.push_str("</style>");
        self.draw(&head)
    }

    fn draw(&self, head: &str) -> String {
        let middle = lines(&self.selected);
        let tallest = self.sides.iter().map(Side::height).max().unwrap_or_default();
        let height = tallest.max(height_of(middle.len()));
        let width = 3 * COLUMN + 2 * GAP;
        let mut svg = begin(width, height, &self.title);
        svg.push_str(head);
        let center = COLUMN + GAP;
        for (side, x) in self.sides.iter().zip([0, 2 * center]) {
            side.draw(x, height, &mut svg);
        }
        let tall = height_of(middle.len());
        draw_box(&mut svg, "selected", center, (height - tall) / 2, &middle, "");
        svg.push_str("</svg>");
        svg
    }
}

impl Box {
    /// Who has nothing to do with ports.
    fn new(who: &'static str, language: &Language) -> Self {
        Box { who: language.fill(who, &[]), ports: String::new() }
    }

    fn lines(&self) -> Vec<String> {
        let mut all = lines(&self.who);
        if !self.ports.is_empty() {
            all.extend(lines(&self.ports));
        }
        all
    }
}

impl Side {
    fn height(&self) -> usize {
        let mut height = 0;
        for one in &self.boxes {
            height += height_of(one.lines().len()) + PADDING;
        }
        height.saturating_sub(PADDING)
    }

    /// Draws the boxes below each other, and from each an arrow in the direction of connections.
    fn draw(&self, x: usize, height: usize, svg: &mut String) {
        let class = match self.verdict {
            Verdict::Open => "open",
            Verdict::Allowed => "allow",
            Verdict::Denied => "deny",
        };
        let mut y = (height - self.height()) / 2;
        for one in &self.boxes {
            let lines = one.lines();
            let tall = height_of(lines.len());
            draw_box(svg, class, x, y, &lines, &one.ports);
            let (own, other) = (y + tall / 2, height / 2);
            // Ingress leads from its box to the middle, egress from the middle to its box.
            let ((from, start), (to, end)) = match self.direction {
                Direction::Ingress => ((x + COLUMN, own), (x + COLUMN + GAP, other)),
                Direction::Egress => ((x - GAP, other), (x, own)),
            };
            arrow(svg, class, (from, start), (to, end));
            y += tall + PADDING;
        }
    }
}

fn add_boxes(rule: &Rule, own: Option<&str>, language: &Language, boxes: &mut Vec<Box>) {
    let ports = describe::ports(&rule.ports).text_in(language);
    match &rule.peers {
        Peers::Any => {
            boxes.push(Box { ports, ..Box::new(around::ANYONE, language) });
        }
        Peers::Only(peers) => {
            for peer in peers.iter() {
                let who = describe::peer(peer, own).text_in(language);
                boxes.push(Box { who, ports: ports.clone() });
            }
        }
    }
}

/// The start of a picture with a size and a title.
fn begin(width: usize, height: usize, title: &str) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" direction=\"ltr\" ",
    );
    svg.push_str("role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\" ");
    attributes(&mut svg, &[("width", width), ("height", height)]);
    // With room for the outer half of the lines around boxes.
    svg.push_str("viewBox=\"-1 -1 ");
    push_number(&mut svg, width + 2);
    svg.push(' ');
    push_number(&mut svg, height + 2);
    svg.push_str("\"><title>");
    push_text(&mut svg, title);
    svg.push_str("</title>");
    svg
}

fn height_of(lines: usize) -> usize {
    lines * LINE + 2 * PADDING
}

fn draw_box(svg: &mut String, class: &str, x: usize, y: usize, lines: &[String], ports: &str) {
    svg.push_str("<g class=\"");
    svg.push_str(class);
    svg.push_str("\"><rect rx=\"6\" fill=\"none\" stroke=\"currentColor\" ");
    let tall = height_of(lines.len());
    attributes(svg, &[("x", x), ("y", y), ("width", COLUMN), ("height", tall)]);
    svg.push_str("/>");
    let of_ports = if ports.is_empty() { 0 } else { self::lines(ports).len() };
    for (number, line) in lines.iter().enumerate() {
        let is_port = number + of_ports >= lines.len();
        svg.push_str(if is_port { "<text font-weight=\"600\" " } else { "<text " });
        let down = y + PADDING + number * LINE + 12;
        attributes(svg, &[("x", x + PADDING), ("y", down)]);
        svg.push_str("fill=\"currentColor\">");
        push_text(svg, line);
        svg.push_str("</text>");
    }
    svg.push_str("</g>");
}

fn arrow(svg: &mut String, class: &str, from: (usize, usize), to: (usize, usize)) {
    let bend = (from.0 + to.0) / 2;
    svg.push_str("<path class=\"");
    svg.push_str(class);
    svg.push_str("\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" d=\"");
    let tip = to.0 - 2;
    let points = [
        ('M', from.0, from.1),
        ('C', bend, from.1),
        (' ', bend, to.1),
        (' ', tip, to.1),
        ('M', tip - 6, to.1 - 4),
        ('L', tip, to.1),
        ('L', tip - 6, to.1 + 4),
    ];
    for (command, x, y) in points {
        svg.push(command);
        push_number(svg, x);
        svg.push(' ');
        push_number(svg, y);
    }
    svg.push_str("\"/>");
}

/// A text in lines that fit into a box; what does not is cut off.
fn lines(text: &str) -> Vec<String> {
    let (mut lines, mut line, mut room) = (Vec::new(), String::new(), CHARACTERS);
    for word in text.split(' ') {
        if !line.is_empty() && word.chars().map(width).sum::<usize>() < room {
            line.push(' ');
            room -= 1;
        } else if !line.is_empty() {
            room = 0;
        }
        // A word that is longer than a line goes on in the next one.
        for char in word.chars() {
            if room < width(char) {
                lines.push(std::mem::take(&mut line));
                room = CHARACTERS;
            }
            line.push(char);
            room -= width(char);
        }
    }
    lines.push(line);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines[MOST_LINES - 1].push('…');
    }
    lines
}

/// The width of a character, in those of the Latin script: from the first of Korea's on, most are twice
/// as wide.
const fn width(char: char) -> usize {
    if char < '\u{1100}' { 1 } else { 2 }
}

fn attributes(svg: &mut String, attributes: &[(&str, usize)]) {
    for &(name, value) in attributes {
        svg.push_str(name);
        svg.push_str("=\"");
        push_number(svg, value);
        svg.push_str("\" ");
    }
}

fn push_number(svg: &mut String, number: usize) {
    svg.push_str(&number.to_string());
}

/// Text as XML: what people write into labels is never markup.
pub(crate) fn push_text(svg: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '&' => svg.push_str("&amp;"),
            '"' => svg.push_str("&quot;"),
            _ => svg.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{ServerVersion, validate};
    use crate::yaml::{Content, parse};

    fn graph(spec: &str) -> Graph {
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, \
             namespace: shop}}\nspec: {spec}\n"
        );
        let documents = parse(&text);
        let Content::Read(value) = &documents[0].content else { panic!("{text}") };
        Graph::of(
            &validate(value, ServerVersion::LATEST).policy.expect("a policy"),
            &Language::ENGLISH,
        )
    }

    #[test]
    fn every_connection_is_a_row() {
        let graph = graph(
            "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: \
             {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}, {}]}",
        );
        let rows = graph.rows();
        let shown: Vec<String> =
            rows.iter().map(|row| format!("{} | {}", row.who, row.ports)).collect();
        assert_eq!(
            shown,
            [
                "pods with app=web that are in namespace shop | TCP 80",
                "addresses in 10.0.0.0/8 | TCP 80",
                "anyone, inside or outside | every port",
                "nothing | ",
            ]
        );
        let svg = graph.to_svg();
        // An arrow for each, and a box for each and for the selected pods.
        assert_eq!(svg.matches("<path").count(), rows.len());
        assert_eq!(svg.matches("<rect").count(), rows.len() + 1);
        assert_eq!(svg, graph.to_svg());
    }

    #[test]
    fn long_texts_stay_in_their_boxes() {
        let cut = lines(&"abcdefgh ".repeat(30));
        assert_eq!(cut.len(), MOST_LINES);
        assert!(cut[MOST_LINES - 1].ends_with('…'));
        let rest = 40 - CHARACTERS;
        assert_eq!(lines(&"é".repeat(40)), ["é".repeat(CHARACTERS), "é".repeat(rest)]);
        let words = ["ab ", &"c".repeat(CHARACTERS - 2), " d"].concat();
        assert_eq!(lines(&words), ["ab".to_owned(), "c".repeat(CHARACTERS - 2) + " d"]);
        assert_eq!(lines("all pods"), ["all pods"]);
        // As many as fit of a script whose letters are as wide as two.
        assert_eq!(lines(&"名".repeat(12)), ["名".repeat(CHARACTERS / 2), "名".to_owned()]);
    }
}
