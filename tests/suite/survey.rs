//! What the page says about connections: the recorded answers, asked for as a person does, and that
//! each suggested change does what it is suggested for.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use netpol_core::analysis::{Change, End, Settings};
use netpol_core::command::Command;
use netpol_core::edit::{
    Answer, Asked, Compared, Document, Environment, History, Origin, Surprise, Survey, Transaction,
    Written, derive,
};
use netpol_core::model::Protocol;
use netpol_tests::noise::{Noise, seed};
use serde_json::Value as Json;

/// How many probes of each scenario are asked.
const ASKED: usize = 6;

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/connectivity");
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let mut all: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

/// A workspace with files of these names and texts.
fn open(files: &[(&str, String)]) -> History {
    let mut history = History::new(Document::default());
    for (name, text) in files {
        run(&mut history, vec![Command::AddFile { name: (*name).to_owned(), text: text.clone() }]);
    }
    history
}

fn run(history: &mut History, commands: Vec<Command>) {
    let transaction = Transaction { commands, origin: Origin::Form, at_ms: 0 };
    history.run(&transaction).expect("a command that can be carried out");
}

fn survey(history: &History, previous: Option<&Survey>) -> Survey {
    surveyed(history, Settings::default(), previous)
}

fn surveyed(history: &History, engine: Settings, previous: Option<&Survey>) -> Survey {
    let environment = Environment { engine, ..Environment::default() };
    Survey::of(&Rc::new(derive(history.document(), environment, None, None)), previous)
}

#[test]
fn answers_are_the_recorded_ones_and_suggestions_turn_them_around() {
    let mut noise = Noise::new(seed(11));
    let (mut asked, mut turned) = (0, 0);
    for scenario in scenarios() {
        let text = |name: &str| fs::read_to_string(scenario.join(name)).expect("a scenario");
        let history =
            open(&[("cluster.yaml", text("cluster.yaml")), ("p.yaml", text("policies.yaml"))]);
        let before = survey(&history, None);
        let expected: Json = serde_json::from_str(&text("expected.json")).expect("JSON");
        let connections = expected["connections"].as_array().expect("connections");
        let probes = expected["probes"].as_array().expect("probes");
        for _ in 0..ASKED {
            let (connection, probe) = (noise.pick(connections), noise.pick(probes));
            let text = |value: &Json| value.as_str().expect("text").to_owned();
            let name = text(probe);
            let (protocol, port) = name.split_once(' ').expect("a probe");
            let question = Asked {
                from: text(&connection["from"]),
                to: text(&connection["to"]),
                protocol: Protocol::parse(protocol).expect("a protocol"),
                port: port.to_owned(),
            };
            let recorded = connection["allowed"].as_array().expect("a list").contains(probe);
            let answer = before.answer(&question).expect("an answer");
            let context = format!("{scenario:?}: {question:?}");
            assert_eq!(answer.is_allowed, recorded, "{context}");
            asked += 1;
            let Some(remedy) = answer.remedy else { continue };
            let mut changed = history.clone();
            run(&mut changed, remedy.commands);
            let after = survey(&changed, None).answer(&question).expect("an answer");
            assert_eq!(after.is_allowed, !recorded, "{context}: {:?}", remedy.steps);
            turned += 1;
        }
    }
    println!("{asked} questions, {turned} turned around");
    // Two pods can always be parted or joined; only host networks and the outside cannot.
    assert!(turned * 10 > asked * 9, "{turned} of {asked}");
}

/// Whether an answer is the same for all pods that are asked about.
fn is_for_all(answer: &Answer) -> bool {
    !answer.notes.iter().any(|note| note.to_string().starts_with("Policies tell pods"))
}

#[test]
fn suggestions_for_namespaces_turn_all_of_their_pods_around() {
    let mut turned = 0;
    for scenario in scenarios() {
        let text = |name: &str| fs::read_to_string(scenario.join(name)).expect("a scenario");
        let history =
            open(&[("cluster.yaml", text("cluster.yaml")), ("p.yaml", text("policies.yaml"))]);
        let before = survey(&history, None);
        let names: Vec<&str> =
            before.cluster().namespaces.iter().map(|it| it.name.as_str()).collect();
        for (from, to) in names.iter().flat_map(|from| names.iter().map(move |to| (from, to))) {
            let question = asked(from, to, "8080");
            let Ok(answer) = before.answer(&question) else { continue };
            let Some(remedy) = answer.remedy else { continue };
            let mut changed = history.clone();
            run(&mut changed, remedy.commands);
            let after = survey(&changed, None).answer(&question).expect("an answer");
            let context = format!("{scenario:?}: {question:?}: {:?}", remedy.steps);
            assert_eq!(after.is_allowed, !answer.is_allowed, "{context}");
            assert!(is_for_all(&after), "{context}");
            turned += 1;
        }
    }
    println!("{turned} questions about namespaces turned around");
    assert!(turned > 20, "{turned}");
}

