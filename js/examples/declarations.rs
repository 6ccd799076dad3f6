//! Prints the TypeScript declarations, for the package.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    io::stdout().write_all(netpol_js::types::declarations().as_bytes())
}
