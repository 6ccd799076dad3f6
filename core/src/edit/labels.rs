//! What each command is called in menus and in the list of steps.

use crate::command::{Command, Edit, LabelsEdit, SelectorEdit};
use crate::model::Direction;

impl Command {
    /// What was done, in the imperative: "Add ingress rule".
    pub fn label(&self) -> &'static str {
        match self {
            Command::NewPolicy { .. } => "Add policy",
            Command::AddFile { .. } => "Open file",
            Command::AddText(_) => "Add manifests",
            Command::SetText { .. } => "Edit text",
            Command::RenameFile { .. } => "Rename file",
            Command::RevertFile(_) => "Revert file",
            Command::RemoveFile(_) => "Delete file",
            Command::Duplicate(_) => "Duplicate policy",
            Command::Remove(_) => "Delete policy",
            Command::Strip(_) => "Remove what the cluster added",
            Command::Follow(_) => "Change in another tab",
            Command::Edit { edit, .. } => edit.label(),
        }
    }

    /// What typing into one field has in common; `None` for commands that are a step of their own.
    pub(super) fn merge_key(&self) -> Option<String> {
        match self {
            Command::SetText { file, .. } => Some(format!("text {}", file.number())),
            Command::Follow(_) => Some(String::new()),
            Command::Edit { manifest, edit } => {
                let field = edit.typed_field()?;
                Some(format!("{} {field}", manifest.number()))
            }
            _ => None,
        }
    }
}

impl Edit {
    fn label(&self) -> &'static str {
        match self {
            Edit::SetName(_) => "Rename policy",
            Edit::SetNamespace(_) => "Change namespace",
            Edit::Metadata(..) => "Edit labels",
            Edit::Selector(_, edit) => match edit {
                SelectorEdit::Add => "Add condition",
                SelectorEdit::Remove(_) => "Remove condition",
                _ => "Edit condition",
            },
            Edit::SetDirection(Direction::Ingress, _) => "Change ingress",
            Edit::SetDirection(Direction::Egress, _) => "Change egress",
            Edit::AddRule(Direction::Ingress, _) | Edit::AddGivenRule(Direction::Ingress, _) => {
                "Add ingress rule"
            }
            Edit::AddRule(Direction::Egress, _) | Edit::AddGivenRule(Direction::Egress, _) => {
                "Add egress rule"
            }
            Edit::SetRulePreset(..) => "Change rule",
            Edit::DuplicateRule(_) => "Duplicate rule",
            Edit::MoveRule(..) => "Move rule",
            Edit::RemoveRule(_) => "Remove rule",
            Edit::AddPeer(..) => "Add peer",
            Edit::SetPeerKind(..) | Edit::SetPeerScope(..) => "Change peers",
            Edit::RemovePeer(_) => "Remove peer",
            Edit::SetCidr(..) => "Edit CIDR",
            Edit::AddExcept(_) => "Add excluded range",
            Edit::SetExcept(..) => "Edit excluded range",
            Edit::RemoveExcept(_) => "Remove excluded range",
            Edit::AddPort(_) => "Add port",
            Edit::RemovePort(_) => "Remove port",
            Edit::SetPortScope(..)
            | Edit::SetEveryPort(..)
            | Edit::SetProtocol(..)
            | Edit::SetPort(..)
            | Edit::SetEndPort(..) => "Edit port",
        }
    }

    /// The field that is being typed into, for edits that come with every keystroke.
    fn typed_field(&self) -> Option<String> {
        let field = match self {
            Edit::SetName(_) => "name".to_owned(),
            Edit::SetNamespace(_) => "namespace".to_owned(),
            Edit::Metadata(_, LabelsEdit::SetKey(id, _))
            | Edit::Selector(_, SelectorEdit::SetKey(id, _)) => format!("key {}", id.number()),
            Edit::Metadata(_, LabelsEdit::SetValue(id, _))
            | Edit::Selector(_, SelectorEdit::SetValue(id, _)) => format!("value {}", id.number()),
            Edit::SetCidr(id, _) => format!("cidr {}", id.number()),
            Edit::SetExcept(id, _) => format!("except {}", id.number()),
            Edit::SetPort(id, _) => format!("port {}", id.number()),
            Edit::SetEndPort(id, _) => format!("end {}", id.number()),
            _ => return None,
        };
        Some(field)
    }
}
