//! The Go types that a NetworkPolicy is decoded into, as one table.
//!
//! Decoding, the complaint about an unknown field and the stored form are all read off this table,
//! so a field is written down once. The facts are those of `k8s.io/api/networking/v1` and
//! `k8s.io/apimachinery/pkg/apis/meta/v1` at Kubernetes 1.37; nothing here judges a value.

/// A Go struct.
pub(crate) struct Struct {
    /// The Go name without package, for example `NetworkPolicyPeer`.
    pub name: &'static str,
    /// What the user would call it, with its article: `a port`.
    pub words: &'static str,
    /// Its fields, by their JSON names.
    pub fields: &'static [Field],
}

/// A field of a Go struct.
pub(crate) struct Field {
    /// The JSON name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// When the server writes it.
    pub stored: Stored,
}

/// What a Go value holds, and so which JSON it is read from.
pub(crate) enum Kind {
    /// A string; the name of its Go type.
    Text(&'static str),
    /// An `int32`.
    Int32,
    /// An `int64`.
    Int64,
    /// A `bool`.
    Bool,
    /// A number or a string.
    IntOrString,
    /// A moment, written as RFC 3339.
    Time,
    /// Anything.
    Raw,
    /// A map from string to string.
    Labels,
    /// Another struct.
    Struct(&'static Struct),
    /// A list of these.
    List(&'static Kind),
}

/// When the server writes a field of an object that it stores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Whenever it was given (a Go pointer).
    Given,
    /// When it is not the zero value (`omitempty`).
    NonZero,
    /// Always, the zero value included.
    Always,
    /// Never: the server sets it itself.
    Never,
    /// Always, with this text where it is empty or absent.
    Or(&'static str),
}

impl Struct {
    /// The field with this JSON name; case matters.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Kind {
    /// The struct of the field, or of the entries of its list.
    pub fn inner_struct(&self) -> Option<&'static Struct> {
        match self {
            Kind::Struct(inner) | Kind::List(Kind::Struct(inner)) => Some(inner),
            _ => None,
        }
    }

    /// The Go name of the type, as error messages of the server have it.
    pub fn go_type(&self) -> String {
        match self {
            Kind::Text(name) => (*name).to_owned(),
            Kind::Int32 | Kind::IntOrString => "int32".to_owned(),
            Kind::Int64 => "int64".to_owned(),
            Kind::Bool => "bool".to_owned(),
            Kind::Time | Kind::Raw => "string".to_owned(),
            Kind::Labels => "map[string]string".to_owned(),
            Kind::Struct(inner) => ["v1.", inner.name].concat(),
            Kind::List(item) => ["[]", &item.go_type()].concat(),
        }
    }
}

/// The whole manifest.
pub(crate) static NETWORK_POLICY: Struct = Struct {
    name: "NetworkPolicy",
    words: "a NetworkPolicy",
    fields: &[
        field("apiVersion", STRING, Stored::Always),
        field("kind", STRING, Stored::Always),
        field("metadata", Kind::Struct(&OBJECT_META), Stored::Always),
        field("spec", Kind::Struct(&SPEC), Stored::Always),
    ],
};

static OBJECT_META: Struct = Struct {
    name: "ObjectMeta",
    words: "`metadata`",
    fields: &[
        field("name", STRING, Stored::NonZero),
        field("generateName", STRING, Stored::NonZero),
        // The client fills in its own namespace; without a client it is this one.
        field("namespace", STRING, Stored::Or("default")),
        field("selfLink", STRING, Stored::Never),
        field("uid", Kind::Text("types.UID"), Stored::Never),
        field("resourceVersion", STRING, Stored::Never),
        field("generation", Kind::Int64, Stored::Never),
        field("creationTimestamp", Kind::Time, Stored::Never),
        field("deletionTimestamp", Kind::Time, Stored::Never),
        field("deletionGracePeriodSeconds", Kind::Int64, Stored::Never),
        field("labels", Kind::Labels, Stored::NonZero),
        field("annotations", Kind::Labels, Stored::NonZero),
        field("ownerReferences", Kind::List(&Kind::Struct(&OWNER_REFERENCE)), Stored::NonZero),
        field("finalizers", STRINGS, Stored::NonZero),
        field("managedFields", Kind::List(&Kind::Struct(&MANAGED_FIELDS)), Stored::NonZero),
    ],
};

/// One entry of `metadata.ownerReferences`.
pub(crate) static OWNER_REFERENCE: Struct = Struct {
    name: "OwnerReference",
    words: "an owner reference",
    fields: &[
        field("apiVersion", STRING, Stored::Always),
        field("kind", STRING, Stored::Always),
        field("name", STRING, Stored::Always),
        field("uid", Kind::Text("types.UID"), Stored::Always),
        field("controller", Kind::Bool, Stored::Given),
        field("blockOwnerDeletion", Kind::Bool, Stored::Given),
    ],
};

static MANAGED_FIELDS: Struct = Struct {
    name: "ManagedFieldsEntry",
    words: "a `managedFields` entry",
    fields: &[
        field("manager", STRING, Stored::NonZero),
        field("operation", Kind::Text("v1.ManagedFieldsOperationType"), Stored::NonZero),
        field("apiVersion", STRING, Stored::NonZero),
        field("time", Kind::Time, Stored::Given),
        field("fieldsType", STRING, Stored::NonZero),
        field("fieldsV1", Kind::Raw, Stored::Given),
        field("subresource", STRING, Stored::NonZero),
    ],
};

static SPEC: Struct = Struct {
    name: "NetworkPolicySpec",
    words: "`spec`",
    fields: &[
        field("podSelector", Kind::Struct(&LABEL_SELECTOR), Stored::Always),
        field("ingress", Kind::List(&Kind::Struct(&INGRESS_RULE)), Stored::NonZero),
        field("egress", Kind::List(&Kind::Struct(&EGRESS_RULE)), Stored::NonZero),
        field("policyTypes", Kind::List(&Kind::Text("v1.PolicyType")), Stored::NonZero),
    ],
};

static INGRESS_RULE: Struct = Struct {
    name: "NetworkPolicyIngressRule",
    words: "an ingress rule",
    fields: &[field("ports", PORTS, Stored::NonZero), field("from", PEERS, Stored::NonZero)],
};

static EGRESS_RULE: Struct = Struct {
    name: "NetworkPolicyEgressRule",
    words: "an egress rule",
    fields: &[field("ports", PORTS, Stored::NonZero), field("to", PEERS, Stored::NonZero)],
};

static PORT: Struct = Struct {
    name: "NetworkPolicyPort",
    words: "an entry of `ports`",
    fields: &[
        field("protocol", Kind::Text("v1.Protocol"), Stored::Or("TCP")),
        field("port", Kind::IntOrString, Stored::Given),
        field("endPort", Kind::Int32, Stored::Given),
    ],
};

static PEER: Struct = Struct {
    name: "NetworkPolicyPeer",
    words: "a peer",
    fields: &[
        field("podSelector", Kind::Struct(&LABEL_SELECTOR), Stored::Given),
        field("namespaceSelector", Kind::Struct(&LABEL_SELECTOR), Stored::Given),
        field("ipBlock", Kind::Struct(&IP_BLOCK), Stored::Given),
    ],
};

static IP_BLOCK: Struct = Struct {
    name: "IPBlock",
    words: "`ipBlock`",
    fields: &[field("cidr", STRING, Stored::Always), field("except", STRINGS, Stored::NonZero)],
};

static LABEL_SELECTOR: Struct = Struct {
    name: "LabelSelector",
    words: "a label selector",
    fields: &[
        field("matchLabels", Kind::Labels, Stored::NonZero),
        field("matchExpressions", Kind::List(&Kind::Struct(&REQUIREMENT)), Stored::NonZero),
    ],
};

static REQUIREMENT: Struct = Struct {
    name: "LabelSelectorRequirement",
    words: "an entry of `matchExpressions`",
    fields: &[
        field("key", STRING, Stored::Always),
        field("operator", Kind::Text("v1.LabelSelectorOperator"), Stored::Always),
        field("values", STRINGS, Stored::NonZero),
    ],
};

const STRING: Kind = Kind::Text("string");
const STRINGS: Kind = Kind::List(&STRING);
const PORTS: Kind = Kind::List(&Kind::Struct(&PORT));
const PEERS: Kind = Kind::List(&Kind::Struct(&PEER));

const fn field(name: &'static str, kind: Kind, stored: Stored) -> Field {
    Field { name, kind, stored }
}
