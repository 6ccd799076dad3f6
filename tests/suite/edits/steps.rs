//! Random commands, aimed at what is there and sometimes at what is not.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use netpol_core::command::{
    Command, DirectionState, Edit, FileId, LabelsEdit, ManifestId, MetadataMap, NewPeer, Operator,
    RulePreset, Scope, SelectorEdit, SelectorPlace, Shift,
};
use netpol_core::draft::{Field, ItemId, LabelsDraft, PolicyDraft, SelectorDraft};
use netpol_core::edit::{Document, History, Origin, Rejected, Transaction};
use netpol_core::model::Direction;
use netpol_core::preset::{Arguments, PRESETS};
use netpol_core::value::Value;
use netpol_core::yaml;
use netpol_tests::golden;
use proptest::prelude::*;

/// Texts that are typed into boxes.
const TYPED: &[&str] = &[
    "",
    "web",
    "app",
    "80",
    "8o",
    "0",
    "65536",
    "443",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.0.0.0/33",
    "0.0.0.0/0",
    "::/0",
    "on",
    "1.0",
    "null",
    "a b",
    "ünï",
    "'\"",
    "- x",
    "a: b # c",
    "line\nbreak",
    "app.kubernetes.io/name",
    "kubernetes.io/metadata.name",
    "TCP",
    "UDP",
    "ICMP",
    "http",
    " ",
    "~",
];

/// Texts that are pasted.
const PASTED: &[&str] = &[
    "",
    "# nothing\n",
    "a: [ # broken\n",
    "kind: Service\n",
    "kind: NetworkPolicy\nmetadata: {uid: x}\nspec: {egress: [{}]}\n---\n# two\nkind: NetworkPolicy\n",
    "{\"kind\": \"NetworkPolicy\", \"metadata\": {\"name\": \"web\"}}\n",
];

/// A manifest with some of everything, so that most commands find something.
const FULL: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop, labels: {a: b, c: d}, annotations: {e: f}}
spec:
  podSelector:
    matchLabels: {app: web, tier: front}
    matchExpressions:
    - {key: env, operator: In, values: [prod, test]}
    - {key: old, operator: DoesNotExist}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - podSelector: {matchLabels: {app: api}}
    - namespaceSelector: {matchExpressions: [{key: env, operator: NotIn, values: [dev]}]}
      podSelector: {}
    ports: [{protocol: TCP, port: 80, endPort: 90}, {port: http}]
  - from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16]}}]
  egress:
  - to: [{namespaceSelector: {}}]
    ports: [{protocol: UDP, port: 53}, {protocol: TCP}]
  - {}
";

/// Manifests with values where nobody expects them.
const ODD: &[&str] = &[
    "kind: NetworkPolicy\nmetadata: 1\nspec: []\n",
    "spec: {podSelector: 1, policyTypes: Egress, ingress: {from: []}, egress: [1, null, {}]}\n",
    "spec: {policyTypes: [ingress, 7, null], ingress: [{from: {}, ports: 80}, {from: [7, null, {}]}]}\n",
    "spec:\n  policyTypes: [egress]\n  egress:\n  - ports: [80, null, {}, {endPort: 9}, {port: {}}]\n\
     \x20 - to: [{ipBlock: 1}, {ipBlock: {cidr: 10.0.0.0/8, except: 10.1.0.0/16}}]\n",
    "spec:\n  podSelector:\n    matchLabels: [a]\n    matchExpressions: {key: a}\n  ingress:\n\
     \x20 - from:\n    - podSelector: {matchExpressions: [1, null, {key: a, operator: In, values: b}]}\n\
     \x20     namespaceSelector: {matchLabels: {a: 1, b: null}}\n",
    // Without `policyTypes`, egress is restricted only as long as there is an egress rule.
    "spec:\n  egress:\n  - to: [{podSelector: {matchLabels: {app: db}}}]\n    ports: [{port: 80}]\n",
    // Fields that the API does not have, wherever there can be one.
    "status: {x: 1}\nmetadata: {name: web, uid: u}\nspec:\n  x: 1\n  podSelector: {x: 1}\n  ingress:\n\
     \x20 - peers: [{a: 1}]\n    from:\n    - x: 1\n      podSelector: {x: 1, matchExpressions: [{x: 1, key: a}]}\n\
     \x20   - ipBlock: {x: 1, cidr: 10.0.0.0/8}\n    ports: [{x: 1, port: 80}]\n  - {x: 1}\n",
    "# one\n---\nkind: NetworkPolicy # two\n# three\n---\n# four\n",
    // Lists, as kubectl prints them.
    "kind: List\nitems:\n- kind: NetworkPolicy\n  metadata: {name: a}\n  spec: {ingress: [{}]}\n\
     - kind: Service\n- kind: NetworkPolicy\n  metadata: {name: b}\n  spec: {egress: []}\n",
    "{\"kind\": \"NetworkPolicyList\", \"items\": [\n  {\"metadata\": {\"name\": \"a\"}},\n\
     \x20 {\"spec\": {\"egress\": [{\"ports\": [{\"port\": 80}]}]}}\n]}\n{\"kind\": \"Service\"}",
];

