//! Rounds of silence: a negotiated text is frozen and put to a roll of organisations, until it is adopted or broken.
//!
//! What is allowed and what comes of it is decided by `silence`; here all that decides is loaded, what was decided is written down, and
//! what follows is told. Whoever does anything, or looks, settles first (`settle`): whether a timer was there before is of no
//! consequence. What is said with a position is a contribution that rests on the text (`explanation`).

mod acting;
mod adoption;
pub mod api;
mod beside;
mod clock;
mod entry;
mod explanation;
mod frozen;
pub(crate) mod later;
mod model;
mod moves;
mod news;
pub mod pages;
mod positions;
mod record;
mod settle;
mod store;
mod tell;
mod view;
mod write;

pub use adoption::{Adoption, adoption};
pub use beside::BESIDE;
pub use explanation::{Explanation, ExplanationView, Role};
pub use news::{actions_of, news_of};
pub use positions::{NewPosition, answer_condition, answer_more_time, confirm, say, withdraw_objection};
pub use record::{KeyView, record, signer};
pub use settle::{deadline_due, remind_due};

pub(crate) use frozen::{unfreeze, wire};

use crate::access::Viewer;
use crate::contributions::Seen;
use crate::db::Tx;
use crate::error::Result;

/// The statement that is called so, for somebody who does something with it once it is negotiated: as it is when what a deadline does is
/// done. `seen` is the mark of what they had before them.
pub fn acting(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    seen: &Seen,
) -> Result<crate::statements::Acting> {
    acting::acting(tx, viewer, reference, seen).map(|acting| acting.of)
}
