//! The one state-machine engine, the one release verb, claims and review queues.

mod machine;
mod policy;
mod release;
mod store;

pub use machine::{Guard, Machine, Move};
pub use policy::{Reach, Subject, second_person};
pub use release::{
    Decision, MACHINE, Proposal, Releasable, approve, cancel, claim, propose, return_to_author, unclaim,
    void_open,
};
pub use store::{Release, ReleaseState, by_reference, of_subject, open_of, queue};
