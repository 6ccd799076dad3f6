//! Why one connection is allowed or not, with the places of what decides it.

use super::{JsonMap, Probe, list};
use crate::analysis::{Analysis, Explanation, NamedEnd, Openness, Side};
use crate::describe::verdict::{self, Question};
use crate::gather::{Gathered, Place};
use crate::model::Direction;
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::value::Value;

/// A question about one connection and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The source, as it is shown.
    pub from: String,
    /// The destination, as it is shown.
    pub to: String,
    /// The protocol and the port.
    pub probe: Probe,
    /// The answer as a sentence.
    pub answer: Sentence,
    /// Whether the connection is allowed.
    pub is_allowed: bool,
    /// The reasons; none for a pod and itself.
    pub explanation: Option<Explanation>,
}

impl Told {
    /// What was asked.
    pub fn question(&self) -> Question<'_> {
        let Probe { protocol, port } = self.probe;
        Question { from: &self.from, to: &self.to, port: Some((protocol, port)) }
    }
}

/// Explains one connection; an error says why there is none to be explained.
pub fn explain(
    from: &str,
    to: &str,
    probe: Probe,
    gathered: &Gathered,
    analysis: &Analysis,
) -> Result<Told, String> {
    let cluster = &gathered.cluster;
    let find = |text: &str| {
        let found = analysis.find(text, cluster);
        found.map_err(|unnamed| verdict::unnamed(text, &unnamed, cluster).to_string())
    };
    let (from, to) = (find(from)?, find(to)?);
    if from.pods.is_empty() && to.pods.is_empty() {
        return Err(verdict::both_outside().to_string());
    }
    Ok(answer(from, to, probe, gathered, analysis))
}

fn answer(
    from: NamedEnd,
    to: NamedEnd,
    probe: Probe,
    gathered: &Gathered,
    analysis: &Analysis,
) -> Told {
    let Probe { protocol, port } = probe;
    let (answer, is_allowed, explanation) = match from.is_same_pod(&to, &gathered.cluster) {
        true => (verdict::itself(&from.name), true, None),
        false => {
            let explanation = analysis.explain(from.class, to.class, protocol, port);
            let port = Some((protocol, port));
            let question = Question { from: &from.name, to: &to.name, port };
            let answer = verdict::answer(&question, &explanation);
            (answer, explanation.is_allowed(), Some(explanation))
        }
    };
    Told { from: from.name, to: to.name, probe, answer, is_allowed, explanation }
}

/// Both sides of a connection.
pub fn sides(explanation: &Explanation) -> [(Direction, &Side); 2] {
    [(Direction::Egress, &explanation.egress), (Direction::Ingress, &explanation.ingress)]
}

/// The policies and rules that decide a side, each with its place.
pub fn places(side: &Side, gathered: &Gathered) -> Vec<(Place, Sentence)> {
    let Side::Isolated { by, allowing } = side else { return Vec::new() };
    let mut places = Vec::new();
    for &policy in by {
        let name = verdict::policy_name(&gathered.policies[policy]);
        places.push((gathered.place(policy, &FieldPath::root()), name));
    }
    for place in allowing {
        let Some(said) = verdict::allowing(*place, &gathered.policies) else { continue };
        places.push((gathered.place(place.policy, &verdict::path(*place)), said));
    }
    places
}

/// The answer as one object.
pub fn explanation(told: &Told, gathered: &Gathered) -> Value {
    let question = told.question();
    let mut map = JsonMap::default();
    map.put("from", question.from);
    map.put("to", question.to);
    map.put("protocol", told.probe.protocol.as_str());
    map.put("port", i64::from(told.probe.port));
    map.put("allowed", Value::Bool(told.is_allowed));
    map.put("text", told.answer.to_string());
    let Some(explanation) = &told.explanation else { return map.finish() };
    if let Some(reason) = verdict::beyond_policies(explanation) {
        map.put("reason", reason.to_string());
    }
    for (direction, side) in sides(explanation) {
        let text = verdict::side(&question, direction, side, &gathered.policies);
        let mut said = JsonMap::default();
        said.put("allowed", Value::Bool(side.allows()));
        said.put("text", text.to_string());
        put_side(&mut said, side, gathered);
        map.put(direction.rules_key(), said.finish());
    }
    map.finish()
}

fn put_side(map: &mut JsonMap, side: &Side, gathered: &Gathered) {
    let policy = |policy: usize| {
        let mut map = JsonMap::default();
        map.put("policy", verdict::policy_name(&gathered.policies[policy]).to_string());
        map
    };
    match side {
        Side::Open(openness) => map.put(
            "open",
            match openness {
                Openness::NotIsolated => "not-isolated",
                Openness::Outside => "outside",
                Openness::HostNetwork => "host-network",
                Openness::NotEnforced => "not-enforced",
            },
        ),
        Side::Isolated { by, allowing } => {
            let isolating = list(by, |&number| {
                let mut map = policy(number);
                map.put_place(&gathered.place(number, &FieldPath::root()));
                map.finish()
            });
            map.put("isolatedBy", isolating);
            let allowing = list(allowing, |&place| {
                let mut map = policy(place.policy);
                let path = verdict::path(place);
                map.put("rule", path.to_string());
                map.put_place(&gathered.place(place.policy, &path));
                let text = verdict::allowing(place, &gathered.policies);
                map.put("text", text.map(|text| text.to_string()).unwrap_or_default());
                map.finish()
            });
            map.put("allowedBy", allowing);
        }
    }
}
