//! How the viewer's organisation takes part in an action, and whom it can give the lead.

use std::collections::{BTreeMap, BTreeSet};

use super::Action;
use super::course::Course;
use super::steps::{self, Step, StepKind};
use super::view::Work;
use crate::access::Viewer;
use crate::contributions::Contribution;
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::error::Result;
use crate::mandates;

/// Whether an organisation is offered the lead, and what it said last of taking part.
pub(super) struct OwnPart {
    pub joined: bool,
    /// Whether others read the action since it said so.
    pub again: bool,
    pub offered: bool,
    /// Whether it offers the lead to another.
    pub offers: bool,
}

impl OwnPart {
    /// Of the viewer's organisation, by what they are shown: all that it did itself.
    pub fn of(viewer: &Viewer, row: &Contribution<Action>, work: &Work) -> Self {
        let course = Course::of(work.steps_of(row));
        let home = viewer.organisation();
        let part = home.and_then(|home| course.joined.get(home));
        Self {
            joined: part.is_some(),
            again: part.is_some_and(|part| part.version != row.version),
            offers: home.is_some() && course.offered.as_ref().map(|(by, _)| by) == home,
            offered: home.is_some() && course.offered.as_ref().map(|(_, to)| to) == home,
        }
    }
}

/// To whom the lead can be offered: those who are shown to take part, by slug and name.
pub(super) fn can_lead(row: &Contribution<Action>, work: &Work) -> Result<Vec<(String, String)>> {
    let course = Course::of(work.steps_of(row));
    let others = course.joined.keys().filter(|id| **id != row.details.lead);
    others.map(|id| work.organisation(id).map(|one| (one.slug.clone(), one.name.clone()))).collect()
}

/// The organisation that began an action, and those that the viewer is shown to take part in it.
pub fn shown_to_take_part(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<BTreeSet<OrganisationId>> {
    let course = Course::of(&steps::shown(conn, viewer, &[row])?);
    Ok(course.joined.into_keys().chain([row.organisation_id.clone()]).collect())
}

/// The organisation that began an action, and those that all who read it now are shown to take part in it, the viewer among
/// them: whoever is named tells none of its readers anything.
pub fn known_to_take_part(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<BTreeSet<OrganisationId>> {
    let course = Course::of(&steps::shown(conn, viewer, &[row])?);
    // Whom some of those who read it now do not know to take part, a name would tell them.
    let joined = course.joined.into_iter().filter(|(_, part)| part.version == row.version);
    let mut known: BTreeSet<OrganisationId> = joined.map(|(id, _)| id).collect();
    known.insert(row.organisation_id.clone());
    Ok(known)
}

/// When organisations last said by people of their own that they take part in these actions, or no more, as far as the viewer is shown it.
pub fn own_words(
    conn: &mut Conn,
    viewer: &Viewer,
    rows: &[&Contribution<Action>],
) -> Result<BTreeMap<(ContributionId, OrganisationId), Moment>> {
    let mut steps = steps::shown(conn, viewer, rows)?;
    steps.retain(|step| matches!(step.kind, StepKind::Joined | StepKind::Led | StepKind::Left));
    let own = mandates::by_own(conn, &steps.iter().map(Step::act).collect::<Vec<_>>())?;
    let word = |step: Step| ((step.contribution_id, step.organisation_id), step.at);
    Ok(steps.into_iter().zip(own).filter(|(_, own)| *own).map(|(step, _)| word(step)).collect())
}
