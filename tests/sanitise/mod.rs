//! What a copy is, and what a hostile file cannot do.

mod compared;
mod copies;
mod drawing;
pub mod fixtures;
mod hostile;
mod malice;
pub mod papers;
mod programs;
pub mod traces;

use std::io::Cursor;
use std::path::Path;

use sanitise::{Rebuilt, Refusal, Task, rebuild};

/// The program under test.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_entente"))
}

fn made(original: &[u8], task: &Task) -> Result<Rebuilt, Refusal> {
    rebuild(program(), Cursor::new(original), task)
}

/// The copy with the usual limits.
fn copy(original: &[u8]) -> Result<Rebuilt, Refusal> {
    made(original, &Task::default())
}
