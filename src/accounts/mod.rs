//! Accounts: passwords, signing in, sessions and tokens, remembered browsers, and what a handler is given of its visitor.

pub mod api;
mod browsers;
mod delay;
mod menu;
pub mod pages;
pub(crate) mod passwords;
mod queue;
pub(crate) mod secrets;
mod sessions;
pub(crate) mod sign_ins;
mod tokens;
mod verbs;
mod visit;
mod visitor;

use crate::db::Tx;
use crate::error::Result;

pub use browsers::{
    REMEMBERED, count_others as count_other_browsers, forget_browser, remember, remembered_for,
};
pub use menu::{Called, Calling, Menu, MenuCounts, Sources, Waiting};
pub use pages::problems_as_pages;
pub use passwords::Password;
pub use sessions::{
    LONGEST, Session, SessionKind, device_of, end, end_all, end_called, end_others, handle as session_handle,
    of_person, start,
};
pub use sign_ins::{Attempt, Checked, SignIns, check};
pub use tokens::{ACCESS_SECONDS, Tokens, refresh, rotate, session_of, sign_in};
pub use verbs::{change_password, close, edit_self, enrol};
pub use visit::{Posted, Visit};
pub use visitor::{Known, Visitor, cookie, note_use, signed_in, wire};

/// Deletes sessions, failed sign-ins and remembered browsers that no longer count: nobody's traces are kept longer than
/// they serve.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    sessions::forget_old(tx)?;
    browsers::forget_old(tx)?;
    delay::forget_old(tx)
}
