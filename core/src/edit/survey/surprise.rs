//! What surprises about the answers, whatever is asked.

use super::{Survey, Written};
use crate::describe::verdict;
use crate::sentence::Sentence;

/// Something about the policies or the pods that their author may not expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// What it is, with code in backticks.
    pub text: Sentence,
    /// Where it is written; nowhere if it is about pods.
    pub place: Option<Written>,
}

impl Survey {
    /// Names of ports that stand for nothing, and pods that nothing restricts.
    pub fn surprises(&self) -> Vec<Surprise> {
        let mut surprises = Vec::new();
        if let Some(text) = verdict::on_nodes(self.cluster(), &self.analysis) {
            surprises.push(Surprise { text, place: None });
        }
        for idle in self.analysis.idle_names() {
            let policy = idle.place.policy;
            let path = verdict::named_port(&idle, &self.policies[policy]);
            let place = self.written(policy, path);
            surprises.push(Surprise { text: verdict::idle_name(&idle), place });
        }
        surprises
    }
}
