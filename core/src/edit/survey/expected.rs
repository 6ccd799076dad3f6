//! The expectations among the manifests, held against what the policies do.

use super::Survey;
use crate::command::ManifestId;
use crate::describe::Sentence;
use crate::describe::verdict::{self, Question};
use crate::edit::file::Content;
use crate::expect::{self, End, Expectation, Failure};
use crate::path::FieldPath;

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
    pub name: String,
    /// Whether it is met.
    pub is_met: bool,
    /// Why it is not.
    pub reasons: Vec<Sentence>,
}

impl Survey {
    /// Checks the expectations of all manifests, in their order.
    pub fn expectations(&self) -> Vec<Checked> {
        let mut all = Vec::new();
        for manifest in &self.derived.manifests {
            let Content::Other(value) = manifest.manifest.content() else { continue };
            let Some((expectations, found)) = expect::read(value) else { continue };
            let manifest = manifest.manifest.id();
            for found in found {
                let (path, name) = (found.path.clone(), found.message);
                let reasons = found.help.into_iter().map(Sentence::of).collect();
                all.push(Checked { manifest, path, name, is_met: false, reasons });
            }
            for expectation in expectations {
                let (is_met, reasons) = self.check(&expectation);
                let Expectation { path, name, .. } = expectation;
                all.push(Checked { manifest, path, name, is_met, reasons });
            }
        }
        all
    }

    fn check(&self, expectation: &Expectation) -> (bool, Vec<Sentence>) {
        let outcome = expectation.check(self.cluster(), &self.analysis);
        let mut reasons = Vec::new();
        if outcome.pairs == 0 {
            reasons.push(Sentence::of("No pair of ends is there to be checked."));
        }
        for Failure { from, to, ports } in outcome.failures.iter().take(TOLD) {
            let (from, to) = (self.end(from.0), self.end(to.0));
            let question = Question { from: &from, to: &to, port: None };
            reasons.push(verdict::otherwise(&question, expectation.allowed, ports));
        }
        let more = outcome.failures.len().saturating_sub(TOLD);
        if more > 0 {
            reasons.push(Sentence::of(["And ", &more.to_string(), " more."].concat()));
        }
        (outcome.is_met(), reasons)
    }

    fn end(&self, end: End) -> String {
        match end {
            End::Pod(pod) => self.cluster().pod_name(pod),
            End::Addresses(range) => range.to_string(),
        }
    }
}
