//! What waits for convenors, as rows.

use crate::access::Role;
use crate::db::Moment;
use crate::directory::pages::organisations::Entry;
use crate::invitations::WaitingInvitation;
use crate::people::{Vetting, Wanted, labels};
use crate::web::Page;

/// What a convenor said.
pub struct Word {
    /// Whose word.
    pub name: String,
    /// What they want.
    pub wanted: String,
    /// Why.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// What can be decided over one organisation.
pub struct Item {
    /// The id of its note, unlike any other on the page.
    pub id: String,
    /// Over whom.
    pub entry: Entry,
    /// Where it stands.
    pub status: String,
    /// What can be wanted now.
    pub wanted: &'static str,
    /// Whether that needs its reason.
    pub needs_reason: bool,
    /// What was said.
    pub votes: Vec<Word>,
    /// What is still needed, in words.
    pub missing: String,
    /// Whether the one who looks can say something.
    pub open: bool,
}

impl Item {
    /// As the page says it.
    pub fn of(page: &Page, id: String, vetting: Vetting) -> Self {
        let wanted = vetting.wanted.as_str();
        let votes = vetting.votes.into_iter().map(|(name, vote)| Word {
            name,
            wanted: page.t(&format!("vetting-wants-{}", vote.wanted)),
            note: vote.note,
            at: vote.at,
        });
        Self {
            id,
            entry: Entry::of(page, &vetting.organisation),
            status: labels::status(page, vetting.organisation.status),
            wanted,
            needs_reason: vetting.wanted == Wanted::Suspend,
            votes: votes.collect(),
            missing: page.tn(&format!("vetting-missing-{wanted}"), vetting.missing as u64),
            open: !vetting.closed_to_me,
        }
    }
}

/// An invitation by one convenor that waits for another's word.
pub struct WaitingLine {
    /// Into which organisation.
    pub organisation: String,
    /// Its slug.
    pub slug: String,
    /// Whom.
    pub email: String,
    /// With which roles.
    pub roles: Vec<Role>,
    /// Who invites whom as what.
    pub sentence: String,
    /// Until when it is good.
    pub expires_at: Moment,
    /// Whether the one who asks has said it.
    pub mine: bool,
}

impl WaitingLine {
    /// As it is read.
    pub(super) fn of(page: &Page, one: WaitingInvitation) -> Self {
        let roles = one.invitation.roles();
        let named = roles.iter().map(|role| labels::role(page, *role)).collect::<Vec<_>>().join(", ");
        let said = [("name", one.by.as_str()), ("email", &one.invitation.email), ("roles", &named)];
        Self {
            sentence: page.ta("invite-waiting-by", &said),
            organisation: one.organisation.name,
            slug: one.organisation.slug,
            email: one.invitation.email,
            expires_at: one.invitation.expires_at,
            mine: one.mine,
            roles,
        }
    }
}
