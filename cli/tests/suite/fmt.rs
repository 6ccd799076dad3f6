//! `netpol fmt`: one layout.

use std::fs;
use std::process::Command;

use crate::support::{Directory, GOOD, Ran};

/// [`GOOD`] in another layout, with a comment.
const LOOSE: &str = "\
kind:   \"NetworkPolicy\"
apiVersion: networking.k8s.io/v1
metadata: {namespace: shop, name: web}
spec:
    podSelector:
        matchLabels:
            app: web
    ingress:   # from the API
      - ports:
          - port: 8080
            protocol: TCP
        from:
          - podSelector:
              matchLabels:
                app: api
    policyTypes:
      - Ingress
";

const TIDY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes:
  - Ingress
  ingress: # from the API
  - from:
    - podSelector:
        matchLabels:
          app: api
    ports:
    - protocol: TCP
      port: 8080
";

#[test]
fn one_text_is_printed() {
    let directory = Directory::with(&[("web.yaml", LOOSE)]);
    let ran = directory.netpol("fmt web.yaml");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), (TIDY, "", 0));
    let ran = directory.netpol_reading("fmt -", LOOSE);
    assert_eq!((ran.out.as_str(), ran.status), (TIDY, 0));
    assert_eq!(directory.read("web.yaml"), LOOSE);
}

#[test]
fn files_are_written_and_named() {
    let directory = Directory::with(&[("d/a.yaml", LOOSE), ("d/b.yaml", GOOD)]);
    let ran = directory.netpol("fmt --write d");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("d/a.yaml\n", "", 0));
    assert_eq!(directory.read("d/a.yaml"), TIDY);
    let ran = directory.netpol("fmt --write d");
    assert_eq!((ran.out.as_str(), ran.status), ("", 0));
    let left: Vec<_> = fs::read_dir(directory.path().join("d")).expect("a directory").collect();
    assert_eq!(left.len(), 2, "nothing is left beside the files");
}

#[cfg(unix)]
#[test]
fn a_written_file_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let directory = Directory::with(&[("a.yaml", LOOSE)]);
    let path = directory.path().join("a.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    let link = directory.path().join("link.yaml");
    symlink("a.yaml", &link).expect("a link");
    assert_eq!(directory.netpol("fmt -w link.yaml").status, 0);
    assert!(link.is_symlink());
    assert_eq!(directory.read("a.yaml"), TIDY);
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    directory.write("b.yaml", LOOSE.as_bytes());
    let path = directory.path().join("b.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
    let ran = directory.netpol("fmt -w b.yaml");
    assert_eq!((ran.status, ran.err.contains("read-only")), (2, true), "{}", ran.err);
    assert_eq!(directory.read("b.yaml"), LOOSE);
}

#[test]
fn what_would_change_is_listed_and_shown() {
    let directory = Directory::with(&[("d/a.yaml", LOOSE), ("d/b.yaml", GOOD)]);
    let ran = directory.netpol("fmt --check d");
    assert_eq!((ran.out.as_str(), ran.status), ("d/a.yaml\n", 1));
    assert_eq!(directory.netpol("fmt --check d/b.yaml").status, 0);
    assert_eq!(directory.netpol("fmt --diff d").status, 0);
    assert_eq!(directory.read("d/a.yaml"), LOOSE);
    directory.netpol("fmt --check --diff d").is_golden("fmt-diff.txt");
    let colored = directory.netpol("fmt --diff --color always d").out;
    assert!(colored.contains("\u{1b}[1;31m-kind:   \"NetworkPolicy\"\u{1b}[0m\n"), "{colored}");
}

/// The patch is what other programs expect; one of them is where the project is developed.
#[test]
fn git_applies_the_patch() {
    let directory = Directory::with(&[("d/a.yaml", LOOSE.trim_end())]);
    let patch = directory.netpol("fmt --diff d").out;
    if Command::new("git").arg("--version").output().is_err() {
        println!("there is no git to apply the patch");
        return;
    }
    let mut git = Command::new("git");
    git.current_dir(directory.path()).args(["apply", "-p0", "-"]);
    let ran = Ran::of(&mut git, &patch);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(directory.read("d/a.yaml"), TIDY);
}

#[test]
fn what_cannot_be_read_is_reported_and_left() {
    let text = format!("{LOOSE}---\nb:   [\n---\nc:    1\n");
    let directory = Directory::with(&[("a.yaml", &text), ("odd.yaml", "? [a]\n: 1\n")]);
    let ran = directory.netpol("fmt a.yaml");
    assert_eq!(ran.out, format!("{TIDY}---\nb:   [\n---\nc: 1\n"));
    assert!(ran.err.starts_with("a.yaml:19:6: error[NP021]"), "{}", ran.err);
    assert_eq!(ran.status, 1);
    let ran = directory.netpol_reading("fmt -", "a:   1\n...\nb: 2\n");
    assert_eq!((ran.out.as_str(), ran.status), ("a:   1\n...\nb: 2\n", 0));
    assert!(ran.err.starts_with("<stdin>:1:1: warning: "), "{}", ran.err);
}

#[test]
fn what_has_no_sense_is_refused() {
    let directory = Directory::with(&[("a.yaml", LOOSE), ("b.yaml", LOOSE)]);
    for line in ["fmt a.yaml b.yaml", "fmt .", "fmt --write -", "fmt --write --check a.yaml", "fmt"]
    {
        let ran = directory.netpol(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert!(!ran.err.is_empty(), "{line}");
    }
    assert_eq!(directory.netpol("fmt none.yaml").status, 2);
}
