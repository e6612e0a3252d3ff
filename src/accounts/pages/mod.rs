//! The pages of an account: signing in and out, one's own account, the question before an act that nothing would undo.

mod account;
mod confirmation;
mod problems;
pub(crate) mod sign_in;

pub use account::{account, end_others, end_session, post_account, post_password};
pub use confirmation::confirm;
pub use problems::problems_as_pages;
pub(crate) use sign_in::with_session;
pub use sign_in::{post_sign_in, sign_in, sign_out};
