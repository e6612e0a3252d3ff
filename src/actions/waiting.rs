//! Whether something waits for an organisation in an action: from what its viewer is shown and nothing else.

use super::course::Course;
use super::needed::{Next, next};
use super::view::Work;
use super::{Action, ActionBody};
use crate::access::{Act, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::Result;
use crate::tasks::Task;

/// Those of these actions in which something waits for the viewer's organisation: it is offered the lead, has a task to do, or
/// moves the action on and that is what is needed next. What is due first comes first. A fixed number of statements.
pub(crate) fn waiting(
    conn: &mut Conn,
    viewer: &Viewer,
    mut rows: Vec<Contribution<Action>>,
) -> Result<Vec<Contribution<Action>>> {
    let Some(home) = viewer.organisation().filter(|_| permits(viewer, Act::SeeActionWork)) else {
        return Ok(Vec::new());
    };
    let is_theirs = |row: &Contribution<Action>| row.is_readable_by(viewer) || *home == row.organisation_id;
    rows.retain(|row| is_theirs(row) && row.is_shown(viewer.at()));
    let audiences = rows.iter().map(|row| row.audience().cloned()).collect::<Result<Vec<_>>>()?;
    let work = Work::load(conn, viewer, (&rows.iter().zip(&audiences).collect::<Vec<_>>(), false))?;
    let waits = |row: Contribution<Action>| {
        let due = first_due(viewer.at(), home, &row, &work)?;
        Some(((due, row.details.ordinal), row))
    };
    let mut found: Vec<_> = rows.into_iter().filter_map(waits).collect();
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// When the first of what waits for an organisation is due, before what has no day; nothing where nothing waits.
fn first_due(
    now: Moment,
    home: &OrganisationId,
    row: &Contribution<Action>,
    work: &Work,
) -> Option<(bool, Option<Moment>)> {
    // One that cannot be read keeps none of the others back; where it is shown it is logged.
    let due = ActionBody::read(row).ok()?.due.map(|due| due.at);
    let open: Vec<&Task> = work.tasks_of(row).iter().filter(|task| task.done_at.is_none()).collect();
    let moves = match next(now, (row.details.stage, due), open.iter(), |task| task.due_at) {
        Next::Nothing => return None,
        Next::Task(..) => false,
        Next::Move(_) | Next::MoveBeside(..) => work.mover(row) == home,
    };
    let offered = Course::of(work.steps_of(row)).offered;
    // An offer counts while whoever made it leads.
    let in_force = |by: &OrganisationId| *by == row.details.lead || *by == row.organisation_id;
    let offered = offered.is_some_and(|(by, to)| to == *home && in_force(&by));
    let ours = open.iter().filter(|task| task.owner_id.as_ref() == Some(home)).map(|task| task.due_at);
    ours.chain((offered || moves).then_some(due)).map(|due| (due.is_none(), due)).min()
}
