//! What everybody reads of a joint statement: its words in every language, and the names under them.
//!
//! A publication is a contribution that rests on nothing and is for everybody, so a second person of the secretariat agrees to each: to the words,
//! to the names, and to the moment from which on it is read. That moment is the rule's (`readable.opens`): no worker opens it early,
//! and a late one opens it late for nobody. What it says is sealed with it and made of rows once (`clearing`); a name that changes before it
//! opens takes it back. Its address names the hash of its words, and stays.

pub mod api;
mod body;
mod clearing;
mod documents;
pub mod feed;
mod find;
mod kind;
mod later;
mod model;
mod opening;
mod paper;
pub mod pages;
mod search;
mod translations;
mod view;

pub use documents::PUBLICATIONS;
pub use model::Publication;
pub use opening::open_due;
pub use translations::{NewTranslation, attach, detach};
pub use view::{NameView, PublicationView, TextView};

pub(crate) use clearing::unfreeze;
pub(crate) use find::wire;
pub(crate) use later::{move_on, sections};
