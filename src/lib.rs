//! Entente: where a coalition for a free Internet shares what is happening and decides together what to do.
//!
//! The folders below import only from those above them in this list; a test holds them to it
//! (`tests/law.rs`). `docs/architecture.md` tells the whole story.

pub mod error;
pub mod db;
pub mod config;
pub mod jobs;

pub mod web;
pub mod audit;
pub mod access;
pub mod people;
pub mod flow;
pub mod vault;
pub mod index;
pub mod redaction;
pub mod contributions;

pub mod geography;
pub mod facts;
pub mod incidents;
pub mod exchange;
pub mod admin;
pub mod openapi;

pub mod app;
pub mod routes;
