//! An action as a kind of contribution.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::view::{ActionView, view};
use super::{Action, ActionBody, BegunTask, part, steps, store};
use crate::access::{Act, Audience, Viewer, sql};
use crate::audit::{self, Actor, Entry};
use crate::beside;
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, contribution_version};
use crate::db::{ChangeKind, Conn, ContributionId, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::flow::{ParentEvent, TextKind};
use crate::jobs::TimerKind;
use crate::outbox::{self, EventKind, To};
use crate::tasks;

impl Kind for Action {
    const KIND: TextKind = TextKind::Action;
    const PREFIX: char = 'A';
    const SEALED: &'static str = "action";
    const DRAFTED: &'static str = "action.drafted";
    const WITHDRAWN: &'static str = "action.withdrawn";
    const RELEASED: &'static str = "released";
    type View = ActionView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        store::insert(tx, &row.id, &row.details)
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        store::details(conn, ids)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        // Delegates have no desk, and see to the actions of their organisation all the same, whomever those went to.
        let begins: fn(&OrganisationId) -> Act<'_> = |owner| Act::BeginAction { owner };
        let own = contribution::organisation_id.eq(sql::home_for(viewer, &[begins]));
        let seen_to = own.and(contribution_version::released_at.is_not_null());
        Box::new(contributions::is_known(viewer, contributions::is_own(viewer)).or(seen_to))
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        let stored = contributions::by_ids::<Self>(tx.conn, std::slice::from_ref(&row.id))?.pop();
        let stored = stored.ok_or_else(|| Error::stored("action", &row.reference, "it is missing"))?;
        let body = ActionBody::read(&stored)?;
        let first = store::set_released(tx, &stored, &body)?;
        tasks::set_reminder(tx, TimerKind::ActionDue, row.id.as_str(), body.due.map(|due| due.at))?;
        // A first version takes nothing from anybody.
        tx.change(ChangeKind::Action, row.id.as_str(), !first)?;
        let released = beside::Released {
            id: &stored.id,
            version: &stored.version,
            kind: body.kind,
            organisation: &stored.organisation_id,
            person: &stored.created_by,
            opened: stored.opened(),
        };
        if !first {
            part::leave_behind(tx, &stored)?;
            return beside::released(tx, &released);
        }
        begin_tasks(tx, &stored, body.tasks)?;
        beside::released(tx, &released)?;
        let about = (row.version.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::ActionReleased, about, &To::Coalition, Some(&row.created_by))
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        contributions::parent_changed(tx, row.id.as_str(), ParentEvent::Withdrawn)?;
        tasks::forget(tx, &row.id)?;
        beside::forget(tx, &row.id)?;
        steps::forget(tx, &row.id)?;
        store::forget_versions(tx, &row.id)?;
        store::forget_places(tx, &row.id)?;
        outbox::forget_of_thread(tx, EventKind::PartRecorded, row.id.as_str())?;
        tasks::set_reminder(tx, TimerKind::ActionDue, row.id.as_str(), None)?;
        tx.change(ChangeKind::Action, row.id.as_str(), true)?;
        // Nothing of its words, nor of what was said of it, stays in files.
        tx.change(ChangeKind::Erasure, row.id.as_str(), true).map(|_| ())
    }

    fn version_withdrawn(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
        tx.change(ChangeKind::Erasure, version.as_str(), true).map(|_| ())
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn same_words(before: &str, next: &str) -> bool {
        // What a first version plans was written down as tasks when that was released.
        let read = |body: &str| serde_json::from_str::<ActionBody>(body);
        let words = |body: &str| read(body).map(|body| ActionBody { tasks: vec![], ..body });
        matches!((words(before), words(next)), (Ok(before), Ok(next)) if before == next)
    }

    fn title(body: &str) -> Result<String> {
        let body: ActionBody = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(body.title)
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<ActionView> {
        view(conn, viewer, row, audience, state)
    }
}

impl ActionBody {
    /// What a version says, once it may be read.
    pub(crate) fn read(row: &Contribution<Action>) -> Result<Self> {
        serde_json::from_str(&row.body).map_err(|error| Error::stored("action", &row.reference, error))
    }
}

/// Writes down the tasks with which an action is begun: its brief is released, and whoever wrote that wrote them.
fn begin_tasks(tx: &mut Tx<'_>, row: &Contribution<Action>, begun: Vec<BegunTask>) -> Result<()> {
    let (home, opened) = (&row.organisation_id, row.opened());
    for one in begun {
        let new = tasks::NewTask {
            action: &row.id,
            version: &row.version,
            author: home,
            title: one.title,
            owner: one.own.then(|| home.clone()),
            due_at: one.due.map(|due| due.at),
        };
        let task = tasks::write(tx, new)?;
        let entry = Entry {
            act: "action.task_added",
            subject_kind: opened.kind,
            subject: opened.id,
            owner: Some(home),
            detail: tasks::logged(&task),
        };
        audit::record(tx, &Actor::of(Some(&row.created_by), Some(home)), &entry)?;
    }
    Ok(())
}
