//! A file as people keep it, opened, edited by the form, and written: the example of the
//! documentation, which is made and checked here.

use std::fs;
use std::rc::Rc;

use netpol_core::command::{Command, Edit, ManifestId, NewPeer, SelectorEdit, SelectorPlace};
use netpol_core::diff::unified;
use netpol_core::draft::{Item, PolicyDraft, RuleDraft};
use netpol_core::edit::{Document, Environment, History, Origin, Transaction, derive, unshares};
use netpol_core::model::Direction;
use netpol_tests::golden::{compare, workspace};

/// The file in the form of a test.
struct Opened {
    history: History,
    at_ms: u64,
}

impl Opened {
    fn edit(&mut self, manifest: ManifestId, edit: Edit) {
        self.at_ms += 60_000;
        let command = Command::Edit { manifest, edit };
        let transaction = Transaction::new(command, Origin::Form, self.at_ms);
        self.history.run(&transaction).expect("an edit that fits");
    }

    fn text(&self) -> String {
        self.history.document().to_text()
    }

    /// The policy of a name.
    fn policy(&self, name: &str) -> (ManifestId, Rc<PolicyDraft>) {
        let document = self.history.document();
        let mut policies = document.manifests().into_iter().filter_map(|manifest| {
            manifest.policy().map(|policy| (manifest.id(), Rc::clone(policy)))
        });
        policies.find(|(_, policy)| policy.name() == name).expect("the policy is there")
    }

    fn ingress_rule(&self, policy: &str, at: usize) -> Rc<Item<RuleDraft>> {
        let (_, policy) = self.policy(policy);
        Rc::clone(&policy.spec.written().expect("a spec").rules(Direction::Ingress)[at])
    }
}

#[test]
fn three_edits_of_a_long_file_change_the_lines_they_are_about_and_no_others() {
    let before = fs::read_to_string(workspace("docs/examples/shop.yaml")).expect("the example");
    let mut opened = Opened { history: History::new(Document::from_text(&before)), at_ms: 0 };
    let (api, _) = opened.policy("api");

    // The web front end finds the api on another port.
    let web = opened.ingress_rule("api", 0);
    let port = web.field.written().expect("a rule").ports.items()[0].id;
    opened.edit(api, Edit::SetPort(port, "9443".to_owned()));

    // A partner gives up its guest network.
    let partners = opened.ingress_rule("api", 1);
    let first = Rc::clone(&partners.field.written().expect("a rule").peers.items()[0]);
    let block = first.field.written().and_then(|peer| peer.ip_block.written());
    let guests = block.and_then(|block| block.except.written()).expect("excluded ranges")[0].id;
    opened.edit(api, Edit::RemoveExcept(guests));

    // Another one joins.
    let joined = opened.history.document().next_item();
    opened.edit(api, Edit::AddPeer(partners.id, NewPeer::IpBlock));
    opened.edit(api, Edit::SetCidr(joined, "203.0.113.128/26".to_owned()));

    let after = opened.text();
    let patch = unified("shop.yaml", "shop.yaml", &before, &after, 2);
    let changed = patch.lines().skip(2).filter(|line| line.starts_with(['+', '-']));
    assert_eq!(changed.count(), 5, "{patch}");

    let page = "\
# What an edit changes

[examples/shop.yaml](examples/shop.yaml) is a file as teams keep them: 297 lines, twelve documents of
which seven are policies, comments in every corner, three ways to lay out a list, anchors. It was
opened in the designer, and three things were done in the form of the policy `api`:

1. the port of the first rule was set to 9443,
2. the first excluded range of the first partner was removed,
3. an IP block was added to the partners.

The text after differs from the text before in five lines. Everything else has its bytes: comments,
blank lines, quotes, brackets, the order of the keys, and the eleven other documents.

```diff
";
    compare(&workspace("docs/two-way.md"), &[page, &patch, "```\n"].concat()).expect("the page");

    for _ in 0..4 {
        opened.history.undo();
    }
    assert_eq!(opened.text(), before);
}

