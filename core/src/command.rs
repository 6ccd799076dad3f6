//! What can be asked of a document: data only, in the user's words.
//!
//! Every change, from a form, a preset, an import or a fix, is one of these; `edit::apply` carries
//! them out. Entries are addressed by id, so a command means the same after other edits.

use crate::draft::ItemId;
use crate::model::Direction;
use crate::value::Value;

/// Identifies a manifest of the document for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ManifestId(pub(crate) u32);

impl ManifestId {
    /// The bare number, for list keys and element ids of a page.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Identifies a file of the document for its whole life, whatever its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// The bare number, for list keys and element ids of a page.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// One thing that can be done to a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Adds a policy without any rule, in a file of its own.
    NewPolicy {
        /// `metadata.name`
        name: String,
        /// `metadata.namespace`; empty for none.
        namespace: String,
    },
    /// Adds a file that was opened; if its name is taken, under one like it.
    AddFile {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Adds a text, pasted or made by a preset, as a file named after its first object; a text
    /// without any object adds nothing.
    AddText(String),
    /// Replaces the text of a file. What corresponds in it stays who it was.
    SetText {
        /// Which file.
        file: FileId,
        /// Its new text.
        text: String,
    },
    /// Gives a file another name; if that is taken, one like it.
    RenameFile {
        /// Which file.
        file: FileId,
        /// Its new name.
        name: String,
    },
    /// Brings the text of a file back that it was opened with.
    RevertFile(FileId),
    /// Takes a file out of the document.
    RemoveFile(FileId),
    /// Adds a copy of a policy behind it, in the same file, under a name that is not taken.
    Duplicate(ManifestId),
    /// Takes a manifest out of its file; the last one takes the file with it.
    Remove(ManifestId),
    /// Takes out of a manifest what a cluster has added to it, such as `status` and `uid`.
    Strip(ManifestId),
    /// Makes the workspace one that [`to_saved`](crate::edit::Document::to_saved) wrote elsewhere.
    /// What corresponds in it stays who it was.
    Follow(String),
    /// Changes a policy by the form.
    Edit {
        /// Which policy.
        manifest: ManifestId,
        /// What to change.
        edit: Edit,
    },
}

/// One thing that can be done to a policy by the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Sets `metadata.name`.
    SetName(String),
    /// Sets `metadata.namespace`; empty for none.
    SetNamespace(String),
    /// Changes `metadata.labels` or `metadata.annotations`.
    Metadata(MetadataMap, LabelsEdit),
    /// Changes a label selector.
    Selector(SelectorPlace, SelectorEdit),
    /// Sets what the policy does in a direction as a whole.
    SetDirection(Direction, DirectionState),
    /// Adds a rule at the end.
    AddRule(Direction, RulePreset),
    /// Adds a rule at the end that is already filled in, as a manifest has it.
    AddGivenRule(Direction, Value),
    /// Makes a rule one that allows all, allows nothing, or lists what it allows.
    SetRulePreset(ItemId, RulePreset),
    /// Adds a copy of a rule behind it.
    DuplicateRule(ItemId),
    /// Moves a rule by one place.
    MoveRule(ItemId, Shift),
    /// Takes a rule away.
    RemoveRule(ItemId),
    /// Adds a source or destination to a rule.
    AddPeer(ItemId, NewPeer),
    /// Makes a source or destination one of another kind; what fits both kinds stays.
    SetPeerKind(ItemId, NewPeer),
    /// Takes a source or destination away. A rule that loses its last one allows nothing.
    RemovePeer(ItemId),
    /// Opens a rule to everyone, or closes it until sources or destinations are listed.
    SetPeerScope(ItemId, Scope),
    /// Opens a rule to every port, or limits it to one port that is still to be named.
    SetPortScope(ItemId, Scope),
    /// Sets the range of an IP block.
    SetCidr(ItemId, String),
    /// Adds an excluded range to the IP block of a peer.
    AddExcept(ItemId),
    /// Sets an excluded range.
    SetExcept(ItemId, String),
    /// Takes an excluded range away.
    RemoveExcept(ItemId),
    /// Adds a port to a rule; the server refuses it until a port is named.
    AddPort(ItemId),
    /// Takes a port away. A rule that loses its last one allows nothing.
    RemovePort(ItemId),
    /// Sets the protocol of a port.
    SetProtocol(ItemId, String),
    /// Makes a port entry one for every port of its protocol, or for one that is to be named.
    SetEveryPort(ItemId, Scope),
    /// Sets number or name of a port. An empty one is refused; it never means every port.
    SetPort(ItemId, String),
    /// Sets the last port of a range; empty for a single port.
    SetEndPort(ItemId, String),
}