const SHOP: &str = "\
kind: Namespace
metadata: {name: shop}
---
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web, pod-template-hash: abc}}}}
---
kind: Deployment
metadata: {name: db, namespace: shop}
spec: {template: {metadata: {labels: {app: db}}}}
---
kind: Pod
metadata: {name: probe, namespace: ops}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
";

fn asked(from: &str, to: &str, port: &str) -> Asked {
    let (from, to, port) = (from.to_owned(), to.to_owned(), port.to_owned());
    Asked { from, to, port, ..Asked::default() }
}

#[test]
fn names_without_ports_and_pods_without_limits_surprise() {
    let more = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: names, namespace: shop}
spec:
  podSelector: {}
  ingress:
  - ports: [{port: 80}, {port: http}]
---
kind: Pod
metadata: {name: agent, namespace: shop}
spec: {hostNetwork: true}
";
    let told = |text: String| {
        let mut lines = Vec::new();
        for Surprise { text, place } in survey(&open(&[("shop.yaml", text)]), None).surprises() {
            let place = place.map(|at| format!("{} {}: ", at.line, at.path)).unwrap_or_default();
            lines.push(place + &text.to_string());
        }
        lines
    };
    assert!(told(SHOP.to_owned()).is_empty());
    assert_eq!(
        told([SHOP, more].concat()),
        [
            "on the network of their node, so taken as not restricted: shop/agent",
            "28 spec.ingress[0].ports[1]: no container that this rule allows connections to has a TCP port named `http`, so the name allows nothing",
        ]
    );
}

/// An answer as lines.
fn told(survey: &Survey, question: &Asked) -> Vec<String> {
    let answer = match survey.answer(question) {
        Ok(answer) => answer,
        Err(mistake) => return vec![format!("{mistake:?}")],
    };
    let mut lines = vec![answer.verdict.to_string()];
    lines.extend(answer.notes.iter().map(ToString::to_string));
    for side in &answer.sides {
        lines.push(format!("{:?} {}: {}", side.direction, side.allows, side.reason));
        for decisive in &side.decisive {
            let Written { path, line, .. } = &decisive.place;
            lines.push(format!("{line} {path}: {}", decisive.text));
        }
    }
    for step in answer.remedy.iter().flat_map(|remedy| &remedy.steps) {
        lines.push(format!("> {step}"));
    }
    lines
}

#[test]
fn an_answer_has_both_sides_their_lines_and_the_nearest_change() {
    let mut history = open(&[("shop.yaml", SHOP.to_owned())]);
    let question = asked("shop/web", "shop/db", "5432");
    let before = survey(&history, None);
    assert_eq!(
        told(&before, &question),
        [
            "shop/web cannot connect to shop/db on TCP 5432.",
            "Egress true: No policy isolates shop/web for egress, so it may open every connection.",
            "Ingress false: The policy shop/db isolates shop/db for ingress, and no rule of it \
             allows this connection.",
            "15 : shop/db",
            "> Add a rule to shop/db that allows ingress from shop/web on TCP 5432.",
        ]
    );
    let remedy = before.answer(&question).expect("an answer").remedy.expect("a remedy");
    run(&mut history, remedy.commands);
    let text = history.document().files()[0].text();
    let expected = "\
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: web
    ports:
    - protocol: TCP
      port: 5432
";
    assert!(text.ends_with(expected), "{text}");
    let after = survey(&history, Some(&before));
    assert_eq!(told(&after, &question)[0], "shop/web may connect to shop/db on TCP 5432.");
    assert!(!after.is_same(&before));
    let changes = after.changes(history.document(), Compared::Opened).expect("few workloads");
    assert_eq!(changes.changes.len(), 1);
    assert_eq!(changes.workloads[0], "ops/probe[Pod]");
}

#[test]
fn a_suggestion_says_for_which_other_pods_it_is() {
    let more = "---
kind: Pod
metadata: {name: web-2, namespace: shop, labels: {app: web, index: '2'}}
---
kind: Pod
metadata: {name: web-3, namespace: shop, labels: {app: web, index: '3'}}
";
    let history = open(&[("shop.yaml", [SHOP, more].concat())]);
    let survey = survey(&history, None);
    let last = |from: &str, to: &str| told(&survey, &asked(from, to, "1")).pop().expect("lines");
    // No label sets it apart from what else will be in its namespace.
    assert_eq!(
        last("ops/probe", "shop/db"),
        "> Add a rule to shop/db that allows ingress from ops/probe on TCP 1. This is for every \
         pod of namespace ops, since no lasting label tells ops/probe apart."
    );
    let whole = "> Add a rule to shop/db that allows ingress from ops on TCP 1.";
    assert_eq!(last("ops", "shop/db"), whole);
    let others = "> Add a rule to shop/db that allows ingress from shop/web on TCP 1. This is for \
                  2 more pods too, which have the same labels.";
    assert_eq!(last("shop/web", "shop/db"), others);
    assert!(last("shop/web-2", "shop/db").ends_with("from shop/web-2 on TCP 1."));
    assert!(last("shop/web", "ops/probe").contains("every pod of namespace ops"));
}

