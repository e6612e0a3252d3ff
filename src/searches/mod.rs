//! Saved searches: questions to the list of incidents that people keep, share and are told about; and the feeds of them.
//!
//! A saved search is a question and no answer: whoever opens one that is shared with them is answered what they may read
//! themselves. What is new is found by the index, with the terms of the viewer, each time that it is shown or told.

pub mod api;
mod feed;
mod model;
mod news;
pub mod pages;
mod references;
mod store;
mod verbs;

pub use feed::{atom_feed, json_feed};
pub use model::{Input, SavedSearch, Sharing};
pub use news::{News, count_new, news_of, tell_news};
pub use references::all_references_of;
pub use store::{Look, own_or_shared, readable};
pub use verbs::{
    delete, edit, forget_person, make_address, revoke_address, save, set_seen, set_tells, sharings,
};
