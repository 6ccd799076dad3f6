//! The expectations among the manifests, held against what the policies do.

use super::Survey;
use crate::command::ManifestId;
use crate::describe::verdict::{self, Question};
use crate::edit::file::Content;
use crate::edit::objects;
use crate::expect::{self, Expectation, Failure};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// How many pairs for which an expectation does not hold are told.
const TOLD: usize = 3;

/// An expectation, and whether it is met.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The manifest that it is in.
    pub manifest: ManifestId,
    /// Where in it.
    pub path: FieldPath,
    /// What it is called, or what is wrong with its text.
    pub name: Sentence,
    /// Whether it is met.
    pub is_met: bool,
    /// Why it is not.
    pub reasons: Vec<Sentence>,
}

impl Survey {
    /// Checks the expectations of all manifests, in their order.
    pub fn expectations(&self) -> Vec<Checked> {
        let mut all = Vec::new();
        for (manifest, place) in self.derived.population().expectations() {
            if let Content::Other(value) = manifest.content()
                && let Some(object) = objects::object_at(value, place)
            {
                self.check_list(manifest.id(), &object, place, &mut all);
            }
        }
        all
    }

    fn check_list(
        &self,
        manifest: ManifestId,
        object: &Value,
        place: &FieldPath,
        all: &mut Vec<Checked>,
    ) {
        let Some((expectations, found)) = expect::read(object) else { return };
        for found in found {
            let (path, name) = (place.join(&found.path), found.message);
            let reasons = found.help.into_iter().collect();
            all.push(Checked { manifest, path, name, is_met: false, reasons });
        }
        for expectation in expectations {
            let (is_met, reasons) = self.check(&expectation);
            let Expectation { path, name, .. } = expectation;
            let name = Sentence::of_verbatim(name);
            all.push(Checked { manifest, path: place.join(&path), name, is_met, reasons });
        }
    }

    fn check(&self, expectation: &Expectation) -> (bool, Vec<Sentence>) {
        let outcome = expectation.check(self.cluster(), &self.analysis);
        let mut reasons = Vec::new();
        if let Some(text) = verdict::unchecked(&outcome) {
            reasons.push(text.finished());
        }
        for Failure { from, to, ports } in outcome.failures.iter().take(TOLD) {
            let (from, to) = (from.0.name(self.cluster()), to.0.name(self.cluster()));
            let question = Question { from: &from, to: &to, port: None };
            reasons.push(verdict::otherwise(&question, expectation.allowed, ports));
        }
        let more = outcome.failures.len().saturating_sub(TOLD);
        if more > 0 {
            reasons.push(verdict::more_pairs(more));
        }
        (outcome.is_met(), reasons)
    }
}
