//! What may be chosen in the boxes of the form: labels and namespaces that the workspace mentions.
//!
//! The lists are drawn once for the whole form. A box names its list by id, so it is not drawn anew
//! when a label somewhere else is typed.

use netpol_core::command::SelectorPlace;
use netpol_core::edit::{LabelChoices, Vocabulary};
use yew::prelude::*;

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
    html! {
        <div hidden=true>
            { list(NAMESPACES, &vocabulary.namespaces) }
            { label_lists(POD_KEYS, &vocabulary.pod_labels) }
            { label_lists(NAMESPACE_KEYS, &vocabulary.namespace_labels) }
        </div>
    }
}

fn label_lists(id: &str, labels: &LabelChoices) -> Html {
    let keys: Vec<String> = labels.iter().map(|(key, _)| key.clone()).collect();
    let values = |(key, values): &(String, Vec<String>)| list(&[id, "-", key].concat(), values);
    html! { <>{ list(id, &keys) }{ for labels.iter().take(LONGEST).map(values) }</> }
}

fn list(id: &str, values: &[String]) -> Html {
    let option = |value: &String| html! { <option value={value.clone()} /> };
    html! { <datalist id={id.to_owned()}>{ for values.iter().take(LONGEST).map(option) }</datalist> }
}
