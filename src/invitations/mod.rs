//! Invitations into an organisation, and the links that found a coalition.

mod agreement;
pub mod api;
mod model;
pub mod pages;
mod verbs;

pub use agreement::{Waiting as WaitingInvitation, waiting_of as waiting_invitations};
pub use model::{Invitation, may_invite_first};
pub use verbs::{
    Acceptance, Account, Founder, Invited, accept, by_secret as invitation_by_secret, close_founding,
    first_start, invite, open_of as open_invitations, prepare, revoke, set_up,
};
