//! Mandates: who may act for an organisation in what, from when to when.
//!
//! An organisation that keeps none is acted for by each of its delegates. One that asks for mandates is acted for, in what
//! organisations do together, only by those who hold one for that at the moment. Whether somebody may is decided in one place
//! (`decision`), and asked by one function ([`authority`]).

mod acted;
pub mod api;
mod authority;
mod decision;
mod input;
mod kind;
pub mod pages;
mod reminder;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod verbs;
mod view;

pub use acted::{ActedBy, Done, acted_by, by_own, logged};
pub use authority::{authority, covers, may_act_at_all, may_begin, of_kind};
pub use decision::{Decision, Held, Matter, Scope, Term, decide};
pub use input::NewMandate;
pub use kind::ActionKind;
pub use reminder::{ending_soon, remind_due};
pub use store::{Mandate, references_of};
pub use verbs::{end, grant, set_rule};
pub use view::{MandateState, MandateView, mandates_of, mandates_of_viewer, only_by_mandate};
