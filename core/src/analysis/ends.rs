//! What people see as one end of connections: pods that belong together.
//!
//! An end stands for several classes where its pods differ. Ends with the same classes are answered
//! alike, so they are one group, and what is worked out is worked out for groups.

use super::{Analysis, Class, Matrix, SetId};
use crate::cluster::Cluster;
use crate::order;

/// Which pods are one end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// All pods of one owner.
    #[default]
    Workload,
    /// Each pod by itself.
    Pod,
    /// All pods of a namespace.
    Namespace,
}

/// Pods that are shown as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// The namespace, the name and the kind, as in `shop/web[Deployment]`; of a namespace its name.
    pub name: String,
    /// The pods, as indices of [`Cluster::pods`].
    pub pods: Vec<usize>,
}

impl Workload {
    /// Whether it is named as a single pod, and not as a workload, which may have more of them
    /// tomorrow.
    pub fn is_one_pod(&self) -> bool {
        self.pods.len() == 1 && self.name.ends_with("[Pod]")
    }
}

/// The ends of a cluster, and which of them are answered alike.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// By namespace, name and kind.
    pub workloads: Vec<Workload>,
    /// For each workload the index of its classes among the groups.
    pub group_of: Vec<usize>,
    /// The classes of each group, in order.
    pub groups: Vec<Vec<Class>>,
}

impl Ends {
    /// Finds the ends of a cluster, whose analysis it has to be.
    pub fn of(cluster: &Cluster, analysis: &Analysis, grouping: Grouping) -> Self {
        Ends::among(workloads(cluster, grouping), analysis)
    }

    /// Finds out which of some workloads are answered alike.
    pub fn among(workloads: Vec<Workload>, analysis: &Analysis) -> Self {
        let mut classes: Vec<Vec<Class>> = Vec::with_capacity(workloads.len());
        for workload in &workloads {
            let of_pods = workload.pods.iter().map(|&pod| analysis.pod(pod)).collect();
            let mut of_pods = order::sorted(of_pods, Ord::cmp);
            of_pods.dedup();
            classes.push(of_pods);
        }
        let mut groups = order::sorted(classes.clone(), Ord::cmp);
        groups.dedup();
        let group = |classes: &Vec<Class>| groups.binary_search(classes).unwrap_or_default();
        let group_of = classes.iter().map(group).collect();
        Ends { workloads, group_of, groups }
    }

    /// What one of the classes of a group may open, by class.
    pub fn row(&self, group: usize, analysis: &Analysis, matrix: &mut Matrix) -> Vec<SetId> {
        let mut by_class = vec![SetId::NONE; analysis.classes()];
        for &class in &self.groups[group] {
            // The row is copied, because sets can be joined only while nobody reads it.
            let row = matrix.row(class).to_vec();
            for (known, set) in by_class.iter_mut().zip(row) {
                *known = matrix.union(*known, set);
            }
        }
        by_class
    }

    /// For each group what one of its classes has.
    pub fn by_group(&self, by_class: &[SetId], matrix: &mut Matrix) -> Vec<SetId> {
        let mut by_group = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let mut joined = SetId::NONE;
            for class in group {
                joined = matrix.union(joined, by_class[class.index()]);
            }
            by_group.push(joined);
        }
        by_group
    }
}

/// The ends by namespace, name and kind; pods of one end keep their order.
fn workloads(cluster: &Cluster, grouping: Grouping) -> Vec<Workload> {
    let key = |pod: u32| {
        let pod = &cluster.pods[pod as usize];
        let (kind, name) = match grouping {
            Grouping::Workload => pod.shown_as(),
            Grouping::Pod => (pod.kind.as_str(), pod.name.as_str()),
            Grouping::Namespace => ("", ""),
        };
        (pod.namespace, name, kind)
    };
    let mut pods: Vec<u32> = (0..cluster.pods.len() as u32).collect();
    order::sort_positions(&mut pods, &|a, b| key(a).cmp(&key(b)));
    let mut workloads: Vec<Workload> = Vec::new();
    let mut last = None;
    for pod in pods {
        let (namespace, name, kind) = key(pod);
        if last != Some((namespace, name, kind)) {
            last = Some((namespace, name, kind));
            let namespace = cluster.namespaces.get(namespace);
            let namespace = namespace.map_or("", |namespace| namespace.name.as_str());
            let name = match grouping {
                Grouping::Namespace => namespace.to_owned(),
                Grouping::Workload | Grouping::Pod => {
                    [namespace, "/", name, "[", kind, "]"].concat()
                }
            };
            workloads.push(Workload { name, pods: Vec::new() });
        }
        if let Some(workload) = workloads.last_mut() {
            workload.pods.push(pod as usize);
        }
    }
    workloads
}
