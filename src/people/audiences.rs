//! Audiences in the words of the outside: `public`, `coalition`, `sector:company`, `group:slug`, `org:slug`,
//! `person:email`.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Organisation, OrganisationStatus};
use super::names::{Named, Names};
use super::{groups, organisations, persons};
use crate::access::{Audience, OrganisationKind, Token, Viewer};
use crate::db::{Conn, OrganisationId};
use crate::error::{Error, Result, message};

/// So many may be named in one audience, and so many left out of it.
const MOST_NAMED: usize = 500;

/// The token that a word names for this viewer. What they may not know of is refused like what is not there.
pub fn token_from_word(conn: &mut Conn, viewer: &Viewer, word: &str) -> Result<Token> {
    let refused = || Error::invalid("audience", message("fault-no-such-audience").with("name", word));
    let found = match word.split_once(':') {
        None if word == "public" => Ok(Token::Public),
        None if word == "coalition" => Ok(Token::Coalition),
        Some(("sector", kind)) => kind.parse().map(Token::Sector).map_err(|_| Error::NotFound),
        Some(("group", slug)) => {
            groups::seen_by_slug(conn, viewer, slug).map(|group| Token::Group(group.id, group.epoch))
        }
        Some(("org", slug)) => {
            let found = organisations::seen_by_slug(conn, viewer, slug);
            found.and_then(|one| {
                if is_addressed(viewer, &one) {
                    Ok(Token::Organisation(one.id))
                } else {
                    Err(Error::NotFound)
                }
            })
        }
        Some(("person", email)) => match viewer.organisation() {
            Some(home) => persons::colleague(conn, home, email).map(|found| Token::Person(found.id)),
            None => Err(Error::NotFound),
        },
        _ => Err(Error::NotFound),
    };
    found.map_err(|error| match error {
        Error::NotFound | Error::SignIn => refused(),
        other => other,
    })
}

/// Those of these tokens that this viewer may name, as [`token_from_word`] says of the word of each: in as many statements
/// however many they are.
pub fn nameable(conn: &mut Conn, viewer: &Viewer, tokens: &BTreeSet<Token>) -> Result<BTreeSet<Token>> {
    let mut organisations: BTreeMap<OrganisationId, Organisation> = BTreeMap::new();
    if viewer.organisation().is_some() && tokens.iter().any(|one| matches!(one, Token::Organisation(_))) {
        let directory = organisations::directory(conn, viewer)?;
        organisations.extend(directory.into_iter().map(|one| (one.id.clone(), one)));
    }
    let mut groups = BTreeSet::new();
    if tokens.iter().any(|one| matches!(one, Token::Group(..))) {
        groups.extend(groups::seen(conn, viewer)?.into_iter().map(|group| group.id));
    }
    let people = tokens.iter().filter_map(|one| match one {
        Token::Person(id) => Some(id.clone()),
        _ => None,
    });
    let people = persons::by_ids(conn, people.collect())?;
    let may_name = |token: &&Token| match token {
        Token::Public | Token::Coalition | Token::Sector(_) => true,
        Token::Group(id, _) => groups.contains(id),
        Token::Organisation(id) => organisations.get(id).is_some_and(|one| is_addressed(viewer, one)),
        Token::Person(id) => people.get(id).is_some_and(|person| viewer.is_of(&person.organisation_id)),
    };
    Ok(tokens.iter().filter(may_name).cloned().collect())
}

/// Whether something may be addressed to an organisation. One that is not active keeps what was addressed to it; nothing
/// more is.
fn is_addressed(viewer: &Viewer, one: &Organisation) -> bool {
    one.status == OrganisationStatus::Active || viewer.is_of(&one.id)
}

