//! The silence procedure: a text is frozen and put to a roll of organisations; who says nothing until the deadline lets it pass.
//!
//! What is allowed and what comes of it is decided here of what is known, without asking anything: [`Procedure::decide`] says what
//! a deed does or why it does nothing, [`Procedure::settle`] what the end of a deadline does, [`Procedure::apply`] does it.
//! Whatever somebody sends is judged by when it arrived, never by when its turn came.

mod count;
mod decide;
mod deed;
mod enter;
mod position;
mod procedure;
mod refusal;
mod round;
mod say;
mod settle;
mod stage;
#[cfg(test)]
mod tests;

pub use count::{Count, Counted, Silence};
pub use deed::{Called, Deed, Effect, Entry, Said, WayOut, Who};
pub use position::{Position, TextVersion, Value};
pub use procedure::{Procedure, Suspension};
pub use refusal::Refusal;
pub use round::{Answer, EXTENSION, Ended, MOST_EXTENSIONS, Outcome, Request, Round};
pub use settle::{Now, Shown};
pub use stage::{FEWEST_HOURS, Mode, Stage};