#[test]
fn a_list_whose_items_do_not_say_what_they_are_has_pods_and_expectations() {
    let pods = "\
apiVersion: v1
kind: PodList
items:
- metadata: {name: a, namespace: x}
- metadata: {name: b, namespace: x}
";
    let nested = "\
kind: List
items:
- kind: List
  items:
  - expectations: [{from: x/a, to: x/b, expect: allowed}]
- kind: List
  items:
  - apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: shut, namespace: x}
    spec: {podSelector: {}, policyTypes: [Egress]}
";
    let history = open(&[("pods.yaml", pods.to_owned()), ("more.yaml", nested.to_owned())]);
    let survey = survey(&history, None);
    assert_eq!((survey.cluster().pods.len(), survey.policies().len()), (2, 1));
    let checked = survey.expectations();
    assert_eq!(checked.len(), 1);
    assert!(!checked[0].is_met);
    let remedy = survey.answer(&asked("x/a", "x/b", "")).expect("an answer").remedy;
    let mut changed = history.clone();
    run(&mut changed, remedy.expect("a remedy").commands);
    let text = changed.document().files()[1].text();
    assert!(text.contains("      egress:\n      - to:\n"), "{text}");
}

#[test]
fn a_port_in_common_that_nothing_carries_is_no_reason() {
    let both = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: both, namespace: shop}
spec: {podSelector: {}, ingress: [{ports: [{protocol: SCTP}]}], egress: [{ports: [{protocol: SCTP}]}]}
";
    let history = open(&[("shop.yaml", [SHOP, both].concat())]);
    let told_with = |sctp| {
        let settings = Settings { sctp, ..Settings::default() };
        told(&surveyed(&history, settings, None), &asked("shop/db", "shop/web", "")).join(" ")
    };
    assert!(told_with(true).starts_with("shop/db may connect to shop/web on every SCTP port."));
    assert!(told_with(false).contains("no rule of it allows"), "{}", told_with(false));
    assert!(!told_with(false).contains("in common"), "{}", told_with(false));
}

#[test]
fn two_versions_of_a_policy_are_compared_by_what_they_allow() {
    let (pods, deny) = SHOP.split_at(SHOP.find("apiVersion").expect("a policy"));
    let allow =
        deny.to_owned() + "  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]\n";
    let other = deny.replace("name: db", "name: other").replace("app: db", "app: web");
    let history = open(&[
        ("pods.yaml", pods.to_owned()),
        ("old.yaml", deny.to_owned()),
        ("new.yaml", allow + "---\n" + &other),
    ]);
    let survey = survey(&history, None);
    let changed = |compared| {
        let changes = survey.changes(history.document(), compared).expect("few workloads");
        let told = |change: &Change| {
            let end = |end| match end {
                End::Workload(number) => changes.workloads[number].clone(),
                End::Addresses(_) => "addresses".to_owned(),
            };
            let kind = changes.difference(change.difference).kind;
            format!("{kind:?} {} to {}", end(change.from), end(change.to))
        };
        changes.changes.iter().map(told).collect::<Vec<String>>()
    };
    let files: Vec<_> = history.document().files().iter().map(|file| file.id()).collect();
    let manifests: Vec<_> = history.document().manifests().iter().map(|it| it.id()).collect();
    let (db, other) = (manifests[manifests.len() - 2], manifests[manifests.len() - 1]);
    let old = manifests[manifests.len() - 3];
    let added = "Added shop/web[Deployment] to shop/db[Deployment]";
    // The whole file isolates web too; its first policy does not.
    let of_files = changed(Compared::Files { old: files[1], new: files[2] });
    assert!(of_files.contains(&added.to_owned()), "{of_files:?}");
    assert!(of_files.contains(&"Removed ops/probe[Pod] to shop/web[Deployment]".to_owned()));
    assert_eq!(changed(Compared::Manifests { old, new: db }), [added]);
    assert_eq!(changed(Compared::Manifests { old: other, new: other }), [""; 0]);
}

