//! `netpol new`: the catalogue.

use netpol_core::preset::PRESETS;

use crate::support::{Directory, Ran, netpol};

#[test]
fn the_catalogue_is_listed() {
    let directory = Directory::new();
    let ran = directory.netpol("new");
    for preset in PRESETS {
        assert!(ran.out.contains(preset.id) && ran.out.contains(preset.title), "{}", preset.id);
    }
    assert_eq!(directory.netpol("new --list").out, ran.out);
}

#[test]
fn every_preset_is_accepted_and_has_a_page() {
    let directory = Directory::new();
    for preset in PRESETS {
        let made = directory.netpol(&format!("new {}", preset.id));
        assert_eq!(made.status, 0, "{}", preset.id);
        assert_eq!(directory.netpol_reading("validate -", &made.out).status, 0, "{}", preset.id);
        assert_eq!(directory.netpol(&format!("new {}", preset.name)).out, made.out);
        let page = directory.netpol(&format!("new {} --explain", preset.id)).out;
        assert!(page.contains(&made.out), "{page}");
    }
}

#[test]
fn answers_are_taken() {
    let ran = Directory::new().netpol("new p14 --set namespace=stage --set callers=app=web,tier=x");
    assert!(ran.out.contains("namespace: stage\n"), "{}", ran.out);
    assert!(ran.out.contains("tier: x\n"), "{}", ran.out);
}

#[test]
fn everything_that_is_wrong_with_the_answers_is_said() {
    let directory = Directory::new();
    let cases = [
        ("new P14 --set callers= --set nope=1 --set namespace=A", 3),
        ("new P14 --set namespace=a --set namespace=b", 1),
        ("new P99", 1),
        ("new blank", 1),
        ("new blank --set name=A_b --set namespace=C_d", 2),
        ("new blank --set nope=1", 1),
        ("new P14 --set nothing", 1),
        ("new --set a=b", 1),
        ("new P14 --list", 1),
    ];
    for (line, errors) in cases {
        let ran = directory.netpol(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert_eq!(ran.err.matches("error: ").count(), errors, "{line}\n{}", ran.err);
    }
}

#[test]
fn a_blank_policy_has_what_it_was_given() {
    let directory = Directory::new();
    directory.netpol("new blank --set name=web --set namespace=shop").is_golden("new-blank.txt");
    assert!(directory.netpol("new blank --explain").out.starts_with("# Blank\n"));
}

#[test]
fn an_answer_may_hold_blanks_and_equals_signs() {
    let directory = Directory::new();
    let mut command = netpol(directory.path());
    let ran = Ran::of(command.args(["new", "P14", "--set", "ports=TCP 80, UDP 53"]), "");
    assert!(ran.out.contains("port: 80\n") && ran.out.contains("port: 53\n"), "{}", ran.out);
}