/// The audience that words name. A group is named as it is now: with its newest epoch.
pub fn audience_from_words(
    conn: &mut Conn,
    viewer: &Viewer,
    words: &[String],
    except: &[String],
) -> Result<Audience> {
    if words.len().max(except.len()) > MOST_NAMED {
        return Err(Error::invalid(
            "audience",
            message("fault-list-of-texts").number("most", MOST_NAMED as u64),
        ));
    }
    let tokens = words.iter().map(|word| token_from_word(conn, viewer, word)).collect::<Result<Vec<_>>>()?;
    let mut left_out: Vec<OrganisationId> = Vec::new();
    let directory = if except.is_empty() { Vec::new() } else { organisations::directory(conn, viewer)? };
    for slug in except {
        let Some(found) = directory.iter().find(|one| one.slug == *slug) else {
            return Err(Error::invalid("except", message("fault-no-such-organisation").with("name", slug)));
        };
        if !left_out.contains(&found.id) {
            left_out.push(found.id.clone());
        }
    }
    Audience::new(tokens, left_out)
}

/// The word for a token that somebody may know of because they hold it, or made the audience.
pub fn word_of_token(conn: &mut Conn, token: &Token) -> Result<String> {
    Names::load(conn, [token], [], [])?.word(token)
}

/// The words of many tokens, in their order, with as many statements however many they are.
pub fn words_of_tokens(conn: &mut Conn, tokens: &BTreeSet<Token>) -> Result<Vec<String>> {
    let names = Names::load(conn, tokens, [], [])?;
    tokens.iter().map(|token| names.word(token)).collect()
}

/// Every token to which something of this organisation can have been released: groups with all of their epochs, and
/// people of its own.
pub fn addressable(conn: &mut Conn, home: &OrganisationId) -> Result<Vec<Token>> {
    let sectors = OrganisationKind::ALL.iter().map(|kind| Token::Sector(*kind));
    let mut tokens: Vec<Token> = [Token::Public, Token::Coalition].into_iter().chain(sectors).collect();
    tokens.extend(organisations::ids(conn)?.into_iter().map(Token::Organisation));
    for (group, epoch) in groups::epochs(conn)? {
        tokens.extend((groups::FIRST..=epoch).map(|epoch| Token::Group(group.clone(), epoch)));
    }
    tokens.extend(persons::ids_of(conn, home)?.into_iter().map(Token::Person));
    Ok(tokens)
}

/// What a token is called.
pub fn name_of_token(conn: &mut Conn, token: &Token) -> Result<Named> {
    Names::load(conn, [token], [], [])?.name(token)
}

/// How many active organisations of each kind an audience reaches, as far as it may be told: a confidential
/// roster is not counted. `None` where everybody may read.
pub fn reach(
    conn: &mut Conn,
    viewer: &Viewer,
    audience: &Audience,
) -> Result<Option<Vec<(OrganisationKind, usize)>>> {
    if audience.is_public() {
        return Ok(None);
    }
    let mut reached = reached(conn, viewer, audience.tokens())?;
    reached.retain(|one| !audience.except().contains(&one.id));
    Ok(Some(
        OrganisationKind::ALL
            .iter()
            .map(|kind| (*kind, reached.iter().filter(|one| one.kind == *kind).count()))
            .filter(|(_, count)| *count > 0)
            .collect(),
    ))
}

/// The active organisations to which these tokens are given, as far as the viewer may know: a confidential roster is left out.
pub fn reached<'a>(
    conn: &mut Conn,
    viewer: &Viewer,
    tokens: impl IntoIterator<Item = &'a Token>,
) -> Result<Vec<Organisation>> {
    let mut active: Vec<Organisation> = organisations::directory(conn, viewer)?
        .into_iter()
        .filter(|one| one.status == OrganisationStatus::Active)
        .collect();
    let mut reached: BTreeSet<OrganisationId> = BTreeSet::new();
    for token in tokens {
        match token {
            Token::Coalition | Token::Public => reached.extend(active.iter().map(|one| one.id.clone())),
            Token::Sector(kind) => {
                reached.extend(active.iter().filter(|one| one.kind == *kind).map(|one| one.id.clone()));
            }
            Token::Organisation(id) => {
                reached.insert(id.clone());
            }
            Token::Group(id, _) => {
                let group = groups::group(conn, id)?;
                if !group.confidential_roster {
                    reached.extend(groups::roster(conn, viewer, &group)?.into_iter().map(|one| one.id));
                }
            }
            Token::Person(_) => {}
        }
    }
    active.retain(|one| reached.contains(&one.id));
    Ok(active)
}
