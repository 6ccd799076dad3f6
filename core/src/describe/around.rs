//! Words around sentences: of pictures, of tables, and of what shows a text.

/// The heads of a table of connections.
pub const HEADS: [&str; 3] = ["Direction", "Who", "Ports"];

/// The title of a picture of a policy, with the pods that it selects.
pub const CONNECTIONS_OF: &str = "Connections of {0}";

/// The title of a picture of all connections.
pub const WHO_TO_WHOM: &str = "Who may connect to whom";

/// Who is on the other end where a direction is not restricted.
pub const NOT_RESTRICTED: &str = "anyone: not restricted";

/// Who is on the other end where nothing is allowed.
pub const NOTHING: &str = "nothing";

/// Who is on the other end of a rule without peers.
pub const ANYONE: &str = "anyone, inside or outside";

/// Instead of a policy where there is none.
pub const NO_POLICY: &str = "There is no NetworkPolicy in this text.";

/// Instead of what a policy does where it cannot do anything.
pub const REFUSED: &str = "The API server refuses this policy.";

/// Where something is in a text.
pub const LINE: &str = "line {0}";
