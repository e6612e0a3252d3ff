//! Public alerts for the programs of others: messages of the Common Alerting Protocol, and feeds.
//!
//! What leaves in these formats is kept and passed on, so whoever asks, signed in or not, gets what everybody may read.

mod feed;
mod message;
mod published;

pub use feed::{atom_feed, json_feed};
pub use published::{newest_message, version_message};
