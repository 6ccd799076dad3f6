//! What would have to be changed for a connection to get the other answer.

use super::{Explanation, Openness, RulePlace, Side};
use crate::model::Direction;

/// One change to the policies of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Give a policy one more rule that allows the connection.
    AddRule {
        /// The direction of the rule.
        direction: Direction,
        /// The policies that isolate the pod, as indices of those that were given: one will do.
        policies: Vec<usize>,
    },
    /// Take a rule away that allows the connection, and with it all else that it allows.
    RemoveRule(RulePlace),
    /// Add a policy that isolates the pod and allows nothing.
    Isolate(Direction),
}

impl Explanation {
    /// The fewest changes that turn the answer around, all of which are needed.
    ///
    /// `None` if no policy could: nothing enforces them or carries the protocol, or neither end is a
    /// pod that policies are about.
    pub fn nearest_change(&self) -> Option<Vec<Step>> {
        if !self.is_carried {
            return None;
        }
        let sides = [(Direction::Ingress, &self.ingress), (Direction::Egress, &self.egress)];
        if self.is_allowed() {
            // One closed side is enough; of two that take as many changes, that of the receiver.
            let ways = sides.into_iter().filter_map(|(direction, side)| closing(direction, side));
            return ways.min_by_key(Vec::len);
        }
        let mut steps = Vec::new();
        for (direction, side) in sides {
            if let Side::Isolated { by, allowing } = side
                && allowing.is_empty()
            {
                steps.push(Step::AddRule { direction, policies: by.clone() });
            }
        }
        Some(steps)
    }
}

/// What makes a side that allows the connection deny it.
fn closing(direction: Direction, side: &Side) -> Option<Vec<Step>> {
    match side {
        Side::Open(Openness::NotIsolated) => Some(vec![Step::Isolate(direction)]),
        Side::Open(_) => None,
        Side::Isolated { allowing, .. } => {
            Some(allowing.iter().copied().map(Step::RemoveRule).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isolated(by: &[usize], rules: usize) -> Side {
        let place = |rule| RulePlace { policy: by[0], direction: Direction::Ingress, rule };
        Side::Isolated { by: by.to_vec(), allowing: (0..rules).map(place).collect() }
    }

    fn steps(egress: Side, ingress: Side) -> Option<Vec<Step>> {
        Explanation { is_carried: true, egress, ingress }.nearest_change()
    }

    #[test]
    fn every_side_that_denies_needs_a_rule() {
        let add = |direction, policies: &[usize]| Step::AddRule {
            direction,
            policies: policies.to_vec(),
        };
        let ingress = add(Direction::Ingress, &[2]);
        let both = vec![ingress.clone(), add(Direction::Egress, &[0, 1])];
        assert_eq!(steps(isolated(&[0, 1], 0), isolated(&[2], 0)), Some(both));
        assert_eq!(steps(isolated(&[0], 1), isolated(&[2], 0)), Some(vec![ingress]));
    }

    #[test]
    fn the_side_with_fewer_rules_is_closed() {
        let open = || Side::Open(Openness::NotIsolated);
        let isolate = |direction| Some(vec![Step::Isolate(direction)]);
        let remove = |policy| RulePlace { policy, direction: Direction::Ingress, rule: 0 };
        let remove = |policy| Some(vec![Step::RemoveRule(remove(policy))]);
        assert_eq!(steps(open(), open()), isolate(Direction::Ingress));
        assert_eq!(steps(open(), isolated(&[1], 2)), isolate(Direction::Egress));
        assert_eq!(steps(open(), isolated(&[1], 1)), remove(1));
        assert_eq!(steps(isolated(&[0], 1), isolated(&[1], 2)), remove(0));
        assert_eq!(steps(Side::Open(Openness::Outside), open()), isolate(Direction::Ingress));
    }

    #[test]
    fn what_policies_have_no_say_in_they_cannot_change() {
        let free = || Side::Open(Openness::HostNetwork);
        assert_eq!(steps(free(), Side::Open(Openness::Outside)), None);
        let dead = Explanation { is_carried: false, egress: free(), ingress: isolated(&[0], 1) };
        assert_eq!(dead.nearest_change(), None);
    }
}
