//! Editing, tried at random: any commands, in any order, on any document, wrong ones included.
//!
//! A sequence starts from a manifest of the corpus, a preset, a blank policy or something odd, and
//! is run through `History` as a page would. What must hold after each step is in `laws`.

mod laws;
mod steps;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use netpol_core::edit::{Document, History};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::variants;
use steps::{Step, starts};

/// How many sequences are tried for each property; `PROPTEST_CASES` asks for more.
const SEQUENCES: u32 = 600;
/// How long a sequence is at most.
const STEPS: usize = 14;
/// What the sequences are made from; `PROPTEST_RNG_SEED` tries others.
const SEED: u64 = 1;

/// Checks sequences of commands; one that fails is shortened and shown with its seed.
fn for_each_sequence(check: impl Fn(&str, &[Step]) -> Result<(), String>) {
    let starts = starts();
    let mut config = Config { failure_persistence: None, ..Config::default() };
    config.cases = config.cases.max(SEQUENCES);
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(SEED);
    }
    let seed = config.rng_seed;
    let sequences = (0..starts.len(), prop::collection::vec(Step::any(), 1..=STEPS));
    let result = TestRunner::new(config).run(&sequences, |(start, steps)| {
        check(&starts[start], &steps).map_err(TestCaseError::fail)
    });
    if let Err(failure) = result {
        panic!("{failure}\nwith the seed {seed:?}");
    }
}

/// Runs a sequence and checks each step.
fn walk(
    start: &str,
    steps: &[Step],
    law: impl Fn(&steps::Taken) -> Result<(), String>,
) -> Result<(), String> {
    let mut history = History::new(Document::from_text(start));
    for (number, step) in steps.iter().enumerate() {
        let taken = step.take(&mut history, number);
        law(&taken).map_err(|broken| {
            format!("{broken}\nafter {:?} on\n{}", taken.command, taken.before.to_text())
        })?;
    }
    Ok(())
}

#[test]
fn the_sequences_try_everything_and_mostly_hit() {
    let (tried, hit) = (Cell::new(0), Cell::new(0));
    let used = RefCell::new(BTreeSet::new());
    for_each_sequence(|start, steps| {
        walk(start, steps, |taken| {
            tried.set(tried.get() + 1);
            if taken.changed() {
                hit.set(hit.get() + 1);
                variants::of_command(&taken.command, &mut used.borrow_mut());
            }
            Ok(())
        })
    });
    println!("{} commands in {SEQUENCES} sequences, {} changed something", tried.get(), hit.get());
    let used = used.into_inner();
    let untried: Vec<&str> = variants::all().difference(&used).copied().collect();
    assert!(untried.is_empty(), "nothing was ever changed by {untried:?}");
    assert!(hit.get() * 3 > tried.get(), "{} of {}", hit.get(), tried.get());
}

#[test]
fn rejected_and_idle_commands_change_nothing() {
    for_each_sequence(|start, steps| walk(start, steps, laws::nothing_changes_for_nothing));
}

#[test]
fn the_text_says_what_the_form_says() {
    for_each_sequence(|start, steps| walk(start, steps, laws::text_and_draft_agree));
}

#[test]
fn what_is_not_understood_survives() {
    for_each_sequence(|start, steps| walk(start, steps, laws::unknown_fields_survive));
}

#[test]
fn nothing_is_opened_but_by_an_edit_that_says_so() {
    for_each_sequence(|start, steps| walk(start, steps, laws::closed_by_construction));
}

#[test]
fn what_is_derived_step_by_step_is_what_is_derived_at_once() {
    for_each_sequence(|start, steps| {
        let mut history = History::new(Document::from_text(start));
        let mut derived = laws::derive_at_once(history.document());
        for (number, step) in steps.iter().enumerate() {
            step.take(&mut history, number);
            derived = laws::derived_alike(history.document(), &derived)?;
        }
        Ok(())
    });
}

#[test]
fn a_saved_workspace_is_restored() {
    for_each_sequence(|start, steps| walk(start, steps, laws::saved_and_restored));
}

#[test]
fn undo_and_redo_give_back_the_very_same_documents() {
    for_each_sequence(|start, steps| {
        let mut history = History::new(Document::from_text(start));
        let mut visited = vec![history.document().clone()];
        for (number, step) in steps.iter().enumerate() {
            let taken = step.take(&mut history, number);
            if taken.changed() {
                visited.push(taken.after);
            }
        }
        let check = |history: &History, expected| {
            let same = std::rc::Rc::ptr_eq(history.document(), expected);
            if same { Ok(()) } else { Err("another document".to_owned()) }
        };
        for expected in visited.iter().rev().skip(1) {
            history.undo();
            check(&history, expected)?;
        }
        if history.undo_label().is_some() {
            return Err("there is more to undo than was done".to_owned());
        }
        for expected in visited.iter().skip(1) {
            history.redo();
            check(&history, expected)?;
        }
        Ok(())
    });
}

#[test]
fn the_same_commands_make_the_same_document() {
    for_each_sequence(|start, steps| {
        let run = || {
            let mut history = History::new(Document::from_text(start));
            for (number, step) in steps.iter().enumerate() {
                step.take(&mut history, number);
            }
            history.document().clone()
        };
        if run() == run() { Ok(()) } else { Err("two runs differ".to_owned()) }
    });
}
