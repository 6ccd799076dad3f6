//! Who may connect to whom in the workspace: its pods under those of its policies that the server
//! accepts.
//!
//! Dearer than what [`derive()`](super::derive()) does with every key, so it is made when someone
//! looks, from what is derived, and kept as long as policies and pods stay the same.

mod answer;
mod expected;
mod remedy;
mod surprise;

use std::rc::Rc;

pub use answer::{Answer, AnswerSide, Asked, Decisive, Mistake, Remedy};
pub use expected::Checked;
pub use surprise::Surprise;

use super::derive::{Derived, DerivedManifest, derive};
use super::document::Document;
use crate::analysis::{Analysis, Changes, Grid, Grouping, Reach};
use crate::cluster::Cluster;
use crate::command::{FileId, ManifestId};
use crate::model::Policy;
use crate::order;
use crate::path::FieldPath;

/// Connections of more workloads than these are not compared: their pairs are millions.
const MOST_COMPARED: usize = 2_000;

/// The pods of a workspace under its policies.
#[derive(Clone, Debug)]
pub struct Survey {
    /// What it was made from.
    derived: Rc<Derived>,
    /// The policies that count, and the numbers of their manifests in `derived`.
    policies: Vec<Rc<Policy>>,
    manifests: Vec<usize>,
    /// How many policies the server refuses, so that they count for nothing.
    refused: usize,
    analysis: Rc<Analysis>,
}

/// What the connections of a workspace are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compared {
    /// The workspace as its files were opened.
    #[default]
    Opened,
    /// The policies of one file, had they another file's place; what is in neither is the same.
    Files {
        /// The file that counts before.
        old: FileId,
        /// The one that counts now.
        new: FileId,
    },
    /// One policy, had it another's place.
    Manifests {
        /// The manifest that counts before.
        old: ManifestId,
        /// The one that counts now.
        new: ManifestId,
    },
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The manifest.
    pub manifest: ManifestId,
    /// The field of it.
    pub path: FieldPath,
    /// The line of its file, from 1.
    pub line: usize,
}

/// The policies that count.
struct Counted {
    policies: Vec<Rc<Policy>>,
    /// The numbers of their manifests.
    manifests: Vec<usize>,
    /// How many are refused.
    refused: usize,
}

impl Counted {
    /// The policies that count among some manifests.
    fn of(derived: &Derived, is_there: &dyn Fn(&DerivedManifest) -> bool) -> Self {
        let (mut named, mut refused) = (Vec::new(), 0);
        for (number, manifest) in derived.manifests.iter().enumerate() {
            match &manifest.judgement.policy {
                _ if !is_there(manifest) => {}
                Some(policy) => {
                    let namespace = policy.namespace();
                    named.push((namespace, policy.name.as_str(), number));
                }
                None if manifest.is_policy() => refused += 1,
                None => {}
            }
        }
        let named = order::sorted(named, Ord::cmp);
        let mut manifests = Vec::with_capacity(named.len());
        for (at, &(namespace, name, number)) in named.iter().enumerate() {
            let replaced =
                named.get(at + 1).is_some_and(|next| (next.0, next.1) == (namespace, name));
            if !replaced || name.is_empty() {
                manifests.push(number);
            }
        }
        let manifests = order::sorted(manifests, Ord::cmp);
        let accepted = |&number: &usize| derived.manifests[number].judgement.policy.clone();
        let policies: Vec<Rc<Policy>> = manifests.iter().filter_map(accepted).collect();
        Counted { policies, manifests, refused }
    }
}

impl Survey {
    /// Surveys a workspace; takes over what still holds from `previous`.
    ///
    /// Of two policies with one namespace and name the later one counts, as in a cluster where one
    /// is applied after the other.
    pub fn of(derived: &Rc<Derived>, previous: Option<&Survey>) -> Self {
        let settings = derived.environment.engine;
        let Counted { policies, manifests, refused } = Counted::of(derived, &|_| true);
        let known = previous.filter(|previous| {
            previous.derived.environment.engine == settings
                && Rc::ptr_eq(previous.derived.population(), derived.population())
        });
        let (cluster, known) = (derived.cluster(), known.map(|it| (&it.analysis, &it.policies)));
        let analysis = match known {
            Some((analysis, before)) if *before == policies => Rc::clone(analysis),
            Some((analysis, before)) => Rc::new(analysis.revised(cluster, before, &policies)),
            None => Rc::new(Analysis::new(cluster, &policies, settings)),
        };
        let derived = Rc::clone(derived);
        Survey { derived, policies, manifests, refused, analysis }
    }

