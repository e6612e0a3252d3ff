//! How somebody is told: as they have chosen, else as their organisation has, else as the platform does.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Viewer;
use crate::db::{Conn, OrganisationId, PersonId};
use crate::error::Result;
use crate::outbox::{self, EventKind, Preference, Topic};

/// How each topic is told.
pub type Choices = BTreeMap<Topic, Preference>;

fn platform() -> Choices {
    Topic::ALL.iter().map(|topic| (*topic, Preference::default_of(*topic))).collect()
}

/// How the people of an organisation are told who have not chosen.
pub fn defaults_of(conn: &mut Conn, home: &OrganisationId) -> Result<Choices> {
    let mut chosen = platform();
    chosen.extend(outbox::preferences_of(conn, home.as_str())?);
    Ok(chosen)
}

/// How somebody is told.
pub fn choices(conn: &mut Conn, person: &PersonId, home: Option<&OrganisationId>) -> Result<Choices> {
    let owners = home.map(OrganisationId::as_str).into_iter().chain([person.as_str()]);
    let said = outbox::preferences_of_each(conn, owners.collect())?;
    Ok(settled(&said, person, home))
}

/// How each of these people is told, in the order in which they are named.
pub fn choices_of_each(
    conn: &mut Conn,
    people: &[(&PersonId, Option<&OrganisationId>)],
) -> Result<Vec<Choices>> {
    let owners: BTreeSet<&str> = people
        .iter()
        .flat_map(|(person, home)| home.map(OrganisationId::as_str).into_iter().chain([person.as_str()]))
        .collect();
    let said = outbox::preferences_of_each(conn, owners.into_iter().collect())?;
    Ok(people.iter().map(|(person, home)| settled(&said, person, *home)).collect())
}

fn settled(said: &BTreeMap<String, Choices>, person: &PersonId, home: Option<&OrganisationId>) -> Choices {
    let mut chosen = platform();
    for owner in home.map(OrganisationId::as_str).into_iter().chain([person.as_str()]) {
        chosen.extend(said.get(owner).into_iter().flatten());
    }
    chosen
}

/// What a viewer has on their dashboard.
pub fn dashboard_kinds(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<EventKind>> {
    let Some(person) = viewer.person() else { return Ok(Vec::new()) };
    let chosen = choices(conn, person, viewer.organisation())?;
    let shown = chosen.iter().filter(|(_, choice)| choice.on_dashboard);
    Ok(shown.flat_map(|(topic, _)| topic.kinds()).collect())
}
