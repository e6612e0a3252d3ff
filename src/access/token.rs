//! A token: a name for some set of people.

use std::fmt;
use std::str::FromStr;

use crate::db::{GroupId, OrganisationId, PersonId, text_enum};

text_enum! {
    /// The seven kinds of organisation; each kind is a sector that can be addressed as one.
    pub enum OrganisationKind {
        /// A government.
        Government = "government",
        /// A company.
        Company = "company",
        /// A civil-society organisation.
        CivilSociety = "civil_society",
        /// A university or institute.
        Academia = "academia",
        /// A medium.
        Media = "media",
        /// An intergovernmental organisation.
        InternationalOrganisation = "international_organisation",
        /// The coalition's own office.
        Secretariat = "secretariat",
    }
}

/// A name for some set of people, as audiences hold it and viewers hold it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// Everybody, signed in or not.
    Public,
    /// Every active organisation.
    Coalition,
    /// Every active organisation of one kind.
    Sector(OrganisationKind),
    /// A group's members as of an epoch: each admission opens a new one, so that who joins reads what is
    /// released from then on.
    Group(GroupId, i32),
    /// One organisation.
    Organisation(OrganisationId),
    /// One person.
    Person(PersonId),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Coalition => f.write_str("coalition"),
            Self::Sector(kind) => write!(f, "sector:{kind}"),
            Self::Group(id, epoch) => write!(f, "group:{}.{epoch}", id.as_str()),
            Self::Organisation(id) => write!(f, "org:{}", id.as_str()),
            Self::Person(id) => write!(f, "person:{}", id.as_str()),
        }
    }
}

impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("“{text}” is no token");
        match text.split_once(':') {
            None if text == "public" => Ok(Self::Public),
            None if text == "coalition" => Ok(Self::Coalition),
            Some(("sector", kind)) => kind.parse().map(Self::Sector),
            Some(("org", id)) if !id.is_empty() => Ok(Self::Organisation(id.to_owned().into())),
            Some(("person", id)) if !id.is_empty() => Ok(Self::Person(id.to_owned().into())),
            Some(("group", rest)) => {
                let (id, epoch) = rest.rsplit_once('.').ok_or_else(refused)?;
                let epoch = epoch.parse().map_err(|_| refused())?;
                Ok(Self::Group(id.to_owned().into(), epoch))
            }
            _ => Err(refused()),
        }
    }
}

impl Token {
    /// Whether everybody whom `other` names is surely among those whom `self` names:
    /// public ⊇ coalition ⊇ sector, group, organisation, and a group as it is later ⊇ the same group as it was; otherwise only
    /// the same token. A member reads what its group is given in every epoch since its own first.
    ///
    /// A person is contained in nothing but `public`, `coalition` and their own token: the token does not tell the organisation.
    pub fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Public, _) => true,
            (Self::Coalition, other) => *other != Self::Public,
            (Self::Group(ours, later), Self::Group(theirs, earlier)) => ours == theirs && later >= earlier,
            (same, other) => same == other,
        }
    }

    /// The same where a group stands for its members of any time: what was given to a group is still found by its
    /// name after others have joined it.
    pub fn reaches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Group(ours, _), Self::Group(theirs, _)) => ours == theirs,
            _ => self.contains(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_written_and_read_back() {
        let all = [
            Token::Public,
            Token::Coalition,
            Token::Sector(OrganisationKind::CivilSociety),
            Token::Group("0190-a".to_owned().into(), 7),
            Token::Organisation("x".to_owned().into()),
            Token::Person("y".to_owned().into()),
        ];
        for token in all {
            assert_eq!(token.to_string().parse::<Token>().unwrap(), token);
        }
        for wrong in ["", "Public", "sector:", "sector:army", "group:x", "group:x.y", "org:", "colour:red"] {
            assert!(wrong.parse::<Token>().is_err(), "{wrong}");
        }
    }
}
