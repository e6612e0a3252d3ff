//! What follows a publication: what it asks of whom and what became of that, what was found when it was looked at again, and the statements
//! that it goes back to.

pub mod api;
mod asking;
mod beside;
mod later;
mod lineage;
mod model;
mod moves;
mod news;
pub mod pages;
mod store;
mod view;

pub use asking::{NewAsk, NewAskStatus, NewReview, record, review, set_status};
pub use beside::BESIDE;
pub use later::LATER;
pub use lineage::{NewLineage, relate};
pub use model::{AskLevel, AskStatus, Relation};
pub use moves::review_due;
pub use news::news_of;
pub use view::{AskView, FollowUpView, LineageView, ReviewView};

pub(crate) use store::related;
