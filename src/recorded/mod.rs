//! What the secretariat recorded of an organisation and a joint action: that it joined or declined, not confirmed.
//!
//! Nothing follows from a record: nobody reads, leads or does anything because of it. It is shown as such until the organisation
//! says by itself what is so.

pub mod api;
mod beside;
mod news;
pub mod pages;
mod store;
mod verbs;
mod view;

pub use beside::BESIDE;
pub use news::news_of;
pub use store::Says;
pub use verbs::{NewRecord, confirm, record, take_away};
pub use view::{RecordView, records_of};
