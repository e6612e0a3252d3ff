//! Whether a version says what the one says that is read now: then nothing changes but who reads it.

use std::collections::BTreeSet;

use super::links::{LinkKind, links_but};
use super::{Contribution, Kind, store, versions};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::flow::{self, Before};
use crate::people;

/// What is read now.
pub(super) struct Same {
    body: String,
    links: BTreeSet<(LinkKind, String)>,
    /// How its kind finds whether two bodies say the same.
    agree: fn(&str, &str) -> bool,
    /// Whether other words follow its release, too.
    stands: bool,
    before: Before,
}

impl Same {
    /// Of a contribution; nothing where nobody reads anything of it, because it has ended, be it that nobody confirmed it in time.
    pub fn of<K: Kind>(conn: &mut Conn, at: Moment, row: &Contribution<K>) -> Result<Option<Self>> {
        let Some(version) = versions::current(conn, row)? else { return Ok(None) };
        let now = store::by_version::<K>(conn, version.as_str())?;
        if !now.is_shown(at) {
            return Ok(None);
        }
        let links = links_but(conn, &version, &[])?.into_iter().collect();
        let unconfirmed = flow::unconfirmed_among(conn, at, &[version.as_str().to_owned()])?;
        // Whoever is no active member keeps what they have: nothing is taken from them.
        let inactive = people::inactive(conn)?;
        let audience = now.audience()?;
        let audience = audience.without(&inactive).unwrap_or_else(|| audience.clone());
        let before = Before { audience, confirmed: unconfirmed.is_empty(), same_words: true };
        let stands = K::KIND.has_standing_release();
        Ok(Some(Self { body: now.body, links, agree: K::same_words, stands, before }))
    }

    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether a version with this body says the same, whatever it links to.
    pub fn has_words(&self, body: &str) -> bool {
        (self.agree)(&self.body, body)
    }

    /// It, where a version with this body and these links says the same, or follows its release whatever it says.
    pub fn before(&self, body: &str, links: &[(LinkKind, String)]) -> Option<Before> {
        let links: BTreeSet<_> = links.iter().cloned().collect();
        let same_words = links == self.links && self.has_words(body);
        (same_words || self.stands).then(|| Before { same_words, ..self.before.clone() })
    }
}
