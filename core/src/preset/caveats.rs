//! What several presets warn of in the same words.

pub(super) const CONTAINER_PORTS: &str =
    "The port is the one that the containers listen on, not the port of a Service.";
pub(super) const DNS_FITS_ONE_KIND: &str = "The DNS rule fits the kind of cluster that was chosen. On another kind names cannot be looked \
     up, and programs complain about timeouts rather than about DNS.";
pub(super) const CLOSES_TO_INFRASTRUCTURE: &str = "It closes the pods to ingress controllers, metrics scrapers and admission webhooks until \
     another policy opens them.";
pub(super) const POLICIES_ADD_UP: &str =
    "Policies add up: another policy for the same pods can still allow what this one does not.";
pub(super) const CUTS_DNS: &str = "It cuts DNS, the API server and the cloud's metadata service too. Take the preset for DNS with it \
     (P04), unless the pods need none of them.";
pub(super) const SEMICOLON_MEANS_OR: &str =
    "A semicolon between labels means *or*, a comma means *and*.";
pub(super) const EGRESS_STAYS: &str = "It does not restrict what the pods connect to.";
pub(super) const LABELS_MEAN_OWN_PODS: &str =
    "Labels alone mean pods of the policy's own namespace. For callers elsewhere use P17.";
pub(super) const OPEN_TO_EVERYONE: &str = "It is open to everyone who can route to the pods.";
