//! Closed days: the chair declares days on which no round of silence ends, because those who are asked do not work on them. All members
//! read them. A round that runs keeps its deadline, whatever is declared meanwhile.

pub mod api;
mod day;
pub mod pages;
mod verbs;

pub use day::{ClosedDay, ClosedDayView, NewClosedDay};
pub use pages::ClosedLine;
pub use verbs::{closed_days, declare, take_back, upcoming};
