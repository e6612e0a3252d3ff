//! How somebody is told: as they have chosen, else as their organisation has, else as the platform does.

use std::collections::BTreeMap;

use crate::db::{Conn, OrganisationId, PersonId};
use crate::error::Result;
use crate::outbox::{self, Preference, Topic};

/// How the people of an organisation are told who have not chosen.
pub fn defaults_of(conn: &mut Conn, home: Option<&OrganisationId>) -> Result<BTreeMap<Topic, Preference>> {
    let mut chosen: BTreeMap<_, _> =
        Topic::ALL.iter().map(|topic| (*topic, Preference::default_of(*topic))).collect();
    if let Some(home) = home {
        chosen.extend(outbox::preferences_of(conn, home.as_str())?);
    }
    Ok(chosen)
}

/// How somebody is told.
pub fn choices(
    conn: &mut Conn,
    person: &PersonId,
    home: Option<&OrganisationId>,
) -> Result<BTreeMap<Topic, Preference>> {
    let mut chosen = defaults_of(conn, home)?;
    chosen.extend(outbox::preferences_of(conn, person.as_str())?);
    Ok(chosen)
}
