//! Organisations, accounts, sessions and tokens, mandates, groups.

mod accounts;
mod agreement;
mod announced;
pub mod api;
mod audiences;
mod browsers;
mod delay;
mod email;
mod founding;
mod groups;
mod invitation;
mod invitations;
mod logbook;
mod model;
mod names;
mod naming;
mod organisations;
pub mod pages;
mod passwords;
mod persons;
mod queue;
mod secrets;
mod sessions;
mod signing_in;
mod tokens;
mod vetting;
mod viewer;
mod visitor;

use crate::db::Tx;
use crate::error::Result;

pub use accounts::{change_password, close, edit_self, end_mandate, enrol, grant, may_grant};
pub use agreement::{Waiting as WaitingInvitation, waiting_of as waiting_invitations};
pub use announced::{Arrival, Grant, arrivals, rights_granted};
pub use api::describe;
pub use audiences::{
    addressable, audience_from_words, name_of_token, reach, token_from_word, word_of_token, words_of_tokens,
};
pub use browsers::{
    REMEMBERED, count_others as count_other_browsers, forget_browser, remember, remembered_for,
};
pub use email::Email;
pub use founding::{Founder, close_founding, founding_until};
pub use groups::{
    Group, Member, NewGroup, admit, admit_by_slug, create as create_group,
    for_operator as group_for_operator, known_to as group_known_to, members, remove, roster,
    seen as seen_groups, seen_by_slug as seen_group, seen_with_rosters as seen_groups_with_rosters,
};
pub use invitation::{Invitation, may_invite_first};
pub use invitations::{
    Acceptance, Account, Invited, accept, by_secret as invitation_by_secret, first_start, invite,
    open_of as open_invitations, prepare, revoke, set_up,
};
pub use logbook::{AuditRow, Line, Log, lines_about, read as read_log};
pub use model::{Organisation, OrganisationStatus, Person, end_of_day};
pub use names::{Named, Names};
pub use naming::called;
pub use organisations::{
    NewOrganisation, Period, active_by_slug, by_ids as organisations_by_ids, count_active, count_people,
    directory, edit as edit_organisation, enter, for_operator as organisation_for_operator, found, inactive,
    names_by_slug as organisation_names, organisation, periods, rename as rename_organisation, seen_by_slug,
};
pub use passwords::Password;
pub use persons::{Mandate, colleague, managed, mandates, people_of, person};
pub use sessions::{
    LONGEST, Session, SessionKind, device_of, end, end_all, end_called, end_others, handle as session_handle,
    of_person, start,
};
pub use signing_in::{Attempt, Checked, SignIns, check};
pub use tokens::{ACCESS_SECONDS, Tokens, refresh, rotate, session_of, sign_in};
pub use vetting::{
    TWO_FROM, Vetting, Vote, Wanted, open_votes, vetting_of, vetting_queue, vote, waiting_for,
};
pub use viewer::{Granted, counts_from, rights_of, viewer_for};
pub use visitor::{Known, Visitor, note_use};

/// Takes away what no longer counts of sessions, failed sign-ins and remembered browsers: nobody's traces are kept longer than they
/// serve.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    sessions::forget_old(tx)?;
    browsers::forget_old(tx)?;
    delay::forget_old(tx)
}
