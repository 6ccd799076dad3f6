//! The names of all commands and edits, so that a test can ask whether every one was tried.
//!
//! The matches are exhaustive: a new variant does not compile before it stands here, and then
//! fails `mapping::every_command_and_edit_is_tried` until a test uses it.

use std::collections::BTreeSet;

use netpol_core::command::{
    Command, DirectionState, Edit, LabelsEdit, MetadataMap, NewPeer, Operator, RulePreset, Scope,
    SelectorEdit, SelectorPlace, Shift,
};

/// For each type a function that adds the name of a value's variant, and a list of all names.
macro_rules! variants {
    ($($function:ident: $type:ident { $($variant:ident),* $(,)? })*) => {
        $(fn $function(value: &$type, used: &mut BTreeSet<&'static str>) {
            used.insert(match value {
                $($type::$variant { .. } => concat!(stringify!($type), "::", stringify!($variant)),)*
            });
        })*

        /// The names of all variants.
        pub fn all() -> BTreeSet<&'static str> {
            BTreeSet::from([
                $($(concat!(stringify!($type), "::", stringify!($variant)),)*)*
            ])
        }
    };
}

variants! {
    command: Command {
        NewPolicy, AddFile, AddText, SetText, RenameFile, RevertFile, RemoveFile, Duplicate, Remove,
        Strip, Follow, Edit,
    }
    edit: Edit {
        SetName, SetNamespace, Metadata, Selector, SetDirection, AddRule, AddGivenRule,
        SetRulePreset,
        DuplicateRule, MoveRule, RemoveRule, AddPeer, SetPeerKind, RemovePeer, SetPeerScope,
        SetPortScope, SetCidr, AddExcept, SetExcept, RemoveExcept, AddPort, RemovePort,
        SetProtocol, SetEveryPort, SetPort, SetEndPort,
    }
    direction_state: DirectionState { NotRestricted, DenyAll, Listed, AllowAll }
    rule_preset: RulePreset { AllowAll, DenyAll, Custom }
    new_peer: NewPeer { SameNamespace, OtherNamespaces, IpBlock, AllAddresses }
    scope: Scope { All, Listed }
    shift: Shift { Up, Down }
    metadata_map: MetadataMap { Labels, Annotations }
    labels_edit: LabelsEdit { Add, SetKey, SetValue, Remove }
    selector_place: SelectorPlace { SelectedPods, PeerPods, PeerNamespaces }
    selector_edit: SelectorEdit {
        Add, SetKey, SetOperator, SetValue, AddValue, RemoveValue, Remove,
    }
    operator: Operator { Equals, In, NotIn, Exists, DoesNotExist }
}

/// Adds the names of everything that a command is made of.
pub fn of_command(value: &Command, used: &mut BTreeSet<&'static str>) {
    command(value, used);
    if let Command::Edit { edit, .. } = value {
        of_edit(edit, used);
    }
}

fn of_edit(value: &Edit, used: &mut BTreeSet<&'static str>) {
    edit(value, used);
    match value {
        Edit::Metadata(map, edit) => {
            metadata_map(map, used);
            labels_edit(edit, used);
        }
        Edit::Selector(place, edit) => {
            selector_place(place, used);
            selector_edit(edit, used);
            if let SelectorEdit::SetOperator(_, value) = edit {
                operator(value, used);
            }
        }
        Edit::SetDirection(_, state) => direction_state(state, used),
        Edit::AddRule(_, preset) | Edit::SetRulePreset(_, preset) => rule_preset(preset, used),
        Edit::MoveRule(_, value) => shift(value, used),
        Edit::AddPeer(_, kind) | Edit::SetPeerKind(_, kind) => new_peer(kind, used),
        Edit::SetPeerScope(_, value)
        | Edit::SetPortScope(_, value)
        | Edit::SetEveryPort(_, value) => scope(value, used),
        _ => {}
    }
}
