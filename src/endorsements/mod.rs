//! Who stands under a statement: the names that an adoption gives, and those of organisations that endorse it.
//!
//! Whoever was on the roll stands there by what the adoption counted (`rounds::adoption`). Others endorse: states that read the text,
//! and partners whom the secretariat invites. What is said of that is only ever added to (`statement_endorsement`); what counts is what an
//! organisation said last. Each was said before the readers of one version and names its words by their hash.

pub mod api;
mod beside;
mod clock;
mod gathering;
mod later;
mod model;
mod names;
mod news;
pub mod pages;
mod state;
mod store;
mod verbs;
mod view;

pub use beside::BESIDE;
pub use clock::remind_due;
pub use names::{Name, NameKind, Names, names};
pub use news::{actions_of, news_of};
pub use state::{EndorsementCase, EndorsementState};
pub use verbs::{NewEndorsement, decline, endorse, withdraw};

pub(crate) use gathering::moment;
pub(crate) use later::{move_on, sections};
pub(crate) use store::withdrawn;
pub(crate) use view::endorsements;
