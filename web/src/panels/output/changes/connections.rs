//! Which connections the changes to the files have added, removed, widened or narrowed.

use netpol_core::analysis::{Change, ChangeKind, Changes, End};
use netpol_core::describe::verdict;
use yew::prelude::*;

use crate::state::{View, compared};
use crate::widgets::sentence::sentence;
use crate::widgets::tag::{p, span, tag};
use crate::words;

/// How many are drawn at most.
const SHOWN: usize = 200;

/// The connections that are others than those of what is compared; nothing where there are no pods.
pub fn view(view: &View) -> Html {
    if view.editor.derived.cluster().pods.is_empty() {
        return Html::default();
    }
    let compared = compared(&view.editor, &view.ui);
    let known = view.connections.as_ref().filter(|known| known.are_compared(compared));
    let Some(changes) = known.and_then(|known| known.changes.as_ref()) else {
        return p("hint empty").child(words::WORKING).view();
    };
    let section = tag("section").attr("class", "connections");
    let title = tag("h2").child(words::CONNECTIONS_CHANGED);
    let Some(changes) = changes else {
        return section.child(title).child(p("hint").child(words::TOO_MANY_TO_COMPARE)).view();
    };
    if changes.changes.is_empty() {
        return section
            .child(title)
            .child(p("hint").child(words::no_connection_changed(compared)))
            .view();
    }
    let title = title.child(" ").child(span("hint").child(words::changed_connections(changes)));
    let list = changes.changes.iter().take(SHOWN).map(|change| view_change(changes, change));
    let more = changes.changes.len().saturating_sub(SHOWN);
    section
        .child(title)
        .child(tag("ul").children(list))
        .child((more > 0).then(|| p("hint").child(words::more_connections(more))))
        .view()
}

fn view_change(changes: &Changes, change: &Change) -> Html {
    let difference = changes.difference(change.difference);
    let class = match difference.kind {
        ChangeKind::Added | ChangeKind::Widened => "tag allow",
        ChangeKind::Removed | ChangeKind::Narrowed => "tag deny",
        ChangeKind::Altered => "tag",
    };
    let end = |end: End| match end {
        End::Workload(number) => changes.workloads.get(number).cloned().unwrap_or_default(),
        End::Addresses(range) => range.short(),
    };
    let said = verdict::difference(&end(change.from), &end(change.to), difference);
    let kind = span(class).child(verdict::change(difference.kind));
    tag("li").child(kind).child(" ").child(sentence(&said)).view()
}
