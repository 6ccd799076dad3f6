//! What may be chosen in the boxes of the form: labels and namespaces that the workspace mentions.
//!
//! The lists are drawn once for the whole form. A box names its list by id, so it is not drawn anew
//! when a label somewhere else is typed.

use netpol_core::command::SelectorPlace;
use netpol_core::edit::{LabelChoices, Vocabulary};
use yew::prelude::*;

use crate::widgets::tag::{group, tag};

/// The list of namespaces.
pub const NAMESPACES: &str = "choices-namespaces";

const POD_KEYS: &str = "choices-pod-keys";
const NAMESPACE_KEYS: &str = "choices-namespace-keys";

/// The list of label keys for a selector.
pub fn keys(place: SelectorPlace) -> &'static str {
    match place {
        SelectorPlace::SelectedPods | SelectorPlace::PeerPods(_) => POD_KEYS,
        SelectorPlace::PeerNamespaces(_) => NAMESPACE_KEYS,
    }
}

/// The list of values of a label for a selector.
pub fn values(place: SelectorPlace, key: &str) -> String {
    [keys(place), "-", key].concat()
}

/// As many entries of a list as help anybody; a workspace of a thousand policies has more.
const LONGEST: usize = 200;

/// All lists of the form.
pub fn view(vocabulary: &Vocabulary) -> Html {
    tag("div")
        .flag("hidden", true)
        .child(list(NAMESPACES, &vocabulary.namespaces))
        .child(label_lists(POD_KEYS, &vocabulary.pod_labels))
        .child(label_lists(NAMESPACE_KEYS, &vocabulary.namespace_labels))
        .view()
}

fn label_lists(id: &str, labels: &LabelChoices) -> Html {
    let keys: Vec<String> = labels.iter().map(|(key, _)| key.clone()).collect();
    let mut lists = vec![list(id, &keys)];
    for (key, values) in labels.iter().take(LONGEST) {
        lists.push(list(&[id, "-", key].concat(), values));
    }
    group(lists)
}

fn list(id: &str, values: &[String]) -> Html {
    let option = |value: &String| tag("option").attr("value", value.clone()).view();
    let options = values.iter().take(LONGEST).map(option);
    tag("datalist").attr("id", id.to_owned()).children(options).view()
}
