//! The pages of people: signing in, accounts, organisations, vetting, groups, the log. Each calls the verbs that the
//! JSON calls, and shows what they give.

mod account;
mod confirming;
mod directory;
mod entry;
mod groups;
mod invitation;
mod log;
mod organisation;
mod problems;
mod staff;
mod vetting;
mod vetting_rows;
mod visit;
mod words;

pub use account::{account, end_others, end_session, post_account, post_password};
pub use confirming::confirm;
pub use directory::{directory, new_organisation, post_organisation};
pub use entry::{post_sign_in, sign_in, sign_out};
pub use groups::{groups, new_group, one_group, post_group, post_member, remove_member};
pub use invitation::{invitation, post_invitation};
pub use log::{Told, log, told};
pub use organisation::{edit_organisation, organisation};
pub use problems::problems_as_pages;
pub use staff::{close_account, end_role, grant_role, invite, revoke_invitation};
pub use vetting::{close_founding, vet, vetting};
pub use visit::{Posted, Visit};

use crate::error::{Error, Fields};
use crate::web::{Link, Page};

/// What is wrong with a form, to be said on it. A move that the state of things does not allow is said of the field
/// where one would try something else; any other error is no matter of the form.
fn faults(error: Error, field: &str) -> Result<Fields, Error> {
    match error {
        Error::Invalid(fields) => Ok(fields),
        Error::Conflict(why) => {
            let mut fields = Fields::default();
            fields.add(field, why);
            Ok(fields)
        }
        other => Err(other),
    }
}

/// The path to a page below the one at `href`, whose name has the key `key`.
fn up(page: &Page, href: &str, key: &str) -> Vec<Link> {
    vec![Link { href: href.to_owned(), label: page.t(key) }]
}
