//! Who asks a state in an action, and whom.

use crate::access::{OrganisationKind, Viewer};
use crate::actions::{self, Action};
use crate::contributions::Contribution;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::{Language, Strings};
use crate::people::{self, Organisation, OrganisationStatus};

/// The part of the viewer's organisation in an action that they read.
pub(super) struct Part {
    /// Whether it began it, leads it or takes part in it.
    pub takes_part: bool,
    /// The states that it can ask, by name.
    pub states: Vec<Organisation>,
}

/// Whether the viewer's organisation takes part, and the states that it can ask: those to which, as the viewer is told, the brief is
/// released, and those that have to do with the action. Only the organisation that began the action is told which states the brief
/// leaves out. Others may ask such a state, and nobody of it is shown the request.
pub(super) fn of(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<Part> {
    let strings = Strings::of(Language::english());
    let view = actions::rows_of_list(conn, &strings, viewer, vec![row.clone()])?.pop();
    let view = view.ok_or_else(|| Error::stored("action", &row.reference, "it cannot be shown"))?;
    let involved: Vec<Organisation> = [view.organisation]
        .into_iter()
        .chain(view.lead)
        .chain(view.joined.into_iter().map(|one| one.organisation))
        .collect();
    let takes_part = involved.iter().any(|one| viewer.is_of(&one.id));
    let (audience, owner) = (row.audience()?, &row.organisation_id);
    let told = audience.told(viewer, owner);
    let mut states = people::reached(conn, viewer, &told)?;
    states.extend(involved.into_iter().filter(|one| one.status == OrganisationStatus::Active));
    let left_out = |one: &Organisation| viewer.reads_as(owner) && audience.except().contains(&one.id);
    states.retain(|one| one.kind == OrganisationKind::Government && !viewer.is_of(&one.id) && !left_out(one));
    states.sort_by(|one, other| (&one.name, &one.slug).cmp(&(&other.name, &other.slug)));
    states.dedup_by(|later, first| later.id == first.id);
    Ok(Part { takes_part, states })
}