    /// The pods that it is about.
    pub fn cluster(&self) -> &Cluster {
        self.derived.cluster()
    }

    /// The policies that count.
    pub fn policies(&self) -> &[Rc<Policy>] {
        &self.policies
    }

    /// How many policies are left out, because the server refuses them.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// The manifest of a policy that counts, by its number in [`Survey::policies`].
    pub fn manifest(&self, policy: usize) -> Option<&Rc<DerivedManifest>> {
        self.derived.manifests.get(*self.manifests.get(policy)?)
    }

    /// Where a field of a policy that counts is written.
    fn written(&self, policy: usize, path: FieldPath) -> Option<Written> {
        let manifest = self.manifest(policy)?;
        let line = self.derived.line_of(manifest, manifest.source.nearest(&path).start);
        Some(Written { manifest: manifest.manifest.id(), path, line })
    }

    /// Whether another survey has the same answers.
    pub fn is_same(&self, other: &Survey) -> bool {
        Rc::ptr_eq(&self.analysis, &other.analysis)
    }

    /// The names of the first workloads, and with them the namespaces.
    pub fn names(&self, most: usize) -> Vec<String> {
        let mut names = Vec::new();
        for namespace in self.cluster().namespaces.iter().take(most) {
            names.push(namespace.name.clone());
        }
        for workload in self.reach(Grouping::Workload).workloads().iter().take(most) {
            names.push(workload.name.clone());
        }
        names
    }

    /// Whether another survey is about the very same pods.
    pub fn has_same_pods(&self, other: &Survey) -> bool {
        Rc::ptr_eq(self.derived.population(), other.derived.population())
    }

    /// All ends against all.
    pub fn grid(&self, grouping: Grouping) -> Grid {
        Grid::new(self.cluster(), &self.analysis, grouping)
    }

    /// The connections before and now; `None` if there are too many pairs to be compared while someone
    /// waits.
    pub fn changes(&self, document: &Document, compared: Compared) -> Option<Changes> {
        match compared {
            Compared::Opened => {
                let opened = document.as_opened();
                let known = &self.derived;
                let derived = Rc::new(derive(&opened, known.environment, None, Some(known)));
                let before = Survey::of(&derived, Some(self));
                if before.is_same(self) {
                    return Some(Changes::default());
                }
                let grouping = Grouping::Workload;
                changes(before.reach(grouping), self.reach(grouping))
            }
            Compared::Files { old, new } => {
                let of = |other: FileId| self.reach_without(&|manifest| manifest.file == other);
                changes(of(new), of(old))
            }
            Compared::Manifests { old, new } => {
                let of = |other| self.reach_without(&|manifest| manifest.manifest.id() == other);
                changes(of(new), of(old))
            }
        }
    }

    /// All connections of workloads as if the policies of some manifests were not there; their pods
    /// are.
    fn reach_without(&self, is_gone: &dyn Fn(&DerivedManifest) -> bool) -> Reach {
        let counted = Counted::of(&self.derived, &|manifest| !is_gone(manifest));
        let analysis = self.analysis.revised(self.cluster(), &self.policies, &counted.policies);
        Reach::new(self.cluster(), &Rc::new(analysis), Grouping::Workload)
    }

    /// All connections, for one end after the other.
    pub fn reach(&self, grouping: Grouping) -> Reach {
        Reach::new(self.cluster(), &self.analysis, grouping)
    }

    /// The answers for all classes of pods and addresses.
    pub fn analysis(&self) -> &Rc<Analysis> {
        &self.analysis
    }
}

fn changes(mut before: Reach, mut now: Reach) -> Option<Changes> {
    let is_quick = now.workloads().len().max(before.workloads().len()) <= MOST_COMPARED;
    is_quick.then(|| Changes::between(&mut before, &mut now))
}
