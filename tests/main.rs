//! What Entente promises, by what each test protects.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it stands"
)]

mod support;
mod worlds;

mod database;
mod finding;
mod following;
mod law;
mod rule;
