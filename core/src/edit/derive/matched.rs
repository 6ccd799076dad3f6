//! What the selectors of a policy match among the pods and workloads of the document.

use std::mem;
use std::rc::Rc;

use crate::analysis::Settings;
use crate::cluster::{Cluster, DEFAULT_NAMESPACE, Reader};
use crate::edit::document::Document;
use crate::edit::file::{Content, Manifest};
use crate::edit::objects;
use crate::expect::EXPECTATIONS;
use crate::model::{Namespaces, Peer, Peers, Rule, Selector};
use crate::order;
use crate::path::FieldPath;
use crate::validate::Parts;

/// How many of those that match are named.
const NAMED: usize = 3;

/// What a selector matches, of what it could match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// How many pods and workloads match; pods that one workload made are one.
    pub count: usize,
    /// How many there are where the selector looks.
    pub of: usize,
    /// The first of those that match, with their namespace where it is another than the policy's.
    pub names: Vec<String>,
}

/// The pods and workloads of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::edit) struct Population {
    /// The manifests that they are read from.
    from: Vec<Rc<Manifest>>,
    cluster: Cluster,
    /// Where expectations are: the number of one of those manifests, and the place in it.
    expectations: Vec<(usize, FieldPath)>,
    /// For each pod the number of what it is shown as: pods of one workload have one.
    shown: Vec<u32>,
    /// The pods that selectors find, by namespace.
    of_namespace: Vec<Vec<u32>>,
    /// How many those are, in all namespaces, as what they are shown as.
    count: usize,
    /// Whether selectors find pods on the network of their node too.
    host_network_like_pods: bool,
}

impl Population {
    /// They as a cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The objects with expectations, each with its manifest and its place in that.
    pub fn expectations(&self) -> impl Iterator<Item = (&Manifest, &FieldPath)> {
        self.expectations.iter().map(|(number, place)| (self.from[*number].as_ref(), place))
    }

    /// Those of a document; read anew only if one of its other manifests is another one, or if what
    /// enforces policies finds others.
    pub fn of(document: &Document, engine: Settings, known: Option<&Rc<Population>>) -> Rc<Self> {
        let Settings { host_network_like_pods, .. } = engine;
        let mut from = Vec::new();
        for file in document.files() {
            for manifest in file.parts().iter().flat_map(|part| part.manifests()) {
                if let Content::Other(_) = manifest.content() {
                    from.push(Rc::clone(manifest));
                }
            }
        }
        let is_same = |known: &&Rc<Population>| {
            known.host_network_like_pods == host_network_like_pods
                && known.from.len() == from.len()
                && known.from.iter().zip(&from).all(|(a, b)| Rc::ptr_eq(a, b))
        };
        if let Some(known) = known.filter(is_same) {
            return Rc::clone(known);
        }
        let mut reader = Reader::default();
        let mut expectations = Vec::new();
        for (number, manifest) in from.iter().enumerate() {
            if let Content::Other(object) = manifest.content() {
                objects::for_each(object, &mut |object, place| {
                    if !reader.add(object) && object.get(EXPECTATIONS).is_some() {
                        expectations.push((number, place.clone()));
                    }
                });
            }
        }
        let cluster = reader.finish();
        let shown = number(&cluster);
        let mut of_namespace = vec![Vec::new(); cluster.namespaces.len()];
        let (mut seen, mut count) = (vec![false; shown.len()], 0);
        for (number, pod) in cluster.pods.iter().enumerate() {
            if !pod.host_network || host_network_like_pods {
                of_namespace[pod.namespace].push(number as u32);
                count += usize::from(!mem::replace(&mut seen[shown[number] as usize], true));
            }
        }
        Rc::new(Population {
            from,
            cluster,
            expectations,
            shown,
            of_namespace,
            count,
            host_network_like_pods,
        })
    }
}

/// Gives each pod the number of what it is shown as.
fn number(cluster: &Cluster) -> Vec<u32> {
    let key = |pod: u32| {
        let pod = &cluster.pods[pod as usize];
        (pod.namespace, pod.shown_as())
    };
    let mut positions: Vec<u32> = (0..cluster.pods.len() as u32).collect();
    order::sort_positions(&mut positions, &|a, b| key(a).cmp(&key(b)));
    let mut numbers = vec![0; positions.len()];
    let mut before = None;
    for (at, &pod) in positions.iter().enumerate() {
        numbers[pod as usize] = match before {
            Some(before) if key(before) == key(pod) => numbers[before as usize],
            _ => at as u32,
        };
        before = Some(pod);
    }
    numbers
}

/// The pods and workloads of a document as the policy of a manifest sees them.
#[derive(Clone, Copy)]
pub(super) struct Matcher<'a> {
    population: &'a Population,
    own: &'a str,
}

impl<'a> Matcher<'a> {
    /// Looks as the policy of some parts does; `None` where there is nothing to look at.
    pub fn new(population: &'a Population, parts: &'a Parts) -> Option<Self> {
        let own = parts.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        (!population.cluster.pods.is_empty()).then_some(Matcher { population, own })
    }

    /// What the policy itself selects.
    pub fn selected(&self, selector: &Selector) -> Matched {
        self.matched(&Namespaces::Own, selector)
    }

    /// What each peer of a rule matches; `None` for one that is about addresses.
    pub fn peers(&self, rule: &Rule) -> Vec<Option<Matched>> {
        let Peers::Only(peers) = &rule.peers else { return Vec::new() };
        let mut matched = Vec::new();
        for peer in peers.iter() {
            matched.push(match peer {
                Peer::Pods { namespaces, pods: Some(pods) } => Some(self.matched(namespaces, pods)),
                Peer::Pods { namespaces, pods: None } => {
                    Some(self.matched(namespaces, &Selector::EVERYTHING))
                }
                Peer::IpBlock(_) => None,
            });
        }
        matched
    }

    fn matched(&self, namespaces: &Namespaces, pods: &Selector) -> Matched {
        let of = match namespaces {
            Namespaces::Own => self.count(namespaces, &Selector::EVERYTHING).0,
            Namespaces::All | Namespaces::Matching(_) => self.population.count,
        };
        let (count, names) = self.count(namespaces, pods);
        Matched { count, of, names }
    }

    /// How many there are, and what the first of them are called, those of the own namespace before
    /// others.
    fn count(&self, namespaces: &Namespaces, pods: &Selector) -> (usize, Vec<String>) {
        let Population { cluster, shown, of_namespace, .. } = self.population;
        let mut chosen = cluster.select_namespaces(self.own, namespaces);
        let own = cluster.namespace(self.own).and_then(|own| chosen.binary_search(&own).ok());
        if let Some(own) = own {
            chosen[..=own].rotate_right(1);
        }
        let mut seen = vec![false; shown.len()];
        let (mut count, mut names) = (0, Vec::new());
        for namespace in chosen {
            for &number in &of_namespace[namespace] {
                let (pod, shown) = (&cluster.pods[number as usize], shown[number as usize]);
                if !pod.labels.match_by(pods) || mem::replace(&mut seen[shown as usize], true) {
                    continue;
                }
                count += 1;
                if names.len() < NAMED {
                    let namespace = cluster.namespaces[namespace].name.as_str();
                    let (_, name) = pod.shown_as();
                    names.push(match namespace == self.own {
                        true => name.to_owned(),
                        false => [namespace, "/", name].concat(),
                    });
                }
            }
        }
        (count, names)
    }
}
