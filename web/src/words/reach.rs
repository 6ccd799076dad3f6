//! The words about connections.

use netpol_core::analysis::{Cell, Change, ChangeKind, Changes, GridEnd, Grouping};
use netpol_core::edit::Compared;

use super::table::{count, count_with, fill, said, say};

words! {
    REACH_EMPTY = "No pods yet. Open manifests of pods or workloads next to your policies, or a snapshot of a cluster, and see who may connect to whom.";
    SNAPSHOT_HINT = "This makes a snapshot. It asks for no secrets, and it never leaves this browser:";
    SNAPSHOT_COMMAND = "kubectl get ns,pods,deploy,sts,ds,netpol -A -o yaml > cluster.yaml";
    COPY_COMMAND = "Copy command";
    WORKING = "Working it out …";
    GROUPED_BY = "Each row and column is";
    FILTER = "Show only";
    FILTER_PLACEHOLDER = "only names with …";
    NONE_MATCHES = "No name has this in it.";
    MATRIX = "Who may connect to whom: sources in rows, destinations in columns";
    MATRIX_CORNER = "from ↓  to →";
    DRAWN = "As a picture";
    NO_PICTURE = "These are too many connections for a picture. Show only some names, or namespaces.";
    TRY = "Try a connection";
    TRY_HINT = "A workload, a namespace or an address. Or choose a cell above.";
    FROM = "From";
    TO_END = "To";
    END_PLACEHOLDER = "shop/web or 10.0.0.1";
    ANY_PORT = "all ports";
    PORT_ASKED = "Port";
    ALLOWED = "Allowed";
    DENIED = "Denied";
    TO_TURN_IT = "The nearest change that turns it around";
    MAKE_CHANGE = "Make this change";
    SURPRISES = "What may surprise";
    EXPECTATIONS = "Expectations";
    EXPECTATIONS_MET = "All expectations are met.";
    ENGINE = "What enforces the policies";
    ELSEWHERE = "any other address";
    NO_PORT = "no port";
    ITSELF = "itself, always";
    NOT_ASKED = "outside of the cluster, where policies do not act";
    CONNECTIONS_CHANGED = "Connections that change";
    TOO_MANY_TO_COMPARE = "There are too many workloads to compare all their connections here; netpol diff does.";
}

/// The settings of what enforces policies, each with what it means when it is on.
pub const ENGINE_SETTINGS: [&str; 4] = [
    "Something enforces policies (a network plugin that does is installed)",
    "An IP block is about pod addresses too (as in Calico, not in Cilium)",
    "Pods on the network of their node are treated like other pods",
    "SCTP is carried",
];

/// What a matrix can be about.
pub const GROUPINGS: [(Grouping, &str); 3] = [
    (Grouping::Namespace, "Namespaces"),
    (Grouping::Workload, "Workloads"),
    (Grouping::Pod, "Pods"),
];

/// The columns of the table of all connections.
pub const ENDS_AND_PORTS: [&str; 3] = [FROM, TO_END, super::PORTS];

/// What cells look like, and what that means.
pub const LEGEND: [(&str, &str); 3] =
    [("all", "every port"), ("some", "some ports"), ("none", "no ports")];

/// A word that is a sentence by itself.
pub fn stopped(word: &'static str) -> String {
    fill("{0}.", &[said(word)])
}

/// An end as a row or column has it.
pub fn end(end: GridEnd) -> String {
    match end {
        GridEnd::Pods(workload) => workload.name.clone(),
        GridEnd::Elsewhere => say(ELSEWHERE),
        GridEnd::Addresses(ranges) => {
            let mut text = ranges.first().map(|range| range.short()).unwrap_or_default();
            if ranges.len() > 1 {
                text.push_str(" …");
            }
            text
        }
    }
}

/// What a cell says that names no ports.
pub const fn cell(cell: Cell) -> &'static str {
    match cell {
        Cell::Ports(_) => NO_PORT,
        Cell::Itself => ITSELF,
        Cell::Outside => NOT_ASKED,
    }
}

/// How many ends there are, and how many policies count for nothing.
pub fn ends(shown: usize, all: usize, refused: usize) -> String {
    let mut words = match shown < all {
        true => count_with(all, "{1} of {0} end|{1} of {0} ends", &[&shown.to_string()]),
        false => count(all, "{0} end|{0} ends"),
    };
    if refused > 0 {
        words.push_str(&count(
            refused,
            "; left out: {0} refused policy|; left out: {0} refused policies",
        ));
    }
    words
}

/// How many expectations are met.
pub fn expectations(met: usize, all: usize) -> String {
    if met == all {
        return say(EXPECTATIONS_MET);
    }
    let forms = "{1} of {0} expectation met|{1} of {0} expectations met";
    count_with(all, forms, &[&met.to_string()])
}

/// What stands behind the surprises that are told.
pub fn more_surprises(more: usize) -> String {
    count(more, "And {0} more; netpol reach lists them all.")
}

/// What has become of connections: "2 added, 1 narrowed".
pub fn changed_connections(changes: &Changes) -> String {
    let mut counts = Vec::new();
    for kind in ChangeKind::ALL {
        let is_it = |change: &&Change| changes.difference(change.difference).kind == kind;
        let count = changes.changes.iter().filter(is_it).count();
        if count > 0 {
            let forms = match kind {
                ChangeKind::Added => "{0} added",
                ChangeKind::Removed => "{0} removed",
                ChangeKind::Widened => "{0} widened",
                ChangeKind::Narrowed => "{0} narrowed",
                ChangeKind::Altered => "{0} changed",
            };
            counts.push(super::count(count, forms));
        }
    }
    super::list(&counts)
}

/// What is said where all connections are as before.
pub const fn no_connection_changed(compared: Compared) -> &'static str {
    match compared {
        Compared::Opened => "No connection is different from how the files were opened.",
        Compared::Files { .. } | Compared::Manifests { .. } => {
            "Both allow the same connections among these pods."
        }
    }
}

/// What stands behind the connections that are shown of many.
pub fn more_connections(more: usize) -> String {
    count(
        more,
        "{0} more connection; netpol diff lists them all.|{0} more connections; netpol diff lists them all.",
    )
}
