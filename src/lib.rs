//! Entente: where a coalition for a free Internet shares what is happening and decides together what to do.
//!
//! The folders below import only from those above them in this list; a test holds them to it
//! (`tests/conventions.rs`). `docs/architecture.md` tells the whole story.

// Ground.
pub mod error;
pub mod db;
pub mod config;
pub mod jobs;
pub mod mail;
pub mod language;
pub mod description;
pub mod web;
pub mod audit;
pub mod feeds;
pub mod cells;

// Rule and machinery.
pub mod access;
pub mod outbox;
pub mod people;
pub mod accounts;
pub mod invitations;
pub mod directory;
pub mod flow;
pub mod vault;
pub mod files;
pub mod index;
pub mod redaction;
pub mod contributions;

// What is known.
pub mod geography;
pub mod facts;
pub mod reports;
pub mod evidence;
pub mod marking;
pub mod review;
pub mod verification;
pub mod inquiries;
pub mod access_requests;
pub mod translations;
pub mod delegation;
pub mod retention;
pub mod mandates;
pub mod alerts;
pub mod cap;
pub mod outcomes;
pub mod beside;
pub mod templates;
pub mod tasks;
pub mod actions;
pub mod tasking;
pub mod comments;
pub mod action_files;
pub mod recorded;
pub mod tickets;
pub mod statements;
pub mod versions;
pub mod chamber;
pub mod amending;
pub mod silence;
pub mod closed_days;
pub mod rounds;
pub mod endorsements;
pub mod publications;
pub mod follow_up;
pub mod board;
pub mod incidents;
pub mod searches;
pub mod notifications;
#[cfg(feature = "proof")]
#[path = "../tests/notes/mod.rs"]
pub mod notes;
pub mod workspace;

// Doors.
pub mod exchange;
pub mod admin;
pub mod openapi;
pub mod app;
pub mod routes;
