//! Files of joint actions: received and sealed as those of reports are, and read as the copies that were rebuilt of them.
//!
//! A file is attached before the readers of one version of the brief, and nobody else is ever shown it. Until there is a copy, and where
//! there will be none, the organisation that attached it alone knows of it; what it sent is for that organisation alone in any case.

pub mod api;
mod beside;
mod copied;
mod news;
pub mod pages;
mod store;
mod verbs;
mod view;

pub use beside::BESIDE;
pub use news::news_of;
pub use store::{File, references_of};
pub use verbs::{attach, erase_again};
pub use view::newest_of;
