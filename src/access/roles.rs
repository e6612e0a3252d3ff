//! Roles are bundles of capabilities: one table, printed in `docs/roles.md`.

use std::collections::BTreeSet;

use super::OrganisationKind;
use crate::db::text_enum;

text_enum! {
    /// What a person is for their organisation.
    pub enum Role {
        /// Reads what the organisation may read.
        Observer = "observer",
        /// Drafts, edits, proposes releases.
        Reporter = "reporter",
        /// Opens originals on the desk and approves releases.
        Reviewer = "reviewer",
        /// Speaks for the organisation.
        Delegate = "delegate",
        /// Grades evidence, writes curated summaries.
        Analyst = "analyst",
        /// Legal review and clearance.
        Counsel = "counsel",
        /// Rights review.
        RightsLead = "rights_lead",
        /// Grave decisions, by two.
        Executive = "executive",
        /// People, roles, invitations, keys.
        Administrator = "administrator",
        /// Of the secretariat: admits organisations, runs groups.
        Convenor = "convenor",
    }
}

text_enum! {
    /// One act, or one family of acts that are never given apart.
    pub enum Capability {
        /// Write reports and change their originals; take on what another organisation asks one's own to publish.
        Draft = "draft",
        /// Open an original on the desk.
        OpenOriginal = "open_original",
        /// Propose that a text leave the organisation, and take back what the organisation has proposed and nobody has
        /// decided.
        Propose = "propose",
        /// Approve or return what somebody else proposed.
        Approve = "approve",
        /// Take back what was released, or no longer stand by it.
        Withdraw = "withdraw",
        /// Say of another organisation's report that it is so, or that it is not.
        Corroborate = "corroborate",
        /// Grade the evidence for another organisation's report, and say that it was verified.
        Verify = "verify",
        /// Say what the government that another organisation's report is about has to say of it.
        Reply = "reply",
        /// Ask the owner of a report, answer for one's own, wish that something be shared wider, ask for access.
        Ask = "ask",
        /// Post an alert in the organisation's name, change it, and be the second person for an alert of a colleague.
        Alert = "alert",
        /// Begin joint actions in the organisation's name, join those of others, move them, take tasks, comment.
        Coordinate = "coordinate",
        /// Group the organisation's reports into incidents.
        GroupIncidents = "group_incidents",
        /// Invite people, grant and end roles, close accounts.
        ManagePeople = "manage_people",
        /// Change what the organisation says of itself.
        ManageOrganisation = "manage_organisation",
        /// Read the log of what happened to the organisation's things.
        ReadAudit = "read_audit",
        /// Say how long things are kept, and erase them.
        Erase = "erase",
        /// Admit, suspend and readmit organisations.
        Admit = "admit",
        /// Make groups and change who belongs to them.
        RunGroups = "run_groups",
    }
}

/// The table: what each role may do. Reading needs a role grant of any role and is the rule's business.
pub fn table() -> &'static [(Role, &'static [Capability])] {
    use Capability::{
        Admit, Alert, Approve, Ask, Coordinate, Corroborate, Draft, Erase, GroupIncidents,
        ManageOrganisation, ManagePeople, OpenOriginal, Propose, ReadAudit, Reply, RunGroups, Verify,
        Withdraw,
    };
    &[
        (Role::Observer, &[]),
        (Role::Reporter, &[Draft, OpenOriginal, Propose, Corroborate, Reply, Ask, GroupIncidents]),
        (Role::Reviewer, &[OpenOriginal, Approve, Withdraw, Ask]),
        (Role::Delegate, &[Propose, Withdraw, Reply, Ask, Alert, Coordinate]),
        (Role::Analyst, &[Verify, Ask]),
        (Role::Counsel, &[Ask]),
        (Role::RightsLead, &[Ask]),
        (Role::Executive, &[Withdraw, Ask, ReadAudit, Erase]),
        (Role::Administrator, &[ManagePeople, ManageOrganisation, ReadAudit, Erase]),
        (Role::Convenor, &[Admit, RunGroups]),
    ]
}

/// Everything that these roles may do together. The convenor's role counts in the secretariat alone.
pub fn capabilities_of(roles: &BTreeSet<Role>, kind: OrganisationKind) -> BTreeSet<Capability> {
    table()
        .iter()
        .filter(|(role, _)| roles.contains(role))
        .filter(|(role, _)| *role != Role::Convenor || kind == OrganisationKind::Secretariat)
        .flat_map(|(_, capabilities)| capabilities.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_stands_in_the_table_once() {
        let roles: Vec<_> = table().iter().map(|(role, _)| *role).collect();
        assert_eq!(roles, Role::ALL);
    }

    #[test]
    fn a_convenor_outside_the_secretariat_admits_nobody() {
        let convenor = BTreeSet::from([Role::Convenor]);
        assert!(capabilities_of(&convenor, OrganisationKind::Company).is_empty());
        assert!(capabilities_of(&convenor, OrganisationKind::Secretariat).contains(&Capability::Admit));
    }
}
