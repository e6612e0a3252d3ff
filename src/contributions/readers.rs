//! Who reads the next version of a contribution.
//!
//! The next version goes to the readers of the one before. An organisation that is not an active member keeps what was
//! addressed to it and gets nothing new: it neither reads the next version nor stops anybody from releasing one.

use std::collections::BTreeSet;

use super::links::LinkKind;
use super::same::Same;
use super::{Contribution, Kind, store, versions};
use crate::access::{Audience, Token, sql};
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::Result;
use crate::flow::Before;
use crate::people;

/// Who reads a contribution now, as far as its next version concerns them.
pub struct NextReaders {
    /// To whom the next version goes if nobody is named.
    pub audience: Audience,
    /// Organisations that read it now and are no active members.
    pub kept: BTreeSet<Token>,
    /// Organisations that are left out now and are no active members: nobody can name them, so they stay left out.
    pub left_out: BTreeSet<OrganisationId>,
    same: Option<Same>,
}

/// Words that name an audience, and slugs of who is left out of it, where each is said.
pub type ChosenWords = (Option<Vec<String>>, Option<Vec<String>>);

impl NextReaders {
    /// What the version says that is read now; nothing where that has ended.
    pub fn body(&self) -> Option<&str> {
        self.same.as_ref().map(Same::body)
    }

    /// Whether a next version with this body says what is read now, whatever it links to.
    fn says(&self, body: &str) -> bool {
        self.same.as_ref().is_some_and(|same| same.has_words(body))
    }

    /// What is read now, where a next version with this body and these links says the same, or follows its release.
    pub fn before(&self, body: &str, links: &[(LinkKind, String)]) -> Option<Before> {
        self.same.as_ref().and_then(|same| same.before(body, links))
    }

    /// The words in which somebody named an audience and who is left out of it, without organisations that are no active
    /// members: those who read the text keep what they have, and those who are left out of it stay so.
    pub fn readdressed(
        &self,
        conn: &mut Conn,
        audience: Option<Vec<String>>,
        except: Option<Vec<String>>,
    ) -> Result<ChosenWords> {
        let kept = people::words_of_tokens(conn, &self.kept)?;
        let left_out = people::organisations_by_ids(conn, self.left_out.iter().cloned().collect())?;
        let without = |mut words: Vec<String>, gone: &dyn Fn(&String) -> bool| {
            words.retain(|word| !gone(word));
            words
        };
        let audience = match audience {
            // Whoever names nobody but them names nobody who can be addressed, and is told so.
            Some(named) if !named.iter().all(|word| kept.contains(word)) => {
                Some(without(named, &|word| kept.contains(word)))
            }
            nobody => nobody,
        };
        let is_left_out = |slug: &String| left_out.values().any(|one| one.slug == *slug);
        Ok((audience, except.map(|named| without(named, &is_left_out))))
    }
}

/// The readers of now, if anything of it is released. Where all who are named are no active members, they stay named: nothing is
/// released to them, and nothing to anybody else instead.
pub fn next_readers<K: Kind>(
    conn: &mut Conn,
    at: Moment,
    row: &Contribution<K>,
) -> Result<Option<NextReaders>> {
    let Some(current) = versions::current(conn, row)? else { return Ok(None) };
    let now = sql::audience(conn, current.as_str())?;
    let inactive = people::inactive(conn)?;
    let audience = now.without(&inactive).unwrap_or_else(|| now.clone());
    Ok(Some(NextReaders {
        kept: now.tokens().difference(audience.tokens()).cloned().collect(),
        left_out: now.except().iter().filter(|id| inactive.contains(id)).cloned().collect(),
        audience,
        same: Same::of(conn, at, row)?,
    }))
}

/// The version that a next one with this body changes: the one that is read now, where it says that; else the one that its author
/// found, which may be a draft that was returned. What of it the author is not shown stays.
pub fn changed<K: Kind>(
    conn: &mut Conn,
    (found, next): (&Contribution<K>, Option<&NextReaders>),
    body: &str,
) -> Result<Contribution<K>> {
    let same = next.is_some_and(|next| next.says(body));
    match versions::current(conn, found)?.filter(|_| same) {
        Some(version) => store::by_version(conn, version.as_str()),
        None => Ok(found.clone()),
    }
}
