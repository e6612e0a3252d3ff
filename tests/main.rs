//! What Entente promises, by what each test protects.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it stands"
)]

mod canaries;
mod http;
mod serving;
mod support;
mod table;
mod worlds;

mod canary;
mod database;
mod finding;
mod following;
mod journey_api;
mod journey_pages;
mod report_filing;
mod report_forms;
mod roles;
mod routes;
mod law;
mod rule;
