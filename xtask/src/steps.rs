//! A run of named steps that ends in one table: what passed, what failed, what could not run.
//!
//! A failing step does not stop the others, so one run tells everything. Must never leave a step
//! out of the table: what could not run is written there and counts as a failure.

use crate::failure::{Failure, Outcome};
use crate::shell;
use std::time::{Duration, Instant};

/// The steps taken so far.
pub struct Steps {
    rows: Vec<Row>,
    start: Instant,
}

struct Row {
    name: &'static str,
    took: Duration,
    end: End,
}

/// How a step ended, with what there is to say about it.
enum End {
    Passed(String),
    Failed(String),
    NotRun(String),
    /// Left out on purpose where the quick gate may; said aloud all the same.
    Noted(String),
}

impl Steps {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { rows: Vec::new(), start: Instant::now() }
    }

    /// Does one step. What it returns is its note in the table; a failure is shown at once.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<String>) -> Went {
        eprintln!("\n━━ {name}");
        let start = Instant::now();
        let (went, end) = match work() {
            Ok(note) => (Went::Well, End::Passed(note)),
            Err(failure) => {
                eprintln!("\n{failure}");
                (Went::Wrong, End::Failed(failure.message().to_owned()))
            }
        };
        self.rows.push(Row { name, took: start.elapsed(), end });
        went
    }

    /// Records a step that cannot run because an earlier one failed.
    pub fn not_run(&mut self, name: &'static str, why: &str) {
        self.rows.push(Row { name, took: Duration::ZERO, end: End::NotRun(why.to_owned()) });
    }

    /// Records something that was not checked and does not have to be.
    pub fn note(&mut self, name: &'static str, why: &str) {
        self.rows.push(Row { name, took: Duration::ZERO, end: End::Noted(why.to_owned()) });
    }

    /// Prints the table; fails if any step did not pass.
    pub fn finish(self) -> Outcome {
        println!("\n{}", self.table());
        let bad = self.rows.iter().filter(|row| row.end.is_bad()).count();
        match bad {
            0 => Ok(()),
            _ => Err(Failure::new(format!("{bad} of {} steps did not pass", self.rows.len()))),
        }
    }

    fn table(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for row in &self.rows {
            let (word, note) = row.end.words();
            let took = shell::seconds(row.took);
            let line = format!("{:<width$}  {word:<8}  {took:>12}  {note}", row.name);
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push_str(&format!(
            "{:<width$}  {:>22}",
            "total",
            shell::seconds(self.start.elapsed())
        ));
        text
    }
}

/// Whether a step passed, for the steps that build on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// It passed.
    Well,
    /// It failed.
    Wrong,
}

impl End {
    fn is_bad(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::NotRun(_))
    }

    fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Passed(note) => ("passed", note),
            Self::Failed(note) => ("FAILED", note),
            Self::NotRun(note) => ("NOT RUN", note),
            Self::Noted(note) => ("skipped", note),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass() -> Outcome<String> {
        Ok("3 passed".to_owned())
    }

    fn fail() -> Outcome<String> {
        Err(Failure::new("it broke"))
    }

    #[test]
    fn a_run_of_passing_steps_passes() {
        let mut steps = Steps::new();
        assert_eq!(steps.run("one", pass), Went::Well);
        steps.note("audit", "no tool for it here");
        assert!(steps.finish().is_ok());
    }

    #[test]
    fn a_failing_step_does_not_stop_the_others_but_fails_the_run() {
        let mut steps = Steps::new();
        assert_eq!(steps.run("one", fail), Went::Wrong);
        assert_eq!(steps.run("two", pass), Went::Well);
        let table = steps.table();
        assert!(
            table.contains("FAILED") && table.contains("it broke") && table.contains("3 passed")
        );
        assert!(steps.finish().is_err());
    }

    #[test]
    fn a_step_that_could_not_run_fails_the_run() {
        let mut steps = Steps::new();
        steps.not_run("browser", "the build failed");
        assert!(steps.table().contains("NOT RUN"));
        assert!(steps.finish().is_err());
    }
}