impl Edit {
    /// The same edit with another text: what a box that is typed into sends at every keystroke.
    ///
    /// Edits that carry no text stay as they are.
    #[must_use]
    pub fn with_text(&self, text: String) -> Edit {
        let mut edit = self.clone();
        let slot = match &mut edit {
            Edit::SetName(slot) | Edit::SetNamespace(slot) => slot,
            Edit::Metadata(_, LabelsEdit::SetKey(_, slot) | LabelsEdit::SetValue(_, slot))
            | Edit::Selector(
                _,
                SelectorEdit::SetKey(_, slot)
                | SelectorEdit::SetValue(_, slot)
                | SelectorEdit::AddValue(_, slot),
            )
            | Edit::SetCidr(_, slot)
            | Edit::SetExcept(_, slot)
            | Edit::SetProtocol(_, slot)
            | Edit::SetPort(_, slot)
            | Edit::SetEndPort(_, slot) => slot,
            _ => return edit,
        };
        *slot = text;
        edit
    }
}

/// What a policy does in one direction, as the form asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectionState {
    /// The policy leaves the direction alone.
    NotRestricted,
    /// Nothing is allowed.
    DenyAll,
    /// Only what the rules list is allowed; without rules that is nothing.
    Listed,
    /// Everything is allowed.
    AllowAll,
}

/// What a new rule starts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePreset {
    /// Allows everything in its direction.
    AllowAll,
    /// Allows nothing, and is therefore not written to the manifest.
    DenyAll,
    /// Allows what is listed; nothing yet, so not written until something is.
    Custom,
}

/// The kinds of sources and destinations that the form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPeer {
    /// All pods of the policy's own namespace.
    SameNamespace,
    /// All pods of all namespaces.
    OtherNamespaces,
    /// A range of addresses, which the server refuses until it is given.
    IpBlock,
    /// All addresses: two peers, `0.0.0.0/0` and `::/0`.
    AllAddresses,
}

/// Everything, or only what is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// Only what is listed.
    Listed,
}

/// One place up or down a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// Towards the start.
    Up,
    /// Towards the end.
    Down,
}

/// Which of the two maps of `metadata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataMap {
    /// `labels`
    Labels,
    /// `annotations`
    Annotations,
}

/// One thing that can be done to a map of labels.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelsEdit {
    /// Adds an empty row.
    Add,
    /// Sets the key of a row.
    SetKey(ItemId, String),
    /// Sets the value of a row.
    SetValue(ItemId, String),
    /// Takes a row away.
    Remove(ItemId),
}

/// Which label selector of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectorPlace {
    /// `spec.podSelector`
    SelectedPods,
    /// `podSelector` of a peer
    PeerPods(ItemId),
    /// `namespaceSelector` of a peer
    PeerNamespaces(ItemId),
}

/// One thing that can be done to a label selector.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectorEdit {
    /// Adds an empty row.
    Add,
    /// Sets the key of a row.
    SetKey(ItemId, String),
    /// Sets the operator of a row; a single value stays where the operator has use for one.
    SetOperator(ItemId, Operator),
    /// Sets the value of a row with [`Operator::Equals`].
    SetValue(ItemId, String),
    /// Adds a value to a row with [`Operator::In`] or [`Operator::NotIn`].
    AddValue(ItemId, String),
    /// Takes a value away from such a row: the row's id, the value's id.
    RemoveValue(ItemId, ItemId),
    /// Takes a row away.
    Remove(ItemId),
}

/// The operators of a selector row: that of `matchLabels`, and the four of `matchExpressions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// An entry of `matchLabels`.
    Equals,
    /// `In`
    In,
    /// `NotIn`
    NotIn,
    /// `Exists`
    Exists,
    /// `DoesNotExist`
    DoesNotExist,
}

impl Operator {
    /// All operators, in the order in which a form offers them.
    pub const ALL: [Operator; 5] =
        [Operator::Equals, Operator::In, Operator::NotIn, Operator::Exists, Operator::DoesNotExist];

    /// The spelling of the API; `matchLabels` has none.
    pub const fn api_name(self) -> Option<&'static str> {
        match self {
            Operator::Equals => None,
            Operator::In => Some("In"),
            Operator::NotIn => Some("NotIn"),
            Operator::Exists => Some("Exists"),
            Operator::DoesNotExist => Some("DoesNotExist"),
        }
    }

    /// Whether a requirement with this operator has values.
    pub const fn takes_values(self) -> bool {
        matches!(self, Operator::Equals | Operator::In | Operator::NotIn)
    }
}
