//! Who did something for an organisation, and by which mandate: for its own people alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::store::{self, Known};
use crate::access::Viewer;
use crate::db::{Conn, MandateId, OrganisationId, PersonId};
use crate::error::Result;
use crate::people;
use crate::web::Page;

/// Something that was done: for which organisation, by whom, and by which mandate.
pub type Done = (OrganisationId, PersonId, Option<MandateId>);

/// Who did something for their organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActedBy {
    /// Their name.
    pub person: String,
    /// `X-…`: the mandate by which they did; none where the organisation asked for none.
    #[schema(required)]
    pub mandate: Option<String>,
    /// In whose place, where it was a deputy's.
    #[schema(required)]
    pub stands_in_for: Option<String>,
}

impl ActedBy {
    /// In words.
    pub fn words(&self, page: &Page) -> String {
        let Some(mandate) = &self.mandate else {
            return page.ta("action-step-person", &[("person", &self.person)]);
        };
        let stands = self.stands_in_for.as_deref().unwrap_or_default();
        let key = if stands.is_empty() { "action-step-mandate" } else { "action-step-deputy" };
        page.ta(key, &[("person", &self.person), ("mandate", mandate), ("name", stands)])
    }
}

/// Whether each of these was done by somebody of the organisation for which it was done, in the same order. A fixed number of statements.
pub fn by_own(conn: &mut Conn, all: &[Done]) -> Result<Vec<bool>> {
    let people: BTreeSet<PersonId> = all.iter().map(|(_, person, _)| person.clone()).collect();
    let people = people::people_by_ids(conn, people.into_iter().collect())?;
    let own = |(organisation, person, _): &Done| {
        people.get(person).is_some_and(|one| one.organisation_id == *organisation)
    };
    Ok(all.iter().map(own).collect())
}

/// Who did these, in the same order: of the viewer's own organisation; of others nothing is told. A fixed number of statements.
pub fn acted_by(conn: &mut Conn, viewer: &Viewer, all: &[Done]) -> Result<Vec<Option<ActedBy>>> {
    let own = || all.iter().filter(|(organisation, ..)| viewer.reads_as(organisation));
    let people: BTreeSet<PersonId> = own().map(|(_, person, _)| person.clone()).collect();
    let people = people::people_by_ids(conn, people.into_iter().collect())?;
    let ids: BTreeSet<MandateId> = own().filter_map(|(.., mandate)| mandate.clone()).collect();
    let rows = store::of_ids(conn, ids.into_iter().collect())?;
    let known = store::known(conn, rows)?.into_iter().map(|one| (one.row.id.clone(), one));
    let mandates: BTreeMap<MandateId, Known> = known.collect();
    let one = |(organisation, person, mandate): &Done| {
        // Whoever left an organisation behind is of another.
        let of_it = |one: &&people::Person| one.organisation_id == *organisation;
        let person = people.get(person).filter(of_it).filter(|_| viewer.reads_as(organisation))?;
        let mandate = mandate.as_ref().and_then(|id| mandates.get(id));
        let principal = mandate.and_then(|one| one.principal.as_ref());
        Some(ActedBy {
            person: person.name.clone(),
            mandate: mandate.map(|one| one.row.reference.clone()),
            stands_in_for: principal.map(|(_, person)| person.name.clone()),
        })
    };
    Ok(all.iter().map(one).collect())
}

/// What the log says of an act, with the mandate by which it was done; for the log of the organisation whose mandate it is.
pub fn logged(conn: &mut Conn, mandate: Option<&MandateId>, mut detail: Value) -> Result<Value> {
    let known = store::of_ids(conn, mandate.cloned().into_iter().collect())?.pop();
    if let (Some(known), Some(detail)) = (known, detail.as_object_mut()) {
        detail.insert("mandate".to_owned(), known.reference.into());
    }
    Ok(detail)
}
