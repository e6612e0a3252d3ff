//! How joint statements are shown: to programs, on pages, beside their actions, for paper.
//!
//! What a viewer is shown is what `statements` finds for them, and nothing more: to whoever may not know of a statement, every address
//! here is one that is not there.

pub mod api;
mod beside;
mod known;
mod later;
mod needed;
mod offered;
pub mod pages;
mod paper;
mod parts;
mod place;
mod read_api;
mod sent;
mod table;
mod view;

pub use beside::BESIDE;
pub use later::{
    EndorsementView, Later, LaterSection, PositionView, RequestView, RollView, RoundView, Rounds, SaidView,
    move_on, wire,
};
pub use parts::{AmendmentView, BracketView, InputView, PenView, SponsorView, StepView};
pub use view::{RowView, StatementView, waiting};

pub(crate) use paper::for_all_readers;
pub(crate) use place::quoted;
pub(crate) use sent::seen_as;
pub(crate) use view::one as view_of;
