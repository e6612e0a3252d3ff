//! Feeds: what is new, as feed readers take it, in Atom (RFC 4287) and JSON Feed 1.1; what is due, as calendars take it (RFC 5545);
//! and the addresses at which people have feeds of their own.
//!
//! A room that has something new makes a [`Feed`] of it and answers with [`answer`]. Nothing here knows what is in a feed.

mod address;
mod answer;
mod atom;
mod calendar;
mod document;
mod json;
mod xml;

pub use address::{
    FeedAddress, FeedKind, Made, by_secret, forget_old, forget_person, forget_subject, make, note_use, own,
    references_of, revoke, used_today,
};
pub use answer::{Format, Keeping, answer};
pub use calendar::{Calendar, Due, answer_calendar};
pub use document::{Attachment, Entry, Feed};
pub use xml::xml_text;
