//! An answer about two ends, with its reasons, and what would turn it around.

use super::{Survey, Written};
use crate::analysis::{Class, NamedEnd, Side, Unnamed};
use crate::command::Command;
use crate::describe::verdict::{self, Question};
use crate::model::{Direction, Protocol};
use crate::order;
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// What is asked, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The source: `namespace/name`, a namespace, or an address.
    pub from: String,
    /// The destination.
    pub to: String,
    /// The protocol of the port.
    pub protocol: Protocol,
    /// The port; empty for all of them.
    pub port: String,
}

impl Default for Asked {
    fn default() -> Self {
        let (from, to, port) = Default::default();
        Asked { from, to, protocol: Protocol::Tcp, port }
    }
}

/// What is wrong with a question; what is empty is only missing, which is no mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistake {
    /// With the source.
    pub from: Option<Sentence>,
    /// With the destination.
    pub to: Option<Sentence>,
    /// With the port.
    pub port: Option<Sentence>,
}

/// An answer, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether something is allowed of what was asked.
    pub is_allowed: bool,
    /// The answer in a sentence.
    pub verdict: Sentence,
    /// What else is to be known of it.
    pub notes: Vec<Sentence>,
    /// The source's side and the destination's; none for a pod and itself.
    pub sides: Vec<AnswerSide>,
    /// What would turn the answer around, if policies can.
    pub remedy: Option<Remedy>,
}

/// What one side has to do with an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerSide {
    /// Egress for the source, ingress for the destination.
    pub direction: Direction,
    /// Whether it lets something through of what was asked.
    pub allows: bool,
    /// Why, in a sentence.
    pub reason: Sentence,
    /// The rules that let it through, or else the policies that do not.
    pub decisive: Vec<Decisive>,
}

/// A policy, or a rule of one, that decides an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisive {
    /// The rule, or the policy itself.
    pub place: Written,
    /// What it says.
    pub text: Sentence,
}

/// The fewest changes that turn an answer around.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// Each as an instruction; all of them are needed.
    pub steps: Vec<Sentence>,
    /// What makes these changes.
    pub commands: Vec<Command>,
}

/// Pods that are treated alike, or addresses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub class: Class,
    /// One of the pods; none for addresses.
    pub pod: Option<usize>,
}

/// What a text in a question stands for.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Each class once.
    pub ends: Vec<Found>,
    /// All of the pods; none for an address.
    pub pods: Vec<usize>,
    /// The one end that it names, as most texts do.
    named: Option<NamedEnd>,
    /// Whether it is all of a namespace.
    pub is_namespace: bool,
}

impl Survey {
    /// Answers a question.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for each of its fields.
    pub fn answer(&self, asked: &Asked) -> Result<Answer, Mistake> {
        let mut mistake = Mistake::default();
        let from = note(self.find(&asked.from), &mut mistake.from);
        let to = note(self.find(&asked.to), &mut mistake.to);
        let port = note(port(asked), &mut mistake.port);
        let (Some(from), Some(to), Some(port)) = (from, to, port) else { return Err(mistake) };
        if from.pods.is_empty() && to.pods.is_empty() {
            mistake.to = Some(verdict::both_outside());
            return Err(mistake);
        }
        let question = Question { from: &asked.from, to: &asked.to, port };
        if let (Some(from), Some(to)) = (&from.named, &to.named)
            && from.is_same_pod(to, self.cluster())
        {
            let verdict = verdict::itself(&asked.from);
            let (notes, sides) = Default::default();
            return Ok(Answer { is_allowed: true, verdict, notes, sides, remedy: None });
        }
        Ok(self.answer_for(&question, &from, &to))
    }

