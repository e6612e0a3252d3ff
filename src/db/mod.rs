//! The database: connection, transaction, ids, UTC time, randomness and the change log.
//!
//! The only home of raw SQL, of the wall clock and of the machine's randomness; everything above is handed
//! an [`Ambient`] or a [`Tx`].

mod alone;
mod ambient;
mod among;
mod arrival;
mod connection;
mod database;
mod ids;
mod insert_all;
mod read_only;
mod moment;
pub mod schema;
mod snapshot;
mod spaced;
mod text_enum;
mod transaction;

pub use alone::{Alone, lock_file};
pub use ambient::{Ambient, Clock, FixedClock, Randomness, SeededRandomness, SystemClock, SystemRandomness};
pub use among::{Among, IsAmong};
pub use arrival::Arrival;
pub use connection::Conn;
pub use database::{Database, MIGRATIONS};
pub use ids::*;
pub use moment::Moment;
pub use read_only::ReadOnly;
pub use snapshot::Snapshot;
pub use spaced::Spaced;
pub use transaction::{
    Change, ChangeKind, Tx, changes_after, erasure_to_clean, erasures_cleaned, has_changed, last_change,
    last_narrowing,
};

pub(crate) use insert_all::insert_all;
pub(crate) use text_enum::text_enum;
pub(crate) use transaction::Listed;
