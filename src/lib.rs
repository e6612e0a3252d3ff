//! Entente: where a coalition for a free Internet shares what is happening and decides together what to do.
//!
//! The folders below import only from those above them in this list; a test holds them to it
//! (`tests/law.rs`). `docs/architecture.md` tells the whole story.

pub mod config;
pub mod error;

pub mod access;
pub mod admin;
pub mod audit;
pub mod db;
pub mod exchange;
pub mod flow;
pub mod incidents;
pub mod index;
pub mod jobs;
pub mod people;
pub mod redaction;
pub mod vault;
pub mod web;
