//! The pages of the directory. Each calls the verbs that the JSON calls, and shows what they give.

mod groups;
mod log;
mod organisation;
mod organisations;
mod staff;
mod vetting;
mod vetting_rows;

pub use groups::{groups, new_group, one_group, post_group, post_member, remove_member};
pub use log::{LogEntry, log, told};
pub use organisation::{edit_organisation, organisation};
pub use organisations::{directory, new_organisation, post_organisation};
pub use staff::{close_account, end_role, grant_role, invite, revoke_invitation};
pub use vetting::{close_founding, vet, vetting};
