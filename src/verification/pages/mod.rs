//! The pages on which reports are corroborated, disputed, verified, replied to and retracted.

pub(crate) mod correction;
pub(crate) mod corroboration;
mod retraction;
mod statement;
mod versions;

pub use correction::{choose_correction, post_correction};
pub use retraction::{choose_retraction, retract};
pub use statement::{choose_reply, choose_stance, post_reply, post_stance};
