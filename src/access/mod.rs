//! THE rule: who may read what, and who may do what. Nothing else decides.
//!
//! *Readable*: you hold a token of the audience and belong to none of its `except`.
//! *Listed*: readable, and you can read no fuller rendition of the same report.
//!
//! The rule stands here three times over, and a property test holds the three against each other: as a pure
//! function ([`Audience::readable_by`], [`listed`]), as a condition for SQL ([`sql`]) and as terms for the
//! index ([`terms`]). Who may *do* something is one exhaustive match, [`allows`].

mod acts;
mod audience;
mod permit;
mod roles;
pub mod sql;
mod stored;
pub mod terms;
mod token;
mod viewer;

pub use acts::{Act, allows, permits};
pub use audience::{Audience, Tlp, listed};
pub use permit::{LIST, Opened, Permit};
pub use roles::{Capability, Role, capabilities_of, table};
pub use stored::audiences;
pub use token::{OrganisationKind, Token};
pub use viewer::{Membership, Viewer};
