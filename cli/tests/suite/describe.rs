//! `netpol describe` for people and for machines.

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD};

#[test]
fn policies_are_told_and_refusals_explained() {
    let stream = format!("{GOOD}---\n{DEPLOYMENT}---\n{BAD}");
    let directory = Directory::with(&[("all.yaml", &stream)]);
    directory.netpol("describe all.yaml").is_golden("describe.txt");
    directory.netpol("describe --output json all.yaml").is_golden("describe.json");
}

#[test]
fn lines_are_no_wider_than_a_terminal() {
    let directory = Directory::new();
    for preset in ["P04", "P10", "P14", "P22", "P27"] {
        let text = directory.netpol(&format!("new {preset}")).out;
        let ran = directory.netpol_reading("describe -", &text);
        assert_eq!(ran.status, 0);
        let widest = ran.out.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{}", ran.out);
    }
}
