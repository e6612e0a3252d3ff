//! THE rule: who may read what, and who may do what. Nothing else decides.
//!
//! *Readable*: it is opened, not gone and has not ended; you hold a token of its audience and belong to none of its `except`; and
//! you read what it rests on.
//! *Listed*: readable, no older version, and you can read no fuller text of the same thing that is listed.
//!
//! The rule stands here three times over, and a property test holds the three against each other: as a pure
//! function ([`reads`], [`listed`]), as a condition for SQL ([`sql`]) and as terms for the
//! index ([`terms`]). Who may *do* something is one exhaustive match, [`allows`].

mod acts;
mod audience;
mod condition;
mod permit;
mod readable;
mod released;
mod roles;
pub mod sql;
mod stored;
pub mod terms;
mod token;
mod viewer;

pub use acts::{Act, allows, permits};
pub use audience::{Audience, Tlp};
pub use permit::{LIST, Opened, Permit};
pub use readable::{Readable, ReadableState, listed, reads};
pub use released::{Released, StoredAudience};
pub use roles::{Capability, Role, capabilities_of, table};
pub use stored::readables;
pub(crate) use stored::{audiences, forget_audiences, store_audience};
pub use token::{OrganisationKind, Token};
pub use viewer::{Membership, Viewer};