/// What sequences start from: blank, odd, every preset, every manifest of the corpus.
pub fn starts() -> Vec<String> {
    let blank = yaml::emit(&PolicyDraft::blank("web", "shop").to_value());
    let mut starts = vec![blank];
    let presets = PRESETS.iter().map(|preset| {
        let manifests = preset.build(&Arguments::default()).expect("defaults that fit");
        let texts: Vec<String> = manifests.iter().map(yaml::emit).collect();
        yaml::join(texts.iter().map(String::as_str))
    });
    starts.extend(presets);
    // About as often as there are manifests in the corpus, so that all are tried alike.
    starts.extend(std::iter::repeat_n(FULL.to_owned(), 300));
    for _ in 0..20 {
        starts.extend(ODD.iter().map(|odd| (*odd).to_owned()));
    }
    let before = starts.len();
    collect(&golden::workspace("tests/corpus/validation"), &mut starts);
    assert!(starts.len() - before > 500, "the corpus is there");
    starts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let entries = fs::read_dir(folder).expect("the corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|kind| kind == "yaml") {
            let text = fs::read(&path).expect("a readable file");
            // Some manifests are large to try limits, which has nothing to do with editing.
            if text.len() < 10_000 {
                texts.push(String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
}

/// A command that is still to be aimed: what kind, at what, with what.
#[derive(Clone, Debug)]
pub struct Step {
    kind: u8,
    target: usize,
    part: usize,
    choice: usize,
    text: usize,
}

/// A command, what it was given, and what it made of it.
pub struct Taken {
    pub command: Command,
    pub before: Rc<Document>,
    pub after: Rc<Document>,
    pub result: Result<(), Rejected>,
}

impl Taken {
    pub fn changed(&self) -> bool {
        !Rc::ptr_eq(&self.before, &self.after)
    }

    /// The policy that was edited, before and after.
    pub fn edited(&self) -> Option<(&Edit, Rc<PolicyDraft>, Rc<PolicyDraft>)> {
        let Command::Edit { manifest, edit } = &self.command else { return None };
        let policy = |document: &Document| document.manifest(*manifest)?.policy().cloned();
        Some((edit, policy(&self.before)?, policy(&self.after)?))
    }
}

impl Step {
    pub fn any() -> impl Strategy<Value = Step> {
        let number = || 0..1_000_usize;
        (0..76_u8, number(), number(), number(), number()).prop_map(
            |(kind, target, part, choice, text)| Step { kind, target, part, choice, text },
        )
    }

    /// Aims and runs the command, long after the one before.
    pub fn take(&self, history: &mut History, number: usize) -> Taken {
        let before = Rc::clone(history.document());
        let command = self.command(&before);
        let at_ms = 1_000 * number as u64;
        let result = history.run(&Transaction::new(command.clone(), Origin::Form, at_ms));
        Taken { command, before, after: Rc::clone(history.document()), result }
    }

    fn command(&self, document: &Document) -> Command {
        let text = TYPED[self.text % TYPED.len()];
        let pasted = PASTED[self.text % PASTED.len()];
        let ids: Vec<ManifestId> =
            document.manifests().iter().map(|manifest| manifest.id()).collect();
        let manifest = pick(&ids, self.target).unwrap_or(document.next_manifest());
        let files: Vec<FileId> = document.files().iter().map(|file| file.id()).collect();
        let file = pick(&files, self.target).unwrap_or(document.next_file());
        match self.kind {
            0 => Command::NewPolicy { name: text.to_owned(), namespace: "shop".to_owned() },
            1 => Command::AddText(pasted.to_owned()),
            2 => Command::SetText { file, text: pasted.to_owned() },
            3 => Command::Duplicate(manifest),
            4 => Command::Remove(manifest),
            60..=63 => Command::SetText { file, text: self.typed(document, file) },
            64 => Command::AddFile { name: text.to_owned(), text: pasted.to_owned() },
            65 => Command::RenameFile { file, name: text.to_owned() },
            66 => Command::RevertFile(file),
            67 => Command::RemoveFile(file),
            68 | 69 => Command::Strip(manifest),
            70 => Command::Follow(Document::from_text(pasted).to_saved()),
            _ => Command::Edit { manifest, edit: self.edit(document, manifest) },
        }
    }

    /// The text of a file after somebody typed into it, or took a few characters away.
    fn typed(&self, document: &Document, file: FileId) -> String {
        let mut text = document.file(file).map(|file| file.text()).unwrap_or_default();
        let boundary = |at: usize, text: &str| {
            (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
        };
        let at = boundary(self.part * 7 % (text.len() + 1), &text);
        let end = boundary((at + self.choice % 12).min(text.len()), &text);
        let typed = *choose(&["", "", "\n", " ", "x", "---\n", "- {}\n", "{", "# c\n"], self.text);
        text.replace_range(at..end, typed);
        text
    }

    fn edit(&self, document: &Document, manifest: ManifestId) -> Edit {
        let ids = Ids::of(document, manifest);
        let text = TYPED[self.text % TYPED.len()].to_owned();
        let direction = *choose(&Direction::ALL, self.choice);
        let gone = document.next_item();
        let at = |ids: &[ItemId]| pick(ids, self.part).unwrap_or(gone);
        let scope = *choose(&[Scope::All, Scope::Listed], self.choice);
        let preset =
            *choose(&[RulePreset::AllowAll, RulePreset::DenyAll, RulePreset::Custom], self.text);
        match self.kind {
            5 => Edit::SetName(text),
            6 => Edit::SetNamespace(text),
            7..=9 => {
                let map = *choose(&[MetadataMap::Labels, MetadataMap::Annotations], self.target);
                let rows = &ids.metadata[usize::from(map == MetadataMap::Annotations)];
                Edit::Metadata(map, self.labels_edit(at(rows), text))
            }
            10..=22 | 68..=70 => {
                let (place, rows) = self.place(&ids, gone);
                Edit::Selector(place, self.selector_edit(&rows, gone, text))
            }
            23..=25 => {
                let states = [
                    DirectionState::NotRestricted,
                    DirectionState::DenyAll,
                    DirectionState::Listed,
                    DirectionState::AllowAll,
                ];
                Edit::SetDirection(direction, *choose(&states, self.text))
            }
            26 => Edit::AddRule(direction, preset),
            27..=28 => Edit::SetRulePreset(at(&ids.rules), preset),
            29 => Edit::DuplicateRule(at(&ids.rules)),
            30 => Edit::MoveRule(at(&ids.rules), *choose(&[Shift::Up, Shift::Down], self.text)),
            31..=32 => Edit::RemoveRule(at(&ids.rules)),
            33..=34 => Edit::AddPeer(at(&ids.rules), self.peer()),
            35..=36 => Edit::SetPeerKind(at(&ids.peers), self.peer()),
            37..=39 => Edit::RemovePeer(at(&ids.peers)),
            40..=41 => Edit::SetPeerScope(at(&ids.rules), scope),
            42..=43 => Edit::SetPortScope(at(&ids.rules), scope),
            44 => Edit::SetCidr(at(&ids.peers), text),
            45 => Edit::AddExcept(at(&ids.peers)),
            46 => Edit::SetExcept(at(&ids.excepts), text),
            47 => Edit::RemoveExcept(at(&ids.excepts)),
            48 => Edit::AddPort(at(&ids.rules)),
            49..=51 => Edit::RemovePort(at(&ids.ports)),
            52..=53 => Edit::SetProtocol(at(&ids.ports), text),
            54 => Edit::SetEveryPort(at(&ids.ports), scope),
            55..=56 => Edit::SetPort(at(&ids.ports), text),
            57 => Edit::AddGivenRule(direction, given_rule()),
            _ => Edit::SetEndPort(at(&ids.ports), text),
        }
    }

    fn peer(&self) -> NewPeer {
        let kinds = [
            NewPeer::SameNamespace,
            NewPeer::OtherNamespaces,
            NewPeer::IpBlock,
            NewPeer::AllAddresses,
        ];
        *choose(&kinds, self.text)
    }

    fn labels_edit(&self, row: ItemId, text: String) -> LabelsEdit {
        match self.choice % 4 {
            0 => LabelsEdit::Add,
            1 => LabelsEdit::SetKey(row, text),
            2 => LabelsEdit::SetValue(row, text),
            _ => LabelsEdit::Remove(row),
        }
    }

    fn place(&self, ids: &Ids, gone: ItemId) -> (SelectorPlace, Vec<Row>) {
        let peer = pick(&ids.peers, self.choice).unwrap_or(gone);
        let place = match self.part % 3 {
            0 => SelectorPlace::SelectedPods,
            1 => SelectorPlace::PeerPods(peer),
            _ => SelectorPlace::PeerNamespaces(peer),
        };
        let rows = ids.selectors.iter().find(|(found, _)| *found == place);
        (place, rows.map(|(_, rows)| rows.clone()).unwrap_or_default())
    }

    fn selector_edit(&self, rows: &[Row], gone: ItemId, text: String) -> SelectorEdit {
        let (row, values) = match rows.len() {
            0 => (gone, Vec::new()),
            count => rows[self.target % count].clone(),
        };
        match self.kind {
            10..=11 => SelectorEdit::Add,
            12..=13 => SelectorEdit::SetKey(row, text),
            14..=16 => SelectorEdit::SetOperator(row, *choose(&Operator::ALL, self.text)),
            17 => SelectorEdit::SetValue(row, text),
            18..=19 => SelectorEdit::AddValue(row, text),
            20 | 68..=70 => {
                SelectorEdit::RemoveValue(row, pick(&values, self.choice).unwrap_or(gone))
            }
            _ => SelectorEdit::Remove(row),
        }
    }
}

fn choose<T>(items: &[T], number: usize) -> &T {
    &items[number % items.len()]
}

/// One of these, or sometimes none of them.
fn pick<T: Copy>(items: &[T], number: usize) -> Option<T> {
    let aim = number % (items.len() * 16 + 1);
    if aim == items.len() * 16 { None } else { Some(*choose(items, aim)) }
}

/// A row of a selector, with its values.
type Row = (ItemId, Vec<ItemId>);

/// The ids of everything in a policy that can be aimed at.
#[derive(Default)]
struct Ids {
    /// The rows of labels, and those of annotations.
    metadata: [Vec<ItemId>; 2],
    rules: Vec<ItemId>,
    peers: Vec<ItemId>,
    ports: Vec<ItemId>,
    excepts: Vec<ItemId>,
    /// Each selector that is there, with its rows and their values.
    selectors: Vec<(SelectorPlace, Vec<Row>)>,
}

impl Ids {
    fn of(document: &Document, manifest: ManifestId) -> Self {
        let mut ids = Ids::default();
        let policy = document.manifest(manifest).and_then(|manifest| manifest.policy());
        let Some(policy) = policy else { return ids };
        if let Some(metadata) = policy.metadata.written() {
            let rows = |labels: &Field<LabelsDraft>| {
                let rows = labels.written().map_or(&[][..], |labels| &labels.0);
                rows.iter().map(|row| row.id).collect()
            };
            ids.metadata = [rows(&metadata.labels), rows(&metadata.annotations)];
        }
        let Some(spec) = policy.spec.written() else { return ids };
        ids.add_selector(SelectorPlace::SelectedPods, &spec.pod_selector);
        for item in Direction::ALL.into_iter().flat_map(|direction| spec.rules(direction)) {
            ids.rules.push(item.id);
            let Some(rule) = item.field.written() else { continue };
            ids.ports.extend(rule.ports.items().iter().map(|port| port.id));
            for item in rule.peers.items() {
                ids.peers.push(item.id);
                let Some(peer) = item.field.written() else { continue };
                ids.add_selector(SelectorPlace::PeerPods(item.id), &peer.pod_selector);
                ids.add_selector(SelectorPlace::PeerNamespaces(item.id), &peer.namespace_selector);
                let except = peer.ip_block.written().and_then(|block| block.except.written());
                ids.excepts.extend(except.into_iter().flatten().map(|item| item.id));
            }
        }
        ids
    }

    fn add_selector(&mut self, place: SelectorPlace, selector: &Field<SelectorDraft>) {
        let Some(selector) = selector.written() else { return };
        let labels = selector.labels().iter().map(|row| (row.id, Vec::new()));
        let expressions = selector.expressions().iter().map(|row| {
            let values = row.field.written().and_then(|row| row.values.written());
            (row.id, values.into_iter().flatten().map(|value| value.id).collect())
        });
        self.selectors.push((place, labels.chain(expressions).collect()));
    }
}

/// A rule as a manifest has it: about the pods of the own namespace.
fn given_rule() -> Value {
    let peers = Value::List(vec![Value::Map(vec![("podSelector".to_owned(), Value::EMPTY_MAP)])]);
    Value::Map(vec![("from".to_owned(), peers.clone()), ("to".to_owned(), peers)])
}
