//! What tokens, organisations and people are called: loaded at once for a list, however many it names.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::model::{Organisation, Person};
use super::{Group, groups, organisations, persons};
use crate::access::{Token, Viewer};
use crate::db::{Conn, GroupId, OrganisationId, PersonId};
use crate::error::{Error, Result};

/// The name of a token as people say it; words of the interface come from the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A key of the strings: `audience-public`.
    Key(String),
    /// A proper name.
    Name(String),
}

/// A token with what it is called: programs are given its word, people its name.
#[derive(Debug, Clone)]
pub struct TokenName {
    /// Itself.
    pub token: Token,
    /// Its word: `group:circle`.
    pub word: String,
    /// What people call it.
    pub name: Named,
}

impl Serialize for TokenName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.word.serialize(serializer)
    }
}

/// What these tokens are called, in their order.
pub fn token_names(conn: &mut Conn, tokens: &[Token]) -> Result<Vec<TokenName>> {
    Names::load(conn, tokens, [], [])?.tokens(tokens)
}

/// Names of what a list names.
pub struct Names {
    groups: BTreeMap<GroupId, Group>,
    organisations: BTreeMap<OrganisationId, Organisation>,
    people: BTreeMap<PersonId, Person>,
}

impl Names {
    /// Of these tokens, organisations and people, and of the organisations of these people: in three statements at most.
    pub fn load<'a>(
        conn: &mut Conn,
        tokens: impl IntoIterator<Item = &'a Token>,
        organisations: impl IntoIterator<Item = &'a OrganisationId>,
        people: impl IntoIterator<Item = &'a PersonId>,
    ) -> Result<Self> {
        let mut homes: BTreeSet<OrganisationId> = organisations.into_iter().cloned().collect();
        let mut persons: BTreeSet<PersonId> = people.into_iter().cloned().collect();
        let mut named_groups = false;
        for token in tokens {
            match token {
                Token::Organisation(id) => {
                    homes.insert(id.clone());
                }
                Token::Person(id) => {
                    persons.insert(id.clone());
                }
                Token::Group(..) => named_groups = true,
                Token::Public | Token::Coalition | Token::Sector(_) => {}
            }
        }
        let people = persons::by_ids(conn, persons.into_iter().collect())?;
        homes.extend(people.values().map(|person| person.organisation_id.clone()));
        Ok(Self {
            groups: if named_groups { groups::by_id(conn)? } else { BTreeMap::new() },
            organisations: organisations::by_ids(conn, homes.into_iter().collect())?,
            people,
        })
    }

    /// An organisation.
    pub fn organisation(&self, id: &OrganisationId) -> Result<&Organisation> {
        self.organisations.get(id).ok_or_else(|| Error::stored("organisation", id.as_str(), "it is missing"))
    }

    /// All organisations that were asked for or that tokens name.
    pub fn organisations(&self) -> &BTreeMap<OrganisationId, Organisation> {
        &self.organisations
    }

    fn group(&self, id: &GroupId) -> Result<&Group> {
        self.groups.get(id).ok_or_else(|| Error::stored("group", id.as_str(), "it is missing"))
    }

    fn person(&self, id: &PersonId) -> Result<&Person> {
        self.people.get(id).ok_or_else(|| Error::stored("person", id.as_str(), "it is missing"))
    }

    /// What to call somebody before this viewer: colleagues by name, everybody else by organisation.
    pub fn person_before(&self, viewer: &Viewer, id: &PersonId) -> Result<&str> {
        let person = self.person(id)?;
        if viewer.is_of(&person.organisation_id) {
            return Ok(&person.name);
        }
        Ok(&self.organisation(&person.organisation_id)?.name)
    }

    /// The word for a token that somebody may know of because they hold it, or made the audience.
    pub fn word(&self, token: &Token) -> Result<String> {
        Ok(match token {
            Token::Public => "public".into(),
            Token::Coalition => "coalition".into(),
            Token::Sector(kind) => format!("sector:{kind}"),
            Token::Group(id, _) => format!("group:{}", self.group(id)?.slug),
            Token::Organisation(id) => format!("org:{}", self.organisation(id)?.slug),
            Token::Person(id) => format!("person:{}", self.person(id)?.email),
        })
    }

    /// Tokens with what they are called, in their order.
    pub fn tokens<'a>(&self, tokens: impl IntoIterator<Item = &'a Token>) -> Result<Vec<TokenName>> {
        let called = |token: &Token| {
            Ok(TokenName { token: token.clone(), word: self.word(token)?, name: self.name(token)? })
        };
        tokens.into_iter().map(called).collect()
    }

    /// What a token is called.
    pub fn name(&self, token: &Token) -> Result<Named> {
        Ok(match token {
            Token::Public => Named::Key("audience-public".into()),
            Token::Coalition => Named::Key("audience-coalition".into()),
            Token::Sector(kind) => Named::Key(format!("audience-sector-{}", kind.as_str().replace('_', "-"))),
            Token::Group(id, _) => Named::Name(self.group(id)?.name.clone()),
            Token::Organisation(id) => Named::Name(self.organisation(id)?.name.clone()),
            Token::Person(id) => Named::Name(self.person(id)?.name.clone()),
        })
    }
}
