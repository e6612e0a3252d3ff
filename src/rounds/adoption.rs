//! What an adoption came to, as names are published: for those who gather them.

use std::collections::BTreeMap;

use super::{clock, explanation, store, view};
use crate::db::{Conn, Moment, OrganisationId, PositionId};
use crate::error::Result;
use crate::silence::Count;
use crate::statements::Standing;

/// How a text was adopted.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// When its last round ended.
    pub at: Moment,
    /// What everybody on the roll counts as, those included who dissociated since.
    pub counted: BTreeMap<OrganisationId, Count>,
    /// What they reserve formally.
    pub reservations: BTreeMap<OrganisationId, String>,
}

/// The adoption of a text as it is at a moment, whoever may know of it; nothing where no round adopted it.
pub fn adoption(conn: &mut Conn, at: Moment, of: &Standing) -> Result<Option<Adoption>> {
    let mut course = store::course(conn, of, None)?;
    course.procedure = view::settled(&course.procedure, clock::now(at));
    let procedure = &course.procedure;
    let ended = procedure.adopting_round().and_then(|round| round.ended);
    let Some(ended) = ended else { return Ok(None) };
    let named = procedure.named();
    let rows = &course.rows.positions;
    let said = named.iter().flat_map(|one| [one.position, one.late]).flatten();
    let said = said.filter_map(|number| rows.get(number));
    let with: Vec<String> = said.map(|row| row.id.as_str().to_owned()).collect();
    let words: BTreeMap<PositionId, String> = explanation::reserved(conn, &with)?;
    let mut reservations: BTreeMap<OrganisationId, String> = BTreeMap::new();
    for one in &named {
        let texts = [one.position, one.late].into_iter().flatten().filter_map(|number| rows.get(number));
        let texts: Vec<&str> = texts.filter_map(|row| words.get(&row.id)).map(String::as_str).collect();
        if !texts.is_empty() {
            reservations.insert(one.organisation.clone(), texts.join("\n\n"));
        }
    }
    let counted = named.into_iter().map(|one| (one.organisation, one.count)).collect();
    Ok(Some(Adoption { at: ended.at, counted, reservations }))
}
