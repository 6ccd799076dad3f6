//! Running the program, in a directory of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use netpol_tests::golden;
use serde_json::Value;

/// A manifest that the API server accepts without a word.
pub const GOOD: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: api
    ports:
    - protocol: TCP
      port: 8080
";

/// A manifest that breaks two rules, and one that every reader passes over.
pub const BAD: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db
  namespace: shop
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
  - from:
    - ipBlock:
        cidr: 10.0.0.5/24
    ports:
    - port: 70000
    - port: 80
      port: 443
";

/// An object that is none of our business.
pub const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";

/// Two workloads and a policy between them, one port of which has a name.
pub const SHOP: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, ports: [{name: sql, containerPort: 5432}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - podSelector: {matchLabels: {app: web}}
    ports:
    - port: sql
  - from:
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
    ports:
    - port: 22
    - {port: 8000, endPort: 8010}
    - {port: 53, protocol: UDP}
";

/// What holds for [`SHOP`].
pub const EXPECTATIONS: &str = "\
expectations:
- {from: shop/web, to: shop/db, ports: [TCP sql], expect: allowed}
- {from: 1.1.1.1, to: shop/db, expect: denied}
";

/// A directory that is removed when it is no longer needed.
pub struct Directory(PathBuf);

impl Directory {
    /// Makes an empty directory.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("netpol-cli-{}-{number}", process::id()));
        fs::create_dir_all(&path).expect("a temporary directory");
        Directory(path)
    }

    /// Makes a directory with files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let directory = Directory::new();
        for (name, text) in files {
            directory.write(name, text.as_bytes());
        }
        directory
    }

    /// Writes a file, and the directories it is in.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file in a directory")).expect("a directory");
        fs::write(path, bytes).expect("a file");
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect(name)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Runs `netpol` here, with the arguments of a line split at blanks.
    pub fn netpol(&self, line: &str) -> Ran {
        self.netpol_reading(line, "")
    }

    /// Runs `netpol` here, with a text as its standard input.
    pub fn netpol_reading(&self, line: &str, input: &str) -> Ran {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        Ran::of(netpol(&self.0).args(arguments), input)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // Left behind is better than a second panic.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program, to be run in a directory, as if nobody had set anything.
pub fn netpol(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netpol"));
    command.current_dir(directory).env_remove("NO_COLOR").env("COLUMNS", "100");
    command
}

/// What a run left.
pub struct Ran {
    /// The exit status.
    pub status: i32,
    /// What was written to the standard output.
    pub out: String,
    /// What was written to the standard error.
    pub err: String,
}

impl Ran {
    /// Runs a command to its end.
    pub fn of(command: &mut Command, input: &str) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A program that reads nothing closes the pipe.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
        Ran {
            status: status.code().expect("it is not killed"),
            out: String::from_utf8(stdout).expect("text"),
            err: String::from_utf8(stderr).expect("text"),
        }
    }

    /// The lines of the standard output, as JSON.
    pub fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).expect("a JSON object a line");
        self.out.lines().map(parse).collect()
    }

    /// Both streams and the status, for a golden file.
    pub fn transcript(&self) -> String {
        let mut text = self.out.clone();
        if !self.err.is_empty() {
            text.push_str(&format!("--- standard error\n{}", self.err));
        }
        text.push_str(&format!("--- exit status {}\n", self.status));
        text
    }

    /// Compares the run with a golden file.
    #[track_caller]
    pub fn is_golden(&self, name: &str) {
        let path = golden::workspace("cli/tests/golden").join(name);
        if let Err(difference) = golden::compare(&path, &self.transcript()) {
            panic!("{difference}");
        }
    }
}
