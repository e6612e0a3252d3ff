//! The pages of saved searches and of the addresses at which they are read.

mod addresses;
mod form;
mod list;
mod one;

pub use addresses::{addresses, post_address, post_address_of, revoke_address};
pub use form::{new_search, post_search};
pub use list::searches;
pub use one::{delete_search, edit_search, saved_search, set_seen, set_tells};
