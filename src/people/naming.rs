//! Who did something, as far as the reader may know: colleagues by name, everybody else by organisation.

use crate::access::Viewer;
use crate::db::{Conn, PersonId};
use crate::error::Result;
use crate::people;

/// What to call somebody before this viewer.
pub fn called(conn: &mut Conn, viewer: &Viewer, id: &PersonId) -> Result<String> {
    let person = people::person(conn, id)?;
    if viewer.is_of(&person.organisation_id) {
        Ok(person.name)
    } else {
        Ok(people::organisation(conn, &person.organisation_id)?.name)
    }
}
