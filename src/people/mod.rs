//! Organisations, their people and roles, groups, and what each person may read.

mod announced;
mod audiences;
pub(crate) mod email;
pub(crate) mod founding;
pub(crate) mod groups;
pub(crate) mod labels;
pub(crate) mod model;
mod names;
mod naming;
pub(crate) mod organisations;
pub(crate) mod persons;
pub(crate) mod role_grants;
pub(crate) mod vetting;
pub(crate) mod view;
pub(crate) mod viewer;

pub use announced::{Arrival, Grant, arrivals, rights_granted};
pub use audiences::{
    addressable, audience_from_words, name_of_token, nameable, reach, reached, token_from_word,
    word_of_token, words_of_tokens,
};
pub use email::Email;
pub use founding::founding_until;
pub use groups::{
    Group, Member, NewGroup, admit, admit_by_slug, belonging as belonging_to_groups, create as create_group,
    for_operator as group_for_operator, group, known_to as group_known_to, members, remove, roster,
    seen as seen_groups, seen_by_slug as seen_group, seen_with_rosters as seen_groups_with_rosters,
};
pub use model::{Organisation, OrganisationStatus, Person, end_of_day};
pub use names::{Named, Names, TokenName, token_names};
pub use naming::called;
pub(crate) use organisations::is_of_active;
pub use organisations::{
    NewOrganisation, Period, active, active_by_slug, by_ids as organisations_by_ids, count_active,
    count_people, directory, edit as edit_organisation, enter, for_operator as organisation_for_operator,
    found, inactive, names_by_slug as organisation_names, organisation, periods,
    rename as rename_organisation, secretariat, seen_by_slug, suspensions,
};
pub use persons::{
    addresses, by_ids as people_by_ids, colleague, managed, open_accounts, open_accounts_after,
    open_accounts_of_coalition_after, open_accounts_of_secretariat, person,
};
pub use role_grants::{RoleGrant, end_role, grant, may_grant, people_of, role_grants};
pub use vetting::{
    TWO_FROM, Vetting, Vote, Wanted, open_votes, vetting_of, vetting_queue, vote, waiting_for,
};
pub use viewer::{Granted, counts_from, rights_of, viewer_for, viewers_for, viewers_in};