    fn answer_for(&self, question: &Question, from: &Scope, to: &Scope) -> Answer {
        let ports_of = |from: Found, to: Found| {
            let ports = self.analysis.allowed(from.class, to.class);
            question.port.map_or(ports.clone(), |(protocol, port)| ports.at(protocol, port))
        };
        // The reasons are those of one pair: of one that may connect, if there is one.
        let (mut source, mut destination) = (from.ends[0], to.ends[0]);
        let mut allowed = ports_of(source, destination);
        let mut differs = false;
        for &one in &from.ends {
            for &other in &to.ends {
                let ports = ports_of(one, other);
                differs |= ports != allowed;
                if allowed.is_empty() && !ports.is_empty() {
                    (source, destination) = (one, other);
                }
                allowed = allowed.union(&ports);
            }
        }
        let explanation = match question.port {
            Some((protocol, port)) => {
                self.analysis.explain(source.class, destination.class, protocol, port)
            }
            None => self.analysis.explain_all(source.class, destination.class),
        };
        let verdict = match question.port {
            Some(_) => verdict::answer(question, &explanation),
            None => verdict::answer_all(question, &allowed),
        };
        let mut notes = Vec::new();
        if differs {
            notes.push(verdict::pods_differ(&self.name(source), &self.name(destination)));
        }
        notes.extend(verdict::beyond_policies(&explanation));
        let is_parted = allowed.is_empty() && explanation.is_allowed();
        if is_parted {
            notes.push(verdict::no_common_port());
        }
        let sides = vec![
            self.side(question, Direction::Egress, &explanation.egress),
            self.side(question, Direction::Ingress, &explanation.ingress),
        ];
        // The reasons of one pair say nothing about another.
        let is_one_pair = from.ends.len() == 1 && to.ends.len() == 1;
        let remedy = match is_one_pair && !is_parted {
            true => self.remedy(question, &explanation, from, to),
            false => None,
        };
        Answer { is_allowed: !allowed.is_empty(), verdict, notes, sides, remedy }
    }

    /// What a text stands for: at least one end, unless it is a mistake, or empty.
    fn find(&self, text: &str) -> Result<Scope, Option<Sentence>> {
        let cluster = self.cluster();
        let text = text.trim();
        let mut is_namespace = false;
        let pods: Vec<usize> = match self.analysis.find(text, cluster) {
            Ok(end) => {
                let ends = vec![Found { class: end.class, pod: end.pods.first().copied() }];
                let pods = end.pods.clone();
                return Ok(Scope { ends, pods, named: Some(end), is_namespace });
            }
            Err(Unnamed::Several(pods)) => pods,
            Err(unnamed) => {
                let namespace = cluster.namespace(text).ok_or_else(|| {
                    (!text.is_empty()).then(|| verdict::unnamed(text, &unnamed, cluster))
                })?;
                is_namespace = true;
                let all = 0..cluster.pods.len();
                all.filter(|&pod| cluster.pods[pod].namespace == namespace).collect()
            }
        };
        if pods.is_empty() {
            return Err(Some(verdict::no_pod_in(text)));
        }
        let mut all = Vec::with_capacity(pods.len());
        for &pod in &pods {
            all.push((self.analysis.pod(pod), pod));
        }
        let mut all = order::sorted(all, Ord::cmp);
        all.dedup_by(|a, b| a.0 == b.0);
        let ends = all.into_iter().map(|(class, pod)| Found { class, pod: Some(pod) }).collect();
        Ok(Scope { ends, pods, named: None, is_namespace })
    }

    fn name(&self, found: Found) -> String {
        found.pod.map(|pod| self.cluster().pod_name(pod)).unwrap_or_default()
    }

    fn side(&self, question: &Question, direction: Direction, side: &Side) -> AnswerSide {
        let mut decisive = Vec::new();
        if let Side::Isolated { by, allowing } = side {
            for &place in allowing {
                let text = verdict::allowing(place, &self.policies);
                decisive.extend(self.decisive(place.policy, verdict::path(place), text));
            }
            for &policy in by.iter().filter(|_| allowing.is_empty()) {
                let text = self.policies.get(policy).map(|policy| verdict::policy_name(policy));
                decisive.extend(self.decisive(policy, FieldPath::root(), text));
            }
        }
        let reason = verdict::side(question, direction, side, &self.policies);
        AnswerSide { direction, allows: side.allows(), reason, decisive }
    }

    fn decisive(&self, policy: usize, path: FieldPath, text: Option<Sentence>) -> Option<Decisive> {
        Some(Decisive { place: self.written(policy, path)?, text: text? })
    }
}

/// The value, or its mistake in its place.
fn note<T>(result: Result<T, Option<Sentence>>, mistake: &mut Option<Sentence>) -> Option<T> {
    result.map_err(|text| *mistake = text).ok()
}

/// The port that is asked about; `None` for all of them.
fn port(asked: &Asked) -> Result<Option<(Protocol, u16)>, Option<Sentence>> {
    let text = asked.port.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u16>() {
        Ok(port) if port > 0 => Ok(Some((asked.protocol, port))),
        _ => Err(Some(verdict::no_port())),
    }
}
