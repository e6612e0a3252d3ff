//! Who is asking, and when: the tokens they hold right now, and what their roles let them do.

use std::collections::BTreeSet;

use super::{Capability, OrganisationKind, Role, Token, capabilities_of};
use crate::db::{GroupId, Moment, OrganisationId, PersonId};

/// Somebody, or nobody, who asks.
#[derive(Debug, Clone)]
pub struct Viewer {
    tokens: BTreeSet<Token>,
    capabilities: BTreeSet<Capability>,
    roles: BTreeSet<Role>,
    person: Option<PersonId>,
    organisation: Option<OrganisationId>,
    at: Moment,
}

/// A group that an organisation belongs to: it reads what was released in the epochs `from..=current`.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The group.
    pub group: GroupId,
    /// The first epoch that is open to the organisation.
    pub from: i32,
    /// The group's newest epoch.
    pub current: i32,
}

impl Viewer {
    /// Who is not signed in.
    pub fn public() -> Self {
        Self {
            tokens: BTreeSet::from([Token::Public]),
            capabilities: BTreeSet::new(),
            roles: BTreeSet::new(),
            person: None,
            organisation: None,
            at: Moment::NEVER,
        }
    }

    /// A person of an organisation with the role grants they hold right now.
    ///
    /// Without a live role grant a person reads what the public reads. An organisation that is not `active`
    /// reads what is public or goes by its own name, and none of its people can act.
    /// `effective` are the roles that count now; `roles` also those whose waiting time still runs.
    pub fn member(
        person: PersonId,
        organisation: OrganisationId,
        kind: OrganisationKind,
        active: bool,
        roles: BTreeSet<Role>,
        effective: &BTreeSet<Role>,
        groups: &[Membership],
    ) -> Self {
        let mut tokens = BTreeSet::from([Token::Public]);
        if !roles.is_empty() {
            tokens.insert(Token::Person(person.clone()));
            tokens.insert(Token::Organisation(organisation.clone()));
            if active {
                tokens.insert(Token::Coalition);
                tokens.insert(Token::Sector(kind));
                for membership in groups {
                    for epoch in membership.from..=membership.current {
                        tokens.insert(Token::Group(membership.group.clone(), epoch));
                    }
                }
            }
        }
        let capabilities = if active { capabilities_of(effective, kind) } else { BTreeSet::new() };
        Self {
            tokens,
            capabilities,
            roles,
            person: Some(person),
            organisation: Some(organisation),
            at: Moment::NEVER,
        }
    }

    /// The same, asking at this moment. Until they are handed a clock a viewer reads nothing that has an end.
    #[must_use]
    pub fn asking_at(self, at: Moment) -> Self {
        Self { at, ..self }
    }

    /// When they ask: what ends by then they do not read.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// The tokens held right now.
    pub fn tokens(&self) -> &BTreeSet<Token> {
        &self.tokens
    }

    /// The account, where somebody is signed in.
    pub fn person(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }

    /// The organisation, where somebody is signed in.
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.organisation.as_ref()
    }

    /// The roles held, those whose waiting time still runs included.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// Whether a role that counts now has this capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// Whether the viewer holds roles that count for nothing, because their organisation is no active member.
    pub fn is_inactive(&self) -> bool {
        !self.roles.is_empty() && !self.tokens.contains(&Token::Coalition)
    }

    /// Whether the viewer belongs to this organisation.
    pub fn is_of(&self, organisation: &OrganisationId) -> bool {
        self.organisation.as_ref() == Some(organisation)
    }

    /// Whether the viewer reads what this organisation reads: they belong to it, and hold a role there.
    pub fn reads_as(&self, organisation: &OrganisationId) -> bool {
        self.tokens.contains(&Token::Organisation(organisation.clone()))
    }

    /// One text for one set of rights, whoever of an organisation holds it: what is asked of the rule without regard to who
    /// somebody is has one answer for all who have the same.
    pub fn rights_key(&self) -> String {
        let own = |token: &&Token| !matches!(token, Token::Person(_));
        let mut key: Vec<_> = self.tokens.iter().filter(own).map(Token::to_string).collect();
        key.extend(self.organisation.as_ref().map(|id| format!("={}", id.as_str())));
        key.extend(self.roles.iter().map(|role| format!("role:{role}")));
        key.extend(self.capabilities.iter().map(|one| format!("may:{one}")));
        key.join(" ")
    }

    /// One text for one set of rights to read: the key under which hot answers are kept.
    pub fn reading_key(&self) -> String {
        let mut key: Vec<_> = self.tokens.iter().map(Token::to_string).collect();
        key.extend(self.organisation.as_ref().map(|id| format!("={}", id.as_str())));
        key.join(" ")
    }
}
