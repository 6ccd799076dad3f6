//! Icons as inline SVG, drawn in the color of the text around them.

use netpol_core::diagnostic::Severity;
use yew::prelude::*;

use crate::widgets::tag::{Tag, tag};

/// The icons of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// The mark of the designer: a shield with a path that ends.
    Mark,
    /// Add something.
    Plus,
    /// Take something away.
    Close,
    /// Delete as a whole.
    Trash,
    /// A copy.
    Copy,
    /// A file to be saved.
    Download,
    /// Take a step back.
    Undo,
    /// Do a step again.
    Redo,
    /// Allowed, or fine.
    Check,
    /// Nothing gets through.
    Blocked,
    /// Something will surprise.
    Warning,
    /// Refused.
    Error,
    /// Something to know.
    Info,
    /// Towards the start.
    Up,
    /// Towards the end.
    Down,
    /// The catalogue.
    Book,
    /// A policy's name.
    Pencil,
    /// Not about this direction.
    Open,
    /// Another manifest.
    File,
    /// Files in a folder.
    Folder,
    /// A link to be sent to others.
    Link,
}

impl Icon {
    /// The icon for a severity.
    pub const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Icon::Error,
            Severity::Warning => Icon::Warning,
            Severity::Advice => Icon::Info,
        }
    }

    /// The shapes, on a square of 24 units.
    pub const fn path(self) -> &'static str {
        match self {
            Icon::Mark => {
                "M12 2 21 6v6c0 5-3.8 8.6-9 10-5.2-1.4-9-5-9-10V6zM6.5 12H13m-2.6-2.6L13 12l-2.6 2.6M17 8.5v7"
            }
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Close => "M6 6l12 12M18 6 6 18",
            Icon::Trash => "M4 7h16M10 4h4M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Icon::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Icon::Download => "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14",
            Icon::Undo => "M9 7 4 12l5 5M4 12h10a5 5 0 0 1 0 10h-2",
            Icon::Redo => "m15 7 5 5-5 5M20 12H10a5 5 0 0 0 0 10h2",
            Icon::Check => "m5 12.5 4.5 4.5L19 7.5",
            Icon::Blocked => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6",
            Icon::Warning => "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3",
            Icon::Error => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v5.5M12 16.2v.3",
            Icon::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.3",
            Icon::Up => "m6 15 6-6 6 6",
            Icon::Down => "m6 9 6 6 6-6",
            Icon::Book => "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
            Icon::Pencil => "m4 20 1-4L16.5 4.5l3 3L8 19z",
            Icon::Open => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM7.5 12h9m-3.5-3.5 3.5 3.5-3.5 3.5",
            Icon::File => "M6 3h8l4 4v14H6zM14 3v4h4",
            Icon::Folder => "M3 6h6l2 3h10v11H3z",
            Icon::Link => {
                "M10 15l5-5M8 11l-3 3a3.5 3.5 0 0 0 5 5l3-3M16 13l3-3a3.5 3.5 0 0 0-5-5l-3 3"
            }
        }
    }
}

/// An icon beside a text that says the same.
pub fn icon(icon: Icon) -> Html {
    shapes(icon).attr("aria-hidden", "true").view()
}

/// An icon that stands for a word by itself.
pub fn named_icon(icon: Icon, name: &'static str) -> Html {
    shapes(icon).attr("role", "img").attr("aria-label", name).view()
}

fn shapes(icon: Icon) -> Tag {
    let path = tag("path").attr("d", icon.path());
    tag("svg").attr("class", "icon").attr("viewBox", "0 0 24 24").child(path)
}
