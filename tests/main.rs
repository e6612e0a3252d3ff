//! What Entente promises, by what each test protects.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it stands"
)]

mod canaries;
mod deeds;
mod http;
mod program;
mod serving;
mod support;
mod table;
mod worlds;

mod bad_input;
mod canary;
mod coalition;
mod crash;
mod database;
mod finding;
mod following;
mod importing;
mod journey_api;
mod roles;
mod routes;
mod law;
mod repeats;
mod rule;
mod sessions;
mod tokens;
