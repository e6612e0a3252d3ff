//! The one state-machine engine, the one release verb, claims and review queues.

mod case;
mod checks;
mod confirm;
mod guards;
mod machine;
mod moves;
mod policy;
mod record;
mod release;
mod second;
mod state;
mod store;

pub use case::{open_moves, refusal};
pub use checks::{check_proposal, reason_of};
pub use confirm::{confirm, lapse_due, void_unconfirmed, void_unsettled};
pub use machine::{Guard, Machine, Move};
pub use moves::{MACHINE, ReleaseVerb};
pub use policy::{Fate, ParentEvent, TextKind, TextState, fate};
pub use release::{
    Decision, Proposal, Releasable, approve, approvers, cancel, claim, erase, imported, propose,
    return_to_author, unclaim, void_open,
};
pub use second::{Before, Pace, Reach, Second, second_for, second_person};
pub use state::ReleaseState;
pub use store::{
    Release, concerning, count_open, deciders, decides, is_decided_by, is_unconfirmed, known, of_person,
    of_subject, of_subjects, open_of, queue, unconfirmed_among,
};
