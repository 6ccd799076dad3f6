//! What commands are not carried out for, in words.

/// Why a command was not carried out; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// One fact, in the form of a diagnostic's message.
    pub message: &'static str,
    /// What to do instead.
    pub help: Option<&'static str>,
}

impl Rejected {
    /// For commands about something that another edit has taken away.
    pub(super) const GONE: Rejected =
        Rejected { message: "what this was about is not there any more", help: None };

    pub(super) const NAMELESS: Rejected = Self::new("a file needs a name", "type one");

    pub(super) const MADE_HERE: Rejected =
        Rejected { message: "this file was made here", help: None };

    pub(super) const SAVED_BY_NEWER: Rejected =
        Self::new("another tab has saved what this one cannot read", "reload the page in both");

    pub(super) const LIST_UNREADABLE: Rejected =
        Self::new("the list that it is in cannot be read", "mend the text of the list first");

    pub(super) const TEXT_UNREADABLE: Rejected =
        Self::new("the text of this policy cannot be read", "mend the text first");

    pub(super) const NO_POLICY: Rejected =
        Self::new("only policies can be duplicated", "copy the text instead");

    pub(super) const NO_LABEL: Rejected = Self::new(
        "this condition has fields that a label has no place for",
        "take them out of the text first",
    );

    pub(super) const SELECTOR_UNREADABLE: Rejected =
        Self::not_shown("the selector holds something that the form cannot show");

    pub(super) const LABELS_UNREADABLE: Rejected =
        Self::not_shown("`matchLabels` holds something that the form cannot show");

    pub(super) const EXPRESSIONS_UNREADABLE: Rejected =
        Self::not_shown("`matchExpressions` holds something that the form cannot show");

    pub(super) const NO_DIRECTION: Rejected = Self::new(
        "a policy restricts at least one direction; without policyTypes the API server restricts \
         ingress",
        "restrict the other direction first, or allow everything in this one",
    );

    const fn not_shown(message: &'static str) -> Self {
        Self::new(message, "correct it in the text first")
    }

    const fn new(message: &'static str, help: &'static str) -> Self {
        Rejected { message, help: Some(help) }
    }
}