#[test]
fn a_key_that_is_typed_over_another_one_does_not_take_its_comment() {
    let before = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector:\n    matchLabels:\n      app: web # the front end\n  policyTypes: [Ingress]\n";
    let mut opened = Opened { history: History::new(Document::from_text(before)), at_ms: 0 };
    let (web, _) = opened.policy("web");
    let selector = |edit| Edit::Selector(SelectorPlace::SelectedPods, edit);
    let row = opened.history.document().next_item();
    opened.edit(web, selector(SelectorEdit::Add));
    for key in ["a", "ap", "app", "app2"] {
        opened.edit(web, selector(SelectorEdit::SetKey(row, key.to_owned())));
        let derived = derive(opened.history.document(), Environment::default(), None, None);
        let told = derived.manifests[0].diagnostics.iter().any(|found| {
            found.message.to_string() == "`app` is there twice, and only the last one counts"
        });
        assert_eq!(told, key == "app");
    }
    opened.edit(web, selector(SelectorEdit::SetValue(row, "x".to_owned())));
    let expected = before.replace("front end\n", "front end\n      app2: x\n");
    assert_eq!(opened.text(), expected);
}

#[test]
fn a_file_that_was_made_here_follows_the_name_of_its_policy_until_it_is_renamed() {
    let mut opened = Opened { history: History::new(Document::default()), at_ms: 0 };
    let run = |opened: &mut Opened, command| {
        let transaction = Transaction::new(command, Origin::Form, opened.at_ms);
        opened.history.run(&transaction).expect("a command that fits");
    };
    let new = |name: &str| Command::NewPolicy { name: name.to_owned(), namespace: String::new() };
    run(&mut opened, new("web"));
    let (policy, _) = opened.policy("web");
    let name = |opened: &Opened| opened.history.document().files()[0].name().to_owned();
    assert_eq!(name(&opened), "web.yaml");
    opened.edit(policy, Edit::SetName("api".to_owned()));
    assert_eq!(name(&opened), "api.yaml");
    let file = opened.history.document().files()[0].id();
    run(&mut opened, Command::RenameFile { file, name: "mine.yaml".to_owned() });
    opened.edit(policy, Edit::SetName("db".to_owned()));
    assert_eq!(name(&opened), "mine.yaml");
}

#[test]
fn the_line_of_a_problem_counts_in_its_file() {
    let text = "# head\n---\nkind: Service\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: Web\nspec: {}\n";
    let document = Document::from_text(text);
    let derived = derive(&document, Environment::default(), None, None);
    let policy = derived.manifests.iter().find(|manifest| manifest.is_policy()).expect("a policy");
    let start = policy.diagnostics[0].span.as_ref().expect("a place").start;
    assert_eq!(derived.line_of(policy, start), 8);
}

#[test]
fn an_edit_of_what_an_alias_shares_is_told_and_made_in_one_place() {
    let before = fs::read_to_string(workspace("docs/examples/shop.yaml")).expect("the example");
    let mut opened = Opened { history: History::new(Document::from_text(&before)), at_ms: 0 };
    let (db, _) = opened.policy("db");
    let rule = opened.ingress_rule("db", 1);
    let port = rule.field.written().expect("a rule").ports.items()[0].id;
    let edit = Edit::SetPort(port, "5433".to_owned());
    let command = Command::Edit { manifest: db, edit: edit.clone() };
    assert!(unshares(opened.history.document(), &command));
    let rename = Command::Edit { manifest: db, edit: Edit::SetName("data".to_owned()) };
    assert!(!unshares(opened.history.document(), &rename));
    opened.edit(db, edit);
    let expected = before.replacen("    - *sql\n", "    - protocol: TCP\n      port: 5433\n", 1);
    assert_eq!(opened.text(), expected);
}
