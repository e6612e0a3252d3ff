//! What of actions is news to somebody now: they read the action, and it is theirs to know of.

use std::collections::BTreeSet;

use super::course::Course;
use super::steps::StepKind;
use super::{Action, steps};
use crate::access::{Act, Viewer, permits, sql};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId};
use crate::error::Result;
use crate::outbox::EventKind;
use crate::tasks;

/// Something that happened: what, and the internal id of what it happened to.
type Happened = (EventKind, String);

/// Those of these that concern the viewer, each with the reference of its action: what is withdrawn, ended or hidden from them by
/// now is missing. A fixed number of statements for each kind, however many there are.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[Happened],
) -> Result<Vec<(EventKind, String, String)>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut news = Vec::new();
    released(conn, viewer, of, &mut news)?;
    done(conn, viewer, of, &mut news)?;
    of_tasks(conn, viewer, of, &mut news)?;
    Ok(news)
}

type News = Vec<(EventKind, String, String)>;

fn subjects(of: &[Happened], kinds: &[EventKind]) -> Vec<String> {
    let asked = of.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, subject)| subject.clone());
    asked.collect::<BTreeSet<_>>().into_iter().collect()
}

fn released(conn: &mut Conn, viewer: &Viewer, of: &[Happened], news: &mut News) -> Result<()> {
    let versions = subjects(of, &[EventKind::ActionReleased]);
    for row in contributions::released_among::<Action>(conn, viewer, &versions)? {
        if row.is_readable_by(viewer) && row.details.stage.is_open() {
            news.push((EventKind::ActionReleased, row.version.as_str().to_owned(), row.reference));
        }
    }
    Ok(())
}

/// The actions with these ids that the viewer reads.
fn read(conn: &mut Conn, viewer: &Viewer, ids: Vec<ContributionId>) -> Result<Vec<Contribution<Action>>> {
    let newest = contributions::by_ids::<Action>(conn, &ids)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut read = contributions::released_among::<Action>(conn, viewer, &versions)?;
    read.retain(|row| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id));
    Ok(read)
}

/// What organisations did, for those who have to do with the action and act for their organisation.
fn done(conn: &mut Conn, viewer: &Viewer, of: &[Happened], news: &mut News) -> Result<()> {
    let kinds =
        [EventKind::ActionMoved, EventKind::ActionJoined, EventKind::ActionLeadOffered, EventKind::ActionDue];
    let ids = subjects(of, &kinds).into_iter().map(ContributionId::from).collect::<Vec<_>>();
    if ids.is_empty() || !permits(viewer, Act::JoinAction) {
        return Ok(());
    }
    let rows = read(conn, viewer, ids)?;
    let all: Vec<&Contribution<Action>> = rows.iter().collect();
    let steps = steps::shown(conn, viewer, &all)?;
    let home = sql::home(viewer);
    for row in &rows {
        let course = Course::of(steps.iter().filter(|step| step.contribution_id == row.id));
        let joined = course.joined.keys().any(|id| id.as_str() == home);
        let leads = row.details.lead.as_str() == home;
        let involved = joined || leads || row.organisation_id.as_str() == home;
        let offered = course.offered.as_ref().is_some_and(|(_, to)| to.as_str() == home);
        // A viewer who may see none of the steps of others hears of none of them.
        let did = |kind: StepKind| {
            let of_it = steps.iter().filter(|step| step.contribution_id == row.id && step.kind == kind);
            of_it.into_iter().any(|step| step.organisation_id.as_str() != home)
        };
        for kind in kinds {
            let concerns = match kind {
                EventKind::ActionLeadOffered => offered,
                EventKind::ActionJoined => leads && did(StepKind::Joined),
                EventKind::ActionMoved => involved && did(StepKind::Moved),
                EventKind::ActionDue => involved && row.details.stage.is_undone(),
                _ => involved,
            };
            if concerns {
                news.push((kind, row.id.as_str().to_owned(), row.reference.clone()));
            }
        }
    }
    Ok(())
}

/// Tasks that the viewer's organisation has to do.
fn of_tasks(conn: &mut Conn, viewer: &Viewer, of: &[Happened], news: &mut News) -> Result<()> {
    let kinds = [EventKind::ActionTask, EventKind::ActionTaskDue];
    let ids = subjects(of, &kinds);
    if ids.is_empty() || !permits(viewer, Act::JoinAction) {
        return Ok(());
    }
    let undone = tasks::undone(conn, &sql::reading_home(viewer), &ids)?;
    let rows = read(conn, viewer, undone.iter().map(|(_, action)| action.clone()).collect())?;
    let all: Vec<_> = rows.iter().map(|row| (&row.id, &row.organisation_id)).collect();
    let shown = tasks::shown(conn, viewer, &all)?;
    for task in shown.iter().filter(|task| undone.iter().any(|(id, _)| id == task.id.as_str())) {
        let of_it = rows.iter().find(|row| row.id == task.contribution_id && row.details.stage.is_open());
        let Some(row) = of_it else { continue };
        news.extend(kinds.map(|kind| (kind, task.id.as_str().to_owned(), row.reference.clone())));
    }
    Ok(())
}
