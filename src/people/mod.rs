//! Organisations, accounts, sessions and tokens, mandates, groups.

pub mod api;
mod audiences;
mod delay;
mod groups;
mod invitations;
mod logbook;
mod model;
mod organisations;
mod passwords;
mod persons;
mod sessions;
mod tokens;
mod viewer;
mod visitor;

pub use audiences::{Named, audience_from_words, name_of_token, reach, token_from_word, word_of_token};
pub use groups::{
    Group, NewGroup, admit, create as create_group, for_operator as group_for_operator,
    known_to as group_known_to, remove, roster, seen as seen_groups, seen_by_slug as seen_group,
};
pub use invitations::{
    Acceptance, Invitation, accept, by_secret as invitation_by_secret, first_start, invite,
    open_of as open_invitations, revoke, set_up,
};
pub use logbook::{Line, audit_json, line as log_line};
pub use model::{Organisation, OrganisationStatus, Person};
pub use organisations::{
    NewOrganisation, TWO_FROM, Vote, Wanted, active_by_slug, by_slug, count_active, count_people, directory,
    edit as edit_organisation, enter, found, open_votes, organisation, seen_by_slug, vote,
};
pub use passwords::Password;
pub use persons::{
    Mandate, change_password, close, colleague, edit_self, end_mandate, enrol, grant, mandates, people_of,
    person,
};
pub use sessions::{Attempt, Session, SessionKind, check, device_of, end, end_all, of_person, start};
pub use tokens::{ACCESS_SECONDS, Tokens, refresh, rotate, session_of, sign_in};
pub use viewer::viewer_for;
pub use visitor::{Known, Visitor};