#[test]
fn whole_namespaces_and_all_ports_can_be_asked_about() {
    let history = open(&[("shop.yaml", SHOP.to_owned())]);
    let survey = survey(&history, None);
    let first = |from: &str, to: &str| told(&survey, &asked(from, to, "")).swap_remove(0);
    assert_eq!(first("ops", "shop/web"), "ops may connect to shop/web on every port.");
    assert_eq!(first("ops", "shop/db"), "ops cannot connect to shop/db on any port.");
    assert_eq!(
        told(&survey, &asked("ops", "shop", ""))[..2],
        [
            "ops may connect to shop on every port.",
            "Policies tell pods of these ends apart: this is what at least one pair may do. The \
             reasons are those of ops/probe and shop/web.",
        ]
    );
    assert_eq!(
        first("ops/probe", "ops/probe"),
        "ops/probe always reaches itself; policies have no say in that."
    );
}

#[test]
fn what_is_wrong_with_a_question_is_said_at_its_field() {
    let history = open(&[("shop.yaml", SHOP.to_owned())]);
    let survey = survey(&history, None);
    let mistakes = |from, to, port| {
        let wrong = survey.answer(&asked(from, to, port)).expect_err("a mistake");
        [wrong.from, wrong.to, wrong.port].map(|said| said.map(|said| said.to_string()))
    };
    let [from, to, port] = mistakes("shop/web", "shop/cache", "70000");
    assert_eq!(from, None);
    assert_eq!(to.as_deref(), Some("there is no pod or workload `shop/cache` in these files"));
    assert_eq!(port.as_deref(), Some("write a number from 1 to 65535, or nothing for every port"));
    // What is still empty is no mistake that must be told.
    assert_eq!(mistakes("", "shop/db", ""), [None, None, None]);
    let [_, outside, _] = mistakes("1.1.1.1", "10.0.0.1", "80");
    assert!(outside.is_some_and(|text| text.starts_with("both ends are addresses")));
}

#[test]
fn an_edit_that_means_the_same_keeps_all_answers() {
    let mut history = open(&[("shop.yaml", SHOP.to_owned())]);
    let before = survey(&history, None);
    let derived = Rc::new(derive(history.document(), Environment::default(), None, None));
    let before = Survey::of(&derived, Some(&before));
    let file = history.document().files()[0].id();
    let text = [SHOP, "# a comment\n"].concat();
    run(&mut history, vec![Command::SetText { file, text }]);
    let after = |engine| {
        let environment = Environment { engine, ..Environment::default() };
        let derived = Rc::new(derive(history.document(), environment, None, Some(&derived)));
        Survey::of(&derived, Some(&before))
    };
    assert!(after(Settings::default()).is_same(&before));
    let other = Settings { enforced: false, ..Settings::default() };
    assert!(after(other).has_same_pods(&before) && !after(other).is_same(&before));
}

#[test]
fn expectations_among_the_manifests_are_checked() {
    let expectations = "\
expectations:
- {name: web is shut out, from: shop/web, to: shop/db, expect: denied}
- {name: web gets in, from: shop/web, to: shop/db, ports: [TCP 5432], expect: allowed}
- {name: nobody, from: shop/nobody, to: shop/db, expect: denied}
- {name: broken, from: shop/web, expect: maybe}
";
    let history = open(&[("shop.yaml", SHOP.to_owned()), ("expect.yaml", expectations.to_owned())]);
    let mut lines = Vec::new();
    for checked in survey(&history, None).expectations() {
        let reasons: Vec<String> = checked.reasons.iter().map(ToString::to_string).collect();
        lines.push(format!("{} {}: {}", checked.is_met, checked.name, reasons.join(" ")));
    }
    lines.sort();
    assert_eq!(
        lines,
        [
            "false it is not said what is expected: write `expect: allowed` or `expect: denied`",
            "false nobody: There is nothing to check: no two different ends are found.",
            "false the expectation has no `to`: write `namespace/name`, an address, or a peer as \
             in a policy",
            "false web gets in: shop/web cannot connect to shop/db on TCP 5432.",
            "true web is shut out: ",
        ]
    );
}

#[test]
fn of_two_policies_with_one_name_the_later_one_counts() {
    let open_db = SHOP
        .rsplit_once("---\n")
        .expect("a policy")
        .1
        .replace("policyTypes: [Ingress]", "ingress: [{}]");
    let history = open(&[("shop.yaml", SHOP.to_owned()), ("later.yaml", open_db)]);
    let survey = survey(&history, None);
    assert_eq!(survey.policies().len(), 1);
    let answer = survey.answer(&asked("shop/web", "shop/db", "80")).expect("an answer");
    assert!(answer.is_allowed);
}

#[test]
fn a_suggested_rule_goes_to_the_policy_that_selects_the_fewest_pods() {
    let deny = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a-default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
";
    let history = open(&[("deny.yaml", deny.to_owned()), ("shop.yaml", SHOP.to_owned())]);
    let lines = told(&survey(&history, None), &asked("shop/web", "shop/db", "5432"));
    assert_eq!(
        lines.last().map(String::as_str),
        Some("> Add a rule to shop/db that allows ingress from shop/web on TCP 5432.")
    );
}
