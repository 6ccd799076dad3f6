//! Test support.

pub mod clusters;
pub mod golden;
pub mod noise;
pub mod timing;

use std::io::Write;

/// Tells whoever runs the tests how many recorded cases were held, past the harness's capture.
pub fn report_conformance(counts: &str) {
    // On a line of its own, whatever the harness has begun to print. A closed output is no reason for
    // a test to fail.
    let _told = writeln!(std::io::stdout(), "\nconformance: {counts}");
}
