//! Who of an organisation does a task of an action: somebody who can act there.

use std::collections::BTreeSet;

use crate::access::{Act, Viewer, permits};
use crate::actions::Action;
use crate::contributions::Contribution;
use crate::db::{Conn, Moment, PersonId};
use crate::error::{Error, Result, message};
use crate::people::{self, Person};
use crate::tasks::Task;

/// Those of these accounts who read an action now and may act there for their organisation, as far as roles go.
pub(super) fn able(
    conn: &mut Conn,
    row: &Contribution<Action>,
    accounts: &[PersonId],
    at: Moment,
) -> Result<BTreeSet<PersonId>> {
    let acts = |one: &&Viewer| permits(one, Act::JoinAction) && permits(one, Act::SeeActionWork);
    let reads = |one: &&Viewer| row.is_readable_by(one) || one.reads_as(&row.organisation_id);
    let viewers = people::viewers_for(conn, accounts, at)?;
    Ok(viewers.iter().filter(acts).filter(reads).filter_map(Viewer::person).cloned().collect())
}

/// The people of the viewer's organisation who can do a task of an action, by their names.
pub(super) fn doers(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<Vec<Person>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let accounts = people::open_accounts(conn, &home)?;
    let able = able(conn, row, &accounts, viewer.at())?;
    let all = people::people_of(conn, viewer, &home, viewer.at())?.into_iter().map(|(person, _)| person);
    Ok(all.filter(|person| able.contains(&person.id)).collect())
}

/// Which of them does a task, by their e-mail address; empty where none is chosen who can.
pub(super) fn chosen(doers: &[Person], task: &Task) -> String {
    let chosen = doers.iter().find(|one| task.person_id.as_ref() == Some(&one.id));
    chosen.map(|one| one.email.clone()).unwrap_or_default()
}

/// The one of them with this e-mail address; nobody in particular where it is empty. `own` says whether the viewer's organisation
/// does the task: it names nobody for another.
pub(super) fn named(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
    own: bool,
    email: &str,
) -> Result<Option<PersonId>> {
    if email.is_empty() {
        return Ok(None);
    }
    let doers = if own { doers(conn, viewer, row)? } else { Vec::new() };
    let found = doers.into_iter().find(|person| person.email == email).map(|person| Some(person.id));
    found.ok_or_else(|| Error::invalid("person", message("fault-task-person").with("name", email)))
}
