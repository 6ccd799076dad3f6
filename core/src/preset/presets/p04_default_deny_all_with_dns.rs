//! P04: default deny both ways, with DNS.

use super::prelude::*;

/// Pods of the namespace may look up names and nothing else, unless another policy allows more.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P04",
    name: "default-deny-all-with-dns",
    title: "Default deny both ways, with DNS",
    summary: "Pods of the namespace may look up names and nothing else, unless another policy \
              allows more.",
    group: Group::Baselines,
    caveats: &[
        caveats::DNS_FITS_ONE_KIND,
        "The API server and the cloud's metadata service stay out of reach.",
        caveats::CLOSES_TO_INFRASTRUCTURE,
    ],
    parameters: &[NAMESPACE, DNS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let dns = dns(answers);
    vec![deny_all(namespace), allow_dns(namespace, dns)]
}
